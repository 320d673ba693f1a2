"""Turns values into text for where they stand: HCL, shell, JSON, comments. Markdown is in `markdown`.

These functions are the only way from a value into an output file. Each is the Jinja filter of its name, and
templates put no quotes around what it returns. None of them indents HCL: that is the work of layout.
"""

import json
import math
import re
import shlex
from collections.abc import Callable, Mapping

from landbridge.ir import Expr, Traversal
from landbridge.render.characters import HIDDEN, HIDDEN_CHARACTER, KEY_LETTERS, code_point

_UNUSUAL = re.compile(r"[^ !#-\[\]-z|}~]")
_ESCAPED = re.compile(rf'[$%]\{{|["\\{HIDDEN}]')
_ESCAPED_IN_KEY = re.compile(rf'[$%]\{{|["\\]|[^ -~{KEY_LETTERS}]')
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
    return _ESCAPES.get(match[0]) or code_point(match)


def sh(value: str | int) -> str:
    """Quote a value as one word of a POSIX shell command.

    Raises:
        ValueError: for a NUL character, which no argument of a command can hold.
    """
    text = str(value)
    if "\0" in text:
        raise ValueError("a shell word cannot hold a NUL character")
    return shlex.quote(text)


def sh_line(value: str | int) -> str:
    r"""Quote a value as one word of a shell command in a fence of Markdown, which a line of a value could end.

    Line ends and other hidden characters are written as bytes in bash's `$'…'`, so that people see what they paste.
    Source: https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html

    Raises:
        ValueError: for a NUL character, which no argument of a command can hold.
    """
    text = str(value)
    if "\0" in text or HIDDEN_CHARACTER.search(text) is None:
        return sh(text)
    return "$'" + _SPECIAL_IN_LINE.sub(_as_bytes, text) + "'"


def _as_bytes(match: re.Match[str]) -> str:
    r"""Write a character as bash reads it in `$'…'`: a quote or backslash by itself, others as octal bytes of UTF-8."""
    if match[0] in "'\\":
        return "\\" + match[0]
    return _ESCAPES.get(match[0]) or "".join(f"\\{byte:03o}" for byte in match[0].encode("utf-8", "surrogatepass"))


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
    written = HIDDEN_CHARACTER.sub(lambda match: json.dumps(match[0])[1:-1], written)
    return _FOR_SITE_BUILDERS.sub(code_point, written) if "{" in written else written


_COMMENT_WIDTH = 100
_LINE_BREAK = re.compile(r"\r\n?|\n")
_SPECIAL_IN_LINE = re.compile(rf"['\\{HIDDEN}]")


def comment(text: str) -> str:
    r"""Make a text safe after `# `; its further lines become comment lines of their own.

    Hidden characters appear as `\uXXXX`, tabs as blanks, and long lines are broken between words.
    """
    lines: list[str] = []
    for line in _LINE_BREAK.split(text):
        shown = HIDDEN_CHARACTER.sub(code_point, line.replace("\t", " ")).rstrip()
        lines += [shown] if len(shown) <= _COMMENT_WIDTH else _broken(shown)
    return "\n# ".join(lines).replace("# \n", "#\n").rstrip(" ")


def _broken(line: str) -> list[str]:
    import textwrap  # few comments are long

    return textwrap.wrap(line, _COMMENT_WIDTH, break_long_words=False, break_on_hyphens=False)
