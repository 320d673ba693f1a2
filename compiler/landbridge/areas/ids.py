"""The forms of ids and ARNs that several areas take: as AWS writes them, or a value from outside the spec."""

from typing import Annotated

from pydantic import StringConstraints

from landbridge.areas.outside import OUTSIDE
from landbridge.spec.base import form

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
