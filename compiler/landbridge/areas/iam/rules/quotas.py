"""IAM's quotas, counted on what the spec was lowered to."""

from collections import Counter
from collections.abc import Iterator

from landbridge.areas import identities as tf
from landbridge.areas.iam.rules.wording import GUIDE, named
from landbridge.aws import quotas
from landbridge.findings import Severity, SpecPath
from landbridge.policy.size import size
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_DOC = GUIDE + "reference_iam-quotas.html"
_ACCOUNT = (
    (tf.IamRole, "roles", quotas.ROLES),
    (tf.IamGroup, "groups", quotas.GROUPS),
    (tf.IamPolicy, "customer-managed policies", quotas.CUSTOMER_MANAGED_POLICIES),
    (tf.IamInstanceProfile, "instance profiles", quotas.INSTANCE_PROFILES),
)


def _managed_size(subject: Subject) -> Iterator[Hit]:
    for resource in subject.module.resources:
        if isinstance(resource, tf.IamPolicy) and (length := size(resource.policy)) > quotas.MANAGED_POLICY:
            message = (
                f"the policy is {length:,} characters without white space, and a managed policy has at most"
                f" {quotas.MANAGED_POLICY:,}"
            )
            hint = (
                "make two policies of it, name fewer resources, or put the statements into the groups and roles,"
                " where they are cut"
            )
            yield Hit(path=resource.origin, message=message, hint=hint, at_key=True)


def _trust_size(subject: Subject) -> Iterator[Hit]:
    limit = subject.part.trust_policy_quota
    for resource in subject.module.resources:
        if isinstance(resource, tf.IamRole) and (length := size(resource.assume_role_policy)) > limit:
            message = f"the trust policy is {length:,} characters without white space, and your quota is {limit:,}"
            higher = [f"{quota:,}" for quota in (4096, quotas.TRUST_POLICY_RAISED) if quota >= length and quota > limit]
            raised = (
                f", or have the quota raised and set security.trust_policy_quota ({' or '.join(higher)})"
                if higher
                else ""
            )
            yield Hit(path=resource.origin, message=message, hint=f"name fewer principals{raised}", at_key=True)


def _attachments(
    subject: Subject, type_: type[tf.IamGroupPolicyAttachment | tf.IamRolePolicyAttachment]
) -> Iterator[tuple[SpecPath, int]]:
    """The groups or roles of the spec that have managed policies, and how many: other areas attach some, too."""
    every = (resource for module in subject.modules for resource in module.resources if isinstance(resource, type_))
    counts = Counter(str(each.group if isinstance(each, tf.IamGroupPolicyAttachment) else each.role) for each in every)
    holder = tf.IamGroup if type_ is tf.IamGroupPolicyAttachment else tf.IamRole
    for resource in subject.module.resources:
        if isinstance(resource, holder) and (count := counts[resource.name]):
            yield resource.origin, count


def _group_attachments(subject: Subject) -> Iterator[Hit]:
    for path, count in _attachments(subject, tf.IamGroupPolicyAttachment):
        if count > quotas.MANAGED_POLICIES_PER_GROUP:
            message = (
                f"group {shorten(path[2])} has {count} managed policies, and a group has at most"
                f" {quotas.MANAGED_POLICIES_PER_GROUP}"
            )
            yield Hit(path=path, message=f"{message}; AWS does not raise this", at_key=True)


def _role_attachments(subject: Subject) -> Iterator[Hit]:
    for path, count in _attachments(subject, tf.IamRolePolicyAttachment):
        if quotas.MANAGED_POLICIES_PER_ROLE < count <= quotas.MANAGED_POLICIES_PER_ROLE_RAISED:
            message = (
                f"role {shorten(path[2])} has {count} managed policies, more than the"
                f" {quotas.MANAGED_POLICIES_PER_ROLE} of an account"
            )
            yield Hit(path=path, message=f"{message} whose quota was not raised", at_key=True)


def _role_attachments_at_most(subject: Subject) -> Iterator[Hit]:
    for path, count in _attachments(subject, tf.IamRolePolicyAttachment):
        if count > quotas.MANAGED_POLICIES_PER_ROLE_RAISED:
            message = (
                f"role {shorten(path[2])} has {count} managed policies, and AWS raises the quota to"
                f" {quotas.MANAGED_POLICIES_PER_ROLE_RAISED} at most"
            )
            yield Hit(path=path, message=message, at_key=True)


def _groups_of_users(subject: Subject) -> Iterator[Hit]:
    for resource in subject.module.resources:
        if isinstance(resource, tf.IamUserGroupMembership) and len(resource.groups) > quotas.GROUPS_PER_USER:
            groups = named([str(group) for group in resource.groups], 12)
            message = (
                f"user {shorten(str(resource.user))} is in {len(resource.groups)} groups, and a user is in at most"
                f" {quotas.GROUPS_PER_USER}"
            )
            yield Hit(path=resource.origin, message=message, hint=f"AWS does not raise this; the groups: {groups}")


def _account(subject: Subject) -> Iterator[Hit]:
    counts = Counter(type(resource) for resource in subject.module.resources)
    for type_, word, limit in _ACCOUNT:
        if counts[type_] > limit:
            message = f"{counts[type_]:,} {word} are more than the {limit:,} of an account whose quota was not raised"
            yield Hit(path=("security",), message=message, at_key=True)


RULES = (
    Rule(
        id="LB381",
        title="A customer-managed policy is not too large",
        why=(
            "IAM refuses a managed policy of more than 6,144 characters. A policy of the spec has one ARN, so it is"
            " not cut."
        ),
        fix="make two policies of it",
        source=_DOC,
        check=_managed_size,
    ),
    Rule(
        id="LB382",
        title="A trust policy is not too large",
        why="IAM refuses a trust policy that is larger than the account's quota, 2,048 characters unless raised.",
        fix="name fewer principals, or have the quota raised and set security.trust_policy_quota",
        source=_DOC,
        check=_trust_size,
    ),
    Rule(
        id="LB383",
        title="A group has at most 10 managed policies",
        why="IAM refuses the eleventh, and AWS does not raise this quota for groups.",
        fix="put several policies together, or use statements: and levels, which become inline policies",
        source=_DOC,
        check=_group_attachments,
    ),
    Rule(
        id="LB384",
        title="A role has at most 10 managed policies",
        why="IAM refuses the eleventh unless the account's quota was raised.",
        fix="put several policies together, or make sure that the quota was raised",
        source=_DOC,
        severity=Severity.WARNING,
        check=_role_attachments,
    ),
    Rule(
        id="LB385",
        title="A role has at most 25 managed policies",
        why="AWS raises the quota no further.",
        fix="put several policies together",
        source=_DOC,
        check=_role_attachments_at_most,
    ),
    Rule(
        id="LB386",
        title="A user is in at most 10 groups",
        why="IAM refuses the eleventh membership, and AWS does not raise this quota.",
        fix="put several groups together",
        source=_DOC,
        check=_groups_of_users,
    ),
    Rule(
        id="LB387",
        title="The account has room for what the spec makes",
        why="IAM refuses what goes beyond the account's quotas, which also count what others made.",
        fix="have the quota raised before you apply",
        source=_DOC,
        severity=Severity.WARNING,
        check=_account,
    ),
)
