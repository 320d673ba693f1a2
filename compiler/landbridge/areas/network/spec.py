"""The `network:` part of the spec: security groups, what flows between them, and VPC endpoints."""

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from landbridge.areas.forms import GroupId, Port, RouteTableId, ServiceName, SubnetId, VpcId
from landbridge.spec.base import (
    CONDITIONS,
    AccountId,
    Conditions,
    Flag,
    Key,
    Model,
    OneOrMany,
    Reason,
    StandIn,
    Tags,
    Text,
    exactly_one,
    form,
    with_from,
    wrong,
)

_SIDE = "a key of security_groups, sg-…, ACCOUNT/sg-…, a CIDR, or pl-…"


_OTHERWISE = {"source": "from", "target": "to", "destination": "to"}
"""What people who know EC2 call the sides, and what they are called here."""


class Traffic(Model):
    """Which traffic, and why."""

    port: Annotated[Port | None, Field(description="The one port that is opened."), StandIn(443)] = None
    ports: Annotated[
        str | None,
        form(r"^[0-9]{1,5}-[0-9]{1,5}$", "a range of ports such as 1521-1530"),
        Field(description="A range of ports, e.g. 1521-1530."),
        StandIn("443-443"),
    ] = None
    engine: Annotated[
        Text | None,
        Field(description="A database engine instead of a port: its default port is opened."),
        StandIn("s3"),
    ] = None
    protocol: Annotated[
        Literal["tcp", "udp", "icmp", "all"],
        Field(description="tcp, udp, icmp (all types) or all, which with icmp takes no ports."),
    ] = "tcp"
    description: Annotated[
        Text | None, Field(description="What AWS shows beside the rule; made from the rule where left out.")
    ] = None
    reason: Annotated[Reason | None, Field(description="Why; asked for where the rule is wide.")] = None

    @model_validator(mode="before")
    @classmethod
    def _sides_by_other_names(cls, value: Any) -> Any:
        """Say once what the sides are called, instead of what is unknown and what is missing."""
        if isinstance(value, dict):
            wanted = {name: _OTHERWISE[name] for name in value if name in _OTHERWISE and _OTHERWISE[name] not in value}
            wanted = {name: side for name, side in wanted.items() if side in cls.model_fields}
            if wanted:
                hint = " and ".join(f"{side}: instead of {name}:" for name, side in wanted.items())
                raise wrong(" and ".join(wanted.values()), f"write {hint}")
        return value


@with_from(OneOrMany, f"Who may connect: {_SIDE}.")
class Ingress(Traffic):
    """What may come in to a security group."""

    @property
    def sides(self) -> tuple[str, ...]:
        """Who may connect."""
        found: tuple[str, ...] = getattr(self, "from")
        return found


class Egress(Traffic):
    """What may go out of a security group."""

    to: Annotated[OneOrMany, Field(description=f"Who may be connected to: {_SIDE}.")]

    @property
    def sides(self) -> tuple[str, ...]:
        """Who may be connected to."""
        return self.to


@with_from(Text, f"Who opens connections: {_SIDE}.")
class Flow(Traffic):
    """Traffic between two sides: the egress rule of one and the ingress rule of the other."""

    to: Annotated[Text, Field(description=f"Who is connected to: {_SIDE}.")]
    seen_as: Annotated[
        tuple[Text, ...],
        Field(
            description="CIDRs as which `from` appears at `to`, where `to` cannot name its group: NAT, other region."
        ),
    ] = ()
    owner: Annotated[
        Text | None,
        Field(description="Who rules `to`, where it is a CIDR that is not ours to open; gets the rule's text."),
    ] = None

    @property
    def source(self) -> str:
        """Who opens connections."""
        found: str = getattr(self, "from")
        return found


