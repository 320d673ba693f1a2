"""Judges blocks by their shape, so that ten thousand roles cost the parser no more than ten.

A shape is the body of a block in which `TERM` stands for each string, number and reference that is checked by a
regular expression, and for each list or object that was judged before. Any of these is one term to HCL's grammar,
so a block parses if its shape does, provided that each `TERM` is a token of its own: the outline of a shape sees to
that. Whatever has no regular form stays in the shape as it is, and is parsed as it is.
"""

import re
from functools import lru_cache

from landbridge.verify.lexis import HIDDEN, LITERAL, TRAVERSAL
from landbridge.verify.outline import TERM, outline
from landbridge.verify.syntax import syntax_problem

_VALUE = re.compile(rf'"{LITERAL}"(?=[,\])\n])', re.ASCII)
_REFERENCE = re.compile(rf'(?<![\w.\-{{"])({TRAVERSAL})', re.ASCII)
_INTERPOLATED = re.compile(rf"\$\{{(?<!\$\$\{{)({TRAVERSAL})", re.ASCII)
_NUMBER = re.compile(r"= \d+(?=\n)", re.ASCII)
_COMMENT = re.compile(rf"\n *#[^\n{HIDDEN}]*")
_ELEMENTS = re.compile(rf"(?:\n *{TERM},)+")
_COLLECTION = re.compile(r"(= |\(|\n +)([\[{]\n[^\[\]{}]*[\]}])")
_STRAY = re.compile(f"[{HIDDEN}]")


def is_regular(body: str) -> tuple[bool, list[str]]:
    """Tell whether a block's body, from behind its opening brace to its last newline, is right; find its references.

    A body that is not regular may be right all the same. The references are those outside of text.
    """
    if "#" in body:
        body = _COMMENT.sub("\n#", "\n" + body)[1:]
    references = _INTERPOLATED.findall(body)
    pieces = _REFERENCE.split(_VALUE.sub(TERM, body))
    references += pieces[1::2]
    shape = _ELEMENTS.sub(f"\n{TERM},", _NUMBER.sub(f"= {TERM}", TERM.join(pieces[::2])))
    return _is_right(shape), references


@lru_cache(maxsize=1024)
def _is_right(shape: str) -> bool:
    """Judge the shape of a body: its lists and objects by themselves, then what is left of it."""
    folds = 1
    while folds:
        shape, folds = _COLLECTION.subn(_fold, shape.replace(f" [{TERM}]", f" {TERM}"))
        shape = _ELEMENTS.sub(f"\n{TERM},", shape)
    return _parses(shape)


def _fold(match: re.Match[str]) -> str:
    """Put `TERM` for a list or object that is right; leave another so that it is judged with what is around it."""
    before, collection = match.groups()
    if _parses(f"x = {collection}\n"):
        return f"{before}{TERM}"
    return f"{before}{collection[0]} {collection[1:]}"


@lru_cache(maxsize=8192)
def _parses(body: str) -> bool:
    """Have the body of a block parsed, and outlined for what the parser does not mind."""
    block = f"block {{\n{body}}}\n"
    # An empty list can stand where a term can and, unlike a string or number, as no label, no key after a dot.
    if _STRAY.search(body) or syntax_problem(block.replace(TERM, " [] ")):
        return False
    found = outline(block)
    return not found.problems and len(found.declarations) == 1
