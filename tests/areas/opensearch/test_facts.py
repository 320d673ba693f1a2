"""What AWS prints of a domain besides its policy: the spec must not say otherwise."""

import json
from typing import Any

import pytest

from landbridge.findings import Finding
from tests.areas.opensearch.specs import LOGS, allow, document, domain
from tests.specs import findings, shown

FILE = "current_policy: policy.json"
POLICY = json.dumps(document(allow()))


def config(**options: object) -> str:
    """What `describe-domain-config` prints: every element with its options and their status."""
    return json.dumps(
        {
            "DomainConfig": {
                name: {"Options": v, "Status": {}} for name, v in {"AccessPolicies": POLICY, **options}.items()
            }
        }
    )


def status(**elements: object) -> str:
    """What `describe-domain` prints."""
    return json.dumps({"DomainStatus": {"AccessPolicies": POLICY, **elements}})


def told(current: str, *lines: str, facts: str = "network: public") -> list[Finding]:
    wanted = ("LB601", "LB604", "LB613", "LB614")
    return [f for f in findings(domain(FILE, *lines, facts=facts), policy_json=current) if f.id in wanted]


# The four fields that rules rest on, in everything that AWS prints.

VPC = {"VPCId": "vpc-0123456789abcdef0", "SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
MULTI = "rest.action.multi.allow_explicit_index"
CONTRADICTIONS: dict[str, tuple[str, str, str]] = {
    "in a VPC": (config(VPCOptions=VPC), "network: public", "network is public, and VPCOptions in"),
    "in a VPC, by subnets": (status(VPCOptions={"SubnetIds": ["a"]}), "network: public", "says vpc"),
    "in a VPC, by endpoint": (status(Endpoints={"vpc": "vpc-x"}), "network: public", "and Endpoints in"),
    "public": (config(VPCOptions={}), "network: vpc", "network is vpc, and VPCOptions in"),
    "public, by endpoint": (status(Endpoint="search-x"), "network: vpc", "Endpoint in"),
    "not fine-grained": (
        config(AdvancedSecurityOptions={"Enabled": False}),
        "network: public; fine_grained: true",
        'fine_grained is true, and AdvancedSecurityOptions.Enabled in "policy.json" says false',
    ),
    "fine-grained": (
        status(AdvancedSecurityOptions={"Enabled": True}),
        "network: public; fine_grained: false",
        "says true",
    ),
    "names of indexes in bodies": (
        config(AdvancedOptions={MULTI: "true"}),
        "network: public; explicit_index: false",
        f'explicit_index is false, and {MULTI} in "policy.json" says true',
    ),
    "no names of indexes in bodies": (
        status(AdvancedOptions={MULTI: "false"}),
        "network: public; explicit_index: true",
        "says false",
    ),
    "names of indexes in bodies, which is the default": (
        status(AdvancedOptions={}),
        "network: public; explicit_index: false",
        "says true",
    ),
    "Elasticsearch": (
        config(EngineVersion="Elasticsearch_7.10"),
        "network: public; engine: opensearch",
        'engine is opensearch, and EngineVersion in "policy.json" says elasticsearch',
    ),
    "Elasticsearch, by its own command": (
        config(ElasticsearchVersion="7.10"),
        "network: public; engine: opensearch",
        "and ElasticsearchVersion in",
    ),
    "OpenSearch": (
        status(EngineVersion="OpenSearch_2.11"),
        "network: public; engine: elasticsearch",
        "says opensearch",
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_told_at_the_field_with_both_sides(name: str) -> None:
    current, facts, message = CONTRADICTIONS[name]
    (finding,) = told(current, facts=facts)
    assert (finding.id, finding.path) == (
        "LB613",
        ("opensearch", "domains", "logs", facts.split("; ")[-1].split(":")[0]),
    )
    assert message in finding.message


def test_a_field_that_was_left_out_is_told_at_the_domain() -> None:
    (finding,) = told(config(AdvancedSecurityOptions={"Enabled": True}))
    assert finding.path == ("opensearch", "domains", "logs")
    assert "fine_grained is false where nothing is said" in finding.message
    assert finding.hint.startswith("write fine_grained: true")
    assert shown([finding]) == ["13:5 LB613"]


def test_all_contradictions_of_a_file_are_told() -> None:
    current = config(
        VPCOptions=VPC,
        AdvancedSecurityOptions={"Enabled": False},
        AdvancedOptions={MULTI: "true"},
        EngineVersion="Elasticsearch_7.10",
    )
    facts = "network: public; fine_grained: true; explicit_index: false"
    assert [f.id for f in told(current, facts=facts)] == ["LB613"] * 4


@pytest.mark.parametrize(
    ("current", "facts"),
    [
        (config(VPCOptions=VPC, AdvancedOptions={MULTI: "true"}, EngineVersion="OpenSearch_1.3"), "network: vpc"),
        (status(Endpoints={"vpc": "vpc-x"}, VPCOptions=VPC), "network: vpc"),
        (status(Endpoint="search-x"), "network: public"),
        (config(ElasticsearchVersion="7.10"), "network: public; engine: elasticsearch"),
        (config(AdvancedSecurityOptions={"Enabled": True}), "network: public; fine_grained: true"),
        (config(), "network: vpc; fine_grained: true; explicit_index: false; engine: elasticsearch"),
        (status(EngineVersion="Other_1"), "network: public; engine: elasticsearch"),
        (POLICY, "network: vpc; fine_grained: true; explicit_index: false; engine: elasticsearch"),
    ],
)
def test_a_spec_that_says_the_same_or_more_is_right(current: str, facts: str) -> None:
    assert told(current, facts=facts) == []


@pytest.mark.parametrize(
    ("current", "message"),
    [
        (config(VPCOptions="vpc-1"), "its VPCOptions is not of the form that AWS prints"),
        (status(EngineVersion={}), "its EngineVersion is not of the form"),
        (status(ARN=[]), "its ARN is not of the form"),
        (status(AdvancedSecurityOptions={"Enabled": "yes"}), "Enabled is neither true nor false"),
        (config(AdvancedOptions={MULTI: "perhaps"}), f"{MULTI} is neither true nor false"),
    ],
)
def test_what_aws_does_not_print_is_refused(current: str, message: str) -> None:
    (finding,) = told(current)
    assert finding.id == "LB601"
    assert message in finding.message


# Whose file it is.


@pytest.mark.parametrize(
    "arn",
    [
        LOGS.replace("123456789012", "999999999999"),
        LOGS.replace("eu-west-1", "us-east-1"),
        LOGS.replace("arn:aws:", "arn:aws-cn:"),
        f"{LOGS}-2",
        "nonsense",
    ],
)
def test_the_file_of_a_domain_with_another_arn_is_refused(arn: str) -> None:
    (finding,) = told(status(ARN=arn, DomainName="edge-logs"))
    assert finding.id == "LB604"
    assert arn in finding.message
    assert LOGS in finding.message


def test_the_file_of_a_domain_with_its_own_arn_is_taken() -> None:
    assert told(status(ARN=LOGS, DomainName="edge-logs")) == []


def test_a_name_alone_does_not_make_the_policy_of_another_region_this_domains() -> None:
    theirs = json.dumps(document(allow() | {"Resource": f"{LOGS}/*".replace("eu-west-1", "us-east-1")}))
    (finding,) = told(status(AccessPolicies=theirs, DomainName="edge-logs"))
    assert finding.id == "LB604"


# Where the script of role mappings goes.

OWN = "search-edge-logs-kq3v7x2m5n4p6r8t.eu-west-1.es.amazonaws.com"
ELSEWHERE = {
    OWN.replace("eu-west-1", "us-east-1"): "is in us-east-1, and the domain is in eu-west-1",
    OWN.replace("edge-logs", "edge-logs-2"): 'is that of the domain "edge-logs-2", and this one is "edge-logs"',
    OWN.replace("edge-logs", "logs"): 'is that of the domain "logs"',
    OWN.replace("search-", "vpc-"): "is that of a domain with network: vpc",
    "search-logs-abc.aos.eu-west-1.on.aws": 'is that of the domain "logs"',
    "search-edge-logs-abc.cn-north-1.es.amazonaws.com.cn": "is in cn-north-1",
}


@pytest.mark.parametrize("host", ELSEWHERE)
def test_an_endpoint_of_another_domain_is_an_error(host: str) -> None:
    (finding,) = told(config(), f"endpoint: https://{host}:443")
    assert (finding.id, finding.path[-1]) == ("LB614", "endpoint")
    assert ELSEWHERE[host] in finding.message


@pytest.mark.parametrize(
    "endpoint",
    [
        f"https://{OWN}",
        f"https://{OWN}:443",
        "https://search-edge-logs-abc.aos.eu-west-1.on.aws",
        "https://search.example.com",
        "https://vpc-of-mine.eu-west-1.example.com",
        '"{var:endpoint}"',
    ],
)
def test_an_endpoint_of_its_own_or_of_nobodys_naming_is_taken(endpoint: str) -> None:
    assert told(config(), f"endpoint: {endpoint}") == []


def test_a_vpc_endpoint_has_no_name_of_a_domain() -> None:
    host = "vpc-endpoint-h2dsd34efgyghrtguk5gt6j2foh4.eu-west-1.es.amazonaws.com"
    assert told(config(), f"endpoint: https://{host}", facts="network: vpc") == []


@pytest.mark.parametrize(
    "elements",
    [{"Endpoint": OWN}, {"Endpoint": OWN, "EndpointV2": "search-edge-logs-kq3v7x2m5n4p6r8t.aos.eu-west-1.on.aws"}],
)
def test_an_endpoint_is_one_of_those_in_the_file(elements: dict[str, Any]) -> None:
    for host in elements.values():
        assert told(status(**elements), f"endpoint: https://{host}") == []
    (finding,) = told(status(**elements), f"endpoint: https://{OWN.replace('kq3', 'old')}")
    assert finding.id == "LB614"
    assert OWN in finding.message


def test_an_endpoint_is_looked_at_where_there_is_no_file() -> None:
    text = domain("endpoint: https://search-other-abc.eu-west-1.es.amazonaws.com")
    assert [f.id for f in findings(text)] == ["LB614"]
