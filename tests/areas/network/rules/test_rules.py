"""Each rule and each finding of lowering: what breaks it, where that is told, and what keeps it."""

import re

import pytest

from landbridge.areas.network.rules import RULES
from landbridge.areas.network.told import TOLD
from landbridge.findings import Finding, Severity, has_errors
from tests.areas.iam.rules.cases.case import Bad, Good
from tests.areas.network.rules.cases import BAD, GOOD
from tests.specs import analysed


def name(case: Bad | Good) -> str:
    return case.rule


def at(finding: Finding) -> tuple[str, int, int]:
    assert finding.place is not None
    return finding.place.file, finding.place.line, finding.place.column


def shown(findings: list[Finding]) -> list[str]:
    return [f"{f.place} {f.id} {f.message}" for f in findings]


@pytest.mark.parametrize("case", BAD, ids=name)
def test_a_spec_that_breaks_a_rule_is_told_so_at_its_place(case: Bad) -> None:
    found = analysed(case.source).findings
    assert [at(f) for f in found if f.id == case.rule] == [case.place], shown(found)
    (finding,) = (f for f in found if f.id == case.rule)
    assert case.message in finding.message
    assert finding.hint


@pytest.mark.parametrize("case", BAD, ids=name)
def test_a_spec_that_breaks_a_rule_breaks_no_other(case: Bad) -> None:
    found = analysed(case.source).findings
    assert {f.id for f in found} == {case.rule, *case.also}, shown(found)


@pytest.mark.parametrize("case", GOOD, ids=name)
def test_a_spec_that_keeps_a_rule_has_no_errors(case: Good) -> None:
    analysis = analysed(case.text)
    assert not has_errors(analysis.findings), shown(analysis.findings)
    # A group that only stands there to be named has no rule, which another rule warns of.
    assert {f.id for f in analysis.findings} <= {"LB530"} - {case.rule}
    assert analysis.root is not None


@pytest.mark.parametrize("id_", ["LB104", *(each.id for each in (*TOLD, *RULES))])
def test_every_rule_has_a_spec_that_breaks_it_and_one_that_keeps_it(id_: str) -> None:
    assert any(case.rule == id_ for case in BAD)
    assert any(case.rule == id_ for case in GOOD)


def test_ids_are_sorted_and_none_is_used_twice() -> None:
    for some, form in ((TOLD, r"LB5[01]\d"), (RULES, r"LB5[2-9]\d")):
        ids = [each.id for each in some]
        assert ids == sorted(set(ids))
        assert all(re.fullmatch(form, id_) for id_ in ids)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_why_and_how_and_by_what_source(rule: object) -> None:
    for text in (rule.title, rule.why, rule.fix):  # type: ignore[attr-defined]
        assert text == text.strip()
        assert text
    assert re.fullmatch(r"https://(docs\.aws\.amazon|developer\.hashicorp|registry\.terraform)\S+", rule.source)  # type: ignore[attr-defined]


def test_what_opens_too_much_is_an_error_and_what_is_too_much_a_warning() -> None:
    warned = {rule.id for rule in RULES if rule.severity is Severity.WARNING}
    assert warned == {"LB522", "LB523", "LB528", "LB529", "LB530", "LB539"}
