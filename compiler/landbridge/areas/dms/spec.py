"""The `dms:` part of the spec: account roles, replication instances, endpoints and operators."""

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, WithJsonSchema, model_validator

from landbridge.areas.dms.engines import Direction, SslMode
from landbridge.areas.dms.forms import (
    Address,
    Bucket,
    CertificateArn,
    ClusterId,
    DatabaseId,
    DatabaseUser,
    Domain,
    Engine,
    Folder,
    KeyName,
    Scenario,
    SecretArn,
    Stream,
    Table,
)
from landbridge.areas.dms.spec_operators import Operator
from landbridge.areas.forms import Cidr, HttpsTarget, Port, RouteTableId, SecurityGroup, ServiceName, SubnetId, VpcId
from landbridge.spec.base import Flag, Key, Model, Reason, Shorthand, Tags, Text

Ownership = Literal["own", "adopt", "reference"]
BridgeKind = Literal["router", "nat", "proxy"]

_OWNERSHIP = "own: made here; adopt: it exists, and is taken over here; reference: somebody else's, only named."
_BOUNDARY = "keep, none, an ARN or a key of security.policies; left out: security.permissions_boundary."


class AccountRoles(Model):
    """The roles that DMS finds by their names, once in an account whatever the region: one spec should own them."""

    vpc: Annotated[Ownership, Field(description=f"dms-vpc-role, which manages network interfaces. {_OWNERSHIP}")]
    cloudwatch_logs: Annotated[
        Ownership, Field(description=f"dms-cloudwatch-logs-role, which writes the logs of tasks. {_OWNERSHIP}")
    ]
    redshift: Annotated[
        Ownership | None,
        Field(description=f"dms-access-for-endpoint; only where Redshift is a target. {_OWNERSHIP}"),
    ] = None


class PrivateNetwork(Model):
    """A network with no way out but VPC endpoints; those that its DMS endpoints need are made."""

    vpc: Annotated[VpcId, Field(description="The VPC of the replication instance.")]
    subnets: Annotated[
        tuple[SubnetId, ...], Field(description="Where interface endpoints go: the replication instance's subnets.")
    ] = ()
    route_tables: Annotated[
        tuple[RouteTableId, ...], Field(description="Where gateway endpoints (S3, DynamoDB) go: those of its subnets.")
    ] = ()
    present: Annotated[
        tuple[ServiceName, ...],
        Field(
            description="Services whose VPC endpoints are there already, e.g. s3; https_to says where they are:"
            " prefix lists of gateway endpoints, networks of interface endpoints."
        ),
    ] = ()
    private_dns: Annotated[
        Flag,
        Field(
            description="Whether interface endpoints take their services' usual names over, for everybody in the VPC."
            " false: DMS is told their own names, which works for Secrets Manager; see RUNBOOK.md."
        ),
    ] = True


_CREDENTIAL = re.compile(
    r"(.*_)?(pass(word|wd|phrase)?|pwd|user(_?name)?|login|token|credentials?|server(_?name)?|host(_?name)?"
    r"|connection_string|extra_connection_attributes)",
    re.IGNORECASE,
)


class NoCredentials(Model):
    """What keeps credentials out: keys that could hold one are forgotten with their values, all but their names."""

    instead: ClassVar[dict[str, Any]] = {}
    """What stands for a key that is not there where credentials are, so that these are what is told."""
    credentials: Annotated[
        tuple[str, ...],
        Field(description="Refused, like username and password: credentials lie in Secrets Manager, see secret."),
        WithJsonSchema({"not": {}}),
    ] = ()

    @model_validator(mode="before")
    @classmethod
    def _forget(cls, value: Any) -> Any:
        """Findings end up in logs, so that a value that was written here must not come into any."""
        if not isinstance(value, dict):
            return value
        found = [key for key in value if isinstance(key, str) and _CREDENTIAL.fullmatch(key)]
        kept = {key: item for key, item in value.items() if key not in found}
        return {**cls.instead, **kept, "credentials": tuple(found)} if found else value


