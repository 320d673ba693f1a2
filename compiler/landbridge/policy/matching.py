"""IAM's wildcards: `*` stands for any text, `?` for any one character.

Policy variables such as `${aws:username}` stand for a text that is not known: only `*`, or the same variable,
covers one.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from landbridge.aws import arn

_SYMBOL = re.compile(r"\$\{[^{}]*\}|.", re.DOTALL)
_MOST_STEPS = 4_000_000
"""Lengths multiplied, beyond which nothing is compared: real ARNs have at most 2,048 characters."""


def has_wildcard(text: str) -> bool:
    """Tell whether a text has a `*` or a `?`."""
    return "*" in text or "?" in text


def covers(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Tell whether a pattern matches a text. Case counts for ARNs (the default) but not for actions."""
    return pattern_covers(pattern, text, ignore_case=ignore_case)


@lru_cache(maxsize=65536)
def pattern_covers(wide: str, narrow: str, *, ignore_case: bool = False) -> bool:
    """Tell whether every text that `narrow` matches is matched by `wide` too.

    True is certain; False may be wrong for patterns with `?` beside a `*`, and for enormous ones.
    """
    if ignore_case:
        wide, narrow = wide.lower(), narrow.lower()
    if wide in ("*", narrow):
        return True
    return has_wildcard(wide) and len(wide) * len(narrow) <= _MOST_STEPS and _covers(_symbols(wide), _symbols(narrow))


@lru_cache(maxsize=65536)
def overlaps(one: str, other: str, *, ignore_case: bool = False) -> bool:
    """Tell whether some text is matched by both patterns. A policy variable may be any text.

    ARNs are compared field by field, as no wildcard of one field reaches into another of a real ARN. False is
    certain; True may be wrong for enormous patterns.
    """
    if ignore_case:
        one, other = one.lower(), other.lower()
    if "*" in (one, other) or one == other:
        return True
    first, second = arn.parse(one), arn.parse(other)
    if first is None or second is None:
        return _texts_overlap(one, other)
    return all(_texts_overlap(mine, theirs) for mine, theirs in zip(first.fields, second.fields, strict=True))


def _texts_overlap(one: str, other: str) -> bool:
    first, second = _symbols(one), _symbols(other)
    same = 0  # Most pairs differ early, or share a long literal beginning: settle that without the table.
    while same < min(len(first), len(second)) and _is_literal(first[same]) and _is_literal(second[same]):
        if first[same] != second[same]:
            return False
        same += 1
    return len(one) * len(other) > _MOST_STEPS or _overlap(first[same:], second[same:])


def _symbols(pattern: str) -> Sequence[str]:
    """Split a pattern into characters, wildcards and variables."""
    return _SYMBOL.findall(pattern) if "${" in pattern else pattern


def _covers(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    """Match `wide` against the symbols of `narrow`, whose wildcards and variables are symbols like others.

    Greedy: a star takes nothing at first, and one symbol more each time that what follows does not match.
    """
    at = position = 0
    star, taken = -1, 0
    while position < len(narrow):
        if at < len(wide) and wide[at] == "*":
            star, taken = at, position
            at += 1
        elif at < len(wide) and _symbol_covers(wide[at], narrow[position]):
            at += 1
            position += 1
        elif star >= 0:
            taken += 1
            at, position = star + 1, taken
        else:
            return False
    return all(symbol == "*" for symbol in wide[at:])


def _symbol_covers(wide: str, narrow: str) -> bool:
    return wide == narrow or (wide == "?" and len(narrow) == 1 and narrow != "*")


def _overlap(first: Sequence[str], second: Sequence[str]) -> bool:
    """Walk all pairs of positions that a common text can reach, row by row of `first`."""
    reached = [True] + [False] * len(second)
    for column, symbol in enumerate(second):
        reached[column + 1] = reached[column] and _any_text(symbol)
    for mine in first:
        row = [reached[0] and _any_text(mine)]
        for column, theirs in enumerate(second):
            if _any_text(mine) or _any_text(theirs):
                row.append(reached[column] or row[column] or reached[column + 1])
            else:
                row.append(reached[column] and (mine == theirs or "?" in (mine, theirs)))
        reached = row
    return reached[-1]


def _any_text(symbol: str) -> bool:
    return symbol == "*" or len(symbol) > 1


def _is_literal(symbol: str) -> bool:
    return len(symbol) == 1 and symbol not in "*?"
