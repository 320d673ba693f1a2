"""The JSON Schema of the spec, for editors: `landbridge schema`."""

import json
from typing import Any

from landbridge.spec.root import spec_model

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema (2020-12), made from the same models that check a spec."""
    made = spec_model().model_json_schema()
    return {
        "$schema": _DIALECT,
        "title": "Landbridge migration spec",
        **{k: v for k, v in made.items() if k != "title"},
    }


def schema_text() -> str:
    """The schema as it is written to `landbridge.schema.json`."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
