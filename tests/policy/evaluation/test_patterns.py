"""Patterns against texts, with variables, placeholders, and characters that mean nothing special."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.policy.evaluation.patterns import fields, matches, unfilled, unknowns
from landbridge.policy.evaluation.truth import Truth

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
CONTEXT = {"aws:username": ("j*ne",), "many": ("a", "b"), "absent": ()}


@pytest.mark.parametrize(
    ("pattern", "text", "answer"),
    [
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/x/y", YES),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::c/x", NO),
        ("a?c", "abc", YES),
        ("a?c", "a*c", YES),
        ("abc", "a*c", NO),
        ("a*c", "a*c", YES),
        ("home/${aws:username}/*", "home/j*ne/x", YES),
        ("home/${aws:username}/*", "home/jane/x", NO),
        ("home/${AWS:UserName}", "home/j*ne", YES),
        ("home/${absent}", "home/", NO),
        ("home/${absent, 'x'}", "home/x", YES),
        ("home/${aws:userid}/*", "home/x/y", UNKNOWN),
        ("home/${aws:userid}/*", "work/x/y", NO),
        ("${*}", "anything", NO),
        ("${*}", "*", YES),
        ("{var:topic}", "arn:aws:sns:eu-west-1:123456789012:t", UNKNOWN),
        ("{var:topic}", "{key:a}", UNKNOWN),
        ("key/{key:a}", "key/{key:a}", YES),
        ("key/{key:a}", "key/{key:b}", NO),
        ("key/{key:a}", "key/0000", UNKNOWN),
        ("key/{key:a}", "alias/x", NO),
        ("key/*", "key/{key:a}", YES),
        ("function:f:$LATEST", "function:f:$LATEST", YES),
        ("function:*:$LATEST", "function:f:$LATEST", YES),
        ("${aws:username}$", "j*ne$", YES),
        ("a$c", "abc", NO),
        ("${?}${*}", "?*", YES),
        ("${?}", "x", NO),
        ("home/${many}", "home/a", UNKNOWN),
        ("${$}{key:a}", "${key:a}", YES),
        ("${$}{key:a}", "$x", NO),
    ],
)
def test_patterns(pattern: str, text: str, answer: Truth) -> None:
    assert matches(pattern, text, CONTEXT) is answer


def test_what_a_pattern_needs() -> None:
    assert unknowns("${aws:userid}/${aws:username}/${*}/${absent}/{var:x}", CONTEXT) == {"aws:userid", "{var:x}"}


def test_variables_that_may_stay_empty() -> None:
    assert unfilled("${absent}/${absent, 'x'}/${aws:username}/${not:given}/${*}", CONTEXT) == {"absent", "not:given"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("arn:aws:sns:r:1:topic:sub", ["arn", "aws", "sns", "r", "1", "topic:sub"]),
        ("arn:aws:s3:::${aws:username}/{var:x}", ["arn", "aws", "s3", "", "", "${aws:username}/{var:x}"]),
        ("arn:aws:sns:r:{var:account}:topic", ["arn", "aws", "sns", "r", "{var:account}", "topic"]),
        ("arn:aws:sqs", ["arn", "aws", "sqs"]),
        ("*", ["*"]),
    ],
)
def test_the_fields_of_an_arn(text: str, found: list[str]) -> None:
    assert fields(text) == found


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab*?${}:", max_size=8))
def test_every_text_matches_itself_where_wildcards_are_none(text: str) -> None:
    assert matches(text, text, {}, exact=True, variables=False) is YES


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab*?", max_size=8), st.text(alphabet="ab", max_size=8))
def test_a_value_is_put_in_as_it_is(value: str, rest: str) -> None:
    assert matches("${k}" + rest, value + rest, {"k": (value,)} if value else {"k": ("",)}) is YES
