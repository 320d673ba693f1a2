"""To whom outside the own account statements and rules open."""

import pytest

from landbridge.access.reach import Rule
from landbridge.access.strangers import among_rules, among_statements
from landbridge.policy.document import Principal, Statement
from tests.access.models import ACCOUNT, GLUE, by

PARTNER = "210987654321"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (by("kms:Decrypt", f"arn:aws:iam::{ACCOUNT}:role/etl"), []),
        (by("kms:Decrypt", ACCOUNT), []),
        (by("kms:Decrypt", f"arn:aws:iam::{PARTNER}:role/etl"), [f"account {PARTNER}"]),
        (by("kms:Decrypt", f"arn:aws:sts::{PARTNER}:assumed-role/a/b"), [f"account {PARTNER}"]),
        (by("kms:Decrypt", PARTNER, "1" * 12), [f"account {PARTNER}", f"account {'1' * 12}"]),
        (by("kms:Decrypt", PARTNER, effect="Deny"), []),
        (by("kms:Decrypt", "*"), ["everybody"]),
        (by("kms:Decrypt", "*", Bool="aws:SecureTransport=true"), ["everybody"]),
        (by("kms:Decrypt", "*", StringEquals=f"kms:CallerAccount={ACCOUNT}"), []),
        (by("kms:Decrypt", "*", StringEquals=f"aws:PrincipalAccount={ACCOUNT}|{PARTNER}"), [f"account {PARTNER}"]),
        (by("kms:Decrypt", "*", StringNotEquals=f"aws:PrincipalAccount={PARTNER}"), ["everybody"]),
        (by("kms:Decrypt", "*", StringEqualsIfExists=f"aws:PrincipalAccount={ACCOUNT}"), ["everybody"]),
        (by("kms:Decrypt", "*", StringEquals="aws:principalorgid=o-1"), []),
        (by("kms:Decrypt", "*", StringLike="aws:PrincipalOrgID=*"), ["everybody"]),
        (by("kms:Decrypt", "*", ArnLike=f"aws:PrincipalArn=arn:aws:iam::{ACCOUNT}:role/*"), []),
        (by("kms:Decrypt", "*", ArnLike=f"aws:PrincipalArn=arn:aws:iam::{PARTNER}:role/*"), [f"account {PARTNER}"]),
        (by("kms:Decrypt", "*", ArnLike="aws:PrincipalArn=arn:aws:iam::*:role/x"), ["everybody"]),
        (Statement(actions=("kms:*",), principals=(Principal("*", ("*",)),)), ["everybody"]),
        (Statement(actions=("kms:*",), not_principals=(Principal("AWS", (ACCOUNT,)),)), ["everybody"]),
        (GLUE, []),
    ],
    ids=str,
)
def test_statements(statement: Statement, found: list[str]) -> None:
    assert list(among_statements([statement], ACCOUNT)) == found


@pytest.mark.parametrize(
    ("side", "found"),
    [
        ("10.0.0.0/8", []),
        ("0.0.0.0/0", ["0.0.0.0/0"]),
        ("128.0.0.0/1", ["128.0.0.0/1"]),
        ("fd00::/8", []),
        ("f000::/4", ["f000::/4"]),
        ("::%<b>/0", []),
        ("2001:db8::/32", []),
        ("::/0", ["::/0"]),
        ("sg-1", []),
        (f"{ACCOUNT}/sg-1", []),
        (f"{PARTNER}/sg-1", [f"account {PARTNER}"]),
    ],
)
def test_rules(side: str, found: list[str]) -> None:
    assert list(among_rules([Rule("ingress", side, "tcp", 1, 1)], ACCOUNT)) == found
    assert list(among_rules([Rule("egress", side, "tcp", 1, 1)], ACCOUNT)) == []
