"""What names each other is made in one apply: roles, keys and boundaries, in modules that are wired both ways."""

import json
import re
from collections.abc import Mapping

import pytest

from tests.terraform.harness import Contents, Lab, Root, grants
from tests.terraform.small_specs import compile_into

SPEC = """
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}

security:
  permissions_boundary: none
  policies:
    # A boundary names the key, the role is bounded, and the key's policy names the role.
    limits: {statements: [{actions: [kms:Decrypt], resources: ["{key:storage}"]}]}
  service_roles:
    # The role's policy names the key, and the key's policy names the role.
    loader: {service: glue, statements: [{actions: [kms:Decrypt], resources: ["{key:storage}"]}]}
    bounded: {service: glue, permissions_boundary: limits}
    # Names roles of another module that names a key in a third.
    watcher: {service: lambda, statements: [{actions: ["iam:GetRole"], resources: ["{dms_role:lake}"]}]}

kms:
  external_principals: ["arn:aws:iam::123456789012:role/Admin"]
  keys:
    storage: {administrators: ["arn:aws:iam::123456789012:role/Admin"], users: ["{role:loader}", "{role:bounded}"]}
    lake: {purpose: s3_target, administrators: ["arn:aws:iam::123456789012:role/Admin"], users: ["{role:watcher}"]}

dms:
  permissions_boundary: none
  account_roles: {vpc: reference, cloudwatch_logs: reference}
  replication_instances: {main: {security_group: replication, https_anywhere: no prefix list has the addresses of AWS}}
  endpoints: {lake: {engine: s3, direction: target, bucket: "{stem}-lake", target_key: lake}}

network:
  security_groups: {replication: {vpc: vpc-0123456789abcdef0, description: DMS replication instance}}
  vpc_endpoints:
    s3:
      service: s3
      vpc: vpc-0123456789abcdef0
      route_tables: [rtb-0123456789abcdef0]
      clients: [replication]
      statements: [{actions: [s3:GetObject], principals: {AWS: ["{dms_role:lake}", "{role:watcher}"]}}]
"""

ROLE = "arn:aws:iam::123456789012:role/edge-prod-b001-role-"


@pytest.fixture(scope="module")
def root(session_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Root:
    """The spec, applied once, to an account that refuses policies which name who does not exist."""
    folder = compile_into(tmp_path_factory.mktemp("cycles"), SPEC)
    session_lab.reset()
    root = session_lab.root(folder, region="eu-west-1")
    root.account.create_principals(["arn:aws:iam::123456789012:role/Admin"])
    root.account.create_vpc("vpc-0123456789abcdef0", route_tables=["rtb-0123456789abcdef0"])
    root.adapt()
    root.init()
    root.apply()
    return root


@pytest.fixture(scope="module")
def contents(root: Root) -> Contents:
    return root.account.read()


@pytest.fixture(scope="module")
def keys(contents: Contents) -> Mapping[str, str]:
    """The ARNs of the keys by alias."""
    return {alias: arn for arn, key in contents.keys.items() for alias in key.aliases}


def users(contents: Contents, arn: str) -> set[str]:
    """Return the principals that a key's policy lets decrypt."""
    found = {grant.principal for grant in grants(contents.keys[arn].policy) if grant.action == "kms:Decrypt"}
    return {principal.removeprefix("AWS ").removeprefix(ROLE) for principal in found}


def test_one_apply_is_enough(root: Root) -> None:
    plan = root.plan()
    assert not plan.changes, plan.text


def test_a_role_and_a_key_name_each_other(contents: Contents, keys: Mapping[str, str]) -> None:
    storage = keys["alias/edge-prod-b001-storage"]
    [document] = contents.roles["edge-prod-b001-role-loader"].inline.values()
    assert {grant.resource for grant in grants(document)} == {storage}
    assert "loader" in users(contents, storage)


def test_a_boundary_names_a_key_whose_policy_names_the_bounded_role(
    contents: Contents, keys: Mapping[str, str]
) -> None:
    storage = keys["alias/edge-prod-b001-storage"]
    boundary = contents.policies[contents.roles["edge-prod-b001-role-bounded"].boundary]
    assert {grant.resource for grant in grants(boundary.document)} == {storage}
    assert "bounded" in users(contents, storage)


def test_a_role_of_dms_and_a_key_name_each_other(contents: Contents, keys: Mapping[str, str]) -> None:
    lake = keys["alias/edge-prod-b001-lake"]
    [document] = contents.roles["edge-prod-b001-role-dms-lake"].inline.values()
    assert lake in {grant.resource for grant in grants(document)}
    assert {"dms-lake", "watcher"} <= users(contents, lake)


def test_the_policy_of_a_vpc_endpoint_names_roles_of_two_modules(contents: Contents) -> None:
    [endpoint] = contents.vpc_endpoints.values()
    text = json.dumps(endpoint.policy)
    assert f"{ROLE}dms-lake" in text
    assert f"{ROLE}watcher" in text


@pytest.mark.parametrize(("one", "other"), [("iam", "kms"), ("dms", "kms")])
def test_the_modules_are_wired_both_ways(root: Root, one: str, other: str) -> None:
    calls = re.split(r"^module ", (root.folder / "main.tf").read_text(), flags=re.MULTILINE)[1:]
    texts = {call.split('"')[1]: call for call in calls}
    assert f"module.{other}." in texts[one]
    assert f"module.{one}." in texts[other]
