"""Whether policies allow a request: IAM's rules for what the emitted policies use, and an error for anything else.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
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
    effects = {
        statement["Effect"]
        for document in documents
        for statement in listed(document["Statement"])
        if _applies(statement, request)
    }
    return effects == {"Allow"}


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