class SecurityGroup(Model):
    """A security group that is made (vpc), or one that exists and gets rules (id)."""

    vpc: Annotated[VpcId | None, Field(description="VPC in which the group is made.")] = None
    id: Annotated[
        GroupId | None, Field(description="Id of a group that exists. It only gets rules added.", validate_default=True)
    ] = None
    name: Annotated[
        Text | None,
        Field(description="Name of a new group, instead of {stem}-sg-KEY; may hold {stem}. AWS cannot change it."),
    ] = None
    description: Annotated[
        Text | None, Field(description="What a new group is for. AWS cannot change it: a new text makes a new group.")
    ] = None
    tags: Annotated[Tags, Field(description="Tags of a new group besides the spec's.")] = {}
    account_id: Annotated[
        AccountId | None,
        Field(description="Account of a group that exists, where it is another one: its owner gets texts of rules."),
    ] = None
    owner: Annotated[
        Text | None,
        Field(description="Who rules a group that exists, where it is not you: they get texts of rules."),
    ] = None
    inline_rules: Annotated[
        Flag, Field(description="Somebody manages the group with inline rules, which take away all others.")
    ] = False
    ingress: Annotated[tuple[Ingress, ...], Field(description="What may come in.")] = ()
    egress: Annotated[tuple[Egress, ...], Field(description="What may go out; nothing else may.")] = ()
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None

    @field_validator("id")
    @classmethod
    def _made_or_found(cls, value: object, info: ValidationInfo) -> object:
        return exactly_one(value, info, "vpc")

    @field_validator("name", "description", "tags")
    @classmethod
    def _of_a_new_group(cls, value: object, info: ValidationInfo) -> object:
        if value and info.data.get("id") is not None:
            raise wrong("nothing: the group exists and has its own", "leave it out; vpc: instead of id: makes a group")
        return value

    @field_validator("account_id", "owner", "inline_rules")
    @classmethod
    def _of_a_group_that_exists(cls, value: object, info: ValidationInfo) -> object:
        if value and info.data.get("vpc") is not None:
            raise wrong("nothing: the group is made here", "leave it out; id: instead of vpc: names one that exists")
        return value


class EndpointStatement(Model):
    """One statement of a VPC endpoint's policy."""

    effect: Annotated[Literal["Allow", "Deny"], Field(description="Allow or Deny.")] = "Allow"
    actions: Annotated[OneOrMany, Field(description="Actions such as dms:DescribeTasks.")]
    principals: Annotated[
        dict[Literal["AWS"], OneOrMany] | None,
        Field(
            description="AWS: ARNs, account ids, {role:KEY} or *; left out: everybody in the own account for Allow,"
            " everybody for Deny.",
            min_length=1,
        ),
    ] = None
    resources: Annotated[OneOrMany, Field(description="ARNs; left out: everything of the service.")] = ("*",)
    conditions: Annotated[Conditions, Field(description=CONDITIONS)] = {}
    reason: Annotated[Reason | None, Field(description="Why; asked for where everybody is allowed.")] = None


class VpcEndpoint(Model):
    """A VPC endpoint for an AWS service: interface (subnets) or gateway (route_tables)."""

    service: Annotated[
        ServiceName,
        Field(description="End of the service's name: dms, secretsmanager, s3, kinesis-streams, ecr.api."),
    ]
    vpc: Annotated[VpcId, Field(description="VPC that gets the endpoint.")]
    subnets: Annotated[
        tuple[SubnetId, ...] | None,
        Field(description="Subnets of an interface endpoint, one in each zone.", min_length=1),
    ] = None
    route_tables: Annotated[
        tuple[RouteTableId, ...] | None,
        Field(description="Route tables of a gateway endpoint (s3, dynamodb).", min_length=1, validate_default=True),
    ] = None
    clients: Annotated[
        tuple[Key, ...],
        Field(description="Keys of security_groups that use it: each gets egress 443 to it.", min_length=1),
    ]
    private_dns: Annotated[
        Flag | None,
        Field(description="Whether the service's usual name leads here; left out: true, but for s3 and dynamodb."),
    ] = None
    statements: Annotated[
        tuple[EndpointStatement, ...],
        Field(description="Its policy. If nothing is allowed here, the own account is allowed the service's actions."),
    ] = ()

    @field_validator("route_tables")
    @classmethod
    def _one_kind(cls, value: object, info: ValidationInfo) -> object:
        return exactly_one(value, info, "subnets")


class Network(Model):
    """Security groups, their rules and VPC endpoints."""

    internet_ports: Annotated[
        tuple[Port, ...],
        Field(description="The only ports that the whole internet may be let in on, each rule still with a reason."),
    ] = (443,)
    security_groups: Annotated[dict[Key, SecurityGroup], Field(description="Security groups by key.")] = {}
    flows: Annotated[tuple[Flow, ...], Field(description="Who talks to whom: both sides get their rule.")] = ()
    vpc_endpoints: Annotated[dict[Key, VpcEndpoint], Field(description="VPC endpoints by key.")] = {}
