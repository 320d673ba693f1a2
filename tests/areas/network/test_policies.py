"""Policies of VPC endpoints: who may come through, written so that gateways understand it too."""

import pytest

from tests.areas.network.specs import endpoint, module, policy

OWN = {"StringEquals": {"aws:PrincipalAccount": "123456789012"}}
ROLE = "arn:aws:iam::123456789012:role/etl"


def statements(text: str) -> list[dict[str, object]]:
    return policy(module(endpoint(f", statements: [{text}]")), "api")


def test_nothing_said_is_the_own_account_and_the_service() -> None:
    assert policy(module(endpoint("")), "api") == [
        {"Effect": "Allow", "Principal": "*", "Action": "dms:*", "Resource": "*", "Condition": OWN}
    ]


def test_a_statement_without_principals_allows_the_own_account() -> None:
    assert statements("{actions: dms:DescribeEndpoints}") == [
        {"Effect": "Allow", "Principal": "*", "Action": "dms:DescribeEndpoints", "Resource": "*", "Condition": OWN}
    ]


def test_a_denial_is_for_everybody_and_leaves_what_is_allowed_of_itself() -> None:
    text = '{effect: Deny, actions: dms:DeleteReplicationInstance, resources: "arn:aws:dms:*:*:rep:ID"}'
    default, deny = statements(text)
    assert (default["Action"], default["Condition"]) == ("dms:*", OWN)
    assert deny == {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "dms:DeleteReplicationInstance",
        "Resource": "arn:aws:dms:*:*:rep:ID",
    }


@pytest.mark.parametrize(
    ("principals", "condition"),
    [
        (ROLE, {"ArnLike": {"aws:PrincipalArn": ROLE}}),
        ("210987654321", {"StringEquals": {"aws:PrincipalAccount": "210987654321"}}),
        ("arn:aws:iam::210987654321:root", {"StringEquals": {"aws:PrincipalAccount": "210987654321"}}),
        ("{var:operator}", {"ArnLike": {"aws:PrincipalArn": "{var:operator}"}}),
    ],
)
def test_principals_are_conditions(principals: str, condition: dict[str, object]) -> None:
    [statement] = statements(f'{{actions: "dms:*", principals: {{AWS: "{principals}"}}}}')
    assert (statement["Principal"], statement["Condition"]) == ("*", condition)


def test_accounts_and_roles_are_alternatives() -> None:
    found = statements(f'{{actions: "dms:*", principals: {{AWS: ["210987654321", "{ROLE}"]}}}}')
    assert [statement["Condition"] for statement in found] == [
        {"StringEquals": {"aws:PrincipalAccount": "210987654321"}},
        {"ArnLike": {"aws:PrincipalArn": ROLE}},
    ]


def test_everybody_can_be_written_for_a_reason() -> None:
    [statement] = statements('{actions: "dms:*", principals: {AWS: "*"}, reason: shared by three companies}')
    assert statement == {"Effect": "Allow", "Principal": "*", "Action": "dms:*", "Resource": "*"}


def test_the_reason_stands_above_the_endpoint() -> None:
    made = module(endpoint(', statements: [{actions: "dms:*", principals: {AWS: "*"}, reason: shared by three}]'))
    assert [resource.reason for resource in made.resources if resource.type == "aws_vpc_endpoint"] == [
        "shared by three"
    ]


def test_other_conditions_come_on_top() -> None:
    [statement] = statements('{actions: "dms:*", conditions: {Bool: {"aws:SecureTransport": true}}}')
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "true"}, **OWN}


def test_actions_are_spelled_as_aws_does() -> None:
    [statement] = statements("{actions: [dms:describeendpoints]}")
    assert statement["Action"] == "dms:DescribeEndpoints"
