"""Gathers what a state says into one source: addresses are checked, secrets stay behind, what is wrong is reported."""

import re
from collections.abc import Collection, Iterator, Mapping

from landbridge.estate.addresses import Address
from landbridge.estate.identity import adoptable, identity, import_id
from landbridge.estate.inventory import Condition, Object, Source, SourceKind
from landbridge.estate.values import visible
from landbridge.findings import Finding, Place, Severity, has_errors
from landbridge.source.characters import codes, hidden, is_composed
from landbridge.source.limits import MAX_FINDINGS
from landbridge.source.nodes import shorten

_ENGINE = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*")
_LONG_SECRET = 16
"""The characters from which on a secret is looked for in other texts; many a shorter one is a word, such as a stage."""

BROKEN = "pull it again: `terraform state pull`"


class TooManyError(Exception):
    """A file has so many problems that it is no use to go on."""


class Gathering:
    """One file being read: its objects by address, and its findings."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self._place = Place(name)
        self._findings = findings
        self._known = len(findings)
        self._current: dict[str, Object] = {}
        self._deposed: dict[str, str] = {}
        self._data: set[str] = set()

    def report(
        self, rule: str, message: str, hint: str = BROKEN, *, line: int = 1, severity: Severity = Severity.ERROR
    ) -> None:
        """Report one problem; a message never quotes a value of the state, only addresses."""
        is_last = len(self._findings) - self._known + 1 >= MAX_FINDINGS
        if is_last:
            hint += f"; reading stops here, after {MAX_FINDINGS} problems"
        place = Place(self._place.file, line)
        self._findings.append(Finding(rule, message, hint, severity, place))
        if is_last:
            raise TooManyError

    def address(self, address: Address, *, line: int = 1) -> str | None:
        """Return an address as it is printed; None, with a finding, for one that nobody could read."""
        text = str(address)
        if text.isascii():
            return text
        unseen = next(hidden(text), None)
        if unseen is None and is_composed(text):
            return text
        what = f"holds {unseen[1]}" if unseen else "is not in Unicode's composed form (NFC)"
        message = f"the address {codes(text)} {what}"
        self.report("LB036", message, "rename it in the old root, with `moved` or `terraform state mv`", line=line)
        return None

    def data(self, address: Address, *, line: int = 1) -> None:
        """Take in a data source."""
        text = self.address(address, line=line)
        if text is not None:
            self._data.add(text)

    def deposed(self, address: Address) -> None:
        """Take in that an address has an object which waits to be destroyed."""
        text = self.address(address)
        if text is not None:
            self._deposed[text] = address.type

    def take(
        self,
        address: Address,
        attributes: Mapping[str, object],
        sensitive: Collection[str] = (),
        condition: Condition = "",
        *,
        line: int = 1,
    ) -> None:
        """Take in the object of an address, without what is sensitive in it."""
        text = self.address(address, line=line)
        if text is None:
            return
        if text in self._current:
            self.report("LB032", f"the address {shorten(text)} stands twice", line=line)
            return
        self._current[text] = _object(text, address.type, attributes, sensitive, condition)

    def source(self, kind: SourceKind, lineage: object = "", engine: object = "") -> Source:
        """Return what was gathered; warn of what waits to be destroyed, and where there is nothing at all."""
        for address, type_ in sorted(self._deposed.items()):
            known = self._current.get(address, Object(address=address, type=type_))
            self._current[address] = Object(
                address=address,
                type=type_,
                id=known.id,
                identity=known.identity,
                attributes=known.attributes,
                condition="deposed",
            )
            message = f"{shorten(address)} has a deposed object, which waits to be destroyed"
            self.report("LB035", message, "let the old root finish first: `terraform apply`", severity=Severity.WARNING)
        if not self._current and not self._data and not has_errors(self._findings[self._known :]):
            hint = "check the workspace: `terraform workspace show`"
            self.report("LB034", "it holds no object at all", hint, severity=Severity.WARNING)
        written_by = engine if isinstance(engine, str) and _ENGINE.fullmatch(engine) else ""
        return Source(
            kind=kind,
            lineage=visible(lineage) if isinstance(lineage, str) else "",
            engine=written_by,
            objects=tuple(self._current[address] for address in sorted(self._current)),
            data=tuple(sorted(self._data)),
        )


def _object(
    address: str, type_: str, attributes: Mapping[str, object], sensitive: Collection[str], condition: Condition
) -> Object:
    """Keep of an object what its type's table names; of other providers' types nothing: an id may be the secret."""
    if not type_.startswith("aws_"):
        return Object(address=address, type=type_, condition=condition)
    hidden_ones = {"tags", "tags_all", *sensitive} if {"tags", "tags_all"} & set(sensitive) else sensitive
    known = {name: value for name, value in attributes.items() if name not in hidden_ones}
    secrets = tuple(_long_texts([attributes.get(name) for name in hidden_ones]))
    id_, names, kept = import_id(type_, known), identity(type_, known), adoptable(type_, known)
    if secrets:  # one may stand in an ARN, too
        id_ = "" if _holds(id_, secrets) else id_
        names = {name: text for name, text in names.items() if not _holds(text, secrets)}
        kept = {name: value for name, value in kept.items() if not _holds(repr(value), secrets)}
    return Object(address=address, type=type_, id=id_, identity=names, attributes=kept, condition=condition)


def _long_texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and len(value) >= _LONG_SECRET:
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _long_texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _long_texts(each)


def _holds(text: str, secrets: tuple[str, ...]) -> bool:
    return any(secret in text for secret in secrets)
