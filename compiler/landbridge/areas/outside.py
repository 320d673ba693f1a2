"""Values that live outside the spec: variables of the root, and SSM parameters that the root reads.

`{var:NAME}` and `{ssm:/NAME}` stand alone where an id or ARN is wanted that the author does not want to write down.
What they are is known to Terraform only, so their text is the placeholder itself.
"""

import re
from typing import Annotated

from pydantic import StringConstraints

from landbridge.ir import Expr, Traversal
from landbridge.spec.base import form

OUTSIDE = r"(\{var:[a-z][a-z0-9_]*\}|\{ssm:/[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*\})"
"""Pattern of such a value, for the forms of ids in the spec: `^(vpc-[0-9a-f]+|` + OUTSIDE + `)$`."""

_OUTSIDE = re.compile(OUTSIDE)


def _id(prefix: str, of: str) -> StringConstraints:
    """The form of an id that AWS made: eight hexadecimal digits, since 2018 seventeen; or a value from outside."""
    words = f"the id of {of} such as {prefix}-0123456789abcdef0, {{var:NAME}} or {{ssm:/NAME}}"
    return form(rf"^({prefix}-[0-9a-f]{{8,17}}|{OUTSIDE})$", words)


GroupId = Annotated[str, _id("sg", "a security group")]
VpcId = Annotated[str, _id("vpc", "a VPC")]
SubnetId = Annotated[str, _id("subnet", "a subnet")]
RouteTableId = Annotated[str, _id("rtb", "a route table")]


def outside(text: str) -> Expr | None:
    """The expression that a placeholder of this kind stands for, or None for any other text."""
    if not _OUTSIDE.fullmatch(text):
        return None
    kind, _, name = text[1:-1].partition(":")
    return Expr(text, Traversal(f"root.{kind}.{name}"))
