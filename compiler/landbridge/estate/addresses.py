r"""Addresses of resource instances, exactly as Terraform prints them: `module.team["a b"].data.aws_vpc.this[0]`.

Source: https://developer.hashicorp.com/terraform/cli/state/resource-addressing, and what `state list` prints.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from landbridge.source.characters import hidden, is_composed

Key = int | str | None
"""An instance's key: None, an index of `count`, or a key of `for_each`."""

Mode = Literal["managed", "data"]

_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", '"': r"\"", "\\": r"\\"}
_MEANINGS = {written: char for char, written in _ESCAPES.items()}
_TEMPLATE = re.compile(r"([$%])(?=\{)")

_CHARACTER = (
    r'[^"\\$%\n\r]|\\[nrt"\\]|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}'
    r"|\$\$\{|%%\{|[$%](?!\{)"  # `$${` means `${`, which alone would begin a template
)
_ESCAPED = re.compile(r'\\[nrt"\\]|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\$\$\{|%%\{')
_PATTERN = re.compile(r"(?s)\\.|\*|[^\\*]+|\\")
"""The parts of a pattern: what a backslash escapes, stars, and texts without either."""
_STEP = re.compile(rf'(?P<name>[^\s."\[\]]+)(?:\[(?:(?P<index>0|[1-9][0-9]{{0,17}})|"(?P<key>(?:{_CHARACTER})*)")\])?')


@dataclass(frozen=True, slots=True)
class Address:
    """The address of one instance. `str()` prints it.

    Attributes:
        modules: the modules that lead to it, from the root, each with its key.
        mode: `managed`, or `data` for a data source.
        type: the resource type.
        name: the block's second label.
        key: which of the block's instances it is.
    """

    modules: tuple[tuple[str, Key], ...]
    mode: Mode
    type: str
    name: str
    key: Key = None

    def __str__(self) -> str:
        data = "data." if self.mode == "data" else ""
        return f"{module_prefix(self.modules)}{data}{self.type}.{self.name}{_bracketed(self.key)}"

    @property
    def resource(self) -> "Address":
        """The address of all instances of its block in its module."""
        return replace(self, key=None)

    @property
    def block(self) -> "Address":
        """The address of its block in the configuration: without any key."""
        return replace(self, modules=tuple((name, None) for name, _ in self.modules), key=None)


def module_prefix(modules: tuple[tuple[str, Key], ...]) -> str:
    """Print what stands before a resource in modules; empty for the root module."""
    return "".join(f"module.{name}{_bracketed(key)}." for name, key in modules)


def parse(text: str) -> Address | None:
    """Read an address of a resource or data source; None where the text is none, or names only a module."""
    steps = _steps(text)
    modules = _modules(steps) if steps is not None else None
    if steps is None or modules is None:
        return None
    rest = steps[2 * len(modules) :]
    mode: Mode = "managed"
    if rest and rest[0] == ("data", None):
        mode, rest = "data", rest[1:]
    if len(rest) != 2 or rest[0][1] is not None or rest[0][0] in ("module", "data"):
        return None
    return Address(modules, mode, rest[0][0], *rest[1])


@lru_cache(maxsize=4096)
def parse_module(text: str) -> tuple[tuple[str, Key], ...] | None:
    """Read the path of a module such as `module.a["x"].module.b`; the root's is empty. None where it is none."""
    if not text:
        return ()
    steps = _steps(text)
    modules = _modules(steps) if steps is not None else None
    return modules if steps is not None and modules is not None and len(steps) == 2 * len(modules) else None


def is_name(text: str) -> bool:
    """Tell whether a text is an identifier of Terraform's language: of types, labels and modules."""
    if text.isascii():
        return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", text) is not None
    plain = text.replace("-", "_").isidentifier() and not text.startswith("-")
    return plain and is_composed(text) and next(hidden(text), None) is None


def matches(pattern: str, address: str) -> bool:
    r"""Tell whether an address fits a pattern, in which `*` stands for any characters, and `\*` for a star.

    Nothing else is special. A backslash that is escaped, as addresses print it, escapes no star: in `x["a\\*"]`, which
    fits all keys that begin with `a\`, the star stands for any characters.
    """
    first, *rest = _between_stars(pattern)
    if not rest:
        return first == address
    if not address.startswith(first):
        return False
    *middle, last = rest
    at = len(first)
    for each in middle:
        found = address.find(each, at)
        if found < 0:
            return False
        at = found + len(each)
    return len(address) - at >= len(last) and address.endswith(last)


@lru_cache(maxsize=4096)
def _between_stars(pattern: str) -> tuple[str, ...]:
    """The texts before, between and after the stars that stand for any characters."""
    found: list[list[str]] = [[]]
    for part in _PATTERN.findall(pattern):
        if part == "*":
            found.append([])
        else:
            found[-1].append("*" if part == r"\*" else part)
    return tuple(map("".join, found))


def _modules(steps: list[tuple[str, Key]]) -> tuple[tuple[str, Key], ...] | None:
    """The leading pairs of `module` and a name; None where `module` has no name."""
    found: list[tuple[str, Key]] = []
    while steps[2 * len(found) : 2 * len(found) + 1] == [("module", None)]:
        if len(steps) < 2 * len(found) + 2:
            return None
        found.append(steps[2 * len(found) + 1])
    return tuple(found)


def _steps(text: str) -> list[tuple[str, Key]] | None:
    """Split an address at its dots; None where something else stands between or in the steps."""
    found: list[tuple[str, Key]] = []
    at = 0
    while True:
        step = _STEP.match(text, at)
        if step is None or not is_name(step["name"]):
            return None
        key: Key = int(step["index"]) if step["index"] is not None else step["key"]
        if isinstance(key, str):
            try:
                key = _ESCAPED.sub(_meaning, key)
                key.encode()
            except (ValueError, OverflowError):  # an escape for half a character, or beyond Unicode
                return None
        found.append((step["name"], key))
        at = step.end()
        if at == len(text):
            return found
        if text[at] != ".":
            return None
        at += 1


def _meaning(escape: re.Match[str]) -> str:
    text = escape[0]
    if text[0] in "$%":
        return text[1:]
    return _MEANINGS.get(text) or chr(int(text[2:], 16))


def _bracketed(key: Key) -> str:
    if key is None:
        return ""
    return f"[{key}]" if isinstance(key, int) else _quoted(key)


@lru_cache(maxsize=4096)
def _quoted(key: str) -> str:
    text = key if key.isprintable() and '"' not in key and "\\" not in key else "".join(_written(key))
    return f'["{_TEMPLATE.sub(lambda found: found[1] * 2, text)}"]'


def _written(text: str) -> Iterator[str]:
    for char in text:
        if char in _ESCAPES:
            yield _ESCAPES[char]
        elif char.isprintable():
            yield char
        else:
            code = ord(char)
            yield f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
