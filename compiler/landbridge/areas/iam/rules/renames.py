"""`renamed_from`: what it can say, and what it does to people who have access."""

from collections.abc import Iterator
from typing import Any

from landbridge.areas.iam.names import ROLE_SECTIONS
from landbridge.areas.iam.rules.reading import reading
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.findings import SpecPath, dotted
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_KINDS = {"iam_groups": "group", "policies": "policy"}


def _renamed(subject: Subject) -> Iterator[tuple[SpecPath, Any, str]]:
    """Everything that was renamed: its path, itself, and what kind of thing it is."""
    for path, granted, _ in reading(subject).granted():
        if getattr(granted, "renamed_from", None):
            yield path, granted, _KINDS.get(str(path[1]), "role")


def _same_kind(subject: Subject, kind: str) -> Iterator[SpecPath]:
    """The paths of all things of one kind: roles share their keys, whatever their section."""
    sections = {"group": ("iam_groups",), "policy": ("policies",)}.get(kind, ROLE_SECTIONS)
    for section in sections:
        yield from (("security", section, key) for key in getattr(subject.part, section))


def _impossible(subject: Subject) -> Iterator[Hit]:
    claimed: dict[tuple[str, str], SpecPath] = {}
    for path, item, kind in _renamed(subject):
        former: str = item.renamed_from
        where = (*path, "renamed_from")
        other = claimed.setdefault((kind, former), path)
        taken = next((known for known in _same_kind(subject, kind) if known[2] == former), None)
        if former == path[2]:
            yield Hit(
                path=where,
                message=f"renamed_from {shorten(former)} is the key that the {kind} has",
                hint="remove it",
            )
        elif taken is not None:
            message = f"the {kind} {shorten(former)} still exists ({dotted(taken)}), so it cannot have been renamed"
            yield Hit(path=where, message=message, hint="remove renamed_from, or what still has the old key")
        elif other is not path:
            message = f"{dotted(other)} was renamed from {shorten(former)} as well"
            yield Hit(path=where, message=message, hint="only one can take over what the old key stood for")


def _replaced(subject: Subject) -> Iterator[Hit]:
    scope = reading(subject).scope
    for path, item, kind in _renamed(subject):
        if kind == "group" or item.name or item.renamed_from == path[2]:
            continue
        former, now = scope.name(kind, item.renamed_from), scope.name(kind, str(path[2]))
        if former != now:
            lost = (
                "everybody who assumes it loses access for a time, and its ARN is trusted as a new one"
                if kind == "role"
                else "it is detached for a time"
            )
            yield Hit(
                path=(*path, "renamed_from"),
                message=(
                    f"the {kind}'s name in AWS would change from {shorten(former)} to {shorten(now)}, so AWS replaces"
                    f" it: {lost}"
                ),
                hint=(
                    f"keep the name: {shorten(former.replace(scope.stem, '{stem}'))} under name:; where the replacement"
                    " is meant, suppress this rule here with a reason"
                ),
            )


RULES = (
    Rule(
        id="LB394",
        title="renamed_from names a key that is gone",
        why=(
            "It becomes a Terraform moved block, which can move each old address once, to an address that is another"
            " one."
        ),
        fix="remove renamed_from",
        source="https://developer.hashicorp.com/terraform/language/modules/develop/refactoring",
        check=_impossible,
    ),
    Rule(
        id="LB395",
        title="A renamed role or policy keeps its name in AWS",
        why="IAM cannot rename roles and policies: Terraform destroys the old one and makes a new one. Trust that names"
        " the old role breaks for good, as it is kept by the role's unique id.",
        fix="give the old name under name:",
        source=GUIDE + "id_roles_manage_modify.html",
        check=_replaced,
    ),
)
