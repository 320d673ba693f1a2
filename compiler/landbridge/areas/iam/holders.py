"""Groups, roles and customer-managed policies, each followed by what is attached to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from landbridge.areas import identities as tf
from landbridge.areas.attached import too_large
from landbridge.areas.boundaries import Boundary, boundary
from landbridge.areas.iam.names import ROLE_SECTIONS, policy_word
from landbridge.areas.iam.spec import AnyRole, CustomerPolicy, Group, Holder, Role, Security
from landbridge.areas.iam.statements import Topic, topics
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.aws import arn, managed_policies, quotas
from landbridge.findings import SpecPath
from landbridge.ir import Expr, Resource, Traversal
from landbridge.lock import Lock
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.size import size, split
from landbridge.source.nodes import shorten


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How a group or a role takes policies: what its inline ones may come to, and its kinds of resources."""

    inline_limit: int
    inline: Callable[..., Resource]
    attach: Callable[..., Resource]


class Holders:
    """Lowers what can hold policies; `lock` has what the levels were expanded to."""

    def __init__(self, scope: Scope, part: Security, lock: Lock) -> None:
        self.scope = scope
        self.part = part
        self.lock = lock

    def group(self, key: str, group: Group, assumable: tuple[tuple[str, Expr], ...]) -> Iterator[Resource]:
        """A group; `assumable` are the roles that it may assume, with the key of each."""
        path: SpecPath = ("security", "iam_groups", key)
        yield tf.IamGroup(
            label=label(key),
            origin=path,
            note=group.description or "",
            name=self.scope.name("group", key, group.name),
            path=group.path,
            moved_from=group.renamed_from,
        )
        name = Expr(self.scope.name("group", key, group.name), Traversal(f"aws_iam_group.{label(key)}.name"))
        target = Target(
            inline_limit=quotas.GROUP_INLINE_POLICIES,
            inline=partial(tf.IamGroupPolicy, group=name),
            attach=partial(tf.IamGroupPolicyAttachment, group=name),
        )
        found = list(topics(self.scope, self.lock, path, group))
        if assumable:
            found.append(_assume_topic(path, assumable))
        yield from self._policies(key, group, found, target)
        yield from self._attachments(key, group, path, target)

    def role(self, section: str, key: str, role: Role, trust: PolicyDocument) -> Iterator[Resource]:
        """A role of any section with its trust policy, policies and instance profile."""
        path: SpecPath = ("security", section, key)
        name = self.scope.name("role", key, role.name)
        boundary = self.boundary(path, role.permissions_boundary)
        yield tf.IamRole(
            label=label(key),
            origin=path,
            name=name,
            path=role.path,
            description=role.description,
            assume_role_policy=trust,
            max_session_duration=role.max_session_duration,
            permissions_boundary=boundary.arn,
            keep_boundary=boundary.keep,
            tags=dict(sorted(role.tags.items())),
            moved_from=role.renamed_from,
        )
        reference = Expr(name, Traversal(f"aws_iam_role.{label(key)}.name"))
        target = Target(
            inline_limit=quotas.ROLE_INLINE_POLICIES,
            inline=partial(tf.IamRolePolicy, role=reference),
            attach=partial(tf.IamRolePolicyAttachment, role=reference),
        )
        yield from self._policies(key, role, list(topics(self.scope, self.lock, path, role)), target)
        yield from self._attachments(key, role, path, target)
        if getattr(role, "instance_profile", False):
            yield tf.IamInstanceProfile(
                label=label(key),
                origin=(*path, "instance_profile"),
                name=name,
                path=role.path,
                role=reference,
                tags=dict(sorted(role.tags.items())),
                moved_from=role.renamed_from,
            )

    def policy(self, key: str, policy: CustomerPolicy) -> Iterator[Resource]:
        """A customer-managed policy. It is one document whatever its size: its ARN is what others refer to."""
        path: SpecPath = ("security", "policies", key)
        found = list(topics(self.scope, self.lock, path, policy))
        statements = tuple(statement for topic in found for statement in topic.document.statements)
        if not statements:
            self.scope.report(
                "LB308",
                path,
                f"policy {key!r} grants nothing",
                "give it policy_assignments, access or statements",
                at_key=True,
            )
        yield tf.IamPolicy(
            label=label(key),
            origin=path,
            reason=_reasons(found),
            name=self.scope.name("policy", key, policy.name),
            path=policy.path,
            description=policy.description,
            policy=canonicalise(PolicyDocument(statements), action_names=False),
            tags=dict(sorted(policy.tags.items())),
            moved_from=policy.renamed_from,
        )

    def boundary(self, path: SpecPath, own: str | None) -> Boundary:
        """The boundary that a role or user gets: its own choice, or the spec's."""
        if own is not None:
            return boundary(self.scope, (*path, "permissions_boundary"), own)
        return boundary(self.scope, ("security", "permissions_boundary"), self.part.permissions_boundary)

    def _policies(self, key: str, holder: Holder, found: list[Topic], target: Target) -> Iterator[Resource]:
        """Inline policies while they fit; the largest topics become managed policies where they do not."""
        managed = _overflow(found, target.inline_limit)
        for topic in found:
            if topic.name not in managed:
                yield target.inline(
                    label=label(key, topic.name),
                    origin=topic.origin,
                    note=topic.note,
                    reason=topic.reason,
                    name=topic.name,
                    policy=topic.document,
                    moved_from=holder.renamed_from and label(holder.renamed_from, topic.name),
                )
        for topic in found:
            if topic.name in managed:
                yield from self._managed(key, holder, topic, target)

    def _managed(self, key: str, holder: Holder, topic: Topic, target: Target) -> Iterator[Resource]:
        parts = split(topic.document.statements, quotas.MANAGED_POLICY)
        if parts is None:
            self.scope.report(
                "LB309",
                topic.origin,
                too_large(f"{topic.name} of {key}", topic.document),
                "name fewer resources, or use a wildcard over their names",
            )
            return
        for part in parts:
            suffix = f"{topic.name}-{part.name}" if part.name else topic.name
            former = holder.renamed_from and label(holder.renamed_from, suffix)
            policy = tf.IamPolicy(
                label=label(key, suffix),
                origin=topic.origin,
                note=topic.note,
                reason=topic.reason,
                name=self.scope.name("policy", f"{key}-{suffix}"),
                path=holder.path,
                policy=PolicyDocument(part.statements),
                tags={},
                moved_from=former,
            )
            yield policy
            yield target.attach(
                label=policy.label,
                origin=topic.origin,
                policy_arn=tf.policy_arn(self.scope.identity, policy),
                moved_from=former,
            )

    def _attachments(self, key: str, holder: Holder, path: SpecPath, target: Target) -> Iterator[Resource]:
        """Managed policies: the spec's own by reference, AWS's by name, others by ARN."""
        former = holder.renamed_from
        for index, policy in enumerate(holder.customer_policies):
            where = (*path, "customer_policies", index)
            if policy in self.part.policies:
                yield target.attach(
                    label=label(key, policy),
                    origin=where,
                    policy_arn=self.scope.references[f"policy:{policy}"],
                    moved_from=former and label(former, policy),
                )
            else:
                self.scope.missing(where, "policy", policy, self.part.policies, where="security.policies")
        for index, managed in enumerate(holder.managed_policies):
            where = (*path, "managed_policies", index)
            policy_arn = self._managed_arn(where, managed.name)
            if policy_arn is not None:
                word = policy_word(managed.name)
                yield target.attach(
                    label=label(key, word),
                    origin=where,
                    reason=managed.reason or "",
                    policy_arn=policy_arn,
                    moved_from=former and label(former, word),
                )

    def _managed_arn(self, path: SpecPath, name: str) -> str | None:
        if name.startswith("arn:"):
            return self.scope.expand(name, path)
        found = managed_policies.find(name)
        if found is not None and found.attachable:
            return managed_policies.arn(self.scope.identity, name)
        near = managed_policies.nearest(name)
        hint = (
            f"did you mean {' or '.join(near)}?"
            if near
            else "policies of your own go under customer_policies, or by ARN"
        )
        if found is None:
            self.scope.report("LB310", path, f"AWS has no managed policy named {shorten(name)}", hint)
        else:
            self.scope.report(
                "LB311",
                path,
                f"AWS-managed policy {name!r} ({found.path}) is for a service-linked role and cannot be attached",
                hint,
            )
        return None


