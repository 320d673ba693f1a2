"""Specs around one operator of DMS, `team`, and what they compile to."""

import json
from collections.abc import Mapping
from typing import Any

from landbridge.areas.identities import IamPolicy
from landbridge.policy.document import PolicyDocument
from tests.specs import HEAD, resources

SECURITY = """\
security:
  permissions_boundary: none
  iam_groups:
    dba: {policy_assignments: {s3: level1}}
    testers: {policy_assignments: {s3: level1}}
  assumable_roles:
    on_call: {assumable_by: {groups: [testers], require_mfa: true}}
"""
ACCOUNT = "123456789012"
SECRET = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:orders-a1B2c3"
NETWORK = """
network:
  security_groups:
    replication: {vpc: vpc-0a1b2c3d4e5f60718}
    orders_db: {id: sg-0a1b2c3d4e5f60718}
"""
ENDPOINTS = f"""
permissions_boundary: none
replication_instances: {{main: {{security_group: replication, https_to: [pl-0123456789abcdef0]}}}}
endpoints:
  orders: {{engine: postgres, direction: source, scenario: same_vpc, security_group: orders_db, ssl_mode: require,
           secret: "{SECRET}"}}
  lake: {{engine: s3, direction: target, bucket: edge-lake}}
assessment_buckets:
  results: {{bucket: edge-results}}
"""
ROLES = "{vpc: reference, cloudwatch_logs: reference}"


def operator(
    *lines: str, groups: str = "[dba]", roles: str = ROLES, dms: str = "", head: str = HEAD, security: str = SECURITY
) -> str:
    """A spec with one operator of these lines; `dms` has further lines of the part."""
    body = "".join(f"      {line}\n" for line in (*([f"groups: {groups}"] if groups else []), *lines))
    more = "".join(f"  {line}\n" for line in dms.strip("\n").splitlines())
    return f"{head}{security}dms:\n  account_roles: {roles}\n{more}  operators:\n    team:\n{body or '      {}'}"


def with_endpoints(*lines: str) -> str:
    """A spec with an operator, two endpoints with roles, a secret and an assessment bucket."""
    return operator(*lines, dms=ENDPOINTS, security=SECURITY + NETWORK.lstrip("\n"))


def role(name: str) -> str:
    """The ARN of a role of the account."""
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def policies(text: str) -> list[IamPolicy]:
    """The policies of the operators of a spec, which must have no errors."""
    return [each for each in resources(text) if isinstance(each, IamPolicy) and each.origin[:2] == ("dms", "operators")]


def document(text: str) -> PolicyDocument:
    """The one policy of the one operator of a spec."""
    (policy,) = policies(text)
    return policy.policy


def statements(text: str) -> Mapping[str, dict[str, Any]]:
    """The statements of all policies of a spec's operators as JSON, by Sid."""
    documents = (json.loads(json.dumps(policy.policy.to_json())) for policy in policies(text))
    return {statement["Sid"]: statement for each in documents for statement in each["Statement"]}
