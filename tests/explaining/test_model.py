"""Which policies of a compiled spec take part in a request."""

import pytest

from landbridge.explaining import Unclear
from landbridge.findings import dotted
from landbridge.policy.document import PolicyDocument, Principal, Statement
from tests.explaining.specs import DOMAIN, OTHER, OWN, asked

TASK = "arn:aws:dms:eu-west-1:123456789012:task:A"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q"
SESSION = "arn:aws:sts::123456789012:assumed-role/etl/run"
MANAGED = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ALL = PolicyDocument((Statement(actions=("*",), resources=("*",)),))
JANE = ["other policies of user jane.doe", "boundary of user jane.doe"]


def all_of(who: str) -> list[str]:
    """What is missing of somebody who exists elsewhere, and of whom the model says nothing."""
    return [f"policies of {who}", f"boundary of {who}"]


def origins(principal: str, action: str, resource: str) -> list[tuple[str, str]]:
    """The policies that decided, with the path in the spec that each statement comes from."""
    found = asked(principal, action, resource)
    return [(said.policy, dotted(said.statement.origin)) for said in found.decision.decided]


@pytest.mark.parametrize(
    ("principal", "action", "resource", "answer"),
    [
        ("role:etl", "kms:Decrypt", "key:storage", "allow"),
        ("{role:etl}", "kms:Encrypt", "{key:storage}", "deny"),
        (SESSION, "kms:Decrypt", "{key:storage}", "allow"),
        ("role:etl", "kms:Decrypt", "{key:sealed}", "deny"),
        ("role:bound", "kms:Decrypt", "{key:sealed}", "allow"),
        ("user:jane.doe", "kms:Decrypt", "{key:storage}", "unknown"),
        (f"{OWN}:root", "kms:Decrypt", "{key:storage}", "allow"),
        (f"{OWN}:root", "kms:Decrypt", "{key:sealed}", "deny"),
        (f"{OTHER}:role/partner", "kms:Decrypt", "{key:storage}", "unknown"),
        (f"{OTHER}:role/partner", "kms:Encrypt", "{key:storage}", "deny"),
        (f"{OTHER}:role/stranger", "kms:Decrypt", "{key:storage}", "deny"),
        (f"{OTHER}:root", "kms:Decrypt", "{key:storage}", "deny"),
        ("role:etl", "kms:Decrypt", "arn:aws:kms:eu-west-1:210987654321:key/0000", "deny"),
        ("role:etl", "kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:key/0000", "unknown"),
        ("glue.amazonaws.com", "sts:AssumeRole", "{role:bound}", "allow"),
        ("ec2.amazonaws.com", "sts:AssumeRole", "{role:bound}", "deny"),
        ("user:jane.doe", "sts:AssumeRole", "{role:admin}", "unknown"),
        ("role:etl", "sts:AssumeRole", "{role:admin}", "allow"),
        ("role:bound", "sts:AssumeRole", "{role:admin}", "deny"),
        ("role:etl", "sts:AssumeRole", f"{OTHER}:role/x", "deny"),
        ("role:bound", "dms:StopReplicationTask", TASK, "allow"),
        ("role:bound", "iam:GetUser", f"{OWN}:user/jane.doe", "deny"),
        ("role:kept", "dms:StopReplicationTask", TASK, "unknown"),
        ("role:kept", "dms:StartReplicationTask", TASK, "deny"),
        ("role:watched", "dms:DescribeTableStatistics", TASK, "unknown"),
        ("role:etl", "sqs:SendMessage", QUEUE, "unknown"),
        ("role:bound", "sqs:SendMessage", QUEUE, "unknown"),
        ("user:joe.new", "dms:DescribeTableStatistics", TASK, "unknown"),
        ("user:nobody", "dms:DescribeTableStatistics", TASK, "unknown"),
        ("anonymous", "s3:GetObject", "arn:aws:s3:::lake/x", "unknown"),
        ("anonymous", "dms:DescribeTableStatistics", TASK, "deny"),
        (f"{OWN}:role/elsewhere", "dms:DescribeTableStatistics", TASK, "unknown"),
        ("role:etl", "es:ESHttpGet", f"{DOMAIN}/x", "unknown"),
        ("role:etl", "es:DescribeDomain", DOMAIN, "deny"),
    ],
)
def test_answers(principal: str, action: str, resource: str, answer: str) -> None:
    assert asked(principal, action, resource).decision.answer.value == answer


def test_the_statements_that_decided_are_named_with_their_place_in_the_spec() -> None:
    assert origins("role:etl", "kms:Decrypt", "key:storage") == [
        ("inline policy statements of role etl", "security.service_roles.etl.statements[0]"),
        ("key policy of storage", "kms.keys.storage"),
    ]
    assert origins("role:bound", "dms:StopReplicationTask", TASK) == [
        ("inline policy statements of role bound", "security.service_roles.bound.statements[0]"),
        ("permissions boundary limit", "security.policies.limit.statements[0]"),
    ]
    assert origins("user:joe.new", "dms:DescribeTableStatistics", TASK) == [
        ("inline policy statements of group team", "security.iam_groups.team.statements[0]"),
    ]
    assert origins("glue.amazonaws.com", "sts:AssumeRole", "role:bound") == [
        ("trust policy of role bound", "security.service_roles.bound")
    ]


