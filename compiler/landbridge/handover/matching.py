"""Matching: which old object and which resource of the spec are one and the same thing of AWS.

They are where they share a facet: what AWS tells them apart by, not what they look like.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from landbridge.aws.identity import Identity
from landbridge.estate.inventory import Inventory, Object
from landbridge.handover.facets import Facet, carried, facets
from landbridge.handover.model import Model

Owner = tuple[str, str]
"""A source and an address in it."""


@dataclass(frozen=True, slots=True)
class Held:
    """An old object, with its place in the inventory and what of AWS it owns."""

    source: str
    index: int
    old: Object
    arguments: Mapping[str, object]
    facets: frozenset[Facet]
    carried: frozenset[Facet]
    foreign: str = ""
    """Of which other account or region it is, where its ARN says so: then it is nothing that the spec makes."""

    @property
    def owner(self) -> Owner:
        """Where it is."""
        return self.source, self.old.address


@dataclass(slots=True)
class Estate:
    """All old objects, by what they own."""

    held: tuple[Held, ...]
    owners: dict[Facet, list[Held]] = field(default_factory=dict)

    @classmethod
    def of(cls, inventory: Inventory, identity: Identity) -> "Estate":
        """Make it of an inventory, as seen from the account and region of the spec."""
        estate = cls(
            tuple(
                _held(name, index, each, identity)
                for name, source in sorted(inventory.sources.items())
                for index, each in enumerate(source.objects)
            )
        )
        for each in estate.held:
            for facet in each.facets if each.old.condition != "deposed" else ():
                estate.owners.setdefault(facet, []).append(each)
        return estate

    def besides(self, held: Held) -> frozenset[Facet]:
        """What an object holds that no other object owns by itself, such as a policy in a role's own block."""
        return frozenset(facet for facet in held.carried if facet not in self.owners)


def _held(source: str, index: int, found: Object, identity: Identity) -> Held:
    arguments: dict[str, object] = {**found.attributes, **found.identity}
    if foreign := _foreign(found, identity):
        return Held(source, index, found, arguments, frozenset(), frozenset(), foreign)
    return Held(source, index, found, arguments, facets(found.type, arguments), carried(found.type, arguments))


def _foreign(found: Object, identity: Identity) -> str:
    for name in ("arn", "policy_arn"):
        parts = found.identity.get(name, "").split(":")
        if len(parts) < 6:
            continue
        region, account = parts[3:5]
        if account.isdigit() and account != identity.account_id:
            return f"account {account}"
        if region and region != identity.region:
            return f"region {region}"
    return ""


def bind(model: Model, estate: Estate, told: Mapping[str, Held], given: Mapping[str, str]) -> None:
    """Teach the model the ids that AWS made up: of security groups by their names, of keys by their aliases.

    Args:
        model: learns them.
        estate: knows them.
        told: objects that become resources by a word of the spec, by the resource's address.
        given: import ids that stand in the spec, by the resource's address.
    """
    by_hand = {address: _by_import_id(address, id_) for address, id_ in given.items() if address in model.made}
    for _ in range(3):  # an alias names a key, a key or group is named by rules and policies: no chain is longer
        found = {address: _ids(held) for address, held in told.items()} | by_hand
        found.update(_by_name(model, estate))
        found.update(_by_alias(model, estate))
        if found.items() <= model.bound.items():
            return
        model.settle(found)


def _ids(held: Held) -> dict[str, str]:
    """What others may read of an object that AWS has named: its id, under whatever name its type has for it."""
    found = {name: value for name in ("id", "key_id", "arn") if isinstance(value := held.arguments.get(name), str)}
    own = {"aws_security_group": "id", "aws_kms_key": "key_id"}.get(held.old.type)
    if own and held.old.id:
        found.setdefault(own, held.old.id)
    return {name: value for name, value in found.items() if value}


def _by_import_id(address: str, id_: str) -> dict[str, str]:
    own = {"aws_security_group": "id", "aws_kms_key": "key_id", "aws_vpc_endpoint": "id"}.get(address.split(".")[2])
    return {own: id_.rpartition("key/")[2]} if own else {}


def _by_name(model: Model, estate: Estate) -> Iterator[tuple[str, dict[str, str]]]:
    for facet, address in model.owners.items():
        if facet[0] == "security group":
            for held in estate.owners.get(facet, ()):
                yield address, _ids(held)


def _by_alias(model: Model, estate: Estate) -> Iterator[tuple[str, dict[str, str]]]:
    keys = {held.arguments.get("key_id"): held for held in estate.held if held.old.type == "aws_kms_key"}
    for facet, address in model.owners.items():
        target = model.target(address) if facet[0] == "alias" else None
        for held in estate.owners.get(facet, ()) if target else ():
            key = held.arguments.get("target_key_id")
            if key in keys and target:
                yield target, _ids(keys[key])
