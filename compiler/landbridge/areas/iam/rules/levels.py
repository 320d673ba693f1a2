"""Levels of access that reach beyond the project."""

from collections.abc import Iterator

from landbridge.areas.iam import bundles
from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.rules.rule import Hit, Rule, Subject

_OWN = ("level1", "level2", "level3")
"""Levels that stay inside the project, whatever the service: a test holds the data to it."""


def _wide_level(subject: Subject) -> Iterator[Hit]:
    for path, granted, kind in reading(subject).granted():
        for service, assignment in granted.policy_assignments.items():
            if assignment.reason or assignment.level in _OWN or kind == "boundary":
                continue
            level = bundles.bundles(service).get(assignment.level)
            if level is not None and level.wide:
                yield Hit(
                    path=(*path, "policy_assignments", service),
                    message=f"{assignment.level} of {service} is wide ({level.summary}), and no reason is given",
                    hint=f"take a lower level, or say why: {{level: {assignment.level}, reason: …}}",
                )


RULES = (
    Rule(
        id="LB350",
        title="A wide level has a reason",
        why=(
            "Its actions are on everything that the service has in the account, also on what belongs to other projects."
        ),
        fix="take a level below it, or say why: {level: level4, reason: …}",
        source=GUIDE + "best-practices.html#grant-least-privilege",
        check=_wide_level,
    ),
)
