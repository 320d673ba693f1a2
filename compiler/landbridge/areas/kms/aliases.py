"""Aliases of keys: their names, and the labels of their blocks."""

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from landbridge.areas.kms.spec import CustomerKey
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath

LENGTH = 256
"""Most characters of an alias with `alias/`."""
PER_KEY = 50
"""Most aliases of one key. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html"""

_NAME = re.compile(r"[a-zA-Z0-9/_-]+")
_PLAIN = re.compile(r"(\{stem\}-)?([a-z0-9]+(-[a-z0-9]+)*)")


class Alias(NamedTuple):
    """One alias: its label's parts behind the key, its name without `alias/`, and its place in the spec."""

    label: tuple[str, ...]
    name: str
    path: SpecPath


def aliases(scope: Scope, path: SpecPath, name: str, key: CustomerKey) -> Iterator[Alias]:
    """The aliases of a key; the one that is made where the spec says none has the key's own label."""
    made = default(scope, name)
    if key.aliases is None:
        yield Alias((), made, path)
        return
    for index, text in enumerate(key.aliases):
        where = (*path, "aliases", index)
        expanded = scope.expand(text, where)
        yield Alias(() if expanded == made else _rest(text), expanded, where)


def default(scope: Scope, name: str) -> str:
    """The alias that a key gets where the spec says none."""
    return f"{scope.stem}-{name.replace('_', '-')}"


def problem(name: str) -> str | None:
    """What is wrong with an alias (without `alias/`), worded to follow it in quotes.

    Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
    """
    if name.startswith("alias/"):
        return "begins with alias/, which Landbridge adds"
    if name.startswith("aws/"):
        return "begins with aws/, which AWS keeps for its own keys"
    if len(name) + len("alias/") > LENGTH:
        return f"is {len(name) + len('alias/')} characters long with alias/; an alias has at most {LENGTH}"
    if not _NAME.fullmatch(name):
        return "is no alias, which holds letters, digits and /_- only"
    return None


def _rest(text: str) -> tuple[str, ...]:
    """What tells an alias's label from those of the key's others: readable, and different names get different ones."""
    plain = _PLAIN.fullmatch(text)
    if plain:
        return ("stem", plain[2]) if plain[1] else (plain[2],)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return (f"{re.sub(r'[^a-z0-9]+', '_', text.lower()).strip('_')}___{digest}",)


def alias_label(key: str, alias: Alias) -> str:
    """The label of an alias's block."""
    return label(key, *alias.label)
