"""Conditions that say who calls, or from where, and conditions that only seem to."""

import pytest

from landbridge.policy.callers import account_of, says_whence, says_who
from landbridge.policy.document import Condition

OWN = "123456789012"
ROLE = f"arn:aws:iam::{OWN}:role/x"


@pytest.mark.parametrize(
    ("operator", "key", "values"),
    [
        ("StringEquals", "aws:PrincipalAccount", [OWN, "210987654321"]),
        ("StringEquals", "kms:CallerAccount", [OWN]),
        ("ArnLike", "aws:PrincipalArn", [ROLE, f"arn:*:iam::{OWN}:*"]),
        ("StringLike", "aws:principalarn", [f"arn:aws:iam::{OWN}:role/team/*"]),
        ("StringLike", "aws:PrincipalArn", [f"arn:aws:iam::{OWN}:user/${{aws:username}}"]),
        ("ArnEquals", "aws:SourceArn", [f"arn:aws:sns:*:{OWN}:*", "arn:aws:s3:::bucket"]),
        ("StringEquals", "aws:PrincipalOrgID", ["o-1a2b3c4d5e"]),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-1a2b3c4d5e/r-ab12/*"]),
        ("StringLike", "aws:userid", ["AROAJQABLZS4A3QDU576Q:*", OWN]),
    ],
)
def test_who_is_said(operator: str, key: str, values: list[str]) -> None:
    assert says_who(Condition(operator, key, tuple(values)))


@pytest.mark.parametrize(
    ("operator", "key", "values"),
    [
        ("StringEquals", "aws:PrincipalAccount", []),
        ("StringEquals", "aws:PrincipalAccount", [OWN, "${aws:PrincipalAccount}"]),
        ("StringLike", "aws:PrincipalAccount", ["????????????"]),
        ("StringNotEquals", "aws:PrincipalAccount", [OWN]),
        ("StringEqualsIfExists", "aws:PrincipalAccount", [OWN]),
        ("ForAllValues:StringEquals", "aws:PrincipalAccount", [OWN]),
        ("Null", "aws:PrincipalAccount", ["false"]),
        ("Bool", "aws:PrincipalAccount", [OWN]),
        ("Alike", "aws:PrincipalAccount", [OWN]),
        ("ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/x"]),
        ("ArnLike", "aws:PrincipalArn", [ROLE, "*"]),
        ("ArnLike", "aws:PrincipalArn", ["arn:aws:iam::${aws:PrincipalAccount}:role/x"]),
        ("ArnLike", "aws:PrincipalArn", ["{var:role}"]),
        # As texts these reach beyond a colon: a role's path may hold `:123456789012:`.
        ("StringLike", "aws:PrincipalArn", [f"arn:*:iam::{OWN}:role/x"]),
        ("StringLike", "aws:PrincipalArn", [f"arn:*{OWN}:role/x"]),
        ("ArnLike", "aws:SourceArn", ["arn:aws:s3:::*"]),
        ("ArnLike", "aws:SourceArn", ["arn:aws:*:::bucket"]),
        ("StringLike", "aws:PrincipalOrgID", ["o-*"]),
        ("StringEquals", "aws:PrincipalOrgID", ["${aws:PrincipalOrgID}"]),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-*/r-ab12/*"]),
        ("StringLike", "aws:userid", ["A*"]),
        ("StringLike", "aws:userid", ["AROA*:session"]),
        ("Bool", "aws:SecureTransport", ["true"]),
        ("StringEquals", "aws:SourceVpc", ["vpc-1"]),
    ],
)
def test_who_is_not_said(operator: str, key: str, values: list[str]) -> None:
    assert not says_who(Condition(operator, key, tuple(values)))


@pytest.mark.parametrize(
    ("operator", "key", "values", "said"),
    [
        ("StringEquals", "aws:SourceVpce", ["vpce-1"], True),
        ("StringLike", "aws:SourceVpc", ["vpc-*"], False),
        ("StringNotEquals", "aws:SourceVpc", ["vpc-1"], False),
        ("IpAddress", "aws:SourceIp", ["203.0.113.0/24"], True),
        ("IpAddress", "aws:SourceIp", ["0.0.0.0/0"], False),
        ("IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"], False),
        ("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "${aws:SourceIp}"], False),
        ("IpAddressIfExists", "aws:SourceIp", ["203.0.113.0/24"], False),
        ("NotIpAddress", "aws:SourceIp", ["203.0.113.0/24"], False),
        ("StringEquals", "aws:PrincipalAccount", [OWN], False),
    ],
)
def test_from_where_is_said(operator: str, key: str, values: list[str], said: bool) -> None:
    assert says_whence(Condition(operator, key, tuple(values))) is said


@pytest.mark.parametrize(
    ("text", "account"),
    [
        (OWN, OWN),
        (ROLE, OWN),
        (f"{OWN}/sg-1", OWN),
        (f"{OWN}*", None),
        ("arn:aws:iam::*:role/x", None),
        ("sg-1", None),
        ("", None),
    ],
)
def test_the_account_that_a_text_names(text: str, account: str | None) -> None:
    assert account_of(text) == account
