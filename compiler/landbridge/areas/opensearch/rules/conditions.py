"""Conditions and actions that the service does not take, or that never match."""

import ipaddress
from collections.abc import Callable, Iterator

from landbridge.areas.opensearch.reach import DATA_ACTIONS
from landbridge.areas.opensearch.rules.principals import anonymous_in_public
from landbridge.areas.opensearch.rules.reading import (
    GUIDE,
    Granted,
    RequestCheck,
    Target,
    View,
    each_statement,
    granted,
    is_access,
    views,
)
from landbridge.areas.opensearch.spec import DomainAccess, DomainGrant
from landbridge.areas.opensearch.statements import SOURCE_IP
from landbridge.aws import internet
from landbridge.findings import Severity, SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import overlaps
from landbridge.policy.operators import parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_UNSUPPORTED = "aws:principaltag/"
_OF_CONFIGURATION = ("aws:requesttag/", "aws:tagkeys")
_ALL = "is the whole internet: it limits nothing"


def configures(view: View, statement: Statement) -> Iterator[Hit]:
    """es:*, which is less than it says."""
    for index, action in enumerate(statement.actions):
        if action.lower() in ("es:*", "*", "*:*"):
            yield Hit(
                path=_at_action(statement, index),
                message=f"{shorten(action)} in a domain's policy is es:ESHttp*: who is named here may send any request,"
                " and not es:UpdateDomainConfig, which takes an identity policy",
                hint="write es:ESHttp* (or may: administer), and opensearch.grants for the domain itself",
            )


def no_request(view: View, statement: Statement) -> Iterator[Hit]:
    """Actions that no request has."""
    for index, action in enumerate(statement.actions):
        if not any(overlaps(action, each, ignore_case=True) for each in DATA_ACTIONS):
            yield Hit(
                path=_at_action(statement, index),
                message=f"{shorten(action)} is no action of a request, so a domain's policy decides nothing",
                hint=f"there are {', '.join(DATA_ACTIONS)}; what is about the domain goes into opensearch.grants",
            )


def address_in_vpc(target: Target, statement: Statement) -> Iterator[Hit]:
    """Addresses as a condition on a domain in a VPC."""
    if target.domain is None or target.domain.network != "vpc":
        return
    for path, condition in placed(target, statement):
        if condition.key.lower() == SOURCE_IP.lower():
            addresses = shorten(", ".join(condition.values))
            refused = f"where AWS refuses conditions on addresses: {addresses}"
            private = f"which requests reach by private addresses: none of them comes from {addresses}"
            yield Hit(
                path=path,
                message=f"the domain is in a VPC, {private if isinstance(target, Granted) else refused}",
                hint="let its security groups say from where: network.security_groups",
                at_key=True,
            )


def unsupported(target: Target, statement: Statement) -> Iterator[Hit]:
    """Condition keys that requests to a domain do not have."""
    for path, condition in placed(target, statement):
        key = condition.key.lower()
        lenient = (operator := parse(condition.operator)) is None or operator.negated or operator.if_exists
        slips = "every request slips through" if lenient is (statement.effect == "Allow") else "no request matches"
        if key.startswith(_UNSUPPORTED):
            message = f"the service does not support {shorten(condition.key)}: {slips}"
            hint = "name the roles that carry the tag, or use fine-grained access control"
        elif key.startswith(_OF_CONFIGURATION):
            message = f"GET /orders/_search carries no tags, so {shorten(condition.key)} is absent: {slips}"
            hint = "use it in an identity policy for es:CreateDomain and es:AddTags: opensearch.grants, request_tags"
        else:
            continue
        yield Hit(path=path, message=message, hint=hint, at_key=True)


def _networks(subject: Subject) -> Iterator[Hit]:
    for view in views(subject):
        for statement in view.ours:
            # That everybody gets in by it is worse, and told already.
            is_told = any(anonymous_in_public(view, statement))
            yield from (each for each in _problems(view, statement) if not (is_told and each.message.endswith(_ALL)))
    for found in granted(subject):
        if (whole := most_bound(found)) is not None:
            yield from _problems(found, whole)


def most_bound(found: Granted) -> Statement | None:
    """The statement of a grant that has all its conditions; what takes no resource has fewer, and others the same."""
    return max(found.statements, key=lambda each: len(each.conditions), default=None)


def _problems(target: Target, statement: Statement) -> Iterator[Hit]:
    for path, text in _addresses(target, statement):
        if (problem := _problem(text)) is not None:
            yield Hit(path=path, message=f"{shorten(text)} {problem}")


def _problem(text: str) -> str | None:
    if "${" in text or isinstance(text, Expr):
        return None
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        return "is no network such as 192.0.2.0/24, or has bits beyond its length"
    return _ALL if network.prefixlen == 0 else None


