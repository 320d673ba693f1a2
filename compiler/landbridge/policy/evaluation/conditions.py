"""Whether a condition holds for what is known of a request.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from landbridge.aws import arn
from landbridge.policy.document import Condition
from landbridge.policy.evaluation.truth import Truth, opposite, some, truth
from landbridge.policy.matching import covers
from landbridge.policy.operators import Operator, parse

Context = Mapping[str, tuple[str, ...]]

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_SPECIAL = {"*": "*", "?": "?", "$": "$"}


def unknown_keys(condition: Condition, context: Context) -> set[str]:
    """The keys that the condition asks about and that are not known."""
    named = {condition.key} | {name for value in condition.values for name in variables(value)}
    return {key for key in named if key.lower() not in context}


def holds(condition: Condition, context: Context) -> Truth:
    """Tell whether a condition holds. An operator that IAM does not have never does."""
    operator = parse(condition.operator)
    if operator is None:
        return Truth.NO
    found = context.get(condition.key.lower())
    if found is None:
        return Truth.UNKNOWN
    if operator.base == "Null":
        return some(truth((value.lower() == "true") == (not found)) for value in condition.values)
    if operator.set_operator == "ForAllValues":
        return _all(operator, found, condition.values, context)
    if not found:
        # A key that is absent satisfies IfExists, and what negates; ForAnyValue needs a value.
        return truth(operator.if_exists or (operator.negated and operator.set_operator != "ForAnyValue"))
    return some(_matches(operator, value, condition.values, context) for value in found)


def _all(operator: Operator, found: tuple[str, ...], wanted: tuple[str, ...], context: Context) -> Truth:
    """Every value of the request matches; so it holds for a key that is absent, too."""
    return opposite(some(opposite(_matches(operator, value, wanted, context)) for value in found))


def _matches(operator: Operator, value: str, wanted: tuple[str, ...], context: Context) -> Truth:
    """Tell whether one value of the request matches any of those wanted; none of them where the operator negates."""
    matched = some(_compare(operator, value, text, context) for text in wanted)
    return opposite(matched) if operator.negated else matched


def _compare(operator: Operator, value: str, wanted: str, context: Context) -> Truth:
    # What follows is for the operator without its Not: the caller turns the answer.
    filled = fill(wanted, context)
    if filled is None:
        return Truth.UNKNOWN
    try:
        return truth(_COMPARISONS[operator.family](operator.base.replace("Not", ""), value, filled))
    except ValueError:
        return Truth.NO  # not a number, date or address: nothing matches


def variables(text: str) -> list[str]:
    """The keys of the policy variables in a text, without defaults."""
    names = (match[1].partition(",")[0].strip() for match in _VARIABLE.finditer(text))
    return [name for name in names if name not in _SPECIAL]


def fill(text: str, context: Context, *, literal: bool = False) -> str | None:
    """Put values into policy variables; None where one is not known.

    A variable whose key is absent without a default matches nothing: it becomes a character that no request has.
    With `literal`, wildcards in the values are kept from being wildcards as far as the matching can (`?` for them).
    """
    unknown = False

    def value(match: re.Match[str]) -> str:
        nonlocal unknown
        name, comma, default = match[1].partition(",")
        if name.strip() in _SPECIAL:
            return "?" if literal else _SPECIAL[name.strip()]
        known = context.get(name.strip().lower())
        if known is None:
            unknown = True
            return ""
        if known:
            return known[0]
        return default.strip().strip("'") if comma else "\0"

    filled = _VARIABLE.sub(value, text)
    return None if unknown else filled


def _string(base: str, value: str, wanted: str) -> bool:
    if "IgnoreCase" in base:
        return value.lower() == wanted.lower()
    return covers(wanted, value) if base == "StringLike" else value == wanted


def _arn(base: str, value: str, wanted: str) -> bool:
    """ArnEquals and ArnLike are the same: wildcards within each of the six fields."""
    one, other = arn.parse(value), arn.parse(wanted)
    if one is None or other is None:
        return wanted == "*"
    return all(covers(theirs, mine) for mine, theirs in zip(one.fields, other.fields, strict=True))


def _ordered(key: Callable[[str], float]) -> Callable[[str, str, str], bool]:
    def compare(base: str, value: str, wanted: str) -> bool:
        mine, theirs = key(value), key(wanted)
        comparison = re.sub("^(Numeric|Date)", "", base)
        return {
            "Equals": mine == theirs,
            "LessThan": mine < theirs,
            "LessThanEquals": mine <= theirs,
            "GreaterThan": mine > theirs,
            "GreaterThanEquals": mine >= theirs,
        }[comparison]

    return compare


def _date(text: str) -> float:
    """Seconds since 1970, of an ISO 8601 date or of such a number."""
    if text.isdigit():
        return float(text)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _address(base: str, value: str, wanted: str) -> bool:
    address, network = ipaddress.ip_address(value), ipaddress.ip_network(wanted, strict=False)
    return address.version == network.version and address in network


_COMPARISONS: Mapping[str, Callable[[str, str, str], bool]] = {
    "String": _string,
    "Arn": _arn,
    "Numeric": _ordered(float),
    "Date": _ordered(_date),
    "Bool": lambda base, value, wanted: value.lower() == wanted.lower(),
    "Binary": lambda base, value, wanted: value == wanted,
    "IpAddress": _address,
}


def matches_any(patterns: Iterable[str], text: str, context: Context, *, ignore_case: bool = False) -> Truth:
    """Tell whether any pattern, with its variables filled in, matches a text."""

    def one(pattern: str) -> Truth:
        filled = fill(pattern, context)
        return Truth.UNKNOWN if filled is None else truth(covers(filled, text, ignore_case=ignore_case))

    return some(one(pattern) for pattern in patterns)
