"""The judge of operators' policies decides as IAM does."""

from typing import Any

import pytest

from tests.terraform.meaning import allowed
from tests.terraform.meaning.decisions import Request

TASK = "arn:aws:dms:eu-west-1:123456789012:task:A"


def allow(**further: Any) -> dict[str, Any]:
    """Make a document of one statement about tasks."""
    return {"Statement": [{"Effect": "Allow", "Action": "dms:*", "Resource": "arn:aws:dms:*:*:task:*", **further}]}


def deny(**further: Any) -> dict[str, Any]:
    """Make a document of one denial."""
    return {"Statement": {"Effect": "Deny", "Action": "dms:Delete*", "Resource": "*", **further}}


@pytest.mark.parametrize(
    ("documents", "action", "answer"),
    [
        pytest.param([allow()], "dms:StopReplicationTask", True, id="a wildcard"),
        pytest.param([allow()], "DMS:stopReplicationTask", True, id="case of actions"),
        pytest.param([allow()], "s3:GetObject", False, id="another action"),
        pytest.param([], "dms:StopReplicationTask", False, id="nothing said"),
        pytest.param(
            [allow(Resource="arn:aws:dms:*:*:rep:*")], "dms:StopReplicationTask", False, id="another resource"
        ),
        pytest.param([allow(), deny()], "dms:DeleteReplicationTask", False, id="a denial wins"),
        pytest.param([allow(), deny()], "dms:StopReplicationTask", True, id="a denial of something else"),
        pytest.param([{"Statement": [*allow()["Statement"], deny()["Statement"]]}], "dms:DeleteX", False, id="in one"),
        pytest.param(
            [{"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}], "iam:GetRole", False, id="not"
        ),
        pytest.param([allow(Resource="arn:aws:dms:*:*:task:${aws:username}")], "dms:X", True, id="a variable"),
        pytest.param([allow(Resource="arn:aws:dms:*:*:task:${aws:nothing}*")], "dms:X", False, id="an empty variable"),
    ],
)
def test_effects_actions_and_resources(documents: list[dict[str, Any]], action: str, answer: bool) -> None:
    assert allowed(documents, Request(action, TASK, {"aws:username": "A"})) == answer


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ({"StringEquals": {"dms:task-tag/Env": ["Test", "Dev"]}}, True),
        ({"StringEquals": {"dms:task-tag/Env": "Prod"}}, False),
        ({"StringEquals": {"DMS:Task-Tag/env": "Test"}}, True),
        ({"StringEquals": {"absent": "x"}}, False),
        ({"StringNotEquals": {"absent": "x"}}, True),
        ({"StringEqualsIfExists": {"absent": "x"}}, True),
        ({"StringNotEquals": {"dms:task-tag/Env": ["Test", "Dev"]}}, False),
        ({"StringLike": {"dms:task-tag/Env": "T*t"}}, True),
        ({"StringEquals": {"dms:task-tag/Env": "T*t"}}, False),
        ({"StringEquals": {"dms:task-tag/Owner": "${aws:username}"}}, True),
        ({"Bool": {"aws:MultiFactorAuthPresent": True}}, True),
        ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, False),
        ({"Null": {"absent": "true"}}, True),
        ({"Null": {"aws:username": "true"}}, False),
        ({"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "203.0.113.0/24"]}}, True),
        ({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, False),
        ({"DateGreaterThanEquals": {"aws:CurrentTime": "2026-12-01T00:00:00Z"}}, True),
        ({"DateLessThan": {"aws:CurrentTime": "2026-12-01T00:00:00Z"}}, False),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ops-*"}}, True),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"dms:task-tag/Env": "Prod"}}, False),
    ],
)
def test_conditions(condition: dict[str, Any], answer: bool) -> None:
    context = {
        "aws:username": "jane",
        "dms:task-tag/Env": "Test",
        "dms:task-tag/Owner": "jane",
        "aws:MultiFactorAuthPresent": "true",
        "aws:SourceIp": "203.0.113.9",
        "aws:CurrentTime": "2026-12-01T00:00:00Z",
        "aws:PrincipalArn": "arn:aws:iam::123456789012:role/ops-lead",
    }
    assert allowed([allow(Condition=condition)], Request("dms:StopReplicationTask", TASK, context)) == answer


def test_what_the_judge_does_not_know_is_an_error() -> None:
    request = Request("dms:StopReplicationTask", TASK, {"x": "1"})
    with pytest.raises(KeyError):
        allowed([allow(Condition={"NumericLessThan": {"x": "5"}})], request)
