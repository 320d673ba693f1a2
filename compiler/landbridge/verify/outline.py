"""The outline of HCL text: what it declares and refers to, and what is wrong in it that no parser minds.

This reads every token, which is slow: it is for shapes and for blocks of no regular form. The text is right HCL.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from landbridge.verify.lexis import TRAVERSAL

TERM = "\0"
"""Stands in a shape for any expression that was checked by itself."""


@dataclass(slots=True)
class Declaration:
    """A top-level block: its type and labels, the offset of its type, its own attributes' first tokens."""

    type: str
    labels: tuple[str, ...]
    offset: int
    attributes: dict[str, "Token"] = field(default_factory=dict)


@dataclass(slots=True)
class Outline:
    """What a text declares and refers to, and its problems as offset and message."""

    declarations: list[Declaration] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


class Token(NamedTuple):
    """A token, its kind as in `_TOKEN` (or "string") and its offset. `inner` is the code inside a template."""

    kind: str
    text: str
    offset: int
    inner: str = ""


_END = Token("end", "", 0)


class _Scope(NamedTuple):
    """An open bracket, and in braces the keys so far and the top-level block whose body it is."""

    bracket: str
    keys: set[str]
    owner: Declaration | None


_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r]+) | (?P<newline>\n) | (?P<comment>(?:\#|//)[^\n]*|/\*.*?\*/) | (?P<quote>")
    | (?P<word>[^\W\d][\w-]*) | (?P<open>[\[({]) | (?P<close>[\])}]) | (?P<assign>=(?![=>])) | (?P<comma>,)
    | (?P<other>[=!<>]=|=>|<<-?|[\w.]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_IN_STRING = re.compile(r'\\.|(?:\$\$|%%)\{|[$%]\{|"')
_IN_TEMPLATE = re.compile(r'[{}"]')
_TRAVERSAL = re.compile(rf"(?<![\w.-]){TRAVERSAL}", re.ASCII)


def outline(text: str) -> Outline:
    """Read a text that the parser accepted."""
    found = Outline()
    tokens = list(_tokens(text))
    found.problems += _misplaced(tokens)
    if found.problems:
        return found
    tokens = [token for token in tokens if token.kind != "comment"]
    found.references = _TRAVERSAL.findall("".join(token.inner or token.text for token in tokens))
    header: list[Token] = []
    scopes = [_Scope("{", set(), None)]
    fresh = True  # whether the next token begins an attribute, an object's item or a block
    code = [token for token in tokens if token.kind != "blank"] + [_END, _END]
    for index, token in enumerate(code[:-2]):
        scope, following = scopes[-1], code[index + 1]
        if token.kind == "open":
            owner = _declare(header, found) if header else None
            scopes.append(_Scope(token.text, set(), owner))
            fresh = token.text == "{"
        elif token.kind == "close":
            scopes.pop()
            fresh = False
        elif token.kind in ("newline", "comma"):
            fresh = scope.bracket == "{"
        elif fresh:
            fresh = False
            if following.kind == "assign" or following.text == ":":
                _add_key(token, scope, found)
                if scope.owner:
                    scope.owner.attributes[token.text] = code[index + 2]
                elif len(scopes) == 1:
                    found.problems.append((token.offset, f"the attribute {token.text} stands outside of any block"))
            elif len(scopes) == 1:
                header = [token]
        elif header:
            header.append(token)
    return found


def _declare(header: list[Token], found: Outline) -> Declaration:
    """Record the top-level block that a header opens, and forget the header."""
    labels = tuple(_value(token) for token in header[1:])
    found.declarations.append(Declaration(header[0].text, labels, header[0].offset))
    header.clear()
    return found.declarations[-1]


def _add_key(token: Token, scope: _Scope, found: Outline) -> None:
    """Record the name of an attribute or an object's key."""
    key = _value(token)
    if key == TERM:
        found.problems.append((token.offset, "a computed key stands without parentheses"))
    elif key in scope.keys:
        found.problems.append((token.offset, f"the key {token.text} occurs twice"))
    scope.keys.add(key)


def _misplaced(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Find what Landbridge writes nowhere: heredocs, and a term's stand-in that is no token of its own."""
    for token in tokens:
        if token.text in ("<<", "<<-"):
            yield token.offset, "a heredoc, which Landbridge does not lay out"
        elif TERM in token.text and token.text != TERM:
            yield token.offset, "text that does not read as it seems to"


def _tokens(text: str) -> Iterator[Token]:
    """Cut a text into tokens; a string with its templates is one."""
    at = 0
    while match := _TOKEN.match(text, at):
        start, at = match.span()
        if match.lastgroup == "quote":
            at, inner = _string(text, start)
            yield Token("string", text[start:at], start, inner)
        else:
            yield Token(str(match.lastgroup), match[0], start)


def _string(text: str, quote: int) -> tuple[int, str]:
    """Find the end of the string that starts at a quote, and the code in its templates without their strings."""
    nested = ['"']  # what is open: strings, `${` or `%{`, and braces within those
    code = " "
    at = quote + 1
    while nested:
        mark = (_IN_STRING if nested[-1] == '"' else _IN_TEMPLATE).search(text, at)
        if mark is None:
            return len(text), code
        if nested[-1] != '"':
            code += text[at : mark.start()] + " "
        at = mark.end()
        if mark[0] == "}" or mark[0] == '"' == nested[-1]:
            nested.pop()
        elif mark[0] in ('"', "{", "${", "%{"):
            nested.append(mark[0])
    return at, code


_ESCAPE = re.compile(r"\\u(.{4})|\\U(.{8})|\\(.)|([$%])\4(?=\{)")


def _value(token: Token) -> str:
    """Return the text that a word or string stands for, in normal form C as Terraform reads it."""
    text = token.text
    if token.kind == "string":
        text = _ESCAPE.sub(_unescape, text[1:-1])
    return unicodedata.normalize("NFC", text)


def _unescape(escape: re.Match[str]) -> str:
    """Return what an escape sequence stands for."""
    if code := escape[1] or escape[2]:
        return chr(int(code, 16))
    return escape[4] or {"n": "\n", "r": "\r", "t": "\t"}.get(escape[3], escape[3])
