"""What the area hands to the owners of security-group rules, of VPC endpoints and of key policies."""

from typing import Any

import pytest

from landbridge.areas.contributions import Contribution, EndpointNeed, Flow, KeyUse
from landbridge.areas.kms import AREA as KMS_AREA
from landbridge.areas.mgn.contribute import contribute
from landbridge.areas.references import References
from tests.areas.mgn.specs import KMS, PUBLIC, PUBLIC_SOURCES, SUBNET, TABLE, VPC, area, mgn, network
from tests.specs import analysed, compiled, resources

PROXY = "{cidr: 10.0.9.10/32, port: 3128}"
OWN_PROXY = "{security_group: proxy, port: 3128}"
APP = {"app": f"{{vpc: {VPC}}}"}
WITH_PROXY = network({"proxy": f"{{vpc: {VPC}}}"})


def handed(text: str) -> list[Contribution]:
    """Everything that a spec's MGN part hands to other areas."""
    analysis = analysed(text)
    spec: Any = analysis.spec
    assert analysis.root is not None, [f"{f.place} {f.id} {f.message}" for f in analysis.findings]
    return list(contribute(spec, References("", {"kms": KMS_AREA.names(spec)} if spec.part("kms") else {})))


def flows(text: str) -> list[tuple[str, str, int]]:
    """Source, target and port of every flow."""
    found = [each for each in handed(text) if isinstance(each, Flow)]
    assert all(flow.from_port == flow.to_port and flow.protocol == "tcp" for flow in found)
    return [(flow.source, flow.target, flow.to_port) for flow in found]


def needs(text: str) -> dict[tuple[str, str], EndpointNeed]:
    """The VPC endpoints by name and service."""
    return {(each.name, each.service): each for each in handed(text) if isinstance(each, EndpointNeed)}


def test_each_declared_network_replicates_by_1500_and_nothing_else_is_let_in() -> None:
    text = mgn(sources={"orders": "{cidrs: [10.10.0.0/24, 10.11.0.0/24]}", "shops": "{cidrs: [10.12.0.0/24]}"})
    assert flows(text) == [
        ("10.10.0.0/24", "replication", 1500),
        ("10.11.0.0/24", "replication", 1500),
        ("10.12.0.0/24", "replication", 1500),
    ]
    rules = [each for each in resources(text) if each.type == "aws_vpc_security_group_ingress_rule"]
    replication = [each for each in rules if each.label.startswith("replication__")]
    assert [each.label for each in replication] == [
        "replication__from_10_10_0_0_24__1500",
        "replication__from_10_11_0_0_24__1500",
        "replication__from_10_12_0_0_24__1500",
    ]


@pytest.mark.parametrize(
    ("fields", "out"),
    [
        ({"endpoints": "create"}, []),
        (
            {"endpoints": "exist", "route_tables": None, "https_to": "[pl-0123456789abcdef0, 10.0.8.0/24]"},
            [("replication", "pl-0123456789abcdef0", 443), ("replication", "10.0.8.0/24", 443)],
        ),
        ({"endpoints": None, "route_tables": None, "internet": "by a NAT"}, [("replication", "0.0.0.0/0", 443)]),
    ],
)
def test_the_ways_out(fields: dict[str, str | None], out: list[tuple[str, str, int]]) -> None:
    text = mgn(staging=area(**{**fields, "agents_through": "elsewhere"}))
    assert flows(text)[1:] == out


@pytest.mark.parametrize("proxy", [PROXY, OWN_PROXY])
def test_a_proxy_is_no_way_out_for_replication_servers_which_nothing_tells_of_one(proxy: str) -> None:
    fields = {"endpoints": None, "route_tables": None, "internet": "by the transparent proxy"}
    text = mgn(staging=area(**{**fields, "proxy": proxy, "agents_through": "proxy"}), rest=WITH_PROXY)
    assert [flow for flow in flows(text) if flow[0] == "replication"] == [("replication", "0.0.0.0/0", 443)]


