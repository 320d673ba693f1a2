"""The names of condition operators."""

import pytest

from landbridge.aws.nearest import nearest
from landbridge.policy import operators


@pytest.mark.parametrize("operator", operators.OPERATORS)
def test_every_operator_is_of_a_family(operator: str) -> None:
    parsed = operators.parse(operator)
    assert parsed is not None
    assert parsed.family
    assert parsed.negated == ("Not" in operator)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("StringLike", ("", "StringLike", False)),
        ("StringLikeIfExists", ("", "StringLike", True)),
        ("ForAllValues:ArnNotEqualsIfExists", ("ForAllValues", "ArnNotEquals", True)),
        ("ForAnyValue:Null", ("ForAnyValue", "Null", False)),
        ("NullIfExists", None),
        (":StringLike", None),
        ("ForAll:StringLike", None),
        ("stringlike", None),
        ("", None),
    ],
)
def test_an_operator_is_read_in_its_parts(text: str, parts: tuple[str, str, bool] | None) -> None:
    assert operators.parse(text) == parts


@pytest.mark.parametrize(
    ("wrong", "right"), [("ArnEqual", "ArnEquals"), ("StringEqual", "StringEquals"), ("IPAddress", "IpAddress")]
)
def test_the_slips_of_awss_own_pages_have_a_near_operator(wrong: str, right: str) -> None:
    assert nearest(wrong, operators.OPERATORS)[0] == right
