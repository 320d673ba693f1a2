"""The budgets: what a checked compile may cost, as ratios to the bare script that checks nothing."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from contenders import BARE, COMPILE, UNCHANGED
from measuring import Usage
from workloads import FEW, MANY, MOST, Workload

Medians = Mapping[int, Mapping[str, Usage]]
"""Of one workload, by size and then by the contender's name."""


class Budget(NamedTuple):
    """A ratio that was measured, and the largest that is fine."""

    what: str
    measured: float
    limit: float

    @property
    def met(self) -> bool:
        """Whether the ratio is within the budget."""
        return self.measured <= self.limit


def budgets(workload: Workload, medians: Medians) -> Iterator[Budget]:
    """Yield every budget whose sizes were measured."""
    for size, limit in ((FEW, 3.0), (MOST, 1.5)):
        if size in medians:
            yield Budget(f"CPU, {workload.title(size)}", cpu_ratio(medians[size], COMPILE), limit)
    for size, limit in ((FEW, 1.0), (MOST, 0.1)):
        if size in medians:
            yield Budget(f"CPU, unchanged, {workload.title(size)}", cpu_ratio(medians[size], UNCHANGED), limit)
    if MOST in medians:
        largest = medians[MOST]
        yield Budget(f"memory, {workload.title(MOST)}", largest[COMPILE].memory / largest[BARE].memory, 1.5)
    if {FEW, MANY, MOST} <= medians.keys():
        before, after = _cost_of_a_unit(workload, medians, FEW, MANY), _cost_of_a_unit(workload, medians, MANY, MOST)
        # Linear would be 1; the rest is for noise and for what caches cost that no longer fit a processor's.
        yield Budget(f"growth: a unit after {workload.title(MANY)}, to one before", after / before, 1.2)


def cpu_ratio(medians: Mapping[str, Usage], name: str) -> float:
    """Return what a contender costs, where the bare script costs 1."""
    return medians[name].cpu / medians[BARE].cpu


def _cost_of_a_unit(workload: Workload, medians: Medians, low: int, high: int) -> float:
    units = workload.units[high] - workload.units[low]
    return (medians[high][COMPILE].cpu - medians[low][COMPILE].cpu) / units
