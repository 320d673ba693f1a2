"""What else lowering finds: references, memberships, policies that cannot be made."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import group, security, service_role, statements
from tests.specs import HEAD

CHINA = HEAD.replace("eu-west-1", "cn-north-1")
USEFUL = "policy_assignments: {s3: level1}"
VALUES = ", ".join(f'"{"x" * 60}-{number:03}"' for number in range(110))


def mapped(text: str, mappings: str) -> str:
    """A group and an export of the old groups."""
    return security(
        f"iam_groups:\n  ops: {{policy_assignments: {{s3: level1}}}}\nuser_group_mappings:\n  file:"
        f" old.txt\n  {mappings}"
    )


BAD = (
    Bad("LB104", '"reed" is no policy of this spec', group("customer_policies: [§reed]")),
    Bad(
        "LB104",
        '"opps" is no group of this spec',
        security(
            "iam_groups:\n  ops: {policy_assignments: {s3: level1}}\nassumable_roles:\n  etl:"
            " {assumable_by: {groups: [§opps]}}"
        ),
    ),
    Bad("LB104", '"limitt" is no policy of this spec', service_role("permissions_boundary: §limitt")),
    Bad(
        "LB105",
        'unknown placeholder "{stemm}"',
        statements('{actions: s3:GetObject, resources: §"arn:aws:s3:::{stemm}-data/*"}'),
    ),
    Bad(
        "LB105",
        'unknown placeholder "{role:nobody}"',
        statements('{actions: iam:GetRole, resources: §"{role:nobody}"}'),
    ),
    Bad(
        "LB107",
        "the old group of line 2 is not mapped",
        mapped("", "groups: {§Ops: ops}"),
        files={"old_txt": "Ops: jane\nData: john\n"},
        at=("old.txt", 2, 1),
    ),
    Bad(
        "LB107",
        "not a line of",
        mapped("", "groups: {§Ops: ops}"),
        files={"old_txt": "Ops: jane\njohn\n"},
        at=("old.txt", 2, 1),
    ),
    Bad("LB107", "is not in old.txt", mapped("", "groups: {Ops: ops, §Data: ops}"), files={"old_txt": "Ops: jane\n"}),
    Bad(
        "LB307", 'the short form "lambda" is ambiguous', security("service_roles:\n  worker: {service: §lambda}", CHINA)
    ),
    Bad("LB308", "grants nothing", security("policies:\n  §p: {}")),
    Bad(
        "LB309",
        "one statement alone is larger than a managed policy may be",
        group(
            "statements:",
            f'  §- {{actions: s3:GetObject, resources: "arn:aws:s3:::edge/*", conditions: {{StringEquals:'
            f" {{aws:PrincipalTag/team: [{VALUES}]}}}}}}",
        ),
    ),
    Bad("LB310", 'no managed policy named "ViewOnlyAcess"', group("managed_policies: [§ViewOnlyAcess]")),
    Bad("LB311", "is for a service-linked role", group("managed_policies: [§AWSSupportServiceRolePolicy]")),
    Bad(
        "LB313",
        "StringEquals sts:ExternalId is set by Landbridge already",
        security("""
        cross_account_roles:
          partner:
            account_ids: ["210987654321"]
            external_id: edge-42
            conditions: {StringEquals: {sts:ExternalId: §edge-43}}
        """),
    ),
    Bad(
        "LB312",
        "each needs the other",
        security("""
        assumable_roles:
          §a: {assumable_by: {principals: ["{role:b}"]}}
          b: {assumable_by: {principals: ["{role:a}"]}}
        """),
    ),
)

GOOD = (
    Good(
        "LB104",
        security(
            "policies:\n  read: {statements: [{actions: s3:ListAllMyBuckets, resources:"
            ' "*"}]}\niam_groups:\n  ops: {customer_policies: [read]}'
        ),
    ),
    Good(
        "LB105", statements('{actions: s3:GetObject, resources: "arn:{partition}:s3:::{stem}-data/${aws:username}/*"}')
    ),
    Good(
        "LB107", mapped("", "groups: {Ops: ops}\n  left_behind: [Data]"), files={"old_txt": "Ops: jane\nData: john\n"}
    ),
    Good("LB307", security("service_roles:\n  worker: {service: lambda.amazonaws.com}", CHINA)),
    Good("LB308", security("policies:\n  p: {policy_assignments: {s3: level1}}")),
    Good(
        "LB309",
        group(
            "statements:",
            '  - {actions: s3:GetObject, resources: "arn:aws:s3:::edge/*", conditions: {StringEquals:'
            " {aws:PrincipalTag/team: [a, b]}}}",
        ),
    ),
    Good("LB310", group("managed_policies: [ViewOnlyAccess]")),
    Good("LB311", group("managed_policies: [AWSLambdaBasicExecutionRole]")),
    Good(
        "LB313",
        security("""
        cross_account_roles:
          partner:
            account_ids: ["210987654321"]
            external_id: edge-42
            conditions: {StringEquals: {aws:PrincipalOrgID: o-1}}
        """),
    ),
    Good(
        "LB312",
        security("""
        assumable_roles:
          a: {assumable_by: {principals: ["{role:b}"]}}
          b: {assumable_by: {principals: ["arn:aws:iam::123456789012:user/jane"]}}
        """),
    ),
)
