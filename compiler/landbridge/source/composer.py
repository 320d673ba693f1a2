"""Composer: the parser's events, composed into nodes in one pass.

Problems that leave the rest readable are reported and passed over, so that one run shows them all. The
module imports `yaml`, which costs more than reading a small spec; import it only to parse.
"""

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from landbridge.findings import Finding
from landbridge.source.characters import codes, hidden, is_composed, recomposed
from landbridge.source.limits import MAX_ALIASED, MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from landbridge.source.nodes import FILE_SHIFT, INDEX_BITS, Map, Seq, Text, shorten
from landbridge.source.scalars import is_account_id, resolve
from landbridge.source.syntax import problem

if yaml.__with_libyaml__ and not TYPE_CHECKING:
    from yaml.cyaml import CParser as Parser

    _PARSER_ERRORS: tuple[type[Exception], ...] = (yaml.YAMLError,)
else:
    from yaml import SafeLoader as Parser  # as a parser: the same events, many times slower

    _PARSER_ERRORS = (yaml.YAMLError, ValueError, OverflowError)  # the latter: an escape beyond Unicode

Event = Any  # the stubs leave marks optional, but the parsers set them all


class _Stop(Exception):  # noqa: N818  # no error: the way out when reading on would not help
    """Nothing more can or should be read."""


class _Open:
    """Stands for an anchored collection until it is complete."""


