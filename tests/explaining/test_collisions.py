"""The table "When policies collide" of OpenSearch Service's documentation, on specs from end to end.

Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html#ac-conflict
"""

import pytest

from tests.explaining.specs import OTHER, asked
from tests.specs import HEAD

INDEX = "{domain:logs}/orders/_search"
DOMAIN = "arn:aws:es:eu-west-1:123456789012:domain/edge-logs"
NAMES = {
    "inline policy statements of role edge-prod-b001-role-reader": "role",
    "access policy of domain edge-logs": "domain",
}


def colliding(identity: str, resource: str) -> str:
    """A spec whose role and whose domain allow or deny reading an index, or speak of something else."""
    by_identity, by_resource = (
        ("ESHttpPut", "Allow") if each == "neither" else ("ESHttpGet", each) for each in (identity, resource)
    )
    return f"""{HEAD}
security:
  permissions_boundary: none
  service_roles:
    reader:
      service: ec2
      statements:
        - {{sid: Own, effect: {by_identity[1]}, actions: ["es:{by_identity[0]}"], resources: ["{DOMAIN}/orders/*"]}}
opensearch:
  domains:
    logs:
      name: edge-logs
      network: public
      current_policy: none
      statements:
        - effect: {by_resource[1]}
          principals: {{AWS: ["{{role:reader}}"]}}
          actions: ["es:{by_resource[0]}"]
          paths: ["orders/_search"]
          reason: to collide with what the role has
"""


@pytest.mark.parametrize(
    ("identity", "resource", "answer", "decided"),
    [
        ("Allow", "Allow", "allow", ["role", "domain"]),
        ("Allow", "Deny", "deny", ["domain"]),
        ("Allow", "neither", "allow", ["role"]),
        ("Deny", "Allow", "deny", ["role"]),
        ("Deny", "Deny", "deny", ["role", "domain"]),
        ("Deny", "neither", "deny", ["role"]),
        ("neither", "Allow", "allow", ["domain"]),
        ("neither", "Deny", "deny", ["domain"]),
        ("neither", "neither", "deny", []),
    ],
)
def test_when_policies_collide(identity: str, resource: str, answer: str, decided: list[str]) -> None:
    found = asked("role:reader", "es:ESHttpGet", INDEX, text=colliding(identity, resource)).decision
    assert found.answer.value == answer
    assert [NAMES[said.policy] for said in found.decided] == decided


FROM_OUTSIDE = f"""{HEAD}
opensearch:
  domains:
    logs:
      name: edge-logs
      network: public
      current_policy: none
      access:
        partner: {{who: ["{OTHER}:role/partner"], may: read, indexes: [orders], reason: both books are compared}}
        office: {{who: [anonymous], may: search, indexes: ["commerce*"], from: [192.0.2.0/24]}}
"""


@pytest.mark.parametrize(
    ("principal", "action", "path", "context", "answer"),
    [
        (f"{OTHER}:role/partner", "es:ESHttpGet", "orders/_search", [], "unknown"),
        (f"{OTHER}:role/partner", "es:ESHttpPut", "orders/1", [], "deny"),
        (f"{OTHER}:role/stranger", "es:ESHttpGet", "orders/_search", [], "deny"),
        (f"{OTHER}:root", "es:ESHttpGet", "orders/_search", [], "deny"),
        ("anonymous", "es:ESHttpGet", "commerce1/_search", [], "unknown"),
        ("anonymous", "es:ESHttpGet", "commerce1/_search", ["aws:SourceIp=192.0.2.7"], "allow"),
        ("anonymous", "es:ESHttpGet", "commerce1/_search", ["aws:SourceIp=198.51.100.7"], "deny"),
        ("anonymous", "es:ESHttpGet", "commerce1/_search", ["aws:SourceIp="], "deny"),
        ("anonymous", "es:ESHttpGet", "orders/_search", ["aws:SourceIp=192.0.2.7"], "deny"),
        ("anonymous", "es:ESHttpGet", "*/_search", ["aws:SourceIp=192.0.2.7"], "deny"),
    ],
)
def test_others_and_nobody(principal: str, action: str, path: str, context: list[str], answer: str) -> None:
    found = asked(principal, action, f"{{domain:logs}}/{path}", context=context, text=FROM_OUTSIDE).decision
    assert found.answer.value == answer


def test_a_domains_policy_says_nothing_of_its_configuration() -> None:
    found = asked("role:reader", "es:UpdateDomainConfig", "domain:logs", text=colliding("Allow", "Allow"))
    assert [NAMES[name] for name in found.policies] == ["role"]
    assert found.decision.answer.value == "deny"