def test_with_routing_public_everything_goes_over_the_internet() -> None:
    text = mgn(sources=PUBLIC_SOURCES, staging=area(**PUBLIC))
    assert flows(text) == [("198.51.100.0/24", "replication", 1500), ("replication", "0.0.0.0/0", 443)]
    assert needs(text) == {}


def test_over_ipv6_it_is_the_internet_of_ipv6() -> None:
    sources = {"orders": "{cidrs: ['2001:db8:1::/48']}"}
    text = mgn("replication_template: {ipv6: true}", sources=sources, staging=area(**PUBLIC))
    assert flows(text) == [("2001:db8:1::/48", "replication", 1500), ("replication", "::/0", 443)]


def test_a_proxy_of_the_spec_is_opened_for_agents_and_reaches_the_endpoints() -> None:
    text = mgn(staging=area(proxy=OWN_PROXY, agents_through="proxy"), rest=WITH_PROXY)
    assert flows(text) == [
        ("10.10.0.0/24", "replication", 1500),
        ("10.10.0.0/24", "proxy", 3128),
    ]
    assert needs(text)["mgn_staging", "mgn"].clients == ("replication", "proxy")


def test_a_private_staging_area_gets_these_endpoints() -> None:
    found = needs(mgn())
    assert {name: (need.subnets, need.route_tables, need.clients, need.networks) for name, need in found.items()} == {
        ("mgn_staging", "mgn"): ((SUBNET,), (), ("replication",), ("10.0.9.0/24", "10.10.0.0/24")),
        ("mgn_staging", "ec2"): ((SUBNET,), (), ("replication",), ("10.0.9.0/24",)),
        ("mgn_staging", "s3"): ((), (TABLE,), ("replication",), ()),
        ("mgn_agents", "s3"): ((SUBNET,), (), (), ("10.10.0.0/24",)),
    }


def test_endpoints_that_are_there_are_not_made_and_found_where_the_spec_says() -> None:
    text = mgn(staging=area(present="[ec2, s3]", https_to="[10.0.8.0/24]", route_tables=None))
    assert set(needs(text)) == {("mgn_staging", "mgn"), ("mgn_agents", "s3")}
    assert ("replication", "10.0.8.0/24", 443) in flows(text)


def test_agents_with_a_way_of_their_own_are_let_in_nowhere() -> None:
    found = needs(mgn(staging=area(agents_through="elsewhere")))
    assert {name: need.networks for name, need in found.items()} == {
        ("mgn_staging", "mgn"): ("10.0.9.0/24",),
        ("mgn_staging", "ec2"): ("10.0.9.0/24",),
        ("mgn_staging", "s3"): (),
    }


def test_networks_that_are_all_of_the_internet_are_told_where_they_are_written_and_let_in_nowhere_else() -> None:
    halves = {"orders": "{cidrs: [0.0.0.0/1, 128.0.0.0/1, 10.10.0.0/24]}"}
    findings = analysed(mgn(sources=halves)).findings
    assert {each.id for each in findings} == {"LB520", "LB825"}
    assert {each.path[:3] for each in findings if each.path} == {("mgn", "source_servers", "orders")}


def test_launched_servers_get_systems_manager_where_actions_are_on() -> None:
    found = needs(mgn("post_launch_actions: {security_groups: [app]}", rest=network(APP)))
    assert {service: need.clients for (_, service), need in found.items() if need.clients == ("app",)} == dict.fromkeys(
        ("ec2messages", "ssm", "ssmmessages"), ("app",)
    )
    assert "ssm" not in {service for _, service in needs(mgn("post_launch_actions: {}"))}


def test_an_endpoints_group_lets_in_those_networks_by_443_and_nobody_else() -> None:
    rules = [
        each
        for each in resources(mgn())
        if each.type == "aws_vpc_security_group_ingress_rule" and each.label.startswith("mgn_")
    ]
    assert [each.label for each in rules] == [
        "mgn_staging__mgn__endpoint__from_replication__443",
        "mgn_staging__mgn__endpoint__from_10_0_9_0_24__443",
        "mgn_staging__mgn__endpoint__from_10_10_0_0_24__443",
        "mgn_staging__ec2__endpoint__from_replication__443",
        "mgn_staging__ec2__endpoint__from_10_0_9_0_24__443",
        "mgn_agents__s3__endpoint__from_10_10_0_0_24__443",
    ]


