"""Specs with an `mgn:` part as text, from what is right of most staging areas and what a test says otherwise."""

import json
import textwrap
from collections.abc import Mapping
from typing import Any

from landbridge.areas.identities import IamPolicy
from tests.areas.kms.specs import keys
from tests.marks import MARK
from tests.specs import HEAD, resources

VPC = "vpc-0a1b2c3d4e5f60718"
OTHER_VPC = "vpc-00000000000000001"
SUBNET = "subnet-0a1b2c3d4e5f60718"
TABLE = "rtb-0a1b2c3d4e5f60718"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
SECURITY = """\
security:
  permissions_boundary: none
  iam_groups:
    movers: {managed_policies: [CloudWatchLogsReadOnlyAccess]}
    others: {managed_policies: [CloudWatchLogsReadOnlyAccess]}
  service_roles:
    app: {service: ec2.amazonaws.com}
  assumable_roles:
    installer: {assumable_by: {groups: [movers], require_mfa: true}}
"""
KMS = keys(volumes="mgn_ebs")
GROUPS = {"replication": f"{{vpc: {VPC}}}"}
SOURCES = {"orders": "{cidrs: [10.10.0.0/24]}"}
PRIVATE = {
    "vpc": VPC,
    "subnets": f"[{SUBNET}]",
    "cidrs": "[10.0.9.0/24]",
    "route_tables": f"[{TABLE}]",
    "routing": "private",
    "ebs_encryption": "default",
    "replication_servers": "replication",
    "endpoints": "create",
    "agents_through": "endpoints",
}
PUBLIC: dict[str, str | None] = {
    "cidrs": None,
    "route_tables": None,
    "routing": "public",
    "endpoints": None,
    "agents_through": None,
    "internet": "MGN has no other way here",
}
"""What is otherwise with routing public."""
PUBLIC_SOURCES = {"orders": "{cidrs: [198.51.100.0/24]}"}


def network(groups: Mapping[str, str] | None = None, *lines: str) -> str:
    """A `network:` part with these groups, each as YAML in the flow form, and these lines besides."""
    body = "".join(f"    {key}: {text}\n" for key, text in {**GROUPS, **(groups or {})}.items())
    return f"network:\n  security_groups:\n{body}" + "".join(f"  {line}\n" for line in lines)


def area(*, mark: str | None = "", value: str | None = "", **fields: str | None) -> str:
    """The lines of a staging area: a private one but for these fields; None leaves a field out.

    Args:
        mark: a field whose key is marked.
        value: a field whose value is marked.
        fields: by name, as YAML.
    """
    merged = {name: text for name, text in {**PRIVATE, **fields}.items() if text is not None}
    return "".join(
        f"  {MARK * (name == mark)}{name}: {MARK * (name == value)}{text}\n" for name, text in merged.items()
    )


def mgn(
    *lines: str,
    sources: Mapping[str, str] | None = None,
    staging: str | None = None,
    at_area: str = "",
    rest: str | None = None,
    head: str = HEAD,
) -> str:
    """A spec whose `mgn:` part has source servers, a staging area, and these lines besides."""
    given = SOURCES if sources is None else sources
    body = "source_servers:\n" + "".join(f"  {key}: {text}\n" for key, text in given.items()) if given else ""
    body += f"{at_area}staging_area:\n{area() if staging is None else staging}" if staging != "" else ""
    body += "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
    return f"{head}mgn:\n" + textwrap.indent(body, "  ") + (network() if rest is None else rest)


def people(*lines: str, security: str = SECURITY, head: str = HEAD, rest: str = "") -> str:
    """A spec whose `mgn:` part has only these lines, with groups and roles."""
    return f"{head}{security}mgn:\n" + "".join(f"  {line}\n" for line in lines) + rest


def operator(text: str, key: str = "team", **more: str) -> str:
    """A spec with one operator, in YAML's flow form."""
    return people(f"operators: {{{key}: {{groups: [movers], {text}}}}}", **more)


def installer(text: str, key: str = "field", **more: str) -> str:
    """A spec with one who installs agents, in YAML's flow form."""
    return people(f"agent_installers: {{{key}: {{roles: [installer], {text}}}}}", **more)


def policies(text: str) -> list[IamPolicy]:
    """The policies of the people of a spec, which must have no errors."""
    return [each for each in resources(text) if isinstance(each, IamPolicy) and each.origin[0] == "mgn"]


def statements(text: str) -> dict[str, dict[str, Any]]:
    """The statements of all policies of a spec's people as JSON, by Sid."""
    documents = (json.loads(json.dumps(policy.policy.to_json())) for policy in policies(text))
    return {statement["Sid"]: statement for each in documents for statement in each["Statement"]}
