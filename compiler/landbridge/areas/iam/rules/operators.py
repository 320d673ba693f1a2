"""Condition operators: whether they exist, what values they compare, and which keys they are for."""

from collections.abc import Callable, Iterator

from landbridge.areas import conditions as shared
from landbridge.areas.iam.rules.reading import Conditioned, reading
from landbridge.areas.iam.rules.wording import CHECKS, GUIDE
from landbridge.findings import Severity, SpecPath
from landbridge.policy.document import Condition
from landbridge.policy.operators import Operator, parse
from landbridge.rules.rule import Hit, Rule, Subject

_DOC = GUIDE + "reference_policies_elements_condition_operators.html"


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
            yield from shared.unknown_operator((*given.path, operator), operator)


def _each(check: shared.Check) -> Callable[[Subject], Iterator[Hit]]:
    """Make a rule of a check: run it on every condition."""

    def run(subject: Subject) -> Iterator[Hit]:
        for _, path, condition, operator in conditions(subject):
            yield from check(path, condition, operator)

    return run


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
        check=_each(shared.star_without_like),
    ),
    Rule(
        id="LB335",
        title="A condition's values are what its operator compares",
        why="IAM refuses the policy, or the condition never matches.",
        fix="write a value of the operator's type, or use another operator",
        source=CHECKS,
        check=_each(shared.wrong_values),
    ),
    Rule(
        id="LB336",
        title="A condition's operator is for keys of its type",
        why="A comparison of different types never matches: the Allow is dead, the Deny does not protect.",
        fix="use an operator for the type of the key",
        source=CHECKS,
        severity=Severity.WARNING,
        check=_each(shared.wrong_family),
    ),
    Rule(
        id="LB340",
        title="A key with several values has a set operator",
        why="Without ForAnyValue or ForAllValues it is not defined which of the request's values is compared.",
        fix="put ForAnyValue: or ForAllValues: before the operator",
        source=GUIDE + "reference_policies_condition-single-vs-multi-valued-context-keys.html",
        severity=Severity.WARNING,
        check=_each(shared.missing_set_operator),
    ),
)