@pytest.mark.parametrize(
    ("principal", "action", "resource", "missing"),
    [
        ("role:watched", "dms:DescribeTableStatistics", TASK, [MANAGED]),
        ("user:joe.new", "dms:DescribeTableStatistics", TASK, [MANAGED]),
        ("user:jane.doe", "dms:DescribeTableStatistics", TASK, JANE),
        ("user:nobody", "dms:DescribeTableStatistics", TASK, all_of("user nobody")),
        (f"{OTHER}:role/partner", "kms:Decrypt", "{key:storage}", all_of(f"{OTHER}:role/partner")),
        (f"{OWN}:role/elsewhere", "dms:StopReplicationTask", TASK, all_of(f"{OWN}:role/elsewhere")),
        ("role:kept", "dms:StopReplicationTask", TASK, ["boundary of role kept, which stays as it is in AWS"]),
        ("role:etl", "sqs:SendMessage", QUEUE, [f"policy of {QUEUE}"]),
        ("role:etl", "es:ESHttpGet", f"{DOMAIN}/x/_search", [f"access policy of {DOMAIN}"]),
        ("anonymous", "s3:GetObject", "arn:aws:s3:::lake/x", ["policy of arn:aws:s3:::lake"]),
        (
            f"{OTHER}:role/x",
            "sts:AssumeRole",
            f"{OTHER}:role/y",
            [f"policies of {OTHER}:role/x", f"trust policy of {OTHER}:role/y", f"boundary of {OTHER}:role/x"],
        ),
    ],
)
def test_policies_that_nobody_gave_are_named(principal: str, action: str, resource: str, missing: list[str]) -> None:
    assert list(asked(principal, action, resource).decision.missing.policies) == missing


@pytest.mark.parametrize(("document", "answer"), [(ALL, "allow"), (None, "deny"), (PolicyDocument(()), "deny")])
def test_a_policy_that_is_given_settles_it(document: PolicyDocument | None, answer: str) -> None:
    found = asked("role:watched", "dms:DescribeTableStatistics", TASK, given={MANAGED: document})
    assert found.decision.answer.value == answer


def test_a_boundary_that_does_not_exist_limits_nothing() -> None:
    name = "boundary of role kept, which stays as it is in AWS"
    assert asked("role:kept", "dms:StopReplicationTask", TASK, given={name: None}).decision.answer.value == "allow"


def test_the_other_accounts_half_can_be_given() -> None:
    policies, boundary = all_of(f"{OTHER}:role/partner")
    answers = [
        asked(
            f"{OTHER}:role/partner", "kms:Decrypt", "key:storage", given={policies: each, boundary: None}
        ).decision.answer.value
        for each in (ALL, None)
    ]
    assert answers == ["allow", "deny"]


@pytest.mark.parametrize(("value", "answer"), [(QUEUE, "allow"), (QUEUE + "2", "deny")])
def test_what_a_placeholder_stands_for_can_be_given(value: str, answer: str) -> None:
    without = asked("role:etl", "sqs:SendMessage", QUEUE, given={f"policy of {QUEUE}": None})
    assert without.decision.missing.values == ("{var:queue_arn}",)
    given = {f"policy of {QUEUE}": None, "{var:queue_arn}": value}
    assert asked("role:etl", "sqs:SendMessage", QUEUE, given=given).decision.answer.value == answer


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"policy of nothing": None},
            f'no policy "policy of nothing" is missing; what is missing is "policy of {QUEUE}"',
        ),
        ({"{var:other}": "x"}, 'no text "{var:other}" is missing; what is missing is "{var:queue_arn}"'),
    ],
)
def test_what_is_not_missing_cannot_be_given(given: dict[str, str | None], said: str) -> None:
    with pytest.raises(Unclear) as unclear:
        asked("role:etl", "sqs:SendMessage", QUEUE, given=given)
    assert (unclear.value.part, str(unclear.value)) == ("--given", said)


TRUST = PolicyDocument(
    (Statement(actions=("sts:AssumeRole",), principals=(Principal("AWS", (f"{OWN}:root",)),), resources=()),)
)


@pytest.mark.parametrize(
    ("principal", "action", "resource", "given", "said"),
    [
        (
            "role:watched",
            "dms:DescribeTableStatistics",
            TASK,
            {MANAGED: TRUST},
            f'what is given for "{MANAGED}" has a Principal: it is a resource\'s policy',
        ),
        (
            "role:watched",
            "dms:DescribeTableStatistics",
            TASK,
            {MANAGED: PolicyDocument((Statement(actions=("*",)),))},
            f'what is given for "{MANAGED}" has a statement without Resource',
        ),
        (
            "role:etl",
            "sqs:SendMessage",
            QUEUE,
            {f"policy of {QUEUE}": ALL},
            f'what is given for "policy of {QUEUE}" has a statement without Principal',
        ),
    ],
)
def test_the_policy_of_a_resource_is_none_of_a_principal_and_the_other_way_round(
    principal: str, action: str, resource: str, given: dict[str, PolicyDocument], said: str
) -> None:
    with pytest.raises(Unclear) as unclear:
        asked(principal, action, resource, given=given)
    assert str(unclear.value) == said
