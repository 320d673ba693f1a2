"""The forms of ids, ARNs, networks and keys that several areas take.

What AWS makes up is as AWS writes it, or a value from outside the spec.
"""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from landbridge.areas.outside import OUTSIDE
from landbridge.spec.base import Key, OneOrMany, form, wrong

# One partition, region and account each: with a wildcard a policy would be about what others own.
PARTITION, REGION, ACCOUNT = r"([a-z-]+|\{partition\})", r"([a-z0-9-]+|\{region\})", r"([0-9]{12}|\{account_id\})"
"""Patterns of the fields of an ARN."""

KEY_ARN = rf"arn:{PARTITION}:kms:{REGION}:{ACCOUNT}:key/[A-Za-z0-9-]+"
"""Pattern of the ARN of a KMS key."""


def _id(prefix: str, of: str) -> StringConstraints:
    """The form of an id that AWS made: eight hexadecimal digits, since 2018 seventeen; or a value from outside."""
    words = f"the id of {of} such as {prefix}-0123456789abcdef0, {{var:NAME}} or {{ssm:/NAME}}"
    return form(rf"^({prefix}-[0-9a-f]{{8,17}}|{OUTSIDE})$", words)


GroupId = Annotated[str, _id("sg", "a security group")]
VpcId = Annotated[str, _id("vpc", "a VPC")]
SubnetId = Annotated[str, _id("subnet", "a subnet")]
RouteTableId = Annotated[str, _id("rtb", "a route table")]
ServiceName = Annotated[
    str, form(r"^[a-z0-9]+([.-][a-z0-9]+)*$", "the end of a service's name such as dms or ecr.api", max_length=64)
]
"""A service as the names of VPC endpoints end."""


def _no_group_id(value: Any) -> Any:
    """Say what to do with a group's id, which is no key: findings elsewhere could only spell it otherwise."""
    if isinstance(value, str) and re.match(r"([0-9]{12}/)?sg-|\{(var|ssm):", value):
        raise wrong(
            "a key of network.security_groups",
            "give the group a key under network.security_groups, with id: and what stands here, and write that key",
        )
    return value


SecurityGroup = Annotated[Key, BeforeValidator(_no_group_id)]
"""A key of network.security_groups."""

KmsKey = Annotated[
    str,
    form(
        rf"^([a-z][a-z0-9]*(_[a-z0-9]+)*|{KEY_ARN}|{OUTSIDE})$",
        "a key of kms.keys, a key's ARN, {var:NAME} or {ssm:/NAME}",
    ),
]


def no_alias(wants: str, because: str = "") -> BeforeValidator:
    """Say what to do with a key's alias: permissions are for the key, whatever its aliases are."""

    def refuse(value: Any) -> Any:
        if isinstance(value, str) and re.match(r"alias/|arn:[^/]*:alias/", value):
            raise wrong(
                wants,
                f"an alias can be pointed at another key{because}: write a key of kms.keys, or the ARN that"
                " `aws kms describe-key` prints",
            )
        return value

    return BeforeValidator(refuse)


def or_nothing(pattern: str) -> BeforeValidator:
    """Forget what is not of the pattern: it could be a secret itself, and findings end up in logs."""

    def forget(value: Any) -> Any:
        return value if isinstance(value, str) and re.fullmatch(pattern, value) else ""

    return BeforeValidator(forget)


Cidr = Annotated[str, form(r"^[0-9A-Fa-f:.]+/[0-9]{1,3}$", "a network such as 10.20.0.0/24", max_length=49)]
HttpsTarget = Annotated[
    str,
    form(r"^(pl-[0-9a-f]{8,17}|[0-9A-Fa-f:.]+/[0-9]{1,3})$", "a prefix list (pl-…) or a network such as 10.20.0.0/24"),
]
Port = Annotated[int, Field(ge=1, le=65535, strict=True)]
TagValues = Annotated[dict[str, OneOrMany], Field(min_length=1)]
"""Tags: key, and the values that are accepted."""
