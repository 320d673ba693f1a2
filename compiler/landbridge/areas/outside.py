"""Values that live outside the spec: variables of the root, and SSM parameters that the root reads.

`{var:NAME}` and `{ssm:/NAME}` stand alone where an id or ARN is wanted that the author does not want to write down.
What they are is known to Terraform only, so their text is the placeholder itself.
"""

import re

from landbridge.ir import Expr, Traversal

OUTSIDE = r"(\{var:[a-z][a-z0-9_]*\}|\{ssm:/[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*\})"
"""Pattern of such a value, for the forms of ids in the spec: `^(vpc-[0-9a-f]+|` + OUTSIDE + `)$`."""

_OUTSIDE = re.compile(OUTSIDE)


def whereabouts(text: str) -> str:
    """Where people find what a placeholder of this kind stands for, in words; empty for any other text."""
    if not _OUTSIDE.fullmatch(text):
        return ""
    kind, _, name = text[1:-1].partition(":")
    return f"the root's variable {name}" if kind == "var" else f"the SSM parameter {name}"


def outside(text: str) -> Expr | None:
    """The expression that a placeholder of this kind stands for, or None for any other text."""
    if not _OUTSIDE.fullmatch(text):
        return None
    kind, _, name = text[1:-1].partition(":")
    return Expr(text, Traversal(f"root.{kind}.{name}"))
