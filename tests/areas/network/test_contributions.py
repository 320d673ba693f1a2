"""What other areas hand to the network: flows and needs for VPC endpoints."""

from typing import Any

import pytest

from landbridge.areas.area import Inputs
from landbridge.areas.contributions import EndpointNeed, Flow
from landbridge.areas.network import AREA
from landbridge.areas.network.others import Requests
from landbridge.areas.network.resources import SecurityGroup, VpcEndpoint
from landbridge.ir import Module
from landbridge.policy.document import Statement
from tests.areas.network.specs import DB, SUBNET, VPC, endpoint, lowered, module, of, policy, rules, two_groups
from tests.specs import HEAD, analysed

ORIGIN = ("dms", "endpoints", "orders")
OWN = {"StringEquals": {"aws:PrincipalAccount": "123456789012"}}


def flow(**said: Any) -> Flow:
    usual = {
        "origin": ORIGIN,
        "source": "replication",
        "target": "orders_db",
        "from_port": 1521,
        "to_port": 1521,
        "description": "orders",
    }
    return Flow(**(usual | said))


def need(**said: Any) -> EndpointNeed:
    usual = {
        "origin": ("dms", "replication_instances", "main"),
        "name": "main",
        "service": "secretsmanager",
        "vpc": VPC,
        "subnets": (SUBNET,),
        "clients": ("replication",),
        "why": "secrets of endpoints",
    }
    return EndpointNeed(**(usual | said))


def test_a_flow_between_two_groups_of_ours_makes_both_halves() -> None:
    made = module(two_groups(), flow())
    assert list(rules(made)) == [
        f"replication__to_orders_db__1521: tcp 1521-1521 {DB}",
        "orders_db__from_replication__1521: tcp 1521-1521 {security_group:replication}",
    ]
    assert {resource.origin for resource in made.resources} == {ORIGIN, ("network", "security_groups", "replication")}


def test_a_flow_to_a_network_makes_the_egress_alone() -> None:
    made = module(two_groups(), flow(target="192.168.0.0/16"))
    assert list(rules(made)) == ["replication__to_192_168_0_0_16__1521: tcp 1521-1521 192.168.0.0/16"]
    assert made.pages == ()


def test_a_flow_from_a_network_makes_the_ingress_alone() -> None:
    made = module(two_groups(), flow(source="203.0.113.7/32"))
    assert list(rules(made)) == ["orders_db__from_203_0_113_7_32__1521: tcp 1521-1521 203.0.113.7/32"]


def test_the_target_sees_the_source_as_it_appears_there() -> None:
    made = module(two_groups(), flow(seen_as=("10.1.0.0/24", "10.2.0.0/24")))
    assert [line.partition(":")[0] for line in rules(made)] == [
        "replication__to_orders_db__1521",
        "orders_db__from_10_1_0_0_24__1521",
        "orders_db__from_10_2_0_0_24__1521",
    ]


def test_a_rule_that_several_need_is_made_once_with_all_their_reasons() -> None:
    text = two_groups("flows: [{from: replication, to: orders_db, engine: oracle, reason: nightly load}]")
    made = module(text, flow(reason="changes"), flow(origin=("dms", "endpoints", "other")))
    assert len(list(rules(made))) == 2
    assert {rule.reason for rule in made.resources} == {"", "nightly load; changes"}
    assert {rule.origin for rule in made.resources if "__" in rule.label} == {("network", "flows", 0)}
    assert {rule.note for rule in made.resources if "__" in rule.label} == {
        "replication → orders_db\nAlso for dms.endpoints.orders: orders\nAlso for dms.endpoints.other: orders"
    }


def test_a_rule_that_two_others_need_names_the_second_one_too() -> None:
    made = module(two_groups(), flow(), flow(), flow(origin=("dms", "endpoints", "other"), description="carts"))
    assert {rule.note for rule in made.resources if "__" in rule.label} == {"Also for dms.endpoints.other: carts"}


