"""`landbridge rules`: every finding that there can be is listed, and explained when asked for."""

import pytest

from landbridge.areas import explained, load_all
from tests.cli.commands import run

RULES = sorted(rule.id for area in load_all() for rule in area.rules)
ALL = list(explained())


def test_all_are_listed_in_order_with_severity_and_title() -> None:
    lines = run("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ALL
    assert {line.split()[1] for line in lines} == {"error", "warning"}
    assert "LB375  error    Groups have no tags" in lines


@pytest.mark.parametrize("rule", ALL)
def test_each_is_explained(rule: str) -> None:
    done = run("rules", rule)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{rule} (")
    assert "\nWhy       " in done.stdout
    assert "\nSatisfy   " in done.stdout
    can_be_suppressed = f"- {{rule: {rule}, path: " in done.stdout
    assert can_be_suppressed == (rule in RULES)


@pytest.mark.parametrize("family", ["LB2", "LB2xx", "lb2XX", "LB20"])
def test_a_family_is_listed(family: str) -> None:
    begins = family.upper().rstrip("X")
    lines = run("rules", family).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [id_ for id_ in ALL if id_.startswith(begins)]
    assert lines


def test_case_does_not_matter() -> None:
    assert run("rules", "lb375").stdout == run("rules", "LB375").stdout


@pytest.mark.parametrize(
    ("id_", "hint"),
    [("LB3755", "Did you mean LB375"), ("321", "Did you mean LB321?"), ("x", "`landbridge rules` lists them")],
)
def test_one_that_does_not_exist(id_: str, hint: str) -> None:
    done = run("rules", id_)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"There is no rule '{id_}'. {hint}" in done.stderr
