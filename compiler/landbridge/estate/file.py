"""`inventory.yaml`: an inventory as text that people review, and back.

The text is sorted, one thing a line, and the same for the same estate. Every value in it is inert: whatever an old
state holds comes back as exactly that text and as nothing else. What is read back may have been changed by hand, so it
is checked, and each problem has its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import get_args

from landbridge.estate import addresses
from landbridge.estate.identity import told_by
from landbridge.estate.inventory import SOURCE_NAME, Condition, Inventory, Object, Registry, Source, SourceKind
from landbridge.findings import Finding, SpecPath, has_errors
from landbridge.source.limits import MAX_FINDINGS
from landbridge.source.load import parse as parse_yaml
from landbridge.source.nodes import Document, shorten
from landbridge.source.scalars import written

FORMAT = 1
_LONGEST_KEY = 1000
"""YAML takes a key of more than 1024 characters only behind a question mark."""

_HINT = "write it again with `landbridge inventory`, or mend this line"
_NAMES = "begin it with a small letter, and go on with small letters, digits, - and _"
_SOURCE = ("kind", "lineage", "engine", "registry", "objects", "data")
_NOTHING = Object(address="", type="")
"""Stands for an entry that is none."""
_OBJECT = ("address", "type", "id", "identity", "attributes", "condition")


def dump(inventory: Inventory) -> str:
    """Return the text of an inventory, without a header."""
    lines = [f"format: {FORMAT}", "sources:" if inventory.sources else "sources: {}"]
    for name, source in sorted(inventory.sources.items()):
        lines.append(f"  {_text(name)}:")
        lines.extend(_source(source))
    return "\n".join(lines) + "\n"


def _source(source: Source) -> Iterator[str]:
    yield f"    kind: {source.kind}"
    if source.lineage:
        yield f"    lineage: {_text(source.lineage)}"
    if source.engine:
        yield f"    engine: {_text(source.engine)}"
    if source.registry:
        yield f"    registry: {source.registry}"
    yield "    objects:" if source.objects else "    objects: []"
    for each in sorted(source.objects, key=lambda object_: object_.address):
        yield from _object(each)
    if source.data:
        yield "    data:"
        yield from (f"      - {_text(address)}" for address in sorted(source.data))


def _object(each: Object) -> Iterator[str]:
    yield f"      - address: {_text(each.address)}"
    yield f"        type: {_text(each.type)}"
    if each.id:
        yield f"        id: {_text(each.id)}"
    if each.identity:
        yield f"        identity: {_flow(each.identity)}"
    if each.attributes:
        yield "        attributes:"
        for name, value in sorted(each.attributes.items()):
            yield from _attribute(name, value)
    if each.condition:
        yield f"        condition: {each.condition}"


def _attribute(name: str, value: object) -> Iterator[str]:
    head = f"          {_key(name)}"
    if isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        yield head
        yield from (f"            - {_flow(item)}" for item in value)
    else:
        yield f"{head} {_flow(value)}"


def _flow(value: object) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} {_flow(item)}" for key, item in sorted(value.items())) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _text(value)


def _key(key: str) -> str:
    text = _text(key)
    return f"? {text} :" if len(text) > _LONGEST_KEY else f"{text}:"


def _text(value: object) -> str:
    """Write a scalar; in single quotes where it holds double ones, as JSON and addresses do."""
    if isinstance(value, str) and '"' in value and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return written(value)


def parse(data: bytes, name: str, findings: list[Finding]) -> Inventory | None:
    """Read the bytes of an inventory. Returns None, and adds findings, where it has errors.

    Args:
        data: the file.
        name: its name, as findings print it.
        findings: takes what is wrong with it.
    """
    known = len(findings)
    document = parse_yaml(data, name, findings)
    if document is None:
        return None
    found = _Reading(document, findings).inventory()
    return None if has_errors(findings[known:]) else found


class _Reading:
    """One reading of a document: reports what does not fit, and goes on."""

    def __init__(self, document: Document, findings: list[Finding]) -> None:
        self._document = document
        self._findings = findings
        self._left = MAX_FINDINGS

    def inventory(self) -> Inventory:
        root = self._document.root
        if self._keys(root, ("format", "sources"), (), needed=("format", "sources")) and root["format"] != FORMAT:
            message = f"the inventory's format is {shorten(root['format'])}, and this Landbridge reads {FORMAT}"
            self._wrong(message, ("format",), "read the estate again with this Landbridge: `landbridge inventory`")
            return Inventory()
        sources = self._mapping(root.get("sources"), ("sources",))
        for name in sources:
            if not re.fullmatch(SOURCE_NAME, name):
                self._wrong(f"{shorten(name)} is no name of a source", ("sources", name), _NAMES, at_key=True)
        return Inventory({name: self._source(node, ("sources", name)) for name, node in sorted(sources.items())})

    def _source(self, node: object, path: SpecPath) -> Source:
        entries = self._mapping(node, path)
        if entries is not node or not self._keys(entries, _SOURCE, path, needed=("kind", "objects")):
            return Source(kind="list")
        kind = self._one_of(entries["kind"], get_args(SourceKind), (*path, "kind"))
        registry = self._one_of(entries.get("registry", ""), get_args(Registry), (*path, "registry"))
        objects = tuple(
            self._object(each, (*path, "objects", number))
            for number, each in enumerate(self._list(entries["objects"], (*path, "objects")))
        )
        data = [
            self._text(each, (*path, "data", number))
            for number, each in enumerate(self._list(entries.get("data", []), (*path, "data")))
        ]
        self._once((each.address for each in objects), (*path, "objects"), ("address",))
        self._once(data, (*path, "data"), ())
        for number, address in enumerate(data):
            self._address(address, "data", (*path, "data", number))
        return Source(
            kind="list" if kind == "list" else "terraform",
            lineage=self._text(entries.get("lineage", ""), (*path, "lineage")),
            engine=self._text(entries.get("engine", ""), (*path, "engine")),
            registry=next((each for each in get_args(Registry) if each == registry), ""),
            objects=tuple(sorted(objects, key=lambda each: each.address)),
            data=tuple(sorted(data)),
        )

    def _object(self, node: object, path: SpecPath) -> Object:
        entries = self._mapping(node, path)
        if entries is not node or not self._keys(entries, _OBJECT, path, needed=("address", "type")):
            return _NOTHING
        address = self._text(entries["address"], (*path, "address"))
        type_ = self._text(entries["type"], (*path, "type"))
        parsed = self._address(address, "managed", (*path, "address"))
        if parsed is not None and parsed.type != type_:
            message = f"the type is {shorten(type_)}, and the address is of {shorten(parsed.type)}"
            self._wrong(message, (*path, "type"))
        condition = self._one_of(entries.get("condition", ""), get_args(Condition), (*path, "condition"))
        id_ = self._text(entries.get("id", ""), (*path, "id"))
        named = self._mapping(entries.get("identity", {}), (*path, "identity"))
        identity = {key: self._text(each, (*path, "identity", key)) for key, each in named.items()}
        return Object(
            address=address,
            type=type_,
            id=id_,
            # Whoever has only addresses, and writes the ids beside them, has told who is who.
            identity=dict(sorted({**told_by(type_, id_), **identity}.items())),
            attributes=_copied(self._mapping(entries.get("attributes", {}), (*path, "attributes"))),
            condition=next((each for each in get_args(Condition) if each == condition), ""),
        )

    def _address(self, text: str, mode: addresses.Mode, path: SpecPath) -> addresses.Address | None:
        parsed = addresses.parse(text)
        if parsed is None or parsed.mode != mode or str(parsed) != text:
            what = "a data source" if mode == "data" else "a resource"
            hint = "write it as `terraform state list` prints it"
            self._wrong(f"{shorten(text)} is no address of {what}", path, hint)
            return None
        return parsed

    def _once(self, texts: Iterable[str], path: SpecPath, under: SpecPath) -> None:
        first: dict[str, int] = {}
        for number, text in enumerate(texts):
            if text and first.setdefault(text, number) != number and self._left:
                earlier = self._document.place((*path, first[text], *under))
                message = f"the address {shorten(text)} stands twice; the first is at {earlier}"
                self._report("LB041", message, (*path, number, *under), "remove one of the two")

    def _keys(
        self, node: Mapping[str, object], known: tuple[str, ...], path: SpecPath, *, needed: tuple[str, ...]
    ) -> bool:
        """Report keys that are unknown or missing; tell whether all needed ones are there."""
        for key in node:
            if key not in known and self._left:
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
                self._wrong(f"the key {shorten(key)} is not known here", (*path, key), hint, at_key=True)
        missing = [key for key in needed if key not in node]
        for key in missing:
            self._wrong(f"{key} is missing", (*path, key))
        return not missing

    def _mapping(self, node: object, path: SpecPath) -> Mapping[str, object]:
        if isinstance(node, dict):
            return node
        self._wrong(f"{shorten(node)} is no mapping", path)
        return {}

    def _list(self, node: object, path: SpecPath) -> list[object]:
        if isinstance(node, list):
            return node
        self._wrong(f"{shorten(node)} is no list", path)
        return []

    def _text(self, node: object, path: SpecPath) -> str:
        if isinstance(node, str):
            return node
        self._wrong(f"{shorten(node)} is no text", path, 'quote it: "…"')
        return ""

    def _one_of(self, node: object, known: tuple[str, ...], path: SpecPath) -> str:
        if isinstance(node, str) and node in known:
            return node
        self._wrong(f"{shorten(node)} is none of {', '.join(each for each in known if each)}", path)
        return ""

    def _wrong(self, message: str, path: SpecPath, hint: str = _HINT, *, at_key: bool = False) -> None:
        self._report("LB040", message, path, hint, at_key=at_key)

    def _report(self, rule: str, message: str, path: SpecPath, hint: str, *, at_key: bool = False) -> None:
        if self._left:
            self._left -= 1
            hint += f"; after {MAX_FINDINGS} problems no more are told" if not self._left else ""
            self._findings.append(Finding(rule, message, hint, place=self._document.place(path, at_key=at_key)))


def _copied(node: Mapping[str, object]) -> dict[str, object]:
    """Return plain data, sorted, without the marks that places are worked out from."""

    def copy(value: object) -> object:
        if isinstance(value, dict):
            return {key: copy(each) for key, each in sorted(value.items())}
        return [copy(each) for each in value] if isinstance(value, list) else value

    return {key: copy(each) for key, each in sorted(node.items())}
