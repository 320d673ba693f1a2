"""Whether an entry of a lock is what Landbridge wrote.

A lock decides what levels grant, and whoever opens a pull request can edit it. An entry of a curated level is
sound where its digest is one of those that were shipped, by level and revision, in `levels/shipped.json`. An entry
of an AWS access level is sound where each action is of its service and, as far as the installed data knows it, of
its level; names that the data does not know grant nothing in AWS.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from landbridge.areas.iam.bundles import ACCESS_LEVELS

FILE = Path(__file__).parent / "levels" / "shipped.json"
_NAME = re.compile(r"[A-Za-z0-9]+")
_ARN_FORMAT = "arn:${Partition}:"


def is_sound(service: str, level: str, pin: object) -> bool:
    """Tell whether an entry of a lock can be used."""
    if level.startswith("level"):
        return digest(pin) in shipped().get(f"{service}/{level}", {}).values()
    return isinstance(pin, dict) and _is_access_level(service, level, pin)


def digest(pin: object) -> str:
    """The SHA-256, in hex, of an entry's content, whatever its layout."""
    return hashlib.sha256(json.dumps(pin, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


@cache
def shipped() -> Mapping[str, Mapping[str, str]]:
    """The digests of all curated levels that were ever shipped: "service/level" → revision → digest."""
    content: dict[str, dict[str, str]] = json.loads(FILE.read_text())
    return content


def _is_access_level(service: str, level: str, pin: Mapping[str, object]) -> bool:
    actions, types = pin.get("actions"), pin.get("types")
    if not isinstance(actions, dict) or not isinstance(types, dict):
        return False
    named = all(
        isinstance(names, list) and all(isinstance(name, str) and name in types for name in names)
        for names in actions.values()
    )
    return (
        named
        and all(_is_type(service, name, arn) for name, arn in types.items())
        and all(_is_action(service, level, action) for action in actions)
    )


def _is_action(service: str, level: str, action: str) -> bool:
    from landbridge.aws import actions as catalogue  # reads the service's data, which only access: needs

    prefix, _, name = action.rpartition(":")
    if prefix not in ("", service) or not _NAME.fullmatch(name):
        return False
    known = catalogue.action(f"{service}:{name}")
    return known is None or known.access_level in ACCESS_LEVELS[level]


def _is_type(service: str, name: str, arn: object) -> bool:
    from landbridge.aws import actions as catalogue  # as above

    try:
        return arn == catalogue.resource_type(service, name).arn
    except KeyError:  # the installed data is of another day: take it where it can only be of this service's account
        return isinstance(arn, str) and arn.startswith(_ARN_FORMAT + service + ":") and "*" not in arn
