"""Compiles of one folder at the same time: one after the other, and never a mixture."""

import fcntl
import itertools
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from landbridge.output import locking
from landbridge.output.locking import locked
from landbridge.output.writer import WriteRefused, apply, plan, writing
from tests.output.trees import compile_to, contents, ended, finding_ids, in_child, on_disk

A = {"main.tf": "a\n", "modules/a/main.tf": "a\n", "shared/main.tf": "a\n"}
B = {"main.tf": "b\n", "modules/b/main.tf": "b\n", "shared/main.tf": "b\n", "shared/b.sh": "#!/bin/sh\n"}


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the lock as long as a crowded machine may need."""
    monkeypatch.setattr(locking, "WAIT", 60.0)


def compile_often(root: Path, files: dict[str, str], times: int = 20) -> None:
    for _ in range(times):
        compile_to(root, files)
        time.sleep(0.001)


@pytest.mark.usefixtures("patient")
def test_processes_that_write_different_trees_end_with_one_of_them(tmp_path: Path) -> None:
    root = tmp_path / "out"
    writers = [in_child(lambda files=files: compile_often(root, files)) for files in (A, B, A, B)]
    victim = in_child(lambda: compile_often(root, B, times=1000))
    time.sleep(0.1)
    os.kill(victim, signal.SIGKILL)
    assert ended(victim) == -signal.SIGKILL
    assert [ended(writer) for writer in writers] == [0, 0, 0, 0]
    with writing(root):  # finishes what the victim of the kill may have left
        assert contents(root) in (on_disk(A), on_disk(B))


@pytest.mark.usefixtures("patient")
def test_a_reader_never_sees_a_mixture(tmp_path: Path) -> None:
    compile_to(tmp_path, A)
    todo_from_b = {".landbridge.json", "main.tf", "modules/a/main.tf", "modules/b/main.tf"} | {
        "shared/main.tf",
        "shared/b.sh",
    }
    writer = in_child(lambda: [compile_often(tmp_path, files, times=1) for files in (B, A) * 40])
    seen = set()
    while os.waitpid(writer, os.WNOHANG) == (0, 0):
        todo = plan(tmp_path, A, read_only=True)
        assert finding_ids(todo) == []
        seen.add(frozenset(change.path for change in todo.changes if change.kind != "same"))
        time.sleep(0.001)
    assert seen <= {frozenset(), frozenset(todo_from_b)}
    assert seen


@pytest.mark.usefixtures("patient")
def test_processes_that_make_and_drop_the_folder_itself(tmp_path: Path) -> None:
    """An empty folder that one process takes away again must not swallow what another one writes."""
    root = tmp_path / "a" / "b"

    def make_and_drop() -> None:
        for _ in range(100):
            with writing(root):
                pass

    others = [in_child(make_and_drop) for _ in range(2)]
    compile_to(root, A)
    assert [ended(other) for other in others] == [0, 0]
    assert contents(root) == on_disk(A)


def test_a_folder_that_nothing_was_put_into_is_taken_away_again(tmp_path: Path) -> None:
    with writing(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()
    assert list(tmp_path.iterdir()) == []
    plan(tmp_path / "a" / "b", A)
    assert list(tmp_path.iterdir()) == []


def test_a_second_writer_waits_a_while_and_then_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "WAIT", 0.05)
    answers: list[list[str]] = []

    def other() -> None:
        answers.append(finding_ids(plan(tmp_path, A)))
        answers.append(finding_ids(plan(tmp_path, A, read_only=True)))
        with pytest.raises(WriteRefused, match="another landbridge is writing to"), writing(tmp_path):
            pass

    with writing(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert answers == [["LB908"], ["LB908"]]
    assert finding_ids(plan(tmp_path, A)) == []


def test_apply_takes_the_lock_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "WAIT", 0.05)
    todo = plan(tmp_path, A)
    is_held, say_held = os.pipe()

    def hold() -> None:
        with writing(tmp_path):
            os.write(say_held, b"x")
            time.sleep(60)

    holder = in_child(hold)
    os.read(is_held, 1)
    with pytest.raises(WriteRefused, match="another landbridge"):
        apply(todo)
    os.kill(holder, signal.SIGKILL)
    ended(holder)
    apply(todo)
    assert contents(tmp_path) == on_disk(A)
    os.close(is_held)
    os.close(say_held)


def test_readers_do_not_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "WAIT", 0.0)
    with locked(tmp_path, shared=True):
        assert finding_ids(plan(tmp_path, A, read_only=True)) == []


def test_a_reader_makes_nothing(tmp_path: Path) -> None:
    todo = plan(tmp_path / "out", A, read_only=True)
    assert {change.kind for change in todo.changes} == {"created"}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_swapped_while_waiting_for_it(tmp_path: Path) -> None:
    """The lock on a folder that has another name by now protects nothing."""
    (tmp_path / "out").mkdir()
    start, begin = os.pipe()

    def wait_and_compile() -> None:
        os.read(start, 1)
        compile_to(tmp_path / "out", A)

    waiter = in_child(wait_and_compile)  # before the lock is taken, which a child would inherit
    with writing(tmp_path / "out"):
        os.write(begin, b"x")
        time.sleep(0.1)
        (tmp_path / "out").rename(tmp_path / "moved")
        (tmp_path / "out").mkdir()
    assert ended(waiter) == 0
    os.close(start)
    os.close(begin)
    assert contents(tmp_path) == {f"out/{path}": text for path, text in on_disk(A).items()} | {"moved/": ""}


def test_a_folder_swapped_right_before_it_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = fcntl.flock
    (tmp_path / "out").mkdir()

    def swap_first(descriptor: int, operation: int) -> None:
        if not (tmp_path / "moved").exists():
            (tmp_path / "out").rename(tmp_path / "moved")
            (tmp_path / "out").mkdir()
        genuine(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", swap_first)
    with locked(tmp_path / "out") as tree:
        tree.create("main.tf", b"a")
    assert contents(tmp_path) == {"moved/": "", "out/main.tf": "a"}


def test_a_plan_that_is_out_of_date_is_refused(tmp_path: Path) -> None:
    compile_to(tmp_path, A)
    for path, change in itertools.product(A, ("edit", "remove")):
        todo = plan(tmp_path, B)
        before = (tmp_path / path).read_text()
        if change == "edit":
            (tmp_path / path).write_text("by hand\n")
        else:
            (tmp_path / path).unlink()
        now = contents(tmp_path)
        with pytest.raises(WriteRefused) as refused:
            apply(todo)
        assert [(finding.id, finding.message) for finding in refused.value.findings] == [
            ("LB907", f"cannot write {path}: it changed while Landbridge was at work")
        ]
        assert contents(tmp_path) == now
        (tmp_path / path).write_text(before)
    todo = plan(tmp_path, B)
    (tmp_path / "shared/b.sh").write_text("by hand\n")
    with pytest.raises(WriteRefused, match=r"cannot write shared/b\.sh: it changed"):
        apply(todo)
