"""Whether a condition holds for what is known of a request.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from landbridge.policy.document import Condition
from landbridge.policy.evaluation.patterns import Context, fields, has_placeholder, has_variable, matches, unknowns
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
        return some(_is_null(value, found) for value in condition.values)
    if not found:
        # A key that is absent satisfies ForAllValues, IfExists, and what negates; ForAnyValue needs a value.
        negated = operator.negated and operator.set_operator != "ForAnyValue"
        return truth(operator.set_operator == "ForAllValues" or operator.if_exists or negated)
    truths = [_matches(operator, value, condition.values, context) for value in found]
    if operator.set_operator:
        return every(truths) if operator.set_operator == "ForAllValues" else some(truths)
    return truths[0] if len({*truths}) == 1 else Truth.UNKNOWN


def missing(condition: Condition, context: Context) -> set[str]:
    """What decides whether a condition holds and is not known: keys, and placeholders with their braces."""
    if holds(condition, context) is not Truth.UNKNOWN:
        return set()
    asked = {condition.key} if condition.key.lower() not in context else set[str]()
    return asked.union(*(unknowns(value, context) for value in condition.values))


def doubts(condition: Condition, context: Context) -> Iterator[str]:
    """What AWS's documentation leaves open, where it is not known for that whether a condition holds."""
    operator, found = parse(condition.operator), context.get(condition.key.lower())
    if operator is None or not found or holds(condition, context) is not Truth.UNKNOWN:
        return
    if len(found) > 1 and not operator.set_operator:
        yield f"{condition.key} has several values, and {condition.operator} has no ForAllValues or ForAnyValue"
    if operator.family == "Bool" and any(map(has_variable, condition.values)):
        yield "whether Bool takes a policy variable"
    if operator.family == "Arn" and any(_is_part(value) for value in condition.values):
        yield f"what {condition.operator} does with less than the six fields of an ARN"


def _is_null(value: str, found: tuple[str, ...]) -> Truth:
    return Truth.UNKNOWN if has_placeholder(value) else truth((value.lower() == "true") == (not found))


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
            matched = matches(wanted, value, context, exact=True, ignore_case=True)
            return Truth.UNKNOWN if has_variable(wanted) else matched
    if has_placeholder(wanted):
        return Truth.UNKNOWN
    try:
        return truth(_COMPARISONS[operator.family](operator.base.replace("Not", ""), value, wanted))
    except ValueError:
        return Truth.NO  # not a number, date or address: nothing matches


def _arn(value: str, wanted: str, context: Context) -> Truth:
    """ArnEquals and ArnLike are the same: wildcards within each of the six fields, of which the last has the rest."""
    mine, theirs = fields(value), fields(wanted)
    if len(mine) < _FIELDS or mine[0] != "arn":
        return Truth.NO
    if wanted.startswith(("{", "${")):  # it may stand for all of them
        return matches(wanted, value, context)
    matched = every(matches(pattern, text, context) for pattern, text in zip(theirs, mine, strict=False))
    return Truth.UNKNOWN if _is_part(wanted) and matched is not Truth.NO else matched


def _is_part(wanted: str) -> bool:
    """Tell whether a pattern has less than the fields of an ARN, as `*` has."""
    return not wanted.startswith(("{", "${")) and len(fields(wanted)) < _FIELDS


def _ordered(key: Callable[[str], Any]) -> Callable[[str, str, str], bool]:
    def compare(base: str, value: str, wanted: str) -> bool:
        mine, theirs = key(value), key(wanted)
        comparison = re.sub("^(Numeric|Date)", "", base)
        found: bool = {
            "Equals": mine == theirs,
            "LessThan": mine < theirs,
            "LessThanEquals": mine <= theirs,
            "GreaterThan": mine > theirs,
            "GreaterThanEquals": mine >= theirs,
        }[comparison]
        return found

    return compare


def _number(text: str) -> Decimal:
    """An integer or a decimal number, of whatever size."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def _date(text: str) -> Decimal:
    """Seconds since 1970: of such a number, or of a date in the W3C's forms, which begin with the year alone.

    https://www.w3.org/TR/NOTE-datetime
    """
    if _NUMBER.fullmatch(text) and len(text) != len("2026"):
        return Decimal(text)
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    moment = datetime.fromisoformat(text + "-01" * (match.group(1, 2).count(None)))
    return Decimal(str((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()))


def _address(base: str, value: str, wanted: str) -> bool:
    """In the standard CIDR format; an address without a prefix is one address."""
    if not _CIDR.fullmatch(wanted):
        raise ValueError(wanted)
    address, network = ipaddress.ip_address(value), ipaddress.ip_network(wanted, strict=False)
    return address.version == network.version and address in network


_FIELDS = 6
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2})?(-[0-9]{2}(?:T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?")
_CIDR = re.compile(r"[0-9A-Fa-f:.]+(/[0-9]+)?")
_COMPARISONS: Mapping[str, Callable[[str, str, str], bool]] = {
    "Numeric": _ordered(_number),
    "Date": _ordered(_date),
    "Binary": lambda base, value, wanted: value == wanted,
    "IpAddress": _address,
}
