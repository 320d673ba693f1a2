"""What other areas may name of the network, and what two specs cannot both own."""

import pytest

from landbridge.areas.network.groups import names
from landbridge.ir import Traversal
from landbridge.owners import one_account
from tests.areas.network.specs import DB, OTHER_VPC, SUBNET, VPC, flow, network, two_groups
from tests.specs import analysed


def test_every_group_can_be_named() -> None:
    text = network(f"""
    security_groups:
      replication: {{vpc: {VPC}}}
      orders_db: {{id: {DB}}}
      target_db: {{id: "{{var:target}}"}}
    """)
    spec = analysed(text).spec
    assert spec is not None
    found = names(spec)
    assert {name: (str(id_), id_.parts) for name, id_ in found.items()} == {
        "security_group:replication": (
            "{security_group:replication}",
            (Traversal("aws_security_group.replication.id"),),
        ),
        "security_group:orders_db": (DB, (DB,)),
        "security_group:target_db": ("{var:target}", (Traversal("root.var.target"),)),
        "security_group_name:replication": (
            "edge-prod-b001-sg-replication",
            (Traversal("aws_security_group.replication.name"),),
        ),
    }
    assert found["security_group:replication"].length == len("sg-0123456789abcdef0")


def together(one: str, other: str) -> list[str]:
    found = one_account([analysed(one), analysed(other)])
    return [finding.message for findings in found.values() for finding in findings if finding.id == "LB112"]


def rule(text: str) -> str:
    return network(f"security_groups:\n  db: {{id: {DB}, ingress: [{text}]}}")


def new(name: str, vpc: str = VPC) -> str:
    return network(f'security_groups:\n  a: {{vpc: {vpc}, name: "{name}", egress: [{{to: 10.0.0.0/8, port: 443}}]}}')


ENDPOINT = f"vpc_endpoints:\n  %s: {{service: dms, vpc: {VPC}, subnets: [{SUBNET}], clients: [orders_db]%s}}"


def own_endpoint(key: str, more: str = "") -> str:
    lines = ENDPOINT % (key, more)
    return network(f"security_groups:\n  orders_db: {{id: {DB}}}\n{lines}")


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (
            rule("{from: 10.0.0.0/24, port: 1521}"),
            rule("{from: 10.0.0.0/24, engine: oracle}"),
            f"aws_vpc_security_group_ingress_rule tcp 1521-1521 10.0.0.0/24 of {DB}",
        ),
        (new("a"), new("A"), f"aws_security_group A in {VPC}"),
        (own_endpoint("a"), own_endpoint("b"), f"aws_vpc_endpoint com.amazonaws.eu-west-1.dms in {VPC}"),
    ],
)
def test_two_specs_cannot_own_the_same(one: str, other: str, said: str) -> None:
    assert any(said in message for message in together(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (rule("{from: 10.0.0.0/24, port: 1521}"), rule("{from: 10.0.0.0/24, port: 1522}")),
        (rule("{from: 10.0.0.0/24, port: 1521}"), rule("{from: 10.0.1.0/24, port: 1521}")),
        (new("a"), new("a", OTHER_VPC)),
        (new("a"), new("a", "'{var:vpc_id}'")),
    ],
)
def test_two_specs_can_own_what_is_not_the_same(one: str, other: str) -> None:
    assert together(one, other) == []


def test_two_specs_can_let_groups_of_their_own_reach_one_database() -> None:
    one, other = flow("port: 1"), two_groups("flows: [{from: replication, to: orders_db, port: 1}]")
    assert not any("ingress_rule" in message for message in together(one, other))
