"""What the reading of specs says of MGN, by small specs worked out by hand."""

from pathlib import Path

import pytest

from tests.terraform.harness.ec2 import Rule
from tests.terraform.meaning import allowed
from tests.terraform.meaning.decisions import Request
from tests.terraform.small_specs import ACCOUNT, VPC, cells, meaning, reading

STAGING = f"""
mgn:
  source_servers: {{shop: {{cidrs: [10.10.0.0/24]}}}}
  staging_area:
    vpc: {VPC}
    subnets: [subnet-0a]
    cidrs: [10.0.9.0/24]
    route_tables: [rtb-0a]
    replication_servers: app
"""
GROUPS = f"network: {{security_groups: {{app: {{vpc: {VPC}}}}}}}\n"
PEOPLE = """
security:
  permissions_boundary: none
  iam_groups: {team: {}}
  service_roles: {box: {service: ec2.amazonaws.com}}
"""
REGISTER = "mgn:RegisterAgentForMgn"
SERVERS = "arn:aws:mgn:eu-west-1:123456789012:source-server/"


def test_servers_replicate_by_one_port(tmp_path: Path) -> None:
    rules = meaning(tmp_path, f"{STAGING}{GROUPS}").security_groups["<app>"].rules
    assert rules == {Rule("ingress", "tcp", (1500, 1500), "10.10.0.0/24")}


def test_endpoints_let_the_staging_area_and_agents_in(tmp_path: Path) -> None:
    found = meaning(tmp_path, f"{STAGING}    endpoints: create\n    agents_through: endpoints\n{GROUPS}")
    aws = "com.amazonaws.eu-west-1"
    places = {"mgn": f"{aws}.mgn in {VPC}", "ec2": f"{aws}.ec2 in {VPC}", "s3": f"{aws}.s3 in {VPC}"}
    assert set(found.vpc_endpoints) == {*places.values(), f"{aws}.s3 in {VPC}, by gateway"}
    clients = {key: {rule.other for rule in found.security_groups[f"<{at}>"].rules} for key, at in places.items()}
    assert clients == {
        "mgn": {"<app>", "10.0.9.0/24", "10.10.0.0/24"},
        "ec2": {"<app>", "10.0.9.0/24"},
        "s3": {"10.10.0.0/24"},
    }
    assert {rule.other for rule in found.security_groups["<app>"].rules if rule.direction == "egress"} == {
        f"<{places['mgn']}>",
        f"<{places['ec2']}>",
        f"<{aws}.s3>",
    }
    opened = found.vpc_endpoints[places["mgn"]].policy
    assert {grant.action for grant in opened if not grant.conditions} == {"execute-api:Invoke"}


def test_installers_register_servers_with_their_tags(tmp_path: Path) -> None:
    installers = "mgn: {agent_installers: {i: {groups: [team], tags: {Wave: ['1']}, until: '2026-12-31'}}}\n"
    found = meaning(tmp_path, f"{PEOPLE}{installers}")
    [[arn, policy]] = found.policies.items()
    assert (
        found.groups["edge-prod-b001-group-team"].attached
        == {arn}
        == {f"{ACCOUNT}policy/edge-prod-b001-policy-mgn-i-agents"}
    )
    assert (REGISTER, "*") in cells(policy.grants)
    [register] = [grant for grant in policy.grants if grant.action == REGISTER]
    assert register.conditions == (
        ("DateLessThan", "aws:CurrentTime", ("2027-01-01T00:00:00Z",)),
        ("StringEquals", "aws:RequestTag/Wave", ("1",)),
        ("StringEquals", "aws:RequestedRegion", ("eu-west-1",)),
    )


def document(**condition: object) -> dict[str, object]:
    """Make a policy by which servers may be tested."""
    statement = {"Effect": "Allow", "Action": "mgn:StartTest", "Resource": f"{SERVERS}*", "Condition": condition}
    return {"Statement": [statement]}


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [
        ({"StringEquals": {"aws:ResourceTag/Wave": "1"}, "Bool": {"aws:MultiFactorAuthPresent": "true"}}, set()),
        ({"StringEquals": {"aws:ResourceTag/Wave": "1"}}, {"test without MFA"}),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {"with other tags", "without tags"}),
        ({"StringEquals": {"aws:ResourceTag/Wave": "2"}}, {"test"}),
    ],
)
def test_operators_are_asked_about_tags_and_authentication(
    tmp_path: Path, condition: dict[str, object], wrong: set[str]
) -> None:
    operators = "mgn: {operators: {o: {groups: [team], may: [test], tags: {Wave: '1'}, require_mfa: true}}}\n"
    [operator] = reading(tmp_path, f"{PEOPLE}{operators}").operators
    asked = [question for question in operator.questions() if question.request.action == "mgn:StartTest"]
    assert {q.why for q in asked if allowed([document(**condition)], q.request) != q.allowed} == wrong


@pytest.mark.parametrize(("may", "passes"), [("test", True), ("settings", False)])
def test_mgn_passes_the_roles_that_are_named_for_who_launches(tmp_path: Path, may: str, passes: bool) -> None:
    operators = (
        f"mgn: {{operators: {{o: {{groups: [team], may: [{may}], instance_roles: [box], until: '2026-12-31'}}}}}}\n"
    )
    [operator] = reading(tmp_path, f"{PEOPLE}{operators}").operators
    box = f"{ACCOUNT}role/edge-prod-b001-role-box"
    passed = {
        (q.request.context["iam:PassedToService"], q.request.context.get("aws:CalledVia", "")): q.allowed
        for q in operator.questions()
        if q.request.resource == box
    }
    assert passed == {
        ("ec2.amazonaws.com", ""): False,
        ("ec2.amazonaws.com", "mgn.amazonaws.com"): passes,
        ("lambda.amazonaws.com", ""): False,
        ("lambda.amazonaws.com", "mgn.amazonaws.com"): False,
    }
    late = [q for q in operator.questions() if q.request.context["aws:CurrentTime"] == "2027-01-01T00:00:00Z"]
    assert late
    assert not any(question.allowed for question in late)


def test_a_value_among_several_is_one_of_those_that_are_asked_for() -> None:
    via = {"ForAnyValue:StringEquals": {"aws:CalledVia": ["mgn.amazonaws.com"]}}
    for service, answer in (("mgn.amazonaws.com", True), ("dms.amazonaws.com", False)):
        request = Request("mgn:StartTest", f"{SERVERS}s-1", {"aws:CalledVia": service})
        assert allowed([document(**via)], request) == answer
