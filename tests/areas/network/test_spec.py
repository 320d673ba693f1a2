"""The shape of the `network:` part: what fits together, in the words of findings."""

import pytest

from tests.areas.network.specs import DB, SUBNET, VPC, flow, network, two_groups
from tests.specs import findings


def group(text: str) -> str:
    return network(f"security_groups:\n  db: {{{text}}}")


def told(text: str) -> list[str]:
    return [f"{finding.id} {finding.message}" for finding in findings(text)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (group(""), "exactly one of vpc and id"),
        (group(f"vpc: {VPC}, id: {DB}"), "exactly one of vpc and id"),
        (group("vpc: vpc-nonsense"), "the id of a VPC such as vpc-0123456789abcdef0"),
        (group("id: db-group"), "the id of a security group such as sg-0123456789abcdef0"),
        (group(f"id: {DB}, name: db"), "nothing: the group exists and has its own"),
        (group(f"id: {DB}, tags: {{a: b}}"), "nothing: the group exists and has its own"),
        (group(f"vpc: {VPC}, owner: them"), "nothing: the group is made here"),
        (group(f"vpc: {VPC}, inline_rules: true"), "nothing: the group is made here"),
        (group(f"id: {DB}, ingress: [{{from: 10.0.0.0/8, port: 65536}}]"), "port is 65536"),
        (group(f"id: {DB}, ingress: [{{from: 10.0.0.0/8, port: '1521'}}]"), "a whole number"),
        (group(f"id: {DB}, ingress: [{{from: 10.0.0.0/8, ports: '1521'}}]"), "a range of ports such as 1521-1530"),
        (group(f"id: {DB}, ingress: [{{from: 10.0.0.0/8, port: 1, protocol: tpc}}]"), "tcp"),
        (group(f"id: {DB}, ingress: [{{from: 10.0.0.0/8, port: 1, reason: '123'}}]"), "words that say why"),
        (group(f"id: {DB}, ingress: [{{to: 10.0.0.0/8, port: 1}}]"), "to"),
        (
            network(f"vpc_endpoints: {{a: {{service: dms, vpc: {VPC}, clients: [x]}}}}"),
            "exactly one of subnets and route_tables",
        ),
        (
            network(
                f"vpc_endpoints: {{a: {{service: com.amazonaws.x., vpc: {VPC}, subnets: [{SUBNET}], clients: [x]}}}}"
            ),
            "the end of a service's name such as dms or ecr.api",
        ),
    ],
)
def test_what_does_not_fit_is_told(text: str, message: str) -> None:
    assert any(message in each for each in told(text)), told(text)


@pytest.mark.parametrize("id_", ["{var:vpc_id}", "{ssm:/network/vpc}", "vpc-1a2b3c4d", VPC])
def test_an_id_may_be_old_or_live_elsewhere(id_: str) -> None:
    assert told(group(f'vpc: "{id_}", egress: [{{to: 10.0.0.0/8, port: 443}}]')) == []


def test_a_misspelt_from_is_understood() -> None:
    found = findings(group(f"id: {DB}, ingress: [{{form: 10.0.0.0/8, port: 1}}]"))
    assert any(finding.id == "LB101" and "from" in finding.hint for finding in found)


@pytest.mark.parametrize(
    "said",
    ["port: '22'", "port: 0", "ports: '22'", "ports: 22", "engine: [oracle]", "port: 22, protocol: TCP"],
)
def test_a_wrong_port_is_told_once_and_not_as_a_missing_one_too(said: str) -> None:
    assert [finding.id for finding in findings(flow(said))] == ["LB102"]


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        (
            "{source: replication, target: orders_db, port: 1}",
            "is a mapping: wants from and to",
            "write from: instead of source: and to: instead of target:",
        ),
        ("{from: replication, destination: orders_db, port: 1}", "wants to", "write to: instead of destination:"),
    ],
)
def test_the_sides_of_a_flow_by_other_names_are_told_once(said: str, message: str, hint: str) -> None:
    found = [each for each in findings(two_groups(f"flows: [{said}]")) if each.id != "LB530"]
    assert [(each.id, each.hint, each.path) for each in found] == [("LB102", hint, ("network", "flows", 0))]
    assert message in found[0].message


@pytest.mark.parametrize(
    ("said", "hint"),
    [("ingress: [{source: 10.0.0.0/8, port: 1}]", "from"), ("egress: [{target: 10.0.0.0/8, port: 1}]", "to")],
)
def test_the_side_of_a_rule_by_another_name_is_told_once(said: str, hint: str) -> None:
    found = findings(group(f"id: {DB}, {said}"))
    assert [(each.id, each.hint.split()[:2]) for each in found] == [("LB102", ["write", f"{hint}:"])]
