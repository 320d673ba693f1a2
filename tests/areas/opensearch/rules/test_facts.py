"""The facts that the rules rest on, and how one suppression hides what belongs together."""

import pytest

from landbridge.areas.opensearch.rules.width import MANAGING
from landbridge.aws import actions
from tests.areas.opensearch.specs import allow, described, document, domain
from tests.specs import analysed

SUPPRESS = "suppress: [{rule: LB670, path: opensearch.domains.logs.current_policy, reason: replaced next month}]\n"


@pytest.mark.parametrize("action", MANAGING)
def test_an_action_on_a_domain_exists(action: str) -> None:
    assert actions.action(action)


def test_one_suppression_at_the_current_policy_hides_all_that_is_said_of_it() -> None:
    before = document(
        allow("*", action="es:*"), allow(path="app-*/_search"), allow(path="_bulk", action="es:ESHttpPost")
    )
    text = domain("current_policy: policy.json", facts="network: vpc")
    found = analysed(text, policy_json=described(before)).findings
    assert [each.id for each in found] == ["LB670"] * 3
    assert analysed(text + SUPPRESS, policy_json=described(before)).findings == []
