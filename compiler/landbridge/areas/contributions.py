"""What areas hand to the one that owns a document: statements for a key policy, rules, endpoints.

The owner renders each document once. A contribution names things of the owner's part of the spec by key; who
contributes has checked that the key is there (`Scope.references`), or reports it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeVar

from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """Something for another area's document. `origin` is where in the spec it comes from."""

    to: ClassVar[str]
    """Name of the area that owns the document."""
    origin: SpecPath


_C = TypeVar("_C", bound=Contribution)


def handed(every: Iterable[Contribution], kind: type[_C], key: Callable[[_C], str]) -> dict[str, list[_C]]:
    """Those of one kind by the key that they name of the owner's part."""
    found: dict[str, list[_C]] = {}
    for each in every:
        if isinstance(each, kind):
            found.setdefault(key(each), []).append(each)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse(Contribution):
    """Principals that use a key of `kms.keys`, or a use of it that needs no word in its policy.

    Attributes:
        key: of the spec.
        principals: roles, by reference, so that they exist before the key's policy names them; none where an AWS
            service uses the key for whoever asks it to.
        purposes: the purposes of keys that this use is of; none: every one.
        use: `decrypt` (Decrypt, DescribeKey), or `crypto` (also Encrypt, ReEncrypt*, GenerateDataKey*).
        grants: whether they may also create grants for AWS services (kms:GrantIsForAWSResource).
        via: AWS services (`s3`, `secretsmanager`) through which alone they may; empty: directly, too.
        why: what for, in one line.
    """

    to: ClassVar[str] = "kms"
    key: str
    principals: tuple[Expr, ...]
    purposes: tuple[str, ...] = ()
    use: Literal["decrypt", "crypto"] = "crypto"
    grants: bool = False
    via: tuple[str, ...] = ()
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Contribution):
    """Traffic between two sides, each a key of `network.security_groups`, a CIDR or a prefix list (`pl-…`).

    A side that is a key of a group of this account gets its rule; one that is a group of somebody else, or a CIDR
    with `owner`, yields the rule's text for its owner.

    Attributes:
        source: who opens connections.
        target: who is connected to.
        seen_as: CIDRs as which the source appears at the target, where the target cannot name the source's group.
        protocol: `tcp` or `udp`.
        from_port: first port of the target.
        to_port: last port of the target.
        description: of both rules.
        reason: the author's, where the flow is wide.
        owner: who rules the target, where it is a CIDR that is not ours to open.
    """

    to: ClassVar[str] = "network"
    source: str
    target: str
    seen_as: tuple[str, ...] = ()
    protocol: str = "tcp"
    from_port: int
    to_port: int
    description: str
    reason: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointNeed(Contribution):
    """A VPC endpoint that somebody needs. Needs of the same service in the same VPC become one endpoint.

    Attributes:
        name: of who needs it, a key of the spec: with the service it names the endpoint. In another VPC it is another.
        service: the end of the service's name: `dms`, `s3`, `secretsmanager`, `kinesis-streams`.
        vpc: id of the VPC.
        subnets: ids, for an interface endpoint.
        route_tables: ids, for a gateway endpoint.
        clients: keys of `network.security_groups` that connect to it.
        networks: CIDRs of what connects to an interface endpoint and has no group that could be named.
        private_dns: whether an interface endpoint takes the service's usual name over in the VPC.
        statements: what its policy allows and denies; of all needs together.
        why: what for, in one line.
    """

    to: ClassVar[str] = "network"
    name: str
    service: str
    vpc: str
    subnets: tuple[str, ...] = ()
    route_tables: tuple[str, ...] = ()
    clients: tuple[str, ...]
    networks: tuple[str, ...] = ()
    private_dns: bool = True
    statements: tuple[Statement, ...] = field(default=())
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainStatement(Contribution):
    """Statements for the access policy of a domain of `opensearch.domains`.

    Attributes:
        domain: of the spec.
        statements: with principals; one without resources is about everything in the domain. Sids are not kept.
        why: what for, in one line.
    """

    to: ClassVar[str] = "opensearch"
    domain: str
    statements: tuple[Statement, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMapping(Contribution):
    """Who gets a security role of a domain of `opensearch.domains`, by the domain's script.

    Attributes:
        domain: of the spec.
        role: such as `all_access`.
        principals: ARNs of IAM roles, each in full; none where the script is only wanted to take entries away again.
        reason: why they get it.
    """

    to: ClassVar[str] = "opensearch"
    domain: str
    role: str
    principals: tuple[str, ...]
    reason: str
