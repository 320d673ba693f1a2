"""A killed run leaves the old tree, the new one, or one that the next run finishes or takes back first."""

import errno
import itertools
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from landbridge.output.writer import WriteRefused, plan, recover
from tests.output.trees import (
    compile_to,
    contents,
    ended,
    files_only,
    finding_ids,
    in_child,
    killed_at,
    on_disk,
    on_step,
    outcome_of,
    without_litter,
)

Files = dict[str, str]

OLD: Files = {
    "main.tf": "# old\n",
    "same.tf": "# same\n",
    "modules/gone/main.tf": "# gone\n",
    "modules/iam/README.md": "# Old\n",
    "handover/10-forget.sh": "#!/bin/sh\necho old\n",
    "handover/map.json": "{}\n",
}
NEW: Files = {
    "main.tf": "# new\n",
    "same.tf": "# same\n",
    "modules/new/main.tf": "# new\n",
    "modules/iam/README.md": "# New\n",
    "handover/10-forget.sh": "#!/bin/sh\necho new\n",
    "handover/map.json": '{"a": 1}\n',
}
SCENARIOS: dict[str, tuple[Files, Files]] = {
    "first compile": ({}, NEW),
    "update": (OLD, NEW),
    "everything removed": (OLD, {}),
    "files become folders, folders files": ({"a.tf": "", "b.tf/c.tf": ""}, {"a.tf/d.tf": "", "b.tf": ""}),
}

DISK_FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def written(root: Path, files: Files) -> dict[str, str]:
    """Make the folder hold the files; for none, there is no folder."""
    if files:
        compile_to(root, files)
    return contents(root)


def check_interrupted(root: Path, old: dict[str, str], new: Files) -> None:
    """The promise to everybody who looks at the folder between a kill and the next run."""
    now = contents(root)
    seen = plan(root, new, read_only=True)
    assert contents(root) == now
    assert seen.drift or now == on_disk(new)
    if ".landbridge.journal" in now:
        assert finding_ids(seen) == ["LB909"]
    else:
        assert without_litter(now) in (old, on_disk(new))


@pytest.mark.parametrize(("scenario", "revert"), [*((name, False) for name in SCENARIOS), ("update", True)])
def test_killed_before_every_step(tmp_path: Path, scenario: str, revert: bool) -> None:
    """The next run compiles the same files again, or, with `revert`, those from before."""
    old, new = SCENARIOS[scenario]
    before = written(tmp_path / "old", old)
    for step in itertools.count(1):
        root = tmp_path / str(step)
        if before:
            shutil.copytree(tmp_path / "old", root)
        if not killed_at(step, lambda root=root: compile_to(root, new)):
            break
        check_interrupted(root, before, new)
        compile_to(root, old if revert else new)
        assert contents(root) == on_disk(old if revert else new)
    assert step > 10
    assert contents(root) == on_disk(new)


def test_killed_while_taking_over_foreign_and_edited_files(tmp_path: Path) -> None:
    for step in itertools.count(1):
        root = tmp_path / str(step)
        compile_to(root, OLD)
        (root / "main.tf").write_text("# mine\n")
        (root / "modules/new").mkdir()
        (root / "modules/new/main.tf").write_text("# mine, too\n")
        before = contents(root)
        if not killed_at(step, lambda root=root: compile_to(root, NEW, force=True)):
            break
        check_interrupted(root, before, NEW)
        compile_to(root, NEW, force=True)
        # A run that took over somebody's files is given up, not finished, so an empty folder may stay behind.
        assert {path: text for path, text in contents(root).items() if not path.endswith("/")} == {
            path: text for path, text in on_disk(NEW).items() if not path.endswith("/")
        }


