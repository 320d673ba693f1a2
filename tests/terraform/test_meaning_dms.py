"""The reading of DMS that examples are judged by: small specs, worked out by hand."""

from pathlib import Path

import pytest

from tests.terraform.meaning import Reading, allowed
from tests.terraform.small_specs import ACCOUNT, MANAGED, NETWORK, cells, reading


def dms(folder: Path, endpoint: str, instance: str = "", further: str = "") -> Reading:
    """Read a spec with one endpoint, called e, whose replication instance is in the group app."""
    part = f"""
dms:
  account_roles: {{vpc: own, cloudwatch_logs: adopt, redshift: own}}
  replication_instances: {{main: {{security_group: app {instance}}}}}
  endpoints: {{e: {{{endpoint}}}}}
{further}
"""
    return reading(folder, NETWORK + part)


def test_the_roles_of_an_account_have_their_exact_names(tmp_path: Path) -> None:
    spec = dms(tmp_path, "engine: kafka, direction: target, scenario: same_vpc, security_group: db")
    roles = spec.meaning(MANAGED).roles
    assert set(roles) == {"dms-vpc-role", "dms-cloudwatch-logs-role", "dms-access-for-endpoint"}
    assert {grant.principal for grant in roles["dms-access-for-endpoint"].trust} == {
        "Service dms.amazonaws.com",
        "Service redshift.amazonaws.com",
    }
    [logs] = roles["dms-cloudwatch-logs-role"].trust
    assert logs.conditions == ()
    assert spec.dms.adopted == {"dms-cloudwatch-logs-role": "AmazonDMSCloudWatchLogsRole"}


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("engine: s3, direction: source, bucket: b", {"s3:GetObject", "s3:ListBucket"}),
        (
            "engine: s3, direction: target, bucket: b",
            {"s3:PutObject", "s3:DeleteObject", "s3:PutObjectTagging", "s3:ListBucket"},
        ),
        (
            "engine: kinesis, direction: target, stream: s",
            {"kinesis:DescribeStream", "kinesis:PutRecord", "kinesis:PutRecords"},
        ),
        (
            "engine: opensearch, direction: target, domain: d",
            {f"es:ESHttp{method}" for method in ("Delete", "Get", "Head", "Post", "Put")},
        ),
        ("engine: mysql, direction: source, iam_auth: {resource_id: db-A, user: u}", {"rds-db:connect"}),
    ],
)
def test_an_endpoints_role_may_do_what_its_engine_needs(tmp_path: Path, endpoint: str, expected: set[str]) -> None:
    spec = dms(tmp_path, f"{endpoint}, scenario: same_vpc, security_group: db")
    role = spec.meaning(MANAGED).roles["edge-prod-b001-role-dms-e"]
    assert {grant.action for grant in role.grants} == expected
    assert {grant.principal for grant in role.trust} == {"Service dms.amazonaws.com"}


def test_one_role_reads_both_secrets_under_the_regional_principal(tmp_path: Path) -> None:
    spec = dms(
        tmp_path,
        "engine: oracle, direction: source, scenario: same_vpc, security_group: db, one_role_for_both: true,"
        " secret: 'arn:1', asm_secret: {arn: 'arn:2', kms_key: k}",
        further="kms: {keys: {k: {purpose: secrets_manager}}}",
    )
    found = spec.meaning(MANAGED)
    role = found.roles["edge-prod-b001-role-dms-e-secret"]
    key = "arn:aws:kms:eu-west-1:123456789012:key/<k>"
    assert cells(role.grants) == {
        ("secretsmanager:GetSecretValue", "arn:1"),
        ("secretsmanager:GetSecretValue", "arn:2"),
        ("kms:Decrypt", key),
        ("kms:DescribeKey", key),
    }
    assert {grant.principal for grant in role.trust} == {"Service dms.eu-west-1.amazonaws.com"}
    who = f"AWS {ACCOUNT}role/edge-prod-b001-role-dms-e-secret"
    assert {grant.action for grant in found.keys[key].policy if grant.principal == who} == {
        "kms:Decrypt",
        "kms:DescribeKey",
    }


@pytest.mark.parametrize(
    ("scenario", "instance", "sides"),
    [
        ("scenario: same_vpc, security_group: db", "", {("<app>", "sg-0a"), ("sg-0a", "<app>")}),
        (
            "scenario: nat_gateway, security_group: db, cidrs: [198.51.100.1/32]",
            ", nat_ips: [192.0.2.7]",
            {("<app>", "198.51.100.1/32"), ("sg-0a", "192.0.2.7/32")},
        ),
        (
            "scenario: internet, security_group: db, cidrs: [198.51.100.1/32]",
            ", public_ips: [192.0.2.8]",
            {("<app>", "198.51.100.1/32"), ("sg-0a", "192.0.2.8/32")},
        ),
        ("scenario: vpn, cidrs: [172.16.0.9/32]", ", cidrs: [10.0.0.0/24]", {("<app>", "172.16.0.9/32")}),
        (
            "scenario: vpn, cidrs: [172.16.0.9/32], bridge: db",
            ", cidrs: [10.0.0.0/24]",
            {("<app>", "172.16.0.9/32"), ("<app>", "sg-0a"), ("sg-0a", "<app>"), ("sg-0a", "172.16.0.9/32")},
        ),
        (
            "scenario: vpn, cidrs: [172.16.0.9/32], bridge: {security_group: db, kind: proxy}",
            "",
            {("<app>", "sg-0a"), ("sg-0a", "<app>"), ("sg-0a", "172.16.0.9/32")},
        ),
        (
            "scenario: peered_vpc, security_group: db, region: us-east-1, cidrs: [10.9.0.0/16]",
            ", cidrs: [10.0.0.0/24]",
            {("<app>", "10.9.0.0/16"), ("sg-0a", "10.0.0.0/24")},
        ),
    ],
)
def test_the_way_to_a_database_follows_its_scenario(
    tmp_path: Path, scenario: str, instance: str, sides: set[tuple[str, str]]
) -> None:
    spec = dms(tmp_path, f"engine: postgres, direction: source, {scenario}", instance)
    groups = spec.meaning(MANAGED).security_groups
    assert {(id_, rule.other) for id_, group in groups.items() for rule in group.rules} == sides


OPERATED = """
security: {permissions_boundary: none, iam_groups: {team: {}}}
dms:
  account_roles: {vpc: own, cloudwatch_logs: own}
  operators:
    all: {groups: [team], require_mfa: true}
    some:
      groups: [team]
      allow: [{types: [task], tags: {Env: [Test, Dev]}}]
      deny: [{types: [task], ids: [LIVE]}]
"""


@pytest.mark.parametrize(
    ("key", "document", "complaints"),
    [
        (
            "all",
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"nobody else's", "everything, but aws:MultiFactorAuthPresent"},
        ),
        ("all", {"Effect": "Deny", "Action": "*", "Resource": "*"}, {"lists", "everything"}),
        ("some", {"Effect": "Allow", "Action": "dms:*", "Resource": "*"}, {"other tags", "denied"}),
        ("some", {"Effect": "Deny", "Action": "*", "Resource": "*"}, {"tags"}),
    ],
)
def test_operators_policies_that_say_too_much_or_too_little_are_told(
    tmp_path: Path, key: str, document: dict[str, str], complaints: set[str]
) -> None:
    [operator] = [each for each in reading(tmp_path, OPERATED).dms.operators if each.arn.endswith(f"-{key}")]
    questions = list(operator.questions())
    wrong = {each.why for each in questions if allowed([{"Statement": document}], each.request) != each.allowed}
    assert complaints <= wrong
