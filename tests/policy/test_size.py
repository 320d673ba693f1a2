"""The size of policies, and cutting those that are too large."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement
from landbridge.policy.size import Part, size, split
from tests.policy.strategies import DOCUMENTS


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (Statement(actions=("*",)), '{"Effect":"Allow","Action":"*"}'),
        (Statement(actions=("a:b", "a:c"), sid="X"), '{"Sid":"X","Effect":"Allow","Action":["a:b","a:c"]}'),
        (
            Statement(actions=("*",), conditions=(Condition("StringLike", "aws:username", ("é b",)),)),
            '{"Effect":"Allow","Action":"*","Condition":{"StringLike":{"aws:username":"é b"}}}',
        ),
        (
            Statement(actions=("*",), resources=('<"&>',)),
            r'{"Effect":"Allow","Action":"*","Resource":"\u003c\"\u0026\u003e"}',
        ),
    ],
)
def test_size_counts_characters_without_white_space_between_them(statement: Statement, text: str) -> None:
    assert size(PolicyDocument((statement,))) == len('{"Version":"2012-10-17","Statement":[]}') + len(text)


LIMIT = 600
VERBS = st.lists(st.text(alphabet="abcdef", min_size=1, max_size=12), max_size=80, unique=True)


def documents(*statements: tuple[str, list[str], list[str]]) -> tuple[Statement, ...]:
    return tuple(
        Statement(actions=tuple(f"{service}:{verb}" for verb in verbs), resources=tuple(resources))
        for service, verbs, resources in statements
        if verbs
    )


LARGE = st.lists(
    st.tuples(st.sampled_from(["s3", "kms", "glue"]), VERBS, st.sampled_from([["*"], ["a", "b"], ["c" * 200], []])),
    max_size=4,
).map(lambda statements: documents(*statements))


def atoms(statements: Iterable[Statement]) -> set[tuple[object, ...]]:
    """What statements say, taken apart as far as it goes."""
    return {
        (s.effect, action, resource, s.not_actions, s.not_resources, s.principals, s.not_principals, s.conditions)
        for s in canonicalise(PolicyDocument(tuple(statements)), action_names=False, sids=False).statements
        for action in s.actions or ("",)
        for resource in s.resources or ("",)
    }


def parts_of(statements: Iterable[Statement]) -> tuple[Part, ...]:
    parts = split(tuple(statements), LIMIT)
    assert parts is not None
    return parts


@given(LARGE)
@settings(max_examples=60)
def test_the_parts_grant_what_the_whole_does_and_each_fits(statements: tuple[Statement, ...]) -> None:
    parts = parts_of(statements)
    assert atoms(s for part in parts for s in part.statements) == atoms(statements)
    assert all(size(PolicyDocument(part.statements)) <= LIMIT for part in parts)
    assert len({part.name for part in parts}) == len(parts)


@given(DOCUMENTS, st.integers(min_value=150, max_value=1500))
@settings(max_examples=100)
def test_any_statements_can_be_given(document: PolicyDocument, limit: int) -> None:
    parts = split(document.statements, limit)
    if parts is not None:
        assert atoms(s for part in parts for s in part.statements) == atoms(document.statements)
        assert all(size(PolicyDocument(part.statements)) <= limit for part in parts)


@given(LARGE, st.sampled_from(["s3:zz", "kms:zz", "iam:zz"]), st.integers(min_value=0, max_value=3))
@settings(max_examples=60)
def test_an_action_more_changes_one_part_and_may_cut_it_in_two(
    statements: tuple[Statement, ...], action: str, index: int
) -> None:
    changed = list(statements) or [Statement(actions=("s3:aa",), resources=("*",))]
    index %= len(changed)
    if sum(map(len, changed[index].resources)) > sum(map(len, changed[index].actions)):
        return  # Cut by resources: the parts with the statement change.
    before = parts_of(changed)
    old = changed[index]
    changed[index] = Statement(actions=(*old.actions, action), resources=old.resources)
    after = parts_of(changed)
    assert len([part for part in before if part not in after]) <= 1


def test_statements_that_fit_are_one_part_in_canonical_form() -> None:
    statements = (Statement(actions=("s3:b", "s3:a"), resources=("*",)),)
    assert split(statements, LIMIT) == (Part("", canonicalise(PolicyDocument(statements)).statements),)


def test_the_parts_do_not_depend_on_the_order() -> None:
    statements = documents(("s3", [f"v{i}" for i in range(60)], ["*"]), ("kms", [f"w{i}" for i in range(60)], ["a"]))
    turned = tuple(
        Statement(actions=tuple(reversed(s.actions)), resources=s.resources, origin=("other", 1), reason="other")
        for s in reversed(statements)
    )
    assert [(p.name, sorted(p.statements, key=repr)) for p in parts_of(statements)] == [
        (
            p.name,
            sorted((Statement(actions=s.actions, resources=s.resources, sid=s.sid) for s in p.statements), key=repr),
        )
        for p in parts_of(turned)
    ]


def test_cutting_leaves_half_under_the_old_name() -> None:
    parts = parts_of(documents(("s3", [f"verb{i}" for i in range(80)], ["*"])))
    assert [part.name for part in parts][:2] == ["", "2"]


def test_a_derived_sid_follows_what_is_in_its_part() -> None:
    statements = documents(("s3", [f"v{i}" for i in range(60)], ["*"]))
    both = Statement(actions=(*statements[0].actions, "kms:a"), resources=("*",))
    given = canonicalise(PolicyDocument((both,)), action_names=False).statements
    assert {s.sid[:-4] for part in parts_of(given) for s in part.statements} == {"AllowS3", "AllowKmsS3"}


def test_the_authors_sid_stays_in_all_parts() -> None:
    statement = Statement(actions=tuple(f"s3:v{i}" for i in range(120)), resources=("*",), sid="AllowS3Mine")
    parts = parts_of([statement])
    assert len(parts) > 1
    assert all([s.sid for s in part.statements] == ["AllowS3Mine"] for part in parts)


def test_long_lists_of_resources_are_cut_by_resource() -> None:
    resources = tuple(f"arn:aws:s3:::bucket-{i}/*" for i in range(60))
    statement = Statement(actions=("s3:GetObject", "s3:PutObject"), resources=resources)
    parts = parts_of([statement])
    assert atoms(s for part in parts for s in part.statements) == atoms([statement])
    assert all(s.actions == statement.actions for part in parts for s in part.statements)


def test_both_lists_can_be_too_long() -> None:
    actions = tuple(f"s3:{i}{'x' * 30}" for i in range(20))
    resources = tuple(f"{i}{'y' * 40}" for i in range(20))
    statement = Statement(actions=actions, resources=resources)
    parts = parts_of([statement])
    assert atoms(s for part in parts for s in part.statements) == atoms([statement])


def test_many_statements_about_the_same_action_can_be_cut() -> None:
    statements = [Statement(actions=("s3:GetObject",), resources=(f"bucket-{i}", "x" * 60)) for i in range(40)]
    parts = parts_of(statements)
    assert atoms(s for part in parts for s in part.statements) == atoms(statements)
    assert len(parts) < 20


def test_statements_of_all_but_some_actions_are_cut_by_resource() -> None:
    statement = Statement(not_actions=("iam:*",), resources=tuple(f"resource-{i}" for i in range(80)))
    parts = parts_of([statement])
    assert len(parts) > 1
    assert atoms(s for part in parts for s in part.statements) == atoms([statement])


@pytest.mark.parametrize(
    "statement",
    [
        Statement(actions=("s3:a", "s3:b"), resources=("x" * LIMIT,)),
        Statement(actions=("s3:a",), conditions=(Condition("StringLike", "s3:prefix", ("x" * LIMIT,)),)),
        Statement(actions=("sts:AssumeRole",), principals=(Principal("AWS", ("x" * LIMIT,)),)),
        Statement(not_actions=tuple(f"s3:{i}" for i in range(200)), resources=("*",)),
    ],
)
def test_what_cannot_be_cut_small_enough_has_no_parts(statement: Statement) -> None:
    assert split((Statement(actions=("kms:a",)), statement), LIMIT) is None
