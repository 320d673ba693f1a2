"""Every constraint of the spec, read from the JSON Schema that its models make."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from landbridge.findings import SpecPath
from landbridge.spec.schema import schema
from tests.spec.whole import whole

_KEYWORDS = frozenset(
    [
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "enum",
        "const",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
    ]
)
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


class Constraint(NamedTuple):
    """One keyword of the schema, and a path of the whole spec where it holds."""

    owner: str
    path: SpecPath
    of_key: bool
    keyword: str
    value: str


@dataclass(frozen=True)
class Field:
    """One key of one model: a path of the whole spec, the JSON types it takes, and whether it must be there."""

    owner: str
    path: SpecPath
    types: frozenset[str]
    required: bool


def constraints() -> list[Constraint]:
    """All constraints, each at the first path where the whole spec has it."""
    return list({(c.owner, c.of_key, c.keyword, c.value): c for c in reversed(list(_Walk().run()))}.values())


def fields() -> list[Field]:
    """All keys of all models, each at the first path where the whole spec has it."""
    walk = _Walk()
    list(walk.run())
    return list(walk.fields.values())


def declared() -> set[str]:
    """All keys of all models, as `Model.key`."""
    made = schema()
    models = {"Spec": made, **made["$defs"]}
    return {
        f"{name}.{key}"
        for name, model in models.items()
        for form in (model, *model.get("anyOf", ()))
        for key, field in form.get("properties", {}).items()
        if "not" not in field  # no value fits: it is there for what it tells
    }


class _Walk:
    """The schema and the whole spec, walked together."""

    def __init__(self) -> None:
        self._schema = schema()
        self.fields: dict[str, Field] = {}

    def run(self) -> Iterator[Constraint]:
        """Yield the constraints of everything that the whole spec has."""
        yield from self._model("Spec", self._schema, whole(), ())

    def _model(self, name: str, model: dict[str, Any], data: Any, path: SpecPath) -> Iterator[Constraint]:
        for key, value in data.items():
            field, owner = model["properties"][key], f"{name}.{key}"
            types = frozenset(each for form in self._forms(field) for each in _types_of(form))
            required = key in model.get("required", ())
            self.fields.setdefault(owner, Field(owner, (*path, key), types, required))
            yield from self._value(owner, field, value, (*path, key))

    def _value(self, owner: str, node: dict[str, Any], data: Any, path: SpecPath) -> Iterator[Constraint]:
        for form in self._forms(node):
            if not _fits(form, data):
                continue
            yield from _own(owner, form, path, of_key=False)
            if "properties" in form:
                yield from self._model(form["title"], form, data, path)
            elif "items" in form:
                for index, item in enumerate(data):
                    yield from self._value(owner, form["items"], item, (*path, index))
            elif isinstance(data, dict):
                yield from self._entries(owner, form, data, path)

    def _entries(self, owner: str, form: dict[str, Any], data: Any, path: SpecPath) -> Iterator[Constraint]:
        patterns = form.get("patternProperties", {})
        for key, value in data.items():
            for pattern in patterns:
                yield Constraint(owner, (*path, key), True, "pattern", json.dumps(pattern))
            yield from _own(owner, form.get("propertyNames", {}), (*path, key), of_key=True)
            below = next(iter(patterns.values()), form.get("additionalProperties", {}))
            yield from self._value(owner, below, value, (*path, key))

    def _forms(self, node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The alternatives of a node, without references."""
        if "$ref" in node:
            node = self._schema["$defs"][node["$ref"].rpartition("/")[2]]
        if "anyOf" in node:
            for form in node["anyOf"]:
                yield from self._forms(form)
        else:
            yield node


def _own(owner: str, form: dict[str, Any], path: SpecPath, *, of_key: bool) -> Iterator[Constraint]:
    for keyword in sorted(_KEYWORDS & form.keys()):
        yield Constraint(owner, path, of_key, keyword, json.dumps(form[keyword]))


def _types_of(form: dict[str, Any]) -> Iterator[str]:
    if "type" in form:
        yield form["type"]
    else:
        yield from ("integer" if isinstance(v, int) else "string" for v in (form.get("const"), *form.get("enum", ())))


def _fits(form: dict[str, Any], data: Any) -> bool:
    return any(is_of(data, type_) for type_ in _types_of(form))


def is_of(data: Any, type_: str) -> bool:
    """Tell whether data has a JSON type."""
    if type_ in ("integer", "number"):
        return isinstance(data, int if type_ == "integer" else (int, float)) and not isinstance(data, bool)
    return isinstance(data, _TYPES[type_])
