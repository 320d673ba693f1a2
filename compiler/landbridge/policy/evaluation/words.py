"""Why a request is allowed or not, in one sentence."""

from dataclasses import dataclass

from landbridge.policy.evaluation.truth import Truth

_YES, _NO = Truth.YES, Truth.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What each part of the evaluation says.

    Attributes:
        found: whether all together allow the request.
        granted: whether identity policies do, whatever the boundary says.
        limit: whether the boundary does; yes where there is none.
        boundary: its name.
        named: whether the resource's policy names the caller, whatever the boundary says.
        account: whether the resource's policy lets the caller's account decide.
        has_policies: whether the caller is somebody who can have policies.
        has_resource: whether the resource has a policy.
        crosses: whether the caller is of another account than the resource.
        resource_decides: whether identity policies count only where the resource's policy says so.
    """

    found: Truth
    granted: Truth
    limit: Truth
    boundary: str
    named: Truth
    account: Truth
    has_policies: bool
    has_resource: bool
    crosses: bool
    resource_decides: bool

    @property
    def boundary_refuses(self) -> bool:
        """Whether the boundary does not let pass what something else allows, or may."""
        return self.limit is _NO and not (self.granted is self.named is _NO)

    @property
    def resource_refuses(self) -> bool:
        """Whether the resource's policy would have to allow it, and does not."""
        needed = self.crosses or self.resource_decides or not self.has_policies
        return needed and self.named is self.account is _NO


def because(parts: Parts) -> str:
    """Say it."""
    if parts.found is Truth.UNKNOWN:
        return _open(parts)
    return _allowed(parts) if parts.found is _YES else _refused(parts)


def _allowed(parts: Parts) -> str:
    if parts.crosses:
        return "across accounts both halves have to allow it, and an identity policy and the resource's policy do"
    by_identity = parts.has_policies and parts.granted is parts.limit is _YES
    if parts.resource_decides:
        if parts.named is _YES:
            return "the resource's policy allows it"
        return "the resource's policy lets the account decide, and an identity policy allows it"
    if parts.named is _YES:
        return f"{'an identity policy and ' if by_identity else ''}the resource's policy {_verb(by_identity)} it"
    return "an identity policy allows it"


def _verb(several: bool) -> str:
    return "allow" if several else "allows"


def _refused(parts: Parts) -> str:
    resource = f"the resource {'has a policy that does not allow it' if parts.has_resource else 'has no policy'}"
    if not parts.has_policies:
        return f"only the resource's policy could allow it, and {resource}"
    bounded = f"the boundary does not let it pass ({parts.boundary})"
    identity = bounded if parts.limit is _NO and parts.granted is not _NO else "no identity policy allows it"
    if parts.crosses:
        half = resource if parts.named is parts.account is _NO else identity
        return f"across accounts both halves have to allow it, and {half}"
    if parts.limit is _NO and parts.named is not _NO:
        return bounded
    if not parts.resource_decides:
        return identity if parts.limit is _NO or not parts.has_resource else "no policy allows it"
    if parts.account is _NO:
        return "the resource's policy decides, and neither allows it nor lets the account decide"
    return f"the resource's policy lets the account decide, and {identity}"


def _open(parts: Parts) -> str:
    if parts.crosses and _YES in (parts.named, parts.account):
        return "across accounts both halves have to allow it: the resource's does, the other depends on what is missing"
    if parts.crosses and parts.granted is parts.limit is _YES:
        return "across accounts both halves have to allow it: the identity's does, the other depends on what is missing"
    return "it depends on what is missing"