class ReplicationInstance(NoCredentials):
    """A replication instance. It is made elsewhere; here stands where it is."""

    security_group: Annotated[SecurityGroup, Field(description="Its group, a key of network.security_groups.")]
    cidrs: Annotated[
        tuple[Cidr, ...], Field(description="Networks that it is in, for databases that cannot name its group.")
    ] = ()
    nat_ips: Annotated[tuple[Address, ...], Field(description="Elastic IPs of its NAT gateways.")] = ()
    public_ips: Annotated[tuple[Address, ...], Field(description="Its own public addresses.")] = ()
    publicly_accessible: Annotated[
        Reason | None, Field(description="Why it has a public address; left out: it has none.")
    ] = None
    https_to: Annotated[
        tuple[HttpsTarget, ...],
        Field(description="Where it finds AWS's own services, by HTTPS, unless it is private: prefix lists, networks."),
    ] = ()
    https_anywhere: Annotated[
        Reason | None,
        Field(description="Why it may reach any address by HTTPS, as the addresses of AWS's services change."),
    ] = None
    kms_key: Annotated[
        KeyName | None,
        Field(description="Encrypts its storage; cannot be changed later. Left out: the account's aws/dms."),
    ] = None
    private: Annotated[
        PrivateNetwork | None, Field(description="Its network, where that has no way out but VPC endpoints.")
    ] = None


class Secret(Shorthand, NoCredentials):
    """A secret in Secrets Manager. It is made elsewhere."""

    short: ClassVar[str] = "arn"
    instead: ClassVar[dict[str, Any]] = {"arn": ""}
    arn: Annotated[SecretArn, Field(description="Its ARN, with the six characters that AWS adds.")]
    kms_key: Annotated[
        KeyName | None, Field(description="The customer key that it is encrypted with; left out: aws/secretsmanager.")
    ] = None
    managed_by_rds: Annotated[
        Flag, Field(description="Whether RDS made it as a master password; DMS cannot use such secrets.")
    ] = False
    role_name: Annotated[Text | None, Field(description="Name of its access role; may hold {stem}.")] = None

    @model_validator(mode="before")
    @classmethod
    def _forget_what_is_no_arn(cls, value: Any) -> Any:
        """A password of digits is a number to YAML, and a finding would print it."""
        return value if isinstance(value, dict | str) else {"arn": ""}


class IamAuth(Model):
    """IAM database authentication of RDS and Aurora, in place of a password."""

    resource_id: Annotated[DatabaseId, Field(description="DbiResourceId (db-…) or DbClusterResourceId (cluster-…).")]
    user: Annotated[DatabaseUser, Field(description="The database user that DMS connects as.")]


class Bridge(Shorthand):
    """The host that leads from the VPC to a network on premises, where no gateway of AWS does."""

    short: ClassVar[str] = "security_group"
    security_group: Annotated[SecurityGroup, Field(description="Its group, a key of network.security_groups.")]
    kind: Annotated[
        BridgeKind,
        Field(
            description="router: route tables lead to it, and it passes packets on as they are; nat: likewise, but the"
            " other side sees the host's address; proxy: DMS connects to the host, which connects to the database."
        ),
    ] = "router"
    addresses: Annotated[
        tuple[Address, ...],
        Field(description="Addresses as which the other side sees it; nat and proxy need them."),
    ] = ()


