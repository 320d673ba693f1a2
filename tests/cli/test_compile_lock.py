"""`landbridge compile` and the lock beside the spec: what is pinned stays, what is new is added."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from landbridge.areas.iam import shipped
from tests.cli.commands import READS, run, write
from tests.output.trees import contents

QUEUES = """
    permissions_boundary: none
    iam_groups:
      ops:
        policy_assignments: {s3: level1}
        access: [{service: sqs, level: read}]
"""
NONE = """
    permissions_boundary: none
    iam_groups:
      ops: {managed_policies: [ReadOnlyAccess]}
"""


@pytest.fixture
def lock(home: Path) -> Path:
    """The lock that the first compile made."""
    assert run("compile", "spec.yaml", "--out", "out").exit_code == 0
    return home / "landbridge.lock"


def levels(lock: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lock.read_text())["levels"]
    return found


def compile_again(*flags: str) -> int:
    return run("compile", "spec.yaml", "--out", "out", *flags).exit_code


def test_it_pins_what_the_spec_uses(lock: Path) -> None:
    assert list(levels(lock)) == ["s3/level1"]
    assert lock.stat().st_mode & 0o777 == 0o644


def test_a_spec_without_levels_has_none(home: Path) -> None:
    write(home / "spec.yaml", NONE)
    assert compile_again() == 0
    assert not (home / "landbridge.lock").exists()


def test_a_second_compile_does_not_touch_it(lock: Path) -> None:
    before = lock.stat()
    assert compile_again() == 0
    assert (lock.stat().st_mtime_ns, lock.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_what_the_spec_newly_uses_is_added_and_the_rest_stays(lock: Path) -> None:
    before = levels(lock)
    write(lock.parent / "spec.yaml", QUEUES)
    assert compile_again() == 0
    assert levels(lock).keys() == {"s3/level1", "sqs/read"}
    assert levels(lock)["s3/level1"] == before["s3/level1"]


def test_what_the_spec_no_longer_uses_stays(lock: Path) -> None:
    before = lock.read_text()
    write(lock.parent / "spec.yaml", NONE)
    assert compile_again() == 0
    assert lock.read_text() == before


def test_what_is_pinned_wins_over_newer_data(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = json.loads(lock.read_text())
    content["levels"]["s3/level1"]["grants"] = [
        {"name": "Old", "actions": ["s3:ListBucket"], "resources": ["arn:{partition}:s3:::{stem}-old"], "why": ""}
    ]
    lock.write_text(json.dumps(content))
    older = {"s3/level1": {"0": shipped.digest(content["levels"]["s3/level1"])}}
    monkeypatch.setattr(shipped, "shipped", lambda: older)
    assert compile_again() == 0
    text = (lock.parent / "out/modules/iam/main.tf").read_text()
    assert "edge-prod-b001-old" in text
    assert "s3:GetObject" not in text
    assert levels(lock) == content["levels"]


def test_without_it_check_finds_drift(lock: Path) -> None:
    lock.unlink()
    before = contents(lock.parent)
    done = run("compile", "spec.yaml", "--out", "out", "--check")
    assert done.exit_code == 3
    assert done.stdout.endswith("0 removed, 12 left alone\n[+] landbridge.lock\n")
    assert contents(lock.parent) == before


def test_a_dry_run_does_not_write_it(home: Path) -> None:
    done = run("compile", "spec.yaml", "--out", "out", "--dry-run")
    assert "[+] landbridge.lock\n" in done.stdout
    assert not (home / "landbridge.lock").exists()


def test_a_spec_with_errors_does_not_change_it(lock: Path) -> None:
    before = lock.read_text()
    write(lock.parent / "spec.yaml", QUEUES.replace("service: sqs", "service: states").replace("read", "raed"))
    assert compile_again() == 1
    assert lock.read_text() == before


def put_conflict(lock: Path) -> None:
    lock.write_text(f"<<<<<<< ours\n{lock.read_text()}=======\n>>>>>>> theirs\n")


def put_level(pin: object) -> Callable[[Path], object]:
    return lambda lock: lock.write_text(json.dumps({"format": 1, "levels": {"s3/level1": pin}}))


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda lock: lock.write_text(""),
    "a merge conflict": put_conflict,
    "another format": lambda lock: lock.write_text('{"format": 2, "levels": {}}'),
    "no mapping": lambda lock: lock.write_text("[]"),
    "levels that are none": lambda lock: lock.write_text('{"format": 1, "levels": []}'),
    "not UTF-8": lambda lock: lock.write_bytes(b"\xff"),
    "half a surrogate pair": lambda lock: lock.write_text(lock.read_text().replace("Reads", "\\ud800")),
    "endless nesting": lambda lock: lock.write_text("[" * 100_000),
    "an endless number": lambda lock: lock.write_text('{"format": ' + "1" * 10_000 + "}"),
    "a level that is a number": put_level(5),
    "a level without grants": put_level({"summary": "x"}),
    "a grant without actions": put_level({"summary": "x", "grants": [{"name": "A", "resources": ["*"]}]}),
    "a grant of numbers": put_level({"summary": "x", "grants": [{"name": "A", "actions": [1], "resources": ["*"]}]}),
    "a folder": lambda lock: (lock.unlink(), lock.mkdir()),
    "a pipe": lambda lock: (lock.unlink(), os.mkfifo(lock)),
    "a link out of the folder": lambda lock: (lock.unlink(), lock.symlink_to("/etc/passwd")),
}


@pytest.mark.parametrize("how", BROKEN)
def test_one_that_cannot_be_used_is_a_finding(how: str, lock: Path) -> None:
    BROKEN[how](lock)
    done = run("compile", "spec.yaml", "--out", "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert " error LB106: the lock " in done.stderr
    assert len(done.stderr) < 600


def test_one_that_cannot_be_written_stops_the_compile(home: Path) -> None:
    (home / "landbridge.lock").symlink_to("nowhere")
    done = run("compile", "spec.yaml", "--out", "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "landbridge.lock:1:1: error LB903" in done.stderr
    assert not (home / "out").exists()
    assert not (home / "nowhere").exists()


def test_the_same_spec_elsewhere_pins_the_same(lock: Path, tmp_path: Path) -> None:
    spec = write(tmp_path / "elsewhere/spec.yaml", READS)
    run("compile", spec, "--out", tmp_path / "elsewhere/out")
    assert (tmp_path / "elsewhere/landbridge.lock").read_bytes() == lock.read_bytes()
