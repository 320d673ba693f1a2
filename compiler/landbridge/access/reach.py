"""What the rules of security groups let through: who may connect, and to which ports."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_network
from typing import Any, Literal, NamedTuple

Direction = Literal["ingress", "egress"]

ALL = "-1"
"""How AWS writes all protocols."""

_PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": ALL}
_ICMP = ("icmp", "icmpv6")
_EVERY_PORT = range(65_536)


class Addresses(NamedTuple):
    """A range of IP addresses, from the first to the last one."""

    version: int
    first: int
    last: int


ANYWHERE = frozenset({Addresses(4, 0, 2**32 - 1), Addresses(6, 0, 2**128 - 1)})
"""0.0.0.0/0 and ::/0."""


@dataclass(frozen=True)
class Rule:
    """One rule: what it lets through, without its description.

    Attributes:
        direction: whether others connect to the group, or the group to others.
        side: the others: a CIDR, a prefix list, or a security group as `{security_group:key}`, id or `account/id`.
        protocol: `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all.
        from_port: first port, or type of ICMP (-1: all); None for all, and where the protocol has no ports.
        to_port: last port, or code of ICMP (-1: all).
    """

    direction: Direction
    side: str
    protocol: str
    from_port: int | None = None
    to_port: int | None = None

    @cached_property
    def ports(self) -> range:
        """Its ports. Types and codes of ICMP are numbered likewise: 256 codes of each type."""
        first, last = self.from_port, self.to_port
        if first is None or first < 0 or self.protocol not in ("tcp", "udp", *_ICMP):
            return _EVERY_PORT
        if self.protocol not in _ICMP:
            return range(first, (first if last is None else last) + 1)
        codes = range(256) if last is None or last < 0 else range(last, last + 1)
        return range(first * 256 + codes.start, first * 256 + codes.stop)

    @cached_property
    def addresses(self) -> Addresses | None:
        """The side as addresses, or None for a group, a prefix list, or what is not known yet."""
        try:
            network = ip_network(self.side, strict=False)
        except ValueError:
            return None
        if "%" in self.side:  # a zone of IPv6, which can be any text and which AWS does not take
            return None
        return Addresses(network.version, int(network.network_address), int(network.broadcast_address))

    def to_json(self) -> dict[str, object]:
        """Return the rule as plain data."""
        return {
            "direction": self.direction,
            "side": self.side,
            "protocol": self.protocol,
            "from_port": self.from_port,
            "to_port": self.to_port,
        }


def rule(direction: Direction, resource: Any) -> Rule:
    """Read a rule from its Terraform resource; no ports are ports that are not named."""
    sides = (
        resource.cidr_ipv4,
        resource.cidr_ipv6,
        resource.prefix_list_id,
        resource.referenced_security_group_id,
    )
    given = str(resource.ip_protocol).lower()
    protocol = _PROTOCOLS.get(given, given)
    return Rule(
        direction=direction,
        side=str(next((side for side in sides if side is not None), "")),
        protocol=protocol,
        from_port=None if protocol == ALL else resource.from_port,
        to_port=None if protocol == ALL else resource.to_port,
    )


def ordered(rules: Iterable[Rule]) -> list[Rule]:
    """Sort rules: by direction, other side, protocol and ports."""
    return sorted(rules, key=lambda r: (r.direction, r.side, r.protocol, r.ports.start, r.ports.stop))


def covers(rules: Iterable[Rule], narrow: Rule) -> bool:
    """Tell whether rules together let through whatever one rule does.

    What a group or prefix list holds is not known: it is covered by itself alone, or by all addresses of IPv4 and
    IPv6.
    """
    wide = [each for each in rules if each.direction == narrow.direction and each.protocol in (ALL, narrow.protocol)]
    return all(_hold(through, narrow) for through in _by_port(wide, narrow.ports))


def _by_port(rules: Collection[Rule], ports: range) -> Iterator[list[Rule]]:
    """Cut a range of ports wherever some rule begins or ends, and yield the rules for each piece."""
    cuts = {cut for each in rules for cut in (each.ports.start, each.ports.stop) if cut in ports}
    for port in {ports.start, *cuts}:
        yield [each for each in rules if port in each.ports]


def _hold(rules: Collection[Rule], narrow: Rule) -> bool:
    """Tell whether the sides of rules together hold that of another one."""
    if any(each.side == narrow.side for each in rules):
        return True
    known = {each.addresses for each in rules if each.addresses is not None}
    if narrow.addresses is None:
        return known >= ANYWHERE
    version, at, last = narrow.addresses
    for other, begin, end in sorted(known):
        if other == version and begin <= at <= end:
            at = end + 1
    return at > last
