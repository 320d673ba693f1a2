"""The DMS user policy, section by section: what people need who work with AWS DMS, and why.

Source: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html
"""

from collections.abc import Iterator
from dataclasses import replace

from landbridge.areas.dms import naming
from landbridge.areas.dms.actions import LISTS, TAKE_ROLES, WRITES
from landbridge.areas.dms.console import beside_dms
from landbridge.areas.dms.desk import Desk
from landbridge.areas.dms.fine_grained import EVERYTHING, granted, own_endpoints
from landbridge.areas.dms.keys import key_arn
from landbridge.areas.dms.spec_operators import Operator
from landbridge.areas.dms.trust import dms_service, regional_dms
from landbridge.aws import partitions
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import overlaps

_SECRET_ROLES = ("dms_secret_role:",)
_OTHER_ROLES = ("dms_role:", "dms_assessment_role:")


def dms_statements(desk: Desk) -> Iterator[Statement]:
    """What an operator is allowed and denied in DMS, and what DMS then does in the user's name.

    MFA and times are conditions of what is allowed, with operators that a request without the key fails: as a Deny
    they would also take away what the same people may do for other reasons.
    """
    operator = desk.operator
    conditions = _conditions(operator)
    for each in _for_dms(desk):
        yield replace(each, conditions=(*each.conditions, *conditions))
    for index, grant in enumerate(operator.deny):
        yield from granted(desk.scope, (*desk.path, "deny", index), grant, "Deny", desk.region)
    if operator.source_ips:
        yield _not_from_elsewhere(desk)


def console_statements(desk: Desk) -> Iterator[Statement]:
    """What an operator's own calls to other services are allowed."""
    conditions = (*_conditions(desk.operator), *_networks(desk.operator, "IpAddress"))
    for each in beside_dms(desk):
        yield replace(each, conditions=(*each.conditions, *conditions))


def is_restricted(operator: Operator) -> bool:
    """Whether an operator may do in DMS only what the spec names."""
    return bool(operator.allow) or operator.own_endpoints_only is not None


def _for_dms(desk: Desk) -> Iterator[Statement]:
    """DMS, and what it does in the user's name with what it is given."""
    yield from _dms(desk)
    if _takes_roles(desk.operator):
        yield from _roles(desk)
        yield from _secrets(desk)
    if desk.sections.vpc:
        yield from _network(desk)
    yield from _own_keys(desk)


def _dms(desk: Desk) -> Iterator[Statement]:
    operator = desk.operator
    if not is_restricted(operator):
        all_of_it = (desk.arn("dms", "*"),)
        reach = "every region" if operator.all_regions else "region"
        yield desk.statement("Dms", (EVERYTHING,), all_of_it, f"All of DMS, on what is in this account and {reach}.")
        lists = ("dms:Describe*", "dms:List*")
        yield desk.on_all("DmsWithoutResource", (*lists, *WRITES), "Of DMS, what takes no resource.")
        return
    yield desk.on_all("DmsLists", LISTS, "Lists take no resource; all else of DMS is by name or tag below.")
    if operator.own_endpoints_only is not None:
        where = (*desk.path, "own_endpoints_only")
        yield from own_endpoints(desk.scope, where, operator.own_endpoints_only, desk.region)
    for index, grant in enumerate(operator.allow):
        yield from granted(desk.scope, (*desk.path, "allow", index), grant, "Allow", desk.region)


def _takes_roles(operator: Operator) -> bool:
    """Whether they may do anything for which DMS is given a role."""
    if not operator.allow or operator.own_endpoints_only is not None:
        return True
    named = [action for grant in operator.allow for action in grant.actions or (EVERYTHING,)]
    return any(overlaps(action, taker, ignore_case=True) for action in named for taker in TAKE_ROLES)


