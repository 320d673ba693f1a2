"""Nodes: YAML as plain dicts and lists that remember where each key and value stands."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from landbridge.findings import Place, SpecPath

# A mark is one int: 14 bits for the number of the file, 25 for the index of the key's first character and
# 25 for that of the value. It fits an unsigned 64-bit array, so a spec of 10,000 roles pays 8 bytes a key.
INDEX_BITS = 25
FILE_SHIFT = 2 * INDEX_BITS
_INDEX = (1 << INDEX_BITS) - 1
_NO_MARKS: "array[int]" = array("Q")

Missing = Callable[[SpecPath, int, "Map"], None]
"""Told of each null that removes nothing: its path, its mark and the mapping beneath it."""


class Map(dict[str, object]):
    """A mapping of the spec: a dict that also holds one mark per key, in the order of its keys.

    It is read-only by agreement: a change would put keys and marks out of step. One made by hand has no
    marks: what it holds stands where it stands itself, and it cannot be merged.
    """

    __slots__ = ("_order", "marks")
    marks: "array[int]"
    _order: dict[str, int]

    def mark(self, key: object) -> int | None:
        """Return the mark of a key, or None where it has none."""
        if not hasattr(self, "_order"):
            self._order = dict(zip(self, getattr(self, "marks", _NO_MARKS), strict=False))
        return self._order.get(key) if isinstance(key, str) else None

    def without(self, key: str) -> "Map":
        """Return this mapping less one key."""
        rest = Map((name, value) for name, value in self.items() if name != key)
        rest.marks = array("Q", (mark for name, mark in zip(self, self.marks, strict=True) if name != key))
        return rest

    def over(self, base: "Map", missing: Missing, path: SpecPath = ()) -> "Map":
        """Merge this mapping over `base`: keys of `base` keep their order, new keys follow.

        A mapping merges with a mapping key by key, anything else replaces what is beneath it, and null
        removes it. `missing` is told of each null that has nothing to remove.
        """
        merged = Map(base)
        marks = dict(zip(base, base.marks, strict=True))
        for (key, value), mark in zip(self.items(), self.marks, strict=True):
            if value is None:
                if key in marks:
                    del merged[key], marks[key]
                else:
                    missing((*path, key), mark, base)
                continue
            beneath = merged.get(key)
            if isinstance(value, Map):
                if isinstance(beneath, Map):
                    value = value.over(beneath, missing, (*path, key))
                elif _holds_null(value):
                    value = value.over(_empty(), missing, (*path, key))
            merged[key] = value
            marks[key] = mark
        merged.marks = array("Q", marks.values())
        return merged


class Seq(list[object]):
    """A list of the spec: a list that also holds one mark per item. Read-only by agreement, as `Map` is."""

    __slots__ = ("marks",)
    marks: "array[int]"

    def mark(self, index: object) -> int | None:
        """Return the mark of an item, or None where it has none."""
        marks = getattr(self, "marks", _NO_MARKS)
        return marks[index] if isinstance(index, int) and 0 <= index < len(marks) else None


class Text:
    """One input file: its text, from which lines and columns are worked out, and the digest of its bytes.

    Attributes:
        name: the name that findings print.
        path: the name under which a reader read it, relative to the spec's folder; empty for a text that
            was handed over.
        digest: the SHA-256 of its bytes, in hex.
        text: its characters, without a byte order mark.
    """

    __slots__ = ("_starts", "digest", "name", "path", "text")

    def __init__(self, name: str, path: str, digest: str, text: str) -> None:
        self.name = name
        self.path = path
        self.digest = digest
        self.text = text
        self._starts = array("L")

    def place(self, index: int) -> Place:
        """Return the place of the character at an index; one past the end is the end."""
        if not self._starts:  # only a run with findings needs lines
            import re

            self._starts.append(0)
            self._starts.extend(end.end() for end in re.finditer(r"\r\n|\r|\n", self.text))
        index = min(index, len(self.text))
        line = bisect_right(self._starts, index)
        return Place(self.name, line, index - self._starts[line - 1] + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A loaded spec: its nodes, and the texts they came from.

    Attributes:
        root: the top mapping.
        texts: the files, by the number that marks carry.
        top: the mark of the top mapping itself.
    """

    root: Map
    texts: tuple[Text, ...]
    top: int = 0

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all files, as findings print them."""
        return tuple(text.name for text in self.texts)

    @property
    def own_file(self) -> str:
        """The name of the spec itself, which is read before what it extends."""
        return self.texts[0].name

    @property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """Every file that was read: its path from the spec's folder, and the SHA-256 of its bytes in hex."""
        return tuple((text.path, text.digest) for text in self.texts if text.path)

    def place(self, path: SpecPath, *, at_key: bool = False) -> Place:
        """Return the place of the value at `path`, or of its key.

        Where the path leads to nothing, it is the place of the key of the nearest ancestor that exists:
        there the missing value would have to be added.
        """
        node: object = self.root
        mark = self.top
        for step in path:
            if step == 0 and not isinstance(node, Map | Seq):
                continue  # a single value that stands for a list of one
            found = node.mark(step) if isinstance(node, Map | Seq) else None
            if found is None:
                at_key = True
                break
            mark = found
            node = node[step]  # type: ignore[index]  # mark() has checked the step's type
        return self.at(mark, at_key=at_key)

    def at(self, mark: int, *, at_key: bool = False) -> Place:
        """Return the place that a mark stands for."""
        index = mark >> INDEX_BITS if at_key else mark
        return self.texts[mark >> FILE_SHIFT].place(index & _INDEX)

    def over(self, base: "Document", missing: Missing = lambda *_: None) -> "Document":
        """Return this document laid over a base (see `Map.over`), with the places of both.

        To lay a spec that has `extends` over one base more, give that base to `load` as `under`: a key
        that the spec removed from its own base would otherwise come back.
        """
        texts, beneath = self.texts, base.root
        if base.texts[: len(texts)] == texts:  # both were read by one `load`
            texts = base.texts
        else:
            beneath = _renumbered(beneath, len(texts) << FILE_SHIFT)
            texts += base.texts
        return replace(self, root=self.root.over(beneath, missing), texts=texts)


