"""Whether one statement applies to a request."""

from collections.abc import Iterable, Iterator
from enum import Enum

from landbridge.aws import arn
from landbridge.policy.document import Principal, Statement
from landbridge.policy.evaluation import conditions
from landbridge.policy.evaluation.patterns import Context, ambiguous, fields, matches, matches_any, unfilled, unknowns
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

FOR_OTHERS = "it is for other principals"
"""What a statement lacks that does not speak to the caller."""

_FIELDS = 6


def applies(statement: Statement, request: Request, *, to: tuple[Grant, ...] = (), bounded: Truth = Truth.NO) -> Truth:
    """Tell whether a statement applies.

    Args:
        statement: the statement.
        request: the request.
        to: to whom it has to speak, where its policy is a resource's; statements of others name no principals.
        bounded: whether the caller has a permissions boundary, which an exception for it in a Deny does not outlive.
    """
    parts = [_action(statement, request), _resource(statement, request, of_resource=bool(to))]
    if to:
        parts.append(speaks_to(statement, request, to, bounded))
    if Truth.NO in parts:
        return Truth.NO
    found = every([*parts, *(conditions.holds(condition, request.context) for condition in statement.conditions)])
    invalid = found is Truth.YES and _unfilled(statement, request.context)
    return Truth.UNKNOWN if invalid else found


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
    found = {name for name in _unfilled(statement, context) if name.lower() not in context}
    found = found.union(*(conditions.missing(condition, context) for condition in statement.conditions))
    if _resource(statement, request, of_resource=of_resource) is Truth.UNKNOWN:
        found = found.union(*(unknowns(text, context) for text in (*statement.resources, *statement.not_resources)))
    if of_resource and speaks_to(statement, request, ANY) is Truth.UNKNOWN:
        values = (value for each in (*statement.principals, *statement.not_principals) for value in each.values)
        found = found.union(*(unknowns(value, context) for value in values))
    return found


def doubts(statement: Statement, request: Request, *, of_resource: bool) -> Iterator[str]:
    """What AWS's documentation leaves open about a statement of which it is not known whether it applies."""
    context, resources = request.context, (*statement.resources, *statement.not_resources)
    for condition in statement.conditions:
        yield from conditions.doubts(condition, context)
    for name in sorted(name for name in _unfilled(statement, context) if name.lower() in context):
        yield f"whether it counts at all: the request has no value for its variable ${{{name}}}"
    values = (value for condition in statement.conditions for value in condition.values)
    for name in sorted(set[str]().union(*(ambiguous(text, context) for text in (*resources, *values)))):
        yield f"which value its variable ${{{name}}} has: the request has several"
    if not of_resource:
        return
    if any(_completed(text) != text for text in resources):
        yield "whether an ARN of less than six fields means all there is, as it does in identity policies"
    if statement.not_principals and _excepted(statement, request) is Truth.UNKNOWN:
        yield "what NotPrincipal does that names only some of principal, role and account: services differ"
    named = [value for each in statement.principals if each.type == "AWS" for value in each.values]
    if any(map(request.is_session_of_it, named)):
        yield "which session of the role it is, and it names single ones: ask about one, by its ARN"
    if request.account and any(each.type == "CanonicalUser" for each in statement.principals):
        yield "whose the canonical user is that it names"


def lacks(
    statement: Statement, request: Request, *, of_resource: bool, any_action: bool = False
) -> tuple[str, ...] | None:
    """Why a statement does not apply, in words; None for one about other actions, unless `any_action` asks for it."""
    about = _action(statement, request) is not Truth.NO
    if not about and not any_action:
        return None
    found = [] if about else ["it is about other actions"]
    if _resource(statement, request, of_resource=of_resource) is Truth.NO:
        found.append("it is about other resources")
    if of_resource and speaks_to(statement, request, ANY) is Truth.NO:
        found.append(FOR_OTHERS)
    for condition in statement.conditions:
        if conditions.holds(condition, request.context) is Truth.NO:
            found.append(f"{condition.operator} {condition.key} does not hold")
    return tuple(found)


def _action(statement: Statement, request: Request) -> Truth:
    if statement.not_actions:
        return opposite(matches_any(statement.not_actions, request.action, {}, ignore_case=True))
    return matches_any(statement.actions, request.action, {}, ignore_case=True)


def _resource(statement: Statement, request: Request, *, of_resource: bool) -> Truth:
    """A statement without resources is of a trust policy: it is about the role that it stands in."""
    if statement.not_resources:
        return opposite(_about(statement.not_resources, request, of_resource))
    return _about(statement.resources, request, of_resource) if statement.resources else Truth.YES


def _about(patterns: Iterable[str], request: Request, of_resource: bool) -> Truth:
    """Tell whether any pattern matches the resource. An identity policy's ARN need not have all six fields.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (incomplete ARN)
    """

    def about(pattern: str) -> Truth:
        matched = matches(pattern, request.resource, request.context)
        if matched is Truth.YES or (whole := _completed(pattern)) == pattern:
            return matched
        completed = matches(whole, request.resource, request.context)
        return Truth.UNKNOWN if of_resource and completed is not matched else completed

    return some(map(about, patterns))


def _completed(pattern: str) -> str:
    """An ARN with all its fields, in which those that are missing are anything."""
    missing = _FIELDS - len(fields(pattern))
    return pattern + ":*" * missing if pattern.startswith("arn:") else pattern


def _unfilled(statement: Statement, context: Context) -> set[str]:
    """Variables that may stay empty: AWS may take the whole statement for invalid, unless an IfExists is around them.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    values = (
        value
        for condition in statement.conditions
        if not condition.operator.endswith("IfExists")
        for value in condition.values
    )
    texts = (*statement.resources, *statement.not_resources, *values)
    return set[str]().union(*(unfilled(text, context) for text in texts))


def _names(principal: Principal, request: Request, grant: Grant) -> Truth:
    """Tell whether a principal element names the caller. Everybody is its only wildcard.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if "*" in principal.values and principal.type in ("*", "AWS"):
        return truth(grant is Grant.SELF)
    if principal.type == "Service":
        return truth(grant is Grant.SELF and request.is_service and request.principal in principal.values)
    if principal.type == "Federated":
        provider = not request.account and not request.is_anonymous
        return _any(principal.values, request.principal) if provider and grant is Grant.SELF else Truth.NO
    if not request.account:
        return Truth.NO
    if principal.type == "CanonicalUser":  # an account by another name, which is not known
        return Truth.UNKNOWN if grant is Grant.ACCOUNT else Truth.NO
    if grant is Grant.ACCOUNT:
        return _any(map(_account, principal.values), request.account)
    if grant is Grant.ROLE:
        found = _any(principal.values, request.role) if request.role else Truth.NO
        return some([found, truth(any(map(request.is_of_role, principal.values)))])
    if request.principal == request.role:
        return Truth.UNKNOWN if any(map(request.is_session_of_it, principal.values)) else Truth.NO
    return _any(principal.values, request.principal)


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
