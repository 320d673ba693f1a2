"""What a hand-over costs: its inventory, its compile and its forgetting, each next to the least that does the like."""

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from budgets import Budget
from contenders import HERE
from measuring import environment, run
from workloads import FEW, MANY, MOST

NAME = "handover"
OBJECTS = {FEW: 200, MANY: 2_000, MOST: 20_000}
"""How many objects the old state has, of which half are taken over, by the size of the spec: twenty are a team."""

LIST, INVENTORY = "json.load and yaml.dump", "landbridge inventory"
PLAIN, IMPORT, FORGET = "compile without handover", "compile, phase: import", "compile, phase: forget"
REMOVE, SCRIPT = "terraform state rm", "3-state-rm.sh --apply"
TASKS = {INVENTORY: LIST, IMPORT: PLAIN, FORGET: PLAIN, SCRIPT: REMOVE}
"""What is measured, and what it is compared with."""

LIMITS = {INVENTORY: 10, IMPORT: 10, FORGET: 10, SCRIPT: 60}
"""How many seconds of CPU time each may cost for the largest size: people wait for it, or a pipeline does."""


class Cost(NamedTuple):
    """User and system CPU time in seconds, the peak of memory in MiB, and the seconds that passed."""

    cpu: float
    memory: float
    seconds: float


Costs = Mapping[int, Mapping[str, Cost]]
"""Medians by size and task."""


class HandoverBench:
    """An old state of one size, the specs that take over half of it, and a folder in which everything lies."""

    def __init__(self, size: int, folder: Path) -> None:
        self.title = f"hand-over of {OBJECTS[size] // 2:,} of {OBJECTS[size]:,} objects"
        self.tasks = _tasks()
        self._size, self._folder, self._old = size, folder, folder / "old"

    def set_up(self) -> None:
        """Write the state and the specs, and do everything once.

        Raises:
            SystemExit: something failed, or the script leaves another state than the plain command.
        """
        self._folder.mkdir(parents=True)
        self._run([sys.executable, str(HERE / "handover.py"), str(OBJECTS[self._size]), str(self._folder)])
        left = {}
        for task in self.tasks:
            self.measure(task)
            if task in (REMOVE, SCRIPT):
                left[task] = (self._old / "terraform.tfstate").read_bytes()
        if len(set(left.values())) > 1:
            raise SystemExit(f"{REMOVE} and {SCRIPT} leave different states")

    def measure(self, task: str) -> Cost:
        """Do a task once."""
        if task == INVENTORY:
            (self._folder / "inventory.yaml").unlink(missing_ok=True)
        elif task in (PLAIN, IMPORT, FORGET):
            shutil.rmtree(self._folder / _out(task), ignore_errors=True)
        elif task in (REMOVE, SCRIPT):
            for each in (self._old, self._folder / "backups"):
                shutil.rmtree(each, ignore_errors=True)
            self._old.mkdir()
            shutil.copy(self._folder / "terraform.tfstate", self._old)
        return self._run(self._command(task))

    def _command(self, task: str) -> list[str]:
        landbridge = [sys.executable, "-m", "landbridge"]
        state = str(self._folder / "terraform.tfstate")
        if task == LIST:
            return [sys.executable, str(HERE / "bare_inventory.py"), state, str(self._folder / "addresses.yaml")]
        if task == INVENTORY:
            return [*landbridge, "inventory", f"legacy={state}", "--out", str(self._folder / "inventory.yaml")]
        if task == REMOVE:
            addresses = (self._folder / "leaving").read_text(encoding="utf-8").splitlines()
            return ["terraform", f"-chdir={self._old}", "state", "rm", *addresses]
        if task == SCRIPT:
            script = self._folder / _out(FORGET) / "handover" / "legacy" / "3-state-rm.sh"
            where = ["--root", str(self._old), "--backups", str(self._folder / "backups")]
            return ["bash", str(script), "--apply", *where]
        return [
            *landbridge,
            "compile",
            str(self._folder / f"{_out(task)}.yaml"),
            "--out",
            str(self._folder / _out(task)),
        ]

    def _run(self, command: Sequence[str]) -> Cost:
        cache = self._folder / "cache"
        shutil.rmtree(cache, ignore_errors=True)  # Landbridge remembers nothing of an earlier compile
        begun = perf_counter()
        usage = run(command, self._folder / "output", environment(cache))
        return Cost(*usage, perf_counter() - begun)


