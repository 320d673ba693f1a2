"""What changed between two policies, and whether access grew."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement
from landbridge.policy.grants import Changes, compare
from tests.policy.strategies import DOCUMENTS

MFA = Condition("Bool", "aws:MultiFactorAuthPresent", ("true",))
JANE = Condition("StringEquals", "aws:username", ("jane",))
JANE_OR_JOE = Condition("StringEquals", "aws:username", ("jane", "joe"))
NOT_JANE = Condition("StringNotEquals", "aws:username", ("jane",))
NOT_JANE_NOR_JOE = Condition("StringNotEquals", "aws:username", ("jane", "joe"))
ROLE = Principal("AWS", ("arn:aws:iam::123456789012:role/r",))
ROOT = Principal("AWS", ("arn:aws:iam::123456789012:root",))
EVERYBODY = Principal("*", ("*",))
EC2 = Principal("Service", ("ec2.amazonaws.com",))


def allow(*actions: str, on: tuple[str, ...] = ("*",), when: tuple[Condition, ...] = ()) -> Statement:
    return Statement(actions=actions, resources=on, conditions=when)


def deny(*actions: str, on: tuple[str, ...] = ("*",), when: tuple[Condition, ...] = ()) -> Statement:
    return Statement(effect="Deny", actions=actions, resources=on, conditions=when)


def trust(*principals: Principal) -> Statement:
    return Statement(actions=("sts:AssumeRole",), principals=principals)


def compared(old: tuple[Statement, ...], new: tuple[Statement, ...]) -> Changes:
    return compare(PolicyDocument(old), PolicyDocument(new))


READ, WRITE = allow("s3:GetObject", on=("a",)), allow("s3:PutObject", on=("a",))
BUT_IAM = Statement(not_actions=("iam:*",), resources=("*",))
BUT_A = Statement(actions=("s3:*",), not_resources=("a",))
BUT_ROLE = Statement(effect="Deny", actions=("s3:*",), not_principals=(ROLE,))


@pytest.mark.parametrize(
    ("old", "new", "grew"),
    [
        ((), (), False),
        ((), (READ,), True),
        ((READ,), (), False),
        ((READ,), (READ, WRITE), True),
        ((READ, WRITE), (READ,), False),
        # wildcards
        ((allow("s3:Get*"),), (allow("s3:GetObject"),), False),
        ((allow("s3:GetObject"),), (allow("s3:Get*"),), True),
        ((allow("*"),), (allow("S3:getobject", on=("a",)),), False),
        ((allow("s3:GetObject", on=("a/*",)),), (allow("s3:GetObject", on=("a/b/*",)),), False),
        ((allow("s3:GetObject", on=("a/b",)),), (allow("s3:GetObject", on=("a/*",)),), True),
        ((allow("s3:GetObject", on=("a",)),), (allow("s3:GetObject", on=("A",)),), True),
        (
            (allow("s3:GetObject", on=("a",)), allow("s3:PutObject", on=("b",))),
            (allow("s3:PutObject", on=("a",)),),
            True,
        ),
        # conditions
        ((replace(READ, conditions=(MFA,)),), (READ,), True),
        ((READ,), (replace(READ, conditions=(MFA,)),), False),
        ((allow("*", when=(MFA,)),), (allow("s3:*", when=(JANE, MFA)),), False),
        ((allow("*", when=(JANE,)),), (allow("*", when=(JANE_OR_JOE,)),), True),
        ((allow("*", when=(JANE_OR_JOE,)),), (allow("*", when=(JANE,)),), False),
        ((allow("*", when=(NOT_JANE_NOR_JOE,)),), (allow("*", when=(NOT_JANE,)),), True),
        ((allow("*", when=(JANE,)),), (allow("*", when=(replace(JANE, operator="StringLike"),)),), True),
        ((allow("*", when=(JANE,)),), (allow("*", when=(replace(JANE, key="AWS:UserName"),)),), False),
        # denials
        ((READ, deny("s3:*")), (READ,), True),
        ((READ,), (READ, deny("s3:*")), False),
        ((deny("s3:GetObject"),), (deny("s3:*"),), False),
        ((deny("s3:*"),), (deny("s3:GetObject"),), True),
        ((deny("s3:*"),), (deny("s3:*", when=(JANE,)),), True),
        ((deny("s3:*", when=(JANE,)),), (deny("s3:*", when=(JANE_OR_JOE,)),), False),
        ((deny("s3:*", when=(JANE_OR_JOE,)),), (deny("s3:*", when=(JANE,)),), True),
        ((allow("s3:*"),), (deny("s3:*"),), False),
        ((deny("s3:*"),), (allow("s3:*"),), True),
        # principals
        ((trust(ROLE),), (trust(ROLE, EC2),), True),
        ((trust(ROLE, EC2),), (trust(EC2),), False),
        ((trust(ROLE),), (trust(EVERYBODY),), True),
        ((trust(EVERYBODY),), (trust(ROLE),), False),
        ((trust(EVERYBODY),), (trust(EC2),), True),
        ((trust(ROOT),), (trust(ROLE),), True),
        ((trust(ROOT),), (trust(Principal("AWS", ("123456789012",))),), False),
        # what is not taken apart
        ((BUT_IAM,), (BUT_IAM,), False),
        ((BUT_IAM,), (), False),
        ((BUT_IAM,), (replace(BUT_IAM, not_actions=("iam:*", "sts:*")),), True),
        ((BUT_IAM,), (allow("s3:*"),), True),
        ((allow("*"),), (BUT_IAM,), True),
        ((), (BUT_A,), True),
        ((BUT_ROLE,), (), True),
        ((), (BUT_ROLE,), False),
        ((BUT_ROLE,), (replace(BUT_ROLE, not_principals=(ROLE, ROOT)),), True),
    ],
)
def test_growth(old: tuple[Statement, ...], new: tuple[Statement, ...], grew: bool) -> None:
    assert compared(old, new).grew is grew


def test_changes_are_told_as_few_statements() -> None:
    old = (allow("s3:GetObject", "s3:PutObject", on=("a", "b")),)
    new = (allow("s3:DeleteObject", "s3:GetObject", "s3:PutObject", on=("a", "b", "c")),)
    changes = compared(old, new)
    assert changes.lost == ()
    assert changes.gained == changes.growth
    assert set(changes.gained) == {
        allow("s3:DeleteObject", on=("a", "b")),
        allow("s3:DeleteObject", "s3:GetObject", "s3:PutObject", on=("c",)),
    }


def test_growth_is_what_is_not_covered() -> None:
    changes = compared((allow("s3:Get*"),), (allow("s3:GetObject", "s3:PutObject"),))
    assert changes.gained == (allow("s3:GetObject", "s3:PutObject"),)
    assert changes.lost == (allow("s3:Get*"),)
    assert changes.growth == (allow("s3:PutObject"),)


def test_a_lost_denial_is_growth() -> None:
    changes = compared((deny("s3:PutObject"),), ())
    assert (changes.gained, changes.lost, changes.growth) == ((), (deny("s3:PutObject"),), (deny("s3:PutObject"),))


def test_a_principal_more_is_told_alone() -> None:
    changes = compared((trust(ROLE),), (trust(ROLE, EC2),))
    assert (changes.gained, changes.lost) == ((trust(EC2),), ())


@given(DOCUMENTS)
@settings(max_examples=60)
def test_nothing_changes_between_a_policy_and_itself(document: PolicyDocument) -> None:
    assert compare(document, document) == Changes((), (), ())


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=60)
def test_what_is_told_is_the_difference(old: PolicyDocument, new: PolicyDocument) -> None:
    changes = compare(old, new)
    back = compare(new, old)
    assert (changes.gained, changes.lost) == (back.lost, back.gained)
    assert not compare(new, PolicyDocument(tuple(s for s in new.statements if s.effect == "Allow"))).gained
