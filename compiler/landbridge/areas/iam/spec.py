"""The `security:` part of the spec: groups, roles, policies, users, in the words of the users' migration guide."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from landbridge.spec.base import (
    AccountId,
    Flag,
    Key,
    Model,
    OneOrMany,
    PolicyValues,
    Reason,
    Seconds,
    Shorthand,
    StandIn,
    Tags,
    Text,
    Whole,
    exactly_one,
    form,
    wrong,
)

Conditions = dict[str, dict[str, PolicyValues]]
Level = Annotated[str, form(r"^level[1-9]$", "level1, level2, level3 or level4")]
Sid = Annotated[str, form(r"^[A-Za-z0-9]+$", "letters and digits only", max_length=64)]
_CONDITIONS = "Conditions: operator, key, values; e.g. {Bool: {aws:MultiFactorAuthPresent: true}}."
_TRUST_CONDITIONS = "Further conditions of the trust: operator, key, values."
AccessLevel = Literal["list", "read", "write", "tag", "admin"]
Path = Annotated[Text, Field(description="IAM path, e.g. /migration/.")]
UserName = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class ManagedPolicy(Shorthand):
    """An AWS-managed policy by its bare name, or any managed policy by its ARN."""

    short: ClassVar[str] = "name"
    name: Annotated[Text, Field(description="Bare name of an AWS-managed policy, or the ARN of a policy that exists.")]
    reason: Annotated[Reason | None, Field(description="Why; asked for where the policy is wide.")] = None


class Assignment(Shorthand):
    """A level of access to one service. `landbridge explain-level s3 level2` prints what it grants."""

    short: ClassVar[str] = "level"
    level: Annotated[
        Level,
        Field(description="level1 reads, level2 works, level3 manages the project's own, level4 the service."),
    ]
    reason: Annotated[Reason | None, Field(description="Why; asked for where the level is wide.")] = None


class Access(Model):
    """Access by intention to any AWS service."""

    service: Annotated[Text, Field(description="IAM service prefix, e.g. glue or states.")]
    level: Annotated[
        AccessLevel, Field(description="list; read (with list); write (with read); tag; admin (everything).")
    ]
    resources: Annotated[
        OneOrMany | None,
        Field(
            description="ARNs; left out: the project's own, by name. May hold {partition} {region} {account_id} {stem}."
        ),
    ] = None
    conditions: Annotated[Conditions, Field(description=_CONDITIONS)] = {}
    reason: Annotated[Reason | None, Field(description="Why; asked for where it is wide.")] = None


class PolicyStatement(Model):
    """One statement of a policy, as IAM knows it."""

    sid: Annotated[Sid | None, Field(description="Statement id; made from the content where left out.")] = None
    effect: Annotated[Literal["Allow", "Deny"], Field(description="Allow or Deny.")] = "Allow"
    actions: Annotated[OneOrMany | None, Field(description="Actions such as s3:GetObject.")] = None
    not_actions: Annotated[
        OneOrMany | None,
        Field(description="Everything but these actions; with Allow only for a reason.", validate_default=True),
    ] = None
    resources: Annotated[
        OneOrMany | None,
        Field(description="ARNs. May hold {partition} {region} {account_id} {stem} {role:KEY} {policy:KEY}."),
    ] = None
    not_resources: Annotated[
        OneOrMany | None,
        Field(description="Everything but these resources; with Allow only for a reason.", validate_default=True),
    ] = None
    conditions: Annotated[Conditions, Field(description=_CONDITIONS)] = {}
    reason: Annotated[
        Reason | None, Field(description="Why; asked for where it is wide. Printed above the policy.")
    ] = None

    @field_validator("not_actions", "not_resources")
    @classmethod
    def _one_of_each(cls, value: object, info: ValidationInfo) -> object:
        return exactly_one(value, info, str(info.field_name).removeprefix("not_"))


class TrustStatement(Model):
    """One more statement of a role's trust policy."""

    sid: Annotated[Sid | None, Field(description="Statement id.")] = None
    effect: Annotated[Literal["Allow", "Deny"], Field(description="Allow or Deny.")] = "Allow"
    actions: Annotated[OneOrMany, Field(description="sts actions.")] = ("sts:AssumeRole",)
    principals: Annotated[
        dict[Literal["AWS", "Service", "Federated"], OneOrMany],
        Field(description="Who: AWS (ARNs, account ids, {role:KEY}), Service or Federated.", min_length=1),
    ]
    conditions: Annotated[Conditions, Field(description=_CONDITIONS)] = {}
    reason: Annotated[Reason | None, Field(description="Why; asked for where it is wide.")] = None


class Granted(Model):
    """What a group, a role or a policy grants."""

    policy_assignments: Annotated[
        dict[str, Assignment], Field(description="Level of access by service, e.g. s3: level2.")
    ] = {}
    access: Annotated[tuple[Access, ...], Field(description="Access by intention to any service.")] = ()
    statements: Annotated[tuple[PolicyStatement, ...], Field(description="Statements of your own.")] = ()


class Holder(Granted):
    """What can have policies attached: a group or a role."""

    description: Annotated[
        Text | None, Field(description="What it is for. AWS keeps none for groups: there it is a comment.")
    ] = None
    name: Annotated[Text | None, Field(description="The name in AWS, instead of the one made by naming.")] = None
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


class CustomerPolicy(Granted):
    """A customer-managed policy of the spec."""

    description: Annotated[
        Text | None, Field(description="What it is for; AWS replaces the policy when it changes.")
    ] = None
    name: Annotated[Text | None, Field(description="The name in AWS, instead of the one made by naming.")] = None
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
