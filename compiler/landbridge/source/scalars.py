"""Scalars: what a plain YAML scalar means under the core schema of YAML 1.2, as far as a spec needs it, and back."""

import json
import math
import re

_WORDS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST = frozenset({"", *"~nNtTfF+-.0123456789"})
"""How a scalar that is no string can begin, to let most strings pass at the cost of one look-up."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_MAX_DIGITS = 18

_HARMLESS = re.compile(r"[A-Za-z_][A-Za-z0-9_./@+-]*(?: [A-Za-z0-9_./@+()-]+)*")
"""Strings that need no quotes: words of harmless characters. Neither a colon nor a # is among them."""

_WORDS_OF_YAML_1_1 = frozenset({"y", "n", "yes", "no", "on", "off"})


def resolve(text: str) -> object:
    """Return the value of a plain scalar: None, a bool, an int, a float, or else the text itself.

    `yes`, `on`, `2012-10-17`, `0123`, `0x1F`, `1_000` and `12:30:45` are text. So is a number that would
    not come back as it was written: an int of more than 18 digits, a float beyond what floats can hold.
    """
    if text[:1] not in _FIRST:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] > "9" or len(text) > _MAX_DIGITS + 1 or not _FLOAT.fullmatch(text):
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text.lstrip("+-")) <= _MAX_DIGITS else text
    number = float(text)
    return number if math.isfinite(number) else text


def is_account_id(text: str) -> bool:
    """Tell whether a text looks like the id of an AWS account: twelve digits."""
    return len(text) == 12 and text.isascii() and text.isdigit()


def written(value: object) -> str:
    """Write a scalar: plain where it is a harmless word, else in double quotes, whose escapes are JSON's."""
    if not isinstance(value, str):
        return json.dumps(value)
    if _HARMLESS.fullmatch(value) and resolve(value) == value and value.lower() not in _WORDS_OF_YAML_1_1:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return quoted if quoted.isprintable() else "".join(map(_escaped, quoted))


def _escaped(char: str) -> str:
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
