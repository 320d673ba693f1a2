"""An access of the Migration Assistant that is granted and removed again, with what the account held at each step.

As in `takeovers`, the provider waits a minute after every change of a domain's policy, so all of it goes on beside the
other tests.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.terraform.harness import Contents, Lab, Root
from tests.terraform.meaning import read
from tests.terraform.small_specs import compile_into
from tests.terraform.test_examples import prepare

ACCOUNT = "123456789012"
DOMAIN = f"arn:aws:es:eu-west-1:{ACCOUNT}:domain/edge-logs"
CONSOLE = "OSMigrations-prod-eu-west-1-migration-console-task"
HAD = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/backend"},
            "Action": "es:ESHttp*",
            "Resource": f"{DOMAIN}/*",
        }
    ],
}
_TOP = f"""\
version: 1
client: {{company_prefix: edge, tenant_id: b001, account_id: "{ACCOUNT}"}}
environment: {{env: prod, region: eu-west-1}}
"""
_REST = """\
opensearch:
  domains:
    logs:
      name: edge-logs
      network: vpc
      fine_grained: true
      explicit_index: false
      current_policy: edge-logs.json
      access: {backend: {who: ["arn:aws:iam::123456789012:role/reader"], may: read, indexes: [orders]}}
network:
  security_groups:
    os_access: {id: "{ssm:/migration/prod/default/osAccessSecurityGroupId}"}
    logs: {id: sg-0a1b2c3d4e5f60718, ingress: [{from: 10.0.0.0/24, port: 443}]}
kms:
  external_principals: [arn:aws:iam::123456789012:role/KeyAdmin]
  keys: {snapshots: {purpose: s3_target, administrators: ["arn:aws:iam::123456789012:role/KeyAdmin"]}}
"""
_GRANTED = """\
migration_assistant:
  permissions_boundary: none
  deployments:
    logs:
      product: classic
      stage: prod
      services: [console, reindex, replayer]
      access_security_group: os_access
      source: {domain: logs, security_group: logs}
      target: {serverless: {collection: logs, indexes: ["*"]}}
      snapshot: {role: own, kms_key: snapshots}
      expires: "2027-03-31"
"""


@dataclass(frozen=True)
class Step:
    """What there was after an apply.

    Attributes:
        contents: of the account.
        addresses: what Terraform has in its state.
        unsettled: what a plan right after it would still change, empty where nothing.
    """

    contents: Contents
    addresses: frozenset[str]
    unsettled: str


@dataclass(frozen=True)
class Teardown:
    """The whole way, in order.

    Attributes:
        before: the rest of the spec, without the Migration Assistant.
        granted: with its access.
        removed: `access: removed`.
        deleted: the same tree, planned when the product's parameters are gone: what that would change.
    """

    before: Step
    granted: Step
    removed: Step
    deleted: str


def go_and_come_back(lab: Lab, folder: Path) -> Teardown:
    """Grant an access and remove it, in an account of `lab`, which nobody else uses."""
    (folder / "edge-logs.json").write_text(json.dumps(HAD))
    root_folder = compile_into(folder, _TOP + _REST)
    (folder / "granted").mkdir()
    (folder / "granted/edge-logs.json").write_text(json.dumps(HAD))
    (folder / "granted/spec.yaml").write_text(_TOP + _GRANTED + _REST)
    root = lab.root(root_folder, account_id=ACCOUNT, region="eu-west-1")
    prepare(root, read(folder / "granted/spec.yaml"))
    root.adapt()
    root.init()
    before = _step(root)
    compile_into(folder, _TOP + _GRANTED + _REST)
    root.init()
    granted = _step(root)
    compile_into(folder, _TOP + _GRANTED.replace("expires:", "access: removed\n      expires:") + _REST)
    root.init()
    removed = _step(root)
    ssm = root.account.client("ssm")
    ssm.delete_parameters(Names=[each["Name"] for each in ssm.describe_parameters()["Parameters"]])
    plan = root.plan()
    return Teardown(before, granted, removed, plan.text if plan.changes else "")


def _step(root: Root) -> Step:
    root.apply()
    plan = root.plan()
    return Step(root.account.read(), frozenset(root.addresses()), plan.text if plan.changes else "")
