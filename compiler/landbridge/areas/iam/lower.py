"""Lowering of the `security:` part: spec → the resources of the IAM module."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from landbridge.areas.area import Inputs
from landbridge.areas.iam import members, trust
from landbridge.areas.iam.holders import Holders, policy_reference, role_reference, roles
from landbridge.areas.iam.spec import (
    AnyRole,
    AssumableRole,
    CrossAccountRole,
    Security,
    ServiceRole,
)
from landbridge.areas.identities import IamGroup, IamInstanceProfile, IamPolicy, IamRole
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.findings import Finding, SpecPath
from landbridge.ir import Expr, Module, Output, Resource, Traversal
from landbridge.policy.document import PolicyDocument

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    """Make the IAM module of a spec, and findings for what refers to nothing or cannot be made."""
    part: Security = spec.part("security")
    scope = Scope(spec, inputs.references)
    holders = Holders(scope, part, inputs.lock)
    holders.boundary(("security",), None)  # a wrong choice is told even while nothing takes it
    text = inputs.texts.get(part.user_group_mappings.file) if part.user_group_mappings else None
    assumable = _assumable(scope, part)
    files: dict[str, tuple[Resource, ...]] = {
        "main.tf": _flat(
            holders.group(key, group, tuple(assumable.get(key, ()))) for key, group in part.iam_groups.items()
        ),
        "policies.tf": _flat(holders.policy(key, policy) for key, policy in part.policies.items()),
        **{
            f"{section}.tf": _flat(
                holders.role(section, key, role, _trust(scope, section, key, role)) for _, key, role in found
            )
            for section, found in _by_section(part).items()
        },
        "users.tf": (*members.users(scope, part, holders), *members.memberships(scope, part, text)),
    }
    files = {name: resources for name, resources in files.items() if resources or name == "main.tf"}
    module = Module(
        name="iam",
        description="IAM groups, roles, policies and memberships",
        files=files,
        outputs=tuple(sorted(_outputs(files), key=lambda output: output.name)),
    )
    return module, scope.findings


def names(spec: "Spec") -> Mapping[str, Expr]:
    """What the spec may name of this area: ARNs of its roles and policies; and names, for attaching policies."""
    scope, part = Scope(spec, {}), spec.part("security")
    found: dict[str, Expr] = {}
    for _, key, role in roles(part):
        found[f"role:{key}"] = role_reference(scope, key, role)
        found[f"role_name:{key}"] = _name(scope, "role", key, role.name)
    for key, group in part.iam_groups.items():
        found[f"group_name:{key}"] = _name(scope, "group", key, group.name)
    return found | {f"policy:{key}": policy_reference(scope, key, policy) for key, policy in part.policies.items()}


def _name(scope: Scope, kind: str, key: str, own: str | None) -> Expr:
    return Expr(scope.name(kind, key, own), Traversal(f"aws_iam_{kind}.{label(key)}.name"))


def _flat(groups: Iterable[Iterator[Resource]]) -> tuple[Resource, ...]:
    return tuple(resource for group in groups for resource in group)


def _by_section(part: Security) -> dict[str, list[tuple[str, str, AnyRole]]]:
    sections: dict[str, list[tuple[str, str, AnyRole]]] = {}
    for found in roles(part):
        sections.setdefault(found[0], []).append(found)
    return sections


def _assumable(scope: Scope, part: Security) -> dict[str, list[tuple[str, Expr]]]:
    """The group's half of the handshake: by group key, the roles that name it."""
    found: dict[str, list[tuple[str, Expr]]] = {}
    for key, role in part.assumable_roles.items():
        for index, group in enumerate(role.assumable_by.groups):
            if group in part.iam_groups:
                found.setdefault(group, []).append((key, scope.references[f"role:{key}"]))
            else:
                path: SpecPath = ("security", "assumable_roles", key, "assumable_by", "groups", index)
                scope.missing(path, "group", group, part.iam_groups, where="security.iam_groups")
    return found


def _trust(scope: Scope, section: str, key: str, role: AnyRole) -> PolicyDocument:
    path: SpecPath = ("security", section, key)
    if isinstance(role, ServiceRole):
        return trust.service_trust(scope, path, role)
    if isinstance(role, AssumableRole):
        return trust.assumable_trust(scope, path, role)
    if isinstance(role, CrossAccountRole):
        return trust.cross_account_trust(scope, path, role)
    return trust.federated_trust(scope, path, role)


def _outputs(files: Mapping[str, tuple[Resource, ...]]) -> Iterator[Output]:
    """Names and ARNs by the spec's key, for other roots to use."""
    kinds = (
        (IamGroup, "group", "group"),
        (IamRole, "role", "role"),
        (IamInstanceProfile, "instance_profile", "instance profile"),
        (IamPolicy, "policy", "customer-managed policy"),
    )
    for kind, word, title in kinds:
        found = sorted(
            (r for resources in files.values() for r in resources if isinstance(r, kind)),
            key=lambda r: r.label,
        )
        if not found:
            continue
        for attribute, plural in (("arn", "ARN"), ("name", "Name")):
            yield Output(
                name=f"{word}_{attribute}s",
                description=f"{plural} of every {title}, by its key in the spec.",
                value={r.label: Traversal(f"{r.address}.{attribute}") for r in found},
            )
