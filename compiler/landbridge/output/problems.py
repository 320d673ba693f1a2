"""The findings of this stage, and the exception by which a writer refuses."""

from collections.abc import Iterable
from pathlib import Path

from landbridge.findings import Finding, Place
from landbridge.output.ownership import conflict_line
from landbridge.output.paths import MANIFEST


class WriteRefused(Exception):  # noqa: N818 - it tells of a decision, not of a defect
    """Nothing was written, for the reasons in `findings` (at least one)."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("; ".join(finding.message for finding in self.findings))


def foreign(root: Path, path: str) -> Finding:
    """LB901: a file that we did not write stands where we would write."""
    return Finding(
        "LB901",
        f"{shown(path)} exists and was not written by Landbridge",
        "move it away, compile into another folder, or let --force replace it",
        place=_place(root, path),
    )


def edited(root: Path, path: str, text: str, *, stale: bool = False) -> Finding:
    """LB902: one of our files no longer has the digest that we gave it."""
    line = conflict_line(text)
    if line:
        message = f"{shown(path)} holds a merge conflict"
        action = "compile again with --force, which heals it"
    else:
        message = f"{shown(path)} was edited by hand"
        action = "put the change into the spec and compile with --force, which drops the edit"
    if stale:
        message += ", and the spec no longer makes it"
        action = "delete the file, or let --force remove it"
    return Finding("LB902", message, action, place=_place(root, path, line or 1))


def in_the_way(root: Path, path: str, what: str) -> Finding:
    """LB903: something stands in the way that we neither follow nor replace."""
    return Finding(
        "LB903",
        f"cannot write {_name(root, path)}: {what}",
        "only plain files in plain folders inside the output folder are written; move what is in the way",
        place=_place(root, path),
    )


def bad_manifest(root: Path, why: str, line: int = 1) -> Finding:
    """LB904: the list of our files cannot be trusted, so nothing of it is acted on."""
    return Finding(
        "LB904",
        f"the manifest {MANIFEST} {why}",
        "compile with --force, which writes it anew",
        place=_place(root, MANIFEST, line),
    )


def stray(root: Path, path: str) -> Finding:
    """LB905: Terraform would take what we did not write for a part of a module of ours."""
    return Finding(
        "LB905",
        f"{shown(path)} stands in a module that Landbridge makes, and Terraform would apply it as part of it",
        "move it to the root or to a module of your own",
        place=_place(root, path),
    )


def lost(root: Path, address: str) -> Finding:
    """LB906: the tree on disk keeps it from being destroyed, and by the new one Terraform destroys it."""
    return Finding(
        "LB906",
        f"{shown(address)} is to be kept from being destroyed, and the spec no longer has it: the next apply would"
        " destroy it",
        "give it up first: a domain by takeover: release, then forget; a key by destroyable; anything else by"
        " `terraform state rm`, and then --force",
        place=_place(root, MANIFEST),
    )


def cannot_write(root: Path, path: str, error: OSError) -> Finding:
    """LB907: the operating system said no."""
    return Finding(
        "LB907",
        f"cannot read or write {_name(root, path)}: {_reason(error)}",
        "nothing was changed; make room or give access, then compile again",
        place=_place(root, path),
    )


def changed_meanwhile(root: Path, path: str) -> Finding:
    """LB907: a file is not what it was when the plan was made."""
    return Finding(
        "LB907",
        f"cannot write {shown(path)}: it changed while Landbridge was at work",
        "nothing was changed; compile again",
        place=_place(root, path),
    )


def half_done(root: Path, error: Exception) -> Finding:
    """LB907: moving into place failed midway, and so did taking back what had been moved."""
    return Finding(
        "LB907",
        f"cannot finish writing: {_reason(error)}",
        "some files are new and some old; mend the cause, then compile again, which finishes this first",
        place=_place(root, ""),
    )


def busy(root: Path) -> Finding:
    """LB908: another process holds the lock on the folder."""
    return Finding(
        "LB908",
        f"another landbridge is writing to {_name(root, '')}",
        "wait for it to end, then compile again",
        place=_place(root, ""),
    )


def interrupted(root: Path, path: str) -> Finding:
    """LB909: an earlier run was killed, and whoever asks may not write."""
    return Finding("LB909", "an earlier run was interrupted", "compile once to finish it", place=_place(root, path))


def cannot_finish(root: Path, path: str, why: str) -> Finding:
    """LB909: an earlier run was interrupted, and cannot be finished as its journal says."""
    return Finding(
        "LB909",
        f"an earlier run was interrupted and cannot be finished: {shown(path)} {why}",
        "look at that file, then compile with --force, which gives that run up and writes everything anew",
        place=_place(root, path),
    )


def shown(text: str) -> str:
    """Return a value as it may stand in a message: short, on one line, without control characters."""
    return _escaped(text if len(text) <= 80 else text[:77] + "...")


def _escaped(text: str) -> str:
    return text if text.isprintable() else repr(text)[1:-1]


def _name(root: Path, path: str) -> str:
    """How a message names a path below the output folder, or the folder itself for an empty path."""
    return shown(path) if path else _escaped(str(root))


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _place(root: Path, path: str, line: int = 1) -> Place:
    return Place(_escaped(str(root / path)), line)
