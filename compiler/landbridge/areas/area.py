"""What an area is: the one description from which the spec, the rules and the compiler learn of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from landbridge.findings import Finding, SpecPath
from landbridge.ir import Expr, Module
from landbridge.lock import Lock
from landbridge.rules.rule import Explained, Rule

if TYPE_CHECKING:  # the spec model is made from the areas, so areas only name it; few specs have contributions
    from landbridge.areas.contributions import Contribution
    from landbridge.spec.root import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What lowering gets besides the spec.

    Attributes:
        texts: of files that the spec names.
        lock: pinned data.
        references: what may stand in `{kind:key}`, of all areas, as this one's module writes it.
        contributions: what other areas hand to this one.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    references: Mapping[str, Expr] = field(default_factory=dict)
    contributions: "tuple[Contribution, ...]" = ()


_NO_END = "2100"
"""From this year on a day is as good as none, on whichever day somebody looks."""


def is_no_end(day: str) -> bool:
    """Whether a last day, `YYYY-MM-DD`, is as good as none: what a compile, which knows no day, can say."""
    return day[:4] >= _NO_END


class Expiry(NamedTuple):
    """Something of a spec that is meant for a time.

    Attributes:
        path: where its last day stands.
        day: the last day, as `YYYY-MM-DD`.
        what: what it is, to go before "ends".
        reason: the author's, for a day that is far away.
    """

    path: SpecPath
    day: str
    what: str
    reason: str = ""


class Beside(NamedTuple):
    """A file beside the spec: the place that names it, its name, and what helps whoever has none."""

    path: SpecPath
    name: str
    made_by: str = ""


def _no_files(spec: "Spec") -> Iterable[Beside]:
    return ()


def _nothing_pinned(spec: "Spec", lock: Lock) -> tuple[Lock, list[Finding]]:
    return lock, []


def _nothing_named(spec: "Spec") -> Mapping[str, Expr]:
    return {}


def _nothing_contributed(spec: "Spec", references: Mapping[str, Expr]) -> "Iterable[Contribution]":
    return ()


def _nothing_expires(spec: "Spec") -> Iterable[Expiry]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One emitted module and everything that makes it.

    Attributes:
        key: of the area's part in the spec, as in the list of areas.
        spec: the pydantic model of the part.
        lower: part of the spec → module, with findings. The part may be missing where others contribute to the area.
        rules: checked on every compile.
        told: what lowering and pinning report, which is no rule.
        files: the files beside the spec that the part names.
        pin: brings the lock up to date with what the part needs; data that moves is read here and nowhere else.
        names: what the spec may name of this area by `{kind:key}`, as the area's own module writes it.
        contribute: what it hands to the owners of other documents, in expressions that hold in any module; what is
            wrong with it, `lower` reports.
        dates: what is granted for a time only. A compile never looks at it, as its output must not depend on the day.
    """

    key: str
    spec: type[Any]
    lower: "Callable[[Spec, Inputs], tuple[Module, list[Finding]]]"
    rules: tuple[Rule, ...]
    told: tuple[Explained, ...]
    files: "Callable[[Spec], Iterable[Beside]]" = _no_files
    pin: "Callable[[Spec, Lock], tuple[Lock, list[Finding]]]" = _nothing_pinned
    names: "Callable[[Spec], Mapping[str, Expr]]" = _nothing_named
    contribute: "Callable[[Spec, Mapping[str, Expr]], Iterable[Contribution]]" = _nothing_contributed
    dates: "Callable[[Spec], Iterable[Expiry]]" = _nothing_expires
