"""Syntax: the parser's problems with a text that is not YAML, in plain words."""

import re
from dataclasses import dataclass

from landbridge.source.nodes import Text, shorten

_INDENTATION = "indent with spaces, and all keys of one mapping by the same number of them"
_QUOTE = "quote a value that begins with one of @ ` % & * ! | > or holds ': ' or ' #'"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a syntax error says: the message, a hint, and the index of the character it is about."""

    message: str
    hint: str
    index: int


_BACKSLASH = r"write \\ for a backslash, or use single quotes"
_BRACKET = "close the bracket, or add a comma"

# The parser's own words, what they mean, and a hint. The first match counts.
_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    ("unexpected end of stream", "a quotation is never closed", "add the closing quotation mark"),
    ("could not find expected ':'", "a key without a colon", "write `key: value`"),
    ("mapping values are not allowed", "a colon where no key can stand", f"{_QUOTE}; {_INDENTATION}"),
    ("mapping keys are not allowed", "a key where none can stand", _INDENTATION),
    ("block sequence entries", "a list item where none can stand", _INDENTATION),
    ("did not find expected key", "no key of the mapping", f"{_INDENTATION}; {_QUOTE}"),
    ("did not find expected '-'", "no item of the list", _INDENTATION),
    ("expected ',' or ']'", "a list in [ ] lacks a comma or its closing bracket", _BRACKET),
    ("expected ',' or '}'", "a mapping in { } lacks a comma or its closing brace", _BRACKET),
    ("expected node content", "no value can begin like this", _QUOTE),
    ("tab character", "a tab where only spaces can indent", _INDENTATION),
    ("unknown escape character", "an escape that YAML does not know", _BACKSLASH),
    ("invalid Unicode character escape", "an escape that names no character", _BACKSLASH),
    ("hexdecimal number", "an escape without enough hexadecimal digits", _BACKSLASH),
    ("alphabetic or numeric", "an anchor or alias without a name", _QUOTE),
    ("incompatible YAML document", "a YAML version other than 1.1 and 1.2", "remove the %YAML line"),
    ("expected <document start>", "text after the end of the document", "remove the `...` before it"),
    ("duplicate %", "a directive that stands twice", "remove the lines that begin with %"),
)
# Problems whose place is where the unfinished thing begins, not where the parser gave it up.
_UNFINISHED = ("unexpected end of stream", "could not find expected ':'")
_COLON = ("mapping values are not allowed", "did not find expected key", _UNFINISHED[1])
"""The parser's words where a colon is missing, too many or not seen as one: which, the lines tell."""

_KEY = r"(?:- +)*(?P<key>[A-Za-z_][\w-]*)"
_LINE = re.compile(r"(?<![^\r\n])(?P<indent> *)(?P<text>[^ \r\n][^\r\n]*)")
_NO_BLANK = re.compile(rf"{_KEY}:[^\s:/].*")
_NO_COLON = re.compile(rf"{_KEY}\s*")
_KEY_AND_VALUE = re.compile(rf"{_KEY}: +[^\s#].*")
_ENTRY = re.compile(rf"{_KEY}:(\s.*)?")


def problem(error: Exception, text: Text) -> Problem:
    """Return what a parser's error says about a text."""
    words = str(getattr(error, "problem", None) or error)
    index = _index(error, "problem_mark", "context_mark")
    char = text.text[index : index + 1]
    if "cannot start any token" in words:
        if char == "\t":
            return Problem("a tab where only spaces can indent", _INDENTATION, index)
        return Problem(f"{shorten(char)} cannot begin a value", "quote the value", index)
    seen = _index(error, "context_mark", "problem_mark") if _UNFINISHED[1] in words else index
    if any(known in words for known in _COLON) and (slip := _slip(text.text, seen)) is not None:
        return slip
    for known, message, hint in _PROBLEMS:
        if known in words:
            if known in _UNFINISHED:
                index = _index(error, "context_mark", "problem_mark")
            return Problem(message + _seen(text, index), hint, index)
    return Problem(f"{words}{_seen(text, index)}", _QUOTE, index)


def _slip(text: str, index: int) -> Problem | None:
    """What went wrong around a colon, where the lines show it: the parser often notices on the next line only.

    Values are not printed: with a colon too few, a password is a part of what should be a key.
    """
    lines = [line for line in _LINE.finditer(text) if line.start() <= index]
    if not lines or lines[-1].end() < index:
        return None
    here = lines[-1]
    before = next((line for line in reversed(lines[:-1]) if not line["text"].startswith("#")), None)
    for line in (before, here):
        if line is not None and (found := _NO_BLANK.fullmatch(line["text"])):
            hint = f"write `{found['key']}: …`, with a blank behind the colon"
            return Problem(f"no blank behind the colon of {found['key']}", hint, line.start("text"))
    entry = _ENTRY.fullmatch(here["text"])
    if entry is None:
        return None
    if before is not None and len(here["indent"]) > len(before["indent"]):
        if found := _NO_COLON.fullmatch(before["text"]):
            hint = f"write `{found['key']}:`"
            return Problem(f"a key without a colon: {shorten(found['key'])}", hint, before.start("text"))
        if _KEY_AND_VALUE.fullmatch(before["text"]):
            return Problem(
                f"{entry['key']} is indented further than the line before it, which has a value",
                f"indent both by the same number of spaces ({len(before['indent'])} or {len(here['indent'])})",
                here.start("text"),
            )
    if text[index : index + 1] == ":" and index > here.start("text") + entry.end("key"):
        message = f"a second colon in the line of {entry['key']}"
        return Problem(message, "a value that holds ': ' has to stand in quotes", index)
    return None


def _index(error: Exception, *marks: str) -> int:
    for name in marks:
        mark = getattr(error, name, None)
        if mark is not None:
            return int(mark.index)
    return 0


def _seen(text: Text, index: int) -> str:
    """Quote the rest of the line where a problem stands."""
    line = text.text[index:].partition("\n")[0].strip()
    return f": {shorten(line, 40)}" if line else " (at the end of the line)"
