"""The permissions boundary that a role or user gets: always somebody's choice."""

from dataclasses import dataclass

from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath


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
    where, words = "security.policies (and keep, none)", ("keep", "none")
    reference = scope.reference(path, "policy", choice, where=where, also=words)
    # A boundary has to exist before whom it bounds, so it is always a reference.
    return Boundary() if reference is None else Boundary(arn=reference.needed())
