"""Values that live outside the spec: variables of the root, and SSM parameters that the root reads.

`{var:NAME}` and `{ssm:/NAME}` stand alone where an id or ARN is wanted that the author does not want to write down.
What they are is known to Terraform only, so their text is the placeholder itself.
"""

import re
from typing import NamedTuple

from landbridge.ir import Expr, Traversal

OUTSIDE = r"(\{var:[a-z][a-z0-9_]*\}|\{ssm:/[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*\})"
"""Pattern of such a value, for the forms of ids in the spec: `^(vpc-[0-9a-f]+|` + OUTSIDE + `)$`."""

BEGINNINGS = ("{var:", "{ssm:")
"""How such a value begins."""

_OUTSIDE = re.compile(OUTSIDE)


class Unknown(NamedTuple):
    """A text that stands for what is not known before Terraform has run, and where that is found."""

    placeholder: str
    found: str


def outside(text: str) -> Expr | None:
    """The expression that a placeholder of this kind stands for, or None for any other text."""
    if (variable := variable_of(text)) is not None:
        return Expr(text, Traversal(f"root.var.{variable}"))
    if (parameter := parameter_of(text)) is not None:
        return Expr(text, Traversal(f"root.ssm.{parameter}"))
    return None


def whereabouts(text: str) -> str:
    """Where people find what a placeholder of this kind stands for, in words; empty for any other text."""
    if (variable := variable_of(text)) is not None:
        return f"the root's variable {variable}"
    if (parameter := parameter_of(text)) is not None:
        return f"the SSM parameter {parameter}"
    return ""


def variable_of(text: str) -> str | None:
    """The name of the root's variable that a text stands for, where it does."""
    return text[5:-1] if text.startswith("{var:") and _OUTSIDE.fullmatch(text) else None


def parameter_of(text: str) -> str | None:
    """The name of the SSM parameter that a text stands for, where it does."""
    return text[5:-1] if text.startswith("{ssm:") and _OUTSIDE.fullmatch(text) else None


def bare(text: str) -> str:
    """What people call the thing that a text in braces stands for, e.g. `main` for `{security_group:main}`."""
    return text[1:-1].rpartition(":")[2] if text.startswith("{") else text
