"""The comments of a YAML text, which YAML parsers drop.

A comment changes nothing of what a config says, so what an odd layout hides from this simple reading is lost
without harm; and what it takes for a comment by mistake is written as one.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_INDENT = re.compile(r"[ ]*(?:- +)*")
_BLOCK_SCALAR = re.compile(r"(?:^|[\s:-])[|>][0-9+-]*$")
_OPENS_QUOTE = frozenset(" \t[{,:-")


class Comment(NamedTuple):
    """A comment: where its `#` stands in the text that holds it, and its own text from there to the line's end."""

    start: int
    text: str


def comments(text: str) -> Iterator[Comment]:
    """Yield the comments of a text in its order. Those inside quotes and block scalars are none."""
    start, quote, scalar = 0, "", -1
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        indent = _indent(line)
        if scalar >= 0 and (not bare or len(line) - len(line.lstrip(" ")) > scalar):
            start += len(line)
            continue
        at, quote = _comment_at(bare, quote)
        if at is not None:
            yield Comment(start + at, bare[at:])
        content = bare[:at].rstrip()
        scalar = indent if not quote and _BLOCK_SCALAR.search(content) else -1
        start += len(line)


def _indent(line: str) -> int:
    """The column of the first key of a line, behind the dashes of list items."""
    match = _INDENT.match(line)
    return match.end() if match else 0


def _comment_at(line: str, quote: str) -> tuple[int | None, str]:
    """Find the `#` that begins a comment, beginning inside `quote` or not; also return the quote left open."""
    index = 0
    while index < len(line):
        char = line[index]
        if quote:
            if char == "\\" and quote == '"':
                index += 1
            elif char == quote:
                quote = ""  # a doubled quote, 'it''s', closes and opens again
        elif char in "'\"" and (index == 0 or line[index - 1] in _OPENS_QUOTE or line[index - 1] == char):
            quote = char
        elif char == "#" and (index == 0 or line[index - 1] in " \t"):
            return index, ""
        index += 1
    return None, quote
