"""Who is left to change a key's policy under a Deny, and when nobody is."""

import json

import pytest

from tests.areas.kms.specs import ADMIN, ROOT, key
from tests.specs import findings

OTHER = "arn:aws:iam::210987654321:root"


def denied(principals: object, conditions: object = None, *, actions: str = "kms:*", root: bool = True) -> list[str]:
    """The ids of what is told of lock-out for a key with a Deny, with or without the account's root statement."""
    statement = {"effect": "Deny", "actions": actions, "principals": principals, "conditions": conditions or {}}
    lines = [f"statements: [{json.dumps(statement)}]", 'administrators: ["{role:admin}"]', 'users: ["{role:etl}"]']
    text = key(*lines, *([] if root else ["without_root: named roles only"]))
    return [found.id for found in findings(text) if found.id in ("LB401", "LB402")]


@pytest.mark.parametrize("actions", ["kms:*", "*", "kms:Put*", "kms:PutKeyPolicy", "KMS:putkeypolicy"])
def test_a_deny_for_everybody_leaves_nobody(actions: str) -> None:
    assert denied({"AWS": "*"}, actions=actions) == ["LB402"]


@pytest.mark.parametrize("actions", ["kms:Decrypt", "kms:ScheduleKeyDeletion", "kms:PutKey"])
def test_a_deny_of_other_actions_leaves_everybody(actions: str) -> None:
    assert "LB402" not in denied({"AWS": "*"}, actions=actions)


@pytest.mark.parametrize(
    "conditions",
    [
        {"StringEquals": {"kms:CallerAccount": "123456789012"}},
        {"StringLike": {"aws:PrincipalAccount": "*"}},
        {"StringNotEquals": {"kms:CallerAccount": "210987654321"}},
        {"ArnLike": {"aws:PrincipalArn": "*"}},
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::210987654321:role/x"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:*"}},
        # Nobody has one of these as the ARN of a principal, or can act as one.
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:group/ops"}},
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:sts::123456789012:assumed-role/x/y"}},
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/aws-service-role/x.amazonaws.com/R"}},
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/${aws:PrincipalTag/x}"}},
        {"StringLike": {"aws:PrincipalArn": "${aws:PrincipalArn}"}},
        # Letter by letter there are no wildcards.
        {"StringNotEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}},
        {"StringNotEquals": {"kms:CallerAccount": "1*"}},
    ],
)
def test_a_condition_that_holds_for_the_whole_account_leaves_nobody(conditions: object) -> None:
    assert denied({"AWS": "*"}, conditions) == ["LB402"]


