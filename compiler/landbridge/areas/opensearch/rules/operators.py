"""Conditions of this area by the rules of IAM: operators and keys that exist, values that they compare."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from landbridge.areas import conditions as shared
from landbridge.areas.guides import IAM
from landbridge.areas.opensearch.rules.conditions import most_bound, placed
from landbridge.areas.opensearch.rules.reading import Target, granted, views
from landbridge.findings import Severity, SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Condition, Statement
from landbridge.policy.operators import parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _statements(subject: Subject) -> Iterator[tuple[Target, Statement]]:
    """Every statement of the spec with conditions, and one of each grant, which all say the same."""
    for view in views(subject):
        yield from ((view, each) for each in view.ours if each.conditions)
    for found in granted(subject):
        if (statement := most_bound(found)) is not None:
            yield found, statement


def _unknown(subject: Subject) -> Iterator[Hit]:
    for target, statement in _statements(subject):
        paths = dict.fromkeys((path[:-1], each.operator) for path, each in placed(target, statement))
        for path, operator in paths:
            yield from shared.unknown_operator(path, operator)


def _each(*checks: shared.Check) -> Callable[[Subject], Iterator[Hit]]:
    """Make a rule of checks: run them on every condition whose operator exists, with what is known of its values."""

    def run(subject: Subject) -> Iterator[Hit]:
        for target, statement in _statements(subject):
            for path, condition in placed(target, statement):
                operator = parse(condition.operator)
                # Addresses have a rule of their own.
                if operator is not None and operator.family != "IpAddress":
                    known = replace(condition, values=tuple(v for v in condition.values if not isinstance(v, Expr)))
                    for check in checks:
                        yield from check(path, known, operator)

    return run


def _absent(subject: Subject) -> Iterator[Hit]:
    for target, statement in _statements(subject):
        if statement.effect == "Allow":
            for path, condition in placed(target, statement):
                yield from _without(path, condition, statement.conditions)


def _without(path: SpecPath, condition: Condition, beside: tuple[Condition, ...]) -> Iterator[Hit]:
    """A condition that lets in a request which does not have its key."""
    operator = parse(condition.operator)
    if operator is None:
        return
    yield from shared.empty_set(path, condition, operator, beside)
    if operator.base == "Null" and any(value.lower() != "false" for value in condition.values):
        yield Hit(
            path=path,
            message=f"GET /_search without {shorten(condition.key)} slips through, and only what has it is kept out",
            hint="write what has to be there, with the operator for it",
            at_key=True,
        )
    elif operator.if_exists and not operator.set_operator and not shared.is_demanded(condition.key, beside):
        yield Hit(
            path=path,
            message=f"GET /_search without {shorten(condition.key)} slips through: {shorten(condition.operator)} also"
            " holds where a request has none",
            hint=f"write {condition.operator.removesuffix('IfExists')}",
            at_key=True,
        )


def _keys(subject: Subject) -> Iterator[Hit]:
    for target, statement in _statements(subject):
        for path, condition in placed(target, statement):
            yield from shared.unknown_key(path, condition.key)


RULES = (
    Rule(
        id="LB655",
        title="A condition operator exists",
        why="AWS refuses the policy during apply.",
        fix="use an operator of the IAM user guide",
        source=IAM + "reference_policies_elements_condition_operators.html",
        check=_unknown,
    ),
    Rule(
        id="LB656",
        title="A condition compares values that its operator can compare",
        why="AWS refuses the policy, or the condition never holds: the Allow is dead, the Deny does not protect.",
        fix="write a value of the operator's type, and wildcards with a Like operator",
        source=IAM + "reference_policies_elements_condition_operators.html",
        check=_each(shared.star_without_like, shared.wrong_values),
    ),
    Rule(
        id="LB657",
        title="An Allow under a condition wants the condition's key",
        why="ForAllValues, IfExists and Null hold where a request does not have the key at all.",
        fix="leave them out, or demand the key by Null: {KEY: false} beside them",
        source=IAM + "reference_policies_elements_condition_operators.html#Conditions_IfExists",
        severity=Severity.WARNING,
        check=_absent,
    ),
    Rule(
        id="LB658",
        title="A condition key exists",
        why="A key that AWS never sends makes an Allow that never holds, and a Deny that never does.",
        fix="global keys begin with aws:, those of OpenSearch Service with es:",
        source=IAM + "reference_policies_condition-keys.html",
        check=_keys,
    ),
    Rule(
        id="LB659",
        title="A condition's operator is for keys of its type",
        why="A comparison of different types never holds, and of several values without a set operator may or may not.",
        fix="use an operator for the type of the key, and ForAnyValue or ForAllValues where it has several values",
        source=IAM + "reference_policies_condition-single-vs-multi-valued-context-keys.html",
        severity=Severity.WARNING,
        check=_each(shared.wrong_family, shared.missing_set_operator),
    ),
)
