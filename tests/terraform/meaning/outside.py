"""Values that a spec leaves to the root: `{var:NAME}` and `{ssm:/NAME}`, for which the tests have to choose one."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

_OUTSIDE = re.compile(r"\{(?:var:\w+|ssm:/[\w./-]+)\}")

_ROLE = "arn:{partition}:iam::{account_id}:role/{name}"
_KEY = "arn:{partition}:kms:{region}:{account_id}:key/{digest:.8}-{digest:.4}-{digest:.4}-{digest:.4}-{digest:.12}"
_SECRET = "arn:{partition}:secretsmanager:{region}:{account_id}:secret:{name}-AbCdEf"
_FORMS = {
    "file_system": "fs-{digest:.17}",
    "vpc": "vpc-{digest:.17}",
    "subnets": "subnet-{digest:.17}",
    "route_tables": "rtb-{digest:.17}",
    "id": "sg-{digest:.17}",
    **dict.fromkeys(("arn", "resources"), _SECRET),
    "domain": "arn:{partition}:es:{region}:{account_id}:domain/outside-{digest:.8}",
    "endpoint": "https://search-{digest:.8}.{region}.es.amazonaws.com",
    "certificate": "arn:{partition}:dms:{region}:{account_id}:cert:{digest:.26}",
    **dict.fromkeys(("key", "kms_key", "target_key", "own_keys"), _KEY),
    **dict.fromkeys(
        ("external_principals", "principal", "administrators", "users", "grant_creators", "principals", "AWS", "who"),
        _ROLE,
    ),
}
"""What a value is like, by the key of the spec that it stands under."""


def chosen(spec: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, str]:
    """Choose a value for everything that the spec leaves to the root, by what stands between the braces.

    Args:
        spec: the merged spec.
        words: partition, region and account_id.
    """
    return {text: _FORMS[key].format_map({**words, **_made_of(text)}) for key, text in _found(spec, "")}


def _found(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _found(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _found(item, key)
    elif isinstance(value, str) and _OUTSIDE.fullmatch(value):
        yield key, value[1:-1]


def _made_of(text: str) -> dict[str, str]:
    return {"digest": hashlib.sha256(text.encode()).hexdigest(), "name": re.sub(r"\W+", "-", text)}
