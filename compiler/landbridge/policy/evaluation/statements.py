"""Whether one statement applies to a request."""

from collections.abc import Iterable
from enum import Enum

from landbridge.aws import arn
from landbridge.policy.document import Principal, Statement
from landbridge.policy.evaluation import conditions
from landbridge.policy.evaluation.patterns import matches, matches_any, unknowns
from landbridge.policy.evaluation.request import Request
from landbridge.policy.evaluation.truth import Truth, every, opposite, some, truth


class Grant(Enum):
    """To whom a statement of a resource's policy speaks.

    SELF: the user or session, or everybody. ROLE: the role whose session it is. ACCOUNT: the caller's account as a
    whole, which then decides by its own policies.
    """

    SELF = "self"
    ROLE = "role"
    ACCOUNT = "account"


ANY = tuple(Grant)
"""Whichever way it speaks to the caller."""


def applies(statement: Statement, request: Request, *, to: tuple[Grant, ...] = (), bounded: Truth = Truth.NO) -> Truth:
    """Tell whether a statement applies.

    Args:
        statement: the statement.
        request: the request.
        to: to whom it has to speak, where its policy is a resource's; statements of others name no principals.
        bounded: whether the caller has a permissions boundary, which an exception for it in a Deny does not outlive.
    """
    parts = [_action(statement, request), _resource(statement, request)]
    if to:
        parts.append(speaks_to(statement, request, to, bounded))
    if Truth.NO in parts:
        return Truth.NO
    return every([*parts, *(conditions.holds(condition, request.context) for condition in statement.conditions)])


def speaks_to(statement: Statement, request: Request, to: tuple[Grant, ...], bounded: Truth = Truth.NO) -> Truth:
    """Tell whether a statement with principals speaks to the caller in one of these ways."""
    if statement.not_principals:
        if Grant.SELF not in to:
            return Truth.NO
        excepted = _excepted(statement, request)
        denied_still = bounded if statement.effect == "Deny" and request.account else Truth.NO
        return some([opposite(excepted), denied_still])
    return some(_names(principal, request, grant) for principal in statement.principals for grant in to)


def missing(statement: Statement, request: Request, *, of_resource: bool) -> set[str]:
    """What decides whether the statement applies and is not known: keys, and placeholders with their braces."""
    context = request.context
    found = set[str]().union(*(conditions.missing(condition, context) for condition in statement.conditions))
    if _resource(statement, request) is Truth.UNKNOWN:
        found = found.union(*(unknowns(text, context) for text in (*statement.resources, *statement.not_resources)))
    if of_resource and speaks_to(statement, request, ANY) is Truth.UNKNOWN:
        values = (value for each in (*statement.principals, *statement.not_principals) for value in each.values)
        found = found.union(*(unknowns(value, context) for value in values))
    return found


def is_loose_exception(statement: Statement, request: Request) -> bool:
    """Tell whether NotPrincipal names only some of what the caller is: AWS does not say what that means.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    """
    return bool(statement.not_principals) and _excepted(statement, request) is Truth.UNKNOWN


def lacks(statement: Statement, request: Request, *, of_resource: bool) -> tuple[str, ...] | None:
    """Why a statement about the action does not apply, in words; None for one about other actions."""
    if _action(statement, request) is Truth.NO:
        return None
    found = ["it is about other resources"] if _resource(statement, request) is Truth.NO else []
    if of_resource and speaks_to(statement, request, ANY) is Truth.NO:
        found.append("it is for other principals")
    for condition in statement.conditions:
        if conditions.holds(condition, request.context) is Truth.NO:
            found.append(f"{condition.operator} {condition.key} does not hold")
    return tuple(found)


def _action(statement: Statement, request: Request) -> Truth:
    if statement.not_actions:
        return opposite(matches_any(statement.not_actions, request.action, {}, ignore_case=True))
    return matches_any(statement.actions, request.action, {}, ignore_case=True)


def _resource(statement: Statement, request: Request) -> Truth:
    """A statement without resources is of a trust policy: it is about the role that it stands in."""
    if statement.not_resources:
        return opposite(matches_any(statement.not_resources, request.resource, request.context))
    if not statement.resources:
        return Truth.YES
    return matches_any(statement.resources, request.resource, request.context)


def _names(principal: Principal, request: Request, grant: Grant) -> Truth:
    """Tell whether a principal element names the caller. Everybody is its only wildcard.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if "*" in principal.values and principal.type in ("*", "AWS"):
        return truth(grant is Grant.SELF)
    if principal.type == "Service":
        return truth(grant is Grant.SELF and request.is_service and request.principal in principal.values)
    if principal.type == "Federated":
        named = _any(principal.values, request.principal) if request.is_federated else Truth.NO
        return named if grant is Grant.SELF else Truth.NO
    if principal.type != "AWS" or not request.account:
        return Truth.NO
    if grant is Grant.ACCOUNT:
        return _any(map(_account, principal.values), request.account)
    if grant is Grant.ROLE:
        return _any(principal.values, request.role) if request.role else Truth.NO
    return _any(principal.values, request.principal) if request.principal != request.role else Truth.NO


def _any(values: Iterable[str], text: str) -> Truth:
    return some(matches(value, text, {}, exact=True, variables=False) for value in values)


def _account(value: str) -> str:
    """The account that a principal stands for as a whole; any other as it is."""
    parsed = arn.parse(value)
    return parsed.account if parsed and parsed.service == "iam" and parsed.resource == "root" else value


def _excepted(statement: Statement, request: Request) -> Truth:
    """Tell whether NotPrincipal leaves the caller out: surely only where it names all that the caller is.

    That is a user and its account, or a session, its role and their account; a role alone stands for any session.
    """
    grants = [Grant.SELF, *([Grant.ROLE] if request.role else []), *([Grant.ACCOUNT] if request.account else [])]
    named = {some(_names(each, request, grant) for each in statement.not_principals) for grant in grants}
    return named.pop() if len(named) == 1 else Truth.UNKNOWN
