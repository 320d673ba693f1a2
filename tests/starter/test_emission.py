"""A tree written as YAML says exactly what it said before."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.findings import Finding
from landbridge.source.load import parse
from landbridge.starter.emission import emit, text
from landbridge.starter.tree import Entry, tree
from tests.starter.strategies import VISIBLE


def entry(value: Any) -> Entry:
    """A tree of plain data."""
    if isinstance(value, dict):
        return Entry({key: entry(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return Entry([entry(inner) for inner in value])
    return Entry(value)


def read(written: str) -> Entry:
    """Read a text back."""
    findings: list[Finding] = []
    document = parse(written.encode(), "spec.yaml", findings)
    assert document is not None, (findings, written)
    return tree(document)[0]


LOOKALIKES = [
    "yes",
    "null",
    "~",
    "1",
    "1.0",
    "0x1F",
    "2024-01-01",
    "a: b",
    "a #b",
    "- a",
    "[a",
    "{a",
    "!!int 1",
    "*a",
    "&a",
    "%a",
    "@a",
    "a\nb\t",
    "=",
    "<<",
    "{stem}",
    "${aws:username}",
    "a,b",
    "'",
]
STRINGS = VISIBLE | st.sampled_from(LOOKALIKES)
SCALARS = (
    STRINGS
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False, width=16).filter(lambda value: len(repr(value)) < 19)
)
TREES = st.dictionaries(
    STRINGS,
    st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=3)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150)
@given(TREES)
def test_what_is_written_reads_back_as_it_was(value: dict[str, Any]) -> None:
    assert read(emit(entry(value), {})).plain() == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Data scientists (ML)", "Data scientists (ML)"),
        ("level2", "level2"),
        ("123456789012", '"123456789012"'),
        ("yes", '"yes"'),
        ("NULL", '"NULL"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("# a", '"# a"'),
        ('say "x"', r'"say \"x\""'),
        ("two\nlines", r'"two\nlines"'),
        ("\u202ea\x1b", r'"\u202ea\u001b"'),
        ("\U000e0041", r'"\U000e0041"'),
        ("größer", '"größer"'),
        (True, "true"),
        (None, "null"),
        (4711, "4711"),
        (1.0, "1.0"),
    ],
)
def test_a_string_is_plain_only_where_it_is_a_harmless_word(value: object, written: str) -> None:
    assert text(value) == written


def test_layout() -> None:
    value = {
        "version": 1,
        "security": {
            "groups": {"ops": {"managed_policies": ["A", "B"], "access": [{"service": "s3", "level": "read"}, "x"]}},
            "roles": {},
            "long": ["policy-" + letter * 30 for letter in "abcd"],
        },
    }
    assert (
        emit(entry(value), {})
        == """\
version: 1

security:
  groups:
    ops:
      managed_policies: [A, B]
      access:
        - service: s3
          level: read
        - x
  roles: {}
  long:
    - policy-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    - policy-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    - policy-cccccccccccccccccccccccccccccc
    - policy-dddddddddddddddddddddddddddddd
"""
    )


COMMENTED = """\
# About a
a: 1 # beside a

b:
  # about the first
  - x # beside x
  # about the second
  - v: 1 # beside v
    # about z
    z: [1, 2] # beside z
  # about w
  - w: 1
  - [1, 2] # a list
c: # beside c
  d: text
"""


def test_comments_stay_where_they_were() -> None:
    assert emit(read(COMMENTED), {}) == COMMENTED.replace("c: #", "\nc: #")


def test_a_remark_stands_above_what_it_is_about() -> None:
    root = entry({"a": {"b": ["x", "z"]}})
    written = emit(root, {("a", "b", 1): ["# why z"], ("a",): ["# why a"]})
    assert written == "# why a\na:\n  b:\n    - x\n    # why z\n    - z\n"


def test_a_remark_inside_an_item_of_a_list_stays_inside() -> None:
    root = entry({"a": [{"b": 1, "c": 2}]})
    written = emit(root, {("a", 0, "b"): ["# why b"], ("a", 0, "c"): ["# why c"]})
    assert written == "a:\n  -\n    # why b\n    b: 1\n    # why c\n    c: 2\n"
    assert read(written).plain() == root.plain()


def test_a_number_stays_as_it_was_spelled() -> None:
    config = "a: 1.10\nb: 1.5e1\nc: -0.0\nd: TRUE\n"
    assert emit(read(config), {}).replace("\n\n", "\n") == config
