"""Turns values into text for where they stand: HCL, shell, JSON, comments, Markdown, Mermaid.

These functions are the only way from a value into an output file. Each is the Jinja filter of its name, and
templates put no quotes around what it returns. None of them indents HCL: that is the work of layout.
"""

import json
import math
import re
import shlex
from collections.abc import Callable, Mapping

from landbridge.ir import Expr, Traversal

# Characters that no reader sees or that reorder what he sees: controls, odd blanks, joiners, bidi marks,
# fillers, variation selectors, private use, noncharacters. The list is written out, not asked of `unicodedata`:
# Python versions differ in their Unicode tables, and the output must not.
_HIDDEN = (
    "\x00-\x1f\x7f-\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5"
    "\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)

# `terraform fmt` aligns `=` by grapheme clusters. A key written with these characters only, precomposed letters
# that never join a neighbour, is as many clusters wide as it has characters.
_KEY_LETTERS = (
    "\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u038a\u038c"
    "\u038e-\u03a1\u03a3-\u03ff\u0400-\u0481\u048a-\u052f\u1e00-\u1eff\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff"
)

_UNUSUAL = re.compile(r"[^ !#-\[\]-z|}~]")
_ESCAPED = re.compile(rf'[$%]\{{|["\\{_HIDDEN}]')
_ESCAPED_IN_KEY = re.compile(rf'[$%]\{{|["\\]|[^ -~{_KEY_LETTERS}]')
_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", '"': r"\"", "\\": r"\\", "${": "$${", "%{": "%%{"}

_BARE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# As the first thing in braces `for` starts a for expression. The others are legal keys that read as something else.
_KEYWORDS = frozenset({"for", "in", "if", "else", "endif", "endfor", "true", "false", "null"})


def hcl(value: object) -> str:
    """Write a value as an HCL expression that Terraform reads back as exactly that value.

    Strings must be in Unicode's normal form C, into which Terraform puts every string that it reads.

    Args:
        value: a string, `Traversal` or `Expr`, a bool, number or None, or a list, tuple or mapping of these.
            Mappings keep their order; their keys are strings.

    Raises:
        TypeError: for a value of any other type, such as a set, whose order would differ between runs.
        ValueError: for a number that HCL has no literal for.
    """
    pieces: list[str] = []
    _write(value, pieces.append)
    return "".join(pieces)


def _write(value: object, out: Callable[[str], None]) -> None:
    """Write a value piece by piece; collections spread over lines."""
    if isinstance(value, str):
        out(_string(value))
    elif isinstance(value, Mapping):
        if not value:
            out("{}")
            return
        out("{\n")
        for key, item in value.items():
            out(_key(key))
            out(" = ")
            _write(item, out)
            out("\n")
        out("}")
    elif isinstance(value, list | tuple):
        _write_list(value, out)
    else:
        out(_scalar(value))


def _write_list(value: list[object] | tuple[object, ...], out: Callable[[str], None]) -> None:
    """Write one scalar on one line, anything else with an element and its comma on each line.

    The comma after the last element keeps an added element a change of one line.
    """
    if not value:
        out("[]")
    elif len(value) == 1 and not isinstance(value[0], Mapping | list | tuple):
        out("[")
        _write(value[0], out)
        out("]")
    else:
        out("[\n")
        for item in value:
            _write(item, out)
            out(",\n")
        out("]")


def _scalar(value: object) -> str:
    """Write what is no string and holds nothing else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return repr(value)
    if isinstance(value, float):
        raise ValueError(f"HCL has no literal for the number {value}")
    raise TypeError(f"no HCL form for a value of type {type(value).__name__}")


def _string(value: str) -> str:
    """Write a string, or the expression that it stands for."""
    if isinstance(value, Traversal):
        return str(value)
    if isinstance(value, Expr) and value.parts:
        parts = _merged(value)
        if len(parts) == 1 and isinstance(parts[0], Traversal):
            return str(parts[0])
        return _template(parts, _ESCAPED)
    if _UNUSUAL.search(value) is None:
        return '"' + value + '"'
    return '"' + _ESCAPED.sub(_escape, value) + '"'


def _key(key: object) -> str:
    """Write the key of an object: bare where it reads well so, quoted or in parentheses otherwise."""
    if not isinstance(key, str):
        raise TypeError(f"the key of an HCL object is a string, not {type(key).__name__}")
    if isinstance(key, Traversal):
        return f"({key})"
    if isinstance(key, Expr) and key.parts:
        parts = _merged(key)
        if len(parts) == 1 and isinstance(parts[0], Traversal):
            return f"({parts[0]})"
        return _template(parts, _ESCAPED_IN_KEY)
    if _BARE_KEY.fullmatch(key) and key not in _KEYWORDS:
        return str(key)
    return '"' + _ESCAPED_IN_KEY.sub(_escape, key) + '"'


def _merged(expression: Expr) -> list[str]:
    """Join neighbouring literals, so that `$` and `{` from two parts cannot meet unescaped, and drop empty ones."""
    merged: list[str] = []
    for part in expression.parts:
        if merged and not isinstance(part, Traversal) and not isinstance(merged[-1], Traversal):
            merged[-1] += part
        elif part:
            merged.append(part)
    return merged


def _template(parts: list[str], escaped: re.Pattern[str]) -> str:
    """Write a quoted template of literals and traversals."""
    text = '"'
    for part in parts:
        if isinstance(part, Traversal):
            # `$${` would be the escape for `${`; a `%` there needs nothing.
            text = text[:-1] + r"\u0024" if text.endswith("$") else text
            text += "${" + part + "}"
        else:
            text += escaped.sub(_escape, part)
    return text + '"'


def _escape(match: re.Match[str]) -> str:
    """Write one special character, or `${` or `%{`, so that HCL reads it back as it is."""
    return _ESCAPES.get(match[0]) or _code_point(match)


def _code_point(match: re.Match[str]) -> str:
    r"""Write a character as \uXXXX or \UXXXXXXXX."""
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def sh(value: str | int) -> str:
    """Quote a value as one word of a POSIX shell command.

    Raises:
        ValueError: for a NUL character, which no argument of a command can hold.
    """
    text = str(value)
    if "\0" in text:
        raise ValueError("a shell word cannot hold a NUL character")
    return shlex.quote(text)


def json_text(value: object) -> str:
    r"""Write a value as JSON, for policies that people copy; of an expression its text.

    What holds one scalar stands on one line, everything else on lines of its own, two blanks deeper. No line begins
    with anything but JSON, so that none ends the fence around it; hidden characters and the second of `{{`, `{%` and
    `{#`, to which some site builders give a meaning, appear as `\uXXXX`.

    Args:
        value: a string, bool, number or None, or a list, tuple or mapping of these. Mappings keep their order; their
            keys are strings.

    Raises:
        TypeError: for a value of any other type, such as a set, whose order would differ between runs.
        ValueError: for a number that JSON has no literal for.
    """
    return _json(value, "\n")


def _json(value: object, line: str) -> str:
    """Write a value whose further lines begin with `line`."""
    if isinstance(value, str):
        return _json_string(value)
    deeper = line + "  "
    if isinstance(value, Mapping):
        begin, end = "{}"
        items = [f"{_json_key(key)}: {_json(item, deeper)}" for key, item in value.items()]
        held = list(value.values())
    elif isinstance(value, list | tuple):
        begin, end = "[]"
        items = [_json(item, deeper) for item in value]
        held = list(value)
    elif value is None or isinstance(value, bool | int | float):
        return json.dumps(value, allow_nan=False)
    else:
        raise TypeError(f"no JSON form for a value of type {type(value).__name__}")
    if not items or (len(items) == 1 and not isinstance(held[0], Mapping | list | tuple)):
        return f"{begin}{''.join(items)}{end}"
    return f"{begin}{deeper}{f',{deeper}'.join(items)}{line}{end}"


def _json_key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key of a JSON object is a string, not {type(key).__name__}")
    return _json_string(key)


_FOR_SITE_BUILDERS = re.compile(r"(?<=\{)[{%#]")


def _json_string(text: str) -> str:
    written = json.dumps(str(text), ensure_ascii=False)
    written = _HIDDEN_CHARACTER.sub(lambda match: json.dumps(match[0])[1:-1], written)
    return _FOR_SITE_BUILDERS.sub(_code_point, written) if "{" in written else written


_COMMENT_WIDTH = 100
_LINE_BREAK = re.compile(r"\r\n?|\n")
_HIDDEN_CHARACTER = re.compile(f"[{_HIDDEN}]")


def comment(text: str) -> str:
    r"""Make a text safe after `# `; its further lines become comment lines of their own.

    Hidden characters appear as `\uXXXX`, tabs as blanks, and long lines are broken between words.
    """
    lines: list[str] = []
    for line in _LINE_BREAK.split(text):
        shown = _HIDDEN_CHARACTER.sub(_code_point, line.replace("\t", " ")).rstrip()
        lines += [shown] if len(shown) <= _COMMENT_WIDTH else _broken(shown)
    return "\n# ".join(lines).replace("# \n", "#\n").rstrip(" ")


def _broken(line: str) -> list[str]:
    import textwrap  # few comments are long

    return textwrap.wrap(line, _COMMENT_WIDTH, break_long_words=False, break_on_hyphens=False)


_MARKUP = re.compile(r"[\\`*_{}\[\]<>#!|~&$]|^[-+=]")
_LIST_NUMBER = re.compile(r"^(\d+)(?=[.)])")


def md(text: str) -> str:
    r"""Make a text inert inside a line or table cell of Markdown: it shows as it is and starts no markup.

    White space of any length becomes one blank, hidden characters appear as `\uXXXX`. Braces are escaped too, as
    some site builders give `{{` a meaning before Markdown is read.
    """
    return _LIST_NUMBER.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", _one_line(text)))


def md_code(text: str) -> str:
    """Show a text as code inside a line or table cell of Markdown."""
    line = _one_line(text)
    if not line or "|" in line or "{{" in line or "{%" in line:
        # A pipe needs a backslash in the code spans of tables, and shows one in those elsewhere.
        return f"<code>{md(line)}</code>".replace(r"\|", "&#124;")
    if "`" not in line:
        return f"`{line}`"
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}"


# Everything but letters and marks that are text to Mermaid, to the Markdown that it reads labels as, and in a fence.
_MERMAID_MARKUP = rf"[^A-Za-z0-9{_KEY_LETTERS} .,/()=+_-]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^[-+]|(?<=\b[Ww]{{3}})\."
_MERMAID_LIST = r"^([0-9]+)([.)])(?= |$)"


def mermaid(text: str) -> str:
    """Quote a text as a label of a Mermaid picture; whatever means something to Mermaid or Markdown goes by its number.

    Labels are read as Markdown, of which Mermaid shows emphasis, but for a list or a link nothing but an error.
    Source: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
    """
    # Compiled where there is a picture, and kept by `re`: compiling costs more than all else here.
    line = re.sub(_MERMAID_MARKUP, _numbered, _one_line(text))
    line = re.sub(_MERMAID_LIST, lambda match: f"{match[1]}#{ord(match[2])};", line)
    return f'"{line or " "}"'  # an empty label is an error of syntax


def _numbered(match: re.Match[str]) -> str:
    return f"#{ord(match[0])};"


def _one_line(text: str) -> str:
    """Squeeze white space to single blanks and show hidden characters by their code points."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return _HIDDEN_CHARACTER.sub(_code_point, " ".join(re.split(r"[ \t\r\n]+", text)).strip(" "))
