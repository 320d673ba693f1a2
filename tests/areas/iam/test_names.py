"""Labels of users: valid, stable, and never the same for two of them; and what policies are known by."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.areas.iam.names import policy_word, user_label

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

# What IAM takes as a user name, mostly from letters that are easily mixed up.
users = st.text("ab1._+=,@-", min_size=1, max_size=6) | st.from_regex(r"[A-Za-z0-9_+=,.@-]{1,64}", fullmatch=True)


@pytest.mark.parametrize(
    ("user", "written"),
    [
        ("jane", "jane"),
        ("jane.doe", "jane_doe"),
        ("jane_doe", "jane__doe"),
        ("jane.doe@example.com", r"user_jane_doe_example_com___[0-9a-f]{8}"),
        ("Jane", r"user_jane___[0-9a-f]{8}"),
        ("1st", r"user_1st___[0-9a-f]{8}"),
        ("+", r"user____[0-9a-f]{8}"),
        ("jane.", r"user_jane___[0-9a-f]{8}"),
    ],
)
def test_a_users_label_reads_like_the_user(user: str, written: str) -> None:
    assert re.fullmatch(written, user_label(user))


@given(one=users, other=users)
def test_two_users_have_two_labels(one: str, other: str) -> None:
    assert one.lower() == other.lower() or user_label(one) != user_label(other)


@given(user=users)
def test_every_users_label_is_an_identifier(user: str) -> None:
    assert IDENTIFIER.fullmatch(user_label(user))


@pytest.mark.parametrize(
    ("given_as", "word"),
    [
        ("ReadOnlyAccess", "ReadOnlyAccess"),
        ("arn:aws:iam::123456789012:policy/own/thing", "thing"),
        ("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", "ViewOnlyAccess"),
    ],
)
def test_a_managed_policy_is_known_by_its_last_word(given_as: str, word: str) -> None:
    assert policy_word(given_as) == word
