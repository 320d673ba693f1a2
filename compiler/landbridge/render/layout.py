"""Lays HCL out as `terraform fmt` would, so that templates need not care for blanks and indents.

The text is right HCL of the regular kind that we print: no heredocs, comments on lines of their own, and no line
that closes one collection and opens the next (`}, {`). What stands in strings may be anything.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_CHUNK = 1 << 16
"""Characters split into lines at a time: the lines of a large file together take several times its memory."""

_PAGE = 4096
"""Lines joined at a time, for the same reason."""

_Line = tuple[int, str, str | None]
"""The brackets that a line opens less those it closes; its key and value where its `=` is to be aligned with its
neighbours', otherwise the line and None."""


def lay_out(text: str) -> str:
    """Return the text as `terraform fmt` leaves it, with single blank lines and none just inside brackets.

    Laying out a second time changes nothing.
    """
    pages: list[str] = []
    lines: list[str] = []
    run: list[_Line] = []  # neighbouring lines whose `=` align
    opened: list[int] = []  # for each indent, how many brackets its line opened
    indent = ""
    blank, first = False, True
    for raw in _lines(text):
        line = _read(raw)
        brackets, content, value = line
        if not content:
            blank = True
            continue
        if run and (blank or value is None):
            _align(run, indent, lines)
            run.clear()
        if blank:
            if not first and content[0] not in "}])":
                lines.append("")
            blank = False
        if value is not None:
            run.append(line)
            first = False
            continue
        if brackets < 0:
            _close(-brackets, opened)
            indent = "  " * len(opened)
        lines.append(indent + content)
        if brackets > 0:
            opened.append(brackets)
            indent = "  " * len(opened)
        first = brackets > 0
        if len(lines) > _PAGE:
            pages.append("\n".join(lines))
            lines.clear()
    _align(run, indent, lines)
    return "\n".join([*pages, *lines, ""])


def _lines(text: str) -> Iterator[str]:
    """Split at newlines only: `splitlines` would also split at separators that stand in comments."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _CHUNK) + 1 or len(text)
        yield from text[start:end].removesuffix("\n").split("\n")
        start = end


def _align(run: list[_Line], indent: str, lines: list[str]) -> None:
    """Add a run of `key = value` lines with their `=` in one column."""
    width = max([len(key) for _, key, _ in run], default=0)
    lines += [f"{indent}{key.ljust(width)} = {value}" for _, key, value in run]


def _close(brackets: int, opened: list[int]) -> None:
    """Take closed brackets off the indents: `})` closes both brackets of `jsonencode({` and one indent."""
    while brackets > 0 and opened:
        brackets -= opened[-1]
        if brackets >= 0:
            opened.pop()
        else:
            opened[-1] = -brackets


# What most lines are. A string of right HCL that holds a string of its own has more than two quotes, so what stands
# between two quotes here is a whole string.
_ATTRIBUTE = re.compile(r'[ \t]*([\w-]+|"[^"\\{]*")[ \t]*=[ \t]*("[^"\\]*"|[\w.-]+)[ \t\r]*')

_EQUALS = re.compile(r"(?<![=!<>])=(?![=>])")


# The lines of policies and roles repeat so much that most are read once.
@lru_cache(maxsize=8192)
def _read(raw: str) -> _Line:
    """Read one line."""
    if attribute := _ATTRIBUTE.fullmatch(raw):
        return 0, attribute[1], attribute[2]
    line = raw.strip(" \t\r")
    if line.startswith("#"):
        return 0, line, None
    code = _without_strings(line) if '"' in line else line
    brackets = _brackets(code)
    equals = _EQUALS.search(code, 1)
    if equals is None:
        return brackets, line, None
    key, value = line[: equals.start()].rstrip(), line[equals.end() :].lstrip()
    if brackets or _brackets(code[: equals.start()]):
        return brackets, f"{key} = {value}", None
    return 0, key, value


def _brackets(code: str) -> int:
    """Count opened less closed brackets."""
    count = code.count
    return count("{") + count("[") + count("(") - count("}") - count("]") - count(")")


# A string without escapes whose templates hold neither strings nor braces: nearly all of them.
_SIMPLE_STRING = re.compile(r'"(?:[^"\\$%]|[$%]+(?![$%{])|[$%]+\{[^"\\{}]*\})*+"')
_IN_STRING = re.compile(r'\\.|(?:\$\$|%%)\{|[$%]\{|"')
_IN_CODE = re.compile(r'[{}"]')


def _without_strings(line: str) -> str:
    """Blank out the strings of a line, so that what is left has every character where it was."""
    code = _SIMPLE_STRING.sub(lambda string: "_" * len(string[0]), line)
    if '"' not in code:
        return code
    code = line
    while (quote := code.find('"')) >= 0:
        end = _string_end(code, quote)
        code = code[:quote] + "_" * (end - quote) + code[end:]
    return code


def _string_end(line: str, quote: int) -> int:
    """Find the end of the string that starts at a quote, through templates and the strings in them."""
    open_marks = ['"']  # strings, `${` or `%{`, and braces within those
    at = quote + 1
    while open_marks:
        mark = (_IN_STRING if open_marks[-1] == '"' else _IN_CODE).search(line, at)
        if mark is None:
            return len(line)
        at = mark.end()
        if mark[0] == "}" or mark[0] == '"' == open_marks[-1]:
            open_marks.pop()
        elif mark[0] in ('"', "{", "${", "%{"):
            open_marks.append(mark[0])
    return at
