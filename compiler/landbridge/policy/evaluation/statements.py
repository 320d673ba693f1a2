"""Whether one statement applies to a request."""

from enum import Enum

from landbridge.aws import arn
from landbridge.policy.document import Principal, Statement
from landbridge.policy.evaluation.conditions import holds, matches_any, unknown_keys, variables
from landbridge.policy.evaluation.request import Request
from landbridge.policy.evaluation.truth import Truth, every, opposite, truth


class Grant(Enum):
    """To whom a statement of a resource's policy speaks: the caller itself, or its account as a whole."""

    DIRECT = "direct"
    ACCOUNT = "account"


def applies(statement: Statement, request: Request, *, of_resource: bool) -> Truth:
    """Tell whether a statement applies. Statements of resource policies name principals, others do not."""
    parts = [_action(statement, request), _resource(statement, request)]
    if of_resource:
        parts.append(_principal(statement, request))
    if Truth.NO in parts:
        return Truth.NO
    return every([*parts, *(holds(condition, request.context) for condition in statement.conditions)])


def missing_keys(statement: Statement, request: Request) -> set[str]:
    """The context keys that decide whether the statement applies, and that are not known."""
    found = {key for condition in statement.conditions for key in unknown_keys(condition, request.context)}
    named = {name for text in (*statement.resources, *statement.not_resources) for name in variables(text)}
    return found | {name for name in named if name.lower() not in request.context}


def whom(statement: Statement, request: Request) -> Grant | None:
    """To whom a statement with principals speaks: an account's ARN speaks to the account, which then decides."""
    if any(_names(principal, request) for principal in statement.principals):
        return Grant.DIRECT
    if any(_names_account(principal, request) for principal in statement.principals):
        return Grant.ACCOUNT
    return None


def _action(statement: Statement, request: Request) -> Truth:
    if statement.not_actions:
        return opposite(matches_any(statement.not_actions, request.action, request.context, ignore_case=True))
    return matches_any(statement.actions, request.action, request.context, ignore_case=True)


def _resource(statement: Statement, request: Request) -> Truth:
    """A statement without resources is of a trust policy: it is about the role that it stands in."""
    if statement.not_resources:
        return opposite(matches_any(statement.not_resources, request.resource, request.context))
    if not statement.resources:
        return Truth.YES
    return matches_any(statement.resources, request.resource, request.context)


def _principal(statement: Statement, request: Request) -> Truth:
    if statement.not_principals:
        named = (_names(each, request) or _names_account(each, request) for each in statement.not_principals)
        return truth(not any(named))
    return truth(whom(statement, request) is not None)


def _names(principal: Principal, request: Request) -> bool:
    """Tell whether a principal element names the caller: itself, its role, or everybody. No other wildcard does."""
    if "*" in principal.values and principal.type in ("*", "AWS"):
        return True
    if principal.type == "Service":
        return request.principal in principal.values
    return principal.type == "AWS" and bool({request.principal, request.role}.intersection(principal.values))


def _names_account(principal: Principal, request: Request) -> bool:
    return principal.type == "AWS" and any(_account(value) == request.account != "" for value in principal.values)


def _account(value: str) -> str | None:
    """The account that a principal stands for as a whole."""
    if arn.is_account_id(value):
        return value
    parsed = arn.parse(value)
    return parsed.account if parsed and parsed.service == "iam" and parsed.resource == "root" else None
