"""Who is in which group: members of the spec and of an export of the old groups; users that the spec creates."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from landbridge.areas import identities as tf
from landbridge.areas.iam.names import user_label
from landbridge.areas.iam.spec import GroupMappings, Security
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.findings import Finding, Place, Severity, SpecPath
from landbridge.ir import Expr, Resource, Traversal
from landbridge.source.nodes import shorten

if TYPE_CHECKING:
    from landbridge.areas.iam.holders import Holders

_PATH: SpecPath = ("security", "user_group_mappings")


def users(scope: Scope, part: Security, holders: "Holders") -> Iterator[Resource]:
    """The users that the spec asks to create."""
    for name, user in part.users.items():
        path: SpecPath = ("security", "users", name)
        boundary = holders.boundary(path, user.permissions_boundary)
        yield tf.IamUser(
            label=user_label(name),
            origin=path,
            name=name,
            path=user.path,
            force_destroy=user.force_destroy,
            permissions_boundary=boundary.arn,
            keep_boundary=boundary.keep,
            tags=dict(sorted(user.tags.items())),
        )


def memberships(scope: Scope, part: Security, text: str | None) -> Iterator[Resource]:
    """One resource per user, so that memberships which this spec does not know are left alone."""
    groups_of: dict[str, dict[str, SpecPath]] = {}
    for key, group in part.iam_groups.items():
        for index, user in enumerate(group.members):
            groups_of.setdefault(user, {}).setdefault(key, ("security", "iam_groups", key, "members", index))
    if part.user_group_mappings is not None and text is not None:
        for user, key in _mapped(scope, part, part.user_group_mappings, text):
            groups_of.setdefault(user, {}).setdefault(key, (*_PATH, "file"))
    for user in sorted(groups_of):
        keys = sorted(groups_of[user])
        yield tf.IamUserGroupMembership(
            label=user_label(user),
            origin=groups_of[user][keys[0]],
            user=Expr(user, Traversal(f"aws_iam_user.{user_label(user)}.name")) if user in part.users else user,
            groups=tuple(_group_name(scope, part, key) for key in keys),
        )


def _group_name(scope: Scope, part: Security, key: str) -> Expr:
    return Expr(scope.name("group", key, part.iam_groups[key].name), Traversal(f"aws_iam_group.{label(key)}.name"))


def _mapped(scope: Scope, part: Security, mappings: GroupMappings, text: str) -> Iterator[tuple[str, str]]:
    """User and group key for every membership of the export. Every old group has to be mapped or left behind.

    Findings quote nothing of the export: a spec could name another file in its place, and have its lines printed.
    """
    for old, key in mappings.groups.items():
        if key not in part.iam_groups:
            scope.missing((*_PATH, "groups", old), "group", key, part.iam_groups, where="security.iam_groups")
    seen = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        old, colon, names = line.partition(":")
        old = old.strip()
        if not colon or not old or re.search(r"\s", old):
            _complain(
                scope,
                mappings.file,
                number,
                f"line {number} is not a line of `group: user user`: {_fault(old, colon)}",
                "export it again, one group a line",
            )
            continue
        seen.add(old)
        if old in mappings.left_behind:
            continue
        if old not in mappings.groups:
            _complain(
                scope,
                mappings.file,
                number,
                f"the old group of line {number} is not mapped, so its members would lose access unnoticed",
                "add `<old group>: <group key>` to security.user_group_mappings.groups, or put it under left_behind",
            )
            continue
        key = mappings.groups[old]
        if key not in part.iam_groups:
            continue
        for position, user in enumerate(names.split(), 1):
            if re.fullmatch(r"[\w+=,.@-]{1,64}", user, re.ASCII):
                yield user, key
            else:
                _complain(
                    scope,
                    mappings.file,
                    number,
                    f"user {position} of line {number} has no IAM user name",
                    "1 to 64 letters, digits or +=,.@_-",
                )
    for old in (*mappings.groups, *mappings.left_behind):
        if old not in seen:
            finding = Finding(
                "LB107",
                f"old group {shorten(old)} is not in {mappings.file}",
                "check its spelling against the export",
                Severity.WARNING,
                path=(*_PATH, "groups", old) if old in mappings.groups else (*_PATH, "left_behind"),
                at_key=True,
            )
            scope.findings.append(finding)


def _complain(scope: Scope, file: str, line: int, message: str, hint: str) -> None:
    scope.findings.append(Finding("LB107", message, hint, place=Place(file, line), path=(*_PATH, "file")))


def _fault(group: str, colon: str) -> str:
    if not colon:
        return "it has no colon"
    return "white space in the name of the group" if group else "no group before the colon"
