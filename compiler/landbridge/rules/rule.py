"""What a rule is, and what it may look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from landbridge.aws.identity import Identity
from landbridge.findings import Finding, Severity, SpecPath
from landbridge.ir import Module

if TYPE_CHECKING:  # rules only name the spec's type: the spec model is made from the areas, which hold rules
    from landbridge.spec.root import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a rule checks: the spec, one area's part of it, and the Terraform model that it was lowered to."""

    spec: "Spec"
    part: Any
    module: Module
    identity: Identity


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Explained):
    """A rule of an area; `check` yields what it found and never raises. A spec can suppress it, with a reason."""

    check: Callable[[Subject], Iterator[Hit]]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Run the rule."""
        for hit in self.check(subject):
            yield Finding(self.id, hit.message, hit.hint or self.fix, self.severity, path=hit.path, at_key=hit.at_key)
