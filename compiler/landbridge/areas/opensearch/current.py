"""The policy that a domain had before: read from what AWS prints, kept word for word.

Nothing of it may get lost, so whatever has no place in the model of policies is refused.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from landbridge.areas.opensearch.spec import Drop
from landbridge.areas.opensearch.wording import in_words
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.findings import Finding, Place, SpecPath
from landbridge.policy.canonical import canonical
from landbridge.policy.document import Condition, Principal, Statement, from_json
from landbridge.policy.matching import overlaps
from landbridge.source.nodes import shorten

_DOCUMENT = frozenset({"Version", "Id", "Statement"})
_STATEMENT = frozenset({
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"),
})  # fmt: skip
_FINGERPRINT = 16
_SHOWN = 160
_HINT = "take it from `aws opensearch describe-domain-config --domain-name NAME`, or write current_policy: none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A statement that the domain had before.

    Attributes:
        statement: without its Sid, which the service does not keep.
        sid: that it has in the file.
        fingerprint: sixteen hexadecimal digits of what it says, whatever the order in which it says it.
    """

    statement: Statement
    sid: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The policy of a domain, and the domain's name where the file says it."""

    statements: tuple[Foreign, ...] = ()
    domain: str = ""


class _UnfitError(Exception):
    """Why a file is not what it should be."""


def fingerprint(statement: Statement) -> str:
    """Tell a statement by what it says."""
    form = replace(canonical(statement, action_names=False), sid="")
    return hashlib.sha256(json.dumps(form.to_json(), sort_keys=True).encode()).hexdigest()[:_FINGERPRINT]


def read(scope: Scope, path: SpecPath, file: str, text: str) -> Current | None:
    """Read a domain's current policy. What is wrong with the file is reported, without quoting it."""
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_float=str, parse_int=str)
        document, domain = _document(found)
        statements = tuple(_statements(scope.identity, path, document)) if document is not None else ()
    except json.JSONDecodeError as error:
        _refuse(scope, path, Place(file, error.lineno, error.colno), f"the current policy is no JSON: {error.msg}")
        return None
    except (_UnfitError, RecursionError, ValueError) as error:
        why = str(error) if isinstance(error, _UnfitError) else "it is nested too deeply, or a number is too long"
        _refuse(scope, path, Place(file), f"the current policy cannot be kept: {why}")
        return None
    return Current(statements=statements, domain=domain)


def kept(scope: Scope, path: SpecPath, current: Current, drops: Sequence[Drop]) -> tuple[Foreign, ...]:
    """What stays of the current policy. One that is dropped twice, or is not there, is reported."""
    gone: set[str] = set()
    for index, drop in enumerate(drops):
        where = (*path, "drop", index, "sid" if drop.sid is not None else "statement")
        matching = {
            each.fingerprint
            for each in current.statements
            if drop.sid in (None, each.sid) and _is(each, drop.statement)
        }
        if len(matching) > 1:
            scope.report(
                "LB603",
                where,
                f"{len(matching)} statements of the current policy have the Sid {shorten(drop.sid)}",
                f"name one by its fingerprint: {', '.join(sorted(matching))}",
            )
            continue
        if not matching:
            known = "; ".join(map(_named, current.statements)) or "none"
            scope.report(
                "LB603",
                where,
                f"the current policy has no statement {shorten(drop.sid or drop.statement)}",
                f"it has: {known}",
            )
        gone |= matching
    return tuple(each for each in current.statements if each.fingerprint not in gone)


def is_of(current: Current, name: str, domain: str) -> bool:
    """Tell whether a policy can be that of a domain: its file says so, or some resource of it is the domain's."""
    if current.domain:
        return current.domain == name
    resources = [text for each in current.statements for text in each.statement.resources]
    return not resources or any(overlaps(text, domain) or overlaps(text, f"{domain}/*") for text in resources)


def _named(foreign: Foreign) -> str:
    sid = f" (Sid {shorten(foreign.sid)})" if foreign.sid else ""
    return f"{foreign.fingerprint}{sid}: {shorten(in_words(foreign.statement), _SHOWN)}"


def _is(foreign: Foreign, wanted: str | None) -> bool:
    return wanted is None or foreign.fingerprint == wanted


