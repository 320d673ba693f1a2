"""Networks of clusters, and policies that let everybody in."""

from tests.areas.cases import Bad, Good
from tests.areas.migration_assistant.rules.cases.clusters import EVERYBODY, OLD, THEIRS, source
from tests.areas.migration_assistant.specs import NETWORK, domains, one

SAID = domains(old="network: vpc")
SEEN = domains(old="network: vpc, endpoint: https://vpc-edge-old-7m3xq9c2v5b8n4k6w1z0.eu-west-1.es.amazonaws.com")
ELSEWHERE = domains(old='network: vpc, endpoint: "{var:endpoint}"')
OF_OURS = domains(old="network: vpc, endpoint: https://search.example.com")
FILED = domains(old="network: vpc").replace("edge-old, current_policy: none", "edge-old, current_policy: policy.json")
KEPT = domains().replace("edge-old, current_policy: none", "edge-old, current_policy: policy.json")
DESCRIBED = '{"DomainStatus": {"DomainName": "edge-old", "VPCOptions": {"VPCId": "vpc-1"}, "AccessPolicies": ""}}'
BY_ADDRESS = EVERYBODY.replace('"Action"', '"Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, "Action"')
OPEN = f"{OLD}, open_policy: whoever is in the VPC may migrate"
MARKED = f"{OLD}, open_policy: §whoever is in the VPC may migrate"


def nodes(cidrs: str, more: str = "") -> str:
    """A spec whose source is a cluster in these networks."""
    return one(source=f"{{self_managed: {{cidrs: {cidrs}}}{more}}}")


def seen(networks: str, more: str = "") -> str:
    """A spec whose source sees the services as these networks."""
    return source(f"{OLD}, seen_as: {networks}{more}")


BAD = (
    Bad("LB748", "10.0.0.0/15 is wider than a /16", nodes("[§10.0.0.0/15]")),
    Bad("LB748", "with those before it, is wider than a /16", nodes("[10.0.0.0/16, §10.1.0.0/24]")),
    Bad("LB748", "203.0.113.0/24 is a public network", nodes("[10.0.0.0/24, §203.0.113.0/24]")),
    Bad("LB748", "fd00::/32 is wider than a /48", nodes("[§'fd00::/32']")),
    Bad("LB748", "as good as everybody", nodes("[0.0.0.0/0]", ", reason: we trust them").replace("cidrs", "§cidrs")),
    Bad(
        "LB748",
        "as good as everybody",
        nodes("[0.0.0.0/1, 128.0.0.0/1]", ", reason: we trust them all").replace("cidrs", "§cidrs"),
    ),
    Bad(
        "LB748",
        "as good as everybody",
        one(
            source="{self_managed: {cidrs: [32.0.0.0/9]}, reason: one half of all}",
            target="{self_managed: {§cidrs: [32.128.0.0/9]}, reason: the other half of all}",
        ),
    ),
    Bad("LB748", "10.0.0.0/8 is wider than a /16", seen("[§10.0.0.0/8]")),
    Bad("LB749", "203.0.113.0/24 is a public network, and the source is in a VPC", seen("[§203.0.113.0/24]")),
    Bad("LB749", "203.0.113.0/24 is a public network", source(f"{THEIRS}, seen_as: [§203.0.113.0/24]")),
    Bad("LB750", 'only the spec says that "old" is in a VPC', source(MARKED, SAID + NETWORK)),
    Bad("LB750", "nothing else decides", source(MARKED, ELSEWHERE + NETWORK)),
    Bad("LB750", "nothing else decides", source(MARKED, OF_OURS + NETWORK)),
    Bad("LB750", "nothing else decides", source(MARKED, FILED + NETWORK), ("LB670",), {"policy.json": BY_ADDRESS}),
    Bad("LB751", "lets everybody in already", source(MARKED, KEPT + NETWORK), files={"policy.json": EVERYBODY}),
)

GOOD = (
    Good("LB748", nodes("[10.0.0.0/16]")),
    Good("LB748", nodes("[10.0.0.0/15, 203.0.113.0/24]", ", reason: nobody knows yet where it will run")),
    Good("LB748", nodes("['fd00::/48']")),
    Good("LB748", seen("[10.0.0.0/8]", ", reason: the peering connection shows all of us")),
    Good("LB749", seen("[10.0.0.0/24]")),
    Good(
        "LB749",
        one(source="{self_managed: {security_group: old_domain}, seen_as: [203.0.113.7/32], reason: behind a NAT}"),
    ),
    Good("LB750", source(OPEN, SEEN + NETWORK)),
    Good("LB750", source(OPEN, FILED + NETWORK), {"policy.json": DESCRIBED}),
    Good("LB750", source(OPEN)),
    Good("LB751", source(OPEN, KEPT + NETWORK), {"policy.json": BY_ADDRESS}),
    Good("LB751", source(OLD, KEPT + NETWORK), {"policy.json": EVERYBODY}),
)
