"""Specs around one operator of DMS, `team`, and what they compile to."""

import json
from collections.abc import Mapping
from typing import Any

from landbridge.areas.identities import IamPolicy
from landbridge.policy.document import PolicyDocument
from tests.specs import HEAD, analysed

SECURITY = """\
security:
  permissions_boundary: none
  iam_groups:
    dba: {policy_assignments: {s3: level1}}
    testers: {policy_assignments: {s3: level1}}
  assumable_roles:
    on_call: {assumable_by: {groups: [testers], require_mfa: true}}
"""
ROLES = "{vpc: reference, cloudwatch_logs: reference}"


def operator(
    *lines: str, groups: str = "[dba]", roles: str = ROLES, dms: str = "", head: str = HEAD, security: str = SECURITY
) -> str:
    """A spec with one operator of these lines; `dms` has further lines of the part."""
    body = "".join(f"      {line}\n" for line in (*([f"groups: {groups}"] if groups else []), *lines))
    more = "".join(f"  {line}\n" for line in dms.strip("\n").splitlines())
    return f"{head}{security}dms:\n  account_roles: {roles}\n{more}  operators:\n    team:\n{body or '      {}'}"


def policies(text: str) -> list[IamPolicy]:
    """The policies of the operators of a spec, which must have no errors."""
    analysis = analysed(text)
    assert analysis.root is not None, [f"{f.place} {f.id} {f.message}" for f in analysis.findings]
    resources = (resource for module in analysis.root.modules for resource in module.resources)
    return [each for each in resources if isinstance(each, IamPolicy) and each.origin[:2] == ("dms", "operators")]


def document(text: str) -> PolicyDocument:
    """The one policy of the one operator of a spec."""
    (policy,) = policies(text)
    return policy.policy


def statements(text: str) -> Mapping[str, dict[str, Any]]:
    """The statements of all policies of a spec's operators as JSON, by Sid."""
    documents = (json.loads(json.dumps(policy.policy.to_json())) for policy in policies(text))
    return {statement["Sid"]: statement for each in documents for statement in each["Statement"]}
