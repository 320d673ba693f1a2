"""The role of snapshots: which one the console may hand to OpenSearch Service."""

from collections.abc import Iterator
from typing import Any

from landbridge.areas.migration_assistant.access import SERVICE
from landbridge.areas.migration_assistant.rules.reading import each_setting
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _passed(subject: Subject) -> Iterator[Hit]:
    for setting in each_setting(subject):
        snapshot, name = setting.deployment.snapshot, setting.snapshot_role_name
        passes = setting.has_snapshot_role and not setting.own_snapshot_role
        if not passes or snapshot.role_name is None or name == setting.names.snapshot_role:
            continue
        path: SpecPath = (*setting.path, "snapshot", "role_name")
        role = _made_here(subject, name)
        if role is not None and not _is_assumed(role):
            yield Hit(
                path=path,
                message=f"the role {shorten(name)} of this spec is for others: OpenSearch Service does not assume it",
                hint=f"name one that {SERVICE} assumes, or write role: own",
            )
        elif role is None and snapshot.reason is None:
            yield Hit(
                path=path,
                message=f"nobody says why the console may pass the role {shorten(name)}: it is neither the product's,"
                " nor one of this spec",
                hint="say why under snapshot: {reason: …}; or write role: own, whose rights stand here",
            )


def _made_here(subject: Subject, name: str) -> Any:
    """The role of the spec that has a name, which IAM compares whatever its case; None where it has none."""
    held: Iterator[Any] = (each for module in subject.modules for each in module.resources)
    return next((each for each in held if each.type == "aws_iam_role" and each.name.lower() == name.lower()), None)


def _is_assumed(role: Any) -> bool:
    """Whether OpenSearch Service assumes a role."""
    return any(
        statement.effect == "Allow" and SERVICE in principal.values
        for statement in role.assume_role_policy.statements
        for principal in statement.principals
        if principal.type == "Service"
    )


RULES = (
    Rule(
        id="LB730",
        title="The role that is passed is for snapshots, or has a reason",
        why="The right to pass a role is the right to have it used: with another one, whoever is on the console reaches"
        " by OpenSearch Service what the console may not.",
        fix="leave role_name out for the product's own, or say why under reason:",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
        check=_passed,
    ),
)
