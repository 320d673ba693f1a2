"""Policy documents as JSON."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from landbridge.ir import Expr, Traversal
from landbridge.policy.canonical import same
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement, from_json
from tests.policy.strategies import DOCUMENTS


def test_elements_are_in_the_order_in_which_aws_writes_them() -> None:
    statement = Statement(
        effect="Deny",
        actions=("s3:GetObject", "s3:PutObject"),
        resources=("*",),
        principals=(Principal("AWS", ("arn:aws:iam::123456789012:root",)), Principal("Service", ("a", "b"))),
        conditions=(
            Condition("StringEquals", "aws:username", ("jane",)),
            Condition("Bool", "aws:SecureTransport", ("false",)),
            Condition("StringEquals", "s3:prefix", ("a", "b")),
        ),
        sid="Mine",
    )
    assert json.dumps(PolicyDocument((statement,)).to_json()) == json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Mine",
                    "Effect": "Deny",
                    "Principal": {"AWS": "arn:aws:iam::123456789012:root", "Service": ["a", "b"]},
                    "Action": ["s3:GetObject", "s3:PutObject"],
                    "Resource": "*",
                    "Condition": {
                        "StringEquals": {"aws:username": "jane", "s3:prefix": ["a", "b"]},
                        "Bool": {"aws:SecureTransport": "false"},
                    },
                }
            ],
        }
    )


def test_the_negated_elements_too() -> None:
    statement = Statement(
        effect="Deny",
        not_actions=("iam:*",),
        not_resources=("a", "b"),
        not_principals=(Principal("AWS", ("x",)),),
    )
    assert json.dumps(statement.to_json()) == json.dumps(
        {"Effect": "Deny", "NotPrincipal": {"AWS": "x"}, "NotAction": "iam:*", "NotResource": ["a", "b"]}
    )


@pytest.mark.parametrize(
    ("principals", "written"),
    [
        ((Principal("*", ("*",)),), "*"),
        ((Principal("AWS", ("*",)),), {"AWS": "*"}),
        ((Principal("*", ("*",)), Principal("Service", ("s",))), {"AWS": "*", "Service": "s"}),
        ((Principal("AWS", ("a",)), Principal("AWS", ("b",))), {"AWS": ["a", "b"]}),
    ],
)
def test_principals(principals: tuple[Principal, ...], written: object) -> None:
    assert Statement(actions=("sts:AssumeRole",), principals=principals).to_json()["Principal"] == written


def test_expressions_stay_expressions() -> None:
    role = Expr("arn:aws:iam::123456789012:role/etl", Traversal("aws_iam_role.etl.arn"))
    statement = Statement(
        actions=("sts:AssumeRole",),
        resources=(role, role),
        principals=(Principal("AWS", (role,)),),
        conditions=(Condition("ArnEquals", "aws:PrincipalArn", (role,)),),
    )
    written = list(strings(statement.to_json()))
    assert [value for value in written if value == role] == [role] * 4
    assert all(value is role for value in written if value == role)


def strings(value: object) -> Iterator[str]:
    """All values of a JSON document that are strings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


@given(DOCUMENTS)
@settings(max_examples=100)
def test_reading_what_was_written_gives_the_same(document: PolicyDocument) -> None:
    written = json.loads(json.dumps(document.to_json()))
    read = from_json(written)
    assert read is not None
    assert read.to_json() == written
    assert same(read, document)


@pytest.mark.parametrize(
    ("element", "statement"),
    [
        ({"Action": "s3:*"}, Statement(actions=("s3:*",))),
        ({"Action": ["s3:*"]}, Statement(actions=("s3:*",))),
        ({"NotAction": "s3:*", "Resource": "*"}, Statement(not_actions=("s3:*",), resources=("*",))),
        ({"Action": "*", "Sid": ""}, Statement(actions=("*",))),
        ({"Action": "*", "Principal": "*"}, Statement(actions=("*",), principals=(Principal("*", ("*",)),))),
        (
            {"Action": "*", "NotPrincipal": {"AWS": ["1"]}},
            Statement(actions=("*",), not_principals=(Principal("AWS", ("1",)),)),
        ),
        (
            {"Action": "*", "Condition": {"Bool": {"a": True}, "NumericLessThan": {"b": [1, 2.5]}}},
            Statement(
                actions=("*",),
                conditions=(Condition("Bool", "a", ("true",)), Condition("NumericLessThan", "b", ("1", "2.5"))),
            ),
        ),
    ],
)
def test_every_shape_that_iam_takes_is_read(element: dict[str, object], statement: Statement) -> None:
    written = {"Effect": "Allow", **element}
    expected = PolicyDocument((statement,))
    assert from_json({"Version": "2012-10-17", "Id": "x", "Statement": [written]}) == expected
    assert from_json({"Version": "2012-10-17", "Statement": written}) == expected


@pytest.mark.parametrize(
    "document",
    [
        None,
        "text",
        [],
        {},
        {"Statement": "text"},
        {"Statement": [None]},
        {"Statement": {"Effect": "Allow"}},
        {"Statement": {"Effect": "allow", "Action": "*"}},
        {"Statement": {"Effect": ["Allow"], "Action": "*"}},
        {"Statement": {"Effect": "Allow", "Action": {}}},
        {"Statement": {"Effect": "Allow", "Action": [[]]}},
        {"Statement": {"Effect": "Allow", "Action": [None]}},
        {"Statement": {"Effect": "Allow", "Action": "*", "Principal": "x"}},
        {"Statement": {"Effect": "Allow", "Action": "*", "Principal": {"User": "x"}}},
        {"Statement": {"Effect": "Allow", "Action": "*", "Principal": {("AWS",): "x"}}},
        {"Statement": {"Effect": "Allow", "Action": "*", "Condition": []}},
        {"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"Bool": "x"}}},
        {"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"Bool": {"x": None}}}},
    ],
)
def test_what_is_no_policy_is_not_read(document: object) -> None:
    assert from_json(document) is None


@pytest.mark.parametrize("version", [{}, {"Version": "2008-10-17"}])
def test_an_older_version_has_no_policy_variables(version: dict[str, str]) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "s3:*",
        "Resource": "arn:aws:s3:::${aws:username}",
        "Condition": {"StringLike": {"s3:prefix": "${x}/*"}},
    }
    read = from_json({**version, "Statement": statement})
    assert read
    assert read.statements[0].resources == ("arn:aws:s3:::${$}{aws:username}",)
    assert read.statements[0].conditions[0].values == ("${$}{x}/*",)
