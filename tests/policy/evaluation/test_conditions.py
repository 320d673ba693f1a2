"""Conditions, as the page of IAM's operators has them."""

import pytest

from landbridge.policy.document import Condition
from landbridge.policy.evaluation.conditions import doubts, holds, missing
from landbridge.policy.evaluation.truth import Truth

CONTEXT = {
    "k": ("v",),
    "n": ("5",),
    "big": ("9007199254740993",),
    "t": ("2026-12-01T00:00:00Z",),
    "ip": ("192.0.2.7",),
    "ip6": ("2001:db8::7",),
    "arn": ("arn:aws:sns:eu-west-1:123456789012:topic",),
    "subscription": ("arn:aws:sns:eu-west-1:123456789012:topic:1",),
    "topic": ("topic",),
    "b": ("true",),
    "lambda": ("arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST",),
    "many": ("a", "b"),
    "star": ("a*c",),
    "absent": (),
    "aws:username": ("jane",),
}
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("operator", "key", "values", "answer"),
    [
        ("StringEquals", "K", ["x", "v"], YES),
        ("StringEquals", "k", ["V"], NO),
        ("StringEquals", "k", ["*"], NO),
        ("StringEquals", "star", ["a*c"], YES),
        ("StringNotEquals", "k", ["x", "v"], NO),
        ("StringNotEquals", "k", ["x"], YES),
        ("StringNotEquals", "absent", ["x"], YES),
        ("StringEqualsIgnoreCase", "k", ["V"], YES),
        ("StringNotEqualsIgnoreCase", "k", ["V"], NO),
        ("StringLike", "k", ["?"], YES),
        ("StringLike", "k", ["V"], NO),
        ("StringLike", "k", ["v?"], NO),
        ("StringEquals", "k", ["?"], NO),
        ("StringLike", "lambda", ["*:$LATEST"], YES),
        ("StringEquals", "lambda", ["arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST"], YES),
        ("StringLike", "star", ["a${*}c"], YES),
        ("StringLike", "k", ["${*}"], NO),
        ("StringNotLike", "k", ["v*"], NO),
        ("StringLike", "absent", ["*"], NO),
        ("StringLikeIfExists", "absent", ["x"], YES),
        ("StringLikeIfExists", "k", ["x"], NO),
        ("NumericLessThan", "n", ["10"], YES),
        ("NumericLessThan", "n", ["5"], NO),
        ("NumericLessThanEquals", "n", ["5"], YES),
        ("NumericEquals", "n", ["5.0"], YES),
        ("NumericNotEquals", "n", ["5"], NO),
        ("NumericGreaterThan", "k", ["1"], NO),
        ("NumericEquals", "n", ["five"], NO),
        ("NumericLessThan", "n", ["infinity"], NO),
        ("NumericEquals", "big", ["9007199254740992"], NO),
        ("NumericLessThan", "absent", ["10"], NO),
        ("NumericNotEquals", "absent", ["10"], YES),
        ("DateGreaterThan", "t", ["2026-11-30T23:59:59Z"], YES),
        ("DateLessThan", "t", ["2026"], NO),
        ("DateEquals", "t", ["1796083200"], YES),
        ("DateEquals", "t", ["2026-12-01T01:00:00+01:00"], YES),
        ("DateNotEquals", "t", ["2026-12-01"], NO),
        ("DateEquals", "t", ["2026-12"], YES),
        ("DateLessThan", "t", ["2026-W52"], NO),
        ("DateLessThan", "t", ["20261202"], NO),
        ("Bool", "k", ["true"], NO),
        ("Bool", "b", ["True"], YES),
        ("Bool", "b", ["false"], NO),
        ("Bool", "absent", ["false"], NO),
        ("BoolIfExists", "absent", ["false"], YES),
        ("Bool", "b", ["${b}"], UNKNOWN),
        ("BinaryEquals", "k", ["v"], YES),
        ("IpAddress", "ip", ["198.51.100.0/24", "192.0.2.0/24"], YES),
        ("IpAddress", "ip", ["192.0.2.7"], YES),
        ("IpAddress", "ip6", ["192.0.2.0/24"], NO),
        ("IpAddress", "ip6", ["2001:DB8::/32"], YES),
        ("NotIpAddress", "ip", ["192.0.2.0/24"], NO),
        ("NotIpAddress", "ip6", ["192.0.2.0/24"], YES),
        ("IpAddress", "ip", ["192.0.2.0/255.255.255.0"], NO),
        ("IpAddress", "ip", ["192.0.2.*"], NO),
        ("IpAddress", "ip", ["0.0.0.0/0"], YES),
        ("IpAddress", "ip6", ["0.0.0.0/0"], NO),
        ("IpAddress", "absent", ["0.0.0.0/0"], NO),
        ("NotIpAddress", "absent", ["192.0.2.0/24"], YES),
        ("ArnLike", "arn", ["arn:aws:sns:*:*:top?c"], YES),
        ("ArnEquals", "arn", ["arn:aws:sns:*:123456789012:*"], YES),
        ("ArnLike", "arn", ["arn:aws:*:topic"], NO),
        ("ArnNotLike", "arn", ["arn:aws:sns:*:*:topic"], NO),
        ("ArnLike", "arn", ["arn:aws:sns:*:123456789012:t*:*"], NO),
        ("ArnLike", "subscription", ["arn:aws:sns:*:*:topic:*"], YES),
        ("ArnLike", "subscription", ["arn:aws:sns:*:topic:1"], NO),
        ("ArnLike", "subscription", ["arn:aws:sns:eu-west-1:{var:account}:topic:1"], UNKNOWN),
        ("ArnLike", "subscription", ["arn:aws:sns:us-east-1:{var:account}:topic:1"], NO),
        ("StringLike", "subscription", ["arn:aws:sns:*:topic:1"], YES),
        ("ArnEquals", "arn", ["ARN:AWS:SNS:*:*:topic"], NO),
        ("ArnLike", "arn", ["arn:aws:sns:*:*:${topic}"], YES),
        ("ArnLike", "arn", ["*"], UNKNOWN),
        ("ArnLike", "arn", ["arn:aws:sns:*"], UNKNOWN),
        ("ArnLike", "arn", ["arn:aws:sqs:*"], NO),
        ("ArnLike", "k", ["arn:aws:sns:*:*:*"], NO),
        ("Null", "absent", ["true"], YES),
        ("Null", "k", ["true"], NO),
        ("Null", "k", ["false"], YES),
        ("Null", "absent", ["false"], NO),
        ("Null", "k", ["{var:value}"], UNKNOWN),
        ("ForAllValues:StringEquals", "many", ["a", "b", "c"], YES),
        ("ForAllValues:StringEquals", "many", ["a"], NO),
        ("ForAllValues:StringEquals", "absent", ["a"], YES),
        ("ForAllValues:StringNotLike", "many", ["a*"], NO),
        ("ForAllValues:StringNotLike", "many", ["x*"], YES),
        ("ForAnyValue:StringEquals", "many", ["b"], YES),
        ("ForAnyValue:StringEquals", "many", ["x"], NO),
        ("ForAnyValue:StringNotEquals", "many", ["a"], YES),
        ("ForAnyValue:StringNotEquals", "absent", ["a"], NO),
        ("ForAnyValue:StringEquals", "absent", ["a"], NO),
        ("ForAnyValue:StringEqualsIfExists", "absent", ["a"], YES),
        ("ForAllValues:StringNotEquals", "absent", ["a"], YES),
        ("ForAllValues:StringEquals", "k", ["v"], YES),
        ("StringEquals", "many", ["a"], UNKNOWN),
        ("StringEquals", "many", ["a", "b"], YES),
        ("StringEquals", "many", ["x"], NO),
        ("StringNotEquals", "many", ["a"], UNKNOWN),
        ("StringEquals", "k", ["${many}"], UNKNOWN),
        ("ForAllValues:StringLike", "many", ["${many}*"], UNKNOWN),
        ("StringEquals", "not-given", ["v"], UNKNOWN),
        ("StringLikeIfExists", "not-given", ["*"], UNKNOWN),
        ("Null", "not-given", ["true"], UNKNOWN),
        ("StringSame", "k", ["v"], NO),
        ("StringEquals", "aws:username", ["${aws:username}"], YES),
        ("StringEquals", "k", ["${absent, 'v'}"], YES),
        ("StringEquals", "k", ["${absent}"], NO),
        ("StringEquals", "k", ["${not:given}"], UNKNOWN),
        ("StringLike", "k", ["x${not:given}"], NO),
        ("StringNotEquals", "k", ["${not:given}"], UNKNOWN),
        ("NumericEquals", "n", ["${n}"], NO),
        ("StringEquals", "k", ["{var:value}"], UNKNOWN),
        ("IpAddress", "ip", ["{var:office}"], UNKNOWN),
        ("IpAddress", "ip", ["{var:office}", "192.0.2.0/24"], YES),
        ("ArnLike", "arn", ["{ssm:/topic}"], UNKNOWN),
    ],
)
def test_operators(operator: str, key: str, values: list[str], answer: Truth) -> None:
    assert holds(Condition(operator, key, tuple(values)), CONTEXT) is answer


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["v"], {"Asked"}),
        (["${aws:username}"], {"Asked"}),
        (["${aws:userid}", "{var:x}"], {"Asked", "aws:userid", "{var:x}"}),
    ],
)
def test_what_is_missing_has_the_names_that_the_policy_has(values: list[str], found: set[str]) -> None:
    assert missing(Condition("StringEquals", "Asked", tuple(values)), CONTEXT) == found


def test_nothing_is_missing_where_a_condition_is_settled() -> None:
    assert missing(Condition("StringEquals", "k", ("{var:x}", "v")), CONTEXT) == set()


@pytest.mark.parametrize(
    ("operator", "key", "value", "doubt"),
    [
        ("StringEquals", "many", "a", ["many has several values, and StringEquals has no ForAllValues or ForAnyValue"]),
        ("ArnNotLike", "arn", "arn:aws:sns", ["what ArnNotLike does with less than the six fields of an ARN"]),
        ("Bool", "b", "${b}", ["whether Bool takes a policy variable"]),
        ("StringEquals", "many", "x", []),
        ("StringEquals", "not-given", "x", []),
        ("ArnLike", "arn", "{var:topic}", []),
    ],
)
def test_what_the_documentation_leaves_open(operator: str, key: str, value: str, doubt: list[str]) -> None:
    assert list(doubts(Condition(operator, key, (value,)), CONTEXT)) == doubt
