"""What operators pass to DMS and let it do in their name: roles, secrets and network interfaces, and whose."""

from collections.abc import Mapping

import pytest

from landbridge.areas.dms.actions import MAKE_INSTANCES, TAKE_ASSESSMENT_ROLES, TAKE_ENDPOINT_ROLES
from landbridge.aws import actions as catalogue
from tests.areas.dms.operator_specs import (
    ENDPOINTS,
    NETWORK,
    SECRET,
    SECURITY,
    operator,
    policies,
    role,
    statements,
    with_endpoints,
)

OWN = "own_endpoints_only: {tag: Owner}"
MAKES = "allow: [{types: [rep], tags: {Env: Test}}]"


@pytest.mark.parametrize("calls", [MAKE_INSTANCES, TAKE_ENDPOINT_ROLES, TAKE_ASSESSMENT_ROLES])
def test_what_takes_roles_is_named_with_the_types_that_aws_checks_it_on(calls: Mapping[str, tuple[str, ...]]) -> None:
    for name, kinds in calls.items():
        info = catalogue.action(name)
        assert info is not None, name
        used = {
            catalogue.resource_type("dms", use.name).arn.split(":")[5] for use in info.resource_types if use.required
        }
        assert set(kinds) == (used or {"data-provider"}), name


@pytest.mark.parametrize("restricted", [OWN, MAKES])
def test_who_is_restricted_gets_the_network_where_the_spec_says_so(restricted: str) -> None:
    assert not {"SeeNetwork", "NetworkInterfaces"} & set(statements(operator(restricted)))
    assert "SeeNetwork" in statements(operator(restricted, "sections: {vpc: true}"))


@pytest.mark.parametrize(
    ("allow", "makes"),
    [
        ("{types: [rep], tags: {Env: Test}}", True),
        ("{types: [rep], request_tags: {Env: Test}}", True),
        ('{types: [rep], ids: [A], actions: ["dms:Modify*"]}', True),
        ("{types: [rep], ids: [A], actions: dms:RebootReplicationInstance}", False),
        ("{types: [es], request_tags: {Env: Test}}", False),
        ("{types: [endpoint, task]}", False),
    ],
)
def test_network_interfaces_are_for_who_makes_replication_instances(allow: str, makes: bool) -> None:
    found = statements(operator(f"allow: [{allow}]", "sections: {vpc: true}", "source_ips: [203.0.113.0/24]"))
    assert ("NetworkInterfaces" in found) == ("NoInterfacesFromElsewhere" in found) == makes


@pytest.mark.parametrize("restricted", [OWN, "allow: [{types: [endpoint], tags: {Env: Test}}]"])
def test_who_is_restricted_passes_no_roles_that_the_spec_does_not_name(restricted: str) -> None:
    assert not {"SeeRoles", "PassRoles", "PassSecretRoles", "SeeSecrets"} & set(statements(with_endpoints(restricted)))


def test_who_is_restricted_passes_the_roles_of_the_endpoints_that_are_named() -> None:
    lake = statements(with_endpoints(OWN, "endpoints: [lake]"))
    assert lake["PassRoles"]["Resource"] == lake["SeeRoles"]["Resource"] == role("edge-prod-b001-role-dms-lake")
    assert not {"PassSecretRoles", "SeeSecrets"} & set(lake)
    orders = statements(with_endpoints(OWN, "endpoints: [orders]"))
    secret = role("edge-prod-b001-role-dms-orders-secret")
    assert orders["PassSecretRoles"]["Resource"] == orders["SeeRoles"]["Resource"] == secret
    assert orders["SeeSecrets"]["Resource"] == SECRET
    assert "PassRoles" not in orders


def test_who_may_do_everything_can_be_kept_to_the_roles_of_some_endpoints() -> None:
    found = statements(with_endpoints("endpoints: []"))
    assert not {"PassSecretRoles", "SeeSecrets"} & set(found)
    assert role("edge-prod-b001-role-dms-lake") not in found["PassRoles"]["Resource"]
    assert role("dms-vpc-role") in found["PassRoles"]["Resource"]


