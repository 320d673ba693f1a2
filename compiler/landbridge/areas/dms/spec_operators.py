"""The `operators:` of the `dms:` part: who works with AWS DMS, and with how much of it."""

from typing import Annotated, Literal

from pydantic import Field

from landbridge.areas.dms.forms import KeyName
from landbridge.areas.forms import TagValues
from landbridge.spec.base import Flag, Key, Model, OneOrMany, Reason, Text, form

ResourceType = Literal[
    "rep",
    "endpoint",
    "task",
    "cert",
    "es",
    "subgrp",
    "replication-config",
    "assessment-run",
    "individual-assessment",
    "data-provider",
    "instance-profile",
    "migration-project",
    "data-migration",
]
"""What a DMS resource is, as its ARN says it: `arn:aws:dms:eu-west-1:123456789012:rep:ID`."""

ResourceId = Annotated[
    str,
    form(
        r"^[A-Za-z0-9*?][A-Za-z0-9._*?-]{0,254}$",
        "the last part of an ARN of DMS: letters, digits, hyphens, dots and underscores, and * or ? as wildcards",
    ),
]
Time = Annotated[
    str,
    form(
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
        "a time in UTC such as 2026-12-01T00:00:00Z",
    ),
]
Window = Annotated[dict[Literal["from", "to"], Time], Field(min_length=1)]


class Sections(Model):
    """Which parts of the DMS user policy an operator gets besides DMS itself and the roles of this spec."""

    console: Annotated[Flag, Field(description="List KMS keys and their aliases, which the console shows.")] = False
    logs: Annotated[Flag, Field(description="Read the logs of tasks.")] = False
    metrics: Annotated[Flag, Field(description="Read CloudWatch metrics.")] = False
    vpc: Annotated[
        Flag | None,
        Field(
            description="See the network, and, for who may make replication instances, let DMS make network interfaces;"
            " left out: true without allow and own_endpoints_only, false with one of them."
        ),
    ] = None
    create_roles: Annotated[
        Reason | None,
        Field(description="Why they may create dms-vpc-role and its like, where nobody made them ahead of time."),
    ] = None
    redshift_console: Annotated[
        Reason | None,
        Field(description="Why they may describe Redshift clusters and change the roles of one, as the console does."),
    ] = None
    own_keys: Annotated[
        tuple[KeyName, ...],
        Field(description="Keys of kms.keys, or ARNs, that they choose for what they create in DMS."),
    ] = ()
    view_own_permissions: Annotated[
        Flag, Field(description="Let users see their own policies and groups in the console.")
    ] = False


class Grant(Model):
    """Some DMS resources, by ARN and by tag, and what may, or may not, be done with them."""

    types: Annotated[
        tuple[ResourceType, ...],
        Field(description="Kinds of resources, as their ARNs name them, e.g. rep, endpoint, task.", min_length=1),
    ]
    ids: Annotated[
        tuple[ResourceId, ...],
        Field(description="Last part of their ARNs; left out: all of the account and region."),
    ] = ()
    tags: Annotated[
        TagValues | None, Field(description="Tags that the resource has: key, and the values of which it has one.")
    ] = None
    request_tags: Annotated[
        TagValues | None,
        Field(description="Tags that the request gives to what it creates or tags: key, and accepted values."),
    ] = None
    actions: Annotated[
        OneOrMany | None,
        Field(description="DMS actions; left out: dms:*, or with request_tags the actions that create the types."),
    ] = None
    reason: Annotated[Reason | None, Field(description="Why; printed above the statement.")] = None


class OwnEndpoints(Model):
    """Each user works with the endpoints that carry his or her name in a tag, and with no others."""

    tag: Annotated[Text, Field(description="Key of the tag that holds the user name, e.g. Owner.")]


class Operator(Model):
    """People or roles that work with DMS: one customer-managed policy, attached to groups and roles of the spec.

    Without `allow` and `own_endpoints_only` they may do everything in DMS, less what `deny` takes away; with one of
    them only what it names, besides listing.
    """

    description: Annotated[Text | None, Field(description="What they do; AWS replaces the policy when it changes.")] = (
        None
    )
    name: Annotated[
        Text | None, Field(description="The policy's name in AWS, instead of the one made by naming; may hold {stem}.")
    ] = None
    groups: Annotated[tuple[Key, ...], Field(description="Keys of security.iam_groups.")] = ()
    roles: Annotated[tuple[Key, ...], Field(description="Keys of the roles under security.")] = ()
    sections: Annotated[Sections, Field(description="What they get besides DMS itself.")] = Sections()
    all_regions: Annotated[
        Reason | None, Field(description="Why they work in every region; left out: in that of the environment.")
    ] = None
    endpoints: Annotated[
        tuple[Key, ...] | None,
        Field(
            description="Keys of dms.endpoints whose roles they pass to DMS, and at whose secrets they look: with these"
            " they can make endpoints of the same reach. Left out: all without allow and own_endpoints_only, none with"
            " one of them."
        ),
    ] = None
    all_endpoints: Annotated[
        Reason | None,
        Field(description="Why they pass the roles of all endpoints, although allow or own_endpoints_only is there."),
    ] = None
    allow: Annotated[tuple[Grant, ...], Field(description="Only these, instead of everything in DMS.")] = ()
    deny: Annotated[tuple[Grant, ...], Field(description="Not these, whatever else allows them.")] = ()
    own_endpoints_only: Annotated[
        OwnEndpoints | None, Field(description="Only the endpoints that carry the user's name in a tag.")
    ] = None
    require_mfa: Annotated[Flag, Field(description="Only with multi-factor authentication.")] = False
    source_ips: Annotated[
        tuple[Text, ...],
        Field(
            description="Public networks from which alone they may; from elsewhere, and through VPC endpoints, DMS is"
            " denied to them whatever else allows it."
        ),
    ] = ()
    between: Annotated[Window | None, Field(description="From when and until when they may, in UTC.")] = None
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None
