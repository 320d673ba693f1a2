"""The plan: what would change below the output folder, worked out without changing anything."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from landbridge.findings import Finding
from landbridge.output.tree import Signature

Kind = Literal["created", "changed", "removed", "same"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one file.

    `before` and `after` are its whole text, None where there is no file; what is not UTF-8 in an old file is kept
    as `to_text` does. A changed file with the same text before and after only becomes executable.
    """

    path: str
    kind: Kind
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes, sorted by path, and what forbids them.

    Attributes:
        root: the output folder.
        changes: one for each file that is to be, and for each that is to go; also for refused ones.
        findings: why the plan must not be applied, if it must not.
        signatures: of the file of each change, as it was when it was read; None where there was none.
    """

    root: Path
    changes: tuple[Change, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    signatures: Mapping[str, Signature | None] = field(default_factory=dict)

    @property
    def drift(self) -> bool:
        """Whether the folder is anything but what it should be, an interrupted run included."""
        return bool(self.findings) or any(change.kind != "same" for change in self.changes)

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 digest (hex) of every file as the plan leaves it, by its path below the root."""
        return {
            change.path: hashlib.sha256(to_bytes(change.after)).hexdigest()
            for change in self.changes
            if change.after is not None
        }

    def diff(self) -> str:
        """Return all changes as one unified diff, in the form that `git apply` takes."""
        text = "".join(line for change in self.changes if change.kind != "same" for line in _diff(change))
        return text.encode("utf-8", "replace").decode()


def to_text(data: bytes) -> str:
    """Decode a file, whatever it holds: bytes that are not UTF-8 become surrogates."""
    return data.decode("utf-8", "surrogateescape")


def to_bytes(text: str) -> bytes:
    """Encode a text as it is written, undoing `to_text`."""
    return text.encode("utf-8", "surrogateescape")


def _diff(change: Change) -> Iterator[str]:
    import difflib  # costs a millisecond that only --diff should pay

    if change.before == change.after:
        yield f"diff --git a/{change.path} b/{change.path}\nold mode 100644\nnew mode 100755\n"
        return
    lines = difflib.unified_diff(
        _lines(change.before),
        _lines(change.after),
        "/dev/null" if change.before is None else f"a/{change.path}",
        "/dev/null" if change.after is None else f"b/{change.path}",
    )
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str | None) -> list[str]:
    """Split at line feeds only, as diff does; `splitlines` also splits at characters inside of lines."""
    return list(io.StringIO(text or "", newline="\n"))