def _from_denied(subject: Subject) -> Iterator[Hit]:
    for view in views(subject):
        for key, access in view.domain.access.items():
            if access.effect == "deny" and access.networks:
                listed = shorten(", ".join(access.networks), 60)
                yield Hit(
                    path=(*view.path, "access", key, "from"),
                    message=f"from says from which networks alone, and with effect: deny just {listed} would be"
                    " refused: requests from everywhere else slip through",
                    hint="to refuse all others: conditions: {NotIpAddress: {aws:SourceIp: […]}}; to refuse these:"
                    " conditions: {IpAddress: {aws:SourceIp: […]}}",
                    at_key=True,
                )


def private(target: Target, statement: Statement) -> Iterator[Hit]:
    """Addresses that a public domain never sees."""
    if target.domain is None or target.domain.network != "public":
        return
    for path, text in _addresses(target, statement):
        if internet.is_private(text):
            yield Hit(
                path=path,
                message=f"{shorten(text)} is a private network, and a public domain sees the addresses of the internet:"
                " no request from there matches",
            )


def _addresses(target: Target, statement: Statement) -> Iterator[tuple[SpecPath, str]]:
    for path, condition in placed(target, statement):
        if condition.key.lower() == SOURCE_IP.lower():
            yield from ((_within(path, index), text) for index, text in enumerate(condition.values))


def _within(path: SpecPath, index: int) -> SpecPath:
    return path if path[3:] == ("current_policy",) else (*path, index)


def placed(target: Target, statement: Statement) -> Iterator[tuple[SpecPath, Condition]]:
    """Every condition with its place."""
    source: DomainAccess | DomainGrant | None = None
    if isinstance(target, Granted):
        source = target.grant
    elif target.domain is not None and is_access(statement):
        source = target.domain.access[str(statement.origin[4])]
    for condition in statement.conditions:
        written = source is None or condition.key in source.conditions.get(condition.operator, {})
        if statement.origin[3:4] == ("current_policy",):
            yield statement.origin, condition
        elif written:
            yield (*statement.origin, "conditions", condition.operator, condition.key), condition
        elif condition.key == SOURCE_IP:
            yield (*statement.origin, "from"), condition
        else:
            field = "tags" if condition.key.startswith("aws:ResourceTag/") else "request_tags"
            yield (*statement.origin, field), condition


def _each_grant(check: RequestCheck) -> Callable[[Subject], Iterator[Hit]]:
    """Make a rule of a check on conditions: run it on every statement of a domain's policy, and on every grant once."""

    def run(subject: Subject) -> Iterator[Hit]:
        yield from each_statement(check)(subject)
        for found in granted(subject):
            for statement in found.requests[:1]:  # those about requests all have the same conditions
                yield from check(found, statement)

    return run


def _at_action(statement: Statement, index: int) -> SpecPath:
    return statement.origin if statement.origin[3:4] == ("current_policy",) else (*statement.origin, "actions", index)


RULES = (
    Rule(
        id="LB640",
        title="A domain's policy says es:ESHttp*, not es:*",
        why="There es:* means HTTP only: nobody may change or describe the domain by it, whatever it looks like.",
        fix="write es:ESHttp*",
        source=GUIDE + "ac.html#ac-types-resource",
        severity=Severity.WARNING,
        check=each_statement(configures),
    ),
    Rule(
        id="LB641",
        title="A domain's policy is about requests to the domain",
        why="The configuration API asks identity policies only. A Deny here would protect nothing.",
        fix="write es:ESHttpGet and its like",
        source="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonopensearchservice.html",
        check=each_statement(no_request),
    ),
    Rule(
        id="LB650",
        title="A domain in a VPC has no conditions on addresses",
        why="The service refuses the policy: security groups decide from where.",
        fix="let its security groups say from where",
        source=GUIDE + "ac.html#ac-types-ip",
        check=_each_grant(address_in_vpc),
    ),
    Rule(
        id="LB651",
        title="A network limits something",
        why="The whole internet is no condition, and what is no network is refused.",
        fix="write networks such as 192.0.2.0/24",
        source=GUIDE + "ac.html#ac-types-ip",
        check=_networks,
    ),
    Rule(
        id="LB652",
        title="A public domain is reached from public networks",
        why="aws:SourceIp is the address that the internet sees: that of a NAT gateway, not of a machine behind it.",
        fix="write the public address of the NAT gateway or proxy",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
        check=_each_grant(private),
    ),
    Rule(
        id="LB653",
        title="from stands where something is allowed",
        why="It is read as from there alone, and a Deny with it would be on these networks alone.",
        fix="write the condition that is meant",
        source=GUIDE + "ac.html#ac-types-ip",
        check=_from_denied,
    ),
    Rule(
        id="LB654",
        title="Requests to a domain have the condition's key",
        why="A key that the service does not fill makes an Allow dead and a Deny useless, or the other way round.",
        fix="use a key that it supports",
        source=GUIDE + "ac.html#ac-reference",
        check=_each_grant(unsupported),
    ),
)
