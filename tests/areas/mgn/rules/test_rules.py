"""The rules of the MGN part, and what its lowering reports."""

from landbridge.areas.mgn import AREA
from tests.areas.mgn.rules.cases import BAD, GOOD
from tests.areas.rules import RuleChecks


class TestRules(RuleChecks):
    """The rules of the MGN part."""

    area, hundred, bad, good = AREA, 8, BAD, GOOD
    common = ("LB104",)
