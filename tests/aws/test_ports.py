"""Default ports: every engine that Terraform knows as a DMS engine, and the names that people have for them."""

import pytest

from landbridge.aws.ports import PORTS, default_port

# `engine_name` of aws_dms_endpoint, hashicorp/aws 5.100.0
TERRAFORM = (
    "aurora", "aurora-postgresql", "aurora-serverless", "aurora-postgresql-serverless", "azuredb",
    "azure-sql-managed-instance", "babelfish", "db2", "db2-zos", "docdb", "dynamodb", "elasticsearch", "kafka",
    "kinesis", "mariadb", "mongodb", "mysql", "neptune", "opensearch", "oracle", "postgres", "redis", "redshift",
    "redshift-serverless", "s3", "sqlserver", "sybase",
)  # fmt: skip


@pytest.mark.parametrize(
    ("engine", "port"),
    [
        ("mysql", 3306),
        ("mariadb", 3306),
        ("aurora", 3306),
        ("postgres", 5432),
        ("aurora-postgresql", 5432),
        ("sqlserver", 1433),
        ("babelfish", 1433),
        ("oracle", 1521),
        ("mongodb", 27017),
        ("docdb", 27017),
        ("redshift", 5439),
        ("redshift-serverless", 5439),
        ("db2", 50000),
        ("db2-zos", 446),
        ("sybase", 5000),
        ("redis", 6379),
        ("neptune", 8182),
        ("kafka", 9092),
        ("kafka-tls", 9094),
        ("opensearch", 443),
        ("s3", 443),
        ("dynamodb", 443),
        ("kinesis", 443),
    ],
)
def test_an_engine_has_its_default_port(engine: str, port: int) -> None:
    assert default_port(engine) == port


@pytest.mark.parametrize("engine", TERRAFORM)
def test_every_engine_that_terraform_takes_has_a_port(engine: str) -> None:
    assert default_port(engine) is not None


@pytest.mark.parametrize(
    ("said", "engine"),
    [
        ("Oracle", "oracle"),
        ("SQL Server", "sqlserver"),
        ("sql_server", "sqlserver"),
        ("PostgreSQL", "postgres"),
        ("DocumentDB", "docdb"),
        ("SAP ASE", "sybase"),
        (" Db2   LUW ", "db2"),
        ("AURORA_MYSQL", "aurora"),
    ],
)
def test_people_may_say_it_their_way(said: str, engine: str) -> None:
    assert default_port(said) == default_port(engine)


@pytest.mark.parametrize("engine", ["", "dms-transfer", "access", "oracle; rm", "1521"])
def test_what_is_no_engine_has_no_port(engine: str) -> None:
    assert default_port(engine) is None


def test_names_are_written_as_they_are_looked_up() -> None:
    assert all(default_port(name) == port for name, port in PORTS.items())
