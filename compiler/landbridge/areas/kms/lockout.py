"""Whether anybody is left who can change a key's policy. A key that nobody can change is lost with all its data.

AWS refuses a policy that would lock out whoever puts it, and nobody else:
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
"""

from collections.abc import Iterator

from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.policy.document import Condition, PolicyDocument, Statement
from landbridge.policy.matching import covers, overlaps
from landbridge.policy.operators import parse

CHANGE = "kms:PutKeyPolicy"
_ACCOUNT_KEYS = ("kms:calleraccount", "aws:principalaccount")


def able(document: PolicyDocument) -> list[str]:
    """The principals who are allowed to change the policy whatever the circumstances."""
    found = (
        value
        for statement in document.statements
        if statement.effect == "Allow" and not statement.conditions and acts(statement, CHANGE)
        for principal in statement.principals
        if principal.type == "AWS"
        for value in principal.values
    )
    return list(dict.fromkeys(found))


def locks(document: PolicyDocument, identity: Identity) -> Iterator[Statement]:
    """The Deny statements that together leave nobody; none where somebody is left."""
    left = able(document)
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
    """Whether a Deny certainly leaves a principal, or everybody of the account that it stands for, unable."""
    named = any(
        value in ("*", principal) or _is_account_of(value, principal)
        for each in statement.principals
        for value in each.values
        if each.type in ("AWS", "*")
    )
    return named and all(_always(condition, principal, identity) for condition in statement.conditions)


def _is_account_of(value: str, principal: str) -> bool:
    """Whether a value stands for the whole account of a principal: denied to the account is denied to all in it."""
    account, parsed = arn.parse(value), arn.parse(principal)
    return (
        account is not None and parsed is not None and account.resource == "root" and account.account == parsed.account
    )


def _always(condition: Condition, principal: str, identity: Identity) -> bool:
    """Whether a condition holds in every request of a principal. Where that is not known, a way may be left."""
    operator, key = parse(condition.operator), condition.key.lower()
    if operator is None or operator.set_operator or operator.family not in ("String", "Arn"):
        return False
    negated = operator.negated
    if key in _ACCOUNT_KEYS:
        return negated is not any(covers(value, identity.account_id) for value in condition.values)
    if key != "aws:principalarn":
        return False
    parsed = arn.parse(principal)
    if parsed is None or parsed.resource != "root":
        return negated is not any(covers(value, principal) for value in condition.values)
    # The account stands for everybody in it: whoever of it is excepted can be allowed by an IAM policy.
    anybody = f"arn:*:iam::{parsed.account}:*"
    if negated:
        return not any(overlaps(value, anybody) for value in condition.values)
    return any(covers(value, anybody) for value in condition.values)
