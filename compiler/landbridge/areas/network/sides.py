"""The sides of a rule: what a text of the spec, or of another area, means as a source or destination of traffic."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from landbridge.areas.network.spec import SecurityGroup
from landbridge.areas.scope import Scope
from landbridge.aws.networks import NO_NETWORK, host_bits
from landbridge.findings import SpecPath
from landbridge.source.nodes import shorten

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

Kind = Literal["key", "group", "ipv4", "ipv6", "prefix_list", "endpoint_group", "endpoint_list"]

_GROUP = re.compile(r"(?:([0-9]{12})/)?(sg-[0-9a-f]{8,17})")
_PREFIX_LIST = re.compile(r"pl-[0-9a-f]{8,17}")
_KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_NETWORK = re.compile(r"([0-9A-Fa-f:.]*[:.][0-9A-Fa-f:.]*)(/[0-9]{1,3})?")
_MAPPED = "::ffff:0:0/96"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of traffic.

    Attributes:
        kind: a group by its `key` in the spec, another `group` by its id, a network, a prefix list, or the group or
            prefix list of a VPC endpoint of the spec.
        text: the key, id, network in canonical form, or label of the endpoint.
        account: of a group that is in another account.
    """

    kind: Kind
    text: str
    account: str = ""

    @property
    def words(self) -> str:
        """What people call it."""
        if self.kind in ("endpoint_group", "endpoint_list"):
            return f"VPC endpoint {self.text}"
        return f"{self.account}/{self.text}" if self.account else self.text

    def pieces(self, direction: str, former: Mapping[str, str]) -> Iterator[str]:
        """The pieces of a label that say `from` or `to` this side; different sides have different pieces.

        Keys never begin with a digit nor hold two underscores, so nothing else is written in a way that they could be.
        """
        if self.kind == "key":
            yield f"{direction}_{former.get(self.text, self.text)}"
        elif self.kind == "ipv4" or self.account:
            yield f"{direction}_{self.words}"
        elif self.kind in ("endpoint_group", "endpoint_list"):
            yield f"{direction}_endpoint"
            yield self.text
        else:
            yield direction
            yield self.text


class Unreadable(NamedTuple):
    """Why a text is no side: the id of the finding, what is wrong, to follow the quoted text, and what helps."""

    id: str
    problem: str
    hint: str


class Known:
    """The groups of the spec, by key and by id, as the own account sees them."""

    def __init__(self, groups: Mapping[str, SecurityGroup], account: str) -> None:
        self.groups = groups
        self.account = account
        existing = ((key, group) for key, group in reversed(list(groups.items())) if group.id is not None)
        self.by_id = {(group.account_id or account, group.id): key for key, group in existing}


def parse_side(text: str, known: Known) -> Side | Unreadable:
    """Read a side: a key of a known group, sg-…, ACCOUNT/sg-…, a network, or pl-….

    The id of a group that has a key is read as the key, and the own account before an id is dropped, so that one group
    has one form. Networks come in canonical form.
    """
    if text in known.groups:
        return Side("key", text)
    if match := _GROUP.fullmatch(text):
        account = match[1] or known.account
        key = known.by_id.get((account, match[2]))
        if key is not None:
            return Side("key", key)
        return Side("group", match[2], "" if account == known.account else account)
    if _PREFIX_LIST.fullmatch(text):
        return Side("prefix_list", text)
    if match := _NETWORK.fullmatch(text):
        return _network(text, whole=match[2] is not None)
    return Unreadable("LB501", "is no side of traffic", _otherwise(text))


def _otherwise(text: str) -> str:
    if text.startswith("{"):
        return "give the group a key under network.security_groups, with id: {var:NAME}, and write the key here"
    return "write a key of network.security_groups, sg-…, ACCOUNT/sg-…, a CIDR such as 10.0.0.0/24, or pl-…"


@lru_cache(maxsize=4096)  # a spec has few networks, and many rules that name them
def _network(text: str, *, whole: bool) -> Side | Unreadable:
    import ipaddress  # a spec without networks does not need it

    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return Unreadable("LB501", *NO_NETWORK)
    if network.version == 6 and network.subnet_of(ipaddress.IPv6Network(_MAPPED)):
        return Unreadable("LB501", "is an IPv4 range in the clothes of IPv6", "write it as IPv4, e.g. 10.0.0.0/24")
    if not whole:
        return Unreadable("LB502", "is one address, without a prefix length", f"write {network}")
    if (problem := host_bits(text)) is not None:
        return Unreadable("LB502", *problem)
    return Side("ipv4" if network.version == 4 else "ipv6", str(network))


def network_of(side: Side) -> "IPv4Network | IPv6Network | None":
    """The network that a side is, or None for a group or list."""
    return network(side.text) if side.kind in ("ipv4", "ipv6") else None


@lru_cache(maxsize=4096)
def network(text: str) -> "IPv4Network | IPv6Network":
    """Read a network in canonical form."""
    import ipaddress

    return ipaddress.ip_network(text)


def side(scope: Scope, path: SpecPath, text: str, known: Known) -> Side | None:
    """Read a side, and report at `path` what is none."""
    found = parse_side(text, known)
    if isinstance(found, Side):
        return found
    if _KEY.fullmatch(text):
        scope.missing(path, "security group", text, known.groups, where="network.security_groups")
    else:
        scope.report(found.id, path, f"{shorten(text)} {found.problem}", found.hint)
    return None


def sides(scope: Scope, path: SpecPath, texts: tuple[str, ...], known: Known) -> Iterator[tuple[SpecPath, Side]]:
    """Read several sides; each comes with its place."""
    for index, text in enumerate(texts):
        found = side(scope, (*path, index), text, known)
        if found is not None:
            yield (*path, index), found
