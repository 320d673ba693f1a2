"""Access that is meant for a time, held against a day; and that a compile knows no day."""

from datetime import date

import pytest

from landbridge.areas.area import is_no_end
from landbridge.findings import Finding, Severity
from landbridge.pipeline import analyse
from tests.areas.mgn.specs import installer
from tests.areas.migration_assistant.specs import CLASSIC, assistant, deployment, one
from tests.specs import Texts, analysed, compiled

ENDS = "2027-03-31"
PLACE = ("spec.yaml", 1 + one().splitlines().index(f"      expires: {ENDS}"), len("      expires: ") + 1)


def on(day: str, text: str = one()) -> list[Finding]:
    """What is found on a day."""
    return analyse(Texts({"spec.yaml": text}), "spec.yaml", today=date.fromisoformat(day)).findings


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-12-01", None),
        ("2027-03-16", None),
        ("2027-03-17", "ends in 14 days, on 2027-03-31"),
        ("2027-03-30", "ends in 1 day, on 2027-03-31"),
        ("2027-03-31", "ends today, on 2027-03-31"),
    ],
)
def test_an_access_that_ends_soon_is_a_warning(day: str, expected: str | None) -> None:
    found = on(day)
    assert [(each.id, each.severity) for each in found] == ([("LB115", Severity.WARNING)] if expected else [])
    assert all(expected in each.message for each in found if expected)


@pytest.mark.parametrize("day", ["2027-04-01", "2030-01-01"])
def test_an_access_that_has_ended_is_an_error_at_its_place(day: str) -> None:
    (found,) = on(day)
    assert (found.id, found.severity) == ("LB114", Severity.ERROR)
    assert found.message == "the access of the Migration Assistant main ended on 2027-03-31, and is still granted"
    assert found.place is not None
    assert (found.place.file, found.place.line, found.place.column) == PLACE


@pytest.mark.parametrize(
    ("day", "last", "expected"),
    [
        ("2026-11-23", "2029-11-23", []),
        ("2026-11-23", "2029-11-24", ["LB116"]),
        ("2026-11-23", "2099-12-31", ["LB116"]),
        ("2028-02-29", "2031-02-28", []),
        ("2028-02-29", "2031-03-01", ["LB116"]),
    ],
)
def test_a_last_day_more_than_three_years_away_is_an_error(day: str, last: str, expected: list[str]) -> None:
    found = on(day, one(expires=last))
    assert [each.id for each in found if each.severity is Severity.ERROR] == expected
    assert all(f"ends on {last}, more than 3 years from now" in each.message for each in found)


def test_a_last_day_far_away_may_have_a_reason() -> None:
    assert on("2026-11-23", one(expires="2031-12-31", reason="the analysts keep the old cluster until then")) == []


def test_people_of_mgn_have_a_last_day_within_three_years_or_a_reason() -> None:
    assert [each.id for each in on("2026-11-23", installer("until: '2099-12-31'"))] == ["LB116"]
    assert on("2026-11-23", installer("until: '2031-12-31', reason: a data centre of ten years")) == []


def test_no_suppression_hides_that_a_last_day_is_far_away() -> None:
    hidden = "suppress: [{rule: LB116, path: mgn, reason: it is meant so}]\n"
    assert "LB116" in {each.id for each in on("2026-11-23", installer("until: '2099-12-31'") + hidden)}


@pytest.mark.parametrize(("day", "answer"), [("2099-12-31", False), ("2100-01-01", True), ("9999-12-31", True)])
def test_from_2100_on_a_day_is_as_good_as_none_on_whichever_day_somebody_looks(day: str, answer: bool) -> None:
    assert is_no_end(day) is answer


def test_what_has_been_removed_does_not_expire() -> None:
    assert on("2030-01-01", one(access="removed")) == []


def test_what_has_no_last_day_does_not_expire() -> None:
    assert on("2030-01-01", one(expires=None, reason="a standing copy for the analysts")) == []


def test_each_access_has_its_own_day() -> None:
    text = assistant(deployment("blue"), deployment("green", stage="test", expires="2027-04-30"))
    assert [each.path for each in on("2027-04-01", text)] == [("migration_assistant", "deployments", "blue", "expires")]


def test_without_a_day_no_calendar_is_looked_at() -> None:
    assert analysed(one(expires="2001-01-01")).findings == []


def test_the_day_is_in_what_is_compiled_only_as_the_spec_says_it() -> None:
    assert compiled(one()) == compiled(one())
    assert CLASSIC["expires"] == ENDS
