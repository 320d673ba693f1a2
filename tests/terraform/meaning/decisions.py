"""Whether policies allow a request: AWS's rules for what the emitted policies use, and an error for anything else.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.terraform.meaning.names import Thing, listed


@dataclass(frozen=True)
class Request:
    """Somebody's request: an action, the ARN that it is about, and its context: condition keys with their value."""

    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)


def allowed(documents: Iterable[Thing], request: Request) -> bool:
    """Tell whether some statement of an identity's policies allows the request and none denies it."""
    return _effects(documents, request) == {"Allow"}


@dataclass(frozen=True)
class Caller:
    """Who makes a request: the ARN of a role or user, empty for nobody known, and the identity's policies."""

    arn: str = ""
    documents: Sequence[Thing] = ()


def reaches(caller: Caller, policy: Thing, request: Request) -> bool:
    """Tell whether a caller's request to a resource that has a policy of its own is allowed.

    Nothing may deny it. Within an account either side is enough, across accounts it takes both. That a policy names
    a whole account only lets that account decide by its identities' policies.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    """
    account = _account(caller.arn)
    same = account == _account(request.resource)
    of_identity = _effects(caller.documents, request)
    naming = {True: _names(caller.arn, account), False: _names(caller.arn, "" if same else account)}
    of_resource = {
        statement["Effect"]
        for statement in listed(policy["Statement"])
        if naming[statement["Effect"] == "Deny"](statement["Principal"]) and _applies(statement, request)
    }
    if "Deny" in of_identity | of_resource:
        return False
    by_identity, by_resource = "Allow" in of_identity, "Allow" in of_resource
    return by_identity or by_resource if same else by_resource and (by_identity or not caller.arn)


def _account(arn: str) -> str:
    return arn.split(":")[4] if arn else ""


def _names(arn: str, account: str) -> Callable[[Thing | str], bool]:
    """Make the test whether a principal is the caller, or the caller's account where one is given."""

    def names(principal: Thing | str) -> bool:
        named = [principal] if isinstance(principal, str) else listed(principal.get("AWS", []))
        accounts = {account, re.sub(r":[^:]*$", ":root", arn)} if account else set()
        return "*" in named or bool({arn, *accounts} & set(named) - {""})

    return names


def _effects(documents: Iterable[Thing], request: Request) -> set[str]:
    return {
        statement["Effect"]
        for document in documents
        for statement in listed(document["Statement"])
        if _applies(statement, request)
    }


def _applies(statement: Thing, request: Request) -> bool:
    return (
        _one_of(statement, "Action", request.action, request, re.IGNORECASE)
        and _one_of(statement, "Resource", request.resource, request)
        and all(
            _holds(operator, key, [_filled(value, request) for value in map(str, listed(values))], request)
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )
    )


def _one_of(statement: Thing, name: str, value: str, request: Request, flags: int = 0) -> bool:
    negated = f"Not{name}" in statement
    patterns = listed(statement[f"Not{name}" if negated else name])
    return negated != any(_like(_filled(pattern, request), value, flags) for pattern in patterns)


def _filled(text: str, request: Request) -> str:
    """Put the context's values in place of policy variables; a variable without value fits nothing."""
    return re.sub(r"\$\{([^}]+)\}", lambda match: request.context.get(match[1], "\0"), text)


def _like(pattern: str, value: str, flags: int = 0) -> bool:
    words = {"*": ".*", "?": "."}
    return bool(re.fullmatch("".join(words.get(char, re.escape(char)) for char in pattern), value, flags | re.DOTALL))


def _in_network(network: str, value: str) -> bool:
    return ipaddress.ip_address(value) in ipaddress.ip_network(network)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda wanted, value: wanted == value,
    "StringLike": _like,
    # A request here has one value at most of what can have several.
    "ForAnyValue:StringEquals": lambda wanted, value: wanted == value,
    "ArnEquals": _like,
    "ArnLike": _like,
    "Bool": lambda wanted, value: wanted.lower() == value.lower(),
    "IpAddress": _in_network,
    "DateGreaterThan": lambda wanted, value: _time(value) > _time(wanted),
    "DateGreaterThanEquals": lambda wanted, value: _time(value) >= _time(wanted),
    "DateLessThan": lambda wanted, value: _time(value) < _time(wanted),
    "DateLessThanEquals": lambda wanted, value: _time(value) <= _time(wanted),
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotLike": "StringLike",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
}


def _holds(operator: str, key: str, wanted: list[str], request: Request) -> bool:
    context = {name.lower(): value for name, value in request.context.items()}
    value = context.get(key.lower())
    if operator == "Null":
        return [str(value is None).lower()] == wanted
    plain = operator.removesuffix("IfExists")
    if value is None:
        # A negated operator holds where the key is missing.
        return plain != operator or plain in _NEGATED
    test: Any = _OPERATORS[_NEGATED.get(plain, plain)]
    return (plain in _NEGATED) != any(test(each, value) for each in wanted)
