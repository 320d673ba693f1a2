"""A test that a machine cannot run is skipped on a workplace, and fails where everything is to be proven."""

import pytest

from tests.workplace import lacking


@pytest.fixture(autouse=True)
def nothing_demanded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what this run itself may have been started with."""
    for switch in ("CI", "WANTED"):
        monkeypatch.delenv(switch, raising=False)


@pytest.mark.parametrize("value", [None, "", "0", "false"])
def test_on_a_workplace_it_is_skipped_with_the_reason(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is not None:
        monkeypatch.setenv("CI", value)
    with pytest.raises(pytest.skip.Exception, match="no such tool"):
        lacking("no such tool", "WANTED")


@pytest.mark.parametrize("switch", ["CI", "WANTED"])
@pytest.mark.parametrize("value", ["1", "true"])
def test_where_the_proof_is_demanded_it_fails_with_the_reason(
    switch: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(switch, value)
    with pytest.raises(pytest.fail.Exception, match="no such tool"):
        lacking("no such tool", "WANTED")


def test_a_switch_counts_only_for_those_who_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANTED", "1")
    with pytest.raises(pytest.skip.Exception):
        lacking("no such tool")
