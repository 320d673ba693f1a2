"""The policy that a domain had before: read from what AWS prints, kept word for word.

Nothing of it may get lost, so whatever has no place in the model of policies is refused.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from landbridge.areas.opensearch.described import NO_FACTS, Facts, described
from landbridge.areas.opensearch.spec import Drop
from landbridge.areas.opensearch.wording import in_words
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.findings import Finding, Place, SpecPath
from landbridge.policy.canonical import canonical
from landbridge.policy.document import Condition, Principal, Statement, from_json
from landbridge.policy.printed import UnfitError
from landbridge.source.nodes import shorten

_DOCUMENT = frozenset({"Version", "Id", "Statement"})
_STATEMENT = frozenset({
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"),
})  # fmt: skip
_FINGERPRINT = 16
_SHOWN = 160
_HINT = (
    "take it from `aws opensearch describe-domain-config --domain-name NAME`; none is for a domain that has no policy"
)


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
    """The policy of a domain, what its file says of it besides, and how `jq` gets the policy out of the file."""

    statements: tuple[Foreign, ...] = ()
    facts: Facts = NO_FACTS
    filter: str = ""


def fingerprint(statement: Statement) -> str:
    """Tell a statement by what it says."""
    form = replace(canonical(statement, action_names=False), sid="")
    return hashlib.sha256(json.dumps(form.to_json(), sort_keys=True).encode()).hexdigest()[:_FINGERPRINT]


def read(scope: Scope, path: SpecPath, file: str, text: str) -> Current | None:
    """Read a domain's current policy. What is wrong with the file is reported, without quoting it."""
    try:
        found = described(text)
        statements = tuple(_statements(scope.identity, path, found.policy)) if found.policy is not None else ()
    except json.JSONDecodeError as error:
        _refuse(scope, path, Place(file, error.lineno, error.colno), f"the current policy is no JSON: {error.msg}")
        return None
    except (UnfitError, RecursionError, ValueError) as error:
        why = str(error) if isinstance(error, UnfitError) else "it is nested too deeply, or a number is too long"
        _refuse(scope, path, Place(file), f"the current policy cannot be kept: {why}")
        return None
    return Current(statements=statements, facts=found.facts, filter=found.filter)


def kept(scope: Scope, path: SpecPath, current: Current, drops: Sequence[Drop]) -> tuple[Foreign, ...]:
    """What stays of the current policy. One that is dropped twice, or is not there, is reported."""
    gone: list[Foreign] = []
    for index, drop in enumerate(drops):
        where = (*path, "drop", index, "sid" if drop.sid is not None else "statement")
        matching = [each for each in current.statements if drop.sid in (None, each.sid) and _is(each, drop.statement)]
        marks = sorted({each.fingerprint for each in matching})
        if len(marks) > 1:
            scope.report(
                "LB603",
                where,
                f"{len(marks)} statements of the current policy have the Sid {shorten(drop.sid)}",
                f"name one by its fingerprint: {', '.join(marks)}",
            )
            continue
        if not matching:
            known = "; ".join(map(_named, current.statements)) or "none"
            scope.report(
                "LB603",
                where,
                f"the current policy has no statement {shorten(drop.sid or drop.statement)}",
                f"it has: {known}; where an apply has taken it away and the file is from later, leave this out",
            )
        gone += matching
    return tuple(each for each in current.statements if each not in gone)


def _named(foreign: Foreign) -> str:
    sid = f" (Sid {shorten(foreign.sid)})" if foreign.sid else ""
    return f"{foreign.fingerprint}{sid}: {shorten(in_words(foreign.statement), _SHOWN)}"


def _is(foreign: Foreign, wanted: str | None) -> bool:
    return wanted is None or foreign.fingerprint == wanted


def _refuse(scope: Scope, path: SpecPath, place: Place, message: str) -> None:
    scope.findings.append(Finding("LB601", message, _HINT, place=place, path=path))


def _statements(identity: Identity, path: SpecPath, document: dict[str, Any]) -> Iterator[Foreign]:
    if strange := sorted(set(document) - _DOCUMENT):
        raise UnfitError(f"no policy has the element {shorten(strange[0])}")
    found = document.get("Statement")
    for number, item in enumerate(found if isinstance(found, list) else [found], 1):
        yield _foreign(identity, path, number, item, document)


def _foreign(identity: Identity, path: SpecPath, number: int, item: Any, document: dict[str, Any]) -> Foreign:
    if not isinstance(item, dict):
        raise UnfitError(f"statement {number} is no object")
    if strange := sorted(set(item) - _STATEMENT):
        raise UnfitError(f"statement {number} has the element {shorten(strange[0])}, which no statement has")
    read = from_json({"Version": document.get("Version"), "Statement": [item]})
    if read is None or not _is_whole(item):
        raise UnfitError(f"statement {number} is not of the form that IAM takes")
    (statement,) = read.statements
    if not (statement.principals or statement.not_principals):
        raise UnfitError(f"statement {number} has no Principal")
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
