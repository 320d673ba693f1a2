"""The roles of the area: each with its boundary, its policy and what is attached to it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from landbridge.areas.boundaries import Boundary, boundary
from landbridge.areas.dms.keys import Use, by_role, key_arn
from landbridge.areas.dms.spec import Dms
from landbridge.areas.identities import IamRole, IamRolePolicy, IamRolePolicyAttachment
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.aws import managed_policies
from landbridge.findings import SpecPath
from landbridge.ir import Expr, Resource, Traversal
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import PolicyDocument, Statement

if TYPE_CHECKING:  # the spec model is made from the areas
    from landbridge.spec.root import Spec


def boundary_of_roles(spec: "Spec", part: Dms) -> tuple[SpecPath, str] | None:
    """Which permissions boundary the spec chooses for roles of DMS, and where; None where it says nothing."""
    if part.permissions_boundary is not None:
        return ("dms", "permissions_boundary"), part.permissions_boundary
    security = spec.part("security")
    return None if security is None else (("security", "permissions_boundary"), security.permissions_boundary)


class Roles:
    """Makes the area's roles."""

    def __init__(self, scope: Scope, part: Dms) -> None:
        self.scope = scope
        self.part = part
        self._uses = by_role(part)

    def boundary(self, path: SpecPath, own: str | None) -> Boundary:
        """The boundary of a role: its own choice, that of the part, or that of `security:`."""
        if own is not None:
            return boundary(self.scope, (*path, "permissions_boundary"), own)
        if (chosen := boundary_of_roles(self.scope.spec, self.part)) is not None:
            return boundary(self.scope, *chosen)
        self.scope.report(
            "LB201",
            ("dms",),
            "nobody says which permissions boundary the roles of DMS get",
            "say permissions_boundary: keep, none, an ARN or a key of security.policies",
            at_key=True,
        )
        return Boundary()

    def role(
        self,
        name: str,
        resource_label: str,
        path: SpecPath,
        trust: PolicyDocument,
        *,
        description: str,
        note: str | None = None,
        own_boundary: str | None = None,
        tags: Mapping[str, str] | None = None,
        moved_from: str | None = None,
        prevent_destroy: bool = False,
    ) -> IamRole:
        """A role that DMS assumes. The path is / : nobody has documented that DMS finds its roles under others."""
        bound = self.boundary(path, own_boundary)
        return IamRole(
            label=resource_label,
            origin=path,
            note=note or "",
            name=name,
            path="/",
            description=description,
            assume_role_policy=trust,
            permissions_boundary=bound.arn,
            keep_boundary=bound.keep,
            prevent_destroy=prevent_destroy,
            tags=dict(sorted((tags or {}).items())),
            moved_from=moved_from,
        )

    def policy(self, role: IamRole, name: str, statements: Iterable[Statement], note: str) -> Iterator[Resource]:
        """The role's inline policy, where there is anything to grant."""
        found = tuple(statements)
        if found:
            yield IamRolePolicy(
                label=label(role.label, name),
                origin=role.origin,
                note=note,
                name=name,
                role=_name(role),
                policy=canonicalise(PolicyDocument(found), action_names=False),
                moved_from=role.moved_from and label(role.moved_from, name),
            )

    def managed(self, role: IamRole, policy: str) -> IamRolePolicyAttachment:
        """An AWS-managed policy of the role."""
        return IamRolePolicyAttachment(
            label=label(role.label, policy),
            origin=role.origin,
            role=_name(role),
            policy_arn=managed_policies.arn(self.scope.identity, policy),
            moved_from=role.moved_from and label(role.moved_from, policy),
        )

    def key_statements(self, role: str) -> Iterator[Statement]:
        """The identity side of the use of keys; one statement for each key and what is done with it."""
        found: dict[tuple[str, tuple[str, ...]], list[Use]] = {}
        for use in self._uses.get(role, ()):
            arn = key_arn(self.scope, use.path, use.key)
            if arn is not None:
                found.setdefault((arn, use.actions), []).append(use)
        for (arn, actions), same in found.items():
            why = f"The key of the {' and the '.join(use.what for use in same)}"
            sid = f"UseKeyOf{'And'.join(use.sid for use in same)}"
            yield Statement(sid=sid, actions=actions, resources=(arn,), origin=same[0].path, why=why)


def _name(role: IamRole) -> Expr:
    return Expr(role.name, Traversal(f"{role.address}.name"))
