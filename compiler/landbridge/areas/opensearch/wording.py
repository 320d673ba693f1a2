"""Statements in words, for people."""

from landbridge.aws import arn
from landbridge.policy.document import Condition, Principal, Statement


def in_words(statement: Statement) -> str:
    """A statement in one line: `Allow es:ESHttpGet on domain/logs/* by role etl if IpAddress aws:SourceIp = …`."""
    what = _except(statement.actions, statement.not_actions)
    where = _except(tuple(map(resource_of, statement.resources)), tuple(map(resource_of, statement.not_resources)))
    who = _except(values_of(statement.principals), values_of(statement.not_principals))
    tests = tests_in_words(statement)
    return f"{statement.effect} {what} on {where or 'everything'} by {who}{f' if {tests}' if tests else ''}"


def _except(these: tuple[str, ...], others: tuple[str, ...]) -> str:
    return f"all but {', '.join(others)}" if others else ", ".join(these)


def values_of(principals: tuple[Principal, ...]) -> tuple[str, ...]:
    """Who is meant, as texts; everybody in a word."""
    return tuple("everybody" if value == "*" else str(value) for each in principals for value in each.values)


def resource_of(text: str) -> str:
    """The last part of an ARN, e.g. `domain/logs/orders`; another text as it is."""
    parsed = arn.parse(text)
    return parsed.resource if parsed is not None else str(text)


def tests_in_words(statement: Statement) -> str:
    """A statement's conditions, e.g. `IpAddress aws:SourceIp = 192.0.2.0/24 and …`; empty where it has none."""
    return " and ".join(map(_test, statement.conditions))


def _test(condition: Condition) -> str:
    return f"{condition.operator} {condition.key} = {' or '.join(condition.values)}"
