"""The benchmarks do not rot: they compare like with like, and know every stage of a compile."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks import bare_script, roles
from benchmarks.same_text import differences

from landbridge.output.ownership import seal

SCRIPTS = Path(bare_script.__file__).parent


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    file = tmp_path / "spec.yaml"
    file.write_text(roles.spec(3), encoding="utf-8")
    return file


def run(tmp_path: Path, *words: object) -> None:
    """Run Python with a cache of its own; Landbridge would remember in the user's what it compiled."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, *map(str, words)], env=environment, check=True, timeout=60)


def test_the_bare_script_writes_the_same_text_as_landbridge(spec: Path, tmp_path: Path) -> None:
    bare_script.main(spec, tmp_path / "bare")
    run(tmp_path, "-m", "landbridge", "compile", spec, "--out", tmp_path / "ours")

    assert differences(tmp_path / "bare", tmp_path / "ours") == []


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


def test_the_clock_meets_every_stage_of_a_compile(spec: Path, tmp_path: Path) -> None:
    run(tmp_path, SCRIPTS / "stages.py", spec, tmp_path / "out", tmp_path / "stages.json")

    spent = json.loads((tmp_path / "stages.json").read_bytes())
    assert [stage for stage, cpu in spent.items() if cpu == 0] == []
