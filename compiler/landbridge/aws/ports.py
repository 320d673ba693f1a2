"""The TCP ports on which engines listen unless somebody changed them, by the names that DMS and people have for them.

Each entry says how sure it is:

- DMS: the AWS DMS user guide, https://docs.aws.amazon.com/dms/latest/userguide/ (CHAP_Source.*, CHAP_Target.*).
- API: the default that the service's own API states, e.g. CreateCluster of Redshift,
  https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html
- common: what the product listens on as its maker ships it; no page of AWS says so. Db2 for z/OS most of all is what
  each site made it.

AWS's own services are reached by HTTPS. They are here because DMS calls them engines.
"""

from collections.abc import Mapping

HTTPS = 443
"""The port of AWS's own APIs, and of every interface and gateway endpoint of a VPC."""

_BY_PORT: Mapping[int, str] = {
    # DMS
    3306: "aurora aurora-mysql aurora-serverless mariadb mysql",
    5432: "aurora-postgresql aurora-postgresql-serverless postgres postgresql",
    1433: "azure-sql-managed-instance azuredb babelfish mssql sql-server sqlserver",
    1521: "oracle",
    27017: "docdb documentdb mongo mongodb",
    6379: "elasticache-redis redis",
    # API
    5439: "redshift redshift-serverless",
    50000: "db2 db2-luw",
    5000: "ase sap-ase sybase",
    # common
    8182: "neptune",
    9092: "kafka",
    9094: "kafka-tls msk",
    9096: "kafka-sasl-scram",
    9098: "kafka-iam",
    446: "db2-zos",
    # AWS's own services
    HTTPS: "dynamodb elasticsearch kinesis opensearch s3",
}

PORTS: Mapping[str, int] = {name: port for port, names in _BY_PORT.items() for name in names.split()}
"""Default port by engine. `dms-transfer` has none: it is no engine that anybody connects to."""


def default_port(engine: str) -> int | None:
    """The TCP port on which an engine listens by default, or None for an engine that is not known.

    Case, and whether words are parted by hyphens, underscores or blanks, make no difference: `SQL Server` is
    `sql-server`.
    """
    return PORTS.get("-".join(engine.lower().replace("_", " ").replace("-", " ").split()))
