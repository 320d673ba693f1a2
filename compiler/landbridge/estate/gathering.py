"""Gathers what a state says into one source: addresses are checked, secrets stay behind, what is wrong is reported."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from landbridge.estate.addresses import Address
from landbridge.estate.identity import adoptable, attributes_read, identity, import_id, kind
from landbridge.estate.inventory import Condition, Object, Registry, Source, SourceKind
from landbridge.estate.secrets import Secrets, TooManySecretsError
from landbridge.estate.values import visible
from landbridge.findings import Finding, Place, Severity, has_errors
from landbridge.source.characters import codes, hidden, is_composed
from landbridge.source.limits import MAX_FINDINGS, MAX_SECRETS
from landbridge.source.nodes import shorten

_ENGINE = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*")
_REGISTRY = re.compile(r"(?:^|\")registry\.(terraform|opentofu)\.[a-z]+/")
"""How a provider's name begins that comes from one of the two public registries."""
_TAGS = frozenset({"tags", "tags_all"})
_SHOWN = 5
"""The most attributes that one finding lists."""

BROKEN = "pull it again: `terraform state pull`"


class TooManyError(Exception):
    """A file has so many problems that it is no use to go on."""


class Gathering:
    """One file being read: its objects by address, and its findings."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self._place = Place(name)
        self._findings = findings
        self._known = len(findings)
        self._current: dict[str, _Seen] = {}
        self._deposed: dict[str, str] = {}
        self._data: set[str] = set()
        self._marked: list[object] = []
        self._registries: set[str] = set()

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

    def mark(self, value: object) -> None:
        """Take in a value that the state marks as sensitive, so that it can be kept out wherever else it stands."""
        self._marked.append(value)

    def provider(self, name: object) -> None:
        """Take in what a state calls a resource's provider."""
        found = _REGISTRY.search(name) if isinstance(name, str) else None
        if found:
            self._registries.add(found[1])

    def take(
        self,
        address: Address,
        attributes: Mapping[str, object],
        sensitive: Collection[str] = (),
        condition: Condition = "",
        *,
        line: int = 1,
    ) -> None:
        """Take in the object of an address, without the attributes in which something is sensitive."""
        text = self.address(address, line=line)
        if text is None:
            return
        if text in self._current:
            self.report("LB032", f"the address {shorten(text)} stands twice", line=line)
            return
        self._current[text] = _Seen(text, address.type, attributes, frozenset(sensitive), condition)

    def source(self, told_by: SourceKind, lineage: object = "", engine: object = "") -> Source:
        """Return what was gathered; warn of what is not as it should be, and where there is nothing at all."""
        for address, type_ in sorted(self._deposed.items()):
            known = self._current.get(address, _Seen(address, type_, {}))
            self._current[address] = replace(known, condition="deposed")
            message = f"{shorten(address)} has a deposed object, which waits to be destroyed"
            self.report("LB035", message, "let the old root finish first: `terraform apply`", severity=Severity.WARNING)
        if not self._current and not self._data and not has_errors(self._findings[self._known :]):
            hint = "check the workspace: `terraform workspace show`"
            self.report("LB034", "it holds no object at all", hint, severity=Severity.WARNING)
        written_by = engine if isinstance(engine, str) and _ENGINE.fullmatch(engine) else ""
        return Source(
            kind=told_by,
            lineage=visible(lineage) if isinstance(lineage, str) else "",
            engine=written_by,
            registry=_one(self._registries),
            objects=self._objects(),
            data=tuple(sorted(self._data)),
        )

    def _objects(self) -> tuple[Object, ...]:
        """Make all objects, each without the attributes in which a secret of the state stands."""
        try:
            secrets = Secrets(self._marked)
        except TooManySecretsError:
            message = f"it marks more than {MAX_SECRETS:,} texts as sensitive, which is the limit"
            self.report("LB003", message, "split the state, or give the output of `terraform state list`")
            return ()
        found = []
        left_out = []
        for address in sorted(self._current):
            seen = self._current[address]
            secret = seen.holding(secrets)
            left_out += [f"{shorten(address)} ({name})" for name in sorted(secret)]
            found.append(seen.without(secret))
        if left_out:
            shown = ", ".join(left_out[:_SHOWN])
            more = f", and {len(left_out) - _SHOWN:,} more" if len(left_out) > _SHOWN else ""
            message = f"left out, for the state marks what stands in it as sensitive elsewhere: {shown}{more}"
            hint = "where that is no secret, do not mark it in the old root; or write what is missing by hand"
            self.report("LB038", message, hint, severity=Severity.WARNING)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a state says of one object. It becomes an object of the inventory when all secrets of the state are known.

    Of other providers nothing is kept but address and type: an id may be the secret.
    """

    address: str
    type: str
    attributes: Mapping[str, object]
    sensitive: frozenset[str] = frozenset()
    condition: Condition = ""

    def holding(self, secrets: Secrets) -> frozenset[str]:
        """The attributes that would be kept but for a secret that is marked elsewhere."""
        if not secrets or not self.type.startswith("aws_"):
            return frozenset()
        names = (attributes_read(self.type) & self.attributes.keys()) - self.sensitive
        return frozenset(name for name in names if secrets.stand_in(self.attributes[name]))

    def without(self, names: frozenset[str]) -> Object:
        """Keep what the type's table names, but for these attributes and those that are sensitive."""
        if not self.type.startswith("aws_"):
            return Object(address=self.address, type=self.type, condition=self.condition)
        gone = names | self.sensitive
        if gone & _TAGS:
            gone |= _TAGS
        known = {name: value for name, value in self.attributes.items() if name not in gone}
        of_all = kind(self.type)
        is_whole = of_all is None or of_all.method is None or not gone & attributes_read(self.type)
        return Object(
            address=self.address,
            type=self.type,
            id=import_id(self.type, known) if is_whole else "",  # one that is made of a part is that of something else
            identity=identity(self.type, known),
            attributes=adoptable(self.type, known),
            condition=self.condition,
        )


def _one(registries: Collection[str]) -> Registry:
    """The registry that all providers come from; none where they come from several."""
    return next((each for each in get_args(Registry) if {each} == set(registries)), "")
