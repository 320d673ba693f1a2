"""`modules/` is what the examples compile to, nothing less and nothing more."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.examples import CHECKOUT, Example, compile_example, examples, strangers


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_the_committed_tree_is_what_the_example_compiles_to(example: Example) -> None:
    done = compile_example(example, "--check", "--diff")
    assert done.returncode == 0, f"run `make examples`\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("folder", sorted({example.spec.parent for example in examples()}), ids=lambda path: path.name)
def test_the_lock_of_an_example_has_the_curated_levels_as_they_are_now(folder: Path, tmp_path: Path) -> None:
    fresh = shutil.copytree(CHECKOUT / folder, tmp_path / "fresh", ignore=shutil.ignore_patterns("landbridge.lock"))
    for example in examples():
        if example.spec.parent == folder:
            compile_example(Example(fresh / example.spec.name, example.out), out=tmp_path / "out" / example.name)
    assert curated(CHECKOUT / folder) == curated(fresh), (
        f"run `landbridge update` on the specs in {folder}, then `make examples`"
    )


def curated(folder: Path) -> dict[str, Any]:
    """Return the levels of ours in a lock. Those that AWS makes change daily; they may be older."""
    lock = folder / "landbridge.lock"
    levels = json.loads(lock.read_text())["levels"] if lock.exists() else {}
    return {name: level for name, level in levels.items() if "/level" in name}


def test_there_are_examples() -> None:
    assert examples()


def test_every_committed_tree_comes_from_an_example() -> None:
    assert strangers() == []


def put(checkout: Path, *files: str) -> None:
    """Make specs; one that ends in `<base.yaml` extends base.yaml."""
    for file in files:
        name, _, base = file.partition("<")
        path = checkout / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"extends: {base}\n" if base else "version: 1\n")


def test_a_spec_yaml_compiles_to_the_folder_of_its_name(tmp_path: Path) -> None:
    put(tmp_path, "examples/small/spec.yaml", "examples/small/part.yaml")
    assert examples(tmp_path) == [Example(Path("examples/small/spec.yaml"), Path("modules/small"))]


def test_several_environments_compile_to_a_folder_each_and_their_base_to_none(tmp_path: Path) -> None:
    put(
        tmp_path,
        "examples/many/base.yaml",
        "examples/many/dev.yaml<base.yaml",
        "examples/many/prod.yaml<base.yaml",
    )
    assert [(e.spec.name, e.out) for e in examples(tmp_path)] == [
        ("dev.yaml", Path("modules/many/dev")),
        ("prod.yaml", Path("modules/many/prod")),
    ]


def test_a_tree_without_its_example_is_told(tmp_path: Path) -> None:
    put(tmp_path, "examples/small/spec.yaml")
    put(tmp_path, "modules/small/.landbridge.json", "modules/gone/.landbridge.json")
    assert strangers(tmp_path) == [Path("modules/gone")]


def test_the_committed_schema_is_that_of_the_models() -> None:
    from landbridge.spec.schema import schema_text

    assert (CHECKOUT / "landbridge.schema.json").read_text() == schema_text(), "run `make examples`"
