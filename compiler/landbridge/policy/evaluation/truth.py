"""Three-valued logic: what is not known stays unknown unless the rest decides."""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Whether something holds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def truth(value: bool) -> Truth:
    """What is known."""
    return Truth.YES if value else Truth.NO


def every(truths: Iterable[Truth]) -> Truth:
    """Whether all hold: one that does not decides."""
    found = set(truths)
    return Truth.NO if Truth.NO in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.YES


def some(truths: Iterable[Truth]) -> Truth:
    """Whether any holds: one that does decides."""
    found = set(truths)
    return Truth.YES if Truth.YES in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.NO


def opposite(value: Truth) -> Truth:
    """Whether it does not hold."""
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(value, value)
