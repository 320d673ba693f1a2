"""What the product calls its things."""

import pytest

from landbridge.areas.migration_assistant.product import Names
from landbridge.areas.migration_assistant.spec import Deployment
from landbridge.aws.identity import Identity
from tests.areas.migration_assistant.estate import Estate
from tests.areas.migration_assistant.specs import ALL_SERVICES, DOMAINS, NETWORK, one
from tests.specs import findings


def names(region: str = "eu-west-1", **fields: object) -> Names:
    """The names of a deployment with every service."""
    given = {"product": "classic", "stage": "dev", "access_security_group": "x", **fields}
    return Names(Deployment.model_validate(given), Identity("aws", "123456789012", region))


def roles(found: Names) -> list[str]:
    """The names of its roles."""
    return [found.role(worker) for worker in found.workers]


def test_the_roles_of_classic() -> None:
    every = ("console", "reindex", "replayer", "capture_proxy", "target_proxy")
    assert roles(names(services=every)) == [
        "OSMigrations-dev-eu-west-1-migration-console-task",
        "OSMigrations-dev-eu-west-1-reindex-from-snapshot-task",
        "OSMigrations-dev-eu-west-1-traffic-replayer-default-task",
        "OSMigrations-dev-eu-west-1-capture-proxy-task",
        "OSMigrations-dev-eu-west-1-target-cluster-proxy-task",
    ]


def test_console_and_reindex_are_in_use_where_nobody_says() -> None:
    assert [worker.key for worker in names().workers] == ["console", "reindex"]


def test_the_replayers_role_has_the_deploy_id() -> None:
    assert roles(names(services=("replayer",), deploy_id="blue")) == [
        "OSMigrations-dev-eu-west-1-traffic-replayer-blue-task"
    ]


def test_a_name_that_is_too_long_loses_the_end_of_the_service_as_in_the_product() -> None:
    found = roles(names("ap-southeast-1", stage="a23456789012345", services=("console", "reindex", "replayer")))
    assert found == [
        "OSMigrations-a23456789012345-ap-southeast-1-migration-conso-task",
        "OSMigrations-a23456789012345-ap-southeast-1-reindex-from-sn-task",
        "OSMigrations-a23456789012345-ap-southeast-1-traffic-replaye-task",
    ]
    assert {len(role) for role in found} == {64}


@pytest.mark.parametrize("length", range(16, 64))
def test_a_stage_of_any_length_has_names(length: int) -> None:
    assert all(role.endswith("-task") for role in roles(names(stage="a" * length)))


def test_eks() -> None:
    found = names(product="eks", stage="prod")
    assert roles(found) == ["migration-eks-cluster-prod-eu-west-1-migrations-role"]
    assert found.snapshot_role == "migration-eks-cluster-prod-eu-west-1-snapshot-role"
    assert found.bucket == "migrations-default-123456789012-prod-eu-west-1"


def test_snapshots_of_classic() -> None:
    assert names().snapshot_role == "OSMigrations-dev-eu-west-1-default-SnapshotRole"
    assert names().bucket == "migration-artifacts-123456789012-dev-eu-west-1"


def test_the_policies_are_attached_by_these_names() -> None:
    estate = Estate.of(one(services=ALL_SERVICES, service_security_group="os_services"))
    attached = [str(each.role) for each in estate.of_type("aws_iam_role_policy_attachment")]
    assert attached == roles(names(services=("console", "reindex", "replayer", "capture_proxy", "target_proxy")))


@pytest.mark.parametrize(
    ("prefix", "key", "expected"),
    [("edge", "main", "edge-prod-b001-ma-main"), ("a-very-long-company", "orders", "a-very-long-company-prod-")],
)
def test_a_data_access_policy_has_a_name_that_fits(prefix: str, key: str, expected: str) -> None:
    text = one(target="{serverless: {collection: logs, indexes: [x]}}").replace("prefix: edge", f"prefix: {prefix}")
    text = text.replace("    main:", f"    {key}:")
    (policy,) = Estate.of(text).of_type("aws_opensearchserverless_access_policy")
    assert policy.name.startswith(expected)
    assert len(policy.name) <= 32


ENDPOINT = """\
  vpc_endpoints:
    secrets:
      service: secretsmanager
      vpc: vpc-0123456789abcdef0
      subnets: [subnet-0123456789abcdef0]
      clients: [os_access]
      statements: [{actions: [secretsmanager:GetSecretValue], principals: {AWS: "{task_role:main.console}"}}]
"""


def test_statements_may_name_the_roles_of_the_product_by_service() -> None:
    (endpoint,) = Estate.of(one(rest=DOMAINS + NETWORK + ENDPOINT)).of_type("aws_vpc_endpoint")
    (statement,) = endpoint.policy.statements
    assert [str(value) for condition in statement.conditions for value in condition.values] == [
        "arn:aws:iam::123456789012:role/OSMigrations-dev-eu-west-1-migration-console-task"
    ]


def test_nobody_names_those_of_an_access_that_is_removed() -> None:
    found = findings(one(access="removed", rest=DOMAINS + NETWORK + ENDPOINT))
    assert [each.id for each in found] == ["LB733", "LB733"]


def test_of_a_service_that_is_not_in_use_there_is_none() -> None:
    found = findings(one(rest=DOMAINS + NETWORK + ENDPOINT.replace("main.console", "main.target_proxy")))
    assert "LB105" in {each.id for each in found}


def test_of_a_deployment_that_is_left_out_as_it_is_wrong_nobody_is_told_twice() -> None:
    found = findings(one(producct="classic", rest=DOMAINS + NETWORK + ENDPOINT))
    assert {each.id for each in found} == {"LB101"}


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({"product": "ecs"}, "write classic"),
        ({"product": "kubernetes"}, "write eks"),
        ({"services": "[console, rfs]"}, "write reindex"),
        ({"services": "[capture-proxy]"}, "write capture_proxy"),
    ],
)
def test_whoever_writes_the_products_words_is_told_what_they_are_here(fields: dict[str, str], hint: str) -> None:
    (finding,) = findings(one(**fields))
    assert (finding.id, finding.hint) == ("LB102", hint)
