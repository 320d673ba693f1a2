"""A change reads as one sentence, and nothing in it can be mistaken for something else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.access.model import Change
from landbridge.access.reach import Rule
from landbridge.access.wording import line, lines, named, value
from landbridge.policy.document import Condition, Principal, Statement
from tests.access.models import allow, by

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
        (Change("+", "grant", by("kms:Decrypt", "x")), "grant: Allow kms:Decrypt on * by AWS x"),
        (Change("+", "alias", "alias/x"), "alias alias/x"),
        (Change("+", "rules of", "sg-1"), "behind the rules of group sg-1"),
        (Change("+", "route table", "rtb-1"), "route table rtb-1"),
        (Change("+", "vpc", "{var:vpc_id}"), "in VPC variable vpc_id"),
        (Change("+", "service", "com.amazonaws.eu-west-1.s3"), "leads to com.amazonaws.eu-west-1.s3"),
        (Change("!", "safeguard", "deletion_protection"), "deletion_protection is off"),
        (Change("!", "replaced", "name"), "another name: apply destroys it and makes a new one"),
        (Change("!", "destroyed", ""), "apply destroys it"),
    ],
)
def test_a_change_says_what_it_is_about(change: Change, words: str) -> None:
    assert line(change) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("ingress", "10.0.0.0/8", "tcp", 5432, 5432), "ingress from 10.0.0.0/8 on TCP port 5432"),
        (Rule("egress", "10.0.0.0/8", "udp", 1, 9), "egress to 10.0.0.0/8 on UDP ports 1-9"),
        (Rule("ingress", "::/0", "tcp", 0, 65535), "ingress from everywhere (::/0) on all TCP ports"),
        (Rule("ingress", "pl-1", "-1"), "ingress from prefix list pl-1 on all ports of all protocols"),
        (Rule("ingress", "sg-1", "icmp"), "ingress from group sg-1 on all ICMP"),
        (Rule("ingress", "sg-1", "icmp", 8, -1), "ingress from group sg-1 on ICMP type 8"),
        (Rule("ingress", "sg-1", "icmpv6", 1, 4), "ingress from group sg-1 on ICMPv6 type 1 code 4"),
        (Rule("ingress", "210987654321/sg-1", "47"), "ingress from group sg-1 of account 210987654321 on protocol 47"),
        (
            Rule("ingress", "210987654321/{var:db}", "47"),
            "ingress from variable db of account 210987654321 on protocol 47",
        ),
        (
            Rule("egress", "{vpc_endpoint_group:dms__endpoint}", "udp", 1, 1),
            "egress to group dms__endpoint on UDP port 1",
        ),
        (
            Rule("egress", "{vpc_endpoint_list:s3}", "udp", 1, 1),
            "egress to prefix list of vpc endpoint s3 on UDP port 1",
        ),
        (Rule("egress", "{security_group:db}", "tcp", 1, 1), "egress to group db on TCP port 1"),
        (Rule("egress", "{var:db_group}", "tcp", 1, 1), "egress to variable db_group on TCP port 1"),
        (Rule("egress", "{ssm:/net/db}", "tcp", 1, 1), "egress to SSM parameter /net/db on TCP port 1"),
        (Rule("egress", "a\x1b", "tcp", 1, 1), r'egress to "a\x1b" on TCP port 1'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rule_reads_as_a_sentence(rule: Rule, words: str) -> None:
    assert line(Change("+", "rule", rule)) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("arn:aws:kms:eu-west-1:123456789012:key/{key:storage}", "key storage"),
        ("arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/{key:storage}", "key storage"),
        ("{security_group:replication}", "group replication"),
        ("{domain:search}", "domain search"),
        ("arn:aws:es:eu-west-1:123456789012:domain/{domain:search}/*",) * 2,
        ("{key:a b}", '"{key:a b}"'),
        ("{key:storage}\n", r'"{key:storage}\n"'),
        ("${aws:username}",) * 2,
        ("key storage", '"key storage"'),
    ],
)
def test_what_has_no_id_yet_is_called_by_its_key(text: str, shown: str) -> None:
    assert named(text) == shown
    statement = Statement(actions=("kms:Decrypt",), resources=(text,))
    assert line(Change("+", "statement", statement)) == f"Allow kms:Decrypt on {shown}"


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
