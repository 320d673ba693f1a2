"""What holds of the rules of every area, and of what its lowering reports: each room's `test_rules.py` inherits it."""

import re
from collections.abc import Sequence
from typing import ClassVar

import pytest

from landbridge.areas.area import Area
from landbridge.findings import Finding
from landbridge.rules.rule import Explained, Rule
from tests.areas.cases import Bad, Good
from tests.specs import analysed, in_full


class RuleChecks:
    """What breaks each rule and each finding of lowering, where that is told, and what keeps it.

    Attributes:
        area: whose rules they are.
        hundred: the digit after `LB` in all their ids.
        bad: specs that break a rule.
        good: specs that keep one.
        common: ids of findings that every area may report, and of which the area has cases.
        told_elsewhere: ids of what lowering reports only where another area has a part, too; they have other tests.
        own_decisions: ids of what lowering reports with no source but that we decided so.
        sources: the sites that say what the rules rest on.
    """

    area: ClassVar[Area]
    hundred: ClassVar[int]
    bad: ClassVar[Sequence[Bad]]
    good: ClassVar[Sequence[Good]]
    common: ClassVar[Sequence[str]] = ()
    told_elsewhere: ClassVar[Sequence[str]] = ()
    own_decisions: ClassVar[Sequence[str]] = ()
    sources: ClassVar[Sequence[str]] = ("docs.aws.amazon.com", "developer.hashicorp.com")

    @classmethod
    def pytest_generate_tests(cls, metafunc: pytest.Metafunc) -> None:
        """Run a test that takes one of these for each of the area's."""
        told, rules = [each.id for each in cls.area.told], [each.id for each in cls.area.rules]
        with_cases = [*cls.common, *(id_ for id_ in told if id_ not in cls.told_elsewhere), *rules]
        explained: list[Explained] = [*cls.area.told, *cls.area.rules]
        for name, values, ids in (
            ("bad_case", cls.bad, [case.rule for case in cls.bad]),
            ("good_case", cls.good, [case.rule for case in cls.good]),
            ("id_with_cases", with_cases, with_cases),
            ("explained", explained, [each.id for each in explained]),
        ):
            if name in metafunc.fixturenames:
                metafunc.parametrize(name, values, ids=ids)

    def test_a_spec_that_breaks_a_rule_is_told_so_at_its_place(self, bad_case: Bad) -> None:
        found = analysed(bad_case.source, **bad_case.files).findings
        assert [at(f) for f in found if f.id == bad_case.rule] == [bad_case.place], in_full(found)
        (finding,) = (f for f in found if f.id == bad_case.rule)
        assert bad_case.message in finding.message
        assert finding.hint

    def test_a_spec_that_breaks_a_rule_breaks_no_other(self, bad_case: Bad) -> None:
        found = analysed(bad_case.source, **bad_case.files).findings
        assert {f.id for f in found} == {bad_case.rule, *bad_case.also}, in_full(found)

    def test_a_spec_that_keeps_a_rule_has_no_findings(self, good_case: Good) -> None:
        analysis = analysed(good_case.text, **good_case.files)
        assert in_full(analysis.findings) == []
        assert analysis.root is not None

    def test_every_rule_has_a_spec_that_breaks_it_and_one_that_keeps_it(self, id_with_cases: str) -> None:
        assert any(case.rule == id_with_cases for case in self.bad)
        assert any(case.rule == id_with_cases for case in self.good)

    def test_ids_are_sorted_and_none_is_used_twice_and_each_is_in_the_range_of_the_area(self) -> None:
        for some, tens in ((self.area.told, "01"), (self.area.rules, "2-9")):
            ids = [each.id for each in some]
            assert ids == sorted(set(ids))
            assert all(re.fullmatch(rf"LB{self.hundred}[{tens}]\d", id_) for id_ in ids)

    def test_what_is_told_says_why_and_how_and_by_what_source(self, explained: Explained) -> None:
        for text in (explained.title, explained.why, explained.fix):
            assert text == text.strip()
            assert text
        if explained.id in self.own_decisions:
            assert not isinstance(explained, Rule)
            assert explained.source == ""
        else:
            sites = "|".join(map(re.escape, self.sources))
            assert re.fullmatch(rf"https://({sites})/\S+", explained.source)


def at(finding: Finding) -> tuple[str, int, int]:
    """File, line and column of a finding."""
    assert finding.place is not None
    return finding.place.file, finding.place.line, finding.place.column
