"""Labels: valid, stable, and never the same for two keys."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.areas.labels import label

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

keys = st.from_regex(r"[a-z][a-z0-9]{0,3}(_[a-z0-9]{1,3}){0,2}", fullmatch=True)


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
