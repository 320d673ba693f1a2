"""Labels: valid, stable, and never the same for two things."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.areas.iam.names import policy_word, user_label
from landbridge.areas.labels import label

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

keys = st.from_regex(r"[a-z][a-z0-9]{0,3}(_[a-z0-9]{1,3}){0,2}", fullmatch=True)
# What IAM takes as a user name, mostly from letters that are easily mixed up.
users = st.text("ab1._+=,@-", min_size=1, max_size=6) | st.from_regex(r"[A-Za-z0-9_+=,.@-]{1,64}", fullmatch=True)


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (["etl"], "etl"),
        (["data_loader"], "data_loader"),
        (["etl", "s3"], "etl__s3"),
        (["etl", "sagemaker-pipelines"], "etl__sagemaker_pipelines"),
        (["etl", "a.b:c/d"], "etl__a_b_c_d"),
    ],
)
def test_a_label_is_the_key_and_what_it_is_of_that_key(parts: list[str], written: str) -> None:
    assert label(*parts) == written


@given(one=keys, other=keys, rest=st.lists(st.text(max_size=5), max_size=2))
def test_labels_of_two_keys_never_meet(one: str, other: str, rest: list[str]) -> None:
    assert one == other or label(one, *rest) != label(other)


@given(key=keys, rest=st.lists(st.text(max_size=8), max_size=2))
def test_every_label_is_an_identifier(key: str, rest: list[str]) -> None:
    assert IDENTIFIER.fullmatch(label(key, *rest))


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
