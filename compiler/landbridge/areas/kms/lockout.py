"""Whether anybody is left who can change a key's policy. A key that nobody can change is lost with all its data.

AWS refuses a policy that would lock out whoever puts it, and nobody else:
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
"""

from collections.abc import Iterator

from landbridge.areas.kms.circumstances import may_fail
from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.matching import covers

CHANGE = "kms:PutKeyPolicy"


def able(document: PolicyDocument, identity: Identity) -> list[str]:
    """The principals of the own account who are allowed to change the policy whatever the circumstances.

    Those of other accounts cannot, whatever the policy says. One that only Terraform knows is taken for one of ours.
    Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html (cross-account use: no)
    """
    found = (
        value
        for statement in document.statements
        if statement.effect == "Allow" and not statement.conditions and acts(statement, CHANGE)
        for principal in statement.principals
        if principal.type == "AWS"
        for value in principal.values
        if _is_own(value, identity)
    )
    return list(dict.fromkeys(found))


def _is_own(principal: str, identity: Identity) -> bool:
    parsed = arn.parse(principal)
    if parsed is None:
        return principal == "*" or principal.startswith("{")
    return (parsed.partition, parsed.account) == (identity.partition, identity.account_id)


def locks(document: PolicyDocument, identity: Identity) -> Iterator[Statement]:
    """The Deny statements that together leave nobody; none where somebody is left."""
    left = able(document, identity)
    guilty = []
    for statement in document.statements:
        if statement.effect == "Deny" and acts(statement, CHANGE):
            denied = [each for each in left if _denies(statement, each, identity)]
            if denied:
                guilty.append(statement)
                left = [each for each in left if each not in denied]
    if not left:
        yield from guilty


def acts(statement: Statement, action: str) -> bool:
    """Tell whether a statement is about an action."""
    return any(covers(pattern, action, ignore_case=True) for pattern in statement.actions)


def _denies(statement: Statement, principal: str, identity: Identity) -> bool:
    """Whether a Deny leaves a principal, or everybody of the account that it stands for, unable, or may do so."""
    named = any(
        value in ("*", principal) or _is_account_of(value, principal)
        for each in statement.principals
        for value in each.values
        if each.type in ("AWS", "*")
    )
    return named and not any(may_fail(condition, principal, identity) for condition in statement.conditions)


def _is_account_of(value: str, principal: str) -> bool:
    """Whether a value stands for the whole account of a principal: denied to the account is denied to all in it."""
    account, parsed = arn.parse(value), arn.parse(principal)
    return (
        account is not None and parsed is not None and account.resource == "root" and account.account == parsed.account
    )
