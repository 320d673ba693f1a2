"""What an area is: the one description from which the spec, the rules and the compiler learn of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from landbridge.findings import Finding, SpecPath
from landbridge.ir import Module
from landbridge.lock import Lock
from landbridge.rules.rule import Rule

if TYPE_CHECKING:  # the spec model is made from the areas, so areas only name it
    from landbridge.spec.root import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What lowering gets besides the spec: texts of files that the spec names, and pinned data."""

    texts: Mapping[str, str]
    lock: Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One emitted module and everything that makes it.

    Attributes:
        key: of the area's part in the spec, as in the list of areas.
        spec: the pydantic model of the part.
        files: the files beside the spec that the part names, with the place that names each.
        pin: brings the lock up to date with what the part needs; data that moves is read here and nowhere else.
        lower: part of the spec → module, with findings.
        rules: checked on every compile.
    """

    key: str
    spec: type[Any]
    files: "Callable[[Spec], Iterable[tuple[SpecPath, str]]]"
    pin: "Callable[[Spec, Lock], tuple[Lock, list[Finding]]]"
    lower: "Callable[[Spec, Inputs], tuple[Module, list[Finding]]]"
    rules: tuple[Rule, ...]
