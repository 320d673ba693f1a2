"""Measures a checked compile next to a bare script and to peers, in one run, and prints ratios.

Usage: python benchmarks/run.py [--quick] [--json]

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

from bench import Bench
from contenders import COMPILE, Contender, contenders
from measuring import Usage, median
from report import Measured, as_data, text

ROUNDS = {10: 15, 1_000: 5, 10_000: 3}
QUICK_ROUNDS = {10: 7, 1_000: 3}
"""How often everything is run, by the number of roles."""


def main() -> None:
    """Read the options, measure, and print."""
    options = argparse.ArgumentParser(description="Measure a checked compile next to a bare script and to peers.")
    options.add_argument("--quick", action="store_true", help="leave out the largest size, and run the rest less often")
    options.add_argument("--json", action="store_true", help="print JSON instead of tables")
    given = options.parse_args()
    present = [contender for contender in contenders() if not contender.missing]
    missing = {contender.name: contender.missing for contender in contenders() if contender.missing}
    machine = _machine()
    with TemporaryDirectory(prefix="landbridge-bench-") as folder:
        _measure(Bench(10, Path(folder, "warm-up")), present, 1)  # Python writes its caches, the system fills its own
        measured = {
            roles: _measure(Bench(roles, Path(folder, str(roles))), present, rounds)
            for roles, rounds in (QUICK_ROUNDS if given.quick else ROUNDS).items()
        }
    if given.json:
        print(json.dumps(as_data(machine, measured, missing), indent=2))
    else:
        print(text(machine, measured, missing))


def _measure(bench: Bench, present: list[Contender], rounds: int) -> Measured:
    """Run everything in turns, so that whatever else the machine does meets all of them alike."""
    bench.set_up()
    usages: dict[str, list[Usage]] = {contender.name: [] for contender in present}
    stages: list[dict[str, float]] = []
    for number in range(rounds):
        print(f"{bench.roles:,} roles: round {number + 1} of {rounds}", file=sys.stderr)
        for contender in present:
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
