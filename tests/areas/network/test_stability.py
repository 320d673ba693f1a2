"""Addresses that stay: a rule's label is made from what it says, so that no edit elsewhere renames it."""

import pytest

from landbridge.ir import Module
from tests.areas.network.specs import DB, VPC, module, network, of


def spec(*rules: str, key: str = "replication", more: str = "") -> str:
    """A group with rules, in YAML's flow form."""
    return network(f"""
    security_groups:
      {key}:
        vpc: {VPC}
        egress: [{", ".join(rules)}]{more}
      orders_db: {{id: {DB}}}
    """)


ORACLE = "{to: orders_db, engine: oracle}"
NETWORKS = "{to: [10.1.0.0/24, 10.2.0.0/24], port: 5432}"


def labels(made: Module) -> set[str]:
    return {address for address in of(made) if "rule" in address}


def test_an_added_rule_renames_none() -> None:
    before = labels(module(spec(ORACLE, NETWORKS)))
    after = labels(module(spec("{to: 10.9.0.0/24, port: 443}", ORACLE, "{to: orders_db, port: 443}", NETWORKS)))
    assert before < after


@pytest.mark.parametrize(
    "said", ["{to: orders_db, port: 1521}", '{to: orders_db, ports: "1521-1521"}', f"{{to: {DB}, port: 1521}}"]
)
def test_a_rule_that_is_said_in_another_way_is_the_same(said: str) -> None:
    assert labels(module(spec(said))) == labels(module(spec(ORACLE)))


def test_the_order_of_the_spec_is_no_part_of_a_label() -> None:
    assert labels(module(spec(ORACLE, NETWORKS))) == labels(module(spec(NETWORKS, ORACLE)))


def test_the_rules_of_a_renamed_group_move_with_it() -> None:
    more = '\n        renamed_from: old\n        name: "{stem}-sg-old"\n        description: x'
    made = module(spec(ORACLE, "{to: replication, port: 22}", more=more))
    assert {resource.label: resource.moved_from for resource in made.resources} == {
        "replication": "old",
        "replication__to_orders_db__1521": "old__to_orders_db__1521",
        "replication__to_replication__22": "old__to_old__22",
    }


def test_nothing_moves_that_was_not_renamed() -> None:
    assert {resource.moved_from for resource in module(spec(ORACLE)).resources} == {None}
