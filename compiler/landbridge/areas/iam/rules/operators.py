"""Condition operators: whether they exist, what values they compare, and which keys they are for."""

import re
from collections.abc import Callable, Iterator

from landbridge.areas.iam.rules.reading import Conditioned, reading
from landbridge.areas.iam.rules.wording import CHECKS, GUIDE, suggest
from landbridge.aws import actions as catalogue
from landbridge.aws import arn
from landbridge.aws.nearest import nearest
from landbridge.findings import Severity, SpecPath
from landbridge.policy.document import Condition
from landbridge.policy.operators import OPERATORS, Operator, parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_DOC = GUIDE + "reference_policies_elements_condition_operators.html"
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


def conditions(subject: Subject) -> Iterator[tuple[Conditioned, SpecPath, Condition, Operator]]:
    """Every condition of the part whose operator exists, with the path of its value."""
    for given in reading(subject).conditioned:
        for condition in given.conditions:
            operator = parse(condition.operator)
            if operator is not None:
                yield given, (*given.path, condition.operator, condition.key), condition, operator


def _unknown(subject: Subject) -> Iterator[Hit]:
    for given in reading(subject).conditioned:
        for operator in dict.fromkeys(condition.operator for condition in given.conditions):
            if parse(operator) is None:
                path = (*given.path, operator)
                yield Hit(
                    path=path,
                    message=f"IAM has no condition operator {shorten(operator)}",
                    hint=_correction(operator),
                    at_key=True,
                )


def _correction(text: str) -> str:
    set_operator, colon, rest = text.rpartition(":")
    base = rest.removesuffix("IfExists")
    suffix = rest[len(base) :]
    if base == "Null":
        return "Null already asks whether the key is there: leave IfExists out"
    near = [_SLIPS[base.lower()]] if base.lower() in _SLIPS else nearest(base, OPERATORS)
    known_sets = nearest(set_operator, ("ForAllValues", "ForAnyValue"), 1) if colon else []
    before = f"{known_sets[0]}:" if known_sets else ""
    return suggest([f"{before}{each}{suffix}" for each in near], f"it has {', '.join(OPERATORS)}")


def _star_without_like(subject: Subject) -> Iterator[Hit]:
    for _, path, condition, operator in conditions(subject):
        if operator.family == "String" and "Equals" in operator.base:
            for value in condition.values:
                if "*" in _VARIABLE.sub("", value):
                    like = condition.operator.replace("EqualsIgnoreCase", "Like").replace("Equals", "Like")
                    like += " or " + like.replace("String", "Arn") if value.startswith("arn:") else ""
                    message = (
                        f"{condition.operator} takes the * of {shorten(value)} for a character, not for a wildcard"
                    )
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


def _wrong_values(subject: Subject) -> Iterator[Hit]:
    for _, path, condition, operator in conditions(subject):
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


def _wrong_family(subject: Subject) -> Iterator[Hit]:
    for _, path, condition, operator in conditions(subject):
        kind = catalogue.condition_key_type(condition.key)
        if kind is None or operator.family not in _TYPES:
            continue
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


def _missing_set_operator(subject: Subject) -> Iterator[Hit]:
    for _, path, condition, operator in conditions(subject):
        kind = catalogue.condition_key_type(condition.key) or ""
        if kind.startswith("ArrayOf") and not operator.set_operator and operator.base != "Null":
            message = f"{condition.key} has several values in one request, and {condition.operator} compares one"
            hint = f"write ForAnyValue:{condition.operator}, or ForAllValues: with a Null check beside it"
            yield Hit(path=path, message=message, hint=hint, at_key=True)


RULES = (
    Rule(
        id="LB330",
        title="A condition operator exists",
        why="IAM refuses the policy when it is created. AWS's own pages have slips such as ArnEqual and streq.",
        fix="use an operator of the IAM user guide",
        source=_DOC,
        check=_unknown,
    ),
    Rule(
        id="LB334",
        title="A wildcard is compared by a Like operator",
        why="StringEquals and its kin compare * as a character: an Allow never matches, a Deny never denies.",
        fix="write StringLike or ArnLike, or the whole value",
        source=_DOC + "#Conditions_String",
        check=_star_without_like,
    ),
    Rule(
        id="LB335",
        title="A condition's values are what its operator compares",
        why="IAM refuses the policy, or the condition never matches.",
        fix="write a value of the operator's type, or use another operator",
        source=CHECKS,
        check=_wrong_values,
    ),
    Rule(
        id="LB336",
        title="A condition's operator is for keys of its type",
        why="A comparison of different types never matches: the Allow is dead, the Deny does not protect.",
        fix="use an operator for the type of the key",
        source=CHECKS,
        severity=Severity.WARNING,
        check=_wrong_family,
    ),
    Rule(
        id="LB340",
        title="A key with several values has a set operator",
        why="Without ForAnyValue or ForAllValues it is not defined which of the request's values is compared.",
        fix="put ForAnyValue: or ForAllValues: before the operator",
        source=GUIDE + "reference_policies_condition-single-vs-multi-valued-context-keys.html",
        severity=Severity.WARNING,
        check=_missing_set_operator,
    ),
)