def test_an_owner_reads_what_all_who_need_a_rule_say_of_it() -> None:
    theirs: dict[str, Any] = {"target": "192.168.0.0/16", "owner": "network team"}
    text = two_groups("flows: [{from: replication, to: 192.168.0.0/16, port: 1521, owner: network team, reason: ERP}]")
    [page] = module(text, flow(**theirs, reason="nightly")).pages
    assert isinstance(page.content, Requests)
    assert [row.why for row in page.content.rows] == ["tcp 1521 from replication; ERP; orders; nightly"]


def test_that_several_need_one_rule_is_no_finding() -> None:
    text = two_groups("flows: [{from: replication, to: orders_db, engine: oracle}]")
    assert lowered(text, flow(), flow(origin=("dms", "endpoints", "other")))[1] == []


def test_an_owner_gets_the_text_of_a_rule() -> None:
    made = module(two_groups(), flow(target="192.168.0.0/16", seen_as=("10.0.0.0/24",), owner="network team"))
    [page] = made.pages
    assert (page.name, page.template) == ("FOR-OTHERS.md", "areas/network/for-others.md.j2")


@pytest.mark.parametrize(
    ("said", "id_"),
    [
        ({"target": "10.0.0.1/24"}, "LB502"),
        ({"target": "nobody"}, "LB104"),
        ({"seen_as": ("everywhere/0",)}, "LB501"),
        ({"from_port": 2, "to_port": 1}, "LB503"),
        ({"source": "10.0.0.0/24", "target": "10.1.0.0/24"}, "LB505"),
    ],
)
def test_what_is_wrong_with_a_flow_is_told_where_it_comes_from(said: dict[str, Any], id_: str) -> None:
    _, found = lowered(two_groups(), flow(**said))
    assert [(finding.id, finding.path[:3]) for finding in found] == [(id_, ORIGIN)]


def test_the_module_can_be_made_for_others_alone() -> None:
    spec = analysed(f"{HEAD}security: {{permissions_boundary: none}}\n").spec
    assert spec is not None
    made, found = AREA.lower(spec, Inputs(contributions=()))
    assert (list(made.resources), found) == ([], [])


def test_a_need_becomes_an_endpoint_with_a_group_that_only_its_clients_reach() -> None:
    made = module(two_groups(), need())
    name = "main__secretsmanager"
    assert {f"vpc_endpoint.{name}", f"security_group.{name}__endpoint"} <= of(made).keys()
    assert list(rules(made)) == [
        f"replication__to_endpoint__{name}__443: tcp 443-443 {{vpc_endpoint_group:{name}__endpoint}}",
        f"{name}__endpoint__from_replication__443: tcp 443-443 {{security_group:replication}}",
    ]
    assert policy(made, name) == [
        {"Effect": "Allow", "Principal": "*", "Action": "secretsmanager:*", "Resource": "*", "Condition": OWN}
    ]


def test_needs_of_one_service_in_one_vpc_become_one_endpoint() -> None:
    other = "subnet-0fedcba9876543210"
    made = module(two_groups(), need(), need(subnets=(other,), clients=("orders_db", "replication")))
    [found] = [each for name, each in of(made).items() if name.startswith("vpc_endpoint.")]
    assert found.subnet_ids == (SUBNET, other)  # type: ignore[attr-defined]
    assert len([line for line in rules(made) if "to_endpoint" in line]) == 2


def test_a_need_joins_the_endpoint_of_the_spec() -> None:
    made = module(endpoint("", service="secretsmanager"), need(clients=("orders_db",)))
    assert [name for name in of(made) if name.startswith("vpc_endpoint.")] == ["vpc_endpoint.api"]
    assert any(line.startswith("orders_db__to_endpoint__api") for line in rules(made))


def test_endpoints_of_one_service_in_two_vpcs_are_two() -> None:
    made = module(two_groups(), need(), need(name="other", vpc="{var:vpc_id}"))
    assert [name for name in of(made) if name.startswith("vpc_endpoint.")] == [
        "vpc_endpoint.main__secretsmanager",
        "vpc_endpoint.other__secretsmanager",
    ]


