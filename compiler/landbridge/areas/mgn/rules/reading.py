"""What the rules of the MGN part read of a subject: the rules of security groups, whoever asked for them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from landbridge.areas.mgn.networks import is_public
from landbridge.areas.mgn.spec import LAST_PORT, Mgn, StagingArea
from landbridge.areas.outside import bare
from landbridge.findings import SpecPath
from landbridge.rules.rule import Subject

_INGRESS = "aws_vpc_security_group_ingress_rule"
_EGRESS = "aws_vpc_security_group_egress_rule"


class GroupRule(NamedTuple):
    """One rule of a security group.

    Attributes:
        ingress: whether it lets in, not out.
        group: the text of the group's id.
        other: the other side: a network, a prefix list, or the text of a group's id.
        protocol: `tcp`, `udp`, `icmp`, `icmpv6` or `-1`.
        first: port; 0 where it says none.
        last: port; the last one there is where it says none.
        origin: where in the spec it comes from.
    """

    ingress: bool
    group: str
    other: str
    protocol: str
    first: int
    last: int
    origin: SpecPath

    @property
    def words(self) -> str:
        """The rule as people say it: `tcp 1521 from 10.0.0.0/24`."""
        ports = "" if self.protocol not in ("tcp", "udp") else f" {self.first}"
        ports += f"-{self.last}" if ports and self.last != self.first else ""
        what = "all traffic" if self.protocol == "-1" else f"{self.protocol}{ports}"
        return f"{what} {'from' if self.ingress else 'to'} {bare(self.other)}"

    @property
    def place(self) -> SpecPath:
        """Where the spec names the other side, as near as the rule knows."""
        if self.origin[:2] in (("network", "security_groups"), ("network", "flows")):
            return (*self.origin, "from" if self.ingress else "to")
        return self.origin

    @property
    def network(self) -> str | None:
        """The other side, where it is a network."""
        return self.other if "/" in self.other and not self.other.startswith("{") and "sg-" not in self.other else None

    @property
    def leads_outside(self) -> bool:
        """Whether the other side is public as far as anybody knows: a network that is not private, or a prefix list."""
        return self.other.startswith("pl-") or (self.network is not None and is_public(self.network))

    @property
    def to_endpoint(self) -> bool:
        """Whether the other side is a VPC endpoint that the network part makes."""
        return self.other.startswith(("{vpc_endpoint_group:", "{vpc_endpoint_list:"))

    def is_on(self, protocol: str, first: int, last: int) -> bool:
        """Whether it opens exactly these ports."""
        return (self.protocol, self.first, self.last) == (protocol, first, last)


def group_rules(subject: Subject) -> Iterator[GroupRule]:
    """The rules of all groups in the model, in the order in which they are printed."""
    for module in subject.modules:
        for resource in module.resources:
            if resource.type in (_INGRESS, _EGRESS):
                rule: Any = resource  # of another area, whose types this one does not import
                first = rule.from_port
                yield GroupRule(
                    ingress=resource.type == _INGRESS,
                    group=str(rule.security_group_id),
                    other=str(rule.other_side),
                    protocol=rule.ip_protocol,
                    first=0 if first in (None, -1) else first,
                    last=LAST_PORT if first in (None, -1) else rule.to_port,
                    origin=resource.origin,
                )


def groups(subject: Subject) -> Mapping[str, Any]:
    """The security groups of the spec by key."""
    network = subject.spec.part("network")
    return {} if network is None else network.security_groups


def id_of(subject: Subject, key: str) -> str:
    """The text of a group's id; one that rules never have where the spec has no such group."""
    return str(subject.references.get(f"security_group:{key}", ""))


def staging(subject: Subject) -> StagingArea | None:
    """The staging area, where the part has one."""
    part: Mgn = subject.part
    return part.staging_area
