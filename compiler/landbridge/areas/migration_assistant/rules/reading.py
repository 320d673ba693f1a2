"""What the rules look at."""

from collections.abc import Iterator

from landbridge.areas.migration_assistant.setting import Setting, Side, settings
from landbridge.areas.scope import Scope
from landbridge.rules.rule import Subject


def each_setting(subject: Subject) -> Iterator[Setting]:
    """Every deployment."""
    yield from settings(Scope(subject.spec, subject.references), subject.part)


def each_side(subject: Subject) -> Iterator[tuple[Setting, Side]]:
    """Every source and target."""
    for setting in each_setting(subject):
        yield from ((setting, side) for side in setting.sides)