def test_killed_while_finishing_what_a_killed_run_left(tmp_path: Path) -> None:
    before = written(tmp_path / "old", OLD)
    healed = 0
    for first in itertools.count(1, 4):
        killed = tmp_path / str(first)
        shutil.copytree(tmp_path / "old", killed)
        if not killed_at(first, lambda killed=killed: compile_to(killed, NEW)):
            break
        for second in itertools.count(1, 3):
            root = tmp_path / f"{first}-{second}"
            shutil.copytree(killed, root)
            if not killed_at(second, lambda root=root: recover(root)):
                break
            check_interrupted(root, before, NEW)
            recover(root)
            assert contents(root) in (before, on_disk(NEW))
            healed += 1
    assert healed > 20


def test_killed_while_taking_back_what_could_not_be_finished(tmp_path: Path) -> None:
    before = written(tmp_path / "old", OLD)

    def fail_to_move_the_last(name: str, argument: object) -> None:
        if name == "replace" and argument == "do5":
            raise OSError(errno.EXDEV, "crosses devices")

    def compile_in_vain(root: Path) -> None:
        with on_step(1, fail_to_move_the_last, and_after=True), pytest.raises(WriteRefused):
            compile_to(root, NEW)

    for step in itertools.count(1):
        root = tmp_path / str(step)
        shutil.copytree(tmp_path / "old", root)
        if not killed_at(step, lambda root=root: compile_in_vain(root)):
            break
        recover(root)
        assert contents(root) in (before, on_disk(NEW))
    assert contents(root) == before


def test_killed_from_outside_at_any_moment(tmp_path: Path) -> None:
    root = tmp_path / "out"
    wholes = [on_disk(OLD), on_disk(NEW)]
    compile_to(root, OLD)

    def compile_forever() -> None:
        for files in itertools.cycle((NEW, OLD)):
            compile_to(root, files)

    for moment in range(40):
        pid = in_child(compile_forever)
        time.sleep(0.002 + 0.0007 * moment)
        os.kill(pid, signal.SIGKILL)
        assert ended(pid) == -signal.SIGKILL
        now = contents(root)
        assert ".landbridge.journal" in now or without_litter(now) in wholes
        assert plan(root, NEW, read_only=True).drift or now == on_disk(NEW)
        recover(root)
        assert contents(root) in wholes


@pytest.mark.parametrize("error", [DISK_FULL, KeyboardInterrupt()], ids=["disk full", "ctrl-c"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_step_that_fails_once_leaves_the_old_tree_or_a_pending_one(
    tmp_path: Path, scenario: str, error: BaseException
) -> None:
    old, new = SCENARIOS[scenario]
    before = written(tmp_path / "old", old)

    failures: list[str] = []

    def fail(name: str, argument: object) -> None:
        failures.append(name)
        raise error

    for step in itertools.count(1):
        failures.clear()
        root = tmp_path / str(step)
        if before:
            shutil.copytree(tmp_path / "old", root)
        with on_step(step, fail):
            outcome = outcome_of(lambda root=root: compile_to(root, new))
        if outcome == ["LB907"]:
            assert contents(root) == before
        elif outcome == ["interrupted"]:
            check_interrupted(root, before, new)
        else:
            assert outcome == []
            assert files_only(without_litter(contents(root))) == on_disk(new)
        if not failures:
            break
        # A folder that cannot be removed when it became empty is left, and is no failure.
        compile_to(root, new)
        assert files_only(contents(root)) == on_disk(new)
    assert step > 10


def test_a_disk_that_stays_full_leaves_what_the_next_run_finishes(tmp_path: Path) -> None:
    before = written(tmp_path / "old", OLD)

    def fail(name: str, argument: object) -> None:
        raise DISK_FULL

    for step in itertools.count(1):
        root = tmp_path / str(step)
        shutil.copytree(tmp_path / "old", root)
        with on_step(step, fail, and_after=True):
            outcome = outcome_of(lambda root=root: compile_to(root, NEW))
        if not outcome:
            break
        assert outcome == ["LB907"]
        check_interrupted(root, before, NEW)
        compile_to(root, NEW)
        assert contents(root) == on_disk(NEW)
    assert step > 10
