"""Statements that say the same under other conditions: told once, with the conditions that came and went."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from landbridge.access.model import About, Change
from landbridge.policy.document import Condition, Statement


@dataclass(frozen=True, slots=True)
class Reconditioned:
    """Statements of which only the same conditions changed.

    Attributes:
        about: what the statements are of.
        came: conditions that only the new ones have.
        went: conditions that only the old ones had.
        statements: with the conditions that stayed.
    """

    about: About
    came: tuple[Condition, ...]
    went: tuple[Condition, ...]
    statements: tuple[Statement, ...]


def reconditioned(changes: Sequence[Change]) -> tuple[list[Reconditioned], list[Change]]:
    """Put what came and what went together where only conditions differ; the rest is as it was, in its order."""
    went: dict[tuple[About, Statement], list[tuple[Change, Statement]]] = {}
    for change in changes:
        if change.sign == "-" and isinstance(change.what, Statement):
            went.setdefault(_bare(change, change.what), []).append((change, change.what))
    found: dict[tuple[About, tuple[Condition, ...], tuple[Condition, ...]], list[Statement]] = {}
    paired: set[int] = set()
    for change in changes:
        if change.sign != "+" or not isinstance(change.what, Statement):
            continue
        former = went.get(_bare(change, change.what))
        if not former:
            continue
        old, statement = former.pop(0)
        new, before = change.what.conditions, statement.conditions
        key = change.about, _less(new, before), _less(before, new)
        kept = replace(change.what, conditions=tuple(each for each in new if each in before))
        found.setdefault(key, []).append(kept)
        paired |= {id(change), id(old)}
    rest = [change for change in changes if id(change) not in paired]
    return [Reconditioned(*key, tuple(statements)) for key, statements in found.items()], rest


def _bare(change: Change, statement: Statement) -> tuple[About, Statement]:
    return change.about, replace(statement, conditions=())


def _less(some: Sequence[Condition], others: Sequence[Condition]) -> tuple[Condition, ...]:
    return tuple(condition for condition in some if condition not in others)
