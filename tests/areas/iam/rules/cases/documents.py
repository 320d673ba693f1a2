"""What stands in documents, and things that are said twice."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import group, operator, security, statements

USEFUL = "policy_assignments: {s3: level1}"

BAD = (
    Bad(
        "LB379",
        "a policy document holds",
        statements('§{actions: s3:GetObject, resources: "arn:aws:s3:::données-→/*"}'),
    ),
    Bad(
        "LB380",
        'the Sid "Read" stands twice',
        statements(
            '{sid: Read, actions: s3:GetObject, resources: "arn:aws:s3:::a/*"}',
            '§{sid: Read, actions: s3:GetObject, resources: "arn:aws:s3:::b/*"}',
        ),
    ),
    Bad(
        "LB390",
        "is attached by managed_policies[0] already",
        group("managed_policies: [ViewOnlyAccess, §ViewOnlyAccess]"),
    ),
    Bad(
        "LB390",
        "is attached by managed_policies[0] already",
        group("managed_policies: [ViewOnlyAccess, §arn:aws:iam::aws:policy/job-function/ViewOnlyAccess]"),
    ),
    Bad("LB391", '"jane" is a member already', group("members: [jane, §jane]", USEFUL)),
    Bad("LB391", '"Jane" is a member already as "jane"', group("members: [jane, §Jane]", USEFUL)),
    Bad(
        "LB392",
        'the user "Jane" is written "jane"',
        security("""
        users:
          jane: {}
        iam_groups:
          ops: {members: [§Jane], policy_assignments: {s3: level1}}
        """),
    ),
    Bad("LB393", 'group "ops" grants nothing', security("iam_groups:\n  §ops: {members: [jane]}")),
)

GOOD = (
    Good("LB379", statements('{actions: s3:GetObject, resources: "arn:aws:s3:::données/*"}')),
    Good(
        "LB380",
        statements(
            '{sid: Read, actions: s3:GetObject, resources: "arn:aws:s3:::a/*"}',
            '{sid: ReadMore, actions: s3:GetObject, resources: "arn:aws:s3:::b/*"}',
        ),
    ),
    Good("LB390", group("managed_policies: [ViewOnlyAccess, SecurityAudit]")),
    Good("LB391", group("members: [jane, john]", USEFUL)),
    Good(
        "LB392",
        security("""
        users:
          jane: {}
        iam_groups:
          ops: {members: [jane], policy_assignments: {s3: level1}}
        """),
    ),
    Good(
        "LB393",
        security("""
        iam_groups:
          ops: {}
        assumable_roles:
          etl: {assumable_by: {groups: [ops]}}
        """),
    ),
    Good("LB393", security("iam_groups:\n  ops: {}") + operator("groups: [ops]")),
)
