"""The canonical form of policies: the same access is always written in the same way."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from landbridge.aws import actions as aws_actions
from landbridge.aws import arn
from landbridge.ir import Expr
from landbridge.policy.document import (
    Condition,
    PolicyDocument,
    Principal,
    PrincipalType,
    Statement,
    from_json,
)
from landbridge.policy.matching import has_wildcard

_KIND = re.compile(r"([a-z]+(?:-[a-z]+)*)[/:]")
_ROOT = re.compile(r"arn:[^:]*:iam::([0-9]{12}):root")
_SERVICES_IN_SID = 3
_HASH_IN_SID = 4


def canonicalise(
    document: PolicyDocument, *, action_names: bool = True, sids: bool = True, partition: str = "aws"
) -> PolicyDocument:
    """Bring a document into canonical form; the order of its statements is kept.

    Statements that differ only in their actions, and these of the same services, become one, which grants the
    same. Their reasons are joined. Each statement without a Sid gets one made from its content, unless `sids`
    is off, which drops all (AWS keeps none in some resource policies).
    """
    merged: dict[object, Statement] = {}
    for statement in document.statements:
        form = canonical(statement, action_names=action_names, partition=partition)
        key = (_scope(form), form.sid, _services(form.actions))
        known = merged.get(key)
        merged[key] = form if known is None else _together(known, form)
    statements = tuple(merged.values())
    return PolicyDocument(
        _with_sids(statements) if sids else tuple(replace(statement, sid="") for statement in statements)
    )


def canonical(statement: Statement, *, action_names: bool = True, partition: str = "aws") -> Statement:
    """Bring one statement into canonical form: every list sorted, without repetitions.

    `action_names` spells actions as AWS does; turn it off where they come from AWS's own lists, as it reads
    the data of their services. An account id as a principal becomes the account's ARN in `partition`.
    """
    spelled = _spelled if action_names else _sorted
    return replace(
        statement,
        actions=spelled(statement.actions),
        not_actions=spelled(statement.not_actions),
        resources=_unique(statement.resources),
        not_resources=_unique(statement.not_resources),
        principals=_principals(statement.principals, partition),
        not_principals=_principals(statement.not_principals, partition),
        conditions=_conditions(statement.conditions),
    )


def same(one: object, other: object) -> bool:
    """Tell whether two policies, as documents or as parsed JSON, are the same but for form.

    Order, repetitions, Sids, the case of actions and condition keys, the two ways to write an account, and how
    actions are spread over statements do not count. What is no policy is not the same as anything.
    """
    first = one if isinstance(one, PolicyDocument) else from_json(one)
    second = other if isinstance(other, PolicyDocument) else from_json(other)
    return first is not None and second is not None and _comparable(first) == _comparable(second)


def derived_sid(statement: Statement) -> str:
    """Make a Sid from effect, services, where there are few, kinds of resources, and a hash: `AllowS3Object4B6E`.

    The hash is of what the statement is about but for its actions, so that the Sid outlives changes to them, and
    always there, so that no Sid depends on what other statements there are.
    """
    named = statement.actions or statement.not_actions
    services = sorted({action.partition(":")[0] for action in named})
    words = ["All"] if "*" in services else [camel(service) for service in services[:_SERVICES_IN_SID]]
    more = "AndMore" if len(services) > _SERVICES_IN_SID else ""
    kinds = {_kind(resource) for resource in statement.resources}
    kind = "".join(sorted(kinds)) if len(kinds) <= 2 and "" not in kinds else ""
    words = [statement.effect, "Not" if statement.not_actions else "", *words, more, kind]
    return "".join(words) + _digest(statement)[:_HASH_IN_SID]


def is_derived_sid(statement: Statement) -> bool:
    """Tell whether a statement's Sid is the one that its content gives it."""
    derived = derived_sid(statement)
    return statement.sid.startswith(derived[:-_HASH_IN_SID]) and _digest(statement).startswith(
        statement.sid[len(derived) - _HASH_IN_SID :] or "-"
    )


def _digest(statement: Statement) -> str:
    subject = repr((_scope(statement), sorted(_services(statement.actions))))
    return hashlib.sha256(subject.encode()).hexdigest().upper()


