"""Rules on groups of two VPCs."""

from tests.areas.cases import Bad, Good
from tests.areas.network.specs import OTHER_VPC, SUBNET, VPC, network

PEERED = "suppress: [{rule: LB539, path: network.flows, reason: pcx-0123456789abcdef0 joins them}]\n"


def two(text: str, first: str = VPC, second: str = OTHER_VPC) -> str:
    """A group in each of two VPCs, and these lines."""
    return network(
        "security_groups:\n"
        f'  one: {{vpc: "{first}"}}\n'
        f'  other: {{vpc: "{second}", egress: [{{to: 10.0.0.0/24, port: 1}}]}}\n'
        f"{text}\n"
    )


def endpoint(kind: str) -> str:
    """An endpoint in another VPC than its client."""
    said = f"service: s3, vpc: {OTHER_VPC}, {kind}, clients: [one]"
    return two(f"vpc_endpoints:\n  §api: {{{said}}}")


FLOW = "flows: [{from: one, to: other, engine: mysql}]"

BAD = (
    Bad(
        "LB539",
        f"one is in {VPC} and other in {OTHER_VPC}",
        two(FLOW.replace("to: ", "to: §")),
    ),
    Bad(
        "LB539",
        "over a peering connection only",
        two("").replace('vpc: "' + VPC + '"}', f'vpc: "{VPC}", ingress: [{{from: §other, port: 443}}]}}'),
    ),
    Bad(
        "LB539",
        "one is in vpc-0123456789abcdef0 and the VPC endpoint's group edge-prod-b001-vpce-api in",
        endpoint(f"subnets: [{SUBNET}]"),
    ),
)

GOOD = (
    Good("LB539", two(FLOW, second=VPC)),
    Good("LB539", two(FLOW, second="{var:vpc_id}")),
    Good("LB539", two(FLOW, "{var:here}", "{var:there}")),
    Good("LB539", two(FLOW.replace("to: other", "to: 10.0.0.0/24"))),
    Good("LB539", two(FLOW).replace("network:", f"{PEERED}network:")),
)
