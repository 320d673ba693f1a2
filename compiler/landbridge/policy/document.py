"""Policy documents: the model that every area builds and that the templates print."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from landbridge.findings import SpecPath

Effect = Literal["Allow", "Deny"]
PrincipalType = Literal["AWS", "Service", "Federated", "CanonicalUser", "*"]

VERSION = "2012-10-17"
"""The version of the policy language in which all documents are written."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One key under one operator, e.g. ("StringEquals", "sts:ExternalId", ("x",)).

    The values are alternatives. JSON holds each key once per operator: two conditions with the same operator and
    key in one statement would become one with the values of both, which is less strict than either.
    """

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Principal:
    """The principals of one type; `Principal("*", ("*",))` is everybody."""

    type: PrincipalType
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of a policy. Exactly one of actions/not_actions is set; a trust policy has no resources.

    `origin`, `reason` (the author's) and `why` (a curated level's) are for people and rules, no part of the document.
    """

    effect: Effect = "Allow"
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    principals: tuple[Principal, ...] = ()
    not_principals: tuple[Principal, ...] = ()
    conditions: tuple[Condition, ...] = ()
    sid: str = ""
    origin: SpecPath = field(default=(), compare=False)
    reason: str = field(default="", compare=False)
    why: str = field(default="", compare=False)

    @property
    def justification(self) -> str:
        """Why it is as wide as it is: in the author's words, or in those of the level that it comes from."""
        return self.reason or self.why

    @property
    def texts(self) -> Iterator[str]:
        """Everything in it that is written by hand but for its actions."""
        yield from self.resources
        yield from self.not_resources
        for principal in (*self.principals, *self.not_principals):
            yield from principal.values
        for condition in self.conditions:
            yield condition.key
            yield from condition.values

    def to_json(self) -> dict[str, object]:
        """Return the statement as AWS writes it; see `PolicyDocument.to_json`."""
        elements: dict[str, object] = {"Sid": self.sid} if self.sid else {}
        elements["Effect"] = self.effect
        for name, principals in (("Principal", self.principals), ("NotPrincipal", self.not_principals)):
            if principals:
                elements[name] = _principals_to_json(principals)
        for name, values in (
            ("Action", self.actions),
            ("NotAction", self.not_actions),
            ("Resource", self.resources),
            ("NotResource", self.not_resources),
        ):
            if values:
                elements[name] = _scalar_or_list(values)
        if self.conditions:
            elements["Condition"] = _conditions_to_json(self.conditions)
        return elements


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A whole policy: identity-based, trust or resource policy, in the policy language of 2012-10-17."""

    statements: tuple[Statement, ...]

    def to_json(self) -> dict[str, object]:
        """Return the document as dicts, lists and strings in AWS's order of elements.

        Lists of one become scalars, except the list of statements. A value that is an `Expr` stays one.
        """
        return {"Version": VERSION, "Statement": [statement.to_json() for statement in self.statements]}


def from_json(document: object) -> PolicyDocument | None:
    """Read a parsed policy document in any of the shapes that IAM takes, or return None if it is none.

    A scalar may stand for a list of one, for statements too. Versions before 2012-10-17 have no policy
    variables: their `${` becomes `${$}{`, which means the same in the language of that version.
    """
    if not isinstance(document, Mapping):
        return None
    found = document.get("Statement")
    statements = tuple(_statement_from_json(item) for item in (found if isinstance(found, list) else [found]))
    if not all(statements):
        return None
    known = tuple(statement for statement in statements if statement)
    return PolicyDocument(known if document.get("Version") == VERSION else tuple(map(_without_variables, known)))


def _scalar_or_list(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def _principals_to_json(principals: tuple[Principal, ...]) -> object:
    if principals == (Principal("*", ("*",)),):
        return "*"
    by_type: dict[str, tuple[str, ...]] = {}
    for principal in principals:
        # Beside others, everybody can only be written as everybody in AWS, which is the same.
        type_ = "AWS" if principal.type == "*" else principal.type
        by_type[type_] = by_type.get(type_, ()) + principal.values
    return {type_: _scalar_or_list(values) for type_, values in by_type.items()}


def _conditions_to_json(conditions: tuple[Condition, ...]) -> object:
    by_operator: dict[str, dict[str, tuple[str, ...]]] = {}
    for condition in conditions:
        keys = by_operator.setdefault(condition.operator, {})
        keys[condition.key] = keys.get(condition.key, ()) + condition.values
    return {
        operator: {key: _scalar_or_list(values) for key, values in keys.items()}
        for operator, keys in by_operator.items()
    }


class _NotAPolicyError(Exception):
    """Something in a document does not have the shape of a policy."""


def _statement_from_json(found: object) -> Statement | None:
    if not isinstance(found, Mapping) or found.get("Effect") not in get_args(Effect):
        return None
    try:
        statement = Statement(
            effect=found["Effect"],
            actions=_texts(found.get("Action", [])),
            not_actions=_texts(found.get("NotAction", [])),
            resources=_texts(found.get("Resource", [])),
            not_resources=_texts(found.get("NotResource", [])),
            principals=tuple(_principals_from_json(found.get("Principal", {}))),
            not_principals=tuple(_principals_from_json(found.get("NotPrincipal", {}))),
            conditions=tuple(_conditions_from_json(found.get("Condition", {}))),
            sid=str(found.get("Sid", "")),
        )
    except _NotAPolicyError:
        return None
    return statement if statement.actions or statement.not_actions else None


def _texts(values: object) -> tuple[str, ...]:
    return tuple(_text(value) for value in (values if isinstance(values, list) else [values]))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    raise _NotAPolicyError


def _items(found: object) -> Iterable[tuple[object, object]]:
    if not isinstance(found, Mapping):
        raise _NotAPolicyError
    return found.items()


def _principals_from_json(found: object) -> Iterator[Principal]:
    if found == "*":
        yield Principal("*", ("*",))
        return
    types: dict[object, PrincipalType] = {name: name for name in get_args(PrincipalType) if name != "*"}
    for type_, values in _items(found):
        if type_ not in types:
            raise _NotAPolicyError
        yield Principal(types[type_], _texts(values))


def _conditions_from_json(found: object) -> Iterator[Condition]:
    for operator, keys in _items(found):
        for key, values in _items(keys):
            yield Condition(_text(operator), _text(key), _texts(values))


def _without_variables(statement: Statement) -> Statement:
    """Write what looks like policy variables so that it means itself."""

    def literal(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value.replace("${", "${$}{") for value in values)

    return Statement(
        effect=statement.effect,
        actions=statement.actions,
        not_actions=statement.not_actions,
        resources=literal(statement.resources),
        not_resources=literal(statement.not_resources),
        principals=statement.principals,
        not_principals=statement.not_principals,
        conditions=tuple(Condition(c.operator, c.key, literal(c.values)) for c in statement.conditions),
        sid=statement.sid,
    )
