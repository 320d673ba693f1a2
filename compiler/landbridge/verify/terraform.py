"""Reads a rendered `.tf` file: the fast way block by block, and the thorough way where a block is not regular."""

import re

from landbridge.verify.folder import Folder, Problem
from landbridge.verify.lexis import HIDDEN, NAME
from landbridge.verify.outline import outline
from landbridge.verify.shapes import is_regular
from landbridge.verify.syntax import SyntaxProblem, syntax_problem

_END = "\n}\n"
_HEADER = re.compile(rf'(?:\n|#[^\n{HIDDEN}]*\n)*+([a-z]+)((?: "{NAME}")*+) \{{\n', re.ASCII)
_LABEL = re.compile(r'"([^"]*)"')
_STRAY = re.compile(f"[{HIDDEN}]")

_READ_WHOLE = frozenset({"locals", "provider"})
"""Block types whose attributes are declarations."""

_NAMES_OF_ELSEWHERE = frozenset({"moved", "removed"})
"""Block types that name what is declared no more."""


def read_terraform(path: str, text: str, folder: Folder) -> SyntaxProblem | None:
    """Check one file, add what it declares and refers to, and its problems, to its folder.

    Returns the syntax problem that made the rest of the file unreadable, if any. The text holds no NUL.
    """
    start = 0
    while start < len(text):
        end = text.find(_END, start)
        stop = len(text) if end < 0 else end + len(_END)
        if not _read_regular(path, text, start, stop, folder):
            block = text[start:stop]
            if syntax_problem(block):
                break
            _read_thoroughly(path, block, start, folder)
        start = stop
    else:
        return None
    # The text was cut in the wrong place, or it is broken. The parser, given all of it, says which, and where.
    if problem := syntax_problem(text):
        return problem
    _read_thoroughly(path, text[start:], start, folder)
    return None


def _read_regular(path: str, text: str, start: int, stop: int, folder: Folder) -> bool:
    """Read a block that looks like nearly all of ours; return whether it does."""
    header = _HEADER.match(text, start, stop)
    if header is None or header[1] in _READ_WHOLE or not text.endswith(_END, header.end() - 1, stop):
        return False
    regular, references = is_regular(text[header.end() : stop - len(_END) + 1])
    if regular:
        folder.declare_block(header[1], tuple(_LABEL.findall(header[2])), (path, header.start(1)))
        if header[1] not in _NAMES_OF_ELSEWHERE:
            folder.refer(references, (path, start))
    return regular


def _read_thoroughly(path: str, text: str, start: int, folder: Folder) -> None:
    """Read a text that the parser accepts, token by token. It stands at `start` in its file."""
    if stray := _STRAY.search(text):
        spot = (path, start + stray.start())
        folder.problems.append(Problem(spot, f"the character U+{ord(stray[0]):04X} stands unescaped"))
    found = outline(text)
    folder.problems += [Problem((path, start + offset), message) for offset, message in found.problems]
    for block in found.declarations:
        spot = (path, start + block.offset)
        folder.declare_block(block.type, block.labels, spot)
        if block.type == "locals":
            for name, value in block.attributes.items():
                folder.declare(f"local.{name}", (path, start + value.offset))
        elif block.type == "provider":
            alias = block.attributes.get("alias")
            folder.declare(" ".join(["provider", *block.labels, alias.text if alias else ""]).strip(), spot)
    if _NAMES_OF_ELSEWHERE.isdisjoint(block.type for block in found.declarations):
        folder.refer(found.references, (path, start))
