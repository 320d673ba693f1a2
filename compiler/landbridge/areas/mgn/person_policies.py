"""What people are allowed: to install agents, and to work with MGN.

Sources: https://docs.aws.amazon.com/mgn/latest/ug/security-iam-awsmanpol-AWSApplicationMigrationAgentInstallationPolicy.html
and https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationmigrationservice.html
"""

from collections.abc import Iterable, Iterator

from landbridge.areas.attached import Section
from landbridge.areas.mgn.abilities import ABILITIES, LAUNCHES, PLANNING, READ, SERVER, Actions
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
from landbridge.areas.mgn.operator_scope import OperatorScope
from landbridge.areas.mgn.spec import StagingArea
from landbridge.areas.mgn.spec_people import Ability, AgentInstaller, MgnOperator
from landbridge.areas.outside import parameter_of
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


def sections(who: OperatorScope) -> Iterator[tuple[Section, ...]]:
    """What an entry is allowed. Sections that come together are one policy while they fit one."""
    holders = who.holders
    if isinstance(holders, AgentInstaller):
        yield (Section("", tuple(_installer(who, holders))),)
        return
    yield (
        Section("", tuple(_changing(who, holders))),
        Section("plan", tuple(_planning(who, holders))),
        Section("see", tuple(_seeing(who, holders))),
    )
    if launches(holders):
        yield (Section("launch", tuple(launching(who))),)
        yield (Section("work", tuple(working(who))),)


def launches(operator: MgnOperator) -> bool:
    """Whether an operator launches instances."""
    return not LAUNCHES.isdisjoint(operator.may)


def _installer(who: OperatorScope, installer: AgentInstaller) -> Iterator[Statement]:
    """What the installer of the agent calls, which is AWSApplicationMigrationAgentInstallationPolicy for one region.

    With tags it is narrower: a server is registered with these, and gets a certificate only where it has them. AWS's
    lists say that source servers have aws:ResourceTag, on which IssueClientCertificateForMgn is checked. Its own policy
    allows that for every server, so that nothing of AWS's shows the condition at work. An agent that is installed again
    on a server without the tags gets no certificate.
    """
    tags = tuple(_tags(who.scope, who.path, installer.tags, "aws:RequestTag/"))
    servers = (who.arn("mgn", f"{SERVER}/*"),)
    if not tags:
        why = "The installer of the agent: these take no resource."
        yield who.on_all("InstallAgents", (*_WITHOUT_RESOURCE, _REGISTER), why)
    else:
        yield who.on_all("InstallAgents", _WITHOUT_RESOURCE, "The installer of the agent: these take no resource.")
        why = "A server is registered with these tags, by which it is told from others later."
        yield who.on_all("RegisterServers", (_REGISTER,), why, tags)
    why = "The agent gets the certificate by which it replicates" + (
        "." if not tags else ", where its server has these tags."
    )
    own = tuple(_tags(who.scope, who.path, installer.tags, "aws:ResourceTag/"))
    yield who.statement("IssueCertificates", ("mgn:IssueClientCertificateForMgn",), servers, why, own)
    registering = Condition("StringEquals", "mgn:CreateAction", ("RegisterAgentForMgn",))
    why = "Tags are given to a server while it is registered, and not later."
    yield who.statement("TagServers", ("mgn:TagResource",), servers, why, (registering, *tags))


def _seeing(who: OperatorScope, operator: MgnOperator) -> Iterator[Statement]:
    """What every operator sees."""
    tags = tuple(_tags(who.scope, who.path, operator.tags, "aws:ResourceTag/"))
    for actions in READ:
        yield _of_mgn(who, actions, tags)
    sees = SEE if launches(operator) or "settings" in operator.may else SEE_LESS
    yield who.on_all("SeeEc2", sees, "Where servers replicate to and launch; none of it takes a resource.")


def _changing(who: OperatorScope, operator: MgnOperator) -> Iterator[Statement]:
    """What an operator does with servers, by their tags."""
    yield from _able(who, operator, (each for each in operator.may if each not in PLANNING))
    if "settings" in operator.may and not launches(operator):
        yield edit_launch_templates(who)
    yield from _instance_roles(who, operator)


def _planning(who: OperatorScope, operator: MgnOperator) -> Iterator[Statement]:
    """What an operator does with applications, waves and templates."""
    yield from _able(who, operator, (each for each in operator.may if each in PLANNING))
    if "templates" in operator.may:
        yield from _script(who)


def _able(who: OperatorScope, operator: MgnOperator, abilities: Iterable[Ability]) -> Iterator[Statement]:
    tags = tuple(_tags(who.scope, who.path, operator.tags, "aws:ResourceTag/"))
    for ability in dict.fromkeys(abilities):
        for actions in ABILITIES[ability]:
            yield _of_mgn(who, actions, tags)


def _of_mgn(who: OperatorScope, actions: Actions, tags: tuple[Condition, ...]) -> Statement:
    if not actions.on:
        return who.on_all(actions.sid, actions.actions, actions.why)
    creating = (Condition("StringEquals", "mgn:CreateAction", actions.creating),) if actions.creating else ()
    where = tuple(who.arn("mgn", f"{kind}/*") for kind in actions.on)
    conditions = (*creating, *(tags if actions.tagged else ()))
    return who.statement(actions.sid, actions.actions, where, actions.why, conditions)


def _instance_roles(who: OperatorScope, operator: MgnOperator) -> Iterator[Statement]:
    """Roles that MGN passes when it launches; who launches nothing gets none, whatever settings they change."""
    found = []
    for index, key in enumerate(operator.instance_roles):
        where = (*who.path, "instance_roles", index)
        arn = who.scope.reference(where, "role", key, where="security")
        if arn is not None:
            found.append(arn)
    if found and launches(operator):
        yield pass_instance_roles(who, tuple(found))


def _script(who: OperatorScope) -> Iterator[Statement]:
    """What replication-template.sh looks up besides: the key, and parameters that the spec names."""
    staging = who.part.staging_area
    if staging is None:
        return
    if staging.ebs_encryption.key != DEFAULT_KEY and (key := key_arn(who.scope, staging)) is not None:
        yield who.statement("SeeKey", ("kms:DescribeKey",), (key,), "The template names the key by its ARN.")
    named = tuple(who.arn("ssm", f"parameter{name}") for name in _parameters(who.scope, staging))
    if named:
        yield who.statement("SeeValues", ("ssm:GetParameter",), named, "Values of the spec that are kept there.")


def _parameters(scope: Scope, staging: StagingArea) -> Iterator[str]:
    """The names of SSM parameters that the script reads, each once."""
    network = scope.spec.part("network")
    group = (network.security_groups if network is not None else {}).get(staging.replication_servers.security_group)
    texts = [staging.subnets[0], staging.ebs_encryption.key]
    if group is not None:
        texts.append(group.id or group.vpc or "")
    yield from dict.fromkeys(filter(None, map(parameter_of, texts)))


def _tags(scope: Scope, path: SpecPath, tags: dict[str, tuple[str, ...]] | None, prefix: str) -> Iterator[Condition]:
    """The tags that have to be there, all of them; each has one of its values."""
    for key, values in (tags or {}).items():
        where = (*path, "tags", key)
        found = tuple(scope.expand(value, where) for value in values)
        yield Condition("StringEquals", f"{prefix}{key}", found)
