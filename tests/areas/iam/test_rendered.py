"""What small specs render to: one snapshot per kind of thing, as the reviewer of a pull request would read it."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.specs import compiled, spec

CASES = {
    "a group of the migration guide": """
        permissions_boundary: none
        iam_groups:
          data_scientists:
            description: Data scientists with ML model development access
            managed_policies: [CloudWatchLogsReadOnlyAccess]
            policy_assignments: {s3: level2, sagemaker: level2}
            members: [jane.doe]
    """,
    "members of several groups, one user created": """
        permissions_boundary: none
        iam_groups:
          a: {managed_policies: [ReadOnlyAccess], members: [jane.doe, "x@example.com"]}
          b: {managed_policies: [SecurityAudit], members: [jane.doe, svc_batch]}
        users:
          svc_batch: {path: /svc/, tags: {Purpose: batch}, force_destroy: true}
    """,
    "statements of the author": """
        permissions_boundary: none
        iam_groups:
          ops:
            statements:
              - actions: [sqs:SendMessage, sqs:sendmessage, sqs:GetQueueUrl]
                resources:
                  - "arn:{partition}:sqs:{region}:{account_id}:{stem}-b"
                  - arn:aws:sqs:eu-west-1:123456789012:a
              - sid: OwnFolder
                effect: Deny
                actions: [s3:DeleteObject]
                resources: ["arn:aws:s3:::shared/${aws:username}/*"]
                conditions: {StringNotEquals: {"aws:RequestedRegion": [eu-west-1, us-east-1]}}
                reason: nobody clears a shared folder from elsewhere
    """,
    "a service role with everything": """
        permissions_boundary: guard
        policies:
          guard:
            statements: [{actions: ["s3:*"], resources: ["*"], reason: bound of the roles below}]
        service_roles:
          worker:
            description: Works
            path: /svc/
            service: [ec2, lambda.amazonaws.com]
            conditions: {StringEquals: {"aws:SourceAccount": "{account_id}"}}
            instance_profile: true
            max_session_duration: 7200
            tags: {Team: x}
            managed_policies: [AWSLambdaBasicExecutionRole, "arn:aws:iam::123456789012:policy/own/thing"]
            customer_policies: [guard]
    """,
    "EKS Pod Identity": """
        permissions_boundary: none
        service_roles:
          pod: {service: pods.eks.amazonaws.com, policy_assignments: {dynamodb: level1}}
    """,
    "the two halves of an assumable role": """
        permissions_boundary: keep
        iam_groups:
          ops: {description: Operators}
        service_roles:
          runner: {service: lambda, policy_assignments: {logs: level1}}
        assumable_roles:
          repair:
            assumable_by: {groups: [ops], principals: ["{role:runner}"], require_mfa: true}
            managed_policies: [SecurityAudit]
    """,
    "cross-account roles": """
        permissions_boundary: none
        cross_account_roles:
          audit:
            account_ids: ["210987654321"]
            external_id: agreed-2026
            managed_policies: [SecurityAudit]
          legacy:
            principals: ["arn:aws:iam::210987654321:role/x"]
            reason: the other side cannot send an ExternalId before March
            managed_policies: [SecurityAudit]
    """,
    "federated roles": """
        permissions_boundary: none
        federated_roles:
          people: {saml: {provider: idp}, managed_policies: [SecurityAudit]}
          pipeline:
            oidc:
              provider: token.actions.githubusercontent.com
              subjects: ["repo:edge/landing:ref:refs/heads/main"]
            managed_policies: [SecurityAudit]
    """,
    "access by intention": """
        permissions_boundary: none
        service_roles:
          flow:
            service: lambda
            access:
              - {service: states, level: read}
              - {service: sns, level: write, resources: ["arn:{partition}:sns:{region}:{account_id}:{stem}-news"]}
    """,
    "guards": """
        permissions_boundary: none
        iam_groups:
          visitors:
            policy_assignments: {ecr: level1}
            guards:
              not_from_elsewhere:
                actions: ["*"]
                resources: ["*"]
                conditions: {NotIpAddressIfExists: {"aws:SourceIp": 198.51.100.0/24}}
                reason: visitors work on the premises
    """,
    "a renamed role": """
        permissions_boundary: none
        service_roles:
          etl:
            renamed_from: old_etl
            name: "{stem}-role-old-etl"
            service: glue
            policy_assignments: {s3: level1}
            managed_policies: [AWSGlueServiceRole]
    """,
    "a boundary that names the role that it bounds": """
        permissions_boundary: guard
        policies:
          guard:
            statements:
              - actions: [sts:AssumeRole]
                resources: ["{role:worker}"]
        service_roles:
          worker: {service: lambda, policy_assignments: {logs: level1}}
    """,
}


@pytest.mark.parametrize("name", CASES)
def test_a_small_spec_renders_to(name: str, snapshot: SnapshotAssertion) -> None:
    files = compiled(spec(CASES[name]))
    shown = [
        f"===== {path}\n{text}"
        for path, text in files.items()
        if path.startswith("modules/iam/")
        and not path.endswith(("versions.tf", "variables.tf", "outputs.tf", "README.md"))
    ]
    assert "\n".join(shown) == snapshot


def test_the_files_around_the_resources(snapshot: SnapshotAssertion) -> None:
    files = compiled(
        spec(
            """
            permissions_boundary: none
            iam_groups:
              ops: {managed_policies: [ReadOnlyAccess]}
            """,
            head="""\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}
tags: {CostCenter: "4711", Owner: platform team}
terraform:
  required_version: "1.6"
  assume_role: arn:aws:iam::123456789012:role/terraform
  backend: {type: s3, config: {bucket: state, key: iam.tfstate, region: eu-west-1, use_lockfile: true}}
""",
        )
    )
    shown = [f"===== {path}\n{text}" for path, text in files.items() if not path.endswith("iam/main.tf")]
    assert "\n".join(shown) == snapshot
