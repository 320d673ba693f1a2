"""Words and addresses that several rules share."""

from collections.abc import Sequence

from landbridge.areas import guides
from landbridge.source.nodes import shorten

GUIDE, API = guides.IAM, guides.IAM_API
CHECKS = GUIDE + "access-analyzer-reference-policy-checks.html"


def suggest(near: Sequence[str], otherwise: str) -> str:
    """Word a hint from the nearest names, or take another hint where there are none."""
    return f"did you mean {' or '.join(near)}?" if near else otherwise


def listed(values: Sequence[str], limit: int = 3) -> str:
    """Quote some values and say how many there are besides."""
    shown = ", ".join(shorten(value) for value in values[:limit])
    rest = len(values) - limit
    return f"{shown} and {rest} more" if rest > 0 else shown


def named(values: Sequence[str], limit: int = 4) -> str:
    """List some names of AWS's own, unquoted, and say how many there are besides."""
    rest = len(values) - limit
    return ", ".join(values[:limit]) + (f" and {rest} more" if rest > 0 else "")
