"""Verification: re-reads every rendered file before anything is written.

It trusts nothing of how the text came about, and costs a fraction of rendering it. It judges form: syntax by Go's own
HCL parser, and what no parser minds but Terraform or a reader would. What the text means is for the tests.
"""

import json
import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join

from landbridge.findings import Finding, Place, ordered
from landbridge.verify.folder import Folder
from landbridge.verify.terraform import read_terraform

_HINT = "this is a bug in Landbridge; please report it with the part of the spec that the file comes from"
_SURROGATE = re.compile("[\ud800-\udfff]")


def verify(files: Mapping[str, str]) -> list[Finding]:
    """Check rendered files by their paths relative to the output folder; an empty list means that all are sound.

    Files in `.tf` must parse, hold no hidden characters, and in each folder declare every address once and whatever
    they refer to, in their modules too; files in `.json` must parse; no file may hold NUL or what UTF-8 cannot encode.
    """
    folders: dict[str, Folder] = {}
    findings: list[Finding] = []
    for path, text in files.items():
        unfit = text.find("\0")
        if unfit < 0 and not text.isascii() and (surrogate := _SURROGATE.search(text)):
            unfit = surrogate.start()
        if unfit >= 0:
            findings.append(_finding(files, path, unfit, f"the character U+{ord(text[unfit]):04X} stands in the file"))
        elif path.endswith(".tf"):
            if problem := read_terraform(path, text, folders.setdefault(dirname(path), Folder())):
                findings.append(_finding_at(Place(path, problem.line, problem.column), problem.message))
        elif path.endswith(".json"):
            findings += _read_json(path, text)
    for name, folder in folders.items():
        findings += _judge(files, name, folder)
        findings += _judge_modules(files, name, folders)
    return ordered(findings)


def _read_json(path: str, text: str) -> Iterator[Finding]:
    """Parse a JSON file."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        yield _finding_at(Place(path, error.lineno, error.colno), error.msg)
    except RecursionError:
        yield _finding_at(Place(path), "nested too deeply")


def _judge(files: Mapping[str, str], name: str, folder: Folder) -> Iterator[Finding]:
    """Turn a folder's problems into findings."""
    for (path, offset), message, first in folder.problems:
        if first:
            message += f"; the first is at {_place(files, *first)}"
        yield _finding(files, path, offset, message)
    for (path, start), traversal in folder.unresolved():
        offset = max(files[path].find(traversal, start), start)
        yield _finding(files, path, offset, f"{traversal} refers to nothing that {name or 'the root folder'} declares")


def _judge_modules(files: Mapping[str, str], name: str, folders: Mapping[str, Folder]) -> Iterator[Finding]:
    """Turn what a folder reads or imports of its modules, and they do not have, into findings."""
    for traversal, (path, start) in folders[name].references.items():
        if traversal.startswith("module."):
            _, module, *inside = traversal.split(".")
            place = join(name, "modules", module)
            if inside and place in folders and not folders[place].has(inside):
                offset = max(files[path].find(traversal, start), start)
                yield _finding(files, path, offset, f"{traversal} refers to nothing that {place} declares")


def _finding(files: Mapping[str, str], path: str, offset: int, message: str) -> Finding:
    return _finding_at(_place(files, path, offset), message)


def _finding_at(place: Place, message: str) -> Finding:
    return Finding("LB990", f"{place.file}:{place.line}: {message}", _HINT, place=place)


def _place(files: Mapping[str, str], path: str, offset: int) -> Place:
    """Turn an offset into line and column."""
    text = files[path]
    return Place(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
