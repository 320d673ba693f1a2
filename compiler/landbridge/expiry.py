"""Access that is meant for a time, held against a day of the calendar: by `landbridge check --today`, and nowhere else.

A compile never asks which day it is, so that the same spec compiles to the same bytes on any day.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from landbridge.areas.area import Area
from landbridge.findings import Finding, Severity
from landbridge.spec.root import Spec

SOON = timedelta(days=14)
"""How long before its last day an access is reported."""


def expiring(areas: Iterable[Area], spec: Spec, today: date) -> Iterator[Finding]:
    """What is over is an error, what will be soon is a warning; on its last day an access still holds."""
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
