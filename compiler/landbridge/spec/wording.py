"""Wording: pydantic's errors in the words of findings. Only a spec with errors needs it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from landbridge.aws.nearest import nearest
from landbridge.findings import Finding, SpecPath, dotted
from landbridge.source.nodes import shorten
from landbridge.spec.base import CUSTOM, FORMS, Shorthand
from landbridge.spec.fields import about, example, field_at, homes, is_named_thing, known_keys, models_at

MISSING, UNKNOWN = "missing", "extra_forbidden"
_MAPPING, _TEXT = "a mapping", "text"
_TYPES = {
    "string_type": _TEXT,
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list",
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
}
_TRUTHS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
_LONGEST = 160
"""The most characters of a path that a message prints."""

_MANY = 3
"""How many places a hint names."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a spec.

    Attributes:
        kind: pydantic's type of the error.
        path: where in the data; for a missing key, where it would be.
        beyond: what pydantic names below that: a field that is not there, or what a shorthand stands for.
        value: what is wrong.
        at_key: whether it is the last key of the path that is wrong.
        wants: what would be right; several for a union.
        context: what the error holds besides, such as the pattern or the validator's own hint.
    """

    kind: str
    path: SpecPath
    beyond: SpecPath
    value: object
    at_key: bool
    wants: tuple[str, ...]
    context: Mapping[str, Any]

    @property
    def is_absence(self) -> bool:
        """Whether something is not there, which could stand in a file or a preset beneath the spec."""
        return self.kind == MISSING or self.value is None or (self.kind == CUSTOM and bool(self.beyond))


def problems(error: ValidationError, root: dict[str, Any]) -> list[Problem]:
    """What an error says of a spec: one problem where pydantic names every member of a union."""
    found: dict[tuple[object, ...], Problem] = {}
    wrong_keys: set[SpecPath] = set()
    for details in error.errors(include_url=False):
        if _follows(details):
            continue
        problem = _problem(details, root)
        if problem.at_key:
            wrong_keys.add(problem.path)
        elif problem.path in wrong_keys:  # nobody knows what would be right under such a key
            continue
        key = (problem.path, problem.wants) if problem.kind == CUSTOM else (problem.path, problem.at_key)
        known = found.get(key)
        found[key] = replace(known, wants=known.wants + problem.wants) if known else problem
    return list(found.values())


def _follows(details: ErrorDetails) -> bool:
    """Tell whether an error only says that something else is wrong, which has an error of its own."""
    if details["type"] == "too_short":  # it counts only the items that are right
        return bool(len(details["input"]) >= details["ctx"]["min_length"])
    return details["type"] == "default_factory_not_called"


def _problem(details: ErrorDetails, root: dict[str, Any]) -> Problem:
    kind, loc, value = details["type"], details["loc"], details["input"]
    at_key = loc[-1:] == ("[key]",) and loc[-2:-1] == (value,)
    path: list[str | int] = []
    beyond: list[str | int] = []
    node: Any = root
    for step in loc[:-1] if at_key or kind == MISSING else loc:
        is_item = isinstance(node, list) and isinstance(step, int) and step < len(node)
        if node is not value and (is_item or (isinstance(node, dict) and step in node)):
            node = node[step]
            path.append(step)
            beyond.clear()
        else:
            beyond.append(step)
    if kind == MISSING:
        path.append(loc[-1])
    wants = _wants(details, path, beyond)
    return Problem(kind, tuple(path), tuple(beyond), value, at_key, (wants,), details.get("ctx", {}))


def _wants(details: ErrorDetails, path: Sequence[str | int], beyond: Sequence[str | int]) -> str:
    """What would be right, to follow the word "wants"."""
    context = details.get("ctx", {})
    match details["type"]:
        case "string_type" if beyond and isinstance(beyond[-1], int):
            return "text or a list of texts"
        case "model_type" if any(issubclass(model, Shorthand) for model in models_at(tuple(path))):
            return "text or a mapping"
        case "string_pattern_mismatch":
            return FORMS[context["pattern"]]
        case "literal_error":
            return _options(context)
        case "string_too_short":
            least = context["min_length"]
            return f"at least {least} characters" if least > 1 else "text that is not empty"
        case "string_too_long":
            return f"at most {context['max_length']:,} characters, and has {len(details['input']):,}"
        case "too_short":
            return "at least one entry" if context["field_type"] == "Dictionary" else "at least one item"
        case "too_long":
            return f"at most {context['max_length']} entries, and has {len(details['input'])}"
        case "greater_than_equal":
            return f"at least {context['ge']:,}"
        case "less_than_equal":
            return f"at most {context['le']:,}"
        case kind:
            return str(context["wants"]) if kind == CUSTOM else _TYPES.get(kind, details["msg"])


def finding(problem: Problem) -> Finding:
    """The finding for a problem, without its place."""
    path = problem.path
    if problem.kind == MISSING:
        message = f"{_named(path[:-1]) or 'the spec'} lacks the key {shorten(path[-1])}"
        return Finding("LB103", message, _sentences(about(path), _shown_example(path)), path=path, at_key=True)
    if problem.kind == UNKNOWN:
        inside = f" in {_named(path[:-1])}" if path[:-1] else ""
        return Finding("LB101", f"unknown key {shorten(path[-1])}{inside}", _known(path), path=path, at_key=True)
    wants = f"wants {_either(problem.wants)}"
    hint = problem.context.get("hint") or _sentences(_advice(problem), about((*path, *problem.beyond)))
    if problem.at_key:
        message = f"{_named(path[:-1])} has the key {shorten(path[-1])}: {wants}"
        return Finding("LB102", message, hint, path=path, at_key=True)
    if problem.kind == CUSTOM and problem.beyond:
        return Finding("LB102", f"{_named(path)} {wants}", hint, path=path, at_key=True)
    # What stands among a backend's arguments may be a secret, and findings end up in logs.
    secret = isinstance(problem.value, str) and path[:3] == ("terraform", "backend", "config")
    shown = "wrong" if secret else _shown(problem.value)
    return Finding("LB102", f"{_named(path)} is {shown}: {wants}", hint, path=path)


def meant(path: SpecPath) -> str | None:
    """The known key that an unknown one looks most like, None where it looks like none."""
    key, known = str(path[-1]), known_keys(path[:-1])
    near = [word] if (word := _before_colon(key)) in known else _near(key, known)
    return near[0] if near else None


def _before_colon(key: str) -> str:
    """The key in `key:value`, which without a blank behind the colon is one word to YAML."""
    return key.partition(":")[0]


@lru_cache(maxsize=1024)
def _near(word: str, known: tuple[str, ...]) -> list[str]:
    return nearest(word, known)


def _known(path: SpecPath) -> str:
    """What helps against an unknown key: those that look like it, the places that have it, or all that are known."""
    key, known = str(path[-1]), known_keys(path[:-1])
    if (word := _before_colon(key)) != key and word in known:
        return f"write `{word}: …`, with a blank behind the colon"
    near = _near(key, known)
    if near:
        return f"did you mean {' or '.join(near)}?"
    elsewhere = [home or "the top of the spec" for home in homes(key)]
    if elsewhere:
        return f"{key} stands in {', '.join(elsewhere[:_MANY])}{' and elsewhere' * (len(elsewhere) > _MANY)}"
    convert = "" if path[:-1] else "; `landbridge init --from CONFIG` makes a spec of a migration guide's config"
    return f"known here: {', '.join(known)}{convert}"


def _named(path: SpecPath) -> str:
    """A path in a message: escaped and shortened, because authors choose some of its keys."""
    text = dotted(path)
    if len(text) > _LONGEST or not text.isprintable():
        text = shorten(text, _LONGEST)
    return text


def _shown(value: object) -> str:
    """A value in a message; a mapping or list is named, not printed."""
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return shorten(value)


def _either(wants: Sequence[str]) -> str:
    *first, last = dict.fromkeys(wants)
    return f"{', '.join(first)}{',' * (len(first) > 1)} or {last}" if first else last


def _sentences(*texts: str) -> str:
    said = [text for text in texts if text]
    return " ".join(text if text.endswith(("?", ".")) or text is said[-1] else f"{text}." for text in said)


def _advice(problem: Problem) -> str:
    """What to do about a value, where that can be told from the value."""
    kind, value = problem.kind, problem.value
    if value is None and _TYPES.get(kind) == _MAPPING:
        return "write {} for an empty one; null only drops what a tier or an extended file brings"
    if value is None:
        field = field_at(problem.path)
        return "give it a value" + ("" if field and field.is_required() else ", or leave the line out")
    if kind == "string_type" and isinstance(value, bool | int):
        return f"quote it: {shorten(str(shorten(value)))}"
    if kind == "string_type" and isinstance(value, float):
        return "quote it: without quotes it is a number, and 1.10 becomes 1.1"
    if kind == "tuple_type" and not isinstance(value, dict):
        return f"write [{shorten(value, 40)}]"
    if kind == "model_type":
        return _keys(problem.path)
    return _respelt(problem, value) if isinstance(value, str) else ""


def _options(context: Mapping[str, Any]) -> str:
    """The values of a choice: `list, read or write`."""
    return str(context["expected"]).replace("'", "")


def _shown_example(path: SpecPath) -> str:
    shown = example(path)
    return "" if shown is None else f"For example `{path[-1]}: {_flow(shown)}`"


def _flow(value: object) -> str:
    """A value as people write it on one line of YAML; what our fields show needs no quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]" if isinstance(value, list) else str(value)


