"""Things that are said twice."""

from collections.abc import Iterator

from landbridge.areas import identities as tf
from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.findings import Severity, SpecPath, dotted
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _policy_twice(subject: Subject) -> Iterator[Hit]:
    first: dict[tuple[SpecPath, str], SpecPath] = {}
    for resource in subject.module.resources:
        if isinstance(resource, tf.IamGroupPolicyAttachment | tf.IamRolePolicyAttachment):
            path = resource.origin
            other = first.setdefault((path[:3], str(resource.policy_arn)), path)
            if other is not path:
                message = f"{shorten(str(resource.policy_arn))} is attached by {dotted(other[3:])} already"
                yield Hit(path=path, message=message)


def _member_twice(subject: Subject) -> Iterator[Hit]:
    for key, group in subject.part.iam_groups.items():
        seen: dict[str, str] = {}
        for index, user in enumerate(group.members):
            other = seen.get(user.lower())
            seen.setdefault(user.lower(), user)
            if other is not None:
                path = ("security", "iam_groups", key, "members", index)
                spelled = "" if other == user else f" as {shorten(other)}"
                yield Hit(path=path, message=f"{shorten(user)} is a member already{spelled}")


def _user_in_two_spellings(subject: Subject) -> Iterator[Hit]:
    first: dict[str, tuple[str, SpecPath]] = {}
    for path, user in _users(subject):
        name, other = first.setdefault(user.lower(), (user, path))
        if name != user and path[1] != "users" and path[:3] != other[:3]:
            message = (
                f"the user {shorten(user)} is written {shorten(name)} at {dotted(other)}; IAM takes them for the same"
                " user"
            )
            yield Hit(path=path, message=message)


def _users(subject: Subject) -> Iterator[tuple[SpecPath, str]]:
    for name in subject.part.users:
        yield ("security", "users", name), name
    for key, group in subject.part.iam_groups.items():
        yield from (
            (("security", "iam_groups", key, "members", index), user) for index, user in enumerate(group.members)
        )


def _empty_group(subject: Subject) -> Iterator[Hit]:
    reached = {group for role in subject.part.assumable_roles.values() for group in role.assumable_by.groups}
    groups = {r.origin: r.name for r in subject.module.resources if isinstance(r, tf.IamGroup)}
    others = (module for module in subject.modules if module is not subject.module)
    attached = {
        str(resource.group)
        for module in others
        for resource in module.resources
        if isinstance(resource, tf.IamGroupPolicy | tf.IamGroupPolicyAttachment)
    }
    for path, group in reading(subject).holders():
        if path[1] != "iam_groups" or path[2] in reached or groups.get(path) in attached:
            continue
        grants = (
            group.policy_assignments,
            group.access,
            group.statements,
            group.managed_policies,
            group.customer_policies,
        )
        if not any(grants):
            yield Hit(
                path=path,
                message=f"group {shorten(path[2])} grants nothing, and no role can be assumed by it",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB390",
        title="A policy is attached once to a group or role",
        why="Two Terraform resources would own one attachment; removing either takes the access away.",
        fix="remove one of them",
        source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachment",
        check=_policy_twice,
    ),
    Rule(
        id="LB391",
        title="A member is listed once",
        why=(
            "A repetition hides: removing one of the lines looks as if it took the access away. IAM's user names"
            " take no account of case."
        ),
        fix="remove one of them",
        source=GUIDE + "reference_iam-quotas.html#reference_iam-quotas-names",
        check=_member_twice,
    ),
    Rule(
        id="LB392",
        title="A user is written in one way",
        why="IAM takes Jane and jane for the same user, Terraform for two: their memberships would be managed twice.",
        fix="write the name as IAM shows it",
        source=GUIDE + "reference_iam-quotas.html#reference_iam-quotas-names",
        check=_user_in_two_spellings,
    ),
    Rule(
        id="LB393",
        title="A group grants something",
        why=(
            "A group without permissions looks like access that somebody has, and one of AWS's ten groups per user"
            " is spent on it."
        ),
        fix="give it policy_assignments, access, statements or policies, name it in assumable_by, or remove it",
        source=GUIDE + "id_groups.html",
        severity=Severity.WARNING,
        check=_empty_group,
        looks_for_absence=True,
    ),
)
