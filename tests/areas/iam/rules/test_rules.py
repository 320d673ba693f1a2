"""The rules of IAM, and what its lowering reports."""

from landbridge.areas.iam import AREA
from tests.areas.iam.rules.cases import BAD, GOOD
from tests.areas.rules import RuleChecks


class TestRules(RuleChecks):
    """The rules of IAM."""

    area, hundred, bad, good = AREA, 3, BAD, GOOD
    common = ("LB104", "LB105", "LB107", "LB312", "LB313")
    own_decisions = ("LB301", "LB302", "LB307")
    sources = (*RuleChecks.sources, "registry.terraform.io")
