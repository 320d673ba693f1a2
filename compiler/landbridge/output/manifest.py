"""The manifest `.landbridge.json`: our files, by which we know those that became stale, and what must not be lost.

It lists the files, and the addresses of what Terraform must not destroy.
"""

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
        held: addresses in the root of what has prevent_destroy.
        trusted: whether it may be acted on by itself, as for JSON files, which carry no header.
        findings: LB904 where it is damaged, or lists what is never ours.
    """

    files: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    trusted: bool = True
    findings: list[Finding] = field(default_factory=list)


def dump_manifest(files: Iterable[str], held: Iterable[str] = ()) -> str:
    """Return the manifest's text."""
    lists = {"files": sorted(files), "held": sorted(held)}
    content = {"format": _FORMAT, **{name: listed for name, listed in lists.items() if listed or name == "files"}}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


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
        files, held = _listed(text)
    except ValueError as error:
        line = conflict_line(text)
        why = "holds a merge conflict" if line else f"is damaged: {error}"
        hints = frozenset(path for path in re.findall(r'"([^"\\\n]+)"', text) if not path_problem(path))
        return Manifest(hints, trusted=False, findings=[bad_manifest(tree.root, why, line or 1)])
    unsound = {path: problem for path in files if (problem := path_problem(path))}
    findings = [
        bad_manifest(tree.root, f'lists "{shown(path)}", which is never ours: {why}') for path, why in unsound.items()
    ]
    return Manifest(frozenset(files) - unsound.keys(), frozenset(held), trusted=not findings, findings=findings)


def _listed(text: str) -> tuple[list[str], list[str]]:
    """Return the paths and the addresses that a manifest lists, or raise ValueError with what is wrong."""
    try:
        content = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise ValueError(f'it has no "format": {_FORMAT}')
    return _texts("files", content.get("files"), "paths"), _texts("held", content.get("held", []), "addresses")


def _texts(name: str, listed: object, what: str) -> list[str]:
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise ValueError(f'"{name}" is not a list of {what}')
    return listed
