"""The forms of networks, names and days in the `mgn:` part."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from landbridge.areas.ids import KEY_ARN
from landbridge.areas.outside import OUTSIDE
from landbridge.spec.base import Key, OneOrMany, form, wrong

DEFAULT_KEY = "default"


def _no_group_id(value: Any) -> Any:
    """Say what to do with a group's id, which is no key."""
    if isinstance(value, str) and re.match(r"([0-9]{12}/)?sg-|\{(var|ssm):", value):
        raise wrong(
            "a key of network.security_groups",
            "give the group a key under network.security_groups, with id: and what stands here, and write that key",
        )
    return value


def _no_alias(value: Any) -> Any:
    """Say what to do with a key's alias, which can be pointed at another key."""
    if isinstance(value, str) and re.match(r"alias/|arn:[^/]*:alias/", value):
        raise wrong(
            "default, a key of kms.keys, or the ARN of a KMS key (…:key/…)",
            "an alias can be pointed at another key: write a key of kms.keys, or the ARN that `aws kms describe-key`"
            " prints",
        )
    return value


SecurityGroup = Annotated[Key, BeforeValidator(_no_group_id)]
"""A key of network.security_groups."""
EbsKey = Annotated[
    str,
    form(
        rf"^(default|[a-z][a-z0-9]*(_[a-z0-9]+)*|{KEY_ARN}|{OUTSIDE})$",
        "default, a key of kms.keys, or the ARN of a KMS key (…:key/…), or {var:NAME} or {ssm:/NAME}",
        max_length=2048,
    ),
    BeforeValidator(_no_alias),
]
"""What encrypts volumes: a KMS key, or the one that EBS takes by default in the region."""
Cidr = Annotated[str, form(r"^[0-9A-Fa-f:.]+/[0-9]{1,3}$", "a network such as 10.20.0.0/24", max_length=49)]
HttpsTarget = Annotated[
    str,
    form(r"^(pl-[0-9a-f]{8,17}|[0-9A-Fa-f:.]+/[0-9]{1,3})$", "a prefix list (pl-…) or a network such as 10.20.0.0/24"),
]
Port = Annotated[int, Field(ge=1, le=65535, strict=True)]
InstanceType = Annotated[str, form(r"^[a-z0-9-]+\.[a-z0-9-]+$", "an instance type such as t3.small", max_length=64)]
Day = Annotated[str, form(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "a day such as 2026-12-31", max_length=10)]
TagValues = Annotated[dict[str, OneOrMany], Field(min_length=1)]
