"""The manifest `.landbridge.json`: the sorted list of our files, by which we know those that became stale."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from landbridge.findings import Finding
from landbridge.output.ownership import conflict_line
from landbridge.output.paths import MANIFEST, path_problem
from landbridge.output.problems import bad_manifest, shown
from landbridge.output.tree import Tree

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest on disk says.

    Attributes:
        files: the paths that it lists.
        trusted: whether it may be acted on by itself, as for JSON files, which carry no header.
        findings: LB904 where it is damaged, or lists what is never ours.
    """

    files: frozenset[str] = frozenset()
    trusted: bool = True
    findings: list[Finding] = field(default_factory=list)


def dump_manifest(files: Iterable[str]) -> str:
    """Return the manifest's text."""
    return json.dumps({"format": _FORMAT, "files": sorted(files)}, indent=2, ensure_ascii=False) + "\n"


def read_manifest(tree: Tree) -> Manifest:
    """Read the manifest of a folder; a folder without one has an empty list.

    A damaged one (a merge conflict, say) still yields the paths that stand in it, as hints: such a file is
    ours only if its own header says so.

    Raises:
        OSError, Obstacle: it cannot be read, or is no plain file.
    """
    found = tree.read(MANIFEST)
    if found is None:
        return Manifest()
    text = found.data.decode("utf-8", "replace")
    try:
        files = _listed(text)
    except ValueError as error:
        line = conflict_line(text)
        why = "holds a merge conflict" if line else f"is damaged: {error}"
        hints = frozenset(path for path in re.findall(r'"([^"\\\n]+)"', text) if not path_problem(path))
        return Manifest(hints, trusted=False, findings=[bad_manifest(tree.root, why, line or 1)])
    unsound = {path: problem for path in files if (problem := path_problem(path))}
    findings = [
        bad_manifest(tree.root, f'lists "{shown(path)}", which is never ours: {why}') for path, why in unsound.items()
    ]
    return Manifest(frozenset(files) - unsound.keys(), trusted=not findings, findings=findings)


def _listed(text: str) -> list[str]:
    """Return the paths that a manifest lists, or raise ValueError with what is wrong."""
    try:
        content = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise ValueError(f'it has no "format": {_FORMAT}')
    files = content.get("files")
    if not isinstance(files, list) or not all(isinstance(path, str) for path in files):
        raise ValueError('"files" is not a list of paths')
    return files
