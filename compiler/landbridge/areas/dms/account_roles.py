"""The three roles that DMS finds by their names, once in an account.

Source: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from landbridge.areas.dms.naming import ACCOUNT_ROLES, account_role_label
from landbridge.areas.dms.roles import Roles
from landbridge.areas.dms.spec import Dms
from landbridge.areas.dms.trust import REDSHIFT, dms_service, on_behalf_of, trust_policy, trusted
from landbridge.areas.identities import IamRole, IamRolePolicyAttachment
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.aws import managed_policies
from landbridge.findings import SpecPath
from landbridge.ir import Import, Resource
from landbridge.policy.document import PolicyDocument


@dataclass(frozen=True, slots=True)
class _Kind:
    policy: str
    description: str


_KINDS: Mapping[str, _Kind] = {
    "vpc": _Kind("AmazonDMSVPCManagementRole", "Lets DMS manage the network interfaces of replication instances"),
    "cloudwatch_logs": _Kind("AmazonDMSCloudWatchLogsRole", "Lets DMS write the logs of replication tasks"),
    "redshift": _Kind("AmazonDMSRedshiftS3Role", "Lets DMS and Redshift stage data in the buckets dms-*"),
}


def account_roles(roles: Roles) -> Iterator[Resource]:
    """Those that the spec owns or adopts, each with its AWS-managed policy.

    Everybody in the account needs them, whoever made them, so that Terraform must not destroy or replace them. With
    `reference` their blocks end: the runbook says how to hand them over.
    """
    for kind, _ in choices(roles.part):
        path: SpecPath = ("dms", "account_roles", kind)
        role = roles.role(
            ACCOUNT_ROLES[kind],
            account_role_label(kind),
            path,
            _trust(roles.scope, path, kind, roles.part.service_suffix),
            description=_KINDS[kind].description,
            prevent_destroy=True,
        )
        yield role
        yield roles.managed(role, _KINDS[kind].policy)


def imports(roles: Roles) -> Iterator[Import]:
    """Those that exist: the role by its name, its policy by role and ARN."""
    for kind, choice in choices(roles.part):
        if choice == "adopt":
            name, policy, held = ACCOUNT_ROLES[kind], _KINDS[kind].policy, account_role_label(kind)
            yield Import(address=f"{IamRole.type}.{held}", id=name)
            attached = managed_policies.arn(roles.scope.identity, policy)
            yield Import(address=f"{IamRolePolicyAttachment.type}.{label(held, policy)}", id=f"{name}/{attached}")


def choices(part: Dms) -> Iterator[tuple[str, str]]:
    """The roles that are made here, with `own` or `adopt`."""
    for kind in ACCOUNT_ROLES:
        choice = getattr(part.account_roles, kind)
        if choice in ("own", "adopt"):
            yield kind, choice


class HandedOver(NamedTuple):
    """An account role that somebody else may own one day: its name, its key, and its blocks in the root's state."""

    name: str
    kind: str
    addresses: tuple[str, ...]


def handed_over(part: Dms) -> Iterator[HandedOver]:
    """The roles that are made here, as somebody hands them over who keeps them in AWS."""
    for kind, _ in choices(part):
        held, policy = account_role_label(kind), _KINDS[kind].policy
        addresses = (f"{IamRole.type}.{held}", f"{IamRolePolicyAttachment.type}.{label(held, policy)}")
        yield HandedOver(ACCOUNT_ROLES[kind], kind, tuple(f"module.dms.{address}" for address in addresses))


def _trust(scope: Scope, path: SpecPath, kind: str, suffix: str) -> PolicyDocument:
    """Whom a role trusts, in every region: an account has it once.

    The role for logs has no conditions: with them, tasks have no logs
    (https://github.com/terraform-aws-modules/terraform-aws-dms/issues/84). Redshift copies on behalf of a cluster,
    which is no resource of DMS.
    """
    dms = dms_service(suffix)
    if kind == "vpc":
        return trust_policy(trusted(path, "Dms", dms, *on_behalf_of(scope, "rep", any_region=True)))
    if kind == "redshift":
        return trust_policy(
            trusted(path, "Dms", dms, *on_behalf_of(scope, "endpoint", any_region=True)),
            trusted(path, "Redshift", REDSHIFT),
        )
    return trust_policy(trusted(path, "Dms", dms))