class Endpoint(NoCredentials):
    """One side of a migration. The DMS endpoint is made elsewhere; here stands what it may do and who may reach it."""

    engine: Annotated[Engine, Field(description="The engine, by DMS's name for it.")]
    direction: Annotated[Direction, Field(description="source: data comes from it; target: data goes to it.")]
    description: Annotated[Text | None, Field(description="What it is, for people.")] = None
    replication_instance: Annotated[
        Key | None, Field(description="A key of dms.replication_instances; left out: the only one there.")
    ] = None
    scenario: Annotated[
        Scenario | None,
        Field(description="How the replication instance gets there, for what is reached over a network."),
    ] = None
    security_group: Annotated[
        SecurityGroup | None, Field(description="The database's group, a key of network.security_groups.")
    ] = None
    cidrs: Annotated[
        tuple[Cidr, ...], Field(description="Where it is, where no group can be named; one address as /32.")
    ] = ()
    region: Annotated[Text | None, Field(description="Its region, where that is another one.")] = None
    owner: Annotated[Text | None, Field(description="Who opens its side of the network, where that is not us.")] = None
    bridge: Annotated[
        Bridge | None,
        Field(description="Host that leads to a network on premises: its group, or a mapping that says what it does."),
    ] = None
    port: Annotated[Port | None, Field(description="TCP port; left out: the engine's usual one.")] = None
    tls: Annotated[
        Flag,
        Field(
            description="Kafka, Redis: TLS is on by the endpoint's own setting (SecurityProtocol, SslSecurityProtocol)."
            " Kafka's usual port is 9094 then."
        ),
    ] = False
    ssl_mode: Annotated[SslMode | None, Field(description="TLS of the connection; which an engine has differs.")] = None
    certificate: Annotated[
        CertificateArn | None,
        Field(
            description="CA of the database's certificate, for verify-ca and verify-full. Only checked here: nothing is"
            " made of it, and {var:NAME} makes no variable."
        ),
    ] = None
    unencrypted: Annotated[
        Reason | None, Field(description="Why the connection has no TLS, where the engine could have it.")
    ] = None
    secret: Annotated[Secret | None, Field(description="Where its credentials are.")] = None
    asm_secret: Annotated[Secret | None, Field(description="Where the credentials of Oracle ASM are.")] = None
    asm_port: Annotated[
        Port | None, Field(description="TCP port of Oracle ASM; left out: 1521, whatever port says.")
    ] = None
    asm_security_group: Annotated[
        SecurityGroup | None, Field(description="Oracle ASM's group, where that is not the database's.")
    ] = None
    asm_cidrs: Annotated[
        tuple[Cidr, ...], Field(description="Where Oracle ASM is, where that is not where the database is.")
    ] = ()
    one_role_for_both: Annotated[Flag, Field(description="Let one role read secret and asm_secret.")] = False
    kms_key: Annotated[
        KeyName | None,
        Field(description="Encrypts its connection data in DMS; cannot be changed later. Left out: aws/dms."),
    ] = None
    iam_auth: Annotated[IamAuth | None, Field(description="Connect as a role instead of with a password.")] = None
    bucket: Annotated[Bucket | None, Field(description="S3: the bucket. Redshift, Neptune: the one between.")] = None
    folder: Annotated[Folder | None, Field(description="Only this folder of the bucket.")] = None
    versioned: Annotated[Flag, Field(description="The bucket of the source keeps versions.")] = False
    canned_acl: Annotated[Flag, Field(description="Objects are written with a canned ACL.")] = False
    validation: Annotated[Flag, Field(description="DMS validates the target, by Athena and Glue.")] = False
    target_key: Annotated[
        KeyName | None, Field(description="The key that the data in S3, Kinesis… is encrypted with.")
    ] = None
    tables: Annotated[tuple[Table, ...], Field(description="DynamoDB: the tables, * as a wildcard.")] = ()
    stream: Annotated[Stream | None, Field(description="Kinesis: the data stream.")] = None
    domain: Annotated[Domain | None, Field(description="OpenSearch, Elasticsearch: the domain.")] = None
    resource_id: Annotated[ClusterId | None, Field(description="Neptune: the cluster, where it has IAM auth.")] = None
    permissions_boundary: Annotated[Text | None, Field(description=_BOUNDARY)] = None
    name: Annotated[Text | None, Field(description="Name of its service access role; may hold {stem}.")] = None
    tags: Annotated[Tags, Field(description="Tags of its roles besides the spec's.")] = {}
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None


class AssessmentBucket(Model):
    """A bucket for the results of premigration assessment runs."""

    bucket: Annotated[Bucket, Field(description="Its name.")]
    kms_key: Annotated[KeyName | None, Field(description="The customer key that it is encrypted with.")] = None
    permissions_boundary: Annotated[Text | None, Field(description=_BOUNDARY)] = None
    name: Annotated[Text | None, Field(description="Name of the role; may hold {stem}.")] = None
    tags: Annotated[Tags, Field(description="Tags of the role besides the spec's.")] = {}
    renamed_from: Annotated[Key | None, Field(description="The key this had before; yields moved blocks.")] = None


class Dms(NoCredentials):
    """Roles, secrets access and operators of AWS DMS."""

    permissions_boundary: Annotated[Text | None, Field(description=f"For the roles made here: {_BOUNDARY}")] = None
    account_roles: Annotated[
        AccountRoles,
        Field(
            description="The roles that an account has once.",
            examples=[{"vpc": "own", "cloudwatch_logs": "own"}],
        ),
    ]
    service_suffix: Annotated[
        Literal["amazonaws.com", "amazonaws.com.cn"],
        Field(description="End of DMS's service principals. Only in China it may have to be another one."),
    ] = "amazonaws.com"
    replication_instances: Annotated[
        dict[Key, ReplicationInstance], Field(description="Where replication instances are, by key.")
    ] = {}
    endpoints: Annotated[dict[Key, Endpoint], Field(description="Sources and targets, by key.")] = {}
    assessment_buckets: Annotated[
        dict[Key, AssessmentBucket], Field(description="Buckets for premigration assessment runs, by key.")
    ] = {}
    operators: Annotated[dict[Key, Operator], Field(description="Who works with DMS, by key.")] = {}
