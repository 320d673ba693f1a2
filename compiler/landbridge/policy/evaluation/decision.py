"""The decision: whether AWS allows a request, and which statements decided.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.evaluation.request import Request
from landbridge.policy.evaluation.statements import Grant, applies, missing_keys, whom
from landbridge.policy.evaluation.truth import Truth, every, some


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What AWS answers, and why.

    Attributes:
        answer: allow, deny or unknown.
        because: in one sentence.
        decided: the statements that the answer rests on; none where nothing allows.
        missing: context keys and policies that were not given and that could change the answer.
    """

    answer: Answer
    because: str
    decided: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()


def decide(request: Request, policies: Policies) -> Decision:
    """Evaluate a request as AWS does: an explicit deny wins, then something has to allow it."""
    return _Evaluation(request, policies).decision()


class _Evaluation:
    def __init__(self, request: Request, policies: Policies) -> None:
        self.request = request
        self.policies = policies
        self.crosses = not request.is_anonymous and bool(request.account) and request.account != request.owner

    def decision(self) -> Decision:
        denies = [*self._said("Deny", self._everything())]
        if sure := [said for said in denies if said.certain]:
            return Decision(answer=Answer.DENY, because="a statement denies it", decided=tuple(sure))
        allowed, by, because = self._allowed()
        if allowed is Truth.NO:
            return Decision(answer=Answer.DENY, because=because)
        not_given = [policy.name for policy in self._everything() if policy.document is None]
        if allowed is Truth.YES and not denies and not not_given:
            return Decision(answer=Answer.ALLOW, because=because, decided=tuple(by))
        keys = {key for said in (*by, *denies) for key in missing_keys(said.statement, self.request)}
        return Decision(
            answer=Answer.UNKNOWN,
            because="it depends on what was not given",
            decided=(*by, *denies),
            missing=(*sorted(keys), *not_given),
        )

    def _allowed(self) -> tuple[Truth, list[Said], str]:
        """Whether something allows it, by which statements, and how."""
        identity, by_identity = self._by_identity()
        direct, by_direct = self._by_resource(Grant.DIRECT)
        account, by_account = self._by_resource(Grant.ACCOUNT)
        if not self.request.account:  # a service, or nobody: only the resource can let it in
            why = (
                "the resource's policy allows it"
                if direct is not Truth.NO
                else "the resource's policy does not allow it"
            )
            return direct, by_direct, why
        if self.crosses:
            given = every([some([direct, account]), identity])
            if given is Truth.NO:
                half = "identity" if identity is Truth.NO else "resource"
                return given, [], f"another account's principal needs both halves, and no {half} policy allows it"
            return (
                given,
                [*by_identity, *by_direct, *by_account],
                "both the identity's and the resource's policies allow it",
            )
        if self.policies.resource_decides:
            delegated = every([account, identity])
            return (
                some([direct, delegated]),
                [*by_direct, *(by_account + by_identity if delegated is not Truth.NO else [])],
                self._decided_by_resource(direct, account, delegated),
            )
        return some([direct, identity]), [*by_identity, *by_direct], self._in_one_account(identity, direct)

    def _decided_by_resource(self, direct: Truth, account: Truth, delegated: Truth) -> str:
        if direct is not Truth.NO:
            return "the resource's policy allows it"
        if delegated is not Truth.NO:
            return "the resource's policy lets the account decide, and an identity policy allows it"
        if account is Truth.NO:
            return "the resource's policy neither allows it nor lets the account decide"
        return "the resource's policy lets the account decide, and no identity policy allows it"

    def _in_one_account(self, identity: Truth, direct: Truth) -> str:
        if identity is Truth.NO and direct is Truth.NO:
            return "nothing allows it"
        names = [name for name, said in (("identity", identity), ("resource", direct)) if said is not Truth.NO]
        return f"the {' and the '.join(names)} {'policies allow' if len(names) > 1 else 'policy allows'} it"

    def _by_identity(self) -> tuple[Truth, list[Said]]:
        """What the identity policies allow, within the boundary."""
        found, by = self._by(self.policies.identity)
        limit, limiting = self._boundary()
        both = every([found, limit])
        return both, [*by, *limiting] if both is not Truth.NO else []

    def _boundary(self) -> tuple[Truth, list[Said]]:
        return self._by([self.policies.boundary]) if self.policies.boundary else (Truth.YES, [])

    def _by_resource(self, grant: Grant) -> tuple[Truth, list[Said]]:
        """What the resource's policy grants the principal itself, or its account.

        A boundary does not limit what a resource's policy grants to a user or a session by name; what it grants to a
        role by name, it does.
        """
        found, by = self._by([self.policies.resource] if self.policies.resource else [], grant)
        if grant is Grant.DIRECT and self.request.account and not self.crosses and not self._is_named_exactly(by):
            limit, limiting = self._boundary()
            found = every([found, limit])
            by = [*by, *limiting] if found is not Truth.NO else []
        return found, by

    def _is_named_exactly(self, by: list[Said]) -> bool:
        if not self.request.is_user and self.request.role == self.request.principal:
            return False
        return any(
            said.certain and self.request.principal in values.values
            for said in by
            for values in said.statement.principals
        )

    def _by(self, policies: Iterable[Policy], grant: Grant | None = None) -> tuple[Truth, list[Said]]:
        policies = list(policies)
        by = [*self._said("Allow", policies, grant)]
        if any(said.certain for said in by):
            return Truth.YES, [said for said in by if said.certain]
        unknown = by or any(policy.document is None for policy in policies)
        return (Truth.UNKNOWN if unknown else Truth.NO), by

    def _said(self, effect: str, policies: Iterable[Policy], grant: Grant | None = None) -> Iterable[Said]:
        """The statements of an effect that apply or may apply."""
        for policy in policies:
            for statement in policy.document.statements if policy.document else ():
                if statement.effect == effect and (grant is None or whom(statement, self.request) is grant):
                    found = applies(statement, self.request, of_resource=policy is self.policies.resource)
                    if found is not Truth.NO:
                        yield Said(policy.name, statement, found is Truth.YES)

    def _everything(self) -> list[Policy]:
        more = (self.policies.resource, self.policies.boundary)
        return [*self.policies.identity, *(policy for policy in more if policy is not None)]
