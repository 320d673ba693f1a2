"""Names of the services behind VPC endpoints."""

import pytest

from landbridge.aws.identity import Identity
from landbridge.aws.vpc_endpoints import action_prefix, service_name

IRELAND = Identity("aws", "123456789012", "eu-west-1")
BEIJING = Identity("aws-cn", "123456789012", "cn-north-1")


@pytest.mark.parametrize(
    ("identity", "service", "gateway", "name"),
    [
        (IRELAND, "dms", False, "com.amazonaws.eu-west-1.dms"),
        (IRELAND, "ecr.api", False, "com.amazonaws.eu-west-1.ecr.api"),
        (IRELAND, "s3", True, "com.amazonaws.eu-west-1.s3"),
        (BEIJING, "dms", False, "cn.com.amazonaws.cn-north-1.dms"),
        (BEIJING, "kinesis-streams", False, "cn.com.amazonaws.cn-north-1.kinesis-streams"),
        (BEIJING, "secretsmanager", False, "com.amazonaws.cn-north-1.secretsmanager"),
        (BEIJING, "logs", False, "com.amazonaws.cn-north-1.logs"),
        (BEIJING, "s3", False, "cn.com.amazonaws.cn-north-1.s3"),
        (BEIJING, "s3", True, "com.amazonaws.cn-north-1.s3"),
    ],
)
def test_a_service_has_its_full_name(identity: Identity, service: str, gateway: bool, name: str) -> None:
    found = service_name(identity, service, gateway=gateway)
    assert found == name
    assert "".join(f"<{part}>" if part == "var.region" else part for part in found.parts) == name.replace(
        identity.region, "<var.region>"
    )


@pytest.mark.parametrize(
    ("service", "prefix"),
    [
        ("dms", "dms"),
        ("kinesis-streams", "kinesis"),
        ("monitoring", "cloudwatch"),
        ("ecr.dkr", "ecr"),
        ("s3", "s3"),
        ("kms-fips", "kms"),
        ("nobody-knows", None),
    ],
)
def test_a_service_has_its_actions(service: str, prefix: str | None) -> None:
    assert action_prefix(service) == prefix
