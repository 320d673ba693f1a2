"""AWS-managed policies by bare name."""

from collections import Counter

import pytest

from landbridge.aws import managed_policies
from landbridge.aws.identity import Identity
from landbridge.aws.managed_policies import ManagedPolicy
from landbridge.ir import Traversal


@pytest.mark.parametrize(
    "policy",
    [
        ManagedPolicy("ReadOnlyAccess", "/", True),
        ManagedPolicy("CloudWatchLogsReadOnlyAccess", "/", True),
        ManagedPolicy("AmazonDMSVPCManagementRole", "/service-role/", True),
        ManagedPolicy("Billing", "/job-function/", True),
        ManagedPolicy("AmazonOpenSearchServiceRolePolicy", "/aws-service-role/", False),
        ManagedPolicy("IAMAuditRootUserCredentials", "/root-task/", False),
    ],
    ids=lambda policy: policy.name,
)
def test_find(policy: ManagedPolicy) -> None:
    assert managed_policies.find(policy.name) == policy


@pytest.mark.parametrize("name", ["", "readonlyaccess", "ReadOnly", "arn:aws:iam::aws:policy/ReadOnlyAccess"])
def test_find_takes_exact_names(name: str) -> None:
    assert managed_policies.find(name) is None


def test_the_data_has_every_policy_under_its_path() -> None:
    assert Counter(managed_policies._paths().values()) == {
        "/": 975,
        "/service-role/": 226,
        "/job-function/": 15,
        "/aws-service-role/": 361,
        "/root-task/": 5,
    }


def test_nearest_suggests_what_can_be_attached() -> None:
    assert managed_policies.nearest("CloudwatchLogsReadonlyAcces")[0] == "CloudWatchLogsReadOnlyAccess"
    suggested = managed_policies.nearest("AmazonOpenSearchServiceRolePolicy")
    assert suggested
    assert all((found := managed_policies.find(name)) and found.attachable for name in suggested)
    assert managed_policies.nearest("qqqqqqqqqqqq") == []


def test_the_arn_is_written_with_the_partition() -> None:
    made = managed_policies.arn(Identity("aws-cn", "123456789012", "cn-north-1"), "AmazonDMSVPCManagementRole")
    assert made == "arn:aws-cn:iam::aws:policy/service-role/AmazonDMSVPCManagementRole"
    assert made.parts == (
        "arn:",
        Traversal("var.partition"),
        ":iam::aws:policy/service-role/AmazonDMSVPCManagementRole",
    )
