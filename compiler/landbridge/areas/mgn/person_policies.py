"""What people are allowed: to install agents, and to work with MGN.

Sources: https://docs.aws.amazon.com/mgn/latest/ug/security-iam-awsmanpol-AWSApplicationMigrationAgentInstallationPolicy.html
and https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationmigrationservice.html
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from landbridge.areas.mgn.abilities import ABILITIES, LAUNCHES, PLANNING, READ, SERVER, Actions
from landbridge.areas.mgn.desk import Desk
from landbridge.areas.mgn.forms import DEFAULT_KEY
from landbridge.areas.mgn.keys import key_arn
from landbridge.areas.mgn.launching import (
    SEE,
    SEE_LESS,
    edit_launch_templates,
    launching,
    pass_instance_roles,
    working,
)
from landbridge.areas.mgn.outside_values import parameters
from landbridge.areas.mgn.spec_people import Ability, AgentInstaller, MgnOperator
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition, Statement

_REGISTER = "mgn:RegisterAgentForMgn"
_WITHOUT_RESOURCE = (
    "mgn:GetAgentInstallationAssetsForMgn",
    "mgn:SendClientLogsForMgn",
    "mgn:SendClientMetricsForMgn",
    "mgn:VerifyClientRoleForMgn",
)


class Section(NamedTuple):
    """Statements about one thing, which are one policy: `name` tells it from the other policies of the same people."""

    name: str
    statements: tuple[Statement, ...]


def sections(desk: Desk) -> Iterator[tuple[Section, ...]]:
    """What an entry is allowed. Sections that come together are one policy while they fit one."""
    holders = desk.holders
    if isinstance(holders, AgentInstaller):
        yield (Section("", tuple(_installer(desk, holders))),)
        return
    yield (
        Section("", tuple(_changing(desk, holders))),
        Section("plan", tuple(_planning(desk, holders))),
        Section("see", tuple(_seeing(desk, holders))),
    )
    if launches(holders):
        yield (Section("launch", tuple(launching(desk))),)
        yield (Section("work", tuple(working(desk))),)


def launches(operator: MgnOperator) -> bool:
    """Whether an operator launches instances."""
    return not LAUNCHES.isdisjoint(operator.may)


def _installer(desk: Desk, installer: AgentInstaller) -> Iterator[Statement]:
    """What the installer of the agent calls, which is AWSApplicationMigrationAgentInstallationPolicy for one region."""
    tags = tuple(_tags(desk.scope, desk.path, installer.tags, "aws:RequestTag/"))
    servers = (desk.arn("mgn", f"{SERVER}/*"),)
    if not tags:
        why = "The installer of the agent: these take no resource."
        yield desk.on_all("InstallAgents", (*_WITHOUT_RESOURCE, _REGISTER), why)
    else:
        yield desk.on_all("InstallAgents", _WITHOUT_RESOURCE, "The installer of the agent: these take no resource.")
        why = "A server is registered with these tags, by which it is told from others later."
        yield desk.on_all("RegisterServers", (_REGISTER,), why, tags)
    why = "The agent gets the certificate by which it replicates."
    yield desk.statement("IssueCertificates", ("mgn:IssueClientCertificateForMgn",), servers, why)
    registering = Condition("StringEquals", "mgn:CreateAction", ("RegisterAgentForMgn",))
    why = "Tags are given to a server while it is registered, and not later."
    yield desk.statement("TagServers", ("mgn:TagResource",), servers, why, (registering, *tags))


def _seeing(desk: Desk, operator: MgnOperator) -> Iterator[Statement]:
    """What every operator sees."""
    tags = tuple(_tags(desk.scope, desk.path, operator.tags, "aws:ResourceTag/"))
    for actions in READ:
        yield _of_mgn(desk, actions, tags)
    sees = SEE if launches(operator) or "settings" in operator.may else SEE_LESS
    yield desk.on_all("SeeEc2", sees, "Where servers replicate to and launch; none of it takes a resource.")


def _changing(desk: Desk, operator: MgnOperator) -> Iterator[Statement]:
    """What an operator does with servers, by their tags."""
    yield from _able(desk, operator, (each for each in operator.may if each not in PLANNING))
    if "settings" in operator.may and not launches(operator):
        yield edit_launch_templates(desk)
    yield from _instance_roles(desk, operator)


def _planning(desk: Desk, operator: MgnOperator) -> Iterator[Statement]:
    """What an operator does with applications, waves and templates."""
    yield from _able(desk, operator, (each for each in operator.may if each in PLANNING))
    if "templates" in operator.may:
        yield from _script(desk)


def _able(desk: Desk, operator: MgnOperator, abilities: Iterable[Ability]) -> Iterator[Statement]:
    tags = tuple(_tags(desk.scope, desk.path, operator.tags, "aws:ResourceTag/"))
    for ability in dict.fromkeys(abilities):
        for actions in ABILITIES[ability]:
            yield _of_mgn(desk, actions, tags)


def _of_mgn(desk: Desk, actions: Actions, tags: tuple[Condition, ...]) -> Statement:
    if not actions.on:
        return desk.on_all(actions.sid, actions.actions, actions.why)
    creating = (Condition("StringEquals", "mgn:CreateAction", actions.creating),) if actions.creating else ()
    where = tuple(desk.arn("mgn", f"{kind}/*") for kind in actions.on)
    conditions = (*creating, *(tags if actions.tagged else ()))
    return desk.statement(actions.sid, actions.actions, where, actions.why, conditions)


def _instance_roles(desk: Desk, operator: MgnOperator) -> Iterator[Statement]:
    found = []
    for index, key in enumerate(operator.instance_roles):
        where = (*desk.path, "instance_roles", index)
        arn = desk.scope.reference(where, "role", key, where="security")
        if arn is not None:
            found.append(arn)
    if found:
        yield pass_instance_roles(desk, tuple(found))


def _script(desk: Desk) -> Iterator[Statement]:
    """What replication-template.sh looks up besides: the key, and parameters that the spec names."""
    staging = desk.part.staging_area
    if staging is None:
        return
    if staging.ebs_encryption.key != DEFAULT_KEY and (key := key_arn(desk.scope, staging)) is not None:
        yield desk.statement("SeeKey", ("kms:DescribeKey",), (key,), "The template names the key by its ARN.")
    named = tuple(desk.arn("ssm", f"parameter{name}") for name in parameters(desk.scope, staging))
    if named:
        yield desk.statement("SeeValues", ("ssm:GetParameter",), named, "Values of the spec that are kept there.")


def _tags(scope: Scope, path: SpecPath, tags: dict[str, tuple[str, ...]] | None, prefix: str) -> Iterator[Condition]:
    """The tags that have to be there, all of them; each has one of its values."""
    for key, values in (tags or {}).items():
        where = (*path, "tags", key)
        found = tuple(scope.expand(value, where) for value in values)
        yield Condition("StringEquals", f"{prefix}{key}", found)
