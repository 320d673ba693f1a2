"""The reading of networks that examples are judged by: small specs, worked out by hand."""

from pathlib import Path
from typing import Any

import pytest

from tests.terraform.harness.account import Contents
from tests.terraform.harness.ec2 import Rule
from tests.terraform.harness.ec2 import SecurityGroup as SecurityGroupFound
from tests.terraform.harness.kms import Key as KeyFound
from tests.terraform.harness.kms import KeyGrant
from tests.terraform.meaning import from_account
from tests.terraform.small_specs import MANAGED, NETWORK, VPC, meaning, reading


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        (
            "{from: app, to: db, engine: oracle, description: why}",
            {
                ("<app>", Rule("egress", "tcp", (1521, 1521), "sg-0a", "why")),
                ("sg-0a", Rule("ingress", "tcp", (1521, 1521), "<app>", "why")),
            },
        ),
        (
            "{from: app, to: partner, port: 5432}",
            {("<app>", Rule("egress", "tcp", (5432, 5432), "210987654321/sg-0b"))},
        ),
        ("{from: 10.0.0.0/8, to: db, ports: 20-21}", {("sg-0a", Rule("ingress", "tcp", (20, 21), "10.0.0.0/8"))}),
        ("{from: app, to: pl-0c, protocol: all}", {("<app>", Rule("egress", "-1", (-1, -1), "pl-0c"))}),
        (
            "{from: app, to: db, port: 1, seen_as: [192.0.2.1/32]}",
            {
                ("<app>", Rule("egress", "tcp", (1, 1), "sg-0a")),
                ("sg-0a", Rule("ingress", "tcp", (1, 1), "192.0.2.1/32")),
            },
        ),
    ],
)
def test_a_flow_is_a_rule_on_each_side_that_is_ours(tmp_path: Path, flow: str, expected: set[tuple[str, Rule]]) -> None:
    groups = meaning(tmp_path, f"{NETWORK}  flows: [{flow}]\n").security_groups
    assert {(id_, rule) for id_, group in groups.items() for rule in group.rules} == expected


def test_an_endpoint_lets_its_clients_in_and_the_own_account_through(tmp_path: Path) -> None:
    endpoint = f"{{service: kinesis-streams, vpc: {VPC}, subnets: [subnet-0a], clients: [app]}}"
    found = meaning(tmp_path, f"{NETWORK}  vpc_endpoints: {{k: {endpoint}}}\n")
    [(place, made)] = found.vpc_endpoints.items()
    assert place == f"com.amazonaws.eu-west-1.kinesis-streams in {VPC}"
    assert (made.kind, set(made.subnets), set(made.groups), made.private_dns) == (
        "Interface",
        {"subnet-0a"},
        {f"<{place}>"},
        True,
    )
    assert {(g.action, g.conditions) for g in made.policy} == {
        ("kinesis:*", (("StringEquals", "aws:PrincipalAccount", ("123456789012",)),))
    }
    assert found.security_groups[f"<{place}>"].rules == {Rule("ingress", "tcp", (443, 443), "<app>")}
    assert found.security_groups["<app>"].rules == {Rule("egress", "tcp", (443, 443), f"<{place}>")}


def test_a_gateway_endpoint_is_reached_by_its_prefix_list(tmp_path: Path) -> None:
    endpoint = f"{{service: s3, vpc: {VPC}, route_tables: [rtb-0a], clients: [app]}}"
    spec = reading(tmp_path, f"{NETWORK}  vpc_endpoints: {{s: {endpoint}}}\n")
    [rule] = spec.meaning(MANAGED).security_groups["<app>"].rules
    assert rule == Rule("egress", "tcp", (443, 443), "<com.amazonaws.eu-west-1.s3>")
    assert spec.network.vpcs == {VPC: (frozenset(), {"rtb-0a"})}


def test_values_from_outside_are_like_what_they_stand_for(tmp_path: Path) -> None:
    names = reading(tmp_path, "network: {security_groups: {a: {vpc: '{var:v}'}, b: {id: '{ssm:/x/sg-b}'}}}").names
    assert names.outside["var:v"].startswith("vpc-")
    assert names.group("b") == names.outside["ssm:/x/sg-b"]


def test_ids_that_aws_makes_up_become_the_words_of_the_spec(tmp_path: Path) -> None:
    meant = meaning(
        tmp_path, f"{NETWORK}  flows: [{{from: app, to: db, port: 1, description: why}}]\nkms: {{keys: {{k: {{}}}}}}\n"
    )
    rule = Rule("ingress", "tcp", (1, 1), "sg-77", "why")
    nothing: dict[str, Any] = {"groups": {}, "roles": {}, "users": {}, "policies": {}, "instance_profiles": {}}
    contents = Contents(
        **nothing,
        oidc_providers={},
        saml_providers=frozenset(),
        keys={
            "arn:aws:kms:eu-west-1:123456789012:key/1": KeyFound(
                {"Statement": []},
                aliases=frozenset({"alias/edge-prod-b001-k"}),
                grants=frozenset({KeyGrant("any", "arn:role", ())}),
            )
        },
        security_groups={
            "sg-77": SecurityGroupFound("edge-prod-b001-sg-app", VPC),
            "sg-0a": SecurityGroupFound(
                "else", "vpc-1", rules=frozenset({rule, Rule("egress", "-1", (-1, -1), "::/0")})
            ),
        },
    )
    found = from_account(contents, meant)
    assert set(found.keys) == set(meant.keys)
    assert found.key_grants == {("arn:aws:kms:eu-west-1:123456789012:key/<k>", KeyGrant("", "arn:role", ()))}
    assert found.security_groups["sg-0a"].rules == {
        Rule("ingress", "tcp", (1, 1), "<app>", "why"),
        Rule("egress", "-1", (-1, -1), "::/0", "(none)"),
    }
