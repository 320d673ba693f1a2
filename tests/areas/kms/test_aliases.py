"""Aliases: which names KMS takes, and labels that tell them apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.areas.kms.aliases import Alias, _rest, alias_label, problem


@pytest.mark.parametrize("name", ["a", "Team/Data_1-x", "x" * 250])
def test_a_name_that_kms_takes(name: str) -> None:
    assert problem(name) is None


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("alias/x", "which Landbridge adds"),
        ("aws/x", "AWS keeps"),
        ("x" * 251, "has at most 256"),
        ("", "is no alias"),
        ("a b", "is no alias"),
        ("ä", "is no alias"),
        ("a\n", "is no alias"),
    ],
)
def test_a_name_that_kms_refuses(name: str, told: str) -> None:
    found = problem(name)
    assert found is not None
    assert told in found


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("shared", "data__shared"),
        ("shared-2", "data__shared_2"),
        ("{stem}-shared", "data__stem__shared"),
    ],
)
def test_plain_names_make_plain_labels(text: str, label: str) -> None:
    assert alias_label("data", Alias(_rest(text), text, ())) == label


@settings(max_examples=200)
@given(st.lists(st.text("aA1-_/{}stem", min_size=1, max_size=8), min_size=2, max_size=2, unique=True))
def test_different_names_have_different_labels(names: list[str]) -> None:
    one, other = (alias_label("data", Alias(_rest(name), name, ())) for name in names)
    assert one != other
    assert one.isidentifier()