def _tasks() -> list[str]:
    """List the tasks in turn, each behind what it is compared with; without those that lack a tool here."""
    forgetting = [REMOVE, SCRIPT] if not missing() else []
    return [LIST, INVENTORY, PLAIN, IMPORT, FORGET, *forgetting]


def missing() -> dict[str, str]:
    """Say which tasks cannot be measured on this machine, and why."""
    tools = [tool for tool in ("terraform", "jq", "bash") if shutil.which(tool) is None]
    return {SCRIPT: f"not on the path: {', '.join(tools)}"} if tools else {}


def _out(task: str) -> str:
    return {PLAIN: "plain", IMPORT: "import", FORGET: "forget"}[task]


def measured(folder: Path, rounds: Mapping[int, int]) -> Costs:
    """Measure all sizes in turns, after a round on the smallest that counts for nothing."""
    HandoverBench(FEW, folder / "warm-up").set_up()
    return {size: _measure(HandoverBench(size, folder / str(size)), times) for size, times in rounds.items()}


def _measure(bench: HandoverBench, rounds: int) -> dict[str, Cost]:
    bench.set_up()
    costs: dict[str, list[Cost]] = {task: [] for task in bench.tasks}
    for number in range(rounds):
        print(f"{bench.title}: round {number + 1} of {rounds}", file=sys.stderr)
        for task in bench.tasks:
            costs[task].append(bench.measure(task))
    return {task: Cost(*map(median, zip(*each, strict=True))) for task, each in costs.items()}


def text(costs: Costs) -> Iterator[str]:
    """Return the lines of the tables."""
    if costs:
        yield from ("", "Hand-overs; x is the ratio to the nearest line above that has none.")
    for size, tasks in costs.items():
        yield ""
        title = f"{OBJECTS[size] // 2:,} of {OBJECTS[size]:,} objects"
        yield f"{title:32}{'CPU s':>10}{'x':>8}{'MiB':>10}{'x':>8}{'passed s':>10}"
        for task, (cpu, memory, seconds) in tasks.items():
            base = tasks.get(TASKS.get(task, ""))
            ratios = [f"{cpu / base.cpu:8.2f}", f"{memory / base.memory:8.2f}"] if base else [" " * 8] * 2
            yield f"  {task:30}{cpu:10.3f}{ratios[0]}{memory:10.0f}{ratios[1]}{seconds:10.2f}"


def as_data(costs: Costs) -> dict[str, Any]:
    """Return everything as plain data."""
    return {
        str(size): {"objects": OBJECTS[size], "tasks": {task: cost._asdict() for task, cost in tasks.items()}}
        for size, tasks in costs.items()
    }


def budgets(costs: Costs) -> Iterator[Budget]:
    """Yield every budget whose sizes were measured."""
    for task, limit in LIMITS.items():
        if MOST in costs and task in costs[MOST]:
            yield Budget(f"CPU s, {task}, {OBJECTS[MOST]:,} objects", costs[MOST][task].cpu, limit)
        if {FEW, MANY, MOST} <= costs.keys() and task in costs[MOST]:
            before, after = _cost_of_an_object(costs, task, FEW, MANY), _cost_of_an_object(costs, task, MANY, MOST)
            yield Budget(f"growth: an object after {OBJECTS[MANY]:,}, {task}", after / before, 1.2)


def _cost_of_an_object(costs: Costs, task: str, low: int, high: int) -> float:
    return (costs[high][task].cpu - costs[low][task].cpu) / (OBJECTS[high] - OBJECTS[low])
