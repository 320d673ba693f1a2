"""The judge of operators' policies decides as IAM does."""

from typing import Any

import pytest

from tests.terraform.meaning import allowed
from tests.terraform.meaning.decisions import Caller, Request, reaches

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


OWN, FOREIGN = "arn:aws:iam::123456789012:role/r", "arn:aws:iam::210987654321:role/r"
INDEX = "arn:aws:es:eu-west-1:123456789012:domain/logs/app/_search"
SAYS_NOTHING: dict[str, Any] = {"Statement": []}


def domain(principal: Any, effect: str = "Allow") -> dict[str, Any]:
    """Make a domain's policy of one statement."""
    return {"Statement": [{"Effect": effect, "Principal": principal, "Action": "es:*", "Resource": "*"}]}


def own(effect: str) -> dict[str, Any]:
    """Make an identity's policy of one statement."""
    return {"Statement": [{"Effect": effect, "Action": "es:*", "Resource": "*"}]}


@pytest.mark.parametrize(
    ("arn", "identity", "policy", "answer"),
    [
        pytest.param(OWN, [own("Allow")], SAYS_NOTHING, True, id="the identity's policy is enough"),
        pytest.param(OWN, [], domain({"AWS": OWN}), True, id="the domain's policy is enough"),
        pytest.param(OWN, [], domain({"AWS": f"{OWN}2"}), False, id="the domain's policy for somebody else"),
        pytest.param(OWN, [], SAYS_NOTHING, False, id="nobody says anything"),
        pytest.param(OWN, [own("Deny")], domain({"AWS": OWN}), False, id="the identity's denial wins"),
        pytest.param(OWN, [own("Allow")], domain("*", "Deny"), False, id="the domain's denial wins"),
        pytest.param(OWN, [], domain({"AWS": "arn:aws:iam::123456789012:root"}), False, id="the own account decides"),
        pytest.param(
            OWN, [own("Allow")], domain({"AWS": "123456789012"}, "Deny"), False, id="a denial of the whole account"
        ),
        pytest.param(FOREIGN, [own("Allow")], SAYS_NOTHING, False, id="another account: its half"),
        pytest.param(FOREIGN, [], domain({"AWS": FOREIGN}), False, id="another account: the domain's half"),
        pytest.param(FOREIGN, [own("Allow")], domain({"AWS": FOREIGN}), True, id="another account: both halves"),
        pytest.param(
            FOREIGN, [own("Allow")], domain({"AWS": "arn:aws:iam::210987654321:root"}), True, id="another whole account"
        ),
        pytest.param(FOREIGN, [own("Deny")], domain("*"), False, id="another account: a denial"),
        pytest.param("", [], domain("*"), True, id="nobody known"),
        pytest.param("", [], domain({"AWS": "*"}), True, id="nobody known, in other words"),
        pytest.param("", [], domain({"AWS": OWN}), False, id="nobody known is not somebody"),
        pytest.param("", [], domain({"Service": "es.amazonaws.com"}), False, id="nor a service"),
    ],
)
def test_a_resource_with_a_policy_of_its_own(
    arn: str, identity: list[dict[str, Any]], policy: dict[str, Any], answer: bool
) -> None:
    assert reaches(Caller(arn, identity), policy, Request("es:ESHttpGet", INDEX)) == answer
