"""`renamed_from`: what it can say, and what it does to a group that is in use."""

from collections.abc import Iterator

from landbridge.areas.network.groups import group_description, group_name
from landbridge.areas.network.rules.reading import part
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _impossible(subject: Subject) -> Iterator[Hit]:
    groups = part(subject).security_groups
    claimed: dict[str, str] = {}
    for key, group in groups.items():
        former = group.renamed_from
        if former is None:
            continue
        path: SpecPath = ("network", "security_groups", key, "renamed_from")
        other = claimed.setdefault(former, key)
        if former == key:
            yield Hit(path=path, message=f"{shorten(former)} is the key that the group has")
        elif former in groups:
            message = f"the group {shorten(former)} still exists, so it cannot have been renamed"
            yield Hit(path=path, message=message, hint="remove renamed_from, or what still has the old key")
        elif other != key:
            message = f"{shorten(other)} was renamed from {shorten(former)} as well"
            yield Hit(path=path, message=message, hint="only one can take over what the old key stood for")


def _replaced(subject: Subject) -> Iterator[Hit]:
    scope = Scope(subject.spec, subject.references)
    for key, group in part(subject).security_groups.items():
        former = group.renamed_from
        if former is None or former == key or group.vpc is None:
            continue
        texts = {
            "name": [group_name(scope, each, group.name) for each in (former, key)],
            "description": [group_description(scope, each, group.description) for each in (former, key)],
        }
        changed = {word: before for word, (before, now) in texts.items() if before != now}
        if changed:
            keep = (f"{word}: {shorten(before.replace(scope.stem, '{stem}'))}" for word, before in changed.items())
            yield Hit(
                path=("network", "security_groups", key, "renamed_from"),
                message=f"the group's {' and '.join(changed)} in AWS would change, so AWS makes a new group, and cannot"
                " remove the old one while anything uses it",
                hint=f"write {' and '.join(keep)}; where a new group is meant, suppress this rule here with a reason",
            )


RULES = (
    Rule(
        id="LB533",
        title="renamed_from names a key that is gone",
        why="Terraform's moved blocks move each old address once, to an address that is another one.",
        fix="remove renamed_from",
        source="https://developer.hashicorp.com/terraform/language/modules/develop/refactoring",
        check=_impossible,
    ),
    Rule(
        id="LB534",
        title="A renamed group keeps its name and description in AWS",
        why="EC2 cannot change them: Terraform would replace the group, which fails while anything uses it.",
        fix="give the old name under name: and the old description under description:",
        source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
        check=_replaced,
    ),
)
