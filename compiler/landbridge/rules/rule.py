"""What a rule is, and what it may look at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from landbridge.aws.identity import Identity
from landbridge.findings import Finding, Severity, SpecPath
from landbridge.ir import Expr, Module

if TYPE_CHECKING:  # rules only name the spec's type: the spec model is made from the areas, which hold rules
    from landbridge.spec.root import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a rule checks: the spec, one area's part of it, and the Terraform model that it was lowered to.

    `references` is what the spec may name by `{kind:key}`, and `modules` are those of all areas.
    """

    spec: "Spec"
    part: Any
    module: Module
    identity: Identity
    references: Mapping[str, Expr]
    modules: tuple[Module, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a rule found: the message, what helps, and where in the spec."""

    path: SpecPath
    message: str
    hint: str = ""
    at_key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A kind of finding, for `landbridge rules`.

    Attributes:
        id: `LB` and three digits; never reused.
        title: what must hold, in one line.
        why: what goes wrong otherwise.
        fix: how to satisfy it.
        source: URL of the documentation that says so; empty where it is our own decision.
        severity: of all its findings.
    """

    id: str
    title: str
    why: str
    fix: str
    source: str
    severity: Severity = Severity.ERROR


def standing(
    id_: str, title: str, why: str, fix: str, source: str = "", severity: Severity = Severity.ERROR
) -> Explained:
    """A finding that is no rule: it tells what cannot be, so no spec can suppress it."""
    return Explained(id=id_, title=title, why=why, fix=fix, source=source, severity=severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Explained):
    """A rule of an area. A spec can suppress it, with a reason.

    Attributes:
        check: yields what it found, and never raises.
        looks_for_absence: whether it finds what nothing uses, names or lets in. While a part of the spec is left out
            because it is wrong, or a reference leads nowhere, that is no news: the missing one may be the very one.
    """

    check: Callable[[Subject], Iterator[Hit]]
    looks_for_absence: bool = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Run the rule."""
        for hit in self.check(subject):
            yield Finding(self.id, hit.message, hit.hint or self.fix, self.severity, path=hit.path, at_key=hit.at_key)
