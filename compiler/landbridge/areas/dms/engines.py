"""The engines that DMS endpoints have, and what each can do.

Names are those that hashicorp/aws 5.100.0 takes. Sources (https://docs.aws.amazon.com/dms/latest/userguide/):

- directions: CHAP_Source.html and CHAP_Target.html list a page for each engine that can be one. Azure SQL, Db2 for
  z/OS and MongoDB have no page as a target, Redshift none as a source. `dms-transfer` is on neither list.
- SSL modes: the table of CHAP_Security.SSL.html. It has no rows for Db2 for z/OS, which speaks Db2's protocol, and for
  Babelfish and Azure SQL, which speak SQL Server's: these have the modes of theirs. DocumentDB: CHAP_Target.DocumentDB
  asks for verify-full. Kafka and Redis have settings of their own for TLS (`tls`), everything AWS has HTTPS in any
  case.
- secrets: the list in security_iam_secretsmanager.html. Variants of an engine on it have its settings in the API.
- IAM database authentication: ServiceAccessRoleArn of MySQLSettings and PostgreSQLSettings in the DMS API reference.
- services: CHAP_VPC_Endpoints.html, and for the validation of S3 targets CHAP_Validating_S3.html.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Direction = Literal["source", "target"]
SslMode = Literal["none", "require", "verify-ca", "verify-full"]
EngineName = Literal[
    "aurora",
    "aurora-postgresql",
    "aurora-postgresql-serverless",
    "aurora-serverless",
    "azure-sql-managed-instance",
    "azuredb",
    "babelfish",
    "db2",
    "db2-zos",
    "dms-transfer",
    "docdb",
    "dynamodb",
    "elasticsearch",
    "kafka",
    "kinesis",
    "mariadb",
    "mongodb",
    "mysql",
    "neptune",
    "opensearch",
    "oracle",
    "postgres",
    "redis",
    "redshift",
    "redshift-serverless",
    "s3",
    "sqlserver",
    "sybase",
]

_BOTH: tuple[Direction, ...] = ("source", "target")
_SOURCE: tuple[Direction, ...] = ("source",)
_TARGET: tuple[Direction, ...] = ("target",)
_VERIFYING: tuple[SslMode, ...] = ("none", "verify-ca", "verify-full")
_ALL: tuple[SslMode, ...] = get_args(SslMode)
_NO_CA: tuple[SslMode, ...] = ("none", "require", "verify-full")
_CA_ONLY: tuple[SslMode, ...] = ("none", "verify-ca")
_FULL_ONLY: tuple[SslMode, ...] = ("none", "verify-full")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One engine.

    Attributes:
        title: what people call it.
        directions: what it can be.
        reached: over the `network`, at a host and port that a security group guards; as an AWS `api`; or as `either`,
            depending on whether it is in a VPC.
        ssl_modes: that its endpoints take, weakest first.
        own_tls: whether its TLS is a setting of its own, and no SSL mode.
        secrets: whether its credentials can lie in Secrets Manager.
        iam_auth: whether a role can take the place of its credentials.
        fields: of the spec's endpoint that say something about this engine and not about all.
        needed: those of `fields` without which its role would have nothing to name.
        services: AWS services that DMS itself calls for it, as the names of VPC endpoints end.
        home_only: whether DMS takes it in the replication instance's region only.
    """

    title: str
    directions: tuple[Direction, ...]
    reached: Literal["network", "api", "either"] = "network"
    ssl_modes: tuple[SslMode, ...] = ("none",)
    own_tls: bool = False
    secrets: bool = False
    iam_auth: bool = False
    fields: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    home_only: bool = False


def _mysql(title: str) -> Engine:
    return Engine(
        title=title, directions=_BOTH, ssl_modes=_VERIFYING, secrets=True, iam_auth=True, fields=("iam_auth",)
    )


def _postgres(title: str) -> Engine:
    return Engine(title=title, directions=_BOTH, ssl_modes=_ALL, secrets=True, iam_auth=True, fields=("iam_auth",))


def _search(title: str) -> Engine:
    return Engine(
        title=title, directions=_TARGET, reached="either", fields=("domain",), needed=("domain",), home_only=True
    )


def _redshift(title: str, service: str) -> Engine:
    return Engine(
        title=title,
        directions=_TARGET,
        secrets=True,
        fields=("bucket", "target_key"),
        services=("s3", service),
        home_only=True,
    )


