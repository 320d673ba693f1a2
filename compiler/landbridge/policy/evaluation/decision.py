"""The decision: whether AWS allows a request, and which statements decided.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, its pages
policy-eval-denyallow and cross-account. Not looked at, as no policy of a spec is one: policies of the organisation,
session policies, KMS grants.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.evaluation.request import OWNER, Request
from landbridge.policy.evaluation.statements import ANY, FOR_OTHERS, Grant, applies, doubts, lacks, missing
from landbridge.policy.evaluation.truth import Truth, every, some
from landbridge.policy.evaluation.words import Parts, because


class Answer(Enum):
    """What AWS answers, as far as can be told."""

    ALLOW = "allow"
    DENY = "deny"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy that takes part. `name` is what people call it; no `document`: it exists, and is not given."""

    name: str
    document: PolicyDocument | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """All policies that AWS would look at.

    Attributes:
        identity: of the principal: inline, attached, of its groups.
        resource: of the resource; None where it has none.
        boundary: of the principal; None where it has none.
        resource_decides: whether identity policies count only where the resource's policy lets the account decide,
            as for KMS keys and for the trust of roles.
    """

    identity: tuple[Policy, ...] = ()
    resource: Policy | None = None
    boundary: Policy | None = None
    resource_decides: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One statement that applies, or may: where it stands, and whether it surely does."""

    policy: str
    statement: Statement
    certain: bool


@dataclass(frozen=True, slots=True)
class Near:
    """One Allow statement about the action where nothing allows it: where it stands, and in words why it does not.

    One that lacks nothing allows it, which alone is not enough.
    """

    policy: str
    statement: Statement
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What AWS's documentation does not say of a statement: the statement's policy, and what it is about, in words."""

    policy: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What was not given and could change the answer.

    Attributes:
        keys: context keys.
        values: texts that the policies leave open, as placeholders with their braces.
        policies: names of policies.
        doubts: what nobody can give.
    """

    keys: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def __bool__(self) -> bool:
        return any((self.keys, self.values, self.policies, self.doubts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What AWS answers, and why.

    Attributes:
        answer: allow, deny or unknown.
        because: in one sentence.
        decided: the statements that the answer rests on; none where nothing allows.
        nearly: where nothing allows it as it would have to, the Allow statements about the action; before them, those
            of a permissions boundary that does not let it pass.
        missing: why it is unknown.
    """

    answer: Answer
    because: str
    decided: tuple[Said, ...] = ()
    nearly: tuple[Near, ...] = ()
    missing: Missing = Missing()


def decide(request: Request, policies: Policies) -> Decision:
    """Evaluate a request as AWS does: an explicit deny wins, then something has to allow it."""
    return _Evaluation(request, policies).decision()


@dataclass(frozen=True, slots=True)
class _Found:
    """Whether something allows the request, and the statements by which it does or may."""

    truth: Truth
    by: tuple[Said, ...] = ()

    def within(self, other: "_Found") -> "_Found":
        """Both have to allow it."""
        both = every([self.truth, other.truth])
        return _Found(both, self.by + other.by if both is not Truth.NO else ())

    def or_by(self, other: "_Found") -> "_Found":
        """Either is enough."""
        either = some([self.truth, other.truth])
        return _Found(either, tuple(said for each in (self, other) if each.truth is either for said in each.by))

    def unless(self, other: "_Found") -> "_Found":
        """One of both is right, and nobody knows which."""
        if self.truth is other.truth:
            return self
        return _Found(Truth.UNKNOWN, tuple(dict.fromkeys(self.by + other.by)))


