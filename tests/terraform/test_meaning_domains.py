"""What the reading of specs says of domains, by small specs and policies worked out by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.terraform.harness import Grant
from tests.terraform.meaning.domains import fingerprint
from tests.terraform.small_specs import ACCOUNT, cells, meaning, reading

LOGS = "arn:aws:es:eu-west-1:123456789012:domain/logs"
GROUPS = "security: {permissions_boundary: none, iam_groups: {readers: {}, others: {}}}\n"


def domain(*lines: str, current: str = "none", key: str = "logs") -> str:
    """Write the part of a spec that has one domain."""
    head = [f"name: {key}", "network: public", f"current_policy: {current}", *lines]
    return f"opensearch:\n  domains:\n    {key}:\n" + "".join(f"      {line}\n" for line in head)


def policy(folder: Path, *lines: str, current: str = "none") -> frozenset[Grant]:
    """Return what the policy of such a domain means."""
    return meaning(folder, domain(*lines, current=current)).domains["logs"].policy


def paths(found: frozenset[Grant]) -> set[str]:
    """Return the paths of requests, below the domain."""
    return {grant.resource.removeprefix(f"{LOGS}/") for grant in found}


@pytest.mark.parametrize(
    ("access", "expected"),
    [
        ("may: read", {"*"}),
        ("may: search", {"_search", "_count", "*/_search", "*/_count"}),
        ("may: search, indexes: [app]", {"app/_search", "app/_count"}),
        ("may: read, indexes: [app, 'web-*']", {"app", "app/*", "web-*"}),
        ("may: read, apis: [_cat/indices]", {"_cat/indices"}),
        ("may: read, indexes: [app], apis: [_mapping]", {"app/_mapping"}),
    ],
)
def test_access_is_to_paths(tmp_path: Path, access: str, expected: set[str]) -> None:
    assert paths(policy(tmp_path, f"access: {{a: {{who: [anonymous], {access}}}}}")) == expected


@pytest.mark.parametrize(
    ("may", "methods"),
    [
        ("read", {"Get", "Head"}),
        ("search", {"Get", "Post"}),
        ("write", {"Delete", "Get", "Head", "Post", "Put"}),
        ("power", {"Get", "Put"}),
        ("administer", {"*"}),
    ],
)
def test_access_is_by_methods(tmp_path: Path, may: str, methods: set[str]) -> None:
    found = policy(tmp_path, f"access: {{a: {{who: [anonymous], may: {may}}}}}")
    assert {grant.action for grant in found} == {f"es:ESHttp{method}" for method in methods}


def test_who_and_from_where(tmp_path: Path) -> None:
    found = policy(
        tmp_path,
        'access: {a: {who: ["210987654321", "arn:{partition}:iam::{account_id}:user/u"], actions: "es:ESHttpGet",'
        ' from: [192.0.2.0/24], effect: deny, conditions: {Bool: {"aws:SecureTransport": false}}}}',
    )
    conditions = (("Bool", "aws:SecureTransport", ("false",)), ("IpAddress", "aws:SourceIp", ("192.0.2.0/24",)))
    assert found == {
        Grant("Deny", f"AWS {principal}", "es:ESHttpGet", f"{LOGS}/*", conditions)
        for principal in ("arn:aws:iam::210987654321:root", f"{ACCOUNT}user/u")
    }


STATEMENTS: list[dict[str, Any]] = [
    {"Sid": "One", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "es:ESHttpGet", "Resource": f"{LOGS}/a"},
    {"Effect": "Allow", "Principal": "*", "Action": ["es:ESHttpPut", "es:ESHttpGet"], "Resource": [f"{LOGS}/b"]},
]
DOCUMENT = {"Version": "2012-10-17", "Statement": STATEMENTS}


@pytest.mark.parametrize(
    "printed",
    [
        DOCUMENT,
        {"DomainConfig": {"AccessPolicies": {"Options": json.dumps(DOCUMENT)}}},
        {"DomainStatus": {"AccessPolicies": json.dumps(DOCUMENT)}},
    ],
    ids=["bare", "describe-domain-config", "describe-domain"],
)
def test_what_a_domain_had_stays(tmp_path: Path, printed: object) -> None:
    (tmp_path / "logs.json").write_text(json.dumps(printed))
    assert paths(policy(tmp_path, current="logs.json")) == {"a", "b"}


@pytest.mark.parametrize("drop", ["{sid: One, reason: x}", f"{{statement: {fingerprint(STATEMENTS[0])}, reason: x}}"])
def test_what_is_dropped_goes(tmp_path: Path, drop: str) -> None:
    (tmp_path / "logs.json").write_text(json.dumps(DOCUMENT))
    assert paths(policy(tmp_path, f"drop: [{drop}]", current="logs.json")) == {"b"}


@pytest.mark.parametrize(
    ("takeover", "expected"),
    [
        pytest.param("policy", {"b", "ours", "ours/*"}, id="policy: what it had, and ours"),
        pytest.param("release", {"b"}, id="release: what it had"),
        pytest.param("forget", {"a", "b"}, id="forget: untouched, so what the fixture put there"),
    ],
)
def test_a_takeover_decides_what_is_written(tmp_path: Path, takeover: str, expected: set[str]) -> None:
    (tmp_path / "logs.json").write_text(json.dumps(DOCUMENT))
    lines = [
        f"takeover: {takeover}",
        "drop: [{sid: One, reason: x}]",
        "access: {a: {who: [anonymous], may: read, indexes: [ours]}}",
    ]
    assert paths(policy(tmp_path, *lines, current="logs.json")) == expected


def test_a_fingerprint_is_of_what_a_statement_says() -> None:
    [first, second] = STATEMENTS
    same = {**second, "Sid": "Named", "Action": ["es:ESHttpGet", "es:ESHttpPut"], "Resource": f"{LOGS}/b"}
    assert fingerprint(same) == fingerprint(second) != fingerprint(first)


def test_whom_a_current_policy_names_has_to_exist(tmp_path: Path) -> None:
    statements = [{**STATEMENTS[0], "Principal": {"AWS": [f"{ACCOUNT}role/old", "arn:aws:iam::210987654321:role/x"]}}]
    (tmp_path / "logs.json").write_text(json.dumps({"Statement": statements}))
    spec = domain("drop: [{sid: One, reason: x}]", current="logs.json")
    assert reading(tmp_path, spec).existing_principals({}) == {f"{ACCOUNT}role/old"}


def test_a_grant_is_a_policy_of_its_holders(tmp_path: Path) -> None:
    found = meaning(
        tmp_path, f"{GROUPS}{domain()}  grants: {{see: {{groups: [readers], domain: logs, may: search, indexes: [a]}}}}"
    )
    arn = f"{ACCOUNT}policy/edge-prod-b001-policy-opensearch-see"
    assert cells(found.policies[arn].grants) == {
        (f"es:ESHttp{method}", f"{LOGS}/a/{api}") for method in ("Get", "Post") for api in ("_search", "_count")
    }
    assert {name: set(group.attached) for name, group in found.groups.items()} == {
        "edge-prod-b001-group-readers": {arn},
        "edge-prod-b001-group-others": set(),
    }


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        ('domain: "*", may: administer', {("es:ESHttp*", "*")}),
        (
            'domain: "*", may: power, indexes: ["a*"]',
            {
                ("es:ESHttpGet", "arn:aws:es:eu-west-1:123456789012:domain/*/a*"),
                ("es:ESHttpPut", "arn:aws:es:eu-west-1:123456789012:domain/*/a*"),
            },
        ),
        (
            "domain: logs, actions: [es:AddTags, es:ESHttpGet, es:ESCrossClusterGet]",
            {
                ("es:AddTags", LOGS),
                ("es:ESHttpGet", f"{LOGS}/*"),
                ("es:ESCrossClusterGet", LOGS),
            },
        ),
        (
            "domain: logs, actions: [es:AddTags, es:ESHttpGet], indexes: [a], apis: [_search]",
            {("es:AddTags", LOGS), ("es:ESHttpGet", f"{LOGS}/a/_search")},
        ),
        ("domain: logs, actions: 'es:*', indexes: ['a*']", {("es:*", LOGS), ("es:*", f"{LOGS}/a*")}),
        ("domain: logs, actions: [es:ListDomainNames]", {("es:ListDomainNames", "*")}),
        ('domain: "*", configuration: read', {("es:Describe*", "*"), ("es:List*", "*")}),
    ],
)
def test_a_grant_is_about_requests_or_the_domain(tmp_path: Path, grant: str, expected: set[tuple[str, str]]) -> None:
    found = meaning(tmp_path, f"{GROUPS}{domain()}  grants: {{g: {{groups: [readers], {grant}}}}}")
    [made] = found.policies.values()
    assert cells(made.grants) == expected


def test_tags_are_conditions(tmp_path: Path) -> None:
    grant = "{groups: [readers], domain: logs, actions: es:AddTags, tags: {Team: [a, b]}, request_tags: {Env: dev}}"
    found = meaning(tmp_path, f"{GROUPS}{domain()}  grants: {{g: {grant}}}")
    [made] = [cell for policy in found.policies.values() for cell in policy.grants]
    assert made.conditions == (
        ("ForAnyValue:StringEquals", "aws:ResourceTag/Team", ("a", "b")),
        ("StringEquals", "aws:RequestTag/Env", ("dev",)),
    )


def conditions_of(folder: Path, grant: str) -> dict[str, tuple[Any, ...]]:
    """Return the conditions of each action of a grant."""
    found = meaning(folder, f"{GROUPS}{domain()}  grants: {{g: {{groups: [readers], {grant}}}}}")
    [made] = found.policies.values()
    return {cell.action: cell.conditions for cell in made.grants}


@pytest.mark.parametrize("to", ["logs", '"*"'])
def test_what_is_about_no_domain_has_no_conditions_on_tags(tmp_path: Path, to: str) -> None:
    found = conditions_of(tmp_path, f"domain: {to}, configuration: read, tags: {{Team: a}}, from: [192.0.2.0/24]")
    source = ("IpAddress", "aws:SourceIp", ("192.0.2.0/24",))
    assert found["es:Describe*"] == (("ForAnyValue:StringEquals", "aws:ResourceTag/Team", ("a",)), source)
    assert found["es:ListDomainNames"] == (source,)


def test_a_grant_is_from_networks_and_under_conditions(tmp_path: Path) -> None:
    limits = 'from: [192.0.2.0/24], conditions: {Bool: {"aws:SecureTransport": true}}'
    assert conditions_of(tmp_path, f"domain: logs, may: read, {limits}")["es:ESHttpGet"] == (
        ("Bool", "aws:SecureTransport", ("true",)),
        ("IpAddress", "aws:SourceIp", ("192.0.2.0/24",)),
    )
