"""`landbridge.lock`: pins the data that moves, so that one commit compiles to the same bytes anywhere.

What a level of access was expanded to stands in the lock; `landbridge update` refreshes it. The file is JSON,
sorted, one item a line, so that a review shows which action came or went.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from landbridge.findings import Finding, Place

NAME = "landbridge.lock"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock's content: `levels` maps "service/level" to what the level was expanded to (plain JSON)."""

    levels: Mapping[str, Any] = field(default_factory=dict)

    def dump(self) -> str:
        """The text of the file; empty where there is nothing to pin."""
        if not self.levels:
            return ""
        content = {"format": FORMAT, "levels": dict(self.levels)}
        return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def parse(text: str, name: str, findings: list[Finding]) -> Lock:
    """Read a lock's text. What is wrong with it goes to `findings`, and an empty lock is returned."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        findings.append(unreadable(name, error.msg.lower(), error.lineno, error.colno))
        return Lock()
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or very deep nesting
        findings.append(unreadable(name, str(error).lower()))
        return Lock()
    why = _problem(content, text)
    if why:
        findings.append(unreadable(name, why))
        return Lock()
    return Lock(content["levels"])


def _problem(content: object, text: str) -> str:
    """Say what makes a parsed lock unusable; empty where nothing does."""
    if not isinstance(content, dict) or not isinstance(content.get("levels"), dict):
        return "it is not a mapping with levels"
    if content.get("format") != FORMAT:
        return f"its format is {repr(content.get('format'))[:40]}, and this Landbridge reads {FORMAT}"
    try:
        if r"\ud" in text.lower():  # only an escape can bring in what cannot be written again
            json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return "it has half of a surrogate pair, which is no character"
    return ""


def unreadable(name: str, why: str, line: int = 1, column: int = 1) -> Finding:
    """The finding for a lock that cannot be used."""
    return Finding(
        "LB106",
        f"the lock cannot be read: {why}",
        "restore it from git, or delete it and run `landbridge update`",
        place=Place(name, line, column),
    )