ENGINES: dict[EngineName, Engine] = {
    "aurora": _mysql("Aurora MySQL"),
    "aurora-postgresql": _postgres("Aurora PostgreSQL"),
    "aurora-postgresql-serverless": _postgres("Aurora PostgreSQL Serverless"),
    "aurora-serverless": _mysql("Aurora MySQL Serverless"),
    "azure-sql-managed-instance": Engine(
        title="Azure SQL Managed Instance", directions=_SOURCE, ssl_modes=_NO_CA, secrets=True
    ),
    "azuredb": Engine(title="Azure SQL Database", directions=_SOURCE, ssl_modes=_NO_CA, secrets=True),
    "babelfish": Engine(title="Babelfish", directions=_TARGET, ssl_modes=_NO_CA),
    "db2": Engine(title="Db2 LUW", directions=_BOTH, ssl_modes=_CA_ONLY, secrets=True),
    "db2-zos": Engine(title="Db2 for z/OS", directions=_SOURCE, ssl_modes=_CA_ONLY),
    "dms-transfer": Engine(title="DMS transfer", directions=()),
    "docdb": Engine(title="DocumentDB", directions=_BOTH, ssl_modes=_FULL_ONLY, secrets=True),
    "dynamodb": Engine(
        title="DynamoDB",
        directions=_TARGET,
        reached="api",
        fields=("tables", "target_key"),
        needed=("tables",),
        services=("dynamodb",),
        home_only=True,
    ),
    "elasticsearch": _search("Elasticsearch"),
    "kafka": Engine(title="Kafka", directions=_TARGET, own_tls=True, fields=("tls",)),
    "kinesis": Engine(
        title="Kinesis",
        directions=_TARGET,
        reached="api",
        fields=("stream", "target_key"),
        needed=("stream",),
        services=("kinesis-streams",),
        home_only=True,
    ),
    "mariadb": _mysql("MariaDB"),
    "mongodb": Engine(title="MongoDB", directions=_SOURCE, ssl_modes=_NO_CA, secrets=True),
    "mysql": _mysql("MySQL"),
    "neptune": Engine(
        title="Neptune",
        directions=_TARGET,
        fields=("bucket", "folder", "resource_id", "target_key"),
        needed=("bucket", "folder"),
        services=("s3",),
    ),
    "opensearch": _search("OpenSearch"),
    "oracle": Engine(
        title="Oracle",
        directions=_BOTH,
        ssl_modes=_CA_ONLY,
        secrets=True,
        fields=("asm_secret", "asm_port", "asm_security_group", "asm_cidrs", "one_role_for_both"),
    ),
    "postgres": _postgres("PostgreSQL"),
    "redis": Engine(title="Redis", directions=_TARGET, own_tls=True, fields=("tls",)),
    "redshift": _redshift("Redshift", "redshift"),
    "redshift-serverless": _redshift("Redshift Serverless", "redshift-serverless"),
    "s3": Engine(
        title="S3",
        directions=_BOTH,
        reached="api",
        fields=("bucket", "folder", "versioned", "canned_acl", "validation", "target_key"),
        needed=("bucket",),
        services=("s3",),
    ),
    "sqlserver": Engine(title="SQL Server", directions=_BOTH, ssl_modes=_NO_CA, secrets=True),
    "sybase": Engine(title="SAP ASE", directions=_BOTH, ssl_modes=_FULL_ONLY, secrets=True),
}
"""Every engine by its name."""

OTHER_NAMES: dict[str, EngineName] = {
    "ase": "sybase",
    "aurora-mysql": "aurora",
    "db2-luw": "db2",
    "documentdb": "docdb",
    "elasticache-redis": "redis",
    "kafka-iam": "kafka",
    "kafka-sasl-scram": "kafka",
    "kafka-tls": "kafka",
    "mongo": "mongodb",
    "msk": "kafka",
    "mssql": "sqlserver",
    "postgresql": "postgres",
    "sap-ase": "sybase",
    "sql-server": "sqlserver",
}
"""What else people call engines, and what DMS calls them."""

REDSHIFT: tuple[EngineName, ...] = ("redshift", "redshift-serverless")
"""The engines that need the account role `dms-access-for-endpoint`."""

VALIDATION_SERVICES = ("athena", "glue")
"""What DMS calls besides to validate an S3 target."""

BY_ANOTHER_NAME = ("secretsmanager",)
"""The services of which DMS can be told the VPC endpoint's own name, by an extra connection attribute.

Source: https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html
(secretsManagerEndpointOverride); no page has one for the others.
"""

ONE_DIRECTION: dict[str, Direction] = {
    "versioned": "source",
    "canned_acl": "target",
    "validation": "target",
    "asm_secret": "source",
    "asm_port": "source",
    "asm_security_group": "source",
    "asm_cidrs": "source",
    "one_role_for_both": "source",
}
"""Fields of an endpoint that mean something in one direction only."""
