"""Access that is meant for a time, held against a day of the calendar: by `landbridge check --today`, and nowhere else.

A compile never asks which day it is, so that the same spec compiles to the same bytes on any day.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from landbridge.findings import Finding, Severity

if TYPE_CHECKING:
    from landbridge.areas.area import Area
    from landbridge.spec.root import Spec

SOON = timedelta(days=14)
"""How long before its last day an access is reported."""
YEARS = 3
"""How many years away a last day may be without a reason: migrations are over by then."""


def expiring(areas: "Iterable[Area]", spec: "Spec", today: date) -> Iterator[Finding]:
    """What is over, or far away for no reason, is an error; what ends soon is a warning. A last day is still one."""
    furthest = _furthest(today)
    for each in (each for area in areas for each in area.dates(spec)):
        left = date.fromisoformat(each.day) - today
        if left < timedelta():
            yield Finding(
                "LB114",
                f"{each.what} ended on {each.day}, and is still granted",
                "take it away, or agree on another day",
                path=each.path,
            )
        elif left <= SOON:
            days = f"in {left.days} day{'' if left.days == 1 else 's'}" if left else "today"
            yield Finding(
                "LB115",
                f"{each.what} ends {days}, on {each.day}",
                "prepare to take it away, or agree on another day",
                Severity.WARNING,
                path=each.path,
            )
        elif each.day > furthest and not each.reason:
            yield Finding(
                "LB116",
                f"{each.what} ends on {each.day}, more than {YEARS} years from now, and no reason is given",
                "write the last day of the migration, or why it takes as long under reason:",
                path=each.path,
            )


def _furthest(today: date) -> str:
    """The last day that needs no reason; it need not be one of the calendar to be held against one."""
    return f"{today.year + YEARS:04}-{today:%m-%d}"
