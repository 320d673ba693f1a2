"""The lock: written sorted, one item a line; read back as it was, or told to be unusable."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.findings import Finding
from landbridge.lock import Lock, parse


def problems(text: str) -> list[Finding]:
    """The findings in a lock's text, which then is an empty lock."""
    findings: list[Finding] = []
    assert parse(text, "live/landbridge.lock", findings) == Lock()
    return findings


def test_nothing_to_pin_is_no_text() -> None:
    assert Lock().dump() == ""


def test_it_is_sorted_with_one_item_a_line() -> None:
    assert Lock({"s3/level1": {"b": ["x", "é"], "a": 1}, "ecr/level1": {}}).dump() == (
        '{\n  "format": 1,\n  "levels": {\n    "ecr/level1": {},\n    "s3/level1": {\n      "a": 1,\n'
        '      "b": [\n        "x",\n        "é"\n      ]\n    }\n  }\n}\n'
    )


plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abé", max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(levels=st.dictionaries(st.text("s3/é", max_size=4), plain_json, min_size=1, max_size=3))
def test_what_was_written_is_read_back(levels: dict[str, Any]) -> None:
    findings: list[Finding] = []
    assert parse(Lock(levels).dump(), "landbridge.lock", findings) == Lock(levels)
    assert findings == []


@given(levels=st.dictionaries(st.text("abc", max_size=2), plain_json, min_size=1, max_size=3))
def test_the_order_of_the_spec_does_not_show(levels: dict[str, Any]) -> None:
    assert Lock(dict(reversed(levels.items()))).dump() == Lock(levels).dump()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "1:1", "expecting value"),
        ('{\n  "format": 1,\n<<<<<<<\n', "3:1", "expecting property name enclosed in double quotes"),
        ("[]", "1:1", "it is not a mapping with levels"),
        ("null", "1:1", "it is not a mapping with levels"),
        ('{"format": 1}', "1:1", "it is not a mapping with levels"),
        ('{"format": 1, "levels": []}', "1:1", "it is not a mapping with levels"),
        ('{"levels": {}}', "1:1", "its format is None, and this Landbridge reads 1"),
        ('{"format": "\\u001b", "levels": {}}', "1:1", r"its format is '\x1b', and this Landbridge reads 1"),
        ('{"format": 1, "levels": {"\\uD800": 1}}', "1:1", "it has half of a surrogate pair, which is no character"),
    ],
)
def test_one_that_cannot_be_used_is_told_at_its_place(text: str, place: str, message: str) -> None:
    (finding,) = problems(text)
    assert (finding.id, str(finding.place)) == ("LB106", f"live/landbridge.lock:{place}")
    assert finding.message == f"the lock cannot be read: {message}"
    assert "landbridge update" in finding.hint


def test_a_whole_surrogate_pair_is_a_character() -> None:
    findings: list[Finding] = []
    assert parse('{"format": 1, "levels": {"a": "\\ud83d\\ude00"}}', "x", findings) == Lock({"a": "😀"})
    assert findings == []


@given(text=st.text(max_size=40) | plain_json.map(json.dumps))
def test_no_text_raises(text: str) -> None:
    assert len(problems(text)) == 1
