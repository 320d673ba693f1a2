"""What the catalogue of AWS's actions says of an action or a pattern of actions, for rules that read statements."""

import re
from functools import lru_cache

from landbridge.aws import actions as catalogue
from landbridge.aws import arn
from landbridge.policy.matching import has_wildcard, overlaps, pattern_covers

EVERYTHING = ("*", "*:*")
_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_WILDCARD = re.compile(r"[*?]")
_SEPARATOR = re.compile(r"[:/]")
_TELLING = 3
"""Letters and digits of a name that tell some resources from others."""
_PLACEHOLDERS = {"Partition": "{partition}", "Region": "{region}", "Account": "{account_id}"}


@lru_cache(maxsize=4096)
def actions_of(pattern: str) -> tuple[str, ...] | None:
    """Return the actions that a name or pattern stands for; None for an unknown one, and for everything."""
    if pattern in EVERYTHING or has_wildcard(pattern.partition(":")[0]):
        return None
    if has_wildcard(pattern):
        return catalogue.matching(pattern) or None
    info = catalogue.action(pattern)
    return (info.name,) if info else None


@lru_cache(maxsize=4096)
def arn_formats(pattern: str) -> tuple[str, ...] | None:
    """Return the ARN formats of the resources that some action of a pattern can have; None where unknown.

    They hold variables such as `${BucketName}`; empty for actions that take no resource.
    """
    names = actions_of(pattern)
    if names is None:
        return None
    found: dict[str, None] = {}
    for name in names:
        info = catalogue.action(name)
        for use in info.resource_types if info else ():
            found[catalogue.resource_type(name.partition(":")[0], use.name).arn] = None
    return tuple(found)


@lru_cache(maxsize=65536)
def can_have(pattern: str, resource: str) -> bool:
    """Tell whether some action of a pattern can have some resource that an ARN with wildcards names."""
    return any(_fits(resource, format_) for format_ in arn_formats(pattern) or ())


def _fits(resource: str, arn_format: str) -> bool:
    """Tell whether an ARN can be one of a format. The names of buckets hold no slash: what has one is an object."""
    if arn_format.endswith(":s3:::${BucketName}") and "/" in resource:
        return False
    # Nearly all ARNs are settled by the first test: a wildcard that matches as a character matches as a wildcard.
    return bool(_expression(arn_format).fullmatch(resource)) or (
        (has_wildcard(resource) or "${" in resource) and overlaps(resource, as_pattern(arn_format))
    )


@lru_cache(maxsize=4096)
def _expression(arn_format: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, _VARIABLE.split(arn_format)[::2])), re.DOTALL)


@lru_cache(maxsize=65536)
def has_all(pattern: str, resource: str) -> bool:
    """Tell whether an ARN with wildcards names every resource of a type that some action of a pattern has.

    Everything in one account and region counts as everything, and so does a name that says next to nothing: `*-*`,
    `?*`, `*a*`.
    """
    parsed = arn.parse(resource)
    if parsed is None or not has_wildcard(parsed.resource):
        return False
    anywhere = f"arn:*:{parsed.service}:*:*:{parsed.resource.replace('?', '*')}"
    return any(
        pattern_covers(anywhere, as_pattern(format_)) or (_fits(resource, format_) and _says_little(parsed, format_))
        for format_ in arn_formats(pattern) or ()
    )


def _says_little(resource: arn.Arn, arn_format: str) -> bool:
    """Tell whether a resource's name leaves fewer than three letters and digits beside its wildcards.

    Its type's own words, e.g. `table/` and `/index/`, are no part of the name. A first part of the name without
    wildcards, as in `table/a/index/*`, is one certain name, however short.
    """
    head, *words = _VARIABLE.split(_without_fields(arn_format))
    if not words:
        return False
    name = _without_type(resource.resource, head)
    certain = _WILDCARD.split(name, maxsplit=1)[0]
    if len(parts := _SEPARATOR.split(certain.lstrip(":/"), maxsplit=1)) > 1 and parts[0]:
        return False
    for word in filter(None, words):
        name = name.replace(word, "/", 1)
    return sum(letter.isalnum() for letter in name) < _TELLING


def _without_fields(arn_format: str) -> str:
    """The resource of an ARN format: all behind the fifth colon."""
    return arn_format.split(":", 5)[-1]


def _without_type(resource: str, head: str) -> str:
    """Cut off the words that stand before a type's first variable, which the resource may spell with wildcards."""
    ends = [match.end() for match in _SEPARATOR.finditer(head)]
    found = [match.end() for match in _SEPARATOR.finditer(resource)]
    if ends and len(found) >= len(ends) and overlaps(resource[: found[len(ends) - 1]], head[: ends[-1]]):
        return resource[found[len(ends) - 1] :].removeprefix(head[ends[-1] :])
    return resource.removeprefix(head)


@lru_cache(maxsize=4096)
def takes_no_resource(pattern: str) -> bool:
    """Tell whether no action of a pattern takes a resource, so that a statement can only say `*`."""
    if pattern in EVERYTHING:
        return False
    formats = arn_formats(pattern)
    return formats is None or not formats


@lru_cache(maxsize=4096)
def as_pattern(arn_format: str) -> str:
    """Write an ARN format of the Service Authorization Reference as a pattern, with `*` for every variable."""
    return _VARIABLE.sub("*", arn_format)


def legible(arn_format: str) -> str:
    """Write an ARN format as an author would: with the spec's placeholders, and the names of its other variables."""
    return _VARIABLE.sub(lambda match: _PLACEHOLDERS.get(match[1], match[1]), arn_format)
