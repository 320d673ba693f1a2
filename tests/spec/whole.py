"""A spec with every key that there is, and what can be done to it.

The part of each area, and the hand-over's, stands in `parts/`, in a file of its key.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from landbridge.areas import AREAS
from landbridge.findings import Finding, SpecPath
from landbridge.source.load import parse
from landbridge.spec.validate import validate

MARK = "§"
"""Marks a place in a text; it is not part of the text."""

_PARTS = Path(__file__).parent / "parts"
_TOP = """
version: 1
extends: base.yaml
client: {company_name: Edge, company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}
tier: {name: startup, version: "2"}
tags: {CostCenter: "4711"}
naming: {group: "{name}", role: "{name}", policy: "{name}"}
terraform:
  engine: terraform
  required_version: 1.11.4
  backend: {type: s3, config: {bucket: edge-state}}
  assume_role: arn:aws:iam::123456789012:role/deploy
suppress: [{rule: LB321, path: security, reason: agreed}]
"""


def whole() -> Any:
    """The spec as plain data, for a test to change."""
    return json.loads(_as_json())


@cache
def _as_json() -> str:
    files = [_PARTS / f"{key}.yaml" for key in (*(listing.key for listing in AREAS), "handover")]
    parts = {file.stem: _read(file.read_text(), file.name) for file in files if file.exists()}
    return json.dumps({**_read(_TOP, "top.yaml"), **parts})


def _read(text: str, name: str) -> Any:
    found: list[Finding] = []
    document = parse(text.encode(), name, found)
    assert document is not None, found
    return document.root


def changed(path: SpecPath, value: Any) -> Any:
    """The spec with another value at a path."""
    root = whole()
    holder = at(root, path[:-1])
    holder[path[-1]] = value
    return root


def without(path: SpecPath) -> Any:
    """The spec without what is at a path."""
    root = whole()
    del at(root, path[:-1])[path[-1]]
    return root


def renamed(path: SpecPath, key: str) -> Any:
    """The spec with another key at the end of a path."""
    root = whole()
    holder = at(root, path[:-1])
    holder[key] = holder.pop(path[-1])
    return root


def at(node: Any, path: SpecPath) -> Any:
    """What stands at a path."""
    for step in path:
        node = node[step]
    return node


def place(root: Any, path: SpecPath, *, at_key: bool = False) -> str:
    """The `line:column` of a value or key in the text that `told` reads."""
    marked = json.loads(json.dumps(root))
    if not path:
        return "1:1"
    holder = at(marked, path[:-1])
    if at_key and isinstance(holder, dict):
        items = [(MARK if key == path[-1] else key, value) for key, value in holder.items()]
        holder.clear()
        holder.update(items)
    else:
        holder[path[-1]] = MARK
    text = _text(marked)
    index = text.index(f'"{MARK}"')
    return f"{text.count(chr(10), 0, index) + 1}:{index - text.rfind(chr(10), 0, index)}"


def told(root: Any) -> list[tuple[str, str, str, str]]:
    """The findings of `validate`, as place, id, message and hint."""
    return told_of(_text(root))


def told_of(text: str) -> list[tuple[str, str, str, str]]:
    """The findings of `validate` for a spec as text, in the order of their places."""
    document = parse(text.encode(), "spec.yaml", [])
    assert document is not None
    found = [(document.place(f.path, at_key=f.at_key), f) for f in validate(document.root)[1]]
    found.sort(key=lambda pair: (pair[0].line, pair[0].column, pair[1].message))
    return [(f"{where.line}:{where.column}", f.id, f.message, f.hint) for where, f in found]


def _text(root: Any) -> str:
    """JSON is YAML; one key or item on each line."""
    return json.dumps(root, indent=1, ensure_ascii=False)
