"""Scalars: the core schema of YAML 1.2, less what would not come back as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.source.scalars import resolve


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        (["", "~", "null", "Null", "NULL"], None),
        (["true", "True", "TRUE"], True),
        (["false", "False", "FALSE"], False),
        (["0", "-0", "+0"], 0),
        (["7", "+7"], 7),
        (["-12"], -12),
        (["123456789012"], 123456789012),
        (["999999999999999999", "+999999999999999999"], 999999999999999999),
        ([".5", "0.5", "+.5", "5e-1", "0.5e0", "5.E-1"], 0.5),
        (["1.", "1.0", "1e0", "1E+0"], 1.0),
        (["-2.5"], -2.5),
        (["1e3"], 1000.0),
    ],
)
def test_value(texts: list[str], value: object) -> None:
    for text in texts:
        assert resolve(text) == value
        assert type(resolve(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "no", "on", "off", "Yes", "y", "n", "nULL", "tRUE", "none", "None", "nil"),
        *("0123", "-01", "012345678901", "00"),
        *("01.5", "0x1F", "0o17", "0b11", "1_000", "1,000", "1 000"),
        *("1234567890123456789", "-1234567890123456789", "1" * 5000),
        *("1e999", "-1e999", "1e", "e1", ".", "+", "-", "+-1", "--1", "1.2.3", "1.2e3.4"),
        *(".inf", "-.inf", "+.INF", ".nan", ".NaN", "inf", "nan", "infinity"),
        *("2012-10-17", "2012-10-17T00:00:00Z", "12:30:45", "190:20:30", "10.0.0.0/24", "10.0.0.1"),
        *("<<", "=", "arn:aws:s3:::x", "é", "true ", "\u0661", "\uff11", "1\n"),
    ],
)
def test_string(text: str) -> None:
    assert resolve(text) == text


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_integers_come_back(number: int) -> None:
    assert resolve(str(number)) == number


@given(st.text(max_size=30) | st.from_regex(r"[-+]?[0-9._eExo:]{0,25}", fullmatch=True))
def test_a_number_is_finite_and_short(text: str) -> None:
    value = resolve(text)
    if isinstance(value, int | float) and not isinstance(value, bool):
        assert abs(value) < float("inf")
        assert float(text) == value
    elif isinstance(value, str):
        assert value == text
