"""iam:PassRole: which roles, and to which service."""

from collections.abc import Iterator
from functools import lru_cache

from landbridge.areas.iam.rules.operators import parse
from landbridge.areas.iam.rules.reading import at, reading
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import covers, has_wildcard
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_DOC = GUIDE + "id_roles_use_passrole.html"
PASSED_TO = "iam:passedtoservice"


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
    """Tell whether a resource is every role of an account, or everything."""
    parsed = arn.parse(resource)
    if parsed is None:
        return resource == "*"
    return covers(parsed.service, "iam") and not parsed.resource.removeprefix("role/").strip("*?/")


def services_passed_to(statement: Statement) -> tuple[str, ...]:
    """The services that a statement lets roles be passed to; empty where it does not say."""
    return tuple(value for c in statement.conditions if _says_service(c) for value in c.values)


def _says_service(condition: Condition) -> bool:
    operator = parse(condition.operator)
    if condition.key.lower() != PASSED_TO or operator is None:
        return False
    return operator.family == "String" and not operator.negated


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
            if resource == "*" or parsed is None:
                yield Hit(
                    path=path,
                    message=f"{action} on {shorten(resource)} passes any role, administrators' included",
                )
            elif parsed.service != "iam" or not parsed.resource.startswith("role/"):
                if action.lower() == "iam:passrole":
                    yield Hit(path=path, message=f"{action} passes roles, and {shorten(resource)} is no role")
            elif names_every_role(resource) and not statement.justification:
                hint = "name the roles by {role:KEY} or {stem}, or say why under reason:"
                yield Hit(
                    path=path,
                    message=f"{action} on {shorten(resource)} passes every role of the account, and no reason is given",
                    hint=hint,
                )


def _any_service(subject: Subject) -> Iterator[Hit]:
    for statement, action, _ in _passing(subject):
        services = services_passed_to(statement)
        if not services or "*" in services:
            path = _where(statement, "actions", statement.actions.index(action))
            yield Hit(
                path=path,
                message=(
                    f"{action} without the condition iam:PassedToService passes roles to any service that they trust"
                ),
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
            "add conditions: {StringEquals: {iam:PassedToService: lambda.amazonaws.com}} with the service that is meant"
        ),
        source=_DOC,
        check=_any_service,
    ),
)