def test_two_needs_of_one_endpoint_let_in_the_networks_of_both() -> None:
    dms = """\
dms:
  permissions_boundary: none
  account_roles: {vpc: own, cloudwatch_logs: own}
  replication_instances:
    main: {security_group: mover, private: {vpc: VPC, subnets: [SUBNET]}}
  endpoints:
    orders: {engine: redis, direction: target, scenario: same_vpc, security_group: app, tls: true}
""".replace("VPC", VPC).replace("SUBNET", SUBNET)
    own = f"vpc_endpoints: {{mine: {{service: mgn, vpc: {VPC}, subnets: [{SUBNET}], clients: [app]}}}}"
    text = mgn(rest=network({"app": f"{{vpc: {VPC}}}", "mover": f"{{vpc: {VPC}}}"}, own) + dms)
    labels = {each.label for each in resources(text) if each.type.endswith("ingress_rule")}
    assert {
        "mine__endpoint__from_app__443",
        "mine__endpoint__from_replication__443",
        "mine__endpoint__from_10_10_0_0_24__443",
    } <= labels


def test_the_endpoint_of_mgn_lets_agents_open_their_session() -> None:
    own, session = needs(mgn())["mgn_staging", "mgn"].statements
    assert (own.actions, own.resources, own.principals) == (("mgn:*",), ("*",), ())
    assert session.actions == ("execute-api:Invoke",)
    assert session.resources == ("arn:aws:execute-api:eu-west-1:*:*/POST/CreateSessionForMgn",)
    assert [principal.values for principal in session.principals] == [("*",)]


def test_the_endpoints_of_s3_lead_to_buckets_of_aws_and_to_no_others() -> None:
    for name in ("mgn_staging", "mgn_agents"):
        (statement,) = needs(mgn())[name, "s3"].statements
        assert statement.actions == ("s3:GetObject",)
        buckets = [text.removeprefix("arn:aws:s3:::").removesuffix("/*") for text in statement.resources]
        assert set(buckets) == {
            *(f"aws-mgn-internal{hashes}-eu-west-1" for hashes in ("", "-hashes")),
            *(f"aws-mgn-clients{hashes}-eu-west-1" for hashes in ("", "-hashes")),
            *(f"aws-application-migration-service{hashes}-eu-west-1" for hashes in ("", "-hashes")),
            "amazon-ssm-eu-west-1",
            "al2023-repos-eu-west-1-de612dc2",
        }


def test_a_key_of_the_spec_is_for_mgn_and_nobody_gets_a_word_in_its_policy() -> None:
    (use,) = (
        each
        for each in handed(mgn(staging=area(ebs_encryption="volumes"), rest=network() + KMS))
        if isinstance(each, KeyUse)
    )
    assert (use.key, use.principals, use.purposes) == ("volumes", (), ("mgn_ebs",))


def test_the_keys_policy_has_the_three_statements_of_mgn() -> None:
    text = mgn(staging=area(ebs_encryption="volumes"), rest=network() + KMS)
    policy = compiled(text)["modules/kms/main.tf"]
    assert all(f'"Mgn{word}"' in policy for word in ("Describe", "Grant", "Volumes"))


def test_a_key_of_another_purpose_is_told() -> None:
    text = mgn(staging=area(ebs_encryption="volumes"), rest=network() + KMS.replace("mgn_ebs", "s3_target"))
    assert [finding.id[:4] for finding in analysed(text).findings] == ["LB40"]


def test_without_a_staging_area_nothing_is_handed_over() -> None:
    assert handed(mgn("operators: {}", sources={}, staging="", rest="")) == []
