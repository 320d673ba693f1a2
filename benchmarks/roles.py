"""Writes the spec that everything is measured on: any number of roles, always the same for the same number.

Usage: python benchmarks/roles.py 1000 spec.yaml
"""

import sys
from itertools import product
from pathlib import Path
from typing import NamedTuple

HEAD = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: us-west-1}
security:
  permissions_boundary: none
  service_roles:
"""

ROLE = """\
    worker_{number:05}:
      description: Moves the results of batch {number} on
      service: {principal}
      conditions:
        StringEquals: {{"aws:SourceAccount": "{{account_id}}"}}
      managed_policies: [{managed_policy}]
      statements:
        - sid: ReadInput
          actions: [s3:GetObject, s3:GetObjectTagging]
          resources: ["arn:{{partition}}:s3:::{{stem}}-input-{number}/*"]
          conditions:
            Bool: {{"aws:SecureTransport": "true"}}
        - sid: SendResult
          actions: [{actions}]
          resources: ["arn:{{partition}}:{target}-{number}"]
          conditions:
            StringEquals: {{"aws:ResourceAccount": "{{account_id}}"}}
"""

LEVEL = """\
      policy_assignments: {secretsmanager: level1}
"""
EVERY = 10
"""One role in so many has a curated level of access as well."""


class Service(NamedTuple):
    """A service that assumes roles, and the AWS-managed policy that its roles have."""

    principal: str
    managed_policy: str


class Target(NamedTuple):
    """What a role writes to: the actions, and the ARN behind the partition and before the role's number."""

    actions: str
    target: str


SERVICES = (
    Service("lambda", "AWSLambdaBasicExecutionRole"),
    Service("ecs-tasks", "AmazonECSTaskExecutionRolePolicy"),
    Service("glue", "AWSGlueServiceRole"),
)
TARGETS = (
    Target("sqs:SendMessage", "sqs:{region}:{account_id}:{stem}-result"),
    Target("sns:Publish", "sns:{region}:{account_id}:{stem}-result"),
    Target("dynamodb:PutItem, dynamodb:UpdateItem", "dynamodb:{region}:{account_id}:table/{stem}-result"),
    Target("kinesis:PutRecord, kinesis:PutRecords", "kinesis:{region}:{account_id}:stream/{stem}-result"),
    Target("states:StartExecution", "states:{region}:{account_id}:stateMachine:{stem}-result"),
)


def spec(roles: int) -> str:
    """Return a spec of so many roles, as YAML."""
    kinds = list(product(SERVICES, TARGETS))
    entries = []
    for number in range(roles):
        service, target = kinds[number % len(kinds)]
        entries.append(ROLE.format(number=number, **service._asdict(), **target._asdict()))
        if number % EVERY == 0:
            entries.append(LEVEL)
    return HEAD + "".join(entries)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(spec(int(sys.argv[1])), encoding="utf-8")
