"""The benchmarks do not rot: they compare like with like, and know every stage of a compile."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest
import yaml
from benchmarks import bare_complete, bare_migrations, bare_roles, complete, migrations, roles, same_text
from benchmarks.bare_inventory import objects
from benchmarks.handover import leaving, state, write
from benchmarks.same_text import differences

from landbridge.estate.read import read_file
from landbridge.findings import Finding
from landbridge.output.ownership import seal

SCRIPTS = Path(same_text.__file__).parent

WORKLOADS = pytest.mark.parametrize(
    ("workload", "bare_script", "units"),
    [
        (roles, bare_roles, 15),  # of every kind
        (migrations, bare_migrations, 15),  # of every kind, and in pictures
        (migrations, bare_migrations, 70),  # too many for pictures
    ],
    ids=["roles", "migrations", "many migrations"],
)


class Workload(Protocol):
    """A module that writes specs."""

    def spec(self, units: int, /) -> str: ...


class BareScript(Protocol):
    """A module that makes of them what Landbridge makes."""

    def main(self, spec_file: Path, out: Path, /) -> None: ...


def run(tmp_path: Path, *words: object) -> str:
    """Run Python with a cache of its own; Landbridge would remember in the user's what it compiled."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, env=environment, check=True, timeout=60, stdout=subprocess.PIPE, text=True).stdout


@WORKLOADS
def test_the_bare_script_writes_the_same_text_as_landbridge(
    workload: Workload, bare_script: BareScript, units: int, tmp_path: Path
) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(workload.spec(units), encoding="utf-8")

    bare_script.main(spec, tmp_path / "bare")
    run(tmp_path, "-m", "landbridge", "compile", spec, "--out", tmp_path / "ours")

    assert differences(tmp_path / "bare", tmp_path / "ours") == []


@pytest.mark.parametrize(
    "copies", [1, 14]
)  # in pictures, and too many for those of the network; templates are of three
def test_the_bare_script_writes_the_same_text_of_any_number_of_copies(copies: int, tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    complete.write(copies, spec)
    run(tmp_path, SCRIPTS / "templates_of.py", spec)

    bare_complete.main(spec, tmp_path / "bare")
    run(tmp_path, "-m", "landbridge", "compile", spec, "--out", tmp_path / "ours")

    assert differences(tmp_path / "bare", tmp_path / "ours") == []


def test_copies_of_the_example_are_without_findings(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    complete.write(5, spec)

    found = json.loads(run(tmp_path, "-m", "landbridge", "check", spec, "--format", "json"))

    assert found["findings"] == []


def copies_of_three(entries: dict[str, object] | list[object]) -> int:
    once = 0 if isinstance(entries, list) else len(complete.ONCE & entries.keys())
    return once + 3 * (len(entries) - once)


def test_every_copy_holds_all_of_the_example() -> None:
    example = yaml.safe_load((complete.EXAMPLE / "spec.yaml").read_text(encoding="utf-8"))

    copied = yaml.safe_load(complete.spec(3))

    assert copied.keys() == example.keys()
    assert {part: len(copied[part[0]][part[1]]) for part in complete.REPEATED} == {
        part: copies_of_three(example[part[0]][part[1]]) for part in complete.REPEATED
    }


@pytest.mark.parametrize(
    ("ours", "different"),
    [
        ({"main.tf": "a = 1\n"}, []),
        ({"main.tf": "a = 1\n", ".landbridge.json": "{}\n"}, []),
        ({"main.tf": "a = 2\n"}, ["main.tf"]),
        ({}, ["main.tf"]),
        ({"main.tf": "a = 1\n", "b.tf": ""}, ["b.tf"]),
    ],
)
def test_other_text_is_noticed(ours: dict[str, str], different: list[str], tmp_path: Path) -> None:
    for folder, files in (("bare", {"main.tf": "a = 1\n"}), ("ours", {path: seal(path, ours[path]) for path in ours})):
        (tmp_path / folder).mkdir()
        for path, text in files.items():
            (tmp_path / folder / path).write_text(text, encoding="utf-8")

    assert differences(tmp_path / "bare", tmp_path / "ours") == different


@pytest.mark.parametrize("workload", [roles, migrations], ids=["roles", "migrations"])
def test_the_clock_meets_every_stage_of_a_compile(workload: Workload, tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(workload.spec(3), encoding="utf-8")

    run(tmp_path, SCRIPTS / "stages.py", spec, tmp_path / "out", tmp_path / "stages.json")

    spent = json.loads((tmp_path / "stages.json").read_bytes())
    assert [stage for stage, cpu in spent.items() if cpu == 0] == []


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with an old state of sixty objects, its inventory, and the specs that take half of it over."""
    write(60, tmp_path / "old")
    state_file, inventory = tmp_path / "old/terraform.tfstate", tmp_path / "old/inventory.yaml"
    run(tmp_path, "-m", "landbridge", "inventory", f"legacy={state_file}", "--out", inventory)
    return tmp_path / "old"


@pytest.mark.parametrize("phase", ["plain", "import", "forget"])
def test_a_generated_hand_over_is_without_findings(phase: str, old: Path) -> None:
    found = json.loads(run(old, "-m", "landbridge", "check", old / f"{phase}.yaml", "--format", "json"))

    assert found["findings"] == []


def test_a_generated_hand_over_takes_over_just_what_the_spec_makes(old: Path) -> None:
    run(old, "-m", "landbridge", "compile", old / "forget.yaml", "--out", old / "new")

    ledger = (old / "new/handover/README.md").read_text(encoding="utf-8")
    assert "\n30 adopted, 30 stays.\n" in ledger
    assert "## What adoption changes\n\nNothing:" in ledger
    assert "## What is made anew\n\nNothing.\n" in ledger


def test_the_script_forgets_what_the_plain_command_is_given(old: Path) -> None:
    run(old, "-m", "landbridge", "compile", old / "forget.yaml", "--out", old / "new")

    script = (old / "new/handover/legacy/3-state-rm.sh").read_text(encoding="utf-8")
    forgotten = shlex.split(script.partition("ADDRESSES=(\n")[2].partition("\n)\n")[0])
    assert len(forgotten) == 30
    assert forgotten == sorted(leaving(60)) == sorted((old / "leaving").read_text(encoding="utf-8").splitlines())


def test_the_simplest_script_lists_the_objects_of_the_inventory(old: Path) -> None:
    findings: list[Finding] = []
    read = read_file(str(old / "terraform.tfstate"), findings)

    assert read is not None
    assert findings == []
    assert sorted(objects(state(60))) == [(each.address, each.type) for each in read.objects]
