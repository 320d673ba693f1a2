"""How large a policy is by IAM's count, and how to cut one that is too large for a quota.

Cutting is by hash, like the buckets of extendible hashing: a bucket that is too large is divided by the next
bit of the hash of each of its pieces. Whatever is added or taken away touches the one bucket that it is in.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from landbridge.ir import Expr
from landbridge.policy.canonical import canonicalise, is_derived_sid
from landbridge.policy.document import PolicyDocument, Statement

_HASH_BITS = 64
_ESCAPED_BY_TERRAFORM = "<>&\u2028\u2029"
"""Characters that `jsonencode` writes as six: a backslash, u and four digits."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the documents that a document was cut into.

    `name` is a number from "2" on, or empty where nothing was cut off before. A part keeps its name when others
    are added or go, so the numbers may have gaps.
    """

    name: str
    statements: tuple[Statement, ...]


class _Piece(NamedTuple):
    """Some actions on some resources of one statement, given by its index; `bits` say which bucket it is in."""

    bits: int
    statement: int
    actions: tuple[str, ...]
    resources: tuple[str, ...]


def size(document: PolicyDocument) -> int:
    """Count a document's characters as IAM's quotas do, without the white space between the parts of the JSON.

    White space inside strings is counted: AWS only says that white space is not, so the count may be too high
    but never too low. Characters count as Terraform's `jsonencode` writes them.
    """
    text = json.dumps(document.to_json(), ensure_ascii=False, separators=(",", ":"))
    return len(text) + 5 * sum(map(text.count, _ESCAPED_BY_TERRAFORM)) + _still_to_come(document)


def _still_to_come(document: PolicyDocument) -> int:
    """How much longer the document gets when Terraform knows the ids that are not known now."""
    return sum(
        value.length - len(value)
        for statement in document.statements
        for value in statement.texts
        if isinstance(value, Expr)
    )


def split(statements: Sequence[Statement], limit: int) -> tuple[Part, ...] | None:
    """Cut statements into documents of at most `limit` characters that grant the same together.

    Each part is in canonical form. Statements that fit together are one part, without a name. Otherwise each is
    cut by its actions, or by its resources where these are the longer list. Returns None where one action on
    one resource, with its conditions, is too large alone.

    An action more changes one part, and may cut it in two; where its statement is cut by resources, it changes
    the parts that hold the statement.
    """
    uncut = canonicalise(PolicyDocument(tuple(statements)), action_names=False)
    if size(uncut) <= limit:  # as nearly all are, with nothing to cut into pieces for
        return (Part("", uncut.statements),)
    whole = [_without_derived_sid(statement) for statement in statements]
    pieces = [piece for index, statement in enumerate(whole) for piece in _pieces(statement, index, limit)]
    leaves = sorted(_leaves(pieces, whole, limit), key=lambda leaf: leaf[0])
    if any(part is None for _, part in leaves):
        return None
    return tuple(Part(str(number + 1) if number else "", part) for number, part in leaves if part is not None)


def _without_derived_sid(statement: Statement) -> Statement:
    """Let each part derive Sids for itself: one that names all services would change in all parts with any."""
    return replace(statement, sid="") if is_derived_sid(statement) else statement


def _leaves(
    pieces: list[_Piece], whole: Sequence[Statement], limit: int, depth: int = 0, number: int = 0
) -> Iterator[tuple[int, tuple[Statement, ...] | None]]:
    """Yield the buckets by number; None for one that is too large and cannot be divided.

    A number has the bits that led to its bucket, the first one lowest: dividing a bucket leaves one half under
    the old number.
    """
    part = _assembled(pieces, whole)
    if size(PolicyDocument(part)) <= limit:
        yield number, part
    elif len(pieces) == 1 or depth == 2 * _HASH_BITS:
        yield number, None
    else:
        for bit in (0, 1):
            side = [piece for piece in pieces if piece.bits >> depth & 1 == bit]
            if side:
                yield from _leaves(side, whole, limit, depth + 1, number | bit << depth)


def _pieces(statement: Statement, index: int, limit: int) -> Iterator[_Piece]:
    """Cut a statement along its longer list or, where a piece is still too large, along the other or both."""
    by_action = _one_by_one(statement.actions)
    by_resource = _one_by_one(statement.resources)
    cuts = [(by_action, [statement.resources]), ([statement.actions], by_resource)]
    if _length(statement.resources) > _length(statement.actions):
        cuts.reverse()
    for some, where in (*cuts, (by_action, by_resource)):
        longest = _Piece(0, 0, max(some, key=_length), max(where, key=_length))
        if size(PolicyDocument(_assembled([longest], [statement]))) <= limit:
            break
    # What a piece shares with all others of its statement says nothing about its bucket: that may change.
    same_actions = some is not by_action
    rest = _hash(statement)
    for actions in some:
        for resources in where:
            own = replace(statement, actions=() if same_actions else actions, resources=resources)
            yield _Piece(_hash(own) | rest << _HASH_BITS, index, actions, resources)


def _one_by_one(values: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [(value,) for value in values] or [()]


def _length(texts: tuple[str, ...]) -> int:
    return sum(map(len, texts))


def _hash(statement: Statement) -> int:
    text = json.dumps(replace(statement, sid="").to_json())
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[: _HASH_BITS // 8], "big")


def _assembled(pieces: Iterable[_Piece], whole: Sequence[Statement]) -> tuple[Statement, ...]:
    """Put pieces of the same statement together again, as far as they are in the same bucket."""
    actions: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for piece in pieces:
        actions.setdefault((piece.statement, piece.resources), []).extend(piece.actions)
    resources: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for (index, where), some in actions.items():
        resources.setdefault((index, tuple(some)), []).extend(where)
    together = (
        replace(whole[index], actions=some, resources=tuple(where)) for (index, some), where in resources.items()
    )
    return canonicalise(PolicyDocument(tuple(together)), action_names=False).statements
