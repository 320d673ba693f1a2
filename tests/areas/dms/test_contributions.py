"""What the area hands to the owners of key policies, of security-group rules and of VPC endpoints."""

from typing import Any

import pytest

from landbridge.areas.contributions import Contribution, EndpointNeed, Flow, KeyUse
from landbridge.areas.dms.contribute import contribute
from landbridge.areas.dms.lower import names
from landbridge.areas.kms import AREA as KMS_AREA
from landbridge.areas.references import References
from tests.areas.dms.specs import (
    KEY,
    KMS,
    MAIN,
    NETWORK,
    SECRET,
    database,
    dms,
    endpoint,
    endpoints,
    instances,
    replication,
    store,
)
from tests.specs import analysed

EVERYTHING = replication(
    "cidrs: [10.0.0.0/24, 10.0.1.0/24]",
    "nat_ips: [203.0.113.7]",
    "public_ips: [198.51.100.9]",
    "publicly_accessible: the old provider",
)
FAR: dict[str, str | None] = {"security_group": None, "cidrs": "[172.16.0.0/24]", "owner": "them"}
ASM: dict[str, str | None] = {
    "engine": "oracle",
    "ssl_mode": "verify-ca",
    "certificate": '"{var:ca}"',
    "asm_secret": '"{var:asm}"',
}
HTTPS = ("replication", "pl-0123456789abcdef0", (), 443, "")
PRIVATE = (
    "{security_group: replication, private: {vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0],"
    " route_tables: [rtb-0123456789abcdef0]}}"
)
THERE_ALREADY = PRIVATE.replace("private:", "https_to: [pl-0123456789abcdef0], private:").replace(
    "vpc:", "present: [secretsmanager], vpc:"
)


def handed(text: str) -> list[Contribution]:
    """Everything that a spec's DMS part hands to other areas."""
    analysis = analysed(text)
    spec: Any = analysis.spec
    assert analysis.root is not None, [f"{f.place} {f.id} {f.message}" for f in analysis.findings]
    by_module = {"dms": names(spec)} | ({"kms": KMS_AREA.names(spec)} if spec.part("kms") else {})
    return list(contribute(spec, References("", by_module)))


def flows(text: str) -> list[tuple[str, str, tuple[str, ...], int, str]]:
    """Source, target, addresses of the source, port and owner of every flow."""
    found = [each for each in handed(text) if isinstance(each, Flow)]
    assert all(flow.from_port == flow.to_port for flow in found)
    return [(flow.source, flow.target, flow.seen_as, flow.to_port, flow.owner) for flow in found]


def needs(text: str) -> dict[str, EndpointNeed]:
    """The VPC endpoints by service."""
    return {each.service: each for each in handed(text) if isinstance(each, EndpointNeed)}


