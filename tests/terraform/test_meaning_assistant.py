"""What the reading of specs says of the Migration Assistant, by small specs worked out by hand."""

from pathlib import Path

import pytest

from tests.terraform.harness.ec2 import Rule
from tests.terraform.meaning import Meaning
from tests.terraform.small_specs import ACCOUNT, cells, meaning, reading

LOGS = "arn:aws:es:eu-west-1:123456789012:domain/logs"
ROLE = f"{ACCOUNT}role/OSMigrations-prod-eu-west-1-migration-console-task"
DOMAIN = "opensearch: {domains: {logs: {name: logs, network: vpc, current_policy: none}}}\n"
GROUPS = "network: {security_groups: {tasks: {id: sg-0a}, logs: {id: sg-0b}}}\n"
KEY = "kms: {keys: {k: {}}}\n"


def classic(folder: Path, clusters: str, further: str = "") -> Meaning:
    """Return what a deployment on ECS means that has a console only."""
    head = f"product: classic, stage: prod, services: [console], access_security_group: tasks, {further}"
    return meaning(folder, f"migration_assistant: {{deployments: {{d: {{{head} {clusters}}}}}}}\n{DOMAIN}{GROUPS}{KEY}")


def test_the_console_manages_a_domain_by_both_policies(tmp_path: Path) -> None:
    found = classic(tmp_path, "target: {domain: logs, security_group: logs}")
    methods = {f"es:ESHttp{method}" for method in ("Delete", "Get", "Head", "Post", "Put")}
    [policy] = found.policies.values()
    assert {(action, what) for action, what in cells(policy.grants) if action.startswith("es:")} == {
        (action, f"{LOGS}/*") for action in methods
    }
    assert {(g.principal, g.action, g.resource) for g in found.domains["logs"].policy} == {
        (f"AWS {ROLE}", action, f"{LOGS}/*") for action in methods
    }


def test_its_role_exists_and_gets_the_policy(tmp_path: Path) -> None:
    found = classic(tmp_path, "target: {domain: logs, security_group: logs}")
    assert found.roles[ROLE.rpartition("/")[2]].attached == set(found.policies)
    printed = classic(tmp_path, "target: {domain: logs, security_group: logs}", "policies: print,")
    assert printed.roles[ROLE.rpartition("/")[2]].attached == set(printed.policies) == set()


def test_an_open_policy_lets_everybody_in(tmp_path: Path) -> None:
    found = classic(tmp_path, "target: {domain: logs, security_group: logs, open_policy: people have passwords}")
    assert cells(found.domains["logs"].policy) == {("es:ESHttp*", "*")}


@pytest.mark.parametrize(
    ("cluster", "own", "of_other"),
    [
        ("{domain: logs, security_group: logs}", Rule("egress", "tcp", (443, 443), "sg-0b"), "sg-0a"),
        (
            "{self_managed: {security_group: logs, port: 9201}, seen_as: [10.0.0.0/24]}",
            Rule("egress", "tcp", (9201, 9201), "sg-0b"),
            "10.0.0.0/24",
        ),
        ("{self_managed: {cidrs: [10.1.0.0/24]}}", Rule("egress", "tcp", (9200, 9200), "10.1.0.0/24"), None),
    ],
)
def test_one_way_leads_to_each_cluster(tmp_path: Path, cluster: str, own: Rule, of_other: str | None) -> None:
    found = classic(tmp_path, f"target: {cluster}").security_groups
    assert found["sg-0a"].rules == {own}
    assert {rule.other for rule in found["sg-0b"].rules} == ({of_other} if of_other else set())


def test_a_snapshot_role_is_the_services_for_the_source_alone(tmp_path: Path) -> None:
    found = classic(tmp_path, "source: {domain: logs}, snapshot: {role: own, bucket: b, kms_key: k}")
    name = "edge-prod-b001-role-migration-d-snapshot"
    [trust] = found.roles[name].trust
    assert (trust.principal, trust.conditions) == (
        "Service es.amazonaws.com",
        (("ArnEquals", "aws:SourceArn", (LOGS,)), ("StringEquals", "aws:SourceAccount", ("123456789012",))),
    )
    [key] = found.keys.values()
    assert {(g.principal, g.conditions) for g in key.policy if g.action == "kms:Encrypt"} == {
        (f"AWS {arn}", (("StringEquals", "kms:ViaService", ("s3.eu-west-1.amazonaws.com",)),))
        for arn in (ROLE, f"{ACCOUNT}role/{name}")
    }
    [policy] = found.policies.values()
    assert ("iam:PassRole", f"{ACCOUNT}role/{name}") in cells(policy.grants)


def test_the_parameter_of_the_product_is_known(tmp_path: Path) -> None:
    part = "migration_assistant: {deployments: {d: {product: classic, stage: s, access_security_group: tasks}}}\n"
    names = reading(tmp_path, f"{part}{GROUPS}").names
    assert names.outside["ssm:/migration/s/default/sharedLogsEfsId"].startswith("fs-")


def test_pods_write_the_indexes_of_a_collection(tmp_path: Path) -> None:
    target = "target: {serverless: {collection: c, indexes: [a]}}"
    part = f"d: {{product: eks, stage: prod, access_security_group: tasks, {target}}}"
    [[name, access]] = meaning(
        tmp_path, f"migration_assistant: {{deployments: {{{part}}}}}\n{GROUPS}"
    ).data_access.items()
    assert name == "edge-prod-b001-ma-d"
    assert {who for who, _, _ in access.cells} == {
        f"{ACCOUNT}role/migration-eks-cluster-prod-eu-west-1-migrations-role"
    }
    assert {what for _, what, _ in access.cells} == {"collection/c", "index/c/a", "index/c/.migrations_working_state*"}
    assert ("index/c/a", "aoss:DeleteIndex") in {(what, may) for _, what, may in access.cells}
