"""Who works with MGN: `agent_installers:` and `operators:` of the `mgn:` part."""

from typing import Annotated, Literal

from pydantic import Field

from landbridge.areas.forms import TagValues
from landbridge.areas.mgn.forms import Day
from landbridge.spec.base import Flag, Key, Model, Reason, Text

Ability = Literal["read", "replicate", "settings", "test", "cutover", "organise", "retire", "templates"]
_NAME = "The policy's name in AWS, instead of the one made by naming; may hold {stem}."
_UNTIL = "Last day on which they may, in UTC, e.g. 2026-12-31; IAM refuses what comes later."


class Holders(Model):
    """People or roles with one customer-managed policy, attached to groups and roles of the spec."""

    description: Annotated[Text | None, Field(description="What they do; AWS replaces the policy when it changes.")] = (
        None
    )
    name: Annotated[Text | None, Field(description=_NAME)] = None
    groups: Annotated[tuple[Key, ...], Field(description="Keys of security.iam_groups.")] = ()
    roles: Annotated[tuple[Key, ...], Field(description="Keys of the roles under security.")] = ()
    until: Annotated[Day | None, Field(description=_UNTIL)] = None
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None


class AgentInstaller(Holders):
    """Who installs the AWS Replication Agent on source servers, and registers these."""

    tags: Annotated[
        TagValues | None,
        Field(
            description="Tags that they have to give to a server when they register it (--tags of the installer): key,"
            " and the accepted values."
        ),
    ] = None
    reason: Annotated[Reason | None, Field(description="Why there is no until:. Printed above the policy.")] = None


class MgnOperator(Holders):
    """Who works with MGN, by what they may do and to which servers."""

    may: Annotated[
        tuple[Ability, ...],
        Field(
            description="read: see everything (all others have it, too); replicate: start, pause and stop; settings:"
            " replication and launch settings of servers; test, cutover: launch test and cutover instances; organise:"
            " applications and waves; retire: disconnect, archive and delete servers; templates: the settings that new"
            " servers get.",
            min_length=1,
        ),
    ]
    tags: Annotated[
        TagValues | None,
        Field(description="Only servers, applications, waves and templates with these tags: key, and accepted values."),
    ] = None
    instance_roles: Annotated[
        tuple[Key, ...],
        Field(description="Keys of roles under security that what they launch may get: its launch template names one."),
    ] = ()
    require_mfa: Annotated[Flag, Field(description="Only with multi-factor authentication.")] = False
    reason: Annotated[
        Reason | None,
        Field(description="Why; asked for where they may change every server (no tags), or templates."),
    ] = None
