"""An explanation as people and programs read it."""

import json

import pytest
from syrupy.assertion import SnapshotAssertion

from landbridge.explaining import Explanation, as_data, report
from landbridge.findings import SpecPath, dotted
from landbridge.policy.document import PolicyDocument, Principal, Statement
from tests.explaining.specs import OTHER, OWN, asked
from tests.specs import HEAD

MANAGED = "arn:aws:iam::aws:policy/ReadOnlyAccess"
EVERYTHING = PolicyDocument((Statement(actions=("*",), resources=("*",)),))
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q"


def place(path: SpecPath) -> str:
    return f"spec.yaml:{len(path)}:1"


@pytest.mark.parametrize(
    ("principal", "action", "resource"),
    [
        pytest.param("role:etl", "kms:Decrypt", "key:storage", id="allow"),
        pytest.param("role:etl", "kms:Decrypt", "key:sealed", id="nobody allows"),
        pytest.param("role:bound", "iam:GetUser", f"{OWN}:user/jane.doe", id="cut off"),
        pytest.param("role:etl", "sqs:SendMessage", QUEUE, id="unknown"),
        pytest.param(f"{OTHER}:role/partner", "kms:Decrypt", "key:storage", id="across accounts"),
        pytest.param(
            "anonymous", "dms:DescribeTableStatistics", "arn:aws:dms:eu-west-1:123456789012:task:A", id="anonymous"
        ),
    ],
)
def test_text(principal: str, action: str, resource: str, snapshot: SnapshotAssertion) -> None:
    lines = report(asked(principal, action, resource), place)
    assert "\n".join(f"{line.tone:<8}|{line.text}" for line in lines) == snapshot


SEARCHED = f"""{HEAD}
opensearch:
  domains:
    logs:
      name: edge-logs
      network: public
      current_policy: none
      fine_grained: true
      access:
        api: {{who: [anonymous], may: search, indexes: [orders], from: [192.0.2.0/24]}}
        jobs: {{who: [anonymous], may: search, indexes: [jobs], from: [192.0.2.0/24], reason: the job signs nothing}}
"""


def searching(index: str) -> Explanation:
    resource = f"domain:logs/{index}/_search"
    return asked("anonymous", "es:ESHttpGet", resource, context=["aws:SourceIp=192.0.2.7"], text=SEARCHED)


@pytest.mark.parametrize(("index", "reason"), [("orders", None), ("jobs", "the job signs nothing")])
def test_only_what_an_author_wrote_is_a_reason(index: str, reason: str | None) -> None:
    found = searching(index)
    lines = [line.text.strip() for line in report(found, place)]
    assert [line for line in lines if line.startswith("reason:")] == ([f"reason: {reason}"] if reason else [])
    assert [each["reason"] for each in as_data(found, place)["decided"]] == [reason]


def test_what_may_still_refuse_it_stands_beside_the_answer() -> None:
    lines = [line.text for line in report(searching("orders"), place)]
    assert (lines[0], lines[5]) == ("allow", f"  but   {searching('orders').but[0]}")


def test_an_unknown_owner_is_asked_for_as_such() -> None:
    given = {MANAGED: EVERYTHING, "policy of arn:aws:s3:::lake": None}
    lines = [
        line.text for line in report(asked("role:watched", "s3:GetObject", "arn:aws:s3:::lake/x", given=given), place)
    ]
    start = lines.index("Missing. Ask again with:")
    assert lines[start + 1 : start + 3] == [
        "  --context aws:ResourceAccount=ACCOUNT",
        "      ACCOUNT is whose the resource is, which its ARN does not say",
    ]


def test_what_the_documentation_leaves_open_is_told_apart_from_what_is_missing() -> None:
    session = Principal("AWS", ("arn:aws:sts::123456789012:assumed-role/bound/run",))
    for_one = Statement(actions=("sqs:*",), resources=("*",), principals=(session,))
    name = f"policy of {QUEUE}"
    found = asked("role:bound", "sqs:SendMessage", QUEUE, given={name: PolicyDocument((for_one,))})
    lines = [line.text for line in report(found, place)]
    about = "which session of the role it is, and it names single ones: ask about one, by its ARN"
    assert lines[lines.index("Left open:") + 1] == f"  {name}: {about}"
    assert "Missing. Ask again with:" not in lines
    assert as_data(found, place)["missing"]["left_open"] == [{"policy": name, "about": about}]


def test_data(snapshot: SnapshotAssertion) -> None:
    data = as_data(asked("role:etl", "sqs:SendMessage", QUEUE, context=["aws:SourceIp=192.0.2.7"]), place)
    assert json.dumps(data, indent=2) == snapshot


def test_every_statement_of_an_answer_has_its_place() -> None:
    found = asked("role:etl", "kms:Decrypt", "key:storage")
    told = as_data(found, place)["decided"]
    assert [each["path"] for each in told] == [dotted(said.statement.origin) for said in found.decision.decided]
    assert all(each["place"].startswith("spec.yaml:") for each in told)


def test_what_a_terminal_would_obey_is_shown_and_not_sent() -> None:
    text = "\n".join(
        line.text for line in report(asked("anonymous", "s3:GetObject", "arn:aws:s3:::lake/\x1b[31m\u202e"), place)
    )
    assert "\x1b" not in text
    assert "\u202e" not in text
