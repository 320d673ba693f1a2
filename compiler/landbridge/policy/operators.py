"""IAM's condition operators, and how their names are made up.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import re
from functools import lru_cache
from typing import NamedTuple

_ORDERED = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OPERATORS = (
    *(
        "StringEquals",
        "StringNotEquals",
        "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
        "StringLike",
        "StringNotLike",
    ),
    *(f"Numeric{comparison}" for comparison in _ORDERED),
    *(f"Date{comparison}" for comparison in _ORDERED),
    *("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
    *("Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null"),
)
"""Every operator, without set operators before and IfExists behind."""


class Operator(NamedTuple):
    """An operator in its parts: `ForAllValues:StringLikeIfExists` is ("ForAllValues", "StringLike", True)."""

    set_operator: str
    base: str
    if_exists: bool

    @property
    def family(self) -> str:
        """What it compares: `String`, `Numeric`, `Date`, `Arn`, `IpAddress`, `Bool`, `Binary` or `Null`."""
        found = re.match(r"(?:Not)?(String|Numeric|Date|Arn|IpAddress|Bool|Binary|Null)", self.base)
        return found[1] if found else ""

    @property
    def negated(self) -> bool:
        """Whether it holds where the values differ."""
        return "Not" in self.base


@lru_cache(maxsize=1024)
def parse(text: str) -> Operator | None:
    """Read an operator; None for one that IAM does not have."""
    set_operator, colon, rest = text.rpartition(":")
    base = rest.removesuffix("IfExists")
    if_exists = base != rest
    if (
        base not in OPERATORS
        or (base == "Null" and if_exists)
        or (colon and set_operator not in ("ForAllValues", "ForAnyValue"))
    ):
        return None
    return Operator(set_operator, base, if_exists)
