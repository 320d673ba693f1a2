"""What an account was found to hold, in the form of a meaning."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from tests.terraform.harness import Contents, Grant, grants
from tests.terraform.harness import ec2 as network
from tests.terraform.harness.ec2 import Rule
from tests.terraform.harness.kms import Key as KeyFound
from tests.terraform.meaning.form import (
    DataAccess,
    Domain,
    Group,
    InstanceProfile,
    Key,
    Meaning,
    Operator,
    Policy,
    Role,
    SecurityGroup,
    User,
    VpcEndpoint,
)
from tests.terraform.meaning.ids import renamed
from tests.terraform.meaning.network import GATEWAY


def from_account(contents: Contents, meant: Meaning) -> Meaning:
    """Take the meaning of an account.

    Ids that AWS made up become the words that stand for them in `meant`, which tells what the account should hold;
    and what `meant` leaves open (a description, the tag Name) is left open.

    A policy that was split off because it did not fit inline means what it would have meant inline: what it
    grants counts for each holder that it is attached to. Such are all attached policies that `meant` does not know.
    """
    contents = with_words(contents, meant)
    of_operators = operator_policies(contents, meant)
    own = {arn: policy for arn, policy in contents.policies.items() if arn not in of_operators}
    holders: list[Any] = [*contents.groups.values(), *contents.roles.values(), *contents.users.values()]
    attached = frozenset(arn for holder in holders for arn in holder.attached)
    split = (own.keys() & attached) - meant.policies.keys() - meant.others

    def granted(holder: Any) -> frozenset[Grant]:
        return grants(*holder.inline.values(), *(own[arn].document for arn in holder.attached & split))

    return Meaning(
        groups={
            name: Group(g.path, g.attached.difference(split, of_operators), granted(g))
            for name, g in contents.groups.items()
        },
        roles={
            name: Role(
                path=role.path,
                description=_left_open(role.description, meant.roles.get(name)),
                trust=grants(role.trust),
                attached=role.attached.difference(split, of_operators),
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
        keys={
            arn: _key(key, meant.keys.get(arn))
            for arn, key in contents.keys.items()
            # A key that exists is only there to be granted on.
            if arn in meant.keys or arn not in {granted_on for granted_on, _ in meant.key_grants}
        },
        key_grants=frozenset(
            (arn, replace(grant, name="")) for arn, key in contents.keys.items() for grant in key.grants
        ),
        security_groups={
            id_: _security_group(group, meant.security_groups.get(id_))
            for id_, group in contents.security_groups.items()
        },
        vpc_endpoints={_place(endpoint): _vpc_endpoint(endpoint) for endpoint in contents.vpc_endpoints.values()},
        operators={
            first: _operator(contents, [arn for arn, of in of_operators.items() if of == first])
            for first in sorted(set(of_operators.values()))
        },
        domains={name: Domain(grants(domain.policy)) for name, domain in contents.domains.items()},
        data_access={name: DataAccess(frozenset(_data(entries))) for name, entries in contents.data_access.items()},
    )


def _data(entries: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Yield principal, resource and permission of each cell of a data access policy."""
    for entry in entries:
        for rule in entry["Rules"]:
            yield from product(entry["Principal"], rule["Resource"], rule["Permission"])


def with_words(contents: Contents, meant: Meaning) -> Contents:
    """Put the words of `meant` in place of the ids that AWS made up."""
    return renamed(contents, dict(_words(contents, meant)))


def operator_policies(contents: Contents, meant: Meaning) -> dict[str, str]:
    """Return the policies of operators: the ARN of each, and the ARN by which the operator is known."""
    return {
        arn: max(known, key=len)
        for arn in contents.policies
        if (known := [first for first in meant.operators if arn == first or arn.startswith(f"{first}-")])
    }


def _operator(contents: Contents, arns: list[str]) -> Operator:
    """Join the policies of one operator; who has not all of them is a holder of something else."""
    every: dict[str, Any] = {**contents.groups, **contents.roles, **contents.users}
    had = {name: holder.attached & set(arns) for name, holder in every.items()}
    policies = [contents.policies[arn] for arn in arns]
    return Operator(
        holders=frozenset(
            name if len(some) == len(arns) else f"{name} of {sorted(some)}" for name, some in had.items() if some
        ),
        description="; ".join(sorted({policy.description for policy in policies})),
        tags={key: value for policy in policies for key, value in policy.tags.items()},
    )


def _words(contents: Contents, meant: Meaning) -> Iterator[tuple[str, str]]:
    """Yield the ids that AWS made up with the words for them: things are known by their names."""
    granted_on = {arn for arn, _ in meant.key_grants}
    for arn, key in contents.keys.items():
        for word, wanted in meant.keys.items():
            nameless = not key.aliases | wanted.aliases and wanted.description in (None, key.description)
            if arn not in granted_on and (nameless or key.aliases & wanted.aliases):
                yield arn, word
    for id_, group in contents.security_groups.items():
        for word, wanted_group in meant.security_groups.items():
            if group.name == wanted_group.name:
                yield id_, word
    known = {group.name for group in meant.security_groups.values()}
    for endpoint in contents.vpc_endpoints.values():
        for id_ in endpoint.groups:
            if contents.security_groups[id_].name not in known:
                yield id_, f"<{_place(endpoint)}>"
    for id_, name in contents.prefix_lists.items():
        yield id_, f"<{name}>"


def _left_open(description: str, meant: Any) -> str | None:
    """Return a description, or None where there is one and any will do."""
    return None if description and meant and meant.description is None else description


def _key(key: KeyFound, meant: Key | None) -> Key:
    return Key(
        description=_left_open(key.description, meant),
        aliases=key.aliases,
        spec=key.spec,
        usage=key.usage,
        rotation=key.rotation,
        multi_region=key.multi_region,
        policy=grants(key.policy),
        tags=key.tags,
    )


def _security_group(group: network.SecurityGroup, meant: SecurityGroup | None) -> SecurityGroup:
    left_open = SecurityGroup(name=None, vpc=None, description=None, rules=frozenset(), tags={})
    meant = meant or left_open
    return SecurityGroup(
        name=meant.name and group.name,
        vpc=meant.vpc and group.vpc,
        description=meant.description and group.description,
        rules=frozenset(_rules(group.rules, meant.rules)),
        tags=_tags(group.tags),
    )


def _rules(rules: Iterable[Rule], meant: frozenset[Rule]) -> Iterator[Rule]:
    """Yield rules, with no description where none is meant; one that has none says so."""
    for rule in rules:
        plain = replace(rule, description="" if rule.description else "(none)")
        yield plain if plain in meant else rule if rule in meant else plain


def _vpc_endpoint(endpoint: network.VpcEndpoint) -> VpcEndpoint:
    return VpcEndpoint(
        kind=endpoint.kind,
        subnets=endpoint.subnets,
        route_tables=endpoint.route_tables,
        groups=endpoint.groups,
        private_dns=endpoint.private_dns,
        policy=grants(endpoint.policy),
        tags=_tags(endpoint.tags),
    )


def _tags(tags: Mapping[str, str]) -> dict[str, str]:
    """Leave out Name, which is the compiler's to choose."""
    return {key: value for key, value in tags.items() if key != "Name"}


def _place(endpoint: network.VpcEndpoint) -> str:
    return f"{endpoint.service} in {endpoint.vpc}{GATEWAY if endpoint.kind == 'Gateway' else ''}"
