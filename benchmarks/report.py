"""What was measured, as tables for people and as data for programs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from budgets import Budget, budgets
from contenders import BARE
from measuring import Usage


class Measured(NamedTuple):
    """One size of spec: medians by contender, and the seconds of CPU time of a compile by stage."""

    rounds: int
    usages: Mapping[str, Usage]
    stages: Mapping[str, float]


def text(machine: str, measured: Mapping[int, Measured], missing: Mapping[str, str]) -> str:
    """Return the tables."""
    lines = [machine, "Medians of whole processes; x is the ratio to the bare script, which checks nothing."]
    for roles, size in measured.items():
        lines += ["", *_comparison(f"{roles:,} roles, {size.rounds} rounds", size.usages)]
    lines += [f"not measured: {name} ({why})" for name, why in missing.items()]
    lines += ["", *_stages(measured), "", *_judged(_budgets(measured))]
    return "\n".join(lines)


def as_data(machine: str, measured: Mapping[int, Measured], missing: Mapping[str, str]) -> dict[str, Any]:
    """Return everything as plain data: CPU time in seconds, memory in MiB."""
    return {
        "machine": machine,
        "sizes": {
            str(roles): {
                "rounds": size.rounds,
                "contenders": {
                    name: {**usage._asdict(), "cpu_ratio": cpu, "memory_ratio": memory}
                    for name, usage, cpu, memory in _ratios(size.usages)
                },
                "stages": dict(size.stages),
            }
            for roles, size in measured.items()
        },
        "missing": dict(missing),
        "budgets": [{**budget._asdict(), "met": budget.met} for budget in _budgets(measured)],
    }


def _budgets(measured: Mapping[int, Measured]) -> list[Budget]:
    return list(budgets({roles: size.usages for roles, size in measured.items()}))


def _ratios(usages: Mapping[str, Usage]) -> Iterator[tuple[str, Usage, float, float]]:
    """Yield every contender with its ratios to the bare script: of CPU time and of memory."""
    base = usages[BARE]
    for name, usage in usages.items():
        yield name, usage, usage.cpu / base.cpu, usage.memory / base.memory


def _comparison(title: str, usages: Mapping[str, Usage]) -> Iterator[str]:
    yield f"{title:32}{'CPU s':>10}{'x':>8}{'MiB':>10}{'x':>8}"
    for name, usage, cpu, memory in _ratios(usages):
        yield f"  {name:30}{usage.cpu:10.3f}{cpu:8.2f}{usage.memory:10.0f}{memory:8.2f}"


def _stages(measured: Mapping[int, Measured]) -> Iterator[str]:
    """Show where a compile's CPU time goes, in milliseconds and as a share."""
    yield f"{'ms of a compile by stage':24}" + "".join(f"{f'{roles:,} roles':>18}" for roles in measured)
    totals = [sum(size.stages.values()) for size in measured.values()]
    for stage in next(iter(measured.values())).stages:
        spent = [size.stages[stage] for size in measured.values()]
        cells = (f"{1000 * cpu:12,.0f} {cpu / total:4.0%}" for cpu, total in zip(spent, totals, strict=True))
        yield f"  {stage:22}" + " ".join(cells)


def _judged(found: Iterable[Budget]) -> Iterator[str]:
    yield f"{'budget':48}{'measured':>10}{'at most':>10}"
    for what, measured, limit in found:
        yield f"  {what:46}{measured:10.2f}{limit:10.2f}  {'met' if measured <= limit else 'NOT MET'}"
