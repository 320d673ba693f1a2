"""Names, descriptions and tags as EC2 takes them."""

import re
from collections.abc import Iterator

from landbridge.areas.network.resources import SecurityGroup, SecurityGroupRule
from landbridge.areas.network.rules.reading import EC2, rules_of
from landbridge.aws import names, quotas
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

LENGTH = 255
_CHARACTERS = re.compile(r"[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]*")
_DOC = EC2 + "API_CreateSecurityGroup.html"
_ALLOWED = "EC2 takes ASCII letters, digits, blanks and ._-:/()#,@[]+=&;{}!$*"


def problem_with_text(text: str) -> str | None:
    """What is wrong with the name or description of a group, or the description of a rule; to follow the text."""
    if len(text) > LENGTH:
        return f"is {len(text):,} characters long; EC2 takes at most {LENGTH}"
    if _CHARACTERS.fullmatch(text):
        return None
    wrong = sorted({character for character in text if not _CHARACTERS.fullmatch(character)})
    return f"contains {', '.join(map(ascii, wrong[:5]))}{' and others' if len(wrong) > 5 else ''}; {_ALLOWED}"


def _groups(subject: Subject) -> Iterator[SecurityGroup]:
    return (resource for resource in subject.module.resources if isinstance(resource, SecurityGroup))


def _name(subject: Subject) -> Iterator[Hit]:
    for group in _groups(subject):
        problem = problem_with_text(group.name)
        if group.name.lower().startswith("sg-"):
            problem = "begins with sg-, which AWS keeps for ids"
        elif group.name != group.name.strip():
            problem = "begins or ends with a blank, which AWS cuts off"
        elif group.name.lower() == "default":
            problem = "is the name of the group that every VPC comes with"
        if problem:
            yield Hit(path=(*group.origin, "name"), message=f"the group's name {shorten(group.name)} {problem}")


def _description(subject: Subject) -> Iterator[Hit]:
    seen: set[tuple[SpecPath, str]] = set()
    described: list[SecurityGroup | SecurityGroupRule] = [*_groups(subject), *rules_of(subject)]
    for each in described:
        place = (each.origin, each.description)
        if place not in seen and (problem := problem_with_text(each.description)):
            seen.add(place)
            message = f"the description {shorten(each.description)} {problem}"
            yield Hit(path=(*each.origin, "description"), message=message)


def _one_name(subject: Subject) -> Iterator[Hit]:
    first: dict[tuple[str, str], SecurityGroup] = {}
    for group in _groups(subject):
        other = first.setdefault((str(group.vpc_id), group.name.lower()), group)
        if other is not group:
            message = f"{shorten(group.name)} is the name of {other.address} already, in the same VPC"
            yield Hit(path=(*group.origin, "name"), message=message)


def _tags(subject: Subject) -> Iterator[Hit]:
    common = subject.spec.tags
    for group in _groups(subject):
        path = (*group.origin, "tags")
        if group.tags and len({**common, **group.tags}) > quotas.TAGS:
            count = len({**common, **group.tags})
            yield Hit(path=path, message=f"the tags are {count}; a group has at most {quotas.TAGS}", at_key=True)
        for key, value in group.tags.items():
            problem = names.problem_with_tag_key(key)
            if problem is None and (of_value := names.problem_with_tag_value(value)):
                problem = f"has the value {shorten(value)}, which {of_value}"
            if problem:
                yield Hit(path=(*path, key), message=f"the tag {shorten(key)} {problem}", at_key=True)


RULES = (
    Rule(
        id="LB524",
        title="A security group's name is one that EC2 takes",
        why="EC2 refuses other characters, more than 255 of them, and names that look like an id.",
        fix="give another name under name:",
        source=_DOC,
        check=_name,
    ),
    Rule(
        id="LB525",
        title="Descriptions of groups and rules hold what EC2 takes",
        why="EC2 refuses them when half of the apply is done. An apostrophe is enough.",
        fix="reword it: ASCII letters, digits, blanks and ._-:/()#,@[]+=&;{}!$*, at most 255",
        source=_DOC,
        check=_description,
    ),
    Rule(
        id="LB526",
        title="A name stands once in a VPC",
        why="EC2 refuses the second group of a name in one VPC; case makes no difference.",
        fix="give one of them another name under name:",
        source=_DOC,
        check=_one_name,
    ),
    Rule(
        id="LB535",
        title="A group's tags are ones that EC2 takes",
        why="EC2 refuses more than 50 tags, and the prefix aws:. The spec's own tags count for each thing.",
        fix="use at most 50 tags of letters, digits, blanks and _.:/=+-@",
        source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html",
        check=_tags,
    ),
)
