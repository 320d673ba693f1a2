"""What every principal of a Terraform model has: statements, attached policies, trust, boundary, groups."""

from dataclasses import dataclass, field
from typing import Any

from landbridge.access.model import Holder, PrincipalKind
from landbridge.ir import Root
from landbridge.policy.document import PolicyDocument, Statement

NOTHING = PolicyDocument(())

DEFAULT_SESSION = 3600
"""How many seconds a session of a role can last where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A permissions boundary: its ARN and, where the model has it, what it allows.

    `kept` is for a principal whose boundary is left as it is in AWS. No ARN and not kept: it has none.
    """

    arn: str | None = None
    document: PolicyDocument | None = None
    kept: bool = False


@dataclass(slots=True, kw_only=True)
class Holding:
    """What one principal has.

    Attributes:
        owned: whether the model creates it; users that are only members exist elsewhere.
        statements: of its inline policies, and of the model's policies that are attached to it.
        policies: ARNs of attached policies whose content the model does not have.
        trust: who may assume it; nobody, for what is no role.
        boundary: None for what cannot have one, or whose boundary the model does not know.
        groups: names of the model's groups that it is in.
        profiles: names of the instance profiles that carry it.
        members: names of the users in it.
        path: its path in IAM; None for who exists elsewhere.
        tags: of a role or user, with those that everything gets.
        session: how many seconds a session of a role can last.
        assumes: the ARN of the role that Terraform assumes; None for everybody else.
        attached: whether a policy is attached to a principal of the model, or bounds one.
    """

    owned: bool = False
    attached: bool = False
    statements: list[Statement] = field(default_factory=list)
    policies: set[str] = field(default_factory=set)
    trust: PolicyDocument = NOTHING
    boundary: Boundary | None = None
    groups: set[str] = field(default_factory=set)
    profiles: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    path: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    session: int = DEFAULT_SESSION
    assumes: str | None = None


Holdings = dict[Holder, Holding]


def holdings(root: Root | None) -> Holdings:
    """Collect what every principal has. Resources are told by their Terraform type, whichever area they are of."""
    return _Collector(root).collected() if root is not None else {}


class _Collector:
    def __init__(self, root: Root) -> None:
        self._root = root
        self._found: Holdings = {}
        self._policies: dict[str, Holding] = {}

    def collected(self) -> Holdings:
        resources: list[Any] = [resource for module in self._root.modules for resource in module.resources]
        for resource in resources:
            if resource.type == "aws_iam_policy":
                self._define(resource)
        for resource in resources:
            self._add(resource)
        if self._root.assume_role is not None:
            self._of("terraform", "provider").assumes = str(self._root.assume_role)
        return self._found

    def _define(self, policy: Any) -> None:
        arn = f"arn:{self._root.partition}:iam::{self._root.account_id}:policy{policy.path}{policy.name}"
        self._policies[arn] = self._own("policy", policy)
        self._policies[arn].statements.extend(policy.policy.statements)

    def _own(self, kind: PrincipalKind, resource: Any) -> Holding:
        holding = self._of(kind, resource.name, owned=True)
        holding.path = str(resource.path)
        return holding

    def _of(self, kind: PrincipalKind, name: str, *, owned: bool = False) -> Holding:
        holding = self._found.setdefault(Holder(self._root.account_id, kind, str(name)), Holding())
        holding.owned = holding.owned or owned
        return holding

    def _add(self, resource: Any) -> None:
        match resource.type:
            case "aws_iam_group":
                self._own("group", resource)
            case "aws_iam_role":
                role = self._own("role", resource)
                role.session = resource.max_session_duration or DEFAULT_SESSION
                role.tags = {**self._root.default_tags, **resource.tags}
                role.trust = resource.assume_role_policy
                role.boundary = self._boundary(resource)
            case "aws_iam_user":
                user = self._own("user", resource)
                user.tags = {**self._root.default_tags, **resource.tags}
                user.boundary = self._boundary(resource)
            case "aws_iam_group_policy":
                self._of("group", resource.group).statements.extend(resource.policy.statements)
            case "aws_iam_role_policy":
                self._of("role", resource.role).statements.extend(resource.policy.statements)
            case "aws_iam_group_policy_attachment":
                self._attach(self._of("group", resource.group), resource.policy_arn)
            case "aws_iam_role_policy_attachment":
                self._attach(self._of("role", resource.role), resource.policy_arn)
            case "aws_iam_instance_profile":
                self._of("role", resource.role).profiles.add(resource.name)
            case "aws_iam_user_group_membership":
                self._of("user", resource.user).groups.update(map(str, resource.groups))
                for group in resource.groups:
                    self._of("group", group).members.add(str(resource.user))

    def _attach(self, holding: Holding, arn: str) -> None:
        policy = self._policies.get(arn)
        if policy is None:
            holding.policies.add(str(arn))
        else:
            holding.statements.extend(policy.statements)
            policy.attached = True

    def _boundary(self, resource: Any) -> Boundary:
        arn = resource.permissions_boundary
        if arn is None:
            return Boundary(kept=resource.keep_boundary)
        policy = self._policies.get(arn)
        if policy is None:
            return Boundary(str(arn))
        policy.attached = True
        return Boundary(str(arn), PolicyDocument(tuple(policy.statements)))
