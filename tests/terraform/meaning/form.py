"""The form in which the meaning of a spec and that of an account are compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.terraform.harness import Contents, Grant, grants


@dataclass(frozen=True)
class Group:
    """A group: its path, the policies that the spec attaches to it, and everything else it is granted."""

    path: str
    attached: frozenset[str]
    grants: frozenset[Grant]


@dataclass(frozen=True)
class Role:
    """A role likewise, with who may assume it; `boundary` is a policy's ARN or empty."""

    path: str
    description: str
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
class Meaning:
    """Groups, roles, users and instance profiles by name, policies by ARN.

    `others` are the ARNs of further customer-managed policies, which are somebody else's or nobody's.
    """

    groups: Mapping[str, Group]
    roles: Mapping[str, Role]
    policies: Mapping[str, Policy]
    users: Mapping[str, User]
    instance_profiles: Mapping[str, InstanceProfile]
    others: frozenset[str]


def facts(things: Mapping[str, Any] | frozenset[str]) -> set[str]:
    """Take one field of a meaning apart into single facts, a line each, so that a difference is readable.

    The lines say everything that the field says: equal facts are equal meanings.
    """
    if isinstance(things, frozenset):
        return set(things)
    return {line for name, thing in things.items() for line in _lines(name, thing)}


def _lines(name: str, thing: Any) -> Iterator[str]:
    yield name
    for key, value in vars(thing).items():
        items = value.items() if isinstance(value, Mapping) else value if isinstance(value, frozenset) else [value]
        yield from (f"{name}: {key}: {item}" for item in items)


def from_account(contents: Contents, meant: Meaning) -> Meaning:
    """Take the meaning of an account.

    A policy that was split off because it did not fit inline means what it would have meant inline: what it
    grants counts for each holder that it is attached to. Such are all attached policies that `meant`, which
    tells what the account should hold, does not know.
    """
    own = contents.policies
    holders: list[Any] = [*contents.groups.values(), *contents.roles.values(), *contents.users.values()]
    attached = frozenset(arn for holder in holders for arn in holder.attached)
    split = (own.keys() & attached) - meant.policies.keys() - meant.others

    def granted(holder: Any) -> frozenset[Grant]:
        return grants(*holder.inline.values(), *(own[arn].document for arn in holder.attached & split))

    return Meaning(
        groups={name: Group(g.path, g.attached - split, granted(g)) for name, g in contents.groups.items()},
        roles={
            name: Role(
                path=role.path,
                description=role.description,
                trust=grants(role.trust),
                attached=role.attached - split,
                grants=granted(role),
                boundary=role.boundary,
                max_session=role.max_session,
                tags=role.tags,
            )
            for name, role in contents.roles.items()
        },
        policies={
            arn: Policy(policy.description, grants(policy.document), policy.tags)
            for arn, policy in own.items()
            if arn in meant.policies
        },
        users={name: User(user.path, user.groups, user.boundary, user.tags) for name, user in contents.users.items()},
        instance_profiles={
            name: InstanceProfile(profile.path, profile.roles, profile.tags)
            for name, profile in contents.instance_profiles.items()
        },
        others=frozenset(own.keys() - meant.policies.keys() - split),
    )
