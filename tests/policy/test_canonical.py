"""The canonical form of policies."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.ir import Expr, Traversal
from landbridge.policy.canonical import canonical, canonicalise, same
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement
from tests.policy.strategies import DOCUMENTS

ROLE = Expr("arn:aws:iam::123456789012:role/etl", Traversal("aws_iam_role.etl.arn"))
ROLE_BY_NAME = Expr(str(ROLE), "arn:", Traversal("var.partition"), ":iam::123456789012:role/etl")


def allow(*actions: str, on: tuple[str, ...] = ("*",), sid: str = "", reason: str = "") -> Statement:
    return Statement(actions=actions, resources=on, sid=sid, reason=reason)


def canonical_form(*statements: Statement) -> tuple[Statement, ...]:
    return canonicalise(PolicyDocument(statements)).statements


def sids(*statements: Statement) -> list[str]:
    return [statement.sid for statement in canonical_form(*statements)]


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        (("s3:putobject", "S3:GetObject", "s3:GETOBJECT"), ("s3:GetObject", "s3:PutObject")),
        (("s3:get*", "s3:GetObject"), ("s3:Get*", "s3:GetObject")),
        (("S3:getObjectT*ing",), ("s3:GetObjectT*ing",)),
        (("s3:*",), ("s3:*",)),
        (("*:*", "*"), ("*",)),
        (("s3:NoSuchThing*", "x:y", "S*:Get"), ("S*:Get", "s3:NoSuchThing*", "x:y")),
    ],
)
def test_actions_are_spelled_as_aws_does_and_sorted(written: tuple[str, ...], spelled: tuple[str, ...]) -> None:
    assert canonical(Statement(actions=written)).actions == spelled
    assert canonical(Statement(not_actions=written)).not_actions == spelled


def test_spelling_can_be_left_alone() -> None:
    assert canonical(allow("s3:putobject", "S3:GetObject"), action_names=False).actions == (
        "S3:GetObject",
        "s3:putobject",
    )


def test_resources_and_condition_values_are_sorted() -> None:
    statement = Statement(
        actions=("s3:GetObject",),
        resources=("b", "a", "b"),
        conditions=(
            Condition("StringLike", "s3:prefix", ("y", "x", "y")),
            Condition("Bool", "aws:SecureTransport", ("True",)),
            Condition("Bool", "aws:SecureTransport", ("true",)),
        ),
    )
    assert canonical(statement).resources == ("a", "b")
    assert canonical(statement).conditions == (
        Condition("Bool", "aws:SecureTransport", ("true",)),
        Condition("StringLike", "s3:prefix", ("x", "y")),
    )


@pytest.mark.parametrize("order", [(str(ROLE), ROLE_BY_NAME, ROLE), (ROLE, ROLE_BY_NAME, str(ROLE))])
def test_of_equal_texts_the_reference_to_a_resource_is_kept(order: tuple[str, ...]) -> None:
    (kept,) = canonical(allow("sts:AssumeRole", on=order)).resources
    assert kept is ROLE


ROOT = "arn:aws:iam::123456789012:root"


@pytest.mark.parametrize(
    ("principals", "expected"),
    [
        ((Principal("AWS", ("123456789012", ROOT)),), (Principal("AWS", (ROOT,)),)),
        ((Principal("AWS", ("*", "*")),), (Principal("*", ("*",)),)),
        ((Principal("*", ("*",)),), (Principal("*", ("*",)),)),
        (
            (Principal("*", ("*",)), Principal("Service", ("b", "a"))),
            (Principal("AWS", ("*",)), Principal("Service", ("a", "b"))),
        ),
        ((Principal("AWS", ("b",)), Principal("AWS", ("a",))), (Principal("AWS", ("a", "b")),)),
    ],
)
def test_principals(principals: tuple[Principal, ...], expected: tuple[Principal, ...]) -> None:
    assert canonical(Statement(actions=("x:y",), principals=principals)).principals == expected
    assert canonical(Statement(actions=("x:y",), not_principals=principals)).not_principals == expected


def test_an_account_as_principal_is_in_the_partition_of_the_document() -> None:
    statement = Statement(actions=("x:y",), principals=(Principal("AWS", ("123456789012",)),))
    (principal,) = canonical(statement, partition="aws-cn").principals
    assert principal.values == ("arn:aws-cn:iam::123456789012:root",)


def test_the_own_account_as_principal_stays_an_expression() -> None:
    own = Expr("123456789012", Traversal("var.account_id"))
    (principal,) = canonical(Statement(actions=("x:y",), principals=(Principal("AWS", (own,)),))).principals
    (value,) = principal.values
    assert isinstance(value, Expr)
    assert value == ROOT
    assert value.parts == ("arn:", Traversal("var.partition"), ":iam::", Traversal("var.account_id"), ":root")


def test_statements_that_differ_only_in_actions_become_one() -> None:
    merged = canonical_form(
        allow("s3:PutObject", on=("a",), reason="writes"),
        allow("kms:Decrypt", on=("a",)),
        allow("s3:GetObject", on=("a",), reason="reads"),
    )
    assert [(s.actions, s.reason) for s in merged] == [
        (("s3:GetObject", "s3:PutObject"), "writes; reads"),
        (("kms:Decrypt",), ""),
    ]


@pytest.mark.parametrize(
    "other",
    [
        allow("s3:PutObject", on=("b",)),
        allow("s3:PutObject", on=("a",), sid="Mine"),
        allow("kms:Decrypt", on=("a",)),
        replace(allow("s3:PutObject", on=("a",)), effect="Deny"),
        replace(allow("s3:PutObject", on=("a",)), conditions=(Condition("Bool", "aws:SecureTransport", ("true",)),)),
        Statement(not_actions=("s3:PutObject",), resources=("a",)),
    ],
)
def test_statements_that_differ_in_anything_else_do_not(other: Statement) -> None:
    assert len(canonical_form(allow("s3:GetObject", on=("a",)), other)) == 2


BUCKET, OBJECTS = "arn:aws:s3:::a", "arn:aws:s3:::a/*"


@pytest.mark.parametrize(
    ("statement", "sid"),
    [
        (allow("s3:GetObject"), "AllowS3"),
        (replace(allow("sts:*", "iam:*"), effect="Deny"), "DenyIamSts"),
        (allow("*"), "AllowAll"),
        (Statement(not_actions=("iam:*",), resources=("*",)), "AllowNotIam"),
        (allow("application-autoscaling:*"), "AllowApplicationAutoscaling"),
        (allow("s3:*", "kms:*", "sqs:*", "sns:*"), "AllowKmsS3SnsAndMore"),
        (allow("s3:ListBucket", on=(BUCKET,)), "AllowS3Bucket"),
        (allow("s3:*", on=(OBJECTS, BUCKET)), "AllowS3BucketObject"),
        (allow("iam:PassRole", on=("arn:aws:iam::123456789012:role/a",)), "AllowIamRole"),
        (allow("logs:*", on=("arn:aws:logs:*:*:log-group:/aws/*",)), "AllowLogsLogGroup"),
        (allow("sqs:*", on=("arn:aws:sqs:us-west-1:123456789012:queue",)), "AllowSqs"),
        (allow("s3:*", on=(OBJECTS, "arn:aws:s3:::*", "arn:aws:sqs:us-west-1:123456789012:q")), "AllowS3"),
        (allow("s3:GetObject", sid="Mine"), "Mine"),
    ],
)
def test_sids_come_from_the_content(statement: Statement, sid: str) -> None:
    (found,) = sids(statement)
    assert re.fullmatch(sid if statement.sid else sid + "[0-9A-F]{4}", found)


def test_a_sid_does_not_depend_on_other_statements() -> None:
    one, two = (allow("s3:GetObject", on=(f"arn:aws:s3:::{name}/*",)) for name in "ab")
    assert sids(one, two) == [*sids(one), *sids(two)]


def test_sids_that_would_collide_have_a_hash_of_what_they_are_about() -> None:
    one, two, three = (allow("s3:GetObject", on=(f"arn:aws:s3:::{name}/*",)) for name in "abc")
    first, second = sids(one, two)
    assert first != second
    assert first.startswith("AllowS3Object")
    assert sids(three, two, one)[1:] == [second, first]
    assert sids(replace(one, actions=("s3:PutObject",)), two) == [first, second]


def test_a_derived_sid_gives_way_to_the_authors() -> None:
    one, two = sids(allow("s3:GetObject"), allow("s3:GetObject", on=(OBJECTS,), sid="AllowS3"))
    assert (one != "AllowS3", two) == (True, "AllowS3")


def test_the_authors_sid_is_kept_even_where_it_begins_like_a_derived_one() -> None:
    first, second = sids(allow("s3:GetObject", sid="AllowS3Reading"), allow("s3:GetObject"))
    assert first == "AllowS3Reading"
    assert re.fullmatch("AllowS3[0-9A-F]{4}", second)


def test_sids_can_be_left_out() -> None:
    document = PolicyDocument((allow("s3:GetObject", sid="Mine"), allow("kms:Decrypt")))
    assert [s.sid for s in canonicalise(document, sids=False).statements] == ["", ""]


@given(DOCUMENTS)
@settings(max_examples=100)
def test_the_canonical_form_of_a_canonical_form_is_itself(document: PolicyDocument) -> None:
    once = canonicalise(document)
    assert canonicalise(once).to_json() == once.to_json()


@given(DOCUMENTS)
@settings(max_examples=100)
def test_derived_sids_are_unique_and_alphanumeric(document: PolicyDocument) -> None:
    given = {statement.sid for statement in document.statements}
    derived = [s.sid for s in canonicalise(document).statements if s.sid not in given]
    assert len(set(derived)) == len(derived)
    assert all(sid.isascii() and sid.isalnum() for sid in derived)


@given(DOCUMENTS, st.data())
@settings(max_examples=100)
def test_form_does_not_count(document: PolicyDocument, data: st.DataObject) -> None:
    turned = [replace(s, actions=tuple(reversed(s.actions)), sid="") for s in document.statements]
    other = PolicyDocument(tuple(data.draw(st.permutations(turned))))
    assert same(document, other)
    assert same(canonicalise(document), json.loads(json.dumps(other.to_json())))


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ({"Action": "s3:GetObject"}, {"Action": ["S3:getobject", "s3:GetObject"]}, True),
        ({"Action": "s3:*tagging"}, {"Action": "s3:*Tagging"}, True),
        ({"Action": "s3:GetObject", "Sid": "A"}, {"Action": "s3:GetObject"}, True),
        ({"Action": "*", "Principal": {"AWS": "123456789012"}}, {"Action": "*", "Principal": {"AWS": ROOT}}, True),
        (
            {"Action": "*", "Principal": {"AWS": "123456789012"}},
            {"Action": "*", "Principal": {"AWS": ROOT.replace("aws", "aws-cn", 1)}},
            True,
        ),
        ({"Action": "*", "Principal": "*"}, {"Action": "*", "Principal": {"AWS": ["*"]}}, True),
        (
            {"Action": "*", "Condition": {"Bool": {"aws:SecureTransport": True}}},
            {"Action": "*", "Condition": {"Bool": {"AWS:securetransport": ["True"]}}},
            True,
        ),
        ({"Action": "*"}, {"Action": "*", "Effect": "Deny"}, False),
        ({"Action": "*"}, {"NotAction": "*"}, False),
        ({"Action": "*", "Resource": "a"}, {"Action": "*", "Resource": "A"}, False),
        ({"Action": "*", "Resource": "a"}, {"Action": "*", "Resource": ["a", "b"]}, False),
        ({"Action": "s3:GetObject"}, {"Action": "s3:Get*"}, False),
        (
            {"Action": "*", "Condition": {"StringEquals": {"aws:username": "a"}}},
            {"Action": "*", "Condition": {"StringEquals": {"aws:username": "A"}}},
            False,
        ),
    ],
)
def test_same(one: dict[str, object], other: dict[str, object], equal: bool) -> None:
    first, second = ({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **e}} for e in (one, other))
    assert same(first, second) is equal
    assert same(second, first) is equal


def test_how_actions_are_spread_over_statements_does_not_count() -> None:
    assert same(
        PolicyDocument((allow("s3:GetObject", "kms:Decrypt"),)),
        PolicyDocument((allow("kms:Decrypt", sid="A"), allow("s3:GetObject", sid="B"))),
    )


def test_what_is_no_policy_is_the_same_as_nothing_else() -> None:
    assert not same({}, {})
