"""Who uses a key, and how: from the spec and from what other areas hand over, to statements."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from landbridge.areas.contributions import KeyUse
from landbridge.areas.key_use import DECRYPT, through
from landbridge.areas.kms import statements as sets
from landbridge.areas.kms.purposes import PURPOSES, use_actions
from landbridge.areas.kms.spec import CustomerKey
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.policy.canonical import camel
from landbridge.policy.document import Condition, Statement
from landbridge.policy.matching import has_wildcard

Kind = Literal["crypto", "decrypt", "describe", "grants"]

ELSEWHERE = "Elsewhere"
"""Stands for the account of a principal that only Terraform knows."""

_SIDS = {
    "crypto": "UseOfTheKey",
    "decrypt": "DecryptWithTheKey",
    "describe": "DescribeTheKey",
    "grants": "Grants",
}
_CONTEXT_KEY = "kms:EncryptionContext:"
_HASH_IN_SID = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One principal's one way to use a key.

    Attributes:
        principal: who.
        kind: what it may do.
        via: services through which alone; empty: directly, too.
        context: conditions on the encryption context.
        account: another account whose principal this is; empty for the own one.
        origin: where in the spec it comes from.
        reason: the author's.
        why: of the area that handed it over.
    """

    principal: str
    kind: Kind
    via: tuple[str, ...] = ()
    context: tuple[Condition, ...] = ()
    account: str = ""
    origin: SpecPath = field(compare=False)
    reason: str = ""
    why: str = ""


def uses(scope: Scope, path: SpecPath, key: CustomerKey, handed: Iterable[KeyUse]) -> list[Use]:
    """Everybody who uses a key, in the order of the spec; what other areas hand over comes after its users."""
    return [
        *_users(scope, path, key),
        *(use for each in handed for use in _handed(each, key)),
        *_grant_creators(scope, path, key),
        *_other_accounts(scope, path, key),
    ]


def _users(scope: Scope, path: SpecPath, key: CustomerKey) -> Iterator[Use]:
    purpose = PURPOSES[key.purpose]
    for index, user in enumerate(key.users):
        where = (*path, "users", index)
        context = tuple(
            Condition(
                "StringLike" if any(map(has_wildcard, values)) else "StringEquals",
                _CONTEXT_KEY + name,
                tuple(scope.expand(value, (*where, "encryption_context", name)) for value in values),
            )
            for name, values in user.encryption_context.items()
        )
        base = Use(
            principal=scope.principal((*where, "principal"), user.principal),
            kind="decrypt" if user.decrypt_only else "describe" if purpose.by_grants else "crypto",
            via=tuple(sorted(user.via)),
            context=context,
            origin=where,
            reason=user.reason or "",
        )
        yield base
        if context and base.kind != "describe":
            yield replace(base, kind="describe", context=())
        if purpose.grants and not user.decrypt_only:
            yield replace(base, kind="grants", context=())


def _handed(given: KeyUse, key: CustomerKey) -> Iterator[Use]:
    kinds: tuple[Kind, ...] = (given.use, "grants") if given.grants else (given.use,)
    for kind in kinds:
        for principal in given.principals:
            yield Use(principal=principal, kind=kind, via=tuple(sorted(given.via)), origin=given.origin, why=given.why)


def _grant_creators(scope: Scope, path: SpecPath, key: CustomerKey) -> Iterator[Use]:
    for index, text in enumerate(key.grant_creators):
        where = (*path, "grant_creators", index)
        yield Use(principal=scope.principal(where, text), kind="grants", origin=where)


def _other_accounts(scope: Scope, path: SpecPath, key: CustomerKey) -> Iterator[Use]:
    for index, other in enumerate(key.other_accounts):
        where = (*path, "other_accounts", index)
        texts = [
            *(((*where, "principals", n), text) for n, text in enumerate(other.principals)),
            *(((*where, "accounts", n), text) for n, text in enumerate(other.accounts)),
        ]
        kinds: tuple[Kind, ...] = (other.use, "grants") if other.grants else (other.use,)
        for kind in kinds:
            for at, text in texts:
                principal = scope.principal(at, text)
                parsed = arn.parse(principal)
                yield Use(
                    principal=principal,
                    kind=kind,
                    via=tuple(sorted(other.via)),
                    account=parsed.account if parsed else ELSEWHERE,
                    origin=where,
                    reason=other.reason,
                )


def use_statements(scope: Scope, key: CustomerKey, found: Sequence[Use]) -> Iterator[Statement]:
    """One statement for all who use the key in the same way; its Sid says which way, whoever comes or goes."""
    ways: dict[tuple[object, ...], list[Use]] = {}
    for use in found:
        ways.setdefault((use.account, use.kind, use.via, use.context), []).append(use)
    order = list(_SIDS)
    for some in sorted(ways.values(), key=lambda some: (some[0].account, order.index(some[0].kind), sid(some[0]))):
        yield _statement(scope, key, some)


def actions(key: CustomerKey, use: Use) -> tuple[str, ...]:
    """What a use allows. A request to describe a key has no encryption context, so that is a use of its own."""
    if use.kind == "grants":
        return sets.GRANTS
    if use.kind == "describe":
        return sets.DESCRIBE
    allowed = DECRYPT if use.kind == "decrypt" else use_actions(key.key_spec, key.key_usage)
    return tuple(action for action in allowed if action != "kms:DescribeKey") if use.context else allowed


def _statement(scope: Scope, key: CustomerKey, some: list[Use]) -> Statement:
    first = some[0]
    principals = tuple(dict.fromkeys(use.principal for use in some))
    given = (*((through(scope.identity, first.via),) if first.via else ()), *first.context)
    if first.kind == "grants":
        made = sets.grants(sid(first), principals, given, first.origin)
    else:
        made = sets.use(sid(first), actions(key, first), principals, given, first.origin)
    told = [made.why, *dict.fromkeys(use.why for use in some if use.why)]
    reasons = dict.fromkeys(use.reason for use in some if use.reason)
    return replace(made, why="\n".join(told), reason="; ".join(reasons))


def sid(use: Use) -> str:
    """The Sid of a way to use a key, e.g. `DecryptWithTheKeyThroughS3` or `UseOfTheKeyByAccount210987654321`."""
    by = "" if not use.account else f"By{use.account}" if use.account == ELSEWHERE else f"ByAccount{use.account}"
    through = "And".join(map(camel, use.via))
    digest = hashlib.sha256(repr([(c.operator, c.key, sorted(c.values)) for c in use.context]).encode()).hexdigest()
    context = f"InContext{digest[:_HASH_IN_SID].upper()}" if use.context else ""
    return "".join((_SIDS[use.kind], by, f"Through{through}" if through else "", context))
