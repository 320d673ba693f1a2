"""The form in which the meaning of a spec and that of an account are compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.terraform.harness import Grant
from tests.terraform.harness.ec2 import Rule
from tests.terraform.harness.kms import KeyGrant


@dataclass(frozen=True)
class Group:
    """A group: its path, the policies that the spec attaches to it, and everything else it is granted."""

    path: str
    attached: frozenset[str]
    grants: frozenset[Grant]


@dataclass(frozen=True)
class Role:
    """A role likewise, with who may assume it; `boundary` is a policy's ARN or empty.

    `description` is None where the spec leaves it open.
    """

    path: str
    description: str | None
    trust: frozenset[Grant]
    attached: frozenset[str]
    grants: frozenset[Grant]
    boundary: str
    max_session: int
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Policy:
    """A customer-managed policy that the spec names."""

    description: str
    grants: frozenset[Grant]
    tags: Mapping[str, str]


@dataclass(frozen=True)
class User:
    """A user and the groups it is in."""

    path: str
    groups: frozenset[str]
    boundary: str
    tags: Mapping[str, str]


@dataclass(frozen=True)
class InstanceProfile:
    """An instance profile and the roles in it (AWS allows one)."""

    path: str
    roles: tuple[str, ...]
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Key:
    """A KMS key. `description` is None where the spec leaves it open, `rotation` the period in days or None."""

    description: str | None
    aliases: frozenset[str]
    spec: str
    usage: str
    rotation: int | None
    multi_region: bool
    policy: frozenset[Grant]
    tags: Mapping[str, str]


@dataclass(frozen=True)
class SecurityGroup:
    """A security group and all its rules.

    What the spec leaves open is None, and of a rule's description "": that it has one is all that is asked for.
    """

    name: str | None
    vpc: str | None
    description: str | None
    rules: frozenset[Rule]
    tags: Mapping[str, str]


@dataclass(frozen=True)
class VpcEndpoint:
    """A VPC endpoint, and who may do what through it."""

    kind: str
    subnets: frozenset[str]
    route_tables: frozenset[str]
    groups: frozenset[str]
    private_dns: bool
    policy: frozenset[Grant]
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Domain:
    """A domain of OpenSearch Service: what its access policy says, nothing where it has none."""

    policy: frozenset[Grant]


@dataclass(frozen=True)
class DataAccess:
    """A data access policy of OpenSearch Serverless: principal, resource and permission of each of its cells."""

    cells: frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Operator:
    """Policies of somebody who works with DMS: the names of the groups and roles that have them.

    What they grant is no part of this: it is asked for, see `operators`.
    """

    holders: frozenset[str]
    description: str
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Meaning:
    """What is in IAM by name, as are domains and data access; policies and keys by ARN, security groups by id.

    Where AWS makes up an id, the key in the spec stands for it, e.g. <storage>. VPC endpoints are told apart by
    "service in VPC", their groups are called <that>. `key_grants` has the ARN of the key with each grant.
    Operators are known by the ARN of their policy, or of the first where they need more.

    `others` are the ARNs of further customer-managed policies, which are somebody else's or nobody's.
    """

    groups: Mapping[str, Group]
    roles: Mapping[str, Role]
    policies: Mapping[str, Policy]
    users: Mapping[str, User]
    instance_profiles: Mapping[str, InstanceProfile]
    others: frozenset[str]
    keys: Mapping[str, Key] = field(default_factory=dict)
    key_grants: frozenset[tuple[str, KeyGrant]] = frozenset()
    security_groups: Mapping[str, SecurityGroup] = field(default_factory=dict)
    vpc_endpoints: Mapping[str, VpcEndpoint] = field(default_factory=dict)
    operators: Mapping[str, Operator] = field(default_factory=dict)
    domains: Mapping[str, Domain] = field(default_factory=dict)
    data_access: Mapping[str, DataAccess] = field(default_factory=dict)


def facts(things: Mapping[str, Any] | frozenset[Any]) -> set[str]:
    """Take one field of a meaning apart into single facts, a line each, so that a difference is readable.

    The lines say everything that the field says: equal facts are equal meanings.
    """
    if isinstance(things, frozenset):
        return set(map(str, things))
    return {line for name, thing in things.items() for line in _lines(name, thing)}


def _lines(name: str, thing: Any) -> Iterator[str]:
    yield name
    for key, value in vars(thing).items():
        items = value.items() if isinstance(value, Mapping) else value if isinstance(value, frozenset) else [value]
        yield from (f"{name}: {key}: {item}" for item in items)
