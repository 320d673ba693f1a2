"""Findings: what every stage reports instead of raising, each with a place in the spec."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

SpecPath = tuple[str | int, ...]
"""The keys and indexes that lead from the spec's top to a value, e.g. ("security", "iam_groups", "ops")."""


class Severity(StrEnum):
    """How much a finding weighs: an error stops everything from being written, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in an input file. Lines and columns count from 1, columns in characters."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: a rule id (`LB` and three digits), what is wrong with which value, where, and what helps.

    `path` is where in the spec the problem stands. A stage that knows no places leaves `place` empty;
    the pipeline fills it in from the path.
    """

    id: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    place: Place | None = None
    path: SpecPath = ()
    at_key: bool = False
    """Whether the place is that of the key itself, as for an unknown key, rather than of its value."""

    def located(self, place: Place) -> "Finding":
        """Return this finding with its place filled in."""
        return replace(self, place=place)

    def as_data(self) -> dict[str, Any]:
        """Return the finding as plain data: id, severity, message, hint, file, line, column, path."""
        place = self.place
        return {
            "id": self.id,
            "severity": str(self.severity),
            "message": self.message,
            "hint": self.hint,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "path": dotted(self.path),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Finding":
        """Return the finding that `as_data` wrote."""
        place = Place(data["file"], data["line"], data["column"]) if data["file"] else None
        return cls(
            data["id"],
            data["message"],
            data["hint"],
            Severity(data["severity"]),
            place,
            parse_path(data["path"]),
        )


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by place, then id and message, and drop exact repetitions."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (
            *((f.place.file, f.place.line, f.place.column) if f.place else ("", 0, 0)),
            f.id,
            f.message,
        ),
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings forbids writing."""
    return any(finding.severity is Severity.ERROR for finding in findings)


_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.\[\]]+)')
_BRACKETS = r'\["(?:[^"\\]|\\.)*"\]|\[\d+\]'
_WHOLE = re.compile(rf"(?:[^.\[\]]+|{_BRACKETS})(?:\.[^.\[\]]+|{_BRACKETS})*")


def dotted(path: SpecPath) -> str:
    """Print a spec path as people write it: `security.users["jane.doe"]`, `security.iam_groups.ops.access[0]`."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        elif _PLAIN_KEY.fullmatch(key):
            text += f".{key}" if text else key
        else:
            text += '["' + key.replace("\\", "\\\\").replace('"', '\\"') + '"]'
    return text


def is_path(text: str) -> bool:
    """Tell whether a text is a path of at least one step, with nothing beside the steps."""
    return _WHOLE.fullmatch(text) is not None


def parse_path(text: str) -> SpecPath:
    """Read a path as `dotted` prints it; what is no step is passed over (see `is_path`)."""
    return tuple(
        re.sub(r"\\(.)", r"\1", quoted) if quoted else int(index) if index else key
        for quoted, index, key in _STEP.findall(text)
    )
