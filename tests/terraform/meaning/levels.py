"""What levels of access grant, read from the levels' own data by this file alone."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from tests.examples import CHECKOUT
from tests.terraform.meaning.names import Names, Thing, listed

_LEVELS = CHECKOUT / "compiler/landbridge/areas/iam/levels"
_VARIABLE = re.compile(r"\$\{\w+\}")
_NAMED_BY_AWS = ("Id", "ID", "Uuid", "UUID", "Identifier", "Arn", "ARN", "Hash", "Token")


def assigned(names: Names, service: str, level: str) -> Iterator[Thing]:
    """Yield the statements of a curated level: its own grants and those of all levels below it."""
    levels = yaml.safe_load((_LEVELS / f"{service}.yaml").read_text(encoding="utf-8"))["levels"]
    for name in list(levels)[: list(levels).index(level) + 1]:
        for grant in levels[name]["grants"]:
            yield {
                "Effect": "Allow",
                "Action": grant["actions"],
                "Resource": [names.fill(resource) for resource in grant["resources"]],
                "Condition": names.conditions(grant.get("conditions", {})),
            }


def accessed(names: Names, folder: Path, access: Thing) -> Iterator[Thing]:
    """Yield the statements of an entry of `access`: each action on those resources that it can have.

    Without `resources` these are the project's own: the first name in a resource's ARN begins with the stem.
    Which actions a level has and which resources an action can have stands in the lock, in the spec's folder.
    """
    pinned = json.loads((folder / "landbridge.lock").read_text())["levels"][f"{access['service']}/{access['level']}"]
    given = [names.fill(resource) for resource in listed(access.get("resources", []))]
    for action, types in pinned["actions"].items():
        formats = [pinned["types"][name] for name in types]
        if not formats:
            resources = ["*"]
        elif given:
            resources = [r for r in given if any(_can_meet(r, _VARIABLE.sub("*", known)) for known in formats)]
        else:
            resources = [names.fill(own) for own in (_own(known, names.stem) for known in formats) if own]
        yield {
            "Effect": "Allow",
            "Action": action,
            "Resource": resources,
            "Condition": names.conditions(access.get("conditions", {})),
        }


def _own(known: str, stem: str) -> str | None:
    """Turn an ARN format such as arn:${Partition}:s3:::${BucketName} into the project's own ARNs."""
    fields = known.split(":", 5)
    names = _VARIABLE.findall(fields[5]) if len(fields) == 6 else []
    if not names or names[0][2:-1].endswith(_NAMED_BY_AWS):
        return None
    resource = _VARIABLE.sub("*", fields[5].replace(names[0], f"{stem}-*", 1))
    words = {"${Partition}": "{partition}", "${Region}": "{region}", "${Account}": "{account_id}"}
    return ":".join([words.get(field, field) for field in fields[:5]] + [resource])


def _can_meet(one: str, other: str) -> bool:
    """Tell whether some ARN fits both patterns. No wildcard reaches over a colon into the next field."""
    return one == "*" or all(map(_both_fit, one.split(":", 5), other.split(":", 5)))


@cache
def _both_fit(one: str, other: str) -> bool:
    """Tell whether some text fits both patterns, in which * stands for anything and ? for one character."""
    if not one or not other:
        return set(one + other) <= {"*"}
    if one[0] == "*":
        return _both_fit(one[1:], other) or _both_fit(one, other[1:])
    if other[0] == "*":
        return _both_fit(one, other[1:]) or _both_fit(one[1:], other)
    return (one[0] == other[0] or "?" in (one[0], other[0])) and _both_fit(one[1:], other[1:])
