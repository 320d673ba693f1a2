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
    ],
)
def test_a_condition_that_holds_for_the_whole_account_leaves_nobody(conditions: object) -> None:
    assert denied({"AWS": "*"}, conditions) == ["LB402"]


@pytest.mark.parametrize(
    "conditions",
    [
        {"ArnNotEquals": {"aws:PrincipalArn": ADMIN}},
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}},
        {"StringNotEquals": {"kms:CallerAccount": "123456789012"}},
        {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/x"}},
        {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
        {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
        {"ForAnyValue:StringEquals": {"aws:PrincipalArn": "x"}},
    ],
)
def test_a_condition_that_can_fail_leaves_a_way(conditions: object) -> None:
    assert denied({"AWS": "*"}, conditions) == []


def test_an_administrator_who_is_excepted_is_enough_without_the_account() -> None:
    assert denied({"AWS": "*"}, {"ArnNotEquals": {"aws:PrincipalArn": ADMIN}}, root=False) == []
    other = {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/other"}}
    assert denied({"AWS": "*"}, other, root=False) == ["LB402"]


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
