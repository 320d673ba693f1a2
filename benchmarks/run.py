"""Measures a checked compile next to a bare script and to peers, in one run, and prints ratios.

Usage: python benchmarks/run.py [--quick] [--json] [--only roles|migrations|complete|handover]

README.md beside this file says what is measured, and how to read it.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import handover_costs
from bench import Bench
from contenders import COMPILE, contenders
from measuring import Usage, median
from report import Measured, as_data, text
from workloads import FEW, MANY, MOST, WORKLOADS, Workload

ROUNDS = {FEW: 15, MANY: 5, MOST: 3}
QUICK_ROUNDS = {FEW: 7, MANY: 3}
"""How often everything is run, by size."""


def main() -> None:
    """Read the options, measure, and print."""
    options = argparse.ArgumentParser(description="Measure a checked compile next to a bare script and to peers.")
    options.add_argument("--quick", action="store_true", help="leave out the largest size, and run the rest less often")
    options.add_argument("--json", action="store_true", help="print JSON instead of tables")
    names = [*(workload.name for workload in WORKLOADS), handover_costs.NAME]
    options.add_argument("--only", choices=names, help="measure one kind of spec, or hand-overs, instead of all")
    given = options.parse_args()
    workloads = [workload for workload in WORKLOADS if given.only in (None, workload.name)]
    machine = _machine()
    rounds, hands_over = QUICK_ROUNDS if given.quick else ROUNDS, given.only in (None, handover_costs.NAME)
    with TemporaryDirectory(prefix="landbridge-bench-") as folder:
        measured = {workload: _measured(workload, Path(folder), rounds) for workload in workloads}
        handed_over = handover_costs.measured(Path(folder, handover_costs.NAME), rounds) if hands_over else {}
    missing = {each.name: each.missing for workload in workloads for each in contenders(workload) if each.missing}
    missing |= handover_costs.missing() if hands_over else {}
    if given.json:
        print(json.dumps(as_data(machine, measured, handed_over, missing), indent=2))
    else:
        print(text(machine, measured, handed_over, missing))


def _measured(workload: Workload, folder: Path, rounds: dict[int, int]) -> dict[int, Measured]:
    """Measure every size of a workload."""
    _measure(Bench(workload, FEW, folder / f"{workload.name}-warm-up"), 1)  # Python and the system fill their caches
    return {
        size: _measure(Bench(workload, size, folder / f"{workload.name}-{size}"), times)
        for size, times in rounds.items()
    }


def _measure(bench: Bench, rounds: int) -> Measured:
    """Run everything in turns, so that whatever else the machine does meets all of them alike."""
    bench.set_up()
    usages: dict[str, list[Usage]] = {contender.name: [] for contender in bench.contenders}
    stages: list[dict[str, float]] = []
    for number in range(rounds):
        print(f"{bench.title}: round {number + 1} of {rounds}", file=sys.stderr)
        for contender in bench.contenders:
            usages[contender.name].append(bench.measure(contender))
        stages.append(bench.stages())
    medians = {name: median(runs) for name, runs in usages.items()}
    spent = {stage: statistics.median(run[stage] for run in stages) for stage in stages[0]}
    # No clock inside of a process sees how it frees what it holds.
    end = max(0.0, medians[COMPILE].cpu - sum(spent.values()))
    return Measured(rounds, medians, {**spent, "end": end})


def _machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start"
    )


if __name__ == "__main__":
    main()
