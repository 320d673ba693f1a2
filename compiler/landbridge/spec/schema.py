"""The JSON Schema of the spec, for editors: `landbridge schema`.

Editors check one file at a time, and what a file lacks may come from the specs that it extends or from its tier. So
mappings, which merge key by key, demand no keys here; the compiler does, once all is merged. The items of a list,
which replaces the list beneath it as a whole, demand theirs.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from landbridge.spec.root import spec_model

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REF = "#/$defs/"

_Schema = dict[str, Any]


def schema() -> _Schema:
    """The schema (2020-12), made from the same models that check a spec."""
    made = spec_model().model_json_schema()
    for model in (made, *made["$defs"].values()):
        _demand_one_of_each(model)
    made = allow_overlays(made)
    return {
        "$schema": _DIALECT,
        "title": "Landbridge migration spec",
        **{k: v for k, v in made.items() if k != "title"},
    }


def schema_text() -> str:
    """The schema as it is written to `landbridge.schema.json`."""
    return json.dumps(schema(), indent=2) + "\n"  # in ASCII: a terminal prints it, too


def allow_overlays(made: _Schema) -> _Schema:
    """Return the schema of a whole spec as one that also takes specs over others and over a tier.

    Null may stand for a named thing, which it drops. Only the top demands keys, where it extends nothing, and the
    items of lists.
    """
    top = {"required": made["required"]}
    made = deepcopy(made)
    defs = made["$defs"]
    for model in (made, *defs.values()):
        for field in model.get("properties", {}).values():
            _allow_null(field)
    merging = _merging(made)
    whole = {name: deepcopy(defs[name]) for name in merging}
    for model in (made, *(defs[name] for name in merging)):
        for form in _forms(model):
            form.pop("required", None)
    _keep_items_whole(made, whole)
    return {**made, "if": {"required": ["extends"]}, "else": top}


def _demand_one_of_each(model: _Schema) -> None:
    """Where a key has a counterpart such as not_actions, one of the two has to be there."""
    keys = model.get("properties", {})
    pairs = [(key, f"not_{key}") for key in keys if f"not_{key}" in keys]
    if pairs:
        model["allOf"] = [{"anyOf": [{"required": [key]} for key in pair]} for pair in pairs]


def _allow_null(field: _Schema) -> None:
    """Let null stand for a named thing: in an overlay, or over a tier, it drops what lies beneath."""
    for holder, key in _named(field):
        if "$ref" in holder[key]:
            holder[key] = {"anyOf": [holder[key], {"type": "null"}]}


def _merging(made: _Schema) -> set[str]:
    """The names of the models that merge key by key: those that are reached without going through a list."""
    found: set[str] = set()
    models = [made]
    while models:
        for form in _forms(models.pop()):
            for field in form.get("properties", {}).values():
                new = set(_held(field)) - found
                found |= new
                models.extend(made["$defs"][name] for name in new)
    return found


def _held(field: _Schema) -> Iterator[str]:
    """The names of the models that a field holds, itself or under names."""
    for value in (field, *(holder[key] for holder, key in _named(field))):
        for form in _forms(value):
            if "$ref" in form:
                yield form["$ref"].removeprefix(_REF)


def _named(field: _Schema) -> Iterator[tuple[_Schema, str]]:
    """The schemas of what a field holds under names: each with the mapping and the key that it stands at."""
    for form in _forms(field):
        if isinstance(form.get("additionalProperties"), dict):
            yield form, "additionalProperties"
        for pattern in form.get("patternProperties", ()):
            yield form["patternProperties"], pattern


def _keep_items_whole(node: Any, whole: _Schema) -> None:
    """Where a list holds what also merges somewhere else, put the model that demands its keys into the list."""
    if isinstance(node, list):
        for value in node:
            _keep_items_whole(value, whole)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        name = value.get("$ref", "").removeprefix(_REF) if key == "items" and isinstance(value, dict) else ""
        if name in whole:
            node[key] = deepcopy(whole[name])
        else:
            _keep_items_whole(value, whole)


def _forms(schema: _Schema) -> tuple[_Schema, ...]:
    """A schema and the forms that it offers."""
    return schema, *schema.get("anyOf", ())
