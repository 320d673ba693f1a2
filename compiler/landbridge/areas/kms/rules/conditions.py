"""Conditions of an author's own statements: operators and keys that AWS does not have, and values that never match."""

from collections.abc import Iterator

from landbridge.areas.conditions import unknown_key
from landbridge.areas.guides import IAM
from landbridge.areas.kms.rules.reading import own_statements
from landbridge.aws import actions as catalogue
from landbridge.aws.nearest import nearest
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition
from landbridge.policy.matching import has_wildcard
from landbridge.policy.operators import OPERATORS, parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

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
        yield from unknown_key((*path, condition.key), condition.key)


def _absent(subject: Subject) -> Iterator[Hit]:
    for where, _, statement in own_statements(subject):
        actions = [name for pattern in statement.actions for name in _actions(pattern)]
        for condition in statement.conditions:
            operator, key = parse(condition.operator), condition.key
            asked = operator is not None and operator.base != "Null" and catalogue.condition_key_known(key)
            if not asked or not actions or _comes_along(key):
                continue
            if not any(catalogue.condition_key_applies(name, key) for name in actions):
                yield Hit(
                    path=(*where, "conditions", condition.operator, key),
                    message=f"KMS has no condition key {shorten(key)} for the statement's actions",
                    at_key=True,
                )


def _actions(pattern: str) -> tuple[str, ...]:
    """The actions of KMS that a pattern means; none where it is misspelt, which another rule tells."""
    if pattern == "*":
        return catalogue.matching("kms:*")
    if has_wildcard(pattern):
        return catalogue.matching(pattern) if pattern.lower().startswith("kms:") else ()
    found = catalogue.action(pattern)
    return (found.name,) if found else ()


def _comes_along(key: str) -> bool:
    """Whether a key may come with a session, whatever is asked for, as claims of identity providers do."""
    prefix = key.lower().partition(":")[0]
    return prefix in ("saml", "sts") or "." in prefix


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
        source=IAM + "reference_policies_elements_condition_operators.html",
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
        source=IAM + "reference_policies_elements_condition_operators.html",
        check=_stars,
    ),
    Rule(
        id="LB454",
        title="KMS sends the condition keys of a key policy",
        why="A key of another service, or of other actions of KMS, never comes: the Allow or Deny does not hold as it"
        " seems to.",
        fix="put actions and keys that belong together into one statement: kms:GrantIsForAWSResource with grants only",
        source="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html",
        check=_absent,
    ),
)
