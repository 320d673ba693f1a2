"""The JSON Schema of the spec, for editors: `landbridge schema`."""

import json
from typing import Any

from landbridge.spec.root import spec_model

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema (2020-12), made from the same models that check a spec."""
    made = spec_model().model_json_schema()
    for model in (made, *made.get("$defs", {}).values()):
        for field in model.get("properties", {}).values():
            _allow_null(field)
    return {
        "$schema": _DIALECT,
        "title": "Landbridge migration spec",
        **{k: v for k, v in made.items() if k != "title"},
    }


def _allow_null(field: dict[str, Any]) -> None:
    """Let null stand for a named thing: in an overlay, or over a tier, it drops what lies beneath."""
    for form in (field, *field.get("anyOf", ())):
        values = form.get("additionalProperties")
        if isinstance(values, dict) and "$ref" in values:
            form["additionalProperties"] = {"anyOf": [values, {"type": "null"}]}


def schema_text() -> str:
    """The schema as it is written to `landbridge.schema.json`."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
