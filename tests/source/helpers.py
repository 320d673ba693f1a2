"""How the tests of the source stage read texts and findings."""

from collections.abc import Callable
from pathlib import Path

from landbridge.findings import Finding
from landbridge.source.load import parse
from landbridge.source.nodes import Document

Tree = dict[str, str]
LoadFiles = Callable[..., tuple[Document | None, list[Finding]]]


def placed(findings: list[Finding]) -> list[tuple[str, str, int, int]]:
    """Return the id, file name, line and column of each finding."""
    places = [(f.id, f.place) for f in findings]
    return [(id_, Path(place.file).name, place.line, place.column) for id_, place in places if place]


def parsed(text: str | bytes, name: str = "spec.yaml") -> Document:
    """Return the document of a text that has no problems."""
    findings: list[Finding] = []
    document = parse(text if isinstance(text, bytes) else text.encode(), name, findings)
    assert document is not None, findings
    assert findings == []
    return document
