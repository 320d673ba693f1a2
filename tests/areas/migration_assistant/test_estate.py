"""What the tests of flows look with sees whatever else somebody opens."""

import pytest

from tests.areas.migration_assistant.estate import Estate, role_arn
from tests.areas.migration_assistant.specs import NETWORK, domains, one
from tests.areas.migration_assistant.test_flows import CONSOLE, FINE_GRAINED, MAY, OLD, RULES, SERVICES, said

WITH_MORE = NETWORK.replace(
    "old_domain: {id: sg-0123456789abcdef1}",
    "old_domain: {id: sg-0123456789abcdef1, INGRESS}",
)


@pytest.mark.parametrize(
    ("ingress", "reason"),
    [
        ("{from: 10.0.0.0/8, port: 443}", "a network"),
        ("{from: pl-0123456789abcdef0, port: 443}", "a prefix list"),
        ("{from: 10.0.0.0/24, protocol: all, reason: everything}", "all protocols"),
        ("{from: os_services, ports: 400-500}", "a range"),
    ],
)
def test_another_way_in(ingress: str, reason: str) -> None:
    network = WITH_MORE.replace("INGRESS", f"ingress: [{ingress}]").replace(
        "os_services: {id: sg-0123456789abcdef4}",
        "os_services: {id: sg-0123456789abcdef4, egress: [{to: old_domain, port: 443}]}",
    )
    estate = Estate.of(one(rest=domains() + network))
    assert estate.rules(OLD) != RULES[OLD], reason
    assert estate.lets(SERVICES, OLD, 443), reason


def test_another_principal() -> None:
    somebody = "arn:aws:iam::123456789012:role/somebody"
    access = f"access: {{more: {{who: ['{somebody}'], may: read, indexes: [orders]}}}}"
    text = one(rest=domains(f"network: vpc, fine_grained: true, explicit_index: false, {access}") + NETWORK)
    assert Estate.of(text).principals("edge-old") > said(FINE_GRAINED, "edge-old")


def test_another_security_role() -> None:
    mapped = f"role_mappings: {{security_manager: {{roles: ['{role_arn(CONSOLE)}'], reason: it may all}}}}"
    estate = Estate.of(one(rest=domains(f"network: vpc, fine_grained: true, {mapped}") + NETWORK))
    assert estate.mapped("edge-old") > {("all_access", role_arn(role)) for role, _ in MAY}
