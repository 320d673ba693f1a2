"""The ids that AWS makes up, and the words of the spec that stand for them in a meaning."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

_T = TypeVar("_T")


def renamed(thing: _T, words: Mapping[str, str]) -> _T:
    """Put words in place of ids everywhere in a value made of dataclasses, mappings, sets, lists and texts."""
    if not words:
        return thing
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    result: _T = _renamed(thing, lambda text: pattern.sub(lambda match: words[match[0]], text))
    return result


def _renamed(thing: Any, change: Any) -> Any:
    if isinstance(thing, str):
        return change(thing)
    if isinstance(thing, Mapping):
        return {_renamed(key, change): _renamed(value, change) for key, value in thing.items()}
    if isinstance(thing, list | tuple | frozenset | set):
        return type(thing)(_renamed(item, change) for item in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{each.name: _renamed(getattr(thing, each.name), change) for each in fields(thing)})
    return thing
