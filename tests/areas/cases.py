"""Cases for the rules of an area: specs that break one, and specs that keep it.

A `§` in a spec marks the place at which the finding is expected; it is not part of the spec.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from itertools import chain
from pkgutil import iter_modules

from tests.marks import marked_place, unmarked


@dataclass(frozen=True)
class Bad:
    """A spec that breaks one rule, once.

    Attributes:
        rule: its id.
        message: a piece of the finding's message.
        text: the spec, with the mark.
        also: ids of the other rules that it cannot help breaking as well.
        files: what lies beside the spec.
        at: the place, where it is in another file than the spec.
    """

    rule: str
    message: str
    text: str
    also: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    at: tuple[str, int, int] | None = None

    @property
    def source(self) -> str:
        """The spec without the mark."""
        return unmarked(self.text)

    @property
    def place(self) -> tuple[str, int, int]:
        """File, line and column at which the finding is expected."""
        return self.at or ("spec.yaml", *marked_place(self.text))


@dataclass(frozen=True)
class Good:
    """A spec that keeps a rule, and every other one."""

    rule: str
    text: str
    files: Mapping[str, str] = field(default_factory=dict)


def families(package: str, folder: Iterable[str]) -> tuple[tuple[Bad, ...], tuple[Good, ...]]:
    """The `BAD` and the `GOOD` of every module in a package, each of which has those of one family of rules."""
    modules = [import_module(f"{package}.{found.name}") for found in iter_modules(folder)]
    bad: Iterable[Bad] = chain.from_iterable(module.BAD for module in modules)
    good: Iterable[Good] = chain.from_iterable(module.GOOD for module in modules)
    return tuple(bad), tuple(good)
