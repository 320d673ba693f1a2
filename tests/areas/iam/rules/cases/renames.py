"""`renamed_from`."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import security, service_role

STATEMENTS = 'statements: [{actions: s3:ListAllMyBuckets, resources: "*"}]'

BAD = (
    Bad("LB394", "is the key that the role has", service_role("renamed_from: §worker")),
    Bad(
        "LB394",
        "still exists (security.service_roles.old)",
        security("""
        service_roles:
          old: {service: ec2}
        assumable_roles:
          new: {name: x, renamed_from: §old, assumable_by: {principals: ["arn:aws:iam::123456789012:user/jane"]}}
        """),
    ),
    Bad(
        "LB394",
        "security.iam_groups.a was renamed from",
        security("""
        iam_groups:
          a: {renamed_from: old, policy_assignments: {s3: level1}}
          b: {renamed_from: §old, policy_assignments: {s3: level1}}
        """),
    ),
    Bad(
        "LB395",
        'from "edge-prod-b001-role-old-one" to "edge-prod-b001-role-worker"',
        service_role("renamed_from: §old_one"),
    ),
    Bad(
        "LB395",
        "the policy's name in AWS would change",
        security(f"policies:\n  new: {{renamed_from: §old, {STATEMENTS}}}"),
    ),
)

GOOD = (
    Good("LB394", security("iam_groups:\n  new: {renamed_from: old, policy_assignments: {s3: level1}}")),
    Good("LB395", service_role("renamed_from: old_one", "name: edge-prod-b001-role-old-one")),
)