def _respelt(problem: Problem, text: str) -> str:
    """What a text was probably meant to be."""
    if problem.kind == "bool_type" and text.lower() in _TRUTHS:
        return f"write {_TRUTHS[text.lower()]}, without quotes"
    if problem.kind == "literal_error":
        options = _options(problem.context).replace(" or ", ", ").split(", ")
        if text in options:
            return "write it without quotes"
        near = nearest(text, options, 1)
        return f"did you mean {shorten(near[0])}?" if near else ""
    if problem.kind in ("int_type", CUSTOM) and text.isascii() and text.isdigit():
        return "write it without quotes"
    if problem.kind == "string_pattern_mismatch":
        words = re.findall(r"[a-z0-9]+", text.lower())
        number = re.sub(r"[^0-9.]", "", text)
        guesses = (text.lower(), text.upper(), "_".join(words), "-".join(words), "".join(words), number)
        fitting = [guess for guess in guesses if re.search(problem.context["pattern"], guess)]
        return f"did you mean {shorten(fitting[0])}?" if fitting else ""
    return ""


def _keys(path: SpecPath) -> str:
    """The keys of the mapping that is wanted at a path."""
    known = known_keys(path)
    if is_named_thing(path) and path[-1] in known:
        return f"{path[-1]} is a key of a thing in {_named(path[:-1])}: indent it below that thing's name"
    return f"its keys: {', '.join(known)}"
