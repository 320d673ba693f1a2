"""Under which conditions a Deny leaves somebody who can still change a key's policy.

Somebody is left only where that is known: by who they are, by what such a request has or lacks, or by circumstances
that people can bring about. Of every other condition nobody here can tell that it ever fails, so it counts as one that
always holds. Each condition is judged by itself.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and
https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
"""

from collections.abc import Mapping, Sequence

from landbridge.areas.outside import BEGINNINGS
from landbridge.aws import arn, internet
from landbridge.aws.identity import Identity
from landbridge.policy.document import Condition
from landbridge.policy.matching import covers, has_wildcard, overlaps
from landbridge.policy.operators import Operator, parse

_ABSENT = (
    *("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:calledvia", "aws:tagkeys"),
    *("aws:requesttag/", "kms:viaservice", "kms:encryptioncontext", "kms:grant"),
)
"""How the keys begin that a request of a person's own to change a key's policy does not have."""
_GIVEN: Mapping[str, str] = {
    "aws:principalisawsservice": "false",
    "aws:securetransport": "true",
    "aws:viaawsservice": "false",
    "kms:bypasspolicylockoutsafetycheck": "false",
}
"""What such a request has, unless somebody means to. KMS takes no other than by TLS."""
_OWN_ACCOUNT = ("kms:calleraccount", "aws:principalaccount", "aws:resourceaccount")
_NETWORKS = {"aws:sourcevpc": "vpc-*", "aws:sourcevpce": "vpce-*"}
_HALF_OF_IPV4 = 2**31
_SHORTEST_SESSION = 60
"""Seconds since a code was entered. With fewer nobody has the time to change anything."""


def may_fail(condition: Condition, principal: str, identity: Identity) -> bool:
    """Whether a condition leaves a principal, or somebody of the account that it stands for, as far as is known."""
    operator, key, values = parse(condition.operator), condition.key.lower(), condition.values
    if operator is None:
        return True  # KMS refuses the policy, which a rule tells
    if key in _OWN_ACCOUNT:
        return _fails_for(operator, values, identity.account_id)
    if key == "aws:requestedregion":
        return _fails_for(operator, values, identity.region)
    if key in _GIVEN:
        return _fails_for(operator, values, _GIVEN[key])
    if key.startswith(_ABSENT):
        return _fails_without(operator, values)
    if key == "aws:principalarn":
        return _leaves_somebody(operator, values, principal, identity)
    return _depends(operator, key, values)


def _fails_for(operator: Operator, values: Sequence[str], given: str) -> bool:
    """Whether a condition does not hold for the one value that its key has."""
    if operator.base == "Null":
        return _only(values, "true")
    if operator.family not in ("String", "Bool") or any("${" in value for value in values):
        return False
    found = any(covers(value, given, ignore_case=operator.family == "Bool") for value in _patterns(operator, values))
    return found is operator.negated


def _fails_without(operator: Operator, values: Sequence[str]) -> bool:
    """Whether a condition does not hold where its key is absent."""
    if operator.base == "Null":
        return _only(values, "false")
    if operator.if_exists or operator.set_operator == "ForAllValues":
        return False
    return not operator.negated or operator.set_operator == "ForAnyValue"


def _leaves_somebody(operator: Operator, values: Sequence[str], principal: str, identity: Identity) -> bool:
    """Whether a condition on who calls spares the principal, or somebody of the account."""
    if operator.base == "Null":
        return _only(values, "true")
    if operator.family not in ("String", "Arn"):
        return False
    patterns = _patterns(operator, values)
    caller = _caller(principal)
    if caller is not None:
        if not operator.negated and any("${" in value for value in patterns):
            return False
        return any(covers(value, caller) for value in patterns) is operator.negated
    # The account stands for everybody in it: whoever of it is spared can be allowed by an IAM policy.
    account = f"arn:{identity.partition}:iam::{identity.account_id}:"
    if operator.negated:
        people = (f"{account}role/*", f"{account}user/*", f"{account}root")
        return any(overlaps(value, each) for value in map(_person, patterns) if value for each in people)
    return not any(covers(value, f"{account}*") or "${" in value for value in patterns)


def _caller(principal: str) -> str | None:
    """What `aws:PrincipalArn` is for a principal: a session's role. None for an account, and for everybody."""
    parsed = arn.parse(principal)
    if principal == "*" or (parsed is not None and parsed.resource == "root"):
        return None
    if parsed is not None and parsed.service == "sts" and parsed.resource.startswith("assumed-role/"):
        return f"arn:{parsed.partition}:iam::{parsed.account}:role/{parsed.resource.split('/')[1]}"
    return principal


def _person(pattern: str) -> str:
    """A pattern, if people can be meant: nobody can act as a service's own role, nor be known by a variable."""
    return "" if "${" in pattern or ":role/aws-service-role/" in pattern else pattern


def _depends(operator: Operator, key: str, values: Sequence[str]) -> bool:
    """Whether a condition fails under circumstances that people can bring about."""
    if key == "aws:multifactorauthpresent":
        return operator.base in ("Bool", "Null") and (_only(values, "true") or _only(values, "false"))
    if key == "aws:multifactorauthage":
        return _session_is_left(operator, values)
    if key in ("aws:sourceip", "aws:vpcsourceip"):
        return _address_is_left(operator, values, public=key == "aws:sourceip")
    return key in _NETWORKS and _network_is_left(operator, values, _NETWORKS[key])


def _session_is_left(operator: Operator, values: Sequence[str]) -> bool:
    if operator.base == "Null":
        return _only(values, "true") or _only(values, "false")
    if not all(value.isascii() and value.isdigit() for value in values):
        return False
    if operator.base.startswith("NumericGreaterThan"):
        return all(int(value) >= _SHORTEST_SESSION for value in values)
    return operator.base.startswith("NumericLessThan") and not operator.if_exists  # who entered none is left


def _address_is_left(operator: Operator, values: Sequence[str], *, public: bool) -> bool:
    """`aws:SourceIp` is never a private address: whoever comes from one has `aws:VpcSourceIp` instead."""
    if operator.base == "Null":
        return _only(values, "true") or _only(values, "false")
    if operator.base == "NotIpAddress":
        return any(internet.block(value) and not (public and internet.is_private(value)) for value in values)
    return operator.base == "IpAddress" and internet.size(values, 4) <= _HALF_OF_IPV4


def _network_is_left(operator: Operator, values: Sequence[str], every: str) -> bool:
    if operator.base == "Null":
        return _only(values, "true") or _only(values, "false")
    if operator.family != "String":
        return False
    patterns = _patterns(operator, values)
    if operator.negated:
        return any(value.startswith(BEGINNINGS) or ("${" not in value and overlaps(value, every)) for value in patterns)
    return not (operator.if_exists and any(covers(value, every) for value in patterns))


def _patterns(operator: Operator, values: Sequence[str]) -> list[str]:
    """The values that can match anything: an operator that compares letter by letter knows no wildcards."""
    literal = operator.family == "String" and "Like" not in operator.base
    return [value for value in values if not (literal and has_wildcard(value))]


def _only(values: Sequence[str], wanted: str) -> bool:
    return {value.lower() for value in values} == {wanted}