class Composer:
    """Composes one text. `number` is the number of the file in the marks."""

    def __init__(self, text: Text, number: int, findings: list[Finding]) -> None:
        self._text = text
        self._file = number << FILE_SHIFT
        self._findings = findings
        self._start = len(findings)
        self._composed = is_composed(text.text)
        self._anchors: dict[str, object] = {}
        self._sizes: dict[int, tuple[int, int]] = {}
        self._aliased = 0
        self._room = MAX_NODES
        self._next: Callable[[], Event]
        self._known: dict[str, str] = {}  # plain keys that are in order, so that each is looked at once

    def compose(self) -> tuple[Map, int] | None:
        """Return the top mapping and its mark, None where there is none. It may have errors all the same."""
        try:
            return self._parsed()
        except _Stop:
            return None

    def _parsed(self) -> tuple[Map, int] | None:
        try:
            self._next = Parser(self._text.text).get_event
            return self._document()
        except _PARSER_ERRORS as error:
            found = problem(error, self._text)
            is_tag = "undefined tag handle" in str(getattr(error, "problem", ""))
        if is_tag:  # an undeclared handle is an error to the parser, but it is a tag before all else
            self._tagged(self._text.text[found.index :].split(None, 1)[0], found.index)
        else:
            self._report("LB004", f"this is not YAML: {found.message}", found.index, found.hint)
        return None

    def _document(self) -> tuple[Map, int] | None:
        self._next()  # the stream
        event = self._next()
        if type(event) is StreamEndEvent:
            self._report("LB009", "the file is empty", 0, "a spec is a mapping that begins with `version: 1`")
            return None
        event = self._next()
        at = event.start_mark.index
        if type(event) is SequenceStartEvent:
            self._no_mapping("a list", at)
            return None
        root = self._node(event, 1)
        self._next()  # the end of the document
        after = self._next()
        if type(after) is not StreamEndEvent:
            second = after.start_mark.index
            self._report("LB010", "a second document begins here", second, "write one document in each file")
        elif isinstance(root, Map):
            return root, self._file | at << INDEX_BITS | at
        elif root is None and len(self._findings) == self._start:
            self._report("LB009", "the file is empty", 0, "a spec is a mapping that begins with `version: 1`")
        elif root is not None:
            self._no_mapping(f"the value {shorten(root)}", at)
        return None

    def _no_mapping(self, what: str, at: int) -> None:
        hint = "it must be a mapping: `key: value` lines"
        self._report("LB009", f"the top of the file is {what}", at, hint)

    def _node(self, event: Event, depth: int) -> object:
        if type(event) is ScalarEvent:
            return self._scalar(event)
        if type(event) is AliasEvent:
            return self._alias(event, depth)
        return self._collection(event, depth)

    def _collection(self, event: Event, depth: int) -> Map | Seq:
        if event.tag is not None:
            self._tagged(event.tag, event.start_mark.index)
        if depth > MAX_DEPTH:
            self._too_deep(event.start_mark.index)
            raise _Stop
        anchor = event.anchor
        if anchor is not None:
            is_open = self._anchors[anchor] = _Open()
        node = self._mapping(depth) if type(event) is MappingStartEvent else self._sequence(depth)
        if anchor is not None and self._anchors[anchor] is is_open:  # else one inside took the name over
            self._anchors[anchor] = node
        return node

    def _sequence(self, depth: int) -> Seq:
        following, file = self._next, self._file
        node = Seq()
        marks = node.marks = array("Q")
        while True:
            event = following()
            if type(event) is SequenceEndEvent:
                return node
            at = event.start_mark.index
            self._room -= 1
            if self._room < 0:
                self._too_many(at)
            node.append(self._scalar(event) if type(event) is ScalarEvent else self._node(event, depth + 1))
            marks.append(file | at << INDEX_BITS | at)

    def _mapping(self, depth: int) -> Map:
        following, known, file = self._next, self._known, self._file
        node = Map()
        marks = node.marks = array("Q")
        while True:
            event = following()
            kind = type(event)
            if kind is MappingEndEvent:
                return node
            key_at = event.start_mark.index
            self._room -= 1
            if self._room < 0:
                self._too_many(key_at)
            key: str | None
            if kind is ScalarEvent:
                key = known.get(event.value)
                if key is None or event.tag is not None or event.anchor is not None:
                    key = self._key(event)
            else:
                key = self._unusual_key(event, depth)
            if key in node:
                self._duplicate(node, key, key_at)
                key = None
            event = following()
            at = event.start_mark.index
            value = self._scalar(event) if type(event) is ScalarEvent else self._node(event, depth + 1)
            if key is not None:
                node[key] = value
                marks.append(file | key_at << INDEX_BITS | at)

    def _scalar(self, event: Event) -> object:
        text = event.value
        value: object = text
        style = event.style
        if event.tag is not None:
            self._tagged(event.tag, event.start_mark.index)
        elif not style:
            value = resolve(text)
        if style == '"' or not self._composed:
            self._check(text, event.start_mark.index)
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _key(self, event: Event) -> str | None:
        """Return the text of a scalar key, None where it is the merge key."""
        text: str = event.value
        at = event.start_mark.index
        value = self._scalar(event)
        if event.style or event.tag is not None:
            return text
        if text == "<<":
            hint = "write the keys out, or share them with `extends: base.yaml` at the top of the file"
            self._report("LB011", 'the merge key "<<" is not supported', at, hint)
            return None
        if isinstance(value, str):
            if self._composed:
                self._known[text] = text
            return text
        what = {type(None): "null", bool: "a boolean"}.get(type(value), "a number")
        hint = f'quote it: "{text}"'
        if is_account_id(text):
            hint += " (the id of an account is text: some begin with 0)"
        self._report("LB011", f"the key {text or '(empty)'} is {what}, not a string", at, hint)
        return text

    def _unusual_key(self, event: Event, depth: int) -> str | None:
        """Return the key that an alias stands for; None for a collection or another value."""
        at = event.start_mark.index
        value = self._node(event, depth + 1)
        if type(event) is AliasEvent:
            if isinstance(value, str):
                return value
            if event.anchor not in self._anchors:  # which was reported
                return None
        hint = "quote a key that begins with { [ ? or *"
        self._report("LB011", f"the key {shorten(value)} is not a string", at, hint)
        return None

    def _duplicate(self, node: Map, key: str | None, at: int) -> None:
        first = (node.marks[list(node).index(str(key))] >> INDEX_BITS) & ((1 << INDEX_BITS) - 1)
        place = self._text.place(first)
        hint = "remove one of the two, or merge what they hold"
        self._report("LB005", f"the key {shorten(key)} appears twice; the first is at {place}", at, hint)

    def _alias(self, event: Event, depth: int) -> object:
        at = event.start_mark.index
        name = event.anchor
        if name not in self._anchors:
            hint = "define its anchor (&) above it, or quote a value that begins with *"
            self._report("LB006", f"the alias {shorten('*' + name)} has no anchor before it", at, hint)
            return None
        value = self._anchors[name]
        if isinstance(value, _Open):
            hint = "a value cannot contain itself"
            message = f"the alias {shorten('*' + name)} stands inside the value that it repeats"
            self._report("LB006", message, at, hint)
            return None
        size, height = self._measure(value)
        if depth + height - 1 > MAX_DEPTH:
            self._too_deep(at)
            return None
        self._aliased += size - 1  # the alias itself is one node already
        if self._aliased > MAX_ALIASED:
            hint = "aliases of aliases multiply: write the values out, or use fewer"
            self._report("LB006", f"aliases repeat more than {MAX_ALIASED:,} nodes", at, hint)
            raise _Stop
        return value

    def _measure(self, value: object) -> tuple[int, int]:
        """Return how many nodes a value is once its aliases are written out, and how deep it is."""
        if not isinstance(value, Map | Seq):
            return 1 + (len(value) // 64 if isinstance(value, str) else 0), 0
        known = self._sizes.get(id(value))
        if known is None:
            measured = [self._measure(item) for item in (value.values() if isinstance(value, Map) else value)]
            size = 1 + sum(item[0] for item in measured)
            known = self._sizes[id(value)] = size, 1 + max((item[1] for item in measured), default=0)
        return known

    def _check(self, text: str, at: int) -> None:
        """Check the characters of a string that may not stand in the file as they are."""
        if not text.isprintable():
            for _, what, hint in hidden(text):
                self._report("LB012", f"{what} in {shorten(text)}", at, hint)
        if not is_composed(text):
            hint = f"write it as {recomposed(text)}: Terraform composes characters and would get another text"
            self._report("LB013", f"{codes(text)} is not in Unicode's composed form (NFC)", at, hint)

    def _tagged(self, tag: str, at: int) -> None:
        shown = tag.replace("tag:yaml.org,2002:", "!!", 1)
        hint = "remove the tag; to make a number or a word a string, or to begin one with !, quote it"
        self._report("LB007", f"the tag {shorten(shown)} is not supported", at, hint)

    def _too_deep(self, at: int) -> None:
        hint = "no spec needs this depth: check the indentation and brackets"
        self._report("LB008", f"collections stand in each other more than {MAX_DEPTH} deep", at, hint)

    def _too_many(self, at: int) -> NoReturn:
        hint = "split the file: no estate or spec of one account needs so many"
        self._report("LB003", f"the file holds more than {MAX_NODES:,} values, which is the limit", at, hint)
        raise _Stop

    def _report(self, rule: str, message: str, at: int, hint: str) -> None:
        is_last = len(self._findings) - self._start + 1 >= MAX_FINDINGS
        if is_last:
            hint += f"; reading stops here, after {MAX_FINDINGS} problems"
        self._findings.append(Finding(rule, message, hint, place=self._text.place(at)))
        if is_last:
            raise _Stop
