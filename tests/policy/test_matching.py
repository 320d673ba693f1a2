"""IAM's wildcards, checked against all short texts of a small alphabet."""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.policy.matching import covers, overlaps, pattern_covers

PATTERNS = st.text(alphabet="ab*?", max_size=6)
TEXTS = ["".join(letters) for length in range(7) for letters in product("abc", repeat=length)]


def matched(pattern: str) -> set[str]:
    """All short texts that a pattern matches, by Python's regular expressions."""
    expression = re.compile("".join({"*": ".*", "?": "."}.get(symbol, symbol) for symbol in pattern))
    return {text for text in TEXTS if expression.fullmatch(text)}


@given(PATTERNS)
@settings(max_examples=60)
def test_covers_is_matching(pattern: str) -> None:
    assert {text for text in TEXTS if covers(pattern, text)} == matched(pattern)


@given(PATTERNS, PATTERNS)
@settings(max_examples=300)
def test_pattern_covers_is_never_wrong_about_yes(wide: str, narrow: str) -> None:
    if pattern_covers(wide, narrow):
        assert matched(narrow) <= matched(wide)


# `c` is in no pattern, so a text of six letters tells all of these apart.
@given(st.text(alphabet="ab*", max_size=3), st.text(alphabet="ab*", max_size=3))
@settings(max_examples=300)
def test_pattern_covers_is_right_where_there_is_no_question_mark(wide: str, narrow: str) -> None:
    assert pattern_covers(wide, narrow) == (matched(narrow) <= matched(wide))


@given(PATTERNS)
@settings(max_examples=60)
def test_a_pattern_covers_itself_and_a_star_covers_it(pattern: str) -> None:
    assert pattern_covers(pattern, pattern)
    assert pattern_covers("*", pattern)


@given(st.text(alphabet="ab*?", max_size=3), st.text(alphabet="ab*?", max_size=3))
@settings(max_examples=300)
def test_overlaps_is_a_text_in_common(one: str, other: str) -> None:
    assert overlaps(one, other) == bool(matched(one) & matched(other))


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a/b/*", True),
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a*", False),
        ("arn:aws:s3:::A", "arn:aws:s3:::a", False),
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a/${aws:username}", True),
        ("arn:aws:s3:::a/${aws:username}", "arn:aws:s3:::a/${aws:username}", True),
        ("arn:aws:s3:::a/${aws:username}", "arn:aws:s3:::a/jane", False),
        ("arn:aws:s3:::a/??", "arn:aws:s3:::a/${x}", False),
        ("arn:aws:s3:::a/????", "arn:aws:s3:::a/${x}", False),
        ("arn:aws:s3:::a/${$}*", "arn:aws:s3:::a/${$}b", True),
        ("", "", True),
        ("", "*", False),
        ("*", "", True),
    ],
)
def test_patterns_of_arns(wide: str, narrow: str, covered: bool) -> None:
    assert pattern_covers(wide, narrow) is covered


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("arn:aws:s3:::edge-*", "arn:*:s3:::*/*", True),
        ("arn:aws:s3:::edge", "arn:*:s3:::*/*", False),
        ("arn:aws:iam::123456789012:role/*", "arn:*:s3:::*", False),
        ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::a/*", True),
        ("*", "anything", True),
        ("arn:aws:s3*", "arn:*:s3:::*", True),
        ("arn:aws:dms:*:123456789012:rep:*", "arn:*:dms:us-*-1:*:rep:*", True),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_overlapping_arns(one: str, other: str, expected: bool) -> None:
    assert overlaps(one, other) is expected
    assert overlaps(other, one) is expected


def test_the_case_of_actions_does_not_count() -> None:
    assert covers("S3:get*", "s3:GetObject", ignore_case=True)
    assert not covers("S3:get*", "s3:GetObject")
    assert overlaps("S3:Get*", "s3:*object", ignore_case=True)


def test_enormous_patterns_are_answered_at_once() -> None:
    enormous = "*a" * 50_000
    assert not pattern_covers(enormous, enormous + "b")
    assert overlaps(enormous, enormous + "b")
