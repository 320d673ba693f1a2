"""Whether a condition of a trust policy says who calls, or from which network."""

import re

from landbridge.policy import callers
from landbridge.policy.document import Condition

_EXTERNAL_ID = "sts:externalid"  # no tags: everybody tags their own roles
_OPEN = re.compile(r"[*?]|\$\{")
_FEWEST = 4
"""Characters that have to stand before a wildcard for the value to mean somebody."""


def says_who(condition: Condition) -> bool:
    """Tell whether a comparison with all its values, of which any may hold, leaves only known callers."""
    if callers.says_who(condition) or callers.says_whence(condition):
        return True
    key = condition.key.lower()
    if callers.affirming(condition) is None or not (key.startswith(_EXTERNAL_ID) or key.endswith(":sub")):
        return False
    return bool(condition.values) and all(map(_is_narrow, condition.values))


def _is_narrow(value: str) -> bool:
    found = _OPEN.search(value)
    return bool(value) and (found is None or found.start() >= _FEWEST)
