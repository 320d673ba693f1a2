"""An explanation as people and programs read it."""

import json

import pytest
from syrupy.assertion import SnapshotAssertion

from landbridge.explaining import as_data, report
from landbridge.findings import SpecPath, dotted
from tests.explaining.specs import OTHER, OWN, asked

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
