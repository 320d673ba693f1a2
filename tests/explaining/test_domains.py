"""What a spec says of a domain besides its policy, and what that means for an answer."""

import pytest

from landbridge.explaining import Explanation
from tests.explaining.specs import OTHER, asked
from tests.specs import HEAD

LATER = "fine-grained access control of the domain comes after the policies, and may still refuse it"
IF_ON = "fine-grained access control of the domain, if it is on"
ELSEWHERE = "arn:aws:es:eu-west-1:123456789012:domain/elsewhere/x/_search"
SEARCH = """
      access:
        team: {who: ["{role:reader}"], may: search, indexes: [orders], reason: they answer customers}
"""


def spec(domain: str = "", *, may_read: bool = True) -> str:
    """A spec with a domain without a policy, and a role that may read all domains, or none."""
    action = "ESHttpGet" if may_read else "ESHttpHead"
    return f"""{HEAD}
security:
  permissions_boundary: none
  service_roles:
    reader:
      service: ec2
      statements:
        - {{sid: Own, actions: ["es:{action}"], resources: ["arn:aws:es:*:*:domain/*"], reason: it reads all}}
opensearch:
  domains:
    logs:
      name: edge-logs
      network: vpc
      current_policy: none{domain}
"""


def answer(text: str, resource: str = "domain:logs/orders/_search", principal: str = "role:reader") -> Explanation:
    return asked(principal, "es:ESHttpGet", resource, text=text)


@pytest.mark.parametrize(
    ("may_read", "principal", "expected"),
    [(True, "role:reader", "allow"), (False, "role:reader", "deny"), (False, "anonymous", "deny")],
)
def test_that_a_domain_has_no_policy_is_known_from_the_spec(may_read: bool, principal: str, expected: str) -> None:
    found = answer(spec(may_read=may_read), principal=principal)
    assert found.decision.answer.value == expected
    assert not [name for name in found.policies if name.startswith("access policy")]


def test_across_accounts_a_domain_without_a_policy_lets_nobody_in() -> None:
    found = answer(spec(), principal=f"{OTHER}:role/partner")
    assert found.decision.because == "across accounts both halves have to allow it, and the resource has no policy"


@pytest.mark.parametrize("resource", [ELSEWHERE, "arn:aws:es:us-east-1:123456789012:domain/edge-logs/x/_search"])
def test_the_policy_of_a_domain_that_the_spec_does_not_have_is_missing(resource: str) -> None:
    missing = answer(spec(), resource).decision.missing.policies
    assert missing == (f"access policy of {resource.removesuffix('/x/_search')}",)


def test_what_a_domain_keeps_when_terraform_forgets_it_is_missing() -> None:
    found = answer(f"{spec(SEARCH + '      takeover: forget')}terraform: {{required_version: 1.7.0}}\n")
    assert found.decision.missing.policies == ("access policy of arn:aws:es:eu-west-1:123456789012:domain/edge-logs",)


@pytest.mark.parametrize("adopt", ["true", "false"])
def test_the_policy_of_a_domain_counts_whatever_resource_holds_it(adopt: str) -> None:
    found = answer(spec(f"{SEARCH}      adopt: {adopt}", may_read=False))
    assert [said.policy for said in found.decision.decided] == ["access policy of domain edge-logs"]


@pytest.mark.parametrize(
    ("fine_grained", "may_read", "but"), [("true", True, (LATER,)), ("true", False, ()), ("false", True, ())]
)
def test_fine_grained_access_control_is_said_beside_the_answer_where_it_is_on(
    fine_grained: str, may_read: bool, but: tuple[str, ...]
) -> None:
    found = answer(spec(f"\n      fine_grained: {fine_grained}", may_read=may_read))
    assert found.but == but
    assert IF_ON not in found.beyond


def test_of_a_domain_elsewhere_it_is_not_looked_at() -> None:
    found = answer(spec(), ELSEWHERE)
    assert (found.but, IF_ON in found.beyond) == ((), True)
