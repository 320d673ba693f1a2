"""An adopted domain: Terraform writes its policy, and none of the other arguments that the provider has for it."""

import json
from typing import Any

import pytest

from landbridge.areas.opensearch.resources import DOMAINS, ElasticsearchDomain, OpensearchDomain
from landbridge.policy.document import PolicyDocument
from tests.terraform.harness import Lab

ROOT = """\
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
"""
WRITTEN = {"access_policies", "domain_name"}


@pytest.fixture(scope="module")
def schemas(session_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The provider's schema of every resource type."""
    folder = tmp_path_factory.mktemp("schema")
    (folder / "main.tf").write_text(ROOT)
    root = session_lab.root(folder, shared=False)
    root.init()
    (provider,) = json.loads(root.run("providers", "schema", "-json").stdout)["provider_schemas"].values()
    found: dict[str, Any] = provider["resource_schemas"]
    return found


def arguments(schema: dict[str, Any]) -> set[str]:
    """What can be set: arguments and blocks, but neither the id nor the time that Terraform waits."""
    block = schema["block"]
    settable = {name for name, each in block["attributes"].items() if each.get("optional") or each.get("required")}
    return (settable | block["block_types"].keys()) - {"id", "timeouts"}


@pytest.mark.parametrize("kind", [OpensearchDomain, ElasticsearchDomain])
def test_every_argument_is_written_or_left_alone(
    schemas: dict[str, Any], kind: type[OpensearchDomain | ElasticsearchDomain]
) -> None:
    domain = kind(label="d", origin=(), domain_name="d", access_policies=PolicyDocument(()), found=PolicyDocument(()))
    assert kind in DOMAINS.values()
    assert arguments(schemas[kind.type]) == WRITTEN | set(map(str, domain.left_alone))
