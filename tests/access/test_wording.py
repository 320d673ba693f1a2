"""A change reads as one sentence, and nothing in it can be mistaken for something else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.access.comparison import Change
from landbridge.access.wording import line, lines, value
from landbridge.policy.document import Condition, Principal, Statement
from tests.access.models import allow

BUCKETS = tuple(f"arn:aws:s3:::edge-prod-b001-{name}/*" for name in ("alpha", "beta", "gamma", "delta", "epsilon"))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (allow("s3:GetObject s3:PutObject", "a b"), "Allow s3:GetObject, s3:PutObject on a, b"),
        (
            Statement(effect="Deny", not_actions=("iam:*",), not_resources=("a",)),
            "Deny everything but iam:* on everything but a",
        ),
        (
            Statement(actions=("sts:AssumeRole",), principals=(Principal("*", ("*",)),)),
            "Allow sts:AssumeRole by everybody",
        ),
        (
            Statement(actions=("sts:AssumeRole",), not_principals=(Principal("AWS", ("1", "2")),)),
            "Allow sts:AssumeRole by everybody but AWS 1, AWS 2",
        ),
        (
            Statement(
                actions=("s3:ListBucket",),
                resources=("*",),
                conditions=(Condition("StringLike", "s3:prefix", ("a/*", "b/*")), Condition("Bool", "k", ("true",))),
            ),
            "Allow s3:ListBucket on * if StringLike s3:prefix = a/* or b/* and Bool k = true",
        ),
    ],
)
def test_a_statement_reads_as_a_sentence(statement: Statement, words: str) -> None:
    assert line(Change("+", "statement", statement)) == words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            Change("+", "policy", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"),
            "AWS-managed policy ViewOnlyAccess",
        ),
        (Change("+", "policy", "arn:aws:iam::1:policy/x"), "policy arn:aws:iam::1:policy/x"),
        (Change("+", "boundary", "left as it is in AWS"), "permissions boundary left as it is in AWS"),
        (Change("+", "boundary", "a\x1b[2Jb"), r'permissions boundary "a\x1b[2Jb"'),
        (Change("+", "group", "ops"), "member of group ops"),
        (Change("+", "tag", "team=a\x1b"), r'tag "team=a\x1b"'),
        (Change("+", "path", "/svc/"), "path /svc/"),
        (Change("+", "session", "5400"), "sessions of up to 90 minutes"),
        (Change("+", "assumed role", "arn:aws:iam::1:role/x"), "applies everything as role arn:aws:iam::1:role/x"),
        (Change("+", "trust", allow("sts:AssumeRole", "")), "trust: Allow sts:AssumeRole"),
        (Change("+", "boundary statement", allow("s3:*")), "permissions boundary: Allow s3:* on *"),
    ],
)
def test_a_change_says_what_it_is_about(change: Change, words: str) -> None:
    assert line(change) == words


def test_a_long_statement_breaks_between_its_parts_and_items() -> None:
    statement = Statement(
        actions=("s3:GetObject",), resources=BUCKETS, conditions=(Condition("StringEquals", "aws:x", ("1",)),)
    )
    assert lines(Change("+", "statement", statement)) == [
        "Allow s3:GetObject",
        "  on arn:aws:s3:::edge-prod-b001-alpha/*, arn:aws:s3:::edge-prod-b001-beta/*,",
        "    arn:aws:s3:::edge-prod-b001-gamma/*, arn:aws:s3:::edge-prod-b001-delta/*,",
        "    arn:aws:s3:::edge-prod-b001-epsilon/*",
        "  if StringEquals aws:x = 1",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("arn:aws:s3:::edge/*", "arn:aws:s3:::edge/*"),
        ("", '""'),
        ("two words", '"two words"'),
        ("a, b", '"a, b"'),
        ('a"b', r'"a\"b"'),
        ("a\nAllow *", r'"a\nAllow *"'),
        ("\x1b[2K", r'"\x1b[2K"'),
        ("\u202etxt", r'"\u202etxt"'),
    ],
)
def test_a_value_that_is_not_plain_stands_in_quotes(text: str, shown: str) -> None:
    assert value(text) == shown


@settings(max_examples=50)
@given(st.text(min_size=1), st.text(min_size=1))
def test_no_value_breaks_out_of_its_line(action: str, key: str) -> None:
    statement = Statement(actions=(action,), resources=("*",), conditions=(Condition(action, key, (action,)),))
    change = Change("+", "statement", statement)
    assert all(each.isprintable() for each in (line(change), *lines(change)))


@settings(max_examples=50)
@given(st.lists(st.text("abc:*", min_size=1, max_size=60), min_size=1, max_size=40, unique=True))
def test_wrapping_loses_nothing(actions: list[str]) -> None:
    change = Change("+", "statement", Statement(actions=tuple(actions), resources=("*",)))
    assert " ".join(each.strip() for each in lines(change)) == line(change)
