"""Values that only Terraform knows: it refuses those that would widen what they stand in."""

import pytest

from tests.terraform.harness import Lab, Root
from tests.terraform.small_specs import compile_into

SPEC = """
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}
kms:
  external_principals: ["{var:admin}"]
  keys: {lake: {administrators: ["{var:admin}"]}}
"""


@pytest.fixture(scope="module")
def root(session_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Root:
    folder = compile_into(tmp_path_factory.mktemp("outside"), SPEC)
    session_lab.reset()
    root = session_lab.root(folder, region="eu-west-1")
    root.adapt()
    root.init()
    return root


def test_the_arn_of_a_role_is_taken(root: Root) -> None:
    assert root.plan("-var=admin=arn:aws:iam::123456789012:role/Admin").changes


@pytest.mark.parametrize("value", ["*", "arn:aws:iam::*:role/Admin", "arn:aws:iam::123456789012:role/Admin?"])
def test_a_wildcard_is_refused(root: Root, value: str) -> None:
    done = root.run("plan", "-no-color", f"-var=admin={value}", expect=(1,))
    assert "Invalid value for variable" in done.stderr
