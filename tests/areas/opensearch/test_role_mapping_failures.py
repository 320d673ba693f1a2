"""The script of role mappings when things go wrong: at every request, in every way, and in the midst of it."""

import signal
import subprocess
from collections.abc import Callable

import pytest

from tests.areas.opensearch.role_mapping_runs import Desk, as_found, as_wanted
from tests.scripts import ended

READS, WRITES = 2, 6
"""Requests of an apply: one for each mapping; then for each reading, writing and reading again."""
APPLY = range(1, READS + WRITES + 1)
WAYS = [(how, number) for number in APPLY for how in ("500", "drop")] + [("deaf", READS + 2), ("deaf", READS + 5)]
"""A request that only reads is as well not done as done, where no answer comes."""


def failing(how: str, fails: Callable[[int], bool]) -> Callable[[int], str | None]:
    return lambda number: how if fails(number) else None


def test_an_apply_is_as_many_requests_as_these_tests_break(at_desk: Desk) -> None:
    assert at_desk.run("--apply").returncode == 0
    assert len(at_desk.api.requests) == APPLY[-1]


@pytest.mark.parametrize(("how", "broken"), WAYS)
def test_after_one_failure_everything_is_as_it_was(how: str, broken: int, at_desk: Desk) -> None:
    at_desk.api.fail = failing(how, lambda number: number == broken)
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert at_desk.api.mappings == as_found(), run.stderr


@pytest.mark.parametrize(("how", "broken"), [way for way in WAYS if way[0] != "500"])
def test_when_the_domain_dies_the_backup_is_the_way_back(how: str, broken: int, at_desk: Desk) -> None:
    at_desk.api.fail = failing(how, lambda number: number >= broken)
    run = at_desk.run("--apply")
    assert run.returncode == 1
    for role, found in at_desk.api.mappings.items():
        assert found in (as_found()[role], as_wanted()[role])
    at_desk.api.fail = lambda number: None
    if broken > READS + 1:  # something was sent to be written
        assert f"--restore {at_desk.backup} --apply" in run.stderr
        assert at_desk.run("--restore", at_desk.backup, "--apply").returncode == 0
    assert at_desk.api.mappings == as_found()


@pytest.mark.parametrize("broken", APPLY)
def test_a_restore_that_fails_changes_nothing(broken: int, at_desk: Desk) -> None:
    at_desk.run("--apply")
    before = len(at_desk.api.requests)
    at_desk.api.fail = failing("500", lambda number: number == before + broken)
    assert at_desk.run("--restore", at_desk.backups[0].as_posix(), "--apply").returncode == 1
    assert at_desk.api.mappings == as_wanted()


def test_a_write_that_the_domain_forgets_is_noticed(at_desk: Desk) -> None:
    def forget(number: int) -> None:
        if number == READS + 3:  # after the first write
            at_desk.api.mappings["all_access"] = as_found()["all_access"]

    at_desk.api.meanwhile = forget
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "does not have the mapping that it was given" in run.stderr
    assert at_desk.api.mappings == as_found()


def test_putting_back_does_not_undo_what_others_did_meanwhile(at_desk: Desk) -> None:
    def somebody_else(number: int) -> None:
        if number == READS + 4:  # all_access is written and read
            at_desk.api.mappings["all_access"]["users"].append("carl")

    at_desk.api.meanwhile = somebody_else
    at_desk.api.fail = failing("500", lambda number: number == READS + 5)
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "not all could be put back" in run.stderr
    expected = as_found()
    expected["all_access"] = as_wanted()["all_access"]
    expected["all_access"]["users"].append("carl")
    assert at_desk.api.mappings == expected


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_who_is_interrupted_puts_back_what_was_written(sent: signal.Signals, at_desk: Desk) -> None:
    started: list[subprocess.Popen[str]] = []

    def interrupt(number: int) -> None:
        if number == READS + 4:  # the second mapping's turn
            started[0].send_signal(sent)

    at_desk.api.meanwhile = interrupt
    started.append(at_desk.start("--apply"))
    run = ended(started[0])
    assert run.returncode == 128 + sent, run.stderr
    assert at_desk.api.mappings == as_found(), run.stderr