def _assume_topic(path: SpecPath, assumable: tuple[tuple[str, Expr], ...]) -> Topic:
    statement = Statement(
        sid="AssumeRoles",
        actions=("sts:AssumeRole",),
        resources=tuple(sorted(target for _, target in assumable)),
        origin=path,
    )
    keys = ", ".join(key for key, _ in assumable)
    return Topic(
        name="assume-roles",
        origin=path,
        document=PolicyDocument((statement,)),
        note=f"The roles that name this group: {keys}",
    )


def _overflow(found: list[Topic], limit: int) -> set[str]:
    """The topics that do not fit inline. The largest go first, so that few move when a little is added."""
    sizes = {topic.name: size(topic.document) for topic in found}
    total, managed = sum(sizes.values()), set[str]()
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        if total <= limit:
            break
        managed.add(name)
        total -= sizes[name]
    return managed


def _reasons(found: list[Topic]) -> str:
    return "; ".join(dict.fromkeys(topic.reason for topic in found if topic.reason))


def roles(part: Any) -> Iterator[tuple[str, str, AnyRole]]:
    """All roles of the part: section, key, role."""
    for section in ROLE_SECTIONS:
        for key, role in getattr(part, section).items():
            yield section, key, role


def role_reference(scope: Scope, key: str, role: Role) -> Expr:
    """A role's ARN: by reference, or by name where the reference would close a circle."""
    return tf.role_reference(scope.identity, label(key), scope.name("role", key, role.name), role.path)


def policy_reference(scope: Scope, key: str, policy: CustomerPolicy) -> Expr:
    """The ARN of a policy of the spec, by reference or by name."""
    by_name = arn.policy_arn(scope.identity, policy.path, scope.name("policy", key, policy.name))
    return Expr(str(by_name), Traversal(f"aws_iam_policy.{label(key)}.arn"), fallback=by_name)