@pytest.mark.parametrize("vpc", [VPC, "{var:vpc_id}", "{ssm:/network/vpc}"])
def test_an_endpoint_is_called_after_who_needs_it_and_never_after_its_vpc(vpc: str) -> None:
    made = of(module(two_groups(), need(service="kinesis-streams", vpc=vpc)))
    found, group = made["vpc_endpoint.main__kinesis_streams"], made["security_group.main__kinesis_streams__endpoint"]
    assert isinstance(found, VpcEndpoint)
    assert isinstance(group, SecurityGroup)
    assert found.tags == {"Name": "edge-prod-b001-vpce-main-kinesis-streams"}
    assert group.name == "edge-prod-b001-vpce-main-kinesis-streams"


def test_an_endpoint_that_several_need_is_called_after_the_first() -> None:
    made = module(two_groups(), need(name="zebra"), need(name="ant"))
    assert [name for name in of(made) if name.startswith("vpc_endpoint.")] == ["vpc_endpoint.zebra__secretsmanager"]


def test_a_gateway_stands_in_route_tables_and_is_reached_by_its_prefix_list() -> None:
    made = module(two_groups(), need(service="s3", subnets=(), route_tables=("rtb-0123456789abcdef0",)))
    name = "main__s3"
    assert list(rules(made)) == [f"replication__to_endpoint__{name}__443: tcp 443-443 {{vpc_endpoint_list:{name}}}"]


@pytest.mark.parametrize(
    ("said", "id_"),
    [
        ({"subnets": ()}, "LB506"),
        ({"subnets": (), "route_tables": ("rtb-0123456789abcdef0",)}, "LB506"),
        ({"service": "nobody-knows"}, "LB507"),
        ({"clients": ("nobody",)}, "LB104"),
    ],
)
def test_what_is_wrong_with_a_need_is_told_where_it_comes_from(said: dict[str, Any], id_: str) -> None:
    _, found = lowered(two_groups(), need(**said))
    assert [(finding.id, finding.path) for finding in found] == [(id_, ("dms", "replication_instances", "main"))]


READ = Statement(actions=("secretsmanager:GetSecretValue",), resources=("arn:aws:secretsmanager:::secret:x",))


def actions(made: Module, name: str) -> list[object]:
    return [statement["Action"] for statement in policy(made, name)]


def test_what_needs_allow_is_all_that_is_allowed_to_the_own_account() -> None:
    made = module(two_groups(), need(statements=(READ,)))
    [statement] = policy(made, "main__secretsmanager")
    assert statement["Action"] == "secretsmanager:GetSecretValue"
    assert (statement["Principal"], statement["Condition"]) == ("*", OWN)


def test_an_endpoint_for_the_whole_account_stays_one_when_others_join() -> None:
    made = module(endpoint("", service="secretsmanager"), need(statements=(READ,)))
    assert actions(made, "api") == ["secretsmanager:*", "secretsmanager:GetSecretValue"]


def test_what_the_spec_narrows_stays_narrow_when_others_join() -> None:
    text = endpoint(", statements: [{actions: secretsmanager:ListSecrets}]", service="secretsmanager")
    assert actions(module(text, need()), "api") == ["secretsmanager:ListSecrets"]


@pytest.mark.parametrize(
    ("one", "other", "expected"), [(True, True, True), (True, False, True), (False, True, True), (False, False, False)]
)
def test_private_names_are_there_as_soon_as_one_need_wants_them(one: bool, other: bool, expected: bool) -> None:
    made = of(module(two_groups(), need(private_dns=one), need(name="other", private_dns=other)))
    found = made["vpc_endpoint.main__secretsmanager"]
    assert isinstance(found, VpcEndpoint)
    assert found.private_dns_enabled is expected


def test_private_names_that_the_spec_refuses_stay_away_whoever_joins() -> None:
    made = of(module(endpoint(", private_dns: false", service="secretsmanager"), need()))
    found = made["vpc_endpoint.api"]
    assert isinstance(found, VpcEndpoint)
    assert found.private_dns_enabled is False