BOTH_CIDRS = ("10.0.0.0/24", "10.0.1.0/24")
SCENARIOS: dict[str, tuple[dict[str, str | None], list[tuple[str, str, tuple[str, ...], int, str]]]] = {
    "one VPC, by groups": ({}, [("replication", "orders_db", (), 5432, "")]),
    "one VPC, by address": (
        {"security_group": None, "cidrs": "[10.0.7.4/32]", "owner": "them"},
        [("replication", "10.0.7.4/32", BOTH_CIDRS, 5432, "them")],
    ),
    "shared subnets": ({"scenario": "shared_vpc"}, [("replication", "orders_db", (), 5432, "")]),
    "peering in one region": ({"scenario": "peered_vpc"}, [("replication", "orders_db", (), 5432, "")]),
    "peering to another region": (
        {"scenario": "peered_vpc", "region": "eu-central-1", **FAR},
        [("replication", "172.16.0.0/24", BOTH_CIDRS, 5432, "them")],
    ),
    "Direct Connect": (
        {"scenario": "direct_connect", **FAR},
        [("replication", "172.16.0.0/24", BOTH_CIDRS, 5432, "them")],
    ),
    "VPN by a host that routes": (
        {"scenario": "vpn", "bridge": "vpn_host", **FAR},
        [
            ("replication", "vpn_host", (), 5432, ""),
            ("replication", "172.16.0.0/24", (), 5432, ""),
            ("vpn_host", "172.16.0.0/24", BOTH_CIDRS, 5432, "them"),
        ],
    ),
    "VPN by a host that puts its own address in the place of the sender's": (
        {"scenario": "vpn", "bridge": "{security_group: vpn_host, kind: nat, addresses: [10.0.9.7]}", **FAR},
        [
            ("replication", "vpn_host", (), 5432, ""),
            ("replication", "172.16.0.0/24", (), 5432, ""),
            ("vpn_host", "172.16.0.0/24", ("10.0.9.7/32",), 5432, "them"),
        ],
    ),
    "VPN by a proxy": (
        {"scenario": "vpn", "bridge": "{security_group: vpn_host, kind: proxy, addresses: [10.0.9.7]}", **FAR},
        [
            ("replication", "vpn_host", (), 5432, ""),
            ("vpn_host", "172.16.0.0/24", ("10.0.9.7/32",), 5432, "them"),
        ],
    ),
    "Oracle with ASM on the port of the database": (
        {**ASM, "port": "1521"},
        [("replication", "orders_db", (), 1521, "")],
    ),
    "Oracle on a port of its own, with ASM on the usual one": (
        {**ASM, "port": "1522"},
        [("replication", "orders_db", (), 1522, ""), ("replication", "orders_db", (), 1521, "")],
    ),
    "Oracle with ASM on another host and port": (
        {**ASM, "asm_port": "1525", "asm_security_group": "vpn_host"},
        [("replication", "orders_db", (), 1521, ""), ("replication", "vpn_host", (), 1525, "")],
    ),
    "Oracle with ASM elsewhere on premises": (
        {**ASM, "scenario": "direct_connect", **FAR, "asm_cidrs": "[172.16.9.0/24]"},
        [
            ("replication", "172.16.0.0/24", BOTH_CIDRS, 1521, "them"),
            ("replication", "172.16.9.0/24", BOTH_CIDRS, 1521, "them"),
        ],
    ),
    "the internet, to somebody else": (
        {"scenario": "internet", **FAR},
        [("replication", "172.16.0.0/24", ("198.51.100.9/32",), 5432, "them")],
    ),
    "a NAT gateway, to a group of ours": (
        {"scenario": "nat_gateway", "cidrs": "[198.51.100.77/32]"},
        [
            ("replication", "198.51.100.77/32", ("203.0.113.7/32",), 5432, ""),
            ("203.0.113.7/32", "orders_db", (), 5432, ""),
        ],
    ),
    "another port": ({"port": "5433"}, [("replication", "orders_db", (), 5433, "")]),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_becomes_these_flows_and_https_for_the_secret(name: str) -> None:
    fields, expected = SCENARIOS[name]
    assert flows(database(instance=EVERYTHING, **fields)) == [*expected, HTTPS]


def test_https_is_opened_to_what_the_spec_names_and_to_nothing_else() -> None:
    text = database(instance="{security_group: replication, https_to: [pl-0123456789abcdef0, 192.0.2.0/24]}")
    assert [flow[1] for flow in flows(text)] == ["orders_db", "pl-0123456789abcdef0", "192.0.2.0/24"]


def test_https_to_anywhere_carries_its_reason_and_what_is_named_beside_it_does_not() -> None:
    text = database(instance=replication("https_anywhere: there is no list"))
    found = [each for each in handed(text) if isinstance(each, Flow) and each.to_port == 443]
    assert [(flow.target, flow.reason) for flow in found] == [
        ("pl-0123456789abcdef0", ""),
        ("0.0.0.0/0", "there is no list"),
    ]


def test_no_https_is_opened_where_no_endpoint_calls_aws() -> None:
    text = database(secret=None, iam_auth="{resource_id: db-ABC, user: dms}")
    assert flows(text) == [("replication", "orders_db", (), 5432, "")]


def test_two_endpoints_of_one_database_are_one_flow() -> None:
    both = dms(instances(main=MAIN), endpoints(endpoint(), endpoint("back", direction="target")))
    (flow, _) = (each for each in handed(both) if isinstance(each, Flow))
    assert flow.description == "DMS main to orders (PostgreSQL), back (PostgreSQL)"


def test_nothing_flows_to_a_group_that_is_not_there() -> None:
    spec: Any = analysed(database(security_group="gone")).spec
    assert [
        each for each in contribute(spec, References("", {})) if isinstance(each, Flow) and each.to_port != 443
    ] == []


PRIVATE_SERVICES: dict[str, tuple[str, set[str]]] = {
    "a secret": (endpoint(), {"secretsmanager"}),
    "S3": (store(engine="s3", direction="target", bucket="x-lake"), {"s3"}),
    "S3, validated": (
        store(engine="s3", direction="target", bucket="x-lake", validation="true"),
        {"s3", "athena", "glue"},
    ),
    "DynamoDB": (store(engine="dynamodb", direction="target", tables="[carts]"), {"dynamodb"}),
    "Kinesis": (store(engine="kinesis", direction="target", stream="clicks"), {"kinesis-streams"}),
    "Redshift": (endpoint(engine="redshift", direction="target", ssl_mode=None), {"redshift", "s3", "secretsmanager"}),
    "a role in place of a password": (
        endpoint(secret=None, iam_auth="{resource_id: db-ABC, user: dms}"),
        set(),
    ),
}


@pytest.mark.parametrize("name", PRIVATE_SERVICES)
def test_a_private_replication_instance_needs_exactly_these_vpc_endpoints(name: str) -> None:
    given, services = PRIVATE_SERVICES[name]
    roles = (
        "{vpc: own, cloudwatch_logs: own, redshift: own}" if name == "Redshift" else "{vpc: own, cloudwatch_logs: own}"
    )
    found = needs(dms(instances(main=PRIVATE), endpoints(given), roles=roles))
    assert found.keys() == services
    for service, need in found.items():
        assert need.clients == ("replication",)
        assert bool(need.route_tables) == (service in ("s3", "dynamodb"))
        assert bool(need.subnets) == (service not in ("s3", "dynamodb"))


def test_a_vpc_endpoint_lets_one_role_do_what_its_own_policy_says() -> None:
    text = dms(
        instances(main=PRIVATE), endpoints(endpoint(), store(engine="kinesis", direction="target", stream="clicks"))
    )
    found = needs(text)
    (kinesis,) = found["kinesis-streams"].statements
    assert kinesis.actions == ("kinesis:DescribeStream", "kinesis:PutRecord", "kinesis:PutRecords")
    assert kinesis.resources == ("arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",)
    assert kinesis.principals[0].values == ("arn:aws:iam::123456789012:role/edge-prod-b001-role-dms-lake",)
    (secret,) = found["secretsmanager"].statements
    assert secret.actions == ("secretsmanager:GetSecretValue",)
    assert secret.resources == (SECRET,)
    assert secret.principals[0].values == ("arn:aws:iam::123456789012:role/edge-prod-b001-role-dms-orders-secret",)


def test_every_statement_of_a_vpc_endpoint_says_in_its_sid_whose_it_is_and_what_for() -> None:
    text = dms(
        instances(main=PRIVATE),
        endpoints(endpoint(), endpoint("a_1"), endpoint("a1"), store(engine="s3", direction="target", bucket="x-lake")),
    )
    sids = {service: [each.sid for each in need.statements] for service, need in needs(text).items()}
    # a_1 and a1 would have one Sid, and get that of their content.
    assert sids == {"s3": ["LakeWriteObjects", "LakeListBucket"], "secretsmanager": ["OrdersReadSecret", "", ""]}


@pytest.mark.parametrize(("said", "private_dns"), [("", True), ("private_dns: false, ", False)])
def test_a_vpc_endpoint_takes_the_usual_name_over_unless_the_spec_says_no(said: str, private_dns: bool) -> None:
    found = needs(dms(instances(main=PRIVATE.replace("vpc:", f"{said}vpc:")), endpoints(endpoint())))
    assert found["secretsmanager"].private_dns == private_dns


def test_a_network_that_is_none_is_told_once_and_flows_nowhere() -> None:
    analysis = analysed(database(security_group=None, owner="them", cidrs="[10.0.7.5/24]"))
    assert [finding.id for finding in analysis.findings] == ["LB251"]


def test_a_vpc_endpoint_that_is_there_already_is_not_made() -> None:
    assert needs(dms(instances(main=THERE_ALREADY), endpoints(endpoint()))) == {}


def test_a_vpc_endpoint_that_is_there_already_is_let_out_to() -> None:
    assert HTTPS[:2] in [flow[:2] for flow in flows(dms(instances(main=THERE_ALREADY), endpoints(endpoint())))]


def test_keys_of_the_spec_are_used_by_the_roles_that_are_made_first() -> None:
    secret = f"{{arn: '{SECRET}', kms_key: credentials}}"
    text = dms(
        instances(main=replication("kms_key: storage")),
        endpoints(
            endpoint(secret=secret),
            store(engine="s3", direction="target", bucket="x-lake", target_key="'{key:lake}'"),
            store("theirs", engine="s3", direction="target", bucket="y-lake", target_key=KEY),
            store("inn", engine="s3", direction="source", bucket="z-lake", target_key="lake"),
        ),
        rest=NETWORK + KMS,
    )
    uses = [each for each in handed(text) if isinstance(each, KeyUse)]
    of_roles = [use for use in uses if use.principals]
    assert [(use.key, use.use, use.grants, str(use.principals[0]).rpartition("-dms-")[2]) for use in of_roles] == [
        ("credentials", "decrypt", False, "orders-secret"),
        ("lake", "crypto", True, "lake"),
        ("lake", "decrypt", False, "inn"),
    ]
    assert all(use.principals[0].fallback is None for use in of_roles)
    assert [(use.key, use.purposes) for use in uses if not use.principals] == [("storage", ("dms_storage",))]


def test_a_key_policy_names_a_role_whose_policy_names_the_key_without_a_circle() -> None:
    lake = store(engine="s3", direction="target", bucket="x-lake", target_key="lake")
    assert analysed(dms(endpoints(lake), rest=KMS)).findings == []