def _refuse(scope: Scope, path: SpecPath, place: Place, message: str) -> None:
    scope.findings.append(Finding("LB601", message, _HINT, place=place, path=path))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. Of a key that stands twice, parsers keep the last silently."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _UnfitError("a key stands twice in one object, and only one of the two would stay")
    return found


def _document(found: Any) -> tuple[dict[str, Any] | None, str]:
    """The document in what AWS prints, and the domain's name; None for a domain without a policy."""
    if not isinstance(found, dict):
        raise _UnfitError("it is no object")
    for outer in ("DomainConfig", "DomainStatus"):
        if outer in found:
            inner = found[outer]
            if not isinstance(inner, dict) or "AccessPolicies" not in inner:
                raise _UnfitError(f"{outer} has no AccessPolicies")
            policy = inner["AccessPolicies"]
            if outer == "DomainConfig":
                if not isinstance(policy, dict) or "Options" not in policy:
                    raise _UnfitError("DomainConfig.AccessPolicies has no Options")
                policy = policy["Options"]
            name = inner.get("DomainName", "")
            return _inner(policy), name if isinstance(name, str) else ""
    if "Statement" not in found:
        raise _UnfitError("it has no DomainConfig, no DomainStatus and no Statement")
    return found, ""


def _inner(policy: Any) -> dict[str, Any] | None:
    if not isinstance(policy, str):
        raise _UnfitError("its policy is no text, as AWS prints it")
    if not policy.strip():
        return None
    try:
        found = json.loads(policy, object_pairs_hook=_object, parse_float=str, parse_int=str)
    except json.JSONDecodeError:
        raise _UnfitError("the policy in it is no JSON") from None
    if not isinstance(found, dict):
        raise _UnfitError("the policy in it is no object")
    return found


def _statements(identity: Identity, path: SpecPath, document: dict[str, Any]) -> Iterator[Foreign]:
    if strange := sorted(set(document) - _DOCUMENT):
        raise _UnfitError(f"no policy has the element {shorten(strange[0])}")
    found = document.get("Statement")
    for number, item in enumerate(found if isinstance(found, list) else [found], 1):
        yield _foreign(identity, path, number, item, document)


def _foreign(identity: Identity, path: SpecPath, number: int, item: Any, document: dict[str, Any]) -> Foreign:
    if not isinstance(item, dict):
        raise _UnfitError(f"statement {number} is no object")
    if strange := sorted(set(item) - _STATEMENT):
        raise _UnfitError(f"statement {number} has the element {shorten(strange[0])}, which no statement has")
    read = from_json({"Version": document.get("Version"), "Statement": [item]})
    if read is None or not _is_whole(item):
        raise _UnfitError(f"statement {number} is not of the form that IAM takes")
    (statement,) = read.statements
    if not (statement.principals or statement.not_principals):
        raise _UnfitError(f"statement {number} has no Principal")
    mark = fingerprint(statement)
    said = f", Sid {shorten(statement.sid)}" if statement.sid else ""
    kept = replace(
        _expressed(statement, identity),
        sid="",
        origin=(*path, "current_policy"),
        why=f"The domain had this before ({mark}{said})",
    )
    return Foreign(statement=kept, sid=statement.sid, fingerprint=mark)


def _is_whole(item: dict[str, Any]) -> bool:
    """Tell whether every element says something: an empty one would vanish."""
    return all(value not in ([], {}, "") for name, value in item.items() if name not in ("Sid", "Condition")) and all(
        isinstance(keys, dict) and keys and all(value != [] for value in keys.values())
        for keys in item.get("Condition", {}).values()
    )


def _expressed(statement: Statement, identity: Identity) -> Statement:
    """The same statement, with what is the own account's written as the module's variables."""

    def own(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(arn.express(value, identity) for value in values)

    return replace(
        statement,
        resources=own(statement.resources),
        not_resources=own(statement.not_resources),
        principals=tuple(Principal(each.type, own(each.values)) for each in statement.principals),
        not_principals=tuple(Principal(each.type, own(each.values)) for each in statement.not_principals),
        conditions=tuple(Condition(each.operator, each.key, own(each.values)) for each in statement.conditions),
    )
