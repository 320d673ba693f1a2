"""state-restore: the way back from state-rm, unless it would undo what others did."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.handover.scripts.conftest import LEAVE, SMALL
from tests.handover.scripts.desk import Desk
from tests.handover.scripts.states import LINEAGE, SECRET, State, canonical


def test_the_state_is_as_it_was(at_desk: Desk) -> None:
    before = canonical(at_desk.pulled())
    at_desk.rm("--apply")
    run = at_desk.restore("--apply")
    assert run.returncode == 0, run.stderr
    assert canonical(at_desk.pulled()) == before


def test_without_apply_it_shows_what_would_come_back(small: Desk) -> None:
    small.rm("--apply")
    after = (small.root / "terraform.tfstate").read_bytes()
    run = small.restore()
    assert (run.returncode, run.stdout) == (3, "".join(f"+ {address}\n" for address in LEAVE))
    assert (small.root / "terraform.tfstate").read_bytes() == after


def test_its_serial_is_newer_than_any(small: Desk) -> None:
    small.rm("--apply")
    newest = small.pulled()["serial"]
    small.restore("--apply")
    assert small.pulled()["serial"] > newest


def test_a_second_run_has_nothing_to_do(small: Desk) -> None:
    small.rm("--apply")
    small.restore("--apply")
    after = (small.root / "terraform.tfstate").read_bytes()
    for run in (small.restore("--apply"), small.restore()):
        assert (run.returncode, run.stdout) == (0, "")
    assert (small.root / "terraform.tfstate").read_bytes() == after


def test_before_any_run_there_is_no_way_back(small: Desk) -> None:
    run = small.restore("--apply")
    assert run.returncode == 1
    assert "no run of state-rm has left a backup" in run.stderr


def edit_attribute(found: State) -> None:
    found["resources"][0]["instances"][0]["attributes"]["description"] = SECRET


def edit_output(found: State) -> None:
    found["outputs"]["password"]["value"] = SECRET + "!"


def add_object(found: State) -> None:
    found["resources"].append({**found["resources"][0], "name": "new"})


def take_object(found: State) -> None:
    found["resources"].pop()


def taint(found: State) -> None:
    found["resources"][0]["instances"][0]["status"] = "tainted"


def depose(found: State) -> None:
    instances = found["resources"][0]["instances"]
    instances.append({**instances[0], "deposed": "0000000a"})


def import_again(found: State) -> None:
    found["resources"][0]["instances"].append(
        {"index_key": "k", "schema_version": 0, "attributes": {"id": "a-k", "description": SECRET}}
    )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (edit_attribute, 'changed aws_iam_role.a["l"]: description'),
        (edit_output, "changed outputs: password"),
        (add_object, 'came aws_iam_role.new["l"]'),
        (take_object, "went aws_iam_role.stays[0]"),
        (taint, 'changed aws_iam_role.a["l"]: (status)'),
        (depose, 'changed aws_iam_role.a["l"]: deposed 0000000a (dependencies), '),
        (import_again, 'changed aws_iam_role.a["k"]: arn, description, number, secret'),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_others_wrote_is_not_undone(small: Desk, edit: Callable[[State], Any], said: str) -> None:
    small.rm("--apply")
    small.change(edit)
    after = (small.root / "terraform.tfstate").read_bytes()
    for options in ((), ("--apply",)):
        run = small.restore(*options)
        assert run.returncode == 1
        assert f"since the backup: {said}" in run.stderr
        assert SECRET not in run.stderr + run.stdout
        assert (small.root / "terraform.tfstate").read_bytes() == after


def test_a_write_of_others_that_changed_nothing_is_no_obstacle(small: Desk) -> None:
    small.rm("--apply")
    small.change(lambda found: found.update(terraform_version="1.12.0"))
    assert small.restore("--apply").returncode == 0
    assert canonical(small.pulled()) == canonical(SMALL)


def test_a_backup_that_was_edited_is_refused(small: Desk) -> None:
    small.rm("--apply")
    (backup,) = small.backups
    backup.write_text(backup.read_text().replace("a-k", "a-x"))
    run = small.restore("--apply")
    assert run.returncode == 1
    assert "not as it was written" in run.stderr
    assert LEAVE[0] not in small.listed()


def test_another_state_is_refused(small: Desk) -> None:
    small.rm("--apply")
    small.change(lambda found: found.update(lineage="other"))
    run = small.restore("--apply")
    assert run.returncode == 1
    assert "this is another state" in run.stderr


def test_the_backup_of_another_state_is_refused(small: Desk) -> None:
    small.rm("--apply")
    small.change(lambda found: found.update(lineage="other"))
    small.put_both(LEAVE, lineage="other")
    run = small.restore("--apply", str(small.backups[0]))
    assert run.returncode == 1
    assert "the backup is of another state" in run.stderr


class TestSeveralRuns:
    """Each run of state-rm has a backup of its own."""

    @pytest.fixture
    def twice(self, small: Desk) -> Desk:
        small.rm("--apply")
        small.put_both((*LEAVE, "aws_iam_role.stays[0]"))
        small.rm("--apply")
        return small

    def test_the_last_one_is_taken_back(self, twice: Desk) -> None:
        assert twice.restore("--apply").returncode == 0
        assert twice.listed() == ['aws_iam_role.a["l"]', "aws_iam_role.stays[0]", "aws_iam_role.stays[1]"]

    def test_and_then_the_one_before_where_that_is_said(self, twice: Desk) -> None:
        twice.restore("--apply")
        assert twice.restore("--apply").returncode == 0
        assert LEAVE[0] not in twice.listed()
        assert twice.restore("--apply", str(twice.backups[0])).returncode == 0
        assert canonical(twice.pulled()) == canonical(SMALL)

    def test_or_both_at_once(self, twice: Desk) -> None:
        run = twice.restore("--apply", str(twice.backups[0]))
        assert run.returncode == 0, run.stderr
        assert canonical(twice.pulled()) == canonical(SMALL)
        assert "nothing to do" in twice.restore("--apply").stderr

    @pytest.mark.parametrize("name", ["nothing", "0009/backup.tfstate", "backup.tfstate", "../x/backup.tfstate", ""])
    def test_what_is_no_backup_of_a_run_is_refused(self, twice: Desk, name: str) -> None:
        after = canonical(twice.pulled())
        run = twice.restore("--apply", name)
        assert run.returncode in (1, 2)
        assert "ERROR" in run.stderr
        assert canonical(twice.pulled()) == after


@pytest.mark.parametrize("text", ["", "{}", "not JSON"])
def test_a_state_that_is_gone_is_not_guessed(small: Desk, text: str) -> None:
    small.rm("--apply")
    (small.root / "terraform.tfstate").write_text(text)
    assert small.restore("--apply").returncode == 1
    assert (small.root / "terraform.tfstate").read_text() == text


def test_numbers_come_back_digit_by_digit(small: Desk) -> None:
    small.rm("--apply")
    small.restore("--apply")
    (first, *_) = small.pulled()["resources"]
    assert first["instances"][0]["attributes"]["number"] == 2**60 + 1


def test_a_secret_of_the_state_is_never_printed(small: Desk) -> None:
    small.rm("--apply")
    for run in (small.restore(TF_LOG="TRACE"), small.restore("--apply", TF_LOG_CORE="TRACE")):
        assert SECRET not in run.stdout + run.stderr


def test_arguments_that_a_shell_has_set_are_not_taken(small: Desk) -> None:
    small.rm("--apply")
    run = small.restore("--apply", TF_CLI_ARGS_state_push="-force /dev/null")
    assert run.returncode == 0, run.stderr
    assert canonical(small.pulled()) == canonical(SMALL)


def test_the_journal_says_what_was_taken_back(small: Desk) -> None:
    small.rm("--apply")
    small.restore("--apply")
    assert sorted(path.name for path in (small.journal / "0001").iterdir()) == [
        "addresses",
        "backup.tfstate",
        "began",
        "checksums",
        "forgotten",
        "restored",
    ]
    assert json.loads(Path(small.backups[0]).read_text())["lineage"] == LINEAGE
