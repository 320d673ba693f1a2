"""Condition keys and policy variables that do not exist, or that AWS never sends with an action."""

import re
from collections.abc import Iterator

from landbridge.areas.iam.rules import catalogue
from landbridge.areas.iam.rules.operators import conditions
from landbridge.areas.iam.rules.reading import Conditioned, reading
from landbridge.areas.iam.rules.wording import CHECKS, GUIDE, listed, suggest
from landbridge.aws import actions as aws_actions
from landbridge.aws.condition_keys import GLOBAL_CONDITION_KEYS
from landbridge.findings import Severity, SpecPath
from landbridge.policy.matching import has_wildcard
from landbridge.policy.operators import parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_LITERAL = ("*", "?", "$")
_GLOBAL = frozenset(key.lower() for key in GLOBAL_CONDITION_KEYS)


def _unknown(subject: Subject) -> Iterator[Hit]:
    for given in reading(subject).conditioned:
        for condition in given.conditions:
            if not aws_actions.condition_key_known(condition.key):
                yield Hit(
                    path=(*given.path, condition.operator, condition.key),
                    message=f"AWS has no condition key {shorten(condition.key)}",
                    hint=_correction(condition.key),
                    at_key=True,
                )


def _correction(key: str) -> str:
    if aws_actions.condition_key_known(key.rstrip("/") + "/KEY"):
        return f"name the tag: {key.rstrip('/')}/KEY"
    return suggest(
        aws_actions.nearest_condition_keys(key),
        "global keys begin with aws:, a service's own with its prefix",
    )


def _supports(action: str, key: str) -> bool | None:
    """Tell whether some action of a pattern has a condition key; None where nobody can tell."""
    names = catalogue.actions_of(action)
    if names is None:
        return None
    return any(aws_actions.condition_key_applies(name, key) for name in names)


def _strangers(subject: Subject) -> Iterator[tuple[Conditioned, SpecPath, str, list[str], list[str]]]:
    """Conditions whose key some action lacks: where, the key, the actions without it, and those with it."""
    for given, path, condition, operator in conditions(subject):
        key = condition.key
        if key.lower() in _GLOBAL or operator.base == "Null" or not aws_actions.condition_key_known(key):
            continue
        support = {action: _supports(action, key) for action in given.actions}
        without = [action for action, known in support.items() if known is False]
        if without and None not in support.values():
            lenient = operator.if_exists or operator.negated or operator.set_operator == "ForAllValues"
            some = [action for action in without if not has_wildcard(action)] if not lenient else []
            yield (
                given,
                path,
                key,
                without if len(without) == len(support) else some,
                [a for a in support if support[a]],
            )


def _unsupported(subject: Subject) -> Iterator[Hit]:
    for _, path, key, without, having in _strangers(subject):
        if not having:
            message = f"none of the statement's actions has the condition key {shorten(key)}: {listed(without)}"
            hint = "AWS never sends it with them; use a key that they have, or one that begins with aws:"
            yield Hit(path=path, message=message, hint=hint, at_key=True)


def _partly_unsupported(subject: Subject) -> Iterator[Hit]:
    for given, path, key, without, having in _strangers(subject):
        if having and without:
            effect = "allowed" if given.effect == "Allow" else "denied"
            message = (
                f"{listed(without)} {'has' if len(without) == 1 else 'have'} no condition key {shorten(key)}, so it"
                f" is never {effect} here"
            )
            yield Hit(path=path, message=message, hint="put these actions in a statement of their own", at_key=True)


def _unknown_variables(subject: Subject) -> Iterator[Hit]:
    for path, text in _variable_texts(subject):
        for inside in _VARIABLE.findall(text):
            key = inside.partition(",")[0].strip()
            if key not in _LITERAL and not aws_actions.condition_key_known(key):
                hint = suggest(
                    [f"${{{near}}}" for near in aws_actions.nearest_condition_keys(key)],
                    "Terraform expressions mean nothing here; the spec's placeholders are written {account_id}",
                )
                yield Hit(path=path, message=f"{shorten('${' + inside + '}')} is no policy variable", hint=hint)


def _variable_texts(subject: Subject) -> Iterator[tuple[SpecPath, str]]:
    read = reading(subject)
    for written in (*read.written, *read.accesses):
        for field in ("resources", "not_resources"):
            for index, text in enumerate(getattr(written.statement, field)):
                if "${" in text:
                    yield written.at(field, index), text
    for given in read.conditioned:
        for condition in given.conditions:
            if parse(condition.operator) is not None:
                for text in condition.values:
                    if "${" in text:
                        yield (*given.path, condition.operator, condition.key), text


RULES = (
    Rule(
        id="LB331",
        title="A condition key exists",
        why="A key that is never sent makes an Allow dead and a Deny useless, and IAM does not say so.",
        fix="write a key of the IAM user guide or of the service's page in the Service Authorization Reference",
        source=CHECKS,
        check=_unknown,
    ),
    Rule(
        id="LB332",
        title="Some action of the statement has the condition's key",
        why="AWS sends a service's keys only with the actions that have them: the statement never matches.",
        fix="use a key that the actions have",
        source=(
            "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
        ),
        check=_unsupported,
    ),
    Rule(
        id="LB333",
        title="Every action of the statement has the condition's key",
        why=(
            "For the actions without it the condition never holds. iam:PassedToService, for one, is sent with"
            " iam:PassRole only."
        ),
        fix="put the actions without the key in a statement of their own",
        source=(
            "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
        ),
        severity=Severity.WARNING,
        check=_partly_unsupported,
    ),
    Rule(
        id="LB342",
        title="A policy variable exists",
        why="A text with an unknown ${variable} matches nothing, and IAM does not say so.",
        fix="write a variable that is a condition key, such as ${aws:username}",
        source=GUIDE + "reference_policies_variables.html",
        check=_unknown_variables,
    ),
)
