"""What was measured, as tables for people and as data for programs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import handover_costs
from budgets import Budget, budgets
from contenders import BARE
from handover_costs import Costs
from measuring import Usage
from workloads import Workload


class Measured(NamedTuple):
    """One size of spec: medians by contender, and the seconds of CPU time of a compile by stage."""

    rounds: int
    usages: Mapping[str, Usage]
    stages: Mapping[str, float]


Everything = Mapping[Workload, Mapping[int, Measured]]
"""What was measured, by workload and size."""


def text(machine: str, measured: Everything, handed_over: Costs, missing: Mapping[str, str]) -> str:
    """Return the tables."""
    lines = [machine, "Medians of whole processes; x is the ratio to the bare script, which checks nothing."]
    for workload, sizes in measured.items():
        for size, found in sizes.items():
            lines += ["", *_comparison(f"{workload.title(size)}, {found.rounds} rounds", found.usages)]
    lines += handover_costs.text(handed_over)
    lines += [f"not measured: {name} ({why})" for name, why in missing.items()]
    for workload, sizes in measured.items():
        lines += ["", *_stages(workload, sizes)]
    return "\n".join([*lines, "", *_judged(_budgets(measured, handed_over))])


def as_data(machine: str, measured: Everything, handed_over: Costs, missing: Mapping[str, str]) -> dict[str, Any]:
    """Return everything as plain data: CPU time in seconds, memory in MiB."""
    return {
        "machine": machine,
        "workloads": {
            workload.name: {
                str(size): {
                    "units": workload.units[size],
                    "rounds": found.rounds,
                    "contenders": {
                        name: {**usage._asdict(), "cpu_ratio": cpu, "memory_ratio": memory}
                        for name, usage, cpu, memory in _ratios(found.usages)
                    },
                    "stages": dict(found.stages),
                }
                for size, found in sizes.items()
            }
            for workload, sizes in measured.items()
        },
        "handover": handover_costs.as_data(handed_over),
        "missing": dict(missing),
        "budgets": [{**budget._asdict(), "met": budget.met} for budget in _budgets(measured, handed_over)],
    }


def _budgets(measured: Everything, handed_over: Costs) -> list[Budget]:
    return [
        budget
        for workload, sizes in measured.items()
        for budget in budgets(workload, {size: found.usages for size, found in sizes.items()})
    ] + list(handover_costs.budgets(handed_over))


def _ratios(usages: Mapping[str, Usage]) -> Iterator[tuple[str, Usage, float, float]]:
    """Yield every contender with its ratios to the bare script: of CPU time and of memory."""
    base = usages[BARE]
    for name, usage in usages.items():
        yield name, usage, usage.cpu / base.cpu, usage.memory / base.memory


def _comparison(title: str, usages: Mapping[str, Usage]) -> Iterator[str]:
    yield f"{title:32}{'CPU s':>10}{'x':>8}{'MiB':>10}{'x':>8}"
    for name, usage, cpu, memory in _ratios(usages):
        yield f"  {name:30}{usage.cpu:10.3f}{cpu:8.2f}{usage.memory:10.0f}{memory:8.2f}"


def _stages(workload: Workload, sizes: Mapping[int, Measured]) -> Iterator[str]:
    """Show where a compile's CPU time goes, in milliseconds and as a share."""
    yield f"{'ms of a compile by stage':24}" + "".join(f"{workload.title(size):>18}" for size in sizes)
    totals = [sum(found.stages.values()) for found in sizes.values()]
    for stage in next(iter(sizes.values())).stages:
        spent = [found.stages[stage] for found in sizes.values()]
        cells = (f"{1000 * cpu:12,.0f} {cpu / total:4.0%}" for cpu, total in zip(spent, totals, strict=True))
        yield f"  {stage:22}" + " ".join(cells)


def _judged(found: Iterable[Budget]) -> Iterator[str]:
    yield f"{'budget':56}{'measured':>10}{'at most':>10}"
    for what, measured, limit in found:
        yield f"  {what:54}{measured:10.2f}{limit:10.2f}  {'met' if measured <= limit else 'NOT MET'}"
