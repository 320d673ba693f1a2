"""Conditions of an author's own statements: operators and keys that AWS does not have, and values that never match."""

from collections.abc import Iterator

from landbridge.areas.kms.rules.reading import own_statements
from landbridge.aws import actions as catalogue
from landbridge.aws.nearest import nearest
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition
from landbridge.policy.matching import has_wildcard
from landbridge.policy.operators import OPERATORS, parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
_EXACT = ("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase")


def _conditions(subject: Subject) -> Iterator[tuple[SpecPath, Condition]]:
    """Every condition with the place of its operator."""
    for where, _, statement in own_statements(subject):
        for condition in statement.conditions:
            yield (*where, "conditions", condition.operator), condition


def _operators(subject: Subject) -> Iterator[Hit]:
    told = set()
    for path, condition in _conditions(subject):
        if parse(condition.operator) is None and path not in told:
            told.add(path)
            near = nearest(condition.operator.rpartition(":")[2].removesuffix("IfExists"), OPERATORS)
            yield Hit(
                path=path,
                message=f"IAM has no condition operator {shorten(condition.operator)}",
                hint=f"did you mean {' or '.join(near)}?" if near else "",
                at_key=True,
            )


def _keys(subject: Subject) -> Iterator[Hit]:
    for path, condition in _conditions(subject):
        if not catalogue.condition_key_known(condition.key):
            near = catalogue.nearest_condition_keys(condition.key)
            yield Hit(
                path=(*path, condition.key),
                message=f"AWS has no condition key {shorten(condition.key)}",
                hint=f"did you mean {' or '.join(near)}?" if near else "",
                at_key=True,
            )


def _stars(subject: Subject) -> Iterator[Hit]:
    for path, condition in _conditions(subject):
        operator = parse(condition.operator)
        wild = [value for value in condition.values if has_wildcard(value)]
        if operator is not None and operator.base in _EXACT and wild:
            yield Hit(
                path=(*path, condition.key),
                message=f"{operator.base} compares letter by letter: {shorten(wild[0])} has no wildcard for it",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB448",
        title="A condition operator of a key policy exists",
        why="KMS refuses the policy during apply.",
        fix="take an operator of IAM's list, e.g. StringEquals or ArnLike",
        source=_GUIDE + "reference_policies_elements_condition_operators.html",
        check=_operators,
    ),
    Rule(
        id="LB449",
        title="A condition key of a key policy exists",
        why="A key that AWS never sends makes an Allow that never holds, and a Deny that never does.",
        fix="global keys begin with aws:, those of KMS with kms:",
        source="https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html",
        check=_keys,
    ),
    Rule(
        id="LB453",
        title="Wildcards stand where a key policy's operator reads them",
        why="StringEquals takes * and ? as themselves, so the condition is not what it looks like.",
        fix="use StringLike, StringNotLike or ArnLike",
        source=_GUIDE + "reference_policies_elements_condition_operators.html",
        check=_stars,
    ),
)
