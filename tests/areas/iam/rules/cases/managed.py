"""Managed policies, and levels that are wide."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import group, security

BAD = (
    *(
        Bad(
            "LB396",
            "is this spec's own policy 'limit'",
            security(f"""
            permissions_boundary: limit
            iam_groups:
              ops: {{managed_policies: [§"{arn}"]}}
            policies:
              limit: {{{named}statements: [{{actions: "*", resources: "*"}}]}}
            """),
            also=("LB323", "LB324"),
        )
        for arn, named in (
            ("arn:{partition}:iam::{account_id}:policy/{stem}-policy-limit", ""),
            ("arn:aws:iam::123456789012:policy/edge-prod-b001-policy-limit", ""),
            ("arn:aws:iam::{account_id}:policy/guard/Limit", "name: Limit, path: /guard/, "),
        )
    ),
    Bad(
        "LB347",
        "AdministratorAccess allows everything",
        group("managed_policies: [ViewOnlyAccess, §AdministratorAccess]"),
    ),
    Bad(
        "LB347",
        "PowerUserAccess allows everything but IAM",
        group("managed_policies: [§arn:aws:iam::aws:policy/PowerUserAccess]"),
    ),
    Bad("LB348", "AmazonS3FullAccess reaches", group("managed_policies: [§AmazonS3FullAccess]")),
    Bad("LB348", "DatabaseAdministrator reaches", group("managed_policies: [§{name: DatabaseAdministrator}]")),
    Bad("LB349", "is of another account", group('managed_policies: [§"arn:aws:iam::210987654321:policy/x"]')),
    Bad(
        "LB349",
        "is none of AWS's managed policies",
        group("managed_policies: [§arn:aws:iam::aws:policy/ViewOnlyAcess]"),
    ),
    Bad(
        "LB349",
        "ViewOnlyAccess lies under /job-function/",
        group("managed_policies: [§arn:aws:iam::aws:policy/ViewOnlyAccess]"),
    ),
    Bad(
        "LB349",
        "cannot be attached",
        group("managed_policies: [§arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy]"),
    ),
    Bad(
        "LB349",
        "is no ARN of a managed policy",
        security("permissions_boundary: §arn:aws:iam::123456789012:role/x\niam_groups: {}"),
    ),
    Bad(
        "LB349",
        "is of another account",
        security("""
        users:
          jane: {permissions_boundary: §"arn:aws:iam::210987654321:policy/x"}
        """),
    ),
    Bad("LB350", "level4 of s3 is wide", group("policy_assignments: {glue: level1, s3: §level4}")),
)

GOOD = (
    Good(
        "LB396",
        security("""
        permissions_boundary: limit
        iam_groups:
          ops: {managed_policies: ["arn:{partition}:iam::{account_id}:policy/elsewhere"]}
        policies:
          limit: {statements: [{actions: "*", resources: "*"}]}
        """),
    ),
    Good("LB347", group("managed_policies: [{name: AdministratorAccess, reason: break glass}]")),
    Good(
        "LB348", group("managed_policies: [AmazonS3ReadOnlyAccess, {name: AmazonS3FullAccess, reason: storage team}]")
    ),
    Good(
        "LB349",
        group(
            "managed_policies: [arn:aws:iam::aws:policy/job-function/ViewOnlyAccess,"
            " 'arn:{partition}:iam::{account_id}:policy/own/x']"
        ),
    ),
    Good("LB350", group("policy_assignments: {glue: level3, s3: {level: level4, reason: storage team}}")),
)
