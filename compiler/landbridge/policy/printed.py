"""A policy document as AWS prints it: alone, or within what a command of the `aws` tool prints around it.

Whoever reads one relies on all of it, so what parsers pass over silently is refused.
"""

import json
from typing import Any

_AROUND = (
    ("DomainConfig", "AccessPolicies", "Options"),
    ("DomainStatus", "AccessPolicies"),
    ("PolicyVersion", "Document"),
    ("PolicyDocument",),
    ("Role", "AssumeRolePolicyDocument"),
    ("Attributes", "Policy"),
    ("ResourcePolicy",),
    ("Policy",),
)
"""Where the document stands.

In what is printed, in this order, by `opensearch describe-domain-config` and `describe-domain`; `iam
get-policy-version`; `iam get-role-policy`, `get-group-policy` and `get-user-policy`; `iam get-role` (its trust); `sqs
get-queue-attributes` and `sns get-topic-attributes`; `secretsmanager get-resource-policy`; `kms get-key-policy` and
`s3api get-bucket-policy`. https://docs.aws.amazon.com/cli/latest/reference/
"""
_DOCUMENT = frozenset({"Version", "Id", "Statement"})
_STATEMENT = frozenset({
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"),
})  # fmt: skip


class UnfitError(Exception):
    """Why a text is not what it should be; never in the text's own words."""


def parsed(text: str) -> Any:
    """Read JSON, with numbers as texts.

    Raises:
        UnfitError: where a key stands twice in one object, or a text holds half a character.
        json.JSONDecodeError: for what is no JSON. RecursionError for what is nested too deeply.
    """
    found = json.loads(text, object_pairs_hook=_object, parse_float=str, parse_int=str, parse_constant=_no_number)
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise UnfitError("a text in it holds half a character, as \\ud800 alone") from None
    return found


def _no_number(text: str) -> None:
    raise UnfitError(f"{text} is no JSON")


def embedded(policy: Any) -> dict[str, Any] | None:
    """Read the document in a text of JSON, as AWS prints most; None for an empty text, which is that of no policy.

    Raises:
        UnfitError: for everything else.
    """
    if not isinstance(policy, str):
        raise UnfitError("its policy is no text, as AWS prints it")
    if not policy.strip():
        return None
    try:
        found = parsed(policy)
    except json.JSONDecodeError:
        raise UnfitError("the policy in it is no JSON") from None
    if not isinstance(found, dict):
        raise UnfitError("the policy in it is no object")
    return found


def printed(text: str) -> dict[str, Any] | None:
    """Find the document in whatever a command prints; None where that says that there is none.

    Raises:
        UnfitError: for what holds none, or what no policy has.
        json.JSONDecodeError, RecursionError: as in `parsed`.
    """
    found = parsed(text)
    if not isinstance(found, dict):
        raise UnfitError("it is no object")
    document = found if "Statement" in found else _within(found)
    if document is not None:
        _check(document)
    return document


def _within(found: dict[str, Any]) -> dict[str, Any] | None:
    for path in _AROUND:
        inner: Any = found
        for name in path:
            inner = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and "Statement" in inner:
            return inner
        if isinstance(inner, str):
            return embedded(inner)
    raise UnfitError("it has no Statement, alone or where AWS prints a policy")


def _check(document: dict[str, Any]) -> None:
    """Refuse elements that no policy has: a Condition that is misspelt would be none."""
    statements = document.get("Statement")
    for each in statements if isinstance(statements, list) else [statements]:
        if not isinstance(each, dict):
            raise UnfitError("one of its statements is no object")
        if not each.keys() <= _STATEMENT:
            raise UnfitError("one of its statements has an element that no statement has")
    if not document.keys() <= _DOCUMENT:
        raise UnfitError("it has an element that no policy has")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. Of a key that stands twice, parsers keep the last silently."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnfitError("a key stands twice in one object, and only one of the two would stay")
    return found
