"""Whether a condition says who calls, or from where: what keeps a statement about everybody from meaning everybody.

A value counts where it names somebody literally: the account, the organisation, the unique id. A pattern that other
people's accounts can fit says nothing, nor does a policy variable, which is filled in from the request, nor what only
Terraform knows.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

import re

from landbridge.aws import arn, internet
from landbridge.policy.document import Condition
from landbridge.policy.matching import has_wildcard
from landbridge.policy.operators import Operator, parse

_IDS = frozenset({"kms:calleraccount", "aws:principalaccount", "aws:sourceaccount"})
_ARNS = frozenset({"aws:principalarn", "aws:sourcearn"})
_ORGANISATIONS = frozenset({"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"})
_NETWORKS = frozenset({"aws:sourcevpc", "aws:sourcevpce"})
ACCOUNT_KEYS = _IDS | {"aws:principalarn"}
"""Keys, in lower case, whose values name accounts."""

_ACCOUNT = re.compile(r"(?:arn:[^:]*:[^:]*:[^:]*:)?([0-9]{12})(?:[:/].*)?", re.DOTALL)
"""An account's id, or an ARN or `account/id` with one."""
_UNIQUE_ID = re.compile(r"([0-9]{12}|[A-Z0-9]{16,128}(:.*)?)", re.DOTALL)
"""What `aws:userid` holds: an account's id for its root user, a user's unique id, or a role's with a session."""
_OPEN = re.compile(r"[*?]|\$\{")


def account_of(text: str) -> str | None:
    """The account that a text names literally: by its id, by an ARN, or as `account/id`."""
    match = _ACCOUNT.fullmatch(text)
    return match[1] if match else None


def affirming(condition: Condition) -> Operator | None:
    """The operator of a condition that holds for the values it names and no others; None where it may without them."""
    operator = parse(condition.operator)
    if operator is None or operator.base == "Null" or operator.negated or operator.if_exists:
        return None
    return None if operator.set_operator == "ForAllValues" else operator


def says_who(condition: Condition) -> bool:
    """Whether a condition leaves only callers of accounts, organisations or identities that it names."""
    operator, key = affirming(condition), condition.key.lower()
    if operator is None or operator.family not in ("String", "Arn") or not condition.values:
        return False
    return all(_names_somebody(operator, key, value) for value in condition.values)


def says_whence(condition: Condition) -> bool:
    """Whether a condition leaves only requests from networks that it names, and that are not most of the internet."""
    operator, key = affirming(condition), condition.key.lower()
    if operator is None or not condition.values:
        return False
    if key == "aws:sourceip":
        known = all(internet.block(value) is not None for value in condition.values)
        return operator.family == "IpAddress" and known and not internet.is_everybody(condition.values)
    return key in _NETWORKS and operator.family == "String" and not any(map(_OPEN.search, condition.values))


def names_owner(text: str, *, by_text: bool = False) -> bool:
    """Whether an ARN says whose it is: by a literal account, or by a bucket, whose name is one in the world.

    Args:
        text: the ARN, which may be a pattern.
        by_text: whether it is compared as a text, where a `*` reaches beyond a colon, and not field by field. Paths of
            roles may hold colons, so whatever stands before the account has to be literal, then.
    """
    parsed = arn.parse(text)
    if parsed is None:
        return False
    if parsed.service == "s3" and not parsed.account:
        return not _OPEN.search(parsed.resource.partition("/")[0])
    before = (parsed.partition, parsed.service, parsed.region)
    return arn.is_account_id(parsed.account) and not (by_text and any(map(has_wildcard, before)))


def _names_somebody(operator: Operator, key: str, value: str) -> bool:
    if key in _IDS:
        return arn.is_account_id(value)
    if key in _ARNS:
        return names_owner(value, by_text=operator.family == "String")
    if key in _ORGANISATIONS:
        return bool(value) and not _OPEN.search(value.partition("/")[0])
    return key == "aws:userid" and _UNIQUE_ID.fullmatch(value) is not None
