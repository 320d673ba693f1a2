"""Suppressions: rules that a spec says do not apply somewhere. Each lives in the spec and gives a reason."""

from typing import TYPE_CHECKING

from landbridge.findings import Finding, Severity, SpecPath, dotted, parse_path

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def apply(spec: "Spec", findings: list[Finding], suppressible: frozenset[str]) -> list[Finding]:
    """Return the findings that remain, and one for every suppression that cannot be or that suppresses nothing."""
    used: set[int] = set()
    remaining: list[Finding] = []
    targets = [(entry.rule, parse_path(entry.path)) for entry in spec.suppress]
    for finding in findings:
        matching = [
            index
            for index, (rule, path) in enumerate(targets)
            if rule == finding.id and rule in suppressible and finding.path[: len(path)] == path
        ]
        if matching:
            used.update(matching)
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
    return remaining
