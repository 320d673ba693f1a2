"""The `security:` part of the spec: groups, roles, policies, users, in the words of the users' migration guide."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from landbridge.areas.iam.granted import (
    Granted,
    ManagedPolicy,
    Path,
    TrustStatement,
    UserName,
)
from landbridge.spec.base import (
    AccountId,
    Conditions,
    Flag,
    Key,
    Model,
    OneOrMany,
    Reason,
    Seconds,
    StandIn,
    Tags,
    Text,
    Whole,
    exactly_one,
    wrong,
)

_TRUST_CONDITIONS = "Further conditions of the trust: operator, key, values."


class Holder(Granted):
    """What can have policies attached: a group or a role."""

    description: Annotated[
        Text | None, Field(description="What it is for. AWS keeps none for groups: there it is a comment.")
    ] = None
    name: Annotated[
        Text | None, Field(description="The name in AWS, instead of the one made by naming; may hold {stem}.")
    ] = None
    path: Path = "/"
    managed_policies: Annotated[
        tuple[ManagedPolicy, ...], Field(description="AWS-managed policies by bare name, others by ARN.")
    ] = ()
    customer_policies: Annotated[tuple[Key, ...], Field(description="Keys of security.policies to attach.")] = ()
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None


class Group(Holder):
    """An IAM group."""

    tags: Annotated[Tags | None, Field(description="Refused: groups cannot carry tags in AWS.")] = None
    members: Annotated[
        tuple[UserName, ...],
        Field(description="User names. The users exist elsewhere unless security.users creates them."),
    ] = ()


class Role(Holder):
    """What all kinds of roles share."""

    tags: Annotated[Tags, Field(description="Tags besides the spec's.")] = {}
    max_session_duration: Annotated[Seconds | None, Field(description="Longest session, 3600 to 43200 seconds.")] = None
    permissions_boundary: Annotated[
        Text | None,
        Field(description="keep, none, an ARN or a key of security.policies; left out: security.permissions_boundary."),
    ] = None
    trust: Annotated[tuple[TrustStatement, ...], Field(description="Further statements of the trust policy.")] = ()


class ServiceRole(Role):
    """A role that an AWS service assumes."""

    service: Annotated[
        OneOrMany,
        Field(description="Service principals, e.g. lambda.amazonaws.com, or the short form lambda."),
    ]
    conditions: Annotated[
        Conditions,
        Field(description="Conditions of the trust, e.g. {StringEquals: {aws:SourceAccount: '{account_id}'}}."),
    ] = {}
    instance_profile: Annotated[Flag, Field(description="Make an EC2 instance profile of the same name.")] = False


class AssumableBy(Model):
    """Who may assume a role inside this account."""

    groups: Annotated[
        tuple[Key, ...],
        Field(description="Groups of the spec: they are allowed sts:AssumeRole, the role trusts the account."),
    ] = ()
    principals: Annotated[
        tuple[Text, ...],
        Field(description="ARNs of roles or users, or {role:KEY}; the role trusts exactly these."),
    ] = ()
    require_mfa: Annotated[Flag, Field(description="Only with multi-factor authentication.")] = False
    conditions: Annotated[Conditions, Field(description=_TRUST_CONDITIONS)] = {}


class AssumableRole(Role):
    """A role that people or roles of this account assume."""

    assumable_by: Annotated[AssumableBy, Field(description="Who may assume it.")]


class CrossAccountRole(Role):
    """A role that other accounts assume."""

    account_ids: Annotated[
        tuple[AccountId, ...],
        Field(description="Accounts that are trusted as a whole; their own policies decide who."),
    ] = ()
    principals: Annotated[
        tuple[Text, ...],
        Field(description="ARNs in other accounts that are trusted.", validate_default=True),
    ] = ()
    external_id: Annotated[
        Text | None,
        Field(description="Agreed with the other side against the confused deputy. Not a password."),
    ] = None
    require_mfa: Annotated[Flag, Field(description="Only with multi-factor authentication.")] = False
    conditions: Annotated[Conditions, Field(description=_TRUST_CONDITIONS)] = {}
    reason: Annotated[Reason | None, Field(description="Why there is no external_id, where there is none.")] = None

    @field_validator("principals")
    @classmethod
    def _somebody(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not value and info.data.get("account_ids") == ():
            raise wrong("account_ids or principals: who may assume this role?", "add account ids, or ARNs, or both")
        return value


class Saml(Model):
    """Trust in a SAML identity provider of this account."""

    provider: Annotated[Text, Field(description="Name or ARN of the SAML provider.")]
    audience: Annotated[Text | None, Field(description="SAML:aud; left out: the partition's console sign-in.")] = None


class Oidc(Model):
    """Trust in an OpenID Connect provider of this account."""

    provider: Annotated[
        Text,
        Field(description="Issuer without https://, e.g. token.actions.githubusercontent.com, or the provider's ARN."),
    ]
    audiences: Annotated[OneOrMany, Field(description="Accepted aud claims.")] = ("sts.amazonaws.com",)
    subjects: Annotated[OneOrMany, Field(description="Accepted sub claims; * as a wildcard.")]
    reason: Annotated[Reason | None, Field(description="Why; asked for where a subject is wide.")] = None


class FederatedRole(Role):
    """A role that identities of a provider assume."""

    saml: Annotated[Saml | None, Field(description="SAML provider.")] = None
    oidc: Annotated[
        Oidc | None,
        Field(description="OpenID Connect provider, e.g. GitHub Actions or an EKS cluster.", validate_default=True),
    ] = None
    conditions: Annotated[Conditions, Field(description=_TRUST_CONDITIONS)] = {}

    @field_validator("oidc")
    @classmethod
    def _one_provider(cls, value: object, info: ValidationInfo) -> object:
        return exactly_one(value, info, "saml")


AnyRole = ServiceRole | AssumableRole | CrossAccountRole | FederatedRole
"""A role of the spec: each section has one of these types."""


class CustomerPolicy(Granted):
    """A customer-managed policy of the spec."""

    description: Annotated[
        Text | None, Field(description="What it is for; AWS replaces the policy when it changes.")
    ] = None
    name: Annotated[
        Text | None, Field(description="The name in AWS, instead of the one made by naming; may hold {stem}.")
    ] = None
    path: Path = "/"
    tags: Annotated[Tags, Field(description="Tags besides the spec's.")] = {}
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None


class User(Model):
    """A user that this spec creates. Users that are only members are never created."""

    path: Path = "/"
    tags: Annotated[Tags, Field(description="Tags besides the spec's.")] = {}
    permissions_boundary: Annotated[
        Text | None,
        Field(description="keep, none, an ARN or a key of security.policies; left out: security.permissions_boundary."),
    ] = None
    force_destroy: Annotated[
        Flag, Field(description="Let Terraform delete the user's keys and devices with the user.")
    ] = False


class GroupMappings(Model):
    """Members from an export of the old groups, one `group: user user` a line."""

    file: Annotated[Text, Field(description="Text file beside the spec.")]
    groups: Annotated[dict[str, Key], Field(description="Old group name to key of security.iam_groups.")]
    left_behind: Annotated[
        tuple[str, ...],
        Field(description="Old groups whose members get nothing here. Every old group is here or in groups."),
    ] = ()


class Security(Model):
    """IAM groups, roles, policies and users."""

    permissions_boundary: Annotated[
        Text,
        Field(
            description="For roles and created users, a choice you must make: keep what is there, none, an ARN,"
            " or a key of security.policies."
        ),
        StandIn("keep"),
    ]
    iam_groups: Annotated[dict[Key, Group], Field(description="Groups by key.")] = {}
    service_roles: Annotated[dict[Key, ServiceRole], Field(description="Roles for AWS services by key.")] = {}
    assumable_roles: Annotated[
        dict[Key, AssumableRole], Field(description="Roles that people of this account assume, by key.")
    ] = {}
    cross_account_roles: Annotated[
        dict[Key, CrossAccountRole], Field(description="Roles that other accounts assume, by key.")
    ] = {}
    federated_roles: Annotated[
        dict[Key, FederatedRole], Field(description="Roles for SAML and OpenID Connect identities, by key.")
    ] = {}
    policies: Annotated[dict[Key, CustomerPolicy], Field(description="Customer-managed policies by key.")] = {}
    users: Annotated[
        dict[UserName, User],
        Field(description="Users to create, by name. Leave out users that exist elsewhere."),
    ] = {}
    user_group_mappings: Annotated[
        GroupMappings | None, Field(description="Members from an export of the old groups.")
    ] = None
    trust_policy_quota: Annotated[
        Literal[2048, 4096, 8192],
        Whole,
        Field(description="Characters your account allows in a trust policy; above 2048 only after a quota increase."),
    ] = 2048
