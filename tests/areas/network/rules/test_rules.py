"""The rules of networks, and what their lowering reports."""

from landbridge.areas.network import AREA
from landbridge.findings import Severity
from tests.areas.network.rules.cases import BAD, GOOD
from tests.areas.rules import RuleChecks


class TestRules(RuleChecks):
    """The rules of the network."""

    area, hundred, bad, good = AREA, 5, BAD, GOOD
    common = ("LB104",)
    own_decisions = ("LB505",)
    sources = (*RuleChecks.sources, "registry.terraform.io")


def test_what_opens_too_much_is_an_error_and_what_is_too_much_a_warning() -> None:
    warned = {rule.id for rule in AREA.rules if rule.severity is Severity.WARNING}
    assert warned == {"LB522", "LB523", "LB528", "LB529", "LB530", "LB539"}