def _roles(desk: Desk) -> Iterator[Statement]:
    """Exactly the roles of this spec that DMS gets."""
    named = naming.names(desk.scope, desk.part)
    roles = tuple(named[name] for name in sorted(named) if name.startswith(_OTHER_ROLES))
    secret = tuple(named[name] for name in sorted(named) if name.startswith(_SECRET_ROLES))
    dms = dms_service(desk.part.service_suffix)
    if roles or secret:
        why = "The console looks up the roles that DMS is given."
        yield desk.statement("SeeRoles", ("iam:GetRole",), (*roles, *secret), why)
    if roles:
        yield desk.passing("PassRoles", roles, (dms,), "The roles that this spec has for DMS.")
    if secret:
        regional = regional_dms(desk.scope, desk.part.service_suffix)
        yield desk.passing("PassSecretRoles", secret, (dms, regional), "The roles with which DMS reads the secrets.")


def _secrets(desk: Desk) -> Iterator[Statement]:
    found = tuple(
        desk.scope.expand(secret.arn, ("dms", "endpoints", key, field))
        for key, endpoint in desk.part.endpoints.items()
        for field, secret in (("secret", endpoint.secret), ("asm_secret", endpoint.asm_secret))
        if secret is not None and secret.arn
    )
    if found:
        why = "Making an endpoint looks at its secret, not at what is in it."
        yield desk.statement("SeeSecrets", ("secretsmanager:DescribeSecret",), found, why)


def _network(desk: Desk) -> Iterator[Statement]:
    seen = ("AvailabilityZones", "InternetGateways", "SecurityGroups", "Subnets", "Vpcs")
    actions = tuple(f"ec2:Describe{each}" for each in seen)
    yield desk.on_all("SeeNetwork", actions, "Where a replication instance can stand.")
    yield desk.statement(
        "NetworkInterfaces",
        ("ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute"),
        (
            desk.arn("ec2", "network-interface/*"),
            desk.arn("ec2", "security-group/*", account="*"),
            desk.arn("ec2", "subnet/*", account="*"),
        ),
        "DMS connects a replication instance in the user's name; subnets and groups may be shared by other accounts.",
    )


def _own_keys(desk: Desk) -> Iterator[Statement]:
    path = (*desk.path, "sections", "own_keys")
    named = (key_arn(desk.scope, (*path, index), key) for index, key in enumerate(desk.sections.own_keys))
    keys = tuple(key for key in named if key)
    if not keys:
        return
    yield desk.statement("SeeOwnKeys", ("kms:DescribeKey",), keys, "DMS checks the key that it is given.")
    host = regional_dms(desk.scope, partitions.dns_suffix(desk.scope.identity.partition))
    via = Condition("StringEquals", "kms:ViaService", (host,))
    why = "DMS encrypts connection data with the key in the user's name; without DMS the user cannot."
    yield desk.statement("UseOwnKeys", ("kms:Encrypt", "kms:ReEncrypt*"), keys, why, (via,))
    for_aws = Condition("Bool", "kms:GrantIsForAWSResource", ("true",))
    why = "AWS services are lent the key for a replication instance's storage; nobody else can be."
    yield desk.statement("LendOwnKeys", ("kms:CreateGrant",), keys, why, (for_aws,))


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


def _not_from_elsewhere(desk: Desk) -> Statement:
    """DMS from the operator's networks only, by a Deny that spares the calls that AWS makes in the user's name.

    These come from AWS's addresses. What DMS needs in the user's name has no such condition for the same reason, and
    is of no use to whoever is kept from DMS.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html
    """
    return Statement(
        sid="NotFromElsewhere",
        effect="Deny",
        actions=(EVERYTHING,),
        resources=("*",),
        conditions=(*_networks(desk.operator, "NotIpAddress"), Condition("Bool", "aws:ViaAWSService", ("false",))),
        origin=(*desk.path, "source_ips"),
        why="DMS from these networks only; what AWS calls in the user's name comes from AWS's own.",
    )
