"""iam:PassRole: which roles, and to which service."""

import re
from collections.abc import Iterator
from functools import lru_cache

from landbridge.areas.iam.rules.reading import at, reading
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import covers, has_wildcard, overlaps
from landbridge.policy.operators import parse
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_DOC = GUIDE + "id_roles_use_passrole.html"
PASSED_TO = "iam:passedtoservice"
_WILDCARD = re.compile(r"[*?]")
_PREFIX = 4
"""Characters of a role's path and name that stand before the first wildcard where a pattern is for certain roles."""


@lru_cache(maxsize=4096)
def pass_role_action(actions: tuple[str, ...]) -> str | None:
    """Return the action or pattern by which a statement allows iam:PassRole, or None.

    `*` does not count: a statement that allows everything says why it does, or another rule reports it.
    """
    for action in actions:
        if action[:4].lower() == "iam:" and covers(action, "iam:PassRole", ignore_case=True):
            return action
    return None


def names_every_role(resource: str) -> bool:
    """Tell whether a resource is everything, or roles that nothing tells from others.

    Such are the roles of any account, and those whose names begin with anything: `role/*-*`, `role/*min*`, `role/a*`.
    """
    parsed = arn.parse(resource)
    if parsed is None:
        return has_wildcard(resource)
    if not covers(parsed.service, "iam") or not overlaps(parsed.resource, "role/*"):
        return False
    if has_wildcard(parsed.account) or not parsed.resource.startswith("role/"):
        return True
    prefix, *rest = _WILDCARD.split(parsed.resource.removeprefix("role/"), maxsplit=1)
    return bool(rest) and len(prefix) < _PREFIX


def services_passed_to(statement: Statement) -> tuple[str, ...]:
    """The services, or patterns of them, that a statement lets roles be passed to; empty where it does not say."""
    said = [condition.values for condition in statement.conditions if _says_service(condition)]
    concrete = [values for values in said if _names_services(values)]
    return tuple(value for values in concrete or said for value in values)


def _says_service(condition: Condition) -> bool:
    operator = parse(condition.operator)
    if condition.key.lower() != PASSED_TO or operator is None:
        return False
    # IfExists and ForAllValues also hold where the request has no such key.
    open_ = operator.if_exists or operator.set_operator == "ForAllValues"
    return operator.family == "String" and not operator.negated and not open_


def _names_services(values: tuple[str, ...]) -> bool:
    return not any(has_wildcard(value) or "${" in value for value in values)


def _passing(subject: Subject) -> Iterator[tuple[Statement, str, bool]]:
    """Statements that allow passing roles: by which action, and whether only by a pattern or a level."""
    for statements in reading(subject).grants.values():
        for statement in statements:
            action = pass_role_action(statement.actions) if statement.effect == "Allow" else None
            if action is not None:
                implied = has_wildcard(action) or statement.origin[3] != "statements"
                if not (implied and statement.justification):
                    yield statement, action, implied


def _where(statement: Statement, field: str, index: int) -> SpecPath:
    values = getattr(statement, field)
    return at(statement.origin, field, index, values) if statement.origin[3] == "statements" else statement.origin


def _any_role(subject: Subject) -> Iterator[Hit]:
    for statement, action, _ in _passing(subject):
        if statement.not_resources:
            message = f"{action} with not_resources passes every role but these"
            yield Hit(
                path=(*statement.origin, "not_resources"),
                message=message,
                hint="list the roles that may be passed",
                at_key=True,
            )
        for index, resource in enumerate(statement.resources):
            path = _where(statement, "resources", index)
            parsed = arn.parse(resource)
            everything = names_every_role(resource) and not (parsed and parsed.resource.startswith("role/"))
            if everything or parsed is None:
                yield Hit(
                    path=path,
                    message=f"{action} on {shorten(resource)} passes any role, administrators' included",
                )
            elif parsed.service != "iam" or not parsed.resource.startswith("role/"):
                if action.lower() == "iam:passrole":
                    yield Hit(path=path, message=f"{action} passes roles, and {shorten(resource)} is no role")
            elif names_every_role(resource) and not statement.justification:
                hint = "name the account, and the roles by {role:KEY} or {stem}, or say why under reason:"
                yield Hit(
                    path=path,
                    message=f"{action} on {shorten(resource)} passes {_which(parsed)}, and no reason is given",
                    hint=hint,
                )


def _which(role: arn.Arn) -> str:
    if not role.resource.removeprefix("role/").strip("*?/"):
        return "every role of the account"
    return "roles of any account" if has_wildcard(role.account) else "roles whose names begin with anything"


def _any_service(subject: Subject) -> Iterator[Hit]:
    for statement, action, _ in _passing(subject):
        services = services_passed_to(statement)
        if not services or not _names_services(services):
            lacks = "a service's name in" if services else "the condition"
            yield Hit(
                path=_where(statement, "actions", statement.actions.index(action)),
                message=f"{action} without {lacks} iam:PassedToService passes roles to any service that they trust",
            )


RULES = (
    Rule(
        id="LB343",
        title="iam:PassRole is for roles that are named",
        why="Whoever passes a role to a service that she controls can do what the role can: with every role of the"
        " account, that is everything.",
        fix="name roles: {role:KEY}, or arn:{partition}:iam::{account_id}:role/{stem}-role-*",
        source=_DOC,
        check=_any_role,
    ),
    Rule(
        id="LB344",
        title="iam:PassRole says to which service",
        why=(
            "Without iam:PassedToService a role that was made for one service can be handed to any other that it"
            " trusts, now or later."
        ),
        fix=(
            "add conditions: {StringEquals: {iam:PassedToService: lambda.amazonaws.com}} with the service that is"
            " meant, without wildcards, IfExists or ForAllValues"
        ),
        source=_DOC,
        check=_any_service,
    ),
)
