"""Whether a condition holds for what is known of a request.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from landbridge.aws import arn
from landbridge.policy.document import Condition
from landbridge.policy.evaluation.patterns import Context, has_placeholder, matches, unknowns
from landbridge.policy.evaluation.truth import Truth, every, opposite, some, truth
from landbridge.policy.operators import Operator, parse


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


def missing(condition: Condition, context: Context) -> set[str]:
    """What decides whether a condition holds and is not known: keys, and placeholders with their braces."""
    if holds(condition, context) is not Truth.UNKNOWN:
        return set()
    asked = {condition.key} if condition.key.lower() not in context else set[str]()
    return asked.union(*(unknowns(value, context) for value in condition.values))


def _all(operator: Operator, found: tuple[str, ...], wanted: tuple[str, ...], context: Context) -> Truth:
    """Every value of the request matches; so it holds for a key that is absent, too."""
    return every(_matches(operator, value, wanted, context) for value in found)


def _matches(operator: Operator, value: str, wanted: tuple[str, ...], context: Context) -> Truth:
    """Tell whether one value of the request matches any of those wanted; none of them where the operator negates."""
    matched = some(_compare(operator, value, text, context) for text in wanted)
    return opposite(matched) if operator.negated else matched


def _compare(operator: Operator, value: str, wanted: str, context: Context) -> Truth:
    """Compare two values, by the operator without its Not: the caller turns the answer.

    Strings, ARNs and booleans may hold policy variables; for others such a text is no number, date or address.
    """
    match operator.family:
        case "String":
            like, any_case = operator.base.endswith("Like"), operator.base.endswith("IgnoreCase")
            return matches(wanted, value, context, exact=not like, ignore_case=any_case)
        case "Arn":
            return _arn(value, wanted, context)
        case "Bool":
            return matches(wanted, value, context, exact=True, ignore_case=True)
    if has_placeholder(wanted):
        return Truth.UNKNOWN
    try:
        return truth(_COMPARISONS[operator.family](operator.base.replace("Not", ""), value, wanted))
    except ValueError:
        return Truth.NO  # not a number, date or address: nothing matches


def _arn(value: str, wanted: str, context: Context) -> Truth:
    """ArnEquals and ArnLike are the same: wildcards within each of the six fields."""
    one, other = arn.parse(value), arn.parse(wanted)
    if other is None:
        whole = wanted == "*" or wanted.startswith(("{", "${"))
        return matches(wanted, value, context) if whole else Truth.NO
    if one is None:
        return Truth.NO
    return every(matches(theirs, mine, context) for mine, theirs in zip(one.fields, other.fields, strict=True))


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
    if text.isdigit() and len(text) != len("2026"):
        return float(text)
    moment = datetime.fromisoformat(f"{text}-01-01" if text.isdigit() else text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _address(base: str, value: str, wanted: str) -> bool:
    address, network = ipaddress.ip_address(value), ipaddress.ip_network(wanted, strict=False)
    return address.version == network.version and address in network


_COMPARISONS: Mapping[str, Callable[[str, str, str], bool]] = {
    "Numeric": _ordered(float),
    "Date": _ordered(_date),
    "Binary": lambda base, value, wanted: value == wanted,
    "IpAddress": _address,
}
