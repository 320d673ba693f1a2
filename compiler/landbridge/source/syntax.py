"""Syntax: the parser's problems with a text that is not YAML, in plain words."""

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


def problem(error: Exception, text: Text) -> Problem:
    """Return what a parser's error says about a text."""
    words = str(getattr(error, "problem", None) or error)
    index = _index(error, "problem_mark", "context_mark")
    char = text.text[index : index + 1]
    if "cannot start any token" in words:
        if char == "\t":
            return Problem("a tab where only spaces can indent", _INDENTATION, index)
        return Problem(f"{shorten(char)} cannot begin a value", "quote the value", index)
    for known, message, hint in _PROBLEMS:
        if known in words:
            if known in _UNFINISHED:
                index = _index(error, "context_mark", "problem_mark")
            return Problem(message + _seen(text, index), hint, index)
    return Problem(f"{words}{_seen(text, index)}", _QUOTE, index)


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
