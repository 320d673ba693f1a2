"""The DMS user policy, section by section: what people need who work with AWS DMS, and why.

Source: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html
"""

from collections.abc import Iterator
from dataclasses import replace

from landbridge.areas.dms.abilities import is_restricted, may, sees_network
from landbridge.areas.dms.actions import LISTS, MAKE_INSTANCES, WRITES
from landbridge.areas.dms.console import beside_dms
from landbridge.areas.dms.fine_grained import EVERYTHING, granted, own_endpoints
from landbridge.areas.dms.keys import key_arn
from landbridge.areas.dms.operator_scope import OperatorScope
from landbridge.areas.dms.passing import passing
from landbridge.areas.dms.spec_operators import Operator
from landbridge.areas.key_use import FOR_AWS, through
from landbridge.policy.document import Condition, Statement

_INTERFACES = ("ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute")


def dms_statements(who: OperatorScope) -> Iterator[Statement]:
    """What an operator is allowed and denied in DMS, and what DMS then does in the user's name.

    MFA and times are conditions of what is allowed, with operators that a request without the key fails: as a Deny
    they would also take away what the same people may do for other reasons.
    """
    operator = who.operator
    conditions = _conditions(operator)
    for each in _for_dms(who):
        yield replace(each, conditions=(*each.conditions, *conditions))
    for index, grant in enumerate(operator.deny):
        yield from granted(who.scope, (*who.path, "deny", index), grant, "Deny", who.region)
    if operator.source_ips:
        yield from _not_from_elsewhere(who)


def console_statements(who: OperatorScope) -> Iterator[Statement]:
    """What an operator's own calls to other services are allowed."""
    conditions = (*_conditions(who.operator), *_networks(who.operator, "IpAddress"))
    for each in beside_dms(who):
        yield replace(each, conditions=(*each.conditions, *conditions))


def _for_dms(who: OperatorScope) -> Iterator[Statement]:
    """DMS, and what it does in the user's name with what it is given."""
    yield from _dms(who)
    yield from passing(who)
    if sees_network(who.operator):
        yield from _network(who)
    yield from _own_keys(who)


def _dms(who: OperatorScope) -> Iterator[Statement]:
    operator = who.operator
    if not is_restricted(operator):
        all_of_it = (who.arn("dms", "*"),)
        reach = "every region" if operator.all_regions else "region"
        yield who.statement("Dms", (EVERYTHING,), all_of_it, f"All of DMS, on what is in this account and {reach}.")
        lists = ("dms:Describe*", "dms:List*")
        yield who.on_all("DmsWithoutResource", (*lists, *WRITES), "Of DMS, what takes no resource.")
        return
    yield who.on_all("DmsLists", LISTS, "Lists take no resource; all else of DMS is by name or tag below.")
    if operator.own_endpoints_only is not None:
        where = (*who.path, "own_endpoints_only")
        yield from own_endpoints(who.scope, where, operator.own_endpoints_only, who.region)
    for index, grant in enumerate(operator.allow):
        yield from granted(who.scope, (*who.path, "allow", index), grant, "Allow", who.region)


def _network(who: OperatorScope) -> Iterator[Statement]:
    seen = ("AvailabilityZones", "InternetGateways", "SecurityGroups", "Subnets", "Vpcs")
    actions = tuple(f"ec2:Describe{each}" for each in seen)
    yield who.on_all("SeeNetwork", actions, "Where a replication instance can stand.")
    if may(who.operator, MAKE_INSTANCES):
        why = "DMS connects a replication instance in the user's name; other accounts may share subnets and groups."
        yield who.statement("NetworkInterfaces", _INTERFACES, _interfaces(who), why)


def _interfaces(who: OperatorScope) -> tuple[str, ...]:
    """What AWS checks the making and changing of network interfaces on."""
    return (
        who.arn("ec2", "network-interface/*"),
        who.arn("ec2", "security-group/*", account="*"),
        who.arn("ec2", "subnet/*", account="*"),
    )


def _own_keys(who: OperatorScope) -> Iterator[Statement]:
    path = (*who.path, "sections", "own_keys")
    named = (key_arn(who.scope, (*path, index), key) for index, key in enumerate(who.sections.own_keys))
    keys = tuple(key for key in named if key)
    if not keys:
        return
    yield who.statement("SeeOwnKeys", ("kms:DescribeKey",), keys, "DMS checks the key that it is given.")
    via = through(who.scope.identity, ("dms",))
    why = "DMS encrypts connection data with the key in the user's name; without DMS the user cannot."
    yield who.statement("UseOwnKeys", ("kms:Encrypt", "kms:ReEncrypt*"), keys, why, (via,))
    why = "By DMS, AWS services are lent the key for a replication instance's storage; nobody else can be."
    yield who.statement("LendOwnKeys", ("kms:CreateGrant",), keys, why, (FOR_AWS, via))


def _conditions(operator: Operator) -> tuple[Condition, ...]:
    window = operator.between or {}
    found = [Condition("Bool", "aws:MultiFactorAuthPresent", ("true",))] if operator.require_mfa else []
    if "from" in window:
        found.append(Condition("DateGreaterThanEquals", "aws:CurrentTime", (window["from"],)))
    if "to" in window:
        found.append(Condition("DateLessThan", "aws:CurrentTime", (window["to"],)))
    return tuple(found)


def _networks(operator: Operator, comparison: str) -> tuple[Condition, ...]:
    return (Condition(comparison, "aws:SourceIp", operator.source_ips),) if operator.source_ips else ()


def _not_from_elsewhere(who: OperatorScope) -> Iterator[Statement]:
    """DMS from the operator's networks only, by a Deny that spares the calls that AWS makes in the user's name.

    These come from AWS's addresses. What DMS needs in the user's name has no such condition for the same reason. Of
    that, roles and keys are of use through DMS alone; network interfaces are not, so they are denied likewise.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html
    """
    why = "DMS from these networks only; what AWS calls in the user's name comes from AWS's own."
    yield _denied_elsewhere(who, "NotFromElsewhere", (EVERYTHING,), ("*",), why)
    if sees_network(who.operator) and may(who.operator, MAKE_INSTANCES):
        why = "From elsewhere, network interfaces are DMS's to make and change, and nobody's directly."
        yield _denied_elsewhere(who, "NoInterfacesFromElsewhere", _INTERFACES, _interfaces(who), why)


def _denied_elsewhere(
    who: OperatorScope, sid: str, actions: tuple[str, ...], resources: tuple[str, ...], why: str
) -> Statement:
    directly = Condition("Bool", "aws:ViaAWSService", ("false",))
    return Statement(
        sid=sid,
        effect="Deny",
        actions=actions,
        resources=resources,
        conditions=(*_networks(who.operator, "NotIpAddress"), directly),
        origin=(*who.path, "source_ips"),
        why=why,
    )