def _with_sids(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Give a Sid to those without; where two hashes begin alike, the later one adds more of its own."""
    taken = {statement.sid for statement in statements}
    result = []
    for statement in statements:
        if not statement.sid:
            base, digest = derived_sid(statement)[:-_HASH_IN_SID], _digest(statement)
            sid = next(name for end in range(_HASH_IN_SID, 65) if (name := base + digest[:end]) not in taken)
            taken.add(sid)
            statement = replace(statement, sid=sid)
        result.append(statement)
    return tuple(result)


def _scope(statement: Statement) -> tuple[object, ...]:
    """Everything that a statement says but for its actions and Sid."""
    return (
        statement.effect,
        statement.not_actions,
        statement.resources,
        statement.not_resources,
        statement.principals,
        statement.not_principals,
        statement.conditions,
    )


def _services(actions: Iterable[str]) -> frozenset[str]:
    return frozenset(action.partition(":")[0] for action in actions)


def _together(first: Statement, second: Statement) -> Statement:
    reasons = dict.fromkeys(reason for reason in (first.reason, second.reason) if reason)
    whys = dict.fromkeys(why for why in (first.why, second.why) if why)
    actions = _sorted((*first.actions, *second.actions))
    return replace(first, actions=actions, reason="; ".join(reasons), why="; ".join(whys))


@lru_cache(maxsize=4096)
def _sorted(actions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(actions)))


@lru_cache(maxsize=4096)
def _spelled(actions: tuple[str, ...]) -> tuple[str, ...]:
    return _sorted(tuple(_as_aws_spells(action) for action in actions))


def _as_aws_spells(action: str) -> str:
    """Spell a known action, or what stands before the first wildcard of a pattern, as AWS does."""
    if action in ("*", "*:*"):
        return "*"
    if not has_wildcard(action):
        info = aws_actions.action(action)
        return info.name if info else action
    service = action.partition(":")[0]
    if has_wildcard(service):
        return action
    literal = min(action.find(wildcard) for wildcard in "*?" if wildcard in action)
    spellings = {name[:literal] for name in aws_actions.matching(action)}
    return spellings.pop() + action[literal:] if len(spellings) == 1 else action


def _unique(values: tuple[str, ...]) -> tuple[str, ...]:
    """Sort and drop repetitions. Of equal texts, a reference to a resource is kept, else any expression."""
    if len(values) < 2:
        return values
    kept: dict[str, str] = {}
    for value in sorted(values, key=_text_then_reference):
        kept.setdefault(value, value)
    return tuple(kept.values())


def _text_then_reference(value: str) -> tuple[str, bool, tuple[str, ...]]:
    if not isinstance(value, Expr):
        return value, True, ("~",)
    return value, not any(value.resources), value.parts


def _conditions(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    if not conditions:
        return conditions
    found = (Condition(c.operator, c.key, _unique(_condition_values(c))) for c in conditions)
    return tuple(sorted(dict.fromkeys(found), key=lambda c: (c.operator, c.key, c.values)))


def _condition_values(condition: Condition) -> tuple[str, ...]:
    truth = condition.operator.removesuffix("IfExists").rpartition(":")[2] in ("Bool", "Null")
    return tuple(value.lower() for value in condition.values) if truth else condition.values


def _principals(principals: tuple[Principal, ...], partition: str) -> tuple[Principal, ...]:
    if not principals:
        return principals
    by_type: dict[PrincipalType, list[str]] = {}
    for principal in principals:
        type_: PrincipalType = "AWS" if principal.type == "*" else principal.type
        by_type.setdefault(type_, []).extend(principal.values)
    if set(by_type) == {"AWS"} and set(by_type["AWS"]) == {"*"}:
        return (Principal("*", ("*",)),)
    return tuple(
        Principal(type_, _unique(tuple(_account_arn(value, partition) for value in by_type[type_])))
        for type_ in sorted(by_type)
    )


def _account_arn(principal: str, partition: str) -> str:
    if not arn.is_account_id(principal):
        return principal
    text = f"arn:{partition}:iam::{principal}:root"
    if isinstance(principal, Expr):
        return Expr(text, "arn:", arn.PARTITION, ":iam::", *principal.parts, ":root")
    return text


@lru_cache(maxsize=1024)
def camel(words: str) -> str:
    """Write words as one, in letters and digits, as Sids take them: `kinesis-streams` becomes `KinesisStreams`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", words))


@lru_cache(maxsize=4096)
def _kind(resource: str) -> str:
    """Return the kind of resource that an ARN names as a word, e.g. `Role`; empty where it names none."""
    parsed = arn.parse(resource)
    if parsed is None:
        return ""
    if parsed.service == "s3" and not parsed.account:
        return "Object" if "/" in parsed.resource else "Bucket"
    found = _KIND.match(parsed.resource)
    return camel(found[1]) if found else ""


def _comparable(document: PolicyDocument) -> dict[object, frozenset[str]]:
    """The actions of a document, by what else its statements say, without all that does not count."""
    actions: dict[object, set[str]] = {}
    for statement in document.statements:
        form = canonical(statement, action_names=False)
        scope = (
            form.effect,
            frozenset(map(str.lower, form.not_actions)),
            form.resources,
            form.not_resources,
            _accounts(form.principals),
            _accounts(form.not_principals),
            frozenset((c.operator, c.key.lower(), c.values) for c in form.conditions),
        )
        actions.setdefault(scope, set()).update(map(str.lower, form.actions))
    return {scope: frozenset(found) for scope, found in actions.items()}


def _accounts(principals: tuple[Principal, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((p.type, _ROOT.sub(r"\1", value)) for p in principals for value in p.values)
