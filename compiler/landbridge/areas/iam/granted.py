"""What groups, roles and policies grant: levels, access by intention, statements, guards."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from landbridge.spec.base import (
    CONDITIONS,
    Conditions,
    Key,
    Model,
    OneOrMany,
    Reason,
    Shorthand,
    Sid,
    Text,
    exactly_one,
    form,
)

Level = Annotated[str, form(r"^level[1-9]$", "level1, level2, level3 or level4")]
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
    conditions: Annotated[Conditions, Field(description=CONDITIONS)] = {}
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
    conditions: Annotated[Conditions, Field(description=CONDITIONS)] = {}
    reason: Annotated[
        Reason | None, Field(description="Why; asked for where it is wide. Printed above the policy.")
    ] = None

    @field_validator("not_actions", "not_resources")
    @classmethod
    def _one_of_each(cls, value: object, info: ValidationInfo) -> object:
        return exactly_one(value, info, str(info.field_name).removeprefix("not_"))


class Guard(PolicyStatement):
    """A Deny that an overlay does not lose: guards merge by key, and only null drops one."""

    effect: Annotated[Literal["Deny"], Field(description="Deny; what else would guard.")] = "Deny"


class TrustStatement(Model):
    """One more statement of a role's trust policy."""

    sid: Annotated[Sid | None, Field(description="Statement id.")] = None
    effect: Annotated[Literal["Allow", "Deny"], Field(description="Allow or Deny.")] = "Allow"
    actions: Annotated[OneOrMany, Field(description="sts actions.")] = ("sts:AssumeRole",)
    principals: Annotated[
        dict[Literal["AWS", "Service", "Federated"], OneOrMany],
        Field(description="Who: AWS (ARNs, account ids, {role:KEY}), Service or Federated.", min_length=1),
    ]
    conditions: Annotated[Conditions, Field(description=CONDITIONS)] = {}
    reason: Annotated[Reason | None, Field(description="Why; asked for where it is wide.")] = None


class Granted(Model):
    """What a group, a role or a policy grants."""

    policy_assignments: Annotated[
        dict[str, Assignment], Field(description="Level of access by service, e.g. s3: level2.")
    ] = {}
    access: Annotated[tuple[Access, ...], Field(description="Access by intention to any service.")] = ()
    statements: Annotated[tuple[PolicyStatement, ...], Field(description="Statements of your own.")] = ()
    guards: Annotated[
        dict[Key, Guard],
        Field(description="Denies by key. Unlike the list of statements, an overlay adds to them; null drops one."),
    ] = {}
