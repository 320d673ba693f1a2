"""The sections of an operator's policy that users and their consoles call for themselves."""

from collections.abc import Iterator
from dataclasses import replace

from landbridge.areas.boundaries import boundary
from landbridge.areas.dms import naming
from landbridge.areas.dms.fine_grained import USER_NAME
from landbridge.areas.dms.operator_scope import OperatorScope
from landbridge.areas.dms.roles import boundary_of_roles
from landbridge.areas.dms.trust import REDSHIFT, dms_service
from landbridge.aws import arn, managed_policies
from landbridge.policy.document import Condition, Statement

_ROLE_POLICIES = ("AmazonDMSCloudWatchLogsRole", "AmazonDMSRedshiftS3Role", "AmazonDMSVPCManagementRole")
"""What AWS attaches to the roles that DMS knows by name."""


def beside_dms(who: OperatorScope) -> Iterator[Statement]:
    """What users and their consoles call themselves."""
    if who.sections.console:
        yield from _console(who)
    if who.sections.metrics:
        yield who.on_all("Metrics", ("cloudwatch:Get*", "cloudwatch:List*"), "Metrics of replication instances.")
    if who.sections.logs:
        yield from _logs(who)
    if who.sections.view_own_permissions:
        yield from _own_permissions(who)
    if who.sections.create_roles:
        yield from _new_roles(who, who.sections.create_roles)
    if who.sections.redshift_console:
        yield from _redshift(who, who.sections.redshift_console)


def _console(who: OperatorScope) -> Iterator[Statement]:
    yield who.on_all("ListKeyAliases", ("kms:ListAliases",), "The console lists keys by alias.")
    keys = (who.arn("kms", "key/*"),)
    yield who.statement("SeeKeys", ("kms:DescribeKey",), keys, "The console shows the keys to choose from.")


def _logs(who: OperatorScope) -> Iterator[Statement]:
    yield who.on_all("FindLogs", ("logs:DescribeLogGroups",), "The console finds log groups by a list of all.")
    groups = ("dms-tasks-*", "dms-serverless-replication-*")
    yield who.statement(
        "ReadLogs",
        ("logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"),
        tuple(who.arn("logs", f"log-group:{group}") for group in groups),
        "DMS writes the logs of tasks and serverless replications to groups of these names.",
    )


def _redshift(who: OperatorScope, reason: str) -> Iterator[Statement]:
    described = who.on_all("SeeRedshift", ("redshift:Describe*",), "The console checks how a cluster is set up.")
    clusters = (who.arn("redshift", "cluster:*"),)
    why = "The console gives a cluster the role that copies from the staging bucket."
    changed = who.statement("ChangeClusterRoles", ("redshift:ModifyClusterIamRoles",), clusters, why)
    role = naming.account_roles(who.scope, who.part).get("dms_role:redshift")
    passed = (who.passing("PassClusterRole", (role,), (REDSHIFT,), why),) if role is not None else ()
    yield from (replace(each, reason=reason) for each in (described, changed, *passed))


def _own_permissions(who: OperatorScope) -> Iterator[Statement]:
    account = who.scope.identity.account_id
    own = f"arn:{who.scope.identity.partition}:iam::{account}:user/{USER_NAME}"
    yield who.statement(
        "SeeOwnUser",
        (
            "iam:GetUser",
            "iam:GetUserPolicy",
            "iam:ListAttachedUserPolicies",
            "iam:ListGroupsForUser",
            "iam:ListUserPolicies",
        ),
        (who.scope.expand(own, who.path),),
        "Users see their own policies and groups.",
    )
    yield who.statement(
        "FindOwnUser",
        (
            "iam:GetGroupPolicy",
            "iam:GetPolicy",
            "iam:GetPolicyVersion",
            "iam:ListAttachedGroupPolicies",
            "iam:ListGroupPolicies",
            "iam:ListPolicies",
            "iam:ListPolicyVersions",
            "iam:ListUsers",
        ),
        ("*",),
        "The console's way to the own user leads through lists of all.",
    )


def _new_roles(who: OperatorScope, reason: str) -> Iterator[Statement]:
    identity = who.scope.identity
    roles = tuple(arn.role_arn(identity, "/", name) for name in naming.ACCOUNT_ROLES.values())
    policies = tuple(managed_policies.arn(identity, policy) for policy in _ROLE_POLICIES)
    chosen = boundary_of_roles(who.scope.spec, who.part)
    bound = boundary(who.scope, *chosen).arn if chosen is not None else None
    bounded = (Condition("StringEquals", "iam:PermissionsBoundary", (bound,)),) if bound is not None else ()
    why = "The roles that DMS knows by name"
    making = (
        who.statement("SeeMadeRoles", ("iam:GetRole",), roles, f"{why}."),
        who.statement(
            "MakeRoles",
            ("iam:CreateRole",),
            roles,
            f"{why}, with the boundary of all others." if bound else f"{why}.",
            bounded,
        ),
        who.passing("PassMadeRoles", roles, (dms_service(who.part.service_suffix),), f"{why}."),
        who.statement(
            "AttachRolePolicies",
            ("iam:AttachRolePolicy",),
            roles,
            "Any other policy would make these roles a way to more rights.",
            (Condition("ArnEquals", "iam:PolicyARN", policies),),
        ),
    )
    yield from (replace(each, reason=reason) for each in making)
