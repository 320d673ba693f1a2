"""The script of the replication template when things go wrong: at every call, in every way, and in the midst of it."""

import signal
from typing import Any

import pytest

from tests.areas.mgn.template_runs import Desk, as_found, as_wanted

CALLS = 7
"""Calls of an apply: who, group, key, template; then reading, writing, and reading again."""
READS = 5
WRITE = READS + 1
WAYS = [(how, number) for number in range(1, CALLS + 1) for how in ("refused", "garbage")] + [("lost", WRITE)]
"""Not done; done, and no answer that can be read; done, and no answer, where that is not the same as not done."""
LATE = [(how, number) for how, number in WAYS if number >= WRITE]


def meant(template: Any) -> Any:
    """A template without the key that nothing uses."""
    return template and {
        key: value
        for key, value in template.items()
        if key not in ("ebsEncryptionKeyArn", "replicationConfigurationTemplateID", "arn")
    }


def test_an_apply_is_as_many_calls_as_these_tests_break(at_desk: Desk) -> None:
    assert at_desk.run("--apply").returncode == 0
    assert len(at_desk.calls) == CALLS
    assert at_desk.calls[WRITE - 1] == "mgn update-replication-configuration-template"


@pytest.mark.parametrize(("how", "broken"), WAYS)
def test_after_one_failure_everything_is_as_it_was(how: str, broken: int, at_desk: Desk) -> None:
    at_desk.change(fail={str(broken): how})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert meant(at_desk.template) == meant(as_found()), run.stderr


@pytest.mark.parametrize(("how", "broken"), WAYS)
def test_a_template_that_is_made_goes_again_after_a_failure(how: str, broken: int, at_desk: Desk) -> None:
    at_desk.change(template=None, fail={str(broken): how})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert at_desk.template is None, run.stderr


@pytest.mark.parametrize(("how", "broken"), LATE)
@pytest.mark.parametrize("template", [as_found(), None], ids=["changed", "made"])
def test_when_aws_is_gone_the_backup_is_the_way_back(how: str, broken: int, template: Any, at_desk: Desk) -> None:
    at_desk.change(template=template, fail={"from": {"number": broken, "how": how}})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    at_desk.change(fail={})
    assert f"--restore {at_desk.backup} --apply" in run.stderr
    assert at_desk.run("--restore", at_desk.backup, "--apply").returncode == 0
    assert meant(at_desk.template) == meant(template)


@pytest.mark.parametrize("how", ["refused", "garbage"])
@pytest.mark.parametrize("broken", range(1, 6))
def test_a_restore_that_fails_changes_nothing(how: str, broken: int, at_desk: Desk) -> None:
    at_desk.run("--apply")
    at_desk.change(calls=[], fail={str(broken): how})
    assert at_desk.run("--restore", at_desk.backups[0].as_posix(), "--apply").returncode == 1
    assert meant(at_desk.template) == meant(as_wanted())


def test_a_write_that_mgn_forgets_is_noticed(at_desk: Desk) -> None:
    at_desk.change(afterwards={str(WRITE): as_found()})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "does not have the template that it was given" in run.stderr
    assert at_desk.template == as_found()


def test_what_changes_between_showing_and_writing_is_not_overwritten(at_desk: Desk) -> None:
    theirs = as_found() | {"bandwidthThrottling": 77}
    at_desk.change(meanwhile={str(READS): theirs})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "somebody else has just changed" in run.stderr
    assert "UNDO" not in run.stderr
    assert at_desk.template == theirs


def test_putting_back_does_not_undo_what_others_did_meanwhile(at_desk: Desk) -> None:
    theirs = as_wanted() | {"bandwidthThrottling": 77}
    at_desk.change(meanwhile={str(CALLS): theirs})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "it could not be put back" in run.stderr
    assert at_desk.template == theirs


@pytest.mark.parametrize(
    ("sent", "at"),
    [*((signal.SIGTERM, number) for number in range(1, CALLS + 1)), (signal.SIGINT, WRITE), (signal.SIGHUP, WRITE)],
)
def test_who_is_interrupted_puts_back_what_was_written(sent: signal.Signals, at: int, at_desk: Desk) -> None:
    at_desk.change(fail={str(at): "interrupt"}, signal=int(sent))
    run = at_desk.run("--apply")
    assert run.returncode == 128 + sent, run.stderr
    assert meant(at_desk.template) == meant(as_found()), run.stderr
