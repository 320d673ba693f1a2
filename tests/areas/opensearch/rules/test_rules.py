"""Each rule and each finding of lowering: what breaks it, where that is told, and what keeps it."""

import re

import pytest

from landbridge.areas.opensearch.rules import RULES
from landbridge.areas.opensearch.told import TOLD
from landbridge.findings import Finding
from landbridge.rules.rule import Explained
from tests.areas.opensearch.rules.cases import BAD, GOOD
from tests.areas.opensearch.rules.cases.case import Bad, Good
from tests.specs import analysed

LOWERING = [told.id for told in TOLD if told.id not in ("LB601", "LB607")]
"""Those with a place in the spec; LB601 is told in the file (test_current), LB607 needs another area."""


def name(case: Bad | Good) -> str:
    return case.rule


def at(finding: Finding) -> tuple[str, int, int]:
    assert finding.place is not None
    return finding.place.file, finding.place.line, finding.place.column


def shown(findings: list[Finding]) -> list[str]:
    return [f"{f.place} {f.id} {f.message}" for f in findings]


@pytest.mark.parametrize("case", BAD, ids=name)
def test_a_spec_that_breaks_a_rule_is_told_so_at_its_place(case: Bad) -> None:
    found = analysed(case.source, **case.files).findings
    assert [at(f) for f in found if f.id == case.rule] == [case.place], shown(found)
    (finding,) = (f for f in found if f.id == case.rule)
    assert case.message in finding.message
    assert finding.hint


@pytest.mark.parametrize("case", BAD, ids=name)
def test_a_spec_that_breaks_a_rule_breaks_no_other(case: Bad) -> None:
    found = analysed(case.source, **case.files).findings
    assert {f.id for f in found} == {case.rule, *case.also}, shown(found)


@pytest.mark.parametrize("case", GOOD, ids=name)
def test_a_spec_that_keeps_a_rule_has_no_findings(case: Good) -> None:
    analysis = analysed(case.text, **case.files)
    assert shown(analysis.findings) == []
    assert analysis.root is not None


@pytest.mark.parametrize("id_", [rule.id for rule in RULES] + LOWERING)
def test_every_rule_has_a_spec_that_breaks_it_and_one_that_keeps_it(id_: str) -> None:
    assert any(case.rule == id_ for case in BAD)
    assert any(case.rule == id_ for case in GOOD)


def test_the_ids_of_rules_are_sorted_and_none_is_used_twice() -> None:
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"LB6[2-9]\d", id_) for id_ in ids)
    assert all(re.fullmatch(r"LB6[01]\d", told.id) for told in TOLD)


@pytest.mark.parametrize("rule", [*RULES, *TOLD], ids=lambda rule: rule.id)
def test_a_rule_says_why_and_how_and_by_what_source(rule: Explained) -> None:
    for text in (rule.title, rule.why, rule.fix):
        assert text == text.strip()
        assert text
    assert re.fullmatch(
        r"https://(docs\.aws\.amazon|developer\.hashicorp|docs\.opensearch|registry\.terraform)\S+", rule.source
    )
