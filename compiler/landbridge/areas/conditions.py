"""What is wrong with one condition, whichever policy it stands in: the areas' rules say where, and give it an id."""

import re
from collections.abc import Callable, Iterator, Sequence

from landbridge.aws import actions as catalogue
from landbridge.aws import arn
from landbridge.aws.nearest import nearest
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition
from landbridge.policy.operators import OPERATORS, Operator, parse
from landbridge.rules.rule import Hit
from landbridge.source.nodes import shorten

Check = Callable[[SpecPath, Condition, Operator], Iterator[Hit]]
"""What is wrong with a condition at a place whose operator exists."""

_SLIPS = {
    "streq": "StringEquals",
    "strneq": "StringNotEquals",
    "strmatch": "StringLike",
    "equals": "StringEquals",
    "like": "StringLike",
}
_VARIABLE = re.compile(r"\$\{[^{}]*\}")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?|\d{1,13}")


def unknown_operator(path: SpecPath, operator: str) -> Iterator[Hit]:
    """An operator that IAM does not have."""
    if parse(operator) is None:
        message = f"IAM has no condition operator {shorten(operator)}"
        yield Hit(path=path, message=message, hint=_correction(operator), at_key=True)


def unknown_key(path: SpecPath, key: str) -> Iterator[Hit]:
    """A condition key that AWS does not have."""
    if not catalogue.condition_key_known(key):
        near = catalogue.nearest_condition_keys(key)
        message = f"AWS has no condition key {shorten(key)}"
        yield Hit(path=path, message=message, hint=f"did you mean {' or '.join(near)}?" if near else "", at_key=True)


def _correction(text: str) -> str:
    set_operator, colon, rest = text.rpartition(":")
    base = rest.removesuffix("IfExists")
    suffix = rest[len(base) :]
    if base == "Null":
        return "Null already asks whether the key is there: leave IfExists out"
    near = [_SLIPS[base.lower()]] if base.lower() in _SLIPS else nearest(base, OPERATORS)
    known_sets = nearest(set_operator, ("ForAllValues", "ForAnyValue"), 1) if colon else []
    before = f"{known_sets[0]}:" if known_sets else ""
    if not near:
        return f"it has {', '.join(OPERATORS)}"
    return f"did you mean {' or '.join(f'{before}{each}{suffix}' for each in near)}?"


def star_without_like(path: SpecPath, condition: Condition, operator: Operator) -> Iterator[Hit]:
    """A wildcard that is compared as a character."""
    if operator.family != "String" or "Equals" not in operator.base:
        return
    for value in condition.values:
        if "*" in _VARIABLE.sub("", value):
            like = condition.operator.replace("EqualsIgnoreCase", "Like").replace("Equals", "Like")
            like += " or " + like.replace("String", "Arn") if value.startswith("arn:") else ""
            message = f"{condition.operator} takes the * of {shorten(value)} for a character, not for a wildcard"
            yield Hit(path=path, message=message, hint=f"for a wildcard write {like}")


def _is_network(value: str) -> bool:
    import ipaddress  # only specs with address conditions need it

    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def _is_truth(value: str) -> bool:
    return value.lower() in ("true", "false")


def _is_arn(value: str) -> bool:
    return arn.is_arn(value) or value == "*" or bool(_VARIABLE.match(value))


_VALUES: dict[str, tuple[Callable[[str], object], str]] = {
    "Bool": (_is_truth, "true or false"),
    "Null": (_is_truth, "true (the key is absent) or false (it is there)"),
    "Numeric": (_NUMBER.fullmatch, "a number"),
    "Date": (_DATE.fullmatch, "a date such as 2026-01-31T00:00:00Z, or seconds since 1970"),
    "IpAddress": (_is_network, "an address or a network such as 203.0.113.0/24"),
    "Arn": (_is_arn, "an ARN with its six parts, which may hold wildcards"),
}


def wrong_values(path: SpecPath, condition: Condition, operator: Operator) -> Iterator[Hit]:
    """Values that an operator cannot compare."""
    fits, wanted = _VALUES.get(operator.family, (bool, ""))
    for value in condition.values if wanted else ():
        if not fits(value):
            message = f"{condition.operator} of {condition.key} cannot compare {shorten(value)}"
            yield Hit(path=path, message=message, hint=f"{operator.family} operators want {wanted}")


_TYPES = {
    "Numeric": ("Numeric", "Date"),
    "Date": ("Date", "Numeric"),
    "Bool": ("Bool",),
    "IpAddress": ("IPAddress",),
    "String": ("String", "ARN", "Bool", "Numeric"),
    "Arn": ("ARN", "String"),
}
_FITTING = {
    "IPAddress": "IpAddress",
    "Date": "DateLessThan",
    "Numeric": "NumericEquals",
    "Bool": "Bool",
    "ARN": "ArnLike",
}


def wrong_family(path: SpecPath, condition: Condition, operator: Operator) -> Iterator[Hit]:
    """An operator for keys of another type."""
    kind = catalogue.condition_key_type(condition.key)
    if kind is None or operator.family not in _TYPES:
        return
    single = kind.removeprefix("ArrayOf")
    if single not in _TYPES[operator.family]:
        message = f"{condition.key} holds {_kind(single)}, which {condition.operator} does not compare"
        hint = f"use an operator such as {_FITTING.get(single, 'StringEquals')}"
        yield Hit(path=path, message=message, hint=hint, at_key=True)


def _kind(type_: str) -> str:
    names = {
        "IPAddress": "an IP address",
        "Date": "a date",
        "Numeric": "a number",
        "Bool": "true or false",
        "ARN": "an ARN",
    }
    return names.get(type_, "text")


def missing_set_operator(path: SpecPath, condition: Condition, operator: Operator) -> Iterator[Hit]:
    """A key with several values in one request, compared as if it had one."""
    kind = catalogue.condition_key_type(condition.key) or ""
    if kind.startswith("ArrayOf") and not operator.set_operator and operator.base != "Null":
        message = f"{condition.key} has several values in one request, and {condition.operator} compares one"
        hint = f"write ForAnyValue:{condition.operator}, or ForAllValues: with a Null check beside it"
        yield Hit(path=path, message=message, hint=hint, at_key=True)


def empty_set(path: SpecPath, condition: Condition, operator: Operator, beside: Sequence[Condition]) -> Iterator[Hit]:
    """ForAllValues in an Allow, which holds for the empty set as well."""
    if operator.set_operator == "ForAllValues" and not is_demanded(condition.key, beside):
        yield Hit(
            path=path,
            message=f"{condition.operator} also holds where a request has no {condition.key} at all",
            hint=f'add Null: {{"{condition.key}": "false"}} beside it',
            at_key=True,
        )


def is_demanded(key: str, beside: Sequence[Condition]) -> bool:
    """Whether a Null check among conditions demands that a request has a key."""
    return any(
        other.operator == "Null" and other.key.lower() == key.lower() and other.values == ("false",) for other in beside
    )
