"""Other ways to hand the same old root over: back again, by removed blocks, remote states, workspaces, in company.

All begin where the new root has imported everything, and none of them changes the account.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.terraform.handovers import HandOver, effects, held
from tests.terraform.taken import Taken

STAYING = ("main.tf", "logs.tf")
RM, RESTORE = "legacy/3-state-rm.sh", "legacy/4-state-restore.sh"

_BUCKET = "old-states"
_S3 = f"""\
terraform {{
  backend "s3" {{
    bucket         = "{_BUCKET}"
    key            = "legacy.tfstate"
    region         = "eu-west-1"
    use_lockfile   = true
    use_path_style = true
  }}
}}
"""

_KILLER = """\
#!/bin/bash
# Calls terraform, and kills whoever called once `state rm` has written.
"{terraform}" "$@"
code=$?
if [[ " $* " == *" state rm "* && " $* " != *" -dry-run "* ]]; then kill -9 0; fi
exit "$code"
"""


@pytest.fixture
def at(taken: Taken, tmp_path: Path) -> Iterator[HandOver]:
    """A copy of everything where the next phase begins; at its end the account has to be as it was."""
    at = taken.at.copied(tmp_path)
    yield at
    assert held(at.account) == taken.after
    shutil.rmtree(tmp_path)


def forget(at: HandOver, **source: str) -> None:
    """Compile the phase in which the old root lets go, with what is said of it."""
    at.compile("forget", "ugly.yaml", sources={"legacy": source})


def staying(at: HandOver) -> bool:
    """Tell whether nothing is in the old state but what stays there."""
    return all(each.startswith(("aws_cloudwatch_log_group.", "data.")) for each in at.old().addresses())


def state(at: HandOver) -> dict[str, Any]:
    """The old state but for its serial."""
    return {name: value for name, value in at.old().state().items() if name != "serial"}


def change(at: HandOver, edit: Callable[[dict[str, Any]], None]) -> None:
    """Let somebody else write to the old state."""
    found = at.old().state()
    edit(found)
    found["serial"] += 1
    at.old().run("state", "push", "-", stdin=json.dumps(found))


def attributes(found: dict[str, Any], type_: str, name: str) -> dict[str, Any]:
    """The attributes of the first instance of a resource in a state."""
    (resource,) = (each for each in found["resources"] if (each["type"], each["name"]) == (type_, name))
    attributes: dict[str, Any] = resource["instances"][0]["attributes"]
    return attributes


def test_there_and_back_and_there_again(at: HandOver, taken: Taken) -> None:
    forget(at)
    before = state(at)
    at.script(RM, "--apply")
    assert staying(at)
    shown = at.script(RESTORE, expect=(3,))
    assert {line[2:] for line in shown.stdout.splitlines()} == {
        each for each in taken.old if not each.startswith(("aws_cloudwatch_log_group.", "data."))
    }
    at.script(RESTORE, "--apply")
    assert state(at) == before
    plan = at.old().plan()
    assert not plan.changes, plan.text
    at.script(RM, "--apply")
    at.take_code_out("legacy", STAYING)
    assert effects(at.old().plan()) == {}


def test_removed_blocks_forget_and_destroy_nothing(at: HandOver, taken: Taken) -> None:
    forget(at, forget="blocks", engine="terraform", version="1.11.4")
    assert not (at.new.folder / "handover/legacy/3-state-rm.sh").exists()
    at.take_code_out("legacy", STAYING)
    shutil.copy(at.new.folder / "handover/legacy/removed.tf", at.old().folder)
    found = effects(at.old().plan())
    assert set(found.values()) == {("forget",)}
    assert found.keys() == {each for each in taken.old if not each.startswith(("aws_cloudwatch_log_group.", "data."))}
    at.old().run("apply", "-no-color", "harness.tfplan")
    assert staying(at)


def test_a_state_in_s3(at: HandOver) -> None:
    account = at.account
    account.client("s3").create_bucket(Bucket=_BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    local = at.old().state()
    (at.old().folder / "terraform.tfstate").unlink()
    override = at.old().folder / "harness_override.tf"
    override.write_text(override.read_text().replace('terraform {\n  backend "local" {}\n}\n', _S3))
    at.old().init("-reconfigure")
    account.client("s3").put_object(Bucket=_BUCKET, Key="legacy.tfstate", Body=json.dumps(local))
    forget(at)
    at.script("legacy/1-preflight.sh")
    at.script(RM, "--apply")
    assert staying(at)
    at.script(RESTORE, "--apply")
    assert at.old().state()["resources"] == local["resources"]
    at.script(RM, "--apply")
    at.take_code_out("legacy", STAYING)
    assert effects(at.old().plan()) == {}


def test_a_state_in_a_workspace(at: HandOver, taken: Taken) -> None:
    found = at.old().state()
    at.old().run("workspace", "new", "prod")
    at.old().run("state", "push", "-", stdin=json.dumps(found))
    at.old().run("workspace", "select", "default")
    forget(at, workspace="prod")
    wrong = at.script(RM, "--apply", expect=(1,))
    assert "the workspace is default, and this is for prod" in wrong.stderr
    at.script("legacy/1-preflight.sh", TF_WORKSPACE="prod")
    at.script(RM, "--apply", TF_WORKSPACE="prod")
    assert at.old().addresses() == taken.old
    at.old().run("workspace", "select", "prod")
    assert staying(at)


def test_a_lock_that_somebody_else_holds(at: HandOver) -> None:
    forget(at)
    before = state(at)
    with (at.old().folder / "terraform.tfstate").open("r+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        refused = at.script(RM, "--apply", expect=(1,))
        assert "Error acquiring the state lock" in refused.stderr
    assert state(at) == before
    at.script(RM, "--apply")
    assert staying(at)


class TestAStateThatChangedSinceThePreflight:
    """A pull request takes days, and others go on working."""

    def test_another_serial_and_another_output_are_no_matter(self, at: HandOver) -> None:
        forget(at)
        change(at, lambda found: found["outputs"].pop("key_arn"))
        at.script(RM, "--apply")
        assert staying(at)

    def test_an_address_that_is_gone_is_told_and_nothing_happens(self, at: HandOver) -> None:
        forget(at)
        at.old().run("state", "mv", "aws_iam_role.report", "aws_iam_role.reports")
        before = state(at)
        refused = at.script(RM, "--apply", expect=(1,))
        assert "missing aws_iam_role.report" in refused.stderr
        assert state(at) == before

    def test_an_address_that_is_another_object_now_is_told_by_the_preflight(self, at: HandOver) -> None:
        forget(at)
        change(at, lambda found: attributes(found, "aws_kms_alias", "lake").update(arn="arn:aws:kms:::alias/other"))
        refused = at.script("legacy/1-preflight.sh", expect=(1,))
        assert "aws_kms_alias.lake: arn is arn:aws:kms:::alias/other, and the inventory says" in refused.stderr
        assert "not ready: 1 of the checks above went wrong" in refused.stderr

    def test_others_who_write_after_it_was_forgotten_do_not_lose_that(self, at: HandOver) -> None:
        forget(at)
        at.script(RM, "--apply")
        change(at, lambda found: found["outputs"].pop("log_groups"))
        before = state(at)
        refused = at.script(RESTORE, "--apply", expect=(1,))
        assert "others have written to the state since the backup" in refused.stderr
        assert state(at) == before


def test_a_script_that_dies_when_all_is_out_is_run_again(at: HandOver) -> None:
    forget(at)
    before = state(at)
    real = shutil.which("terraform")
    killer = at.folder / "killer/terraform"
    killer.parent.mkdir()
    killer.write_text(_KILLER.format(terraform=real))
    killer.chmod(0o755)
    at.script(RM, "--apply", expect=(-9,), PATH=f"{killer.parent}:{os.environ['PATH']}")
    assert staying(at)
    finished = at.script(RM, "--apply")
    assert "nothing to do" in finished.stderr
    at.script(RESTORE, "--apply")
    assert state(at) == before
    at.script(RM, "--apply")
    at.take_code_out("legacy", STAYING)
    assert effects(at.old().plan()) == {}
