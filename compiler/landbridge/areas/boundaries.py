"""The permissions boundary that a role or user gets: always somebody's choice."""

from dataclasses import dataclass

from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.ir import Expr


@dataclass(frozen=True, slots=True)
class Boundary:
    """A permissions boundary: its ARN, or None; `keep` leaves whatever is there in AWS."""

    arn: str | None = None
    keep: bool = False


def boundary(scope: Scope, path: SpecPath, choice: str) -> Boundary:
    """What a choice stands for: keep, none, an ARN that may live outside the spec, or a key of security.policies.

    Others are reported at `path`.
    """
    if choice in ("keep", "none"):
        return Boundary(keep=choice == "keep")
    if choice.startswith("arn:") or outside(choice) is not None:
        return Boundary(arn=scope.expand(choice, path))
    reference = scope.references.get(f"policy:{choice}")
    if reference is not None:
        # A boundary has to exist before whom it bounds, so it is always a reference.
        return Boundary(arn=Expr(str(reference), *reference.parts))
    policies = (name.removeprefix("policy:") for name in scope.references if name.startswith("policy:"))
    known = dict.fromkeys(("keep", "none", *policies))
    scope.missing(path, "policy", choice, known, where="security.policies (and keep, none)")
    return Boundary()
