"""The rules of KMS, and what its lowering reports."""

from landbridge.areas.kms import AREA
from tests.areas.kms.rules.cases import BAD, GOOD
from tests.areas.rules import RuleChecks


class TestRules(RuleChecks):
    """The rules of KMS."""

    area, hundred, bad, good = AREA, 4, BAD, GOOD
    told_elsewhere = ("LB406", "LB407")  # tests/areas/kms/test_contributions.py
