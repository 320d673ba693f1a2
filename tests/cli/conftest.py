"""What the tests of the command line have in common."""

import os
from pathlib import Path

import pytest

from tests.cli.commands import READS, write
from tests.cli.terminal import DECIDE_COLOURS


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: the tests of the writer check the order of flushes."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print as into a pipe, wherever the tests run: a CI service asks for colours by its mere presence."""
    for name in DECIDE_COLOURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("typer.rich_utils.FORCE_TERMINAL", None)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a spec.yaml in it and no record of earlier compiles."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "home"
    write(folder / "spec.yaml", READS)
    monkeypatch.chdir(folder)
    return folder
