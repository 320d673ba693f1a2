"""The rules of OpenSearch Service, and what its lowering reports."""

from landbridge.areas.opensearch import AREA
from tests.areas.opensearch.rules.cases import BAD, GOOD
from tests.areas.rules import RuleChecks


class TestRules(RuleChecks):
    """The rules of OpenSearch Service."""

    area, hundred, bad, good = AREA, 6, BAD, GOOD
    told_elsewhere = ("LB601", "LB607")  # tests/areas/opensearch: test_current.py and test_contributions.py
    sources = (*RuleChecks.sources, "docs.opensearch.org", "registry.terraform.io")
