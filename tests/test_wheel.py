"""The wheel, installed where nothing else is, compiles what the checkout compiles."""

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.examples import CHECKOUT, Example, compile_example, examples
from tests.output.trees import contents


def run(*command: str | Path, cwd: Path, **environ: str) -> str:
    """Run a command with nothing of this environment but its PATH; return what it printed."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=kept | environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    # With the build tool at hand nothing has to be fetched for the build.
    flags = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    pip("wheel", *flags, "--no-deps", "--wheel-dir", str(folder), str(CHECKOUT))
    (built,) = folder.glob("*.whl")
    return built


def pip(*arguments: str) -> None:
    """Run pip as the user has set it up: it may need a proxy, an index or a certificate."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass(frozen=True)
class Installed:
    """An environment in which the wheel is installed, and a folder far from the checkout."""

    command: Path
    elsewhere: Path

    def __call__(self, *arguments: str | Path) -> str:
        """Run the installed `landbridge`."""
        return run(self.command, *arguments, cwd=self.elsewhere)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    python = folder / "venv/bin/python"
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    pip("--python", str(python), "install", str(wheel))
    (folder / "elsewhere").mkdir()
    return Installed(python.with_name("landbridge"), folder / "elsewhere")


def sources() -> Iterator[str]:
    """What the wheel should hold, by its path in there."""
    for folder, prefix in ((CHECKOUT / "compiler/landbridge", ""), (CHECKOUT / "templates", "templates/")):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"landbridge/{prefix}{path.relative_to(folder).as_posix()}"


def test_it_holds_the_package_with_its_data_and_templates_and_nothing_else(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert sorted(names) == sorted(sources())
    for kind in ("templates/areas/iam/", "areas/iam/levels/", "areas/iam/tiers/", "aws/data/", "starter/fragments/"):
        assert any(name.startswith(f"landbridge/{kind}") for name in names)


def test_it_carries_the_licence(wheel: Path) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    "example",
    [each for each in examples() if each.name in ("complete", "iam-medium", "overlay/prod")],
    ids=lambda each: each.name,
)
def test_it_compiles_an_example_elsewhere_to_the_same_bytes(
    example: Example, installed: Installed, tmp_path: Path
) -> None:
    specs = shutil.copytree(CHECKOUT / example.spec.parent, tmp_path / "specs")
    done = compile_example(Example(specs / example.spec.name, example.out), out=tmp_path / "out")
    assert done.returncode == 0, done.stderr

    # With its lock: the data of AWS's actions may have been renewed between the two installations.
    copied = shutil.copytree(specs, installed.elsewhere / example.name)
    installed("compile", copied / example.spec.name, "--out", f"out/{example.name}")
    assert contents(installed.elsewhere / "out" / example.name) == contents(tmp_path / "out")
    assert contents(copied) == contents(specs)


def test_a_new_spec_compiles_with_it(installed: Installed) -> None:
    installed("init", "new", "--tier", "startup")
    installed("check", "new/spec.yaml")
    installed("compile", "new/spec.yaml", "--out", "new/live")
    installed("compile", "new/spec.yaml", "--out", "new/live", "--check")
    assert "nothing to do" in installed("update", "new/spec.yaml")
    assert installed("diff", "new/spec.yaml", "new/spec.yaml") == "No access changes.\n"


@pytest.mark.parametrize(
    "command", ["--version", "--help", "schema", "rules", "rules LB321", "explain-level s3 level2"]
)
def test_what_only_prints_prints(command: str, installed: Installed) -> None:
    assert installed(*command.split())
