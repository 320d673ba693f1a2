"""Specs around an `opensearch:` part, with the roles and groups that it names."""

import json
from typing import Any

from landbridge.areas.opensearch.resources import HasDomainPolicy
from landbridge.policy.document import PolicyDocument
from landbridge.source.nodes import shorten
from tests.specs import HEAD, analysed

ROLES = """\
security:
  permissions_boundary: none
  iam_groups:
    analysts: {description: Who searches the logs, managed_policies: [CloudWatchLogsReadOnlyAccess]}
  service_roles:
    etl: {service: glue.amazonaws.com}
    admin: {service: ec2.amazonaws.com}
"""
ETL = "arn:aws:iam::123456789012:role/edge-prod-b001-role-etl"
LEGACY = "arn:aws:iam::123456789012:role/legacy"
PARTNER = "arn:aws:iam::210987654321:role/partner"
LOGS = "arn:aws:es:eu-west-1:123456789012:domain/edge-logs"


def opensearch(part: str, head: str = HEAD, security: str = ROLES) -> str:
    """A whole spec around an `opensearch:` part, written as a block."""
    lines = part.strip("\n").splitlines()
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return f"{head}{security}opensearch:\n" + "".join(f"  {line[margin:]}\n" for line in lines)


def domain(*lines: str, facts: str = "network: public", head: str = HEAD, security: str = ROLES) -> str:
    """A spec with one domain, `logs`, of these lines; it had no policy unless they say so."""
    current = (
        () if any(line.startswith(("current_policy", "§current")) for line in lines) else ("current_policy: none",)
    )
    every = ("name: edge-logs", *facts.split("; "), *current, *lines)
    return opensearch("domains:\n  logs:\n" + "".join(f"    {line}\n" for line in every), head, security)


def access(text: str, facts: str = "network: public", **more: str) -> str:
    """A domain with one access, `one`, in YAML's flow style."""
    return domain(f"access: {{one: {{{text}}}}}", facts=facts, **more)


def statement(text: str, *lines: str, facts: str = "network: public") -> str:
    """A domain with one statement of its own, in YAML's flow style."""
    return domain(f"statements: [{{{text}}}]", *lines, facts=facts)


def grant(text: str, key: str = "one") -> str:
    """The domain `logs`, and a grant to the group analysts."""
    return domain() + f"  grants:\n    {key}: {{groups: [analysts], {text}}}\n"


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def described(policy: dict[str, Any]) -> str:
    """A policy as `aws opensearch describe-domain-config` prints it."""
    return json.dumps({"DomainConfig": {"AccessPolicies": {"Options": json.dumps(policy), "Status": {}}}})


def allow(who: object = LEGACY, path: str = "*", action: object = "es:ESHttpGet", **more: object) -> dict[str, Any]:
    """A statement of a policy that a domain had before."""
    resource = f"{LOGS}/{path}"
    return {"Effect": "Allow", "Principal": {"AWS": who}, "Action": action, "Resource": resource, **more}


def policy(text: str, **files: str) -> PolicyDocument:
    """The one domain policy of a spec, which must have no errors."""
    analysis = analysed(text, **files)
    assert analysis.root is not None, [f"{f.place} {f.id} {shorten(f.message, 300)}" for f in analysis.findings]
    resources = (resource for module in analysis.root.modules for resource in module.resources)
    (found,) = (each.access_policies for each in resources if isinstance(each, HasDomainPolicy))
    return found


def statements(text: str, **files: str) -> list[dict[str, Any]]:
    """The statements of the one domain policy, as JSON."""
    found: list[dict[str, Any]] = json.loads(json.dumps(policy(text, **files).to_json()))["Statement"]
    return found
