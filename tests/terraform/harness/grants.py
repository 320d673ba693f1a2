"""Policy documents as sets of grants, so that only their meaning is compared."""

import itertools
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Grant(NamedTuple):
    """One cell of a policy: who may (or may not) do what to which resource, under which conditions.

    Attributes:
        effect: Allow or Deny.
        principal: e.g. "AWS arn:aws:iam::123456789012:root", "*"; empty in an identity policy.
        action: e.g. "s3:GetObject". A NotAction cannot be told apart into cells: "not a, b".
        resource: e.g. "*"; empty in a trust policy; NotResource likewise "not a, b".
        conditions: (operator, key, values) sorted.
    """

    effect: str
    principal: str
    action: str
    resource: str
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        conditions = "".join(f" if {operator} {key} {list(values)}" for operator, key, values in self.conditions)
        return f"{self.effect} [{self.principal}] {self.action} [{self.resource}]{conditions}"


def grants(*documents: Mapping[str, Any]) -> frozenset[Grant]:
    """Take policy documents apart into what they grant together.

    How statements are merged, split, ordered and named does not show in the result, nor does writing a list
    of one as a string.
    """
    statements = (statement for document in documents for statement in _listed(document["Statement"]))
    return frozenset(itertools.chain.from_iterable(map(_cells, statements)))


def _cells(statement: Mapping[str, Any]) -> Iterable[Grant]:
    cells = itertools.product(
        [statement["Effect"]],
        _principals(statement, "Principal", "NotPrincipal"),
        _choices(statement, "Action", "NotAction"),
        _choices(statement, "Resource", "NotResource"),
        [_conditions(statement.get("Condition", {}))],
    )
    return itertools.starmap(Grant, cells)


def _choices(statement: Mapping[str, Any], name: str, negated: str) -> list[str]:
    if negated in statement:
        return [f"not {', '.join(sorted(_listed(statement[negated])))}"]
    return _listed(statement.get(name, ""))


def _principals(statement: Mapping[str, Any], name: str, negated: str) -> list[str]:
    if negated in statement:
        return [f"not {json.dumps(statement[negated], sort_keys=True)}"]
    principal = statement.get(name, "")
    if isinstance(principal, str):
        return [principal]
    return [f"{kind} {value}" for kind, values in principal.items() for value in _listed(values)]


def _conditions(conditions: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple(
        sorted(
            (operator, key, tuple(sorted(map(_text, _listed(values)))))
            for operator, keys in conditions.items()
            for key, values in keys.items()
        )
    )


def _text(value: Any) -> str:
    """Write a condition's value as IAM compares it: true in JSON is the text "true"."""
    return value if isinstance(value, str) else json.dumps(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