@pytest.mark.parametrize(
    "conditions",
    [
        {"Bool": {"aws:SecureTransport": "true"}},
        {"Bool": {"aws:ViaAWSService": "false"}},
        {"Bool": {"aws:MultiFactorAuthPresent": ["true", "false"]}},
        {"NumericGreaterThan": {"aws:MultiFactorAuthAge": "0"}},
        {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
        {"DateLessThan": {"aws:CurrentTime": "2099-01-01T00:00:00Z"}},
        {"IpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}},
        {"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}},
        {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
        {"NotIpAddress": {"aws:SourceIp": "somewhere"}},
        {"StringLike": {"aws:userid": "*"}},
        {"StringNotLike": {"aws:userid": "AROAJQABLZS4A3QDU576Q:*"}},
        {"StringNotEquals": {"aws:PrincipalOrgID": "o-x"}},
        {"StringNotEquals": {"aws:PrincipalTag/team": "keys"}},
        {"Null": {"aws:PrincipalArn": "false"}},
        {"Null": {"aws:PrincipalArn": ["true", "false"]}},
        {"Null": {"kms:ViaService": "true"}},
        {"StringNotEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}},
        {"StringEqualsIfExists": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}},
        {"StringNotEquals": {"aws:SourceAccount": "123456789012"}},
        {"ForAllValues:StringEquals": {"aws:TagKeys": "x"}},
        {"StringNotEquals": {"aws:SourceVpce": "vpc-0123456789abcdef0"}},
        {"StringLikeIfExists": {"aws:SourceVpc": "vpc-*"}},
        {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
    ],
)
def test_a_condition_that_is_not_known_to_fail_leaves_nobody(conditions: object) -> None:
    assert denied({"AWS": "*"}, conditions) == ["LB402"]


@pytest.mark.parametrize(
    "conditions",
    [
        {"ArnNotEquals": {"aws:PrincipalArn": ADMIN}},
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}},
        {"StringNotEquals": {"kms:CallerAccount": "123456789012"}},
        {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/x"}},
        {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
        {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        {"Null": {"aws:MultiFactorAuthAge": "true"}},
        {"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}},
        {"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]}},
        {"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}},
        {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        {"StringNotEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}},
        {"StringNotEquals": {"aws:SourceVpc": "{var:vpc}"}},
        {"StringLike": {"aws:SourceVpc": "vpc-*"}},
        {"ForAnyValue:StringEquals": {"aws:PrincipalArn": "x"}},
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/break-glass"}},
        # A request of somebody's own has none of these, nor means to go without AWS's own check.
        {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}},
        {"StringNotEquals": {"aws:SourceAccount": "123456789012"}, "Bool": {"aws:PrincipalIsAWSService": "true"}},
        {"StringNotEquals": {"aws:SourceOrgID": "o-x"}, "Null": {"aws:SourceOrgID": "false"}},
        {"Bool": {"kms:BypassPolicyLockoutSafetyCheck": "true"}},
        {"Bool": {"aws:SecureTransport": "false"}},
        {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}},
        {"Bool": {"aws:SecureTransport": "true"}, "ArnNotEquals": {"aws:PrincipalArn": ADMIN}},
    ],
)
def test_a_condition_that_can_fail_leaves_a_way(conditions: object) -> None:
    assert denied({"AWS": "*"}, conditions) == []


def test_an_administrator_who_is_excepted_is_enough_without_the_account() -> None:
    assert denied({"AWS": "*"}, {"ArnNotEquals": {"aws:PrincipalArn": ADMIN}}, root=False) == []
    other = {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/other"}}
    assert denied({"AWS": "*"}, other, root=False) == ["LB402"]


def test_a_session_is_spared_by_the_name_of_its_role() -> None:
    session = "arn:aws:sts::123456789012:assumed-role/keys/kim"
    lines = [f'administrators: ["{session}"]', "without_root: named roles only", 'users: ["{role:etl}"]']
    deny = "{effect: Deny, actions: 'kms:*', principals: {AWS: '*'}, conditions: {%s: {'aws:PrincipalArn': '%s'}}}"

    def told(operator: str, value: str) -> list[str]:
        found = findings(key(*lines, f"statements: [{deny % (operator, value)}]"))
        return [each.id for each in found if each.id == "LB402"]

    assert told("ArnNotEquals", "arn:aws:iam::123456789012:role/keys") == []
    assert told("ArnNotEquals", session) == ["LB402"]


@pytest.mark.parametrize(
    ("administrators", "left"),
    [
        (["arn:aws:iam::210987654321:role/x"], False),
        (["210987654321"], False),
        (["arn:aws-cn:iam::123456789012:role/x"], False),
        (["arn:aws:iam::210987654321:role/x", "{role:admin}"], True),
        (["123456789012"], True),
        (["{var:admin}"], True),
    ],
)
def test_only_administrators_of_the_own_account_can_change_a_policy(administrators: list[str], left: bool) -> None:
    text = key(f"administrators: {json.dumps(administrators)}", "without_root: named roles only")
    assert ("LB401" in {found.id for found in findings(text)}) is not left


def test_a_deny_that_spares_another_account_alone_leaves_nobody() -> None:
    spared = {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::210987654321:role/x"}}
    assert denied({"AWS": "*"}, spared, root=False) == ["LB402"]


def test_a_deny_for_an_account_is_one_for_all_in_it() -> None:
    assert denied({"AWS": ROOT}) == ["LB402"]
    assert denied({"AWS": ROOT}, root=False) == ["LB402"]
    assert denied({"AWS": OTHER}) == []


def test_a_deny_for_one_administrator_leaves_the_account() -> None:
    assert denied({"AWS": "{role:admin}"}) == []
    assert denied({"AWS": "{role:admin}"}, root=False) == ["LB402"]


def test_a_deny_for_services_concerns_nobody() -> None:
    assert denied({"Service": "ec2.amazonaws.com"}, root=False) == []


def test_denies_count_together() -> None:
    item = "{effect: Deny, actions: 'kms:*', principals: {AWS: '%s'}}"
    lines = ['administrators: ["{role:admin}", "{role:etl}"]', "without_root: named roles only"]
    both = key(*lines, f"statements: [{item % '{role:admin}'}, {item % '{role:etl}'}]")
    paths = [found.path[-1] for found in findings(both) if found.id == "LB402"]
    assert paths == [0, 1]
    one = key(*lines, f"statements: [{item % '{role:admin}'}]")
    assert [found.id for found in findings(one) if found.id == "LB402"] == []
