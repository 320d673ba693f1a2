"""What each engine can do: directions, SSL modes, ports, secrets, as AWS documents them, row by row."""

from typing import Any, get_args

import pytest

from landbridge.areas.dms.engines import ENGINES, OTHER_NAMES, EngineName, SslMode
from landbridge.areas.dms.sides import sides
from landbridge.aws.ports import PORTS, default_port
from tests.areas.dms.specs import MAIN, dms, endpoint, endpoints, instances, store
from tests.specs import analysed

BOTH, SOURCE, TARGET, NEITHER = "source target", "source", "target", ""
ANY = "none require verify-ca verify-full"
MYSQL = "none verify-ca verify-full"
SQLSERVER = "none require verify-full"
ORACLE = "none verify-ca"
ASE = "none verify-full"
PLAIN = "none"
SECRETS, NO_SECRETS = True, False

# engine: directions, SSL modes, port, whether DMS reads its credentials from Secrets Manager
TABLE: dict[str, tuple[str, str, int | None, bool]] = {
    "aurora": (BOTH, MYSQL, 3306, SECRETS),
    "aurora-postgresql": (BOTH, ANY, 5432, SECRETS),
    "aurora-postgresql-serverless": (BOTH, ANY, 5432, SECRETS),
    "aurora-serverless": (BOTH, MYSQL, 3306, SECRETS),
    "azure-sql-managed-instance": (SOURCE, SQLSERVER, 1433, SECRETS),
    "azuredb": (SOURCE, SQLSERVER, 1433, SECRETS),
    "babelfish": (TARGET, SQLSERVER, 1433, NO_SECRETS),
    "db2": (BOTH, ORACLE, 50000, SECRETS),
    "db2-zos": (SOURCE, ORACLE, 446, NO_SECRETS),
    "dms-transfer": (NEITHER, PLAIN, None, NO_SECRETS),
    "docdb": (BOTH, ASE, 27017, SECRETS),
    "dynamodb": (TARGET, PLAIN, 443, NO_SECRETS),
    "elasticsearch": (TARGET, PLAIN, 443, NO_SECRETS),
    "kafka": (TARGET, PLAIN, 9092, NO_SECRETS),
    "kinesis": (TARGET, PLAIN, 443, NO_SECRETS),
    "mariadb": (BOTH, MYSQL, 3306, SECRETS),
    "mongodb": (SOURCE, SQLSERVER, 27017, SECRETS),
    "mysql": (BOTH, MYSQL, 3306, SECRETS),
    "neptune": (TARGET, PLAIN, 8182, NO_SECRETS),
    "opensearch": (TARGET, PLAIN, 443, NO_SECRETS),
    "oracle": (BOTH, ORACLE, 1521, SECRETS),
    "postgres": (BOTH, ANY, 5432, SECRETS),
    "redis": (TARGET, PLAIN, 6379, NO_SECRETS),
    "redshift": (TARGET, PLAIN, 5439, SECRETS),
    "redshift-serverless": (TARGET, PLAIN, 5439, SECRETS),
    "s3": (BOTH, PLAIN, 443, NO_SECRETS),
    "sqlserver": (BOTH, SQLSERVER, 1433, SECRETS),
    "sybase": (BOTH, ASE, 5000, SECRETS),
}
MINE = {
    "s3": {"bucket": "x-lake"},
    "dynamodb": {"tables": "[carts]"},
    "kinesis": {"stream": "clicks"},
    "opensearch": {"domain": "search"},
    "elasticsearch": {"domain": "search"},
    "neptune": {"bucket": "x-lake", "folder": "graph"},
}


def spec_of(engine: str, direction: str, **more: str | None) -> str:
    """A spec with one endpoint of the engine, with everything that it needs besides TLS."""
    kind = ENGINES[engine]  # type: ignore[index]
    fields: dict[str, str | None] = {"engine": engine, "direction": direction, "ssl_mode": None, **MINE.get(engine, {})}
    if not kind.secrets:
        fields["secret"] = None
    make = store if kind.reached == "api" else endpoint
    redshift = ", redshift: own" if engine.startswith("redshift") else ""
    return dms(
        instances(main=MAIN),
        endpoints(make("data", **(fields | more))),
        roles=f"{{vpc: own, cloudwatch_logs: own{redshift}}}",
    )


def ids(text: str) -> set[str]:
    """The ids of a spec's findings."""
    return {finding.id for finding in analysed(text).findings}


def test_the_table_has_every_engine() -> None:
    assert set(TABLE) == set(ENGINES) == set(get_args(EngineName))


@pytest.mark.parametrize("direction", ["source", "target"])
@pytest.mark.parametrize("engine", TABLE)
def test_an_engine_is_taken_in_its_directions_only(engine: str, direction: str) -> None:
    assert ("LB220" not in ids(spec_of(engine, direction))) == (direction in TABLE[engine][0].split())


@pytest.mark.parametrize("mode", get_args(SslMode))
@pytest.mark.parametrize("engine", [engine for engine, row in TABLE.items() if row[0]])
def test_an_ssl_mode_is_taken_by_the_engines_that_have_it(engine: str, mode: str) -> None:
    direction = TABLE[engine][0].split()[0]
    assert ("LB221" not in ids(spec_of(engine, direction, ssl_mode=mode))) == (mode in TABLE[engine][1].split())


@pytest.mark.parametrize("engine", TABLE)
def test_an_engine_has_its_usual_port(engine: str) -> None:
    assert default_port(engine) == TABLE[engine][2]


def test_what_else_people_call_an_engine_leads_to_dms_name_for_it() -> None:
    assert set(PORTS) - set(ENGINES) == set(OTHER_NAMES)
    assert all(PORTS[other] == default_port(name) or name == "kafka" for other, name in OTHER_NAMES.items())


@pytest.mark.parametrize(
    ("written", "name"),
    [("mssql", "sqlserver"), ("SQL Server", "sqlserver"), ("aurora-mysql", "aurora"), ("Oracle", "oracle")],
)
def test_an_engine_by_another_name_is_told_dms_name_for_it(written: str, name: str) -> None:
    (found,) = analysed(dms(instances(main=MAIN), endpoints(endpoint(engine=written)))).findings
    assert (found.id, found.hint) == ("LB102", f"DMS calls it {name}")


@pytest.mark.parametrize(("tls", "port"), [("true", 9094), ("false", 9092)])
def test_kafka_listens_elsewhere_with_tls(tls: str, port: int) -> None:
    text = dms(instances(main=MAIN), endpoints(endpoint(engine="kafka", direction="target", tls=tls)))
    spec: Any = analysed(text).spec
    assert [side.port for side in sides(spec.part("dms"))] == [port]


@pytest.mark.parametrize("engine", TABLE)
def test_an_engine_has_a_secret_exactly_where_dms_reads_one(engine: str) -> None:
    direction = (TABLE[engine][0] or "source").split()[0]
    assert ("LB226" in ids(spec_of(engine, direction, secret=None))) == TABLE[engine][3]
    assert ("LB227" in ids(spec_of(engine, direction, secret='"{var:secret}"'))) != TABLE[engine][3]


@pytest.mark.parametrize("engine", TABLE)
def test_only_mysql_and_postgresql_take_a_role_in_place_of_a_password(engine: str) -> None:
    direction = (TABLE[engine][0] or "source").split()[0]
    found = ids(spec_of(engine, direction, secret=None, iam_auth="{resource_id: db-ABC, user: dms}"))
    assert ("LB240" not in found) == (TABLE[engine][2] in (3306, 5432))
