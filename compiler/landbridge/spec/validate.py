"""From nodes to the typed spec, with findings for what does not fit it."""

import re
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from landbridge.aws import arn
from landbridge.aws.partitions import nearest_regions, partition_of
from landbridge.findings import Finding, SpecPath
from landbridge.source.nodes import shorten
from landbridge.spec.root import Spec, TierName, spec_model

_FOUNDATIONS = frozenset({"client", "environment", "extends", "naming", "suppress", "tier"})
"""What the findings about all the rest depend on."""

_REFERENCE = re.compile(r"(?<!\$)\{(?!var:)\w+:(\w+)(?:\.\w+)?\}")
"""A placeholder for a thing of the spec. Variables are of the root, `{ssm:/…}` is a path, and `${…}` is IAM's."""

_ROUNDS = 5
"""Amending one thing can show another problem, and dropping one leave another dangling; nobody has more layers."""


def validate(root: dict[str, Any]) -> tuple[Spec | None, list[Finding]]:
    """Check the shape of a spec.

    Returns:
        The typed spec, or None where it has errors; and the findings, without places.
    """
    spec, findings = None, list[Finding]()
    try:
        spec = spec_model(frozenset(root)).model_validate(root)
    except ValidationError as error:
        findings.extend(_told(error, root))
    findings.extend(_across(root))
    return (None, findings) if findings else (spec, [])


def _told(error: ValidationError, root: dict[str, Any]) -> Iterator[Finding]:
    """The findings for what pydantic found, without those that only follow from another one."""
    from landbridge.spec import wording  # costs time that only a spec with errors needs

    found = wording.problems(error, root)
    misspelt = {
        (*problem.path[:-1], wording.meant(problem.path)) for problem in found if problem.kind == wording.UNKNOWN
    }
    without_base, without_preset = ("extends",) in misspelt, ("tier",) in misspelt or _has_unknown_tier(root)
    for problem in found:
        if problem.kind == wording.MISSING and problem.path in misspelt:
            continue
        # What is not there may well stand in the file or preset that was not read.
        if problem.is_absence and (without_base or (without_preset and len(problem.path) > 2)):
            continue
        yield wording.finding(problem)


def _has_unknown_tier(root: dict[str, Any]) -> bool:
    tier = root.get("tier")
    return tier is not None and not (isinstance(tier, dict) and tier.get("name") in typing.get_args(TierName))


def _across(root: dict[str, Any]) -> Iterator[Finding]:
    """Findings about what depends on several parts of the spec, each of which may be wrong itself."""
    region, account, role = (
        _text(root, *path)
        for path in (("environment", "region"), ("client", "account_id"), ("terraform", "assume_role"))
    )
    partition = partition_of(region) if region is not None else None
    if region is not None and partition is None:
        near = nearest_regions(region)
        yield Finding(
            "LB108",
            f"environment.region is {shorten(region)}, which is no AWS region that Landbridge knows",
            f"did you mean {' or '.join(near)}?" if near else "a region's name looks like eu-central-1",
            path=("environment", "region"),
        )
    assumed = arn.parse(role) if role is not None else None
    wants = ""
    if assumed and partition and assumed.partition != partition:
        wants = f"a role of the partition {partition}, which {region} belongs to"
    elif assumed and account and assumed.account != account and arn.is_account_id(account):
        wants = f"a role of the account {account}"
    if wants:
        yield Finding(
            "LB102",
            f"terraform.assume_role is {shorten(role)}: wants {wants}",
            "the generated root refuses every account but client.account_id",
            path=("terraform", "assume_role"),
        )


def _text(root: Any, *path: str) -> str | None:
    """The text at a path, None where there is none."""
    for key in path:
        root = root.get(key) if isinstance(root, dict) else None
    return root if isinstance(root, str) else None


def prune(root: dict[str, Any], findings: list[Finding]) -> dict[str, Any] | None:
    """A copy of the spec without what the findings of `validate` are about, so that the rules can look at the rest.

    A number where text is wanted becomes text; a value that can be made up (see `StandIn`) is. Everything else that
    is wrong goes: named things (`security.iam_groups.ops`) as a whole, because half a thing would break rules that
    the whole one keeps, and with them what names them in a placeholder. None where the rest cannot be judged alone.
    """
    rest: dict[str, Any] = _copied(root)
    names = {path[-1] for path, _ in _named_things(rest, ())}
    for _ in range(_ROUNDS):
        if not all(_amended(rest, finding) for finding in findings):
            return None
        dropped = _dropped_dangling(rest, names)
        findings = validate(rest)[1]
        if not (findings or dropped):
            return rest
    return None


def _copied(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copied(value) for key, value in node.items()}
    return [_copied(value) for value in node] if isinstance(node, list) else node


def _amended(rest: dict[str, Any], finding: Finding) -> bool:
    """Amend what a finding is about, and tell whether that could be done."""
    from landbridge.spec import fields, wording

    path, is_unknown = finding.path, finding.id == "LB101"
    parent, key = _holder(rest, path), path[-1]
    if parent is None:
        return True  # it went with something else
    if is_unknown and wording.meant(path) is None:
        parent.pop(key, None)
        return True
    made_up = None if is_unknown else fields.stand_in(path)
    if made_up is not None:
        parent[key] = made_up.value
        return True
    value = None if isinstance(parent, dict) and key not in parent else parent[key]
    if finding.id == "LB102" and not finding.at_key and type(value) is int:
        parent[key] = str(value)
        return True
    cut = _removable(path, is_unknown=is_unknown)
    if cut is not None and (holder := _holder(rest, cut)) is not None:
        holder.pop(cut[-1], None)
    return cut is not None


def _dropped_dangling(rest: dict[str, Any], names: set[str | int]) -> bool:
    """Drop the named things with a placeholder, such as {role:etl}, for what is gone; tell whether there were any.

    `names` is what everything was called before anything went: what never was is news, and told by others.
    """
    things = list(_named_things(rest, ()))
    gone = names - {path[-1] for path, _ in things}
    dangling = [path for path, thing in things if not gone.isdisjoint(_REFERENCE.findall(str(thing)))]
    for path in dangling:
        del _holder(rest, path)[path[-1]]
    return bool(dangling)


def _holder(node: Any, path: SpecPath) -> Any:
    """The mapping or list that holds the end of a path; None where it is gone, or the path goes on into a value."""
    for key in path[:-1]:
        goes_on = key in node if isinstance(node, dict) else isinstance(node, list)
        if not goes_on:
            return None
        node = node[key]
    return node if isinstance(node, dict | list) else None


def _removable(path: SpecPath, *, is_unknown: bool) -> SpecPath | None:
    """What has to go because of a finding at a path; None where the rest cannot do without it."""
    from landbridge.spec import fields, wording

    for end in range(1, len(path) + 1):
        if fields.is_named_thing(path[:end]):
            return path[:end]
    if path[0] in _FOUNDATIONS or (is_unknown and wording.meant(path) in _FOUNDATIONS):
        return None
    if is_unknown:
        return path
    for end in range(len(path), 0, -1):
        field = fields.field_at(path[:end])
        if field is not None and not field.is_required():
            return path[:end]
    return None


def _named_things(node: dict[str, Any], path: SpecPath) -> Iterator[tuple[SpecPath, Any]]:
    from landbridge.spec import fields

    for key, value in node.items():
        if fields.is_named_thing((*path, key)):
            yield (*path, key), value
        elif isinstance(value, dict):
            yield from _named_things(value, (*path, key))
