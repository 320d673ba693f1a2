"""Findings in the formats that people and their tools read: text, json, sarif, github."""

import json
import os
from collections.abc import Iterable, Sequence
from typing import Any

from landbridge import __version__
from landbridge.findings import Finding, Severity

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def text(findings: Iterable[Finding]) -> str:
    """One finding a line, `file:line:column: severity ID: message`, with the hint below."""
    lines = []
    for finding in findings:
        lines.append(f"{finding.place or 'landbridge'}: {finding.severity} {finding.id}: {finding.message}")
        if finding.hint:
            lines.append(f"  hint: {finding.hint}")
    return "\n".join(map(_visible, lines))


def _visible(line: str) -> str:
    """Escape what a terminal would obey: file names and keys of a spec can hold anything."""
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in line)


def summary(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`, or an empty text where there is nothing."""
    parts = []
    for severity in Severity:
        count = sum(finding.severity is severity for finding in findings)
        if count:
            parts.append(f"{count} {severity}{'s' if count > 1 else ''}")
    return ", ".join(parts)


def as_json(findings: Iterable[Finding], **more: Any) -> str:
    """A JSON object with the findings, and whatever else the command has to tell."""
    return json.dumps({"findings": [finding.as_data() for finding in findings], **more}, indent=2, ensure_ascii=False)


def as_sarif(findings: Sequence[Finding], titles: dict[str, str]) -> str:
    """A SARIF 2.1.0 log, as code-scanning services take it. `titles` are the rules' titles by id."""
    ids = sorted({finding.id for finding in findings})
    driver = {
        "name": "Landbridge",
        "semanticVersion": __version__,
        "rules": [{"id": id_, "shortDescription": {"text": titles.get(id_, id_)}} for id_ in ids],
    }
    results = [_sarif_result(finding, ids) for finding in findings]
    log = {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        # Our columns count characters; without a word SARIF's count UTF-16 units.
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, indent=2, ensure_ascii=False)


def _sarif_result(finding: Finding, ids: list[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": ids.index(finding.id),
        "level": str(finding.severity),
        "message": {"text": f"{finding.message}\n{finding.hint}".strip()},
    }
    if finding.place is not None:
        region = {"startLine": finding.place.line, "startColumn": finding.place.column}
        result["locations"] = [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(finding.place.file)}, "region": region}}
        ]
    return result


def _uri(path: str) -> str:
    from urllib.parse import quote  # only this format needs it

    try:
        return quote(os.fsencode(path))
    except UnicodeEncodeError:  # no file has such a name, but a message must not fail for it
        return quote(path.encode("utf-8", "replace"))


def as_github(findings: Iterable[Finding]) -> str:
    """Workflow commands that GitHub shows beside the line they are about."""
    return "\n".join(_github_line(finding) for finding in findings)


def _github_line(finding: Finding) -> str:
    place = finding.place
    where = f"file={_property(place.file)},line={place.line},col={place.column}," if place else ""
    message = _data(f"{finding.message}\n{finding.hint}".strip())
    return f"::{finding.severity} {where}title={_property(finding.id)}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def render(findings: Sequence[Finding], form: str, titles: dict[str, str], **more: Any) -> str:
    """The findings in one of the formats; `more` goes into json."""
    if form == "json":
        return as_json(findings, **more)
    if form == "sarif":
        return as_sarif(findings, titles)
    return as_github(findings) if form == "github" else text(findings)
