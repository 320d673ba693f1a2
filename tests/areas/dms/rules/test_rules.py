"""The rules of DMS, and what its lowering reports."""

import pytest

from landbridge.areas.dms import AREA
from tests.areas.cases import Bad
from tests.areas.dms.rules.cases import BAD, GOOD
from tests.areas.rules import RuleChecks
from tests.specs import findings


class TestRules(RuleChecks):
    """The rules of DMS."""

    area, hundred, bad, good = AREA, 2, BAD, GOOD
    common = ("LB104", "LB105")
    own_decisions = ("LB202",)


@pytest.mark.parametrize("case", [case for case in BAD if "hunter2" in case.text], ids=lambda case: case.rule)
def test_what_could_be_a_secret_is_never_shown(case: Bad) -> None:
    for finding in findings(case.source):
        assert "hunter2" not in str(finding.as_data())
