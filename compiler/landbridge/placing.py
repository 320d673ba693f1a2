"""Places: from the path that a finding is about to the file, line and column where people can do something."""

from dataclasses import replace

from landbridge.findings import Finding, dotted, ordered
from landbridge.source.nodes import Document

TIER_FILE = "tier "
"""What the name of a preset begins with, where a file's name would stand."""


def placed(findings: list[Finding], document: Document) -> list[Finding]:
    """Give every finding that has none its place."""
    return ordered(located(finding, document) for finding in findings)


def located(finding: Finding, document: Document) -> Finding:
    """The finding with its place: in the spec, even where it is about what a tier's preset brings."""
    if finding.place is not None:
        return finding
    place = document.place(finding.path, at_key=finding.at_key)
    if place.file.startswith(TIER_FILE):
        # Nobody can edit the preset: say where the spec can, which is where it names the tier or comes nearest.
        keys = finding.path[: next((n for n, step in enumerate(finding.path) if isinstance(step, int)), None)]
        own = f"the tier brings this: set {dotted(keys)} in your spec, or drop {dotted(keys[:3])} (null)"
        finding = replace(finding, hint=f"{finding.hint}; {own}" if finding.hint else own)
        nearest = (document.place(keys[:end], at_key=True) for end in range(len(keys), 1, -1))
        place = next((p for p in nearest if not p.file.startswith(TIER_FILE)), document.place(("tier",), at_key=True))
    return finding.located(place)
