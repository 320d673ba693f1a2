"""The shape of the `network:` part: what fits together, in the words of findings."""

import pytest

from tests.areas.network.specs import DB, SUBNET, VPC, network
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