def _empty() -> Map:
    node = Map()
    node.marks = array("Q")
    return node


def _holds_null(node: Map) -> bool:
    """Tell whether a mapping, or a mapping in it, has a null; lists are values, whatever they hold."""
    return any(value is None or (isinstance(value, Map) and _holds_null(value)) for value in node.values())


def _renumbered(node: Map, shift: int) -> Map:
    """Copy a mapping with another file number in each mark."""

    def copy(value: object) -> object:
        if isinstance(value, Map):
            return _renumbered(value, shift)
        if isinstance(value, Seq):
            items = Seq(copy(item) for item in value)
            items.marks = array("Q", (mark + shift for mark in value.marks))
            return items
        return value

    copied = Map((key, copy(value)) for key, value in node.items())
    copied.marks = array("Q", (mark + shift for mark in node.marks))
    return copied


def shorten(value: object, limit: int = 80) -> str:
    r"""Quote an offending value for a message, in at most `limit` characters.

    Strings stand in double quotes with everything that cannot be seen escaped (`\n`, `\x1b`, `\u202e`);
    other values are written as YAML's flow style would.
    """
    text = ""
    for piece in _pieces(value, limit):
        text += piece
        if len(text) > limit:
            return text[: limit - 1] + "…"
    return text


def _pieces(value: object, limit: int) -> Iterator[str]:
    if isinstance(value, str):
        yield _quoted(value, limit)
    elif value is None or isinstance(value, bool):
        yield "null" if value is None else str(value).lower()
    elif isinstance(value, dict):
        yield "{"
        for number, (key, item) in enumerate(value.items()):
            yield (", " if number else "") + f"{_quoted(str(key), limit)}: "
            yield from _pieces(item, limit)
        yield "}"
    elif isinstance(value, list | tuple):
        yield "["
        for number, item in enumerate(value):
            yield ", " if number else ""
            yield from _pieces(item, limit)
        yield "]"
    else:
        yield "".join(map(_escaped, str(value)))


_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", '"': r"\"", "\\": r"\\"}


def _escaped(char: str) -> str:
    if char.isprintable():
        return _ESCAPES.get(char, char)
    return _ESCAPES.get(char) or char.encode("unicode_escape").decode("ascii")


def _quoted(value: str, limit: int) -> str:
    text = ""
    for char in value:
        text += _escaped(char)
        if len(text) > limit - 2:
            return f'"{text[: limit - 3]}…"'
    return f'"{text}"'
