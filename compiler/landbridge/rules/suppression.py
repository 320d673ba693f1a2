"""Suppressions: rules that a spec says do not apply somewhere. Each lives in the spec and gives a reason."""

from dataclasses import replace
from typing import TYPE_CHECKING

from landbridge.findings import Finding, Severity, SpecPath, dotted, is_path, parse_path
from landbridge.ir import Module
from landbridge.source.nodes import shorten

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


Waiver = tuple[SpecPath, str]
"""Where something was suppressed, and what is to stand above the block that it is about."""


def apply(spec: "Spec", findings: list[Finding], suppressible: frozenset[str]) -> tuple[list[Finding], list[Waiver]]:
    """Return the findings that remain, with one for every suppression that cannot be or that suppresses nothing.

    The second list has what was suppressed.
    """
    used: set[int] = set()
    remaining: list[Finding] = []
    waivers: list[Waiver] = []
    # What cannot be read as a path leads nowhere: an empty path would lead to the whole spec.
    targets = [(entry.rule, parse_path(entry.path) if is_path(entry.path) else None) for entry in spec.suppress]
    for finding in findings:
        matching = [
            index
            for index, (rule, path) in enumerate(targets)
            if rule == finding.id and rule in suppressible and path is not None and finding.path[: len(path)] == path
        ]
        if matching:
            used.update(matching)
            reason = spec.suppress[matching[0]].reason
            waivers.append((finding.path, f"Suppressed {finding.id}: {reason}"))
        else:
            remaining.append(finding)
    for index, (rule, path) in enumerate(targets):
        where: SpecPath = ("suppress", index)
        if rule not in suppressible:
            remaining.append(
                Finding(
                    "LB110",
                    f"{rule} is no rule that can be suppressed",
                    "`landbridge rules` lists those that can",
                    path=(*where, "rule"),
                )
            )
        elif path is None:
            remaining.append(
                Finding(
                    "LB110",
                    f"{shorten(spec.suppress[index].path)} is no path, so {rule} is suppressed nowhere",
                    "write the path of what it is about, as findings print it, e.g. security.iam_groups.ops",
                    path=(*where, "path"),
                )
            )
        elif index not in used:
            remaining.append(
                Finding(
                    "LB111",
                    f"nothing at {dotted(path)} breaks {rule}: it hides nothing today, and something tomorrow",
                    "remove it",
                    Severity.WARNING,
                    path=where,
                )
            )
    return remaining, waivers


def mark(module: Module, waivers: list[Waiver]) -> Module:
    """Put what was suppressed above the blocks that it is about: those nearest above its place in the spec."""
    origins = {resource.origin for resource in module.resources} if waivers else set()
    above: dict[SpecPath, dict[str, None]] = {}
    for path, text in waivers:
        origin = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in origins), None)
        if origin is not None:
            above.setdefault(origin, {})[text] = None
    if not above:
        return module
    files = {
        name: tuple(
            replace(resource, waivers=tuple(above[resource.origin])) if resource.origin in above else resource
            for resource in held
        )
        for name, held in module.files.items()
    }
    return replace(module, files=files)
