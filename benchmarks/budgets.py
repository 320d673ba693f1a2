"""The budgets: what a checked compile may cost, as ratios to the bare script that checks nothing."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from contenders import BARE, COMPILE, UNCHANGED
from measuring import Usage

Medians = Mapping[int, Mapping[str, Usage]]
"""By the number of roles, then by the contender's name."""


class Budget(NamedTuple):
    """A ratio that was measured, and the largest that is fine."""

    what: str
    measured: float
    limit: float

    @property
    def met(self) -> bool:
        """Whether the ratio is within the budget."""
        return self.measured <= self.limit


def budgets(medians: Medians) -> Iterator[Budget]:
    """Yield every budget whose sizes were measured."""
    for roles, limit in ((10, 3.0), (10_000, 1.5)):
        if roles in medians:
            yield Budget(f"CPU, {roles:,} roles", cpu_ratio(medians[roles], COMPILE), limit)
    for roles, limit in ((10, 1.0), (10_000, 0.1)):
        if roles in medians:
            yield Budget(f"CPU, unchanged, {roles:,} roles", cpu_ratio(medians[roles], UNCHANGED), limit)
    if 10_000 in medians:
        largest = medians[10_000]
        yield Budget("memory, 10,000 roles", largest[COMPILE].memory / largest[BARE].memory, 1.5)
    if {10, 1_000, 10_000} <= medians.keys():
        few, many = _cost_of_a_role(medians, 10, 1_000), _cost_of_a_role(medians, 1_000, 10_000)
        # Linear would be 1; the rest is for noise and for what caches cost that no longer fit a processor's.
        yield Budget("growth: a further role after 1,000, to one before", many / few, 1.2)


def cpu_ratio(medians: Mapping[str, Usage], name: str) -> float:
    """Return what a contender costs, where the bare script costs 1."""
    return medians[name].cpu / medians[BARE].cpu


def _cost_of_a_role(medians: Medians, low: int, high: int) -> float:
    return (medians[high][COMPILE].cpu - medians[low][COMPILE].cpu) / (high - low)
