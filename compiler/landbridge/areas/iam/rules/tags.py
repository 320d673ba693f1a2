"""Tags as IAM takes them."""

from collections.abc import Iterator, Mapping

from landbridge.areas import identities as tf
from landbridge.areas.iam.rules.wording import GUIDE
from landbridge.aws import names
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_DOC = GUIDE + "id_tags.html"


def _wrong_tags(subject: Subject) -> Iterator[Hit]:
    common = subject.spec.tags
    yield from _problems(("tags",), common, {})
    for resource in subject.module.resources:
        if isinstance(resource, tf.IamRole | tf.IamPolicy | tf.IamUser) and resource.tags:
            yield from _problems((*resource.origin[:3], "tags"), resource.tags, common)


def _problems(path: SpecPath, own: Mapping[str, str], common: Mapping[str, str]) -> Iterator[Hit]:
    """What is wrong with the tags of one thing; those of the whole spec count, but are reported at their own place."""
    for key, problem in names.problems_with_tags({**common, **own}):
        if key is None:
            besides = f" ({len(common)} of them from the spec's own tags:)" if common and own else ""
            yield Hit(path=path, message=f"the tags {problem}{besides}", hint="remove some", at_key=True)
        elif key in own:
            yield Hit(
                path=(*path, key),
                message=f"the tag {shorten(key)} {problem}",
                hint="rename or reword it",
                at_key=True,
            )


def _group_tags(subject: Subject) -> Iterator[Hit]:
    for key, group in subject.part.iam_groups.items():
        if group.tags is not None:
            path = ("security", "iam_groups", key, "tags")
            message = f"group {shorten(key)} has tags, and IAM's groups cannot carry any"
            yield Hit(
                path=path,
                message=message,
                hint="remove them; the description and the path can say as much",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB374",
        title="Tags are ones that IAM takes",
        why=(
            "IAM refuses more than 50 tags, the prefix aws:, and keys that differ by case only. The spec's own tags"
            " count for each thing."
        ),
        fix="use at most 50 tags of letters, digits, spaces and _.:/=+-@",
        source=_DOC,
        check=_wrong_tags,
    ),
    Rule(
        id="LB375",
        title="Groups have no tags",
        why="IAM has tags for users, roles and policies, and none for groups.",
        fix="remove them",
        source=_DOC,
        check=_group_tags,
    ),
)
