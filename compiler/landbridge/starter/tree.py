"""A config as a tree that can be changed: every value with its comments and its place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from landbridge.findings import Place, SpecPath
from landbridge.source.nodes import INDEX_BITS, Document, Map, Seq
from landbridge.starter.comments import comments

_INDEX = (1 << INDEX_BITS) - 1
_NUMBER = re.compile(r"[^\s,\]}]+")

Value: TypeAlias = "str | int | float | bool | dict[str, Entry] | list[Entry] | None"


@dataclass(slots=True)
class Entry:
    """A value under a key or in a list.

    Attributes:
        value: a scalar, or entries by key, or a list of entries.
        above: comments on the lines before it, each with its `#`.
        beside: the comment behind it on its line.
        place: where it stands in the config; None for what was added.
        source: how a number or a boolean is written there.
    """

    value: Value
    above: list[str] = field(default_factory=list)
    beside: str = ""
    place: Place | None = None
    source: str = ""

    def at(self, path: SpecPath) -> "Entry | None":
        """The entry at a path below this one."""
        here: Entry | None = self
        for step in path:
            held = here.value if here is not None else None
            if isinstance(held, dict):
                here = held.get(str(step))
            elif isinstance(held, list) and isinstance(step, int) and step < len(held):
                here = held[step]
            else:
                return None
        return here

    def remove(self, path: SpecPath) -> "Entry | None":
        """Take the entry at a path out and return it."""
        holder, key = self.at(path[:-1]), path[-1]
        held = holder.value if holder is not None else None
        if isinstance(held, dict):
            return held.pop(str(key), None)
        if isinstance(held, list) and isinstance(key, int) and key < len(held):
            return held.pop(key)
        return None

    def walk(self, path: SpecPath = ()) -> "Iterator[tuple[SpecPath, Entry]]":
        """Every entry below this one with its path, in the order in which they are written."""
        items: list[tuple[str | int, Entry]] = []
        if isinstance(self.value, dict):
            items.extend(self.value.items())
        elif isinstance(self.value, list):
            items.extend(enumerate(self.value))
        for key, entry in items:
            yield (*path, key), entry
            yield from entry.walk((*path, key))

    def plain(self) -> object:
        """The value without comments and places."""
        if isinstance(self.value, dict):
            return {key: entry.plain() for key, entry in self.value.items()}
        if isinstance(self.value, list):
            return [entry.plain() for entry in self.value]
        return self.value


def tree(document: Document) -> tuple[Entry, list[str]]:
    """Make the tree of a config that is one file. Also return the comments at the end of the file."""
    reading = _Reading(document)
    root = Entry(reading.value(document.root))
    return root, reading.attach_comments()


class _Reading:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.texts[0].text
        self._starts: list[tuple[int, Entry]] = []

    def value(self, node: object) -> Value:
        if isinstance(node, Map):
            return {key: self._entry(value, node.mark(key)) for key, value in node.items()}
        if isinstance(node, Seq):
            return [self._entry(value, node.mark(index)) for index, value in enumerate(node)]
        assert node is None or isinstance(node, str | int | float | bool)  # noqa: S101 (there are no other nodes)
        return node

    def _entry(self, node: object, mark: int | None) -> Entry:
        assert mark is not None  # noqa: S101 (all that was read has marks)
        entry = Entry(None, place=self._document.at(mark, at_key=True))
        self._starts.append(((mark >> INDEX_BITS) & _INDEX, entry))
        entry.value = self.value(node)
        if isinstance(node, int | float) and (found := _NUMBER.match(self._text, mark & _INDEX)):
            entry.source = found[0]
        return entry

    def attach_comments(self) -> list[str]:
        """Give each comment to the entry that it stands above, or behind on its line. Return those left at the end.

        Of the entries of a line it is the first, and of a list's item and the key that it begins with, the key.
        """
        self._starts.sort(key=lambda start: start[0])
        indexes = [index for index, _ in self._starts]
        rest: list[str] = []
        for comment in comments(self._text):
            following = bisect_right(indexes, comment.start)
            first = bisect_left(indexes, self._text.rfind("\n", 0, comment.start) + 1)
            if first < following:
                self._starts[bisect_right(indexes, indexes[first]) - 1][1].beside = comment.text
            elif following < len(indexes):
                self._starts[following][1].above.append(comment.text)
            else:
                rest.append(comment.text)
        return rest
