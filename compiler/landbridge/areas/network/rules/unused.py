"""Groups that do nothing."""

from collections.abc import Iterator

from landbridge.areas.network.rules.reading import GUIDE, by_group, id_text, part
from landbridge.findings import Severity
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _without_rules(subject: Subject) -> Iterator[Hit]:
    rules = by_group(subject)
    for key, group in part(subject).security_groups.items():
        if group.vpc is not None and id_text(key, group) not in rules:
            yield Hit(
                path=("network", "security_groups", key),
                message=f"{shorten(key)} has no rule: it lets nothing in and nothing out",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB530",
        title="A group that is made has a rule",
        why="Terraform takes away the rule for all outgoing traffic that AWS gives a new group, so nothing can talk.",
        fix="add what flows, or remove the group; where others add its rules, suppress this with a reason",
        source=GUIDE + "userguide/security-group-rules.html",
        severity=Severity.WARNING,
        check=_without_rules,
        looks_for_absence=True,
    ),
)
