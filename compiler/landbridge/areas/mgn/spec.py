"""The `mgn:` part of the spec: who replicates to where, how, and who works with it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from landbridge.areas.forms import Cidr, HttpsTarget, Port, RouteTableId, SecurityGroup, ServiceName, SubnetId, VpcId
from landbridge.areas.mgn.forms import EbsKey, InstanceType
from landbridge.areas.mgn.spec_people import AgentInstaller, MgnOperator
from landbridge.spec.base import (
    Flag,
    Key,
    Model,
    Reason,
    Shorthand,
    StandIn,
    Tags,
    Text,
    exactly_one,
    form,
    with_from,
    wrong,
)

Routing = Literal["private", "public"]
Agents = Literal["endpoints", "proxy", "elsewhere"]


class SourceServers(Model):
    """Servers that replicate to the staging area, by the networks that they are in."""

    cidrs: Annotated[
        tuple[Cidr, ...],
        Field(
            description="Their networks, as the staging area sees them: private ones with routing private, those of"
            " their NAT with routing public.",
            min_length=1,
        ),
    ]
    description: Annotated[Text | None, Field(description="What they are, for people.")] = None
    reason: Annotated[
        Reason | None,
        Field(description="Why a network is as wide; asked for beyond a /16 (IPv6: a /48). Printed above the rule."),
    ] = None


class Servers(Shorthand):
    """Servers that MGN launches in the staging area, by their security group; a string is its key."""

    short: ClassVar[str] = "security_group"
    security_group: Annotated[SecurityGroup, Field(description="A key of network.security_groups.")]


class Proxy(Model):
    """A proxy by which agents reach AWS, in a network or in a security group of the spec. It must not open TLS."""

    cidr: Annotated[
        Cidr | None,
        Field(description="Where it is, e.g. 10.0.9.10/32: private, or a few addresses. Agents are told its address."),
    ] = None
    security_group: Annotated[
        SecurityGroup | None,
        Field(
            description="Its group, a key of network.security_groups, which then is opened for the source servers.",
            validate_default=True,
        ),
    ] = None
    port: Annotated[Port, Field(description="TCP port on which it listens, e.g. 3128.")]

    @field_validator("security_group")
    @classmethod
    def _somewhere(cls, value: object, info: ValidationInfo) -> object:
        if value is None and "cidr" in info.data and info.data["cidr"] is None:
            raise wrong("cidr or security_group: where is the proxy?", "add cidr:, or the proxy's security_group:")
        return value


class Encryption(Shorthand):
    """What encrypts the volumes of replication servers; a string is the key."""

    short: ClassVar[str] = "key"
    key: Annotated[
        EbsKey,
        Field(
            description="default (the key that EBS takes in the region), a key of kms.keys with purpose mgn_ebs, an"
            " ARN, {var:NAME} or {ssm:/NAME}."
        ),
    ]


class PostLaunchActions(Model):
    """Actions after a launch are on: the SSM Agent of launched servers needs Systems Manager."""

    security_groups: Annotated[
        tuple[SecurityGroup, ...],
        Field(
            description="Keys of network.security_groups of launched servers in the staging area's VPC: with endpoints"
            " create they get those of Systems Manager."
        ),
    ] = ()


class StagingArea(Model):
    """Where replication servers stand, and how they and the agents on source servers reach AWS."""

    vpc: Annotated[VpcId, Field(description="VPC of the staging area.")]
    subnets: Annotated[
        tuple[SubnetId, ...],
        Field(description="Its subnets. The first is the replication template's; all get endpoints.", min_length=1),
    ]
    cidrs: Annotated[
        tuple[Cidr, ...],
        Field(
            description="Networks of the subnets. Conversion servers have a group that MGN makes, so that VPC endpoints"
            " let them in by address."
        ),
    ] = ()
    route_tables: Annotated[
        tuple[RouteTableId, ...], Field(description="Route tables of the subnets: they get the gateway endpoint of S3.")
    ] = ()
    routing: Annotated[
        Routing,
        Field(
            description="private: source servers replicate over VPN, Direct Connect or peering; public: over the"
            " internet, to public addresses. A choice: MGN's own default is public."
        ),
    ]
    ebs_encryption: Annotated[Encryption, Field(description="What encrypts the volumes. A choice.")]
    replication_servers: Annotated[
        Servers, Field(description="Their group, which is for them alone: it gets TCP 1500 in and 443 out.")
    ]
    conversion_servers: Annotated[
        Servers | None,
        Field(
            description="A group with 443 out and nothing in. MGN makes and attaches one of its own, and has no setting"
            " for another: name one only if something else of yours attaches it."
        ),
    ] = None
    endpoints: Annotated[
        Literal["create", "exist"] | None,
        Field(
            description="VPC endpoints for mgn, ec2 and s3: create makes them, exist uses those that https_to leads to."
        ),
    ] = None
    present: Annotated[
        tuple[ServiceName, ...],
        Field(description="endpoints create: services whose VPC endpoints are there already, e.g. [ec2, s3]."),
    ] = ()
    https_to: Annotated[
        tuple[HttpsTarget, ...],
        Field(description="Where VPC endpoints are that exist: prefix lists (gateway) and networks (interface)."),
    ] = ()
    proxy: Annotated[
        Proxy | None,
        Field(
            description="A proxy by which agents reach AWS, with agents_through proxy. Replication servers cannot be"
            " told of one: behind a transparent one they have internet:."
        ),
    ] = None
    internet: Annotated[
        Reason | None,
        Field(
            description="Why the staging area reaches all of the internet on 443: by NAT, its own addresses, or a"
            " transparent proxy, which routes lead to."
        ),
    ] = None
    public_ip: Annotated[
        Reason | None,
        Field(description="routing private: why replication servers get public addresses all the same."),
    ] = None
    agents_through: Annotated[
        Agents | None,
        Field(
            description="How agents on source servers reach MGN and S3: endpoints (they are let in, and S3 gets an"
            " interface endpoint), proxy, or elsewhere (a way of their own). routing private asks for it."
        ),
    ] = None


class ReplicationTemplate(Model):
    """Settings of the replication template besides those that follow from the staging area.

    What is left out stays as it is; a new template gets MGN's defaults.
    """

    instance_type: Annotated[InstanceType | None, Field(description="Of replication servers, e.g. t3.small.")] = None
    disk_type: Annotated[
        Literal["gp2", "gp3", "st1"] | None, Field(description="Of staging disks of more than 500 GiB.")
    ] = None
    bandwidth_mbps: Annotated[
        int | None,
        Field(description="Most that each source server sends, in Mbps; 0: no limit.", ge=0, le=10000, strict=True),
    ] = None
    dedicated: Annotated[Flag | None, Field(description="A replication server for each source server.")] = None
    ipv6: Annotated[Flag | None, Field(description="Replicate over IPv6, which routing public alone can.")] = None
    fips: Annotated[Flag | None, Field(description="Use the FIPS endpoint of MGN.")] = None
    local_zone_snapshots: Annotated[
        Flag | None, Field(description="Keep snapshots in the Local Zone of the staging area.")
    ] = None
    tags: Annotated[
        Tags | None, Field(description="Tags of what MGN makes in the staging area; these take the place of all.")
    ] = None


LAST_PORT = 65_535
MOST_PORTS = 100
"""More ports than this are no exposure on purpose: whatever listens there some day is open, too."""


@with_from(HttpsTarget, "The network or prefix list that may come in, e.g. 0.0.0.0/0.")
class Exposure(Model):
    """A port that is open to a public network after the migration, on purpose."""

    port: Annotated[Port | None, Field(description="The one port."), StandIn(443)] = None
    ports: Annotated[
        str | None,
        form(r"^[0-9]{1,5}-[0-9]{1,5}$", "a range of ports such as 1521-1530"),
        Field(description=f"A range of at most {MOST_PORTS} ports, e.g. 8000-8010.", validate_default=True),
    ] = None
    protocol: Annotated[Literal["tcp", "udp"], Field(description="tcp or udp.")] = "tcp"
    reason: Annotated[Reason, Field(description="Why it is open."), StandIn("not said")]

    @property
    def network(self) -> str:
        """Who may come in."""
        found: str = getattr(self, "from")
        return found

    @property
    def span(self) -> tuple[int, int]:
        """First and last port."""
        first, _, last = (self.ports or str(self.port)).partition("-")
        return int(first), int(last or first)

    @field_validator("ports")
    @classmethod
    def _one(cls, value: str | None, info: ValidationInfo) -> object:
        first, _, last = (value or "1-1").partition("-")
        if not 1 <= int(first) <= int(last) <= LAST_PORT or int(last) - int(first) >= MOST_PORTS:
            raise wrong(
                f"a range of at most {MOST_PORTS} ports, from 1 to {LAST_PORT}, the lower one first",
                "name the ports that something listens on; several ranges are several entries",
            )
        return exactly_one(value, info, "port")


class Mgn(Model):
    """Staging area and people of AWS Application Migration Service (MGN)."""

    source_servers: Annotated[dict[Key, SourceServers], Field(description="Who replicates, by key.")] = {}
    staging_area: Annotated[
        StagingArea | None, Field(description="Where they replicate to; left out: another spec has it.")
    ] = None
    replication_template: Annotated[
        ReplicationTemplate,
        Field(description="Settings that new source servers get; replication-template.sh writes them."),
    ] = ReplicationTemplate()
    post_launch_actions: Annotated[
        PostLaunchActions | None, Field(description="Actions after a launch are on; left out: they are not.")
    ] = None
    roles: Annotated[
        Literal["reference"],
        Field(description="MGN's own roles, made when the service is initialized (RUNBOOK.md), and only named here."),
    ] = "reference"
    agent_installers: Annotated[
        dict[Key, AgentInstaller], Field(description="Who installs agents on source servers, by key.")
    ] = {}
    operators: Annotated[dict[Key, MgnOperator], Field(description="Who works with MGN, by key.")] = {}
    allowed_after_migration: Annotated[
        tuple[Exposure, ...],
        Field(description="All that public networks may reach by rules of this spec; anything else is a finding."),
    ] = ()
