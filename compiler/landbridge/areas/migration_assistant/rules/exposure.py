"""Networks that a cluster is reached in or lets in, and policies that let everybody in: how wide they are."""

from collections.abc import Iterator, Sequence
from typing import Any

from landbridge.areas.migration_assistant.rules.reading import domain_policy, each_setting, each_side, own_domain
from landbridge.areas.migration_assistant.setting import Setting, Side
from landbridge.areas.migration_assistant.told import DOMAINS, GUIDE
from landbridge.aws import internet
from landbridge.aws.networks import problem_with_network
from landbridge.findings import SpecPath
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.matching import covers
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_REASONED = {4: 16, 6: 48}
"""Shorter prefixes, and as many addresses in several networks, want a reason."""
_BITS = {4: 32, 6: 128}


def _networks(side: Side) -> Iterator[tuple[SpecPath, tuple[str, ...]]]:
    """The lists of networks of a cluster, each with its place."""
    if side.cluster.self_managed is not None:
        yield (*side.path, "self_managed", "cidrs"), side.cluster.self_managed.cidrs
    yield (*side.path, "seen_as"), side.cluster.seen_as


def _wide(subject: Subject) -> Iterator[Hit]:
    for setting in each_setting(subject):
        reached: list[str] = []
        for side in setting.sides:
            for path, texts in _networks(side):
                # The networks of both clusters are open to the one group of the services, so they count together.
                reached += texts if path[-1] == "cidrs" else ()
                if internet.is_everybody(reached if path[-1] == "cidrs" else texts):
                    yield Hit(
                        path=path,
                        message="these networks are so much of the internet that they are as good as everybody",
                        hint="name the networks that are meant: no reason is good enough for all",
                        at_key=True,
                    )
                elif not side.cluster.reason and (found := _lacks_a_reason(side, texts)):
                    index, what = found
                    yield Hit(path=(*path, index), message=f"{what}, and no reason is given")


def _lacks_a_reason(side: Side, texts: Sequence[str]) -> tuple[int, str] | None:
    """The first network with which they are wide, or that is public, and what it is."""
    for index, text in enumerate(texts):
        if (found := internet.block(text)) is None or problem_with_network(text) is not None:
            continue  # the network's own findings tell
        prefix = _REASONED[found.version]
        if internet.size(texts[: index + 1], found.version) > 2 ** (_BITS[found.version] - prefix):
            rest = ", with those before it," if index else ""
            return index, f"{text}{rest} is wider than a /{prefix}"
        if side.cluster.self_managed is not None and not internet.is_private(text):
            return index, f"{text} is a public network"
    return None


def _seen_in_a_vpc(subject: Subject) -> Iterator[Hit]:
    """A domain or collection with a security group is in a VPC, which nothing public comes to."""
    for _, side in each_side(subject):
        if side.cluster.self_managed is not None or side.security_group is None:
            continue
        for index, text in enumerate(side.cluster.seen_as):
            if problem_with_network(text) is None and not internet.is_private(text):
                yield Hit(
                    path=(*side.path, "seen_as", index),
                    message=f"{text} is a public network, and the {side.name} is in a VPC: the services are seen there"
                    " with their private addresses",
                )


def _opened(subject: Subject) -> Iterator[tuple[Setting, Side, Any]]:
    """The domains whose policy the spec opens, each with the resource of its policy."""
    for setting, side in each_side(subject):
        if side.cluster.open_policy is not None and setting.granted:
            policy = domain_policy(subject, str(setting.domain(side)))
            if policy is not None:
                yield setting, side, policy


def _only_said(subject: Subject) -> Iterator[Hit]:
    for _, side, policy in _opened(subject):
        domain = own_domain(subject, side)
        if domain is not None and domain.network == "vpc" and not domain.fine_grained and not policy.network_is_known:
            yield Hit(
                path=(*side.path, "open_policy"),
                message=f"only the spec says that {shorten(side.own_domain or '')} is in a VPC: nothing else decides"
                " who gets in, without fine-grained access control",
                hint="write its endpoint out (https://vpc-…), or name under current_policy what `aws opensearch"
                " describe-domain-config` prints of it",
            )


def _open_already(subject: Subject) -> Iterator[Hit]:
    for setting, side, policy in _opened(subject):
        domain = str(setting.domain(side))
        had: PolicyDocument = policy.found
        kept: PolicyDocument = policy.access_policies
        if any(_lets_everybody_in(each, domain) and each in kept.statements for each in had.statements):
            yield Hit(
                path=(*side.path, "open_policy"),
                message=f"the policy that {shorten(side.own_domain or '')} had lets everybody in already, and stays",
                hint="leave it out: the roles of the services are named then, and still get in when that goes",
            )


def _lets_everybody_in(statement: Statement, domain: str) -> bool:
    """Whether a statement allows every request to a domain, signed or not, from anywhere."""
    return (
        statement.effect == "Allow"
        and not statement.conditions
        and any("*" in principal.values for principal in statement.principals)
        and any(covers(action, "es:ESHttp*", ignore_case=True) for action in statement.actions)
        and any(covers(resource, f"{domain}/*") for resource in statement.resources)
    )


RULES = (
    Rule(
        id="LB748",
        title="Networks of a cluster, and those that it lets in, are no wider than they have to be",
        why="The services hold credentials and data of both clusters: a rule to many networks is a way out for these,"
        " and one from many networks a way in for strangers.",
        fix="name the networks that are meant, or say why under reason: of the cluster",
        source=GUIDE,
        check=_wide,
    ),
    Rule(
        id="LB749",
        title="What a VPC sees has a private address",
        why="A rule for public addresses lets nobody in who is meant, and whoever gets there by another way.",
        fix="name the private networks of the services, behind the peering connection",
        source=DOMAINS + "vpc.html",
        check=_seen_in_a_vpc,
    ),
    Rule(
        id="LB750",
        title="That a VPC closes an open policy has been seen",
        why="Without fine-grained access control everything rests on it, and a wrong word in the spec opens the domain"
        " to the internet.",
        fix="write the domain's endpoint out, or name a described domain as its current policy",
        source=DOMAINS + "ac.html#ac-types-resource",
        check=_only_said,
    ),
    Rule(
        id="LB751",
        title="A policy that lets everybody in is not opened once more",
        why="It adds nothing, and hides that the services would be shut out once somebody narrows what was there.",
        fix="leave open_policy out",
        source=DOMAINS + "ac.html#ac-types-resource",
        check=_open_already,
    ),
)