class _Evaluation:
    def __init__(self, request: Request, policies: Policies) -> None:
        self.request = request
        self.policies = policies
        self.everything = [
            *policies.identity,
            *(policy for policy in (policies.resource, policies.boundary) if policy is not None),
        ]

    def decision(self) -> Decision:
        denies = tuple(self._said("Deny", self.everything))
        if sure := tuple(said for said in denies if said.certain):
            return Decision(answer=Answer.DENY, because="a statement denies it", decided=sure)
        allowed, parts = self._allowed()
        why = because(parts)
        if allowed.truth is Truth.NO:
            return Decision(answer=Answer.DENY, because=why, nearly=tuple(self._nearly(parts)))
        not_given = tuple(policy.name for policy in self.everything if policy.document is None)
        if allowed.truth is Truth.YES and not denies and not not_given:
            return Decision(answer=Answer.ALLOW, because=why, decided=allowed.by)
        if allowed.truth is Truth.YES:
            why += ", unless what is missing denies it"
        said = (*allowed.by, *denies)
        if not said:
            why = "no policy that is there allows it, and one that is missing may"
        open_owner = self.request.crosses is Truth.UNKNOWN and allowed.truth is Truth.UNKNOWN
        missing_ = self._missing(said, not_given, [OWNER] if open_owner else [])
        return Decision(answer=Answer.UNKNOWN, because=why, decided=said, missing=missing_)

    def _allowed(self) -> tuple[_Found, Parts]:
        """Whether something allows it, by which statements, and what each part says."""
        limit = self._by([self.policies.boundary]) if self.policies.boundary else _Found(Truth.YES)
        granted = self._by(self.policies.identity)
        identity = granted.within(limit)
        account = self._of_resource(Grant.ACCOUNT)
        crosses = self.request.crosses
        across = identity.within(self._named().or_by(account))
        if not self.request.account:  # a service, a provider or nobody: only the resource can let it in
            within = self._named()
        elif self.policies.resource_decides:
            within = self._direct(limit).or_by(identity.within(account))
        else:
            within = identity.or_by(self._direct(limit))
        found = within.unless(across) if crosses is Truth.UNKNOWN else across if crosses is Truth.YES else within
        return found, Parts(
            found=found.truth,
            granted=granted.truth,
            limit=limit.truth,
            boundary=self.policies.boundary.name if self.policies.boundary else "",
            named=self._named().truth,
            account=account.truth,
            has_policies=bool(self.request.account),
            has_resource=self.policies.resource is not None,
            crosses=crosses is Truth.YES,
            resource_decides=self.policies.resource_decides,
        )

    def _named(self) -> _Found:
        """What the resource's policy grants the caller itself, whatever the boundary says."""
        return self._of_resource(Grant.SELF).or_by(self._of_resource(Grant.ROLE))

    def _direct(self, limit: _Found) -> _Found:
        """What the resource's policy grants the caller itself, in one account.

        A boundary does not limit what is granted to a user, a session or everybody by name; what is granted to a role
        by name, it does. To assume a role, everybody needs it. Across accounts it is a matter of the identity's half.
        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html for the latter.
        """
        to_self, to_role = self._of_resource(Grant.SELF), self._of_resource(Grant.ROLE)
        if self.request.action.lower().startswith("sts:"):
            to_self = to_self.within(limit)
        return to_self.or_by(to_role.within(limit))

    def _of_resource(self, *to: Grant) -> _Found:
        return self._by([self.policies.resource] if self.policies.resource else [], *to)

    def _by(self, policies: Iterable[Policy], *to: Grant) -> _Found:
        policies = list(policies)
        by = tuple(self._said("Allow", policies, to))
        if sure := tuple(said for said in by if said.certain):
            return _Found(Truth.YES, sure)
        unknown = by or any(policy.document is None for policy in policies)
        return _Found(Truth.UNKNOWN if unknown else Truth.NO, by)

    def _said(self, effect: str, policies: Iterable[Policy], to: tuple[Grant, ...] = ANY) -> Iterator[Said]:
        """The statements of an effect that apply or may apply."""
        for policy in policies:
            grants = (to or ANY) if self._is_resources(policy) else ()
            for statement in policy.document.statements if policy.document else ():
                if statement.effect == effect:
                    found = applies(statement, self.request, to=grants, bounded=self._bounded)
                    if found is not Truth.NO:
                        yield Said(policy.name, statement, found is Truth.YES)

    @property
    def _bounded(self) -> Truth:
        if self.policies.boundary is None:
            return Truth.NO
        return Truth.YES if self.policies.boundary.document else Truth.UNKNOWN

    def _nearly(self, parts: Parts) -> list[Near]:
        """What comes near. Statements for others say something only where the resource's policy has to name the caller.

        Nothing else shows why a boundary does not let it pass, so all that it allows comes first.
        """
        boundary = [self.policies.boundary] if self.policies.boundary and parts.boundary_refuses else []
        found = list(self._near(boundary, any_action=True))
        found += self._near([policy for policy in self.everything if policy not in boundary])
        nearer = [near for near in found if FOR_OTHERS not in near.lacks]
        return found if parts.resource_refuses or not nearer else nearer

    def _near(self, policies: Iterable[Policy], *, any_action: bool = False) -> Iterator[Near]:
        for policy in policies:
            of_resource = self._is_resources(policy)
            for statement in policy.document.statements if policy.document else ():
                if statement.effect == "Allow":
                    found = lacks(statement, self.request, of_resource=of_resource, any_action=any_action)
                    if found is not None:
                        yield Near(policy.name, statement, found)

    def _missing(self, said: Iterable[Said], not_given: tuple[str, ...], keys: Iterable[str]) -> Missing:
        names, open_ = {*keys}, list[Doubt]()
        for each in said:
            if not each.certain:
                of_resource = self.policies.resource is not None and each.policy == self.policies.resource.name
                names |= missing(each.statement, self.request, of_resource=of_resource)
                about = doubts(each.statement, self.request, of_resource=of_resource)
                open_ += [Doubt(each.policy, doubt) for doubt in about]
        values = {name for name in names if name.startswith("{")}
        return Missing(
            keys=tuple(sorted(names - values, key=str.lower)),
            values=tuple(sorted(values)),
            policies=not_given,
            doubts=tuple(dict.fromkeys(open_)),
        )

    def _is_resources(self, policy: Policy) -> bool:
        return policy is self.policies.resource
