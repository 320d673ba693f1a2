"""Groups whose rules have two owners."""

from collections.abc import Iterator

from landbridge.areas.network.rules.reading import by_group, id_text, part
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_RESOURCES = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/"


def _two_keys(subject: Subject) -> Iterator[Hit]:
    first: dict[tuple[str, str], str] = {}
    for key, group in part(subject).security_groups.items():
        if group.id is None:
            continue
        other = first.setdefault((group.account_id or subject.identity.account_id, group.id), key)
        if other != key:
            path: SpecPath = ("network", "security_groups", key, "id")
            yield Hit(path=path, message=f"{shorten(group.id)} has the key {shorten(other)} already")


def _inline(subject: Subject) -> Iterator[Hit]:
    rules = by_group(subject)
    for key, group in part(subject).security_groups.items():
        count = len(rules.get(id_text(key, group), ()))
        if group.inline_rules and count:
            added = "a rule is" if count == 1 else f"{count} rules are"
            yield Hit(
                path=("network", "security_groups", key, "inline_rules"),
                message=f"{added} added to {shorten(key)}, which somebody manages with inline rules",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB527",
        title="A group has one key",
        why="Under two keys it has two sets of rules that know nothing of each other, and of two equal ones EC2 refuses"
        " the second.",
        fix="give all its rules under one key, and use that key everywhere",
        source=_RESOURCES + "vpc_security_group_ingress_rule",
        check=_two_keys,
    ),
    Rule(
        id="LB528",
        title="No rule is added to a group with inline rules",
        why="Terraform makes a group's inline rules the only ones: the next apply over there takes ours away, the next"
        " one here puts them back, and so on.",
        fix="let the other side turn its inline rules into resources, or give it `owner:`, so that it gets the text of"
        " the rules",
        source=_RESOURCES + "security_group",
        severity=Severity.WARNING,
        check=_inline,
    ),
)
