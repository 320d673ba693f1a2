"""The names of users that are members of groups."""

from collections.abc import Iterator

from landbridge.areas import identities as tf
from landbridge.areas.iam.rules.wording import API
from landbridge.aws import names
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _wrong_names(subject: Subject) -> Iterator[Hit]:
    for path, user in _members(subject):
        # The name of a user that the spec creates is judged where it is created.
        if user not in subject.part.users and (problem := names.problem_with_user_name(user)):
            yield Hit(path=path, message=f"the member {shorten(user)} {problem}")


def _members(subject: Subject) -> Iterator[tuple[SpecPath, str]]:
    """All members, with their paths: those of the groups, and those that only an export of old groups names."""
    for key, group in subject.part.iam_groups.items():
        for index, user in enumerate(group.members):
            yield ("security", "iam_groups", key, "members", index), user
    for resource in subject.module.resources:
        if isinstance(resource, tf.IamUserGroupMembership) and resource.origin[1] == "user_group_mappings":
            yield resource.origin, str(resource.user)


RULES = (
    Rule(
        id="LB369",
        title="A member's name is one that IAM takes",
        why="No user can have another name, so the membership fails during apply, when half of the rest is made.",
        fix="write the user's name as IAM shows it: 1 to 64 ASCII letters, digits and _+=,.@-",
        source=API + "API_AddUserToGroup.html",
        check=_wrong_names,
    ),
)
