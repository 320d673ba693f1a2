"""Conditions that a request without the key slips through."""

from collections.abc import Iterator

from landbridge.areas.conditions import empty_set, is_demanded
from landbridge.areas.iam.rules.operators import conditions
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.findings import Severity
from landbridge.rules.rule import Hit, Rule, Subject

_MFA = GUIDE + "reference_policies_condition-keys.html#condition-keys-multifactorauthpresent"
_MFA_KEYS = ("aws:multifactorauthpresent", "aws:multifactorauthage")


def _allow_if_exists(subject: Subject) -> Iterator[Hit]:
    for given, path, condition, operator in conditions(subject):
        if given.effect != "Allow" or condition.key.lower() not in _MFA_KEYS:
            continue
        if is_demanded(condition.key, given.conditions):
            continue
        if operator.if_exists or operator.negated:
            plain = condition.operator.removesuffix("IfExists")
            if operator.negated:
                present = condition.key.lower() == _MFA_KEYS[0]
                plain = f"Bool: {{{condition.key}: true}}" if present else f"NumericLessThan: {{{condition.key}: 3600}}"
            yield Hit(
                path=path,
                message=(
                    f"Allow with {condition.operator} {condition.key} also allows requests made with long-term"
                    " access keys, which never have the key"
                ),
                hint=f"write {plain}",
                at_key=True,
            )


def _deny_without_if_exists(subject: Subject) -> Iterator[Hit]:
    for given, path, condition, operator in conditions(subject):
        key = condition.key.lower()
        if given.effect != "Deny" or operator.if_exists or key not in _MFA_KEYS:
            continue
        if operator.negated or operator.base == "Null" or operator.set_operator == "ForAllValues":
            continue  # these hold where the key is absent, or ask for nothing else
        if key != _MFA_KEYS[0] or {value.lower() for value in condition.values} != {"true"}:
            yield Hit(
                path=path,
                message=(
                    f"Deny with {condition.operator} {condition.key} does not deny requests made with long-term"
                    " access keys, which never have the key"
                ),
                hint=f"write {condition.operator}IfExists",
                at_key=True,
            )


def _for_all_values(subject: Subject) -> Iterator[Hit]:
    for given, path, condition, operator in conditions(subject):
        if given.effect == "Allow" and given.kind != "boundary":
            yield from empty_set(path, condition, operator, given.conditions)


RULES = (
    Rule(
        id="LB337",
        title="An Allow for MFA demands the key",
        why=(
            "Requests signed with long-term access keys have no MFA key at all. IfExists and negated operators let them"
            " through without MFA."
        ),
        fix="write Bool aws:MultiFactorAuthPresent: true, or NumericLessThan aws:MultiFactorAuthAge",
        source=_MFA,
        check=_allow_if_exists,
    ),
    Rule(
        id="LB338",
        title="A Deny without MFA also denies where the key is absent",
        why=(
            "Requests signed with long-term access keys have no MFA key at all, so a plain comparison does not deny"
            " them."
        ),
        fix="put IfExists behind the operator",
        source=_MFA,
        check=_deny_without_if_exists,
    ),
    Rule(
        id="LB339",
        title="ForAllValues in an Allow stands beside a Null check",
        why="ForAllValues holds for the empty set: a request without the key is allowed.",
        fix='add Null: {KEY: "false"} for the same key',
        source=GUIDE + "reference_policies_condition-single-vs-multi-valued-context-keys.html",
        severity=Severity.WARNING,
        check=_for_all_values,
    ),
)