def test_who_is_restricted_passes_all_roles_of_endpoints_for_a_reason_that_is_printed() -> None:
    text = with_endpoints(OWN, "all_endpoints: they move all of them")
    found = statements(text)
    assert found["PassRoles"]["Resource"] == role("edge-prod-b001-role-dms-lake")
    assert found["PassSecretRoles"]["Resource"] == role("edge-prod-b001-role-dms-orders-secret")
    (made,) = policies(text)
    reasons = {each.sid: each.reason for each in made.policy.statements}
    assert {reasons[sid] for sid in ("PassRoles", "PassSecretRoles", "SeeSecrets")} == {"they move all of them"}


def test_the_roles_that_dms_finds_by_name_are_for_who_makes_replication_instances() -> None:
    found = statements(with_endpoints(MAKES))
    assert found["PassRoles"]["Resource"] == [role("dms-cloudwatch-logs-role"), role("dms-vpc-role")]


def test_the_role_of_assessment_runs_is_for_who_starts_them() -> None:
    found = statements(with_endpoints("allow: [{types: [task], tags: {Env: Test}}]"))
    assert found["PassRoles"]["Resource"] == role("edge-prod-b001-role-dms-results-assessment")


def test_a_redshift_endpoint_that_is_named_brings_the_role_that_dms_finds_for_it() -> None:
    lake = (
        "lake: {engine: redshift, direction: target, scenario: same_vpc, security_group: orders_db, bucket: dms-lake,"
        f' secret: "{SECRET}"}}'
    )
    lines = ENDPOINTS.replace("lake: {engine: s3, direction: target, bucket: edge-lake}", lake)
    head = SECURITY + NETWORK.lstrip("\n")
    roles = "{vpc: own, cloudwatch_logs: own, redshift: own}"
    text = operator(OWN, "endpoints: [lake]", roles=roles, dms=lines, security=head)
    assert role("dms-access-for-endpoint") in statements(text)["PassRoles"]["Resource"]


def test_roles_are_passed_to_dms_alone_and_exactly_those_of_the_spec() -> None:
    found = statements(with_endpoints())
    passed = [
        role("dms-cloudwatch-logs-role"),
        role("dms-vpc-role"),
        role("edge-prod-b001-role-dms-lake"),
        role("edge-prod-b001-role-dms-results-assessment"),
    ]
    secret = role("edge-prod-b001-role-dms-orders-secret")
    assert found["PassRoles"]["Action"] == "iam:PassRole"
    assert found["PassRoles"]["Resource"] == passed
    assert found["PassRoles"]["Condition"] == {"StringEquals": {"iam:PassedToService": "dms.amazonaws.com"}}
    assert found["PassSecretRoles"]["Resource"] == secret
    services = ["dms.amazonaws.com", "dms.eu-west-1.amazonaws.com"]
    assert found["PassSecretRoles"]["Condition"] == {"StringEquals": {"iam:PassedToService": services}}
    assert found["SeeRoles"]["Resource"] == sorted([*passed, secret])
    assert "Condition" not in found["SeeRoles"], "iam:PassedToService comes with iam:PassRole only"


def test_secrets_are_looked_at_and_not_into() -> None:
    found = statements(with_endpoints())
    assert found["SeeSecrets"]["Action"] == "secretsmanager:DescribeSecret"
    assert found["SeeSecrets"]["Resource"] == SECRET


def test_who_makes_nothing_that_takes_a_role_passes_none() -> None:
    found = statements(with_endpoints("allow: [{types: [task], actions: [dms:StopReplicationTask]}]"))
    assert not {"SeeRoles", "PassRoles", "PassSecretRoles", "SeeSecrets"} & set(found)


def test_roles_that_somebody_else_makes_are_passed_by_name() -> None:
    found = statements(operator())
    assert found["PassRoles"]["Resource"] == [role("dms-cloudwatch-logs-role"), role("dms-vpc-role")]
