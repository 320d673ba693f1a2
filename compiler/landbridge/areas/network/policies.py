"""The policies of VPC endpoints. None is open: where nothing is allowed by name, only the own account may come through.

Principals are conditions here. A gateway endpoint takes no other principal than *, and to it the ARN of an account's
root means the root user alone; conditions mean the same to both kinds, and do not break when a role is made anew.
Source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from landbridge.areas.network.spec import EndpointStatement
from landbridge.areas.outside import BEGINNINGS
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement
from landbridge.policy.matching import has_wildcard
from landbridge.source.nodes import shorten

EVERYBODY = (Principal("*", ("*",)),)
ACCOUNT_KEY, ARN_KEY = "aws:PrincipalAccount", "aws:PrincipalArn"


def authored(scope: Scope, path: SpecPath, items: Iterable[EndpointStatement]) -> Iterator[Statement]:
    """The statements of the spec; principals of different kinds need one each."""
    for index, item in enumerate(items):
        where = (*path, index)
        resources = (scope.expand(text, (*where, "resources", at)) for at, text in enumerate(item.resources))
        statement = Statement(
            effect=item.effect,
            actions=item.actions,
            resources=tuple(resources),
            principals=EVERYBODY,
            conditions=scope.conditions((*where, "conditions"), item.conditions),
            origin=where,
            reason=item.reason or "",
        )
        for condition in _who(scope, where, item):
            yield statement if condition is None else _narrowed(scope, statement, condition)


def document(scope: Scope, prefix: str | None, statements: Iterable[Statement], *, spelled: bool) -> PolicyDocument:
    """The policy of an endpoint from what is allowed and denied.

    With a `prefix` of actions the own account is allowed all of these. With `spelled`, actions are written as AWS does,
    which an author may not have done.
    """
    given = [_owned(scope, statement) for statement in statements]
    if prefix is not None:
        mine = Statement(actions=(f"{prefix}:*",), resources=("*",), principals=EVERYBODY, conditions=(_own(scope),))
        given.insert(0, mine)
    return canonicalise(PolicyDocument(tuple(given)), action_names=spelled, partition=scope.identity.partition)


def _own(scope: Scope) -> Condition:
    return Condition("StringEquals", ACCOUNT_KEY, (arn.own_account(scope.identity),))


def _owned(scope: Scope, statement: Statement) -> Statement:
    """A statement in the form of this module; one that names nobody allows the own account, or denies everybody."""
    named = tuple(value for each in statement.principals for value in each.values)
    statement = replace(statement, principals=EVERYBODY)
    if named and "*" not in named:
        return _narrowed(scope, statement, Condition("ArnLike", ARN_KEY, named))
    return statement if named or statement.effect == "Deny" else _narrowed(scope, statement, _own(scope))


def _who(scope: Scope, path: SpecPath, item: EndpointStatement) -> Iterator[Condition | None]:
    """The conditions that say who is meant, for one statement each; None where it is everybody."""
    if item.principals is None:
        yield None if item.effect == "Deny" else _own(scope)
        return
    accounts: list[str] = []
    arns: list[str] = []
    for index, text in enumerate(item.principals["AWS"]):
        place = (*path, "principals", "AWS", index)
        if text == "*":
            yield None
            return
        expanded = scope.expand(text, place)
        parsed = arn.parse(expanded)
        if arn.is_account_id(expanded):
            accounts.append(expanded)
        elif parsed is not None and parsed.resource == "root" and not has_wildcard(parsed.account):
            accounts.append(arn.express(parsed.account, scope.identity))
        elif parsed is not None or text.startswith(BEGINNINGS):
            arns.append(expanded)
        else:
            hint = "write an ARN, an account id, {role:KEY}, or * with a reason"
            scope.report("LB508", place, f"{shorten(text)} is no principal of AWS", hint)
    if accounts:
        yield Condition("StringEquals", ACCOUNT_KEY, tuple(accounts))
    if arns:
        yield Condition("ArnLike", ARN_KEY, tuple(arns))


def _narrowed(scope: Scope, statement: Statement, ours: Condition) -> Statement:
    """A statement for fewer principals. IAM would take a second value of one key as an alternative."""
    for given in statement.conditions:
        if (given.operator, given.key.lower()) == (ours.operator, ours.key.lower()):
            scope.report(
                "LB508",
                (*statement.origin, "conditions", given.operator, given.key),
                f"{given.operator} {given.key} is set by principals already, and IAM would take either value",
                'leave it out here, or write principals: {AWS: "*"} with a reason',
                at_key=True,
            )
    return replace(statement, conditions=(*statement.conditions, ours))
