"""Bring the lock up to date: what stands in it stays, what the spec newly uses is added.

Nothing is dropped: several specs in one folder share the lock.
"""

from typing import TYPE_CHECKING, Any

from landbridge.areas.iam import bundles
from landbridge.areas.iam.shipped import is_sound
from landbridge.aws.nearest import nearest
from landbridge.findings import Finding
from landbridge.lock import Lock
from landbridge.source.nodes import shorten

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def pin(spec: "Spec", lock: Lock) -> tuple[Lock, list[Finding]]:
    """Return the lock that the spec needs, and a finding for every level that does not exist."""
    findings: list[Finding] = []
    levels: dict[str, Any] = dict(lock.levels)
    sound: set[str] = set()  # thousands of roles can use one level: look at it once
    for path, service, level in bundles.wanted(spec.part("security")):
        name = f"{service}/{level}"
        if name in sound:
            continue
        if name in levels:
            if is_sound(service, level, levels[name]):
                sound.add(name)
            else:
                findings.append(_broken(path, name))
                del levels[name]
            continue
        if level.startswith("level"):
            available = bundles.bundles(service)
            if level in available:
                levels[name] = bundles.pin_bundle(available[level])
            else:
                findings.append(_no_bundle(path, service, level, list(available)))
        else:
            found = _access_level(path, service, level, findings)
            if found is not None:
                levels[name] = found
    return Lock(levels), findings


def _broken(path: Any, name: str) -> Finding:
    return Finding(
        "LB106",
        f"the lock has an entry {shorten(name)} that is not what Landbridge wrote: it was edited, or is of a newer one",
        "restore landbridge.lock from git, or take the entry out and compile again; see `landbridge diff`",
        path=path,
    )


def _no_bundle(path: Any, service: str, level: str, available: list[str]) -> Finding:
    if available:
        return Finding(
            "LB302",
            f"{service} has no level {level!r}",
            f"it has {', '.join(available)}; see `landbridge explain-level {service}`",
            path=path,
        )
    near = nearest(service, bundles.services())
    return Finding(
        "LB301",
        f"there are no curated levels for service {shorten(service)}",
        (f"did you mean {' or '.join(near)}? " if near else "")
        + f"curated: {', '.join(bundles.services())}; others go under access: [{{service: …, level: read}}]",
        path=path,
        at_key=True,
    )


def _access_level(path: Any, service: str, level: str, findings: list[Finding]) -> dict[str, Any] | None:
    from landbridge.aws import (
        actions as catalogue,
    )  # reads megabytes of data: only for what the lock does not have

    if not catalogue.service_exists(service):
        near = catalogue.nearest_services(service)
        findings.append(
            Finding(
                "LB303",
                f"AWS has no service with the IAM prefix {shorten(service)}",
                f"did you mean {' or '.join(near)}?"
                if near
                else "the prefix is what stands before the colon of its actions",
                path=(*path, "service"),
            )
        )
        return None
    pinned = bundles.pin_access_level(service, level)
    if not pinned["actions"]:
        findings.append(
            Finding(
                "LB304",
                f"service {service} has no action of level {level}",
                "choose another level",
                path=(*path, "level"),
            )
        )
        return None
    return pinned
