"""Administrative roles, and who comes to act as one."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import security

ADMIN = "managed_policies: [{name: AdministratorAccess, reason: it deploys everything}]"
TO_LAMBDA = "conditions: {StringEquals: {iam:PassedToService: lambda.amazonaws.com}}"
ROLES = '"arn:{partition}:iam::{account_id}:role/{stem}-role-*"'
JANE = 'principals: ["arn:{partition}:iam::{account_id}:user/jane"]'


def worker(*ops: str, service: str = "lambda", has: str = ADMIN) -> str:
    """An administrative service role beside a group with these lines."""
    lines = "".join(f"\n    {line}" for line in ops)
    return security(f"service_roles:\n  w: {{service: {service}, {has}}}\niam_groups:\n  ds:{lines}")


def assumable(by: str, *lines: str, has: str = ADMIN) -> str:
    """A role that people assume; the lines are further sections."""
    rest = "".join(f"\n{line}" for line in lines)
    return security(f"assumable_roles:\n  boss:\n    {has}\n    assumable_by: {by}{rest}")


def assuming(by: str, statement: str) -> str:
    """A group with a statement beside an administrative role that others may assume with MFA."""
    return assumable(
        by,
        "iam_groups:",
        "  bosses: {policy_assignments: {s3: level1}}",
        f"  ds: {{statements: [{statement}]}}",
    )


BAD = (
    Bad(
        "LB397",
        "members of ds could start a job as w, which is an administrator, by iam:PassRole",
        worker("policy_assignments:", "  glue: §level2", service="glue"),
    ),
    Bad(
        "LB397",
        "members of ds could start a job as w",
        worker("statements:", f'  - §{{actions: iam:PassRole, resources: "{{role:w}}", {TO_LAMBDA}}}'),
    ),
    Bad(
        "LB397",
        "members of ds could start a job as w",
        worker("statements:", f"  - §{{actions: iam:PassRole, resources: {ROLES}, {TO_LAMBDA}}}"),
    ),
    Bad(
        "LB397",
        "w, which is an administrator of s3",
        worker(
            "statements:",
            f"  - §{{actions: iam:PassRole, resources: {ROLES}, {TO_LAMBDA}}}",
            has="policy_assignments: {s3: {level: level4, reason: it moves all buckets}}",
        ),
    ),
    Bad(
        "LB397",
        "members of ds could start a job as w",
        security(f"""
        service_roles:
          w: {{service: lambda, customer_policies: [all]}}
        iam_groups:
          ds: {{customer_policies: [pass]}}
        policies:
          all: {{statements: [{{actions: "*", resources: "*", reason: it deploys everything}}]}}
          pass: {{statements: [§{{actions: iam:PassRole, resources: {ROLES}, {TO_LAMBDA}}}]}}
        """),
    ),
    Bad(
        "LB397",
        "whoever acts as etl could start a job as w",
        security(f"""
        service_roles:
          w: {{service: lambda, statements: [{{actions: "iam:*", resources: "*", reason: it makes the roles}}]}}
          etl: {{service: ec2, statements: [§{{actions: iam:PassRole, resources: {ROLES}, {TO_LAMBDA}}}]}}
        """),
    ),
    Bad(
        "LB397",
        "could change the code of what runs as w, which is an administrator, by lambda:UpdateFunctionCode",
        worker("policy_assignments:", "  lambda: §level2"),
    ),
    Bad(
        "LB397",
        "members of ds could assume boss",
        assuming("{groups: [bosses], require_mfa: true}", f"§{{actions: sts:AssumeRole, resources: {ROLES}}}"),
    ),
    Bad("LB398", '"boss" is an administrator', assumable(f"§{{{JANE}}}")),
    Bad(
        "LB398",
        "is assumed without MFA",
        assumable(f'§{{{JANE}, conditions: {{BoolIfExists: {{aws:MultiFactorAuthPresent: "true"}}}}}}'),
        also=("LB337",),
    ),
    Bad(
        "LB398",
        "is assumed without MFA",
        assumable(
            f"{{{JANE}, require_mfa: true}}",
            '    trust: [§{principals: {AWS: "arn:{partition}:iam::{account_id}:user/joe"}}]',
        ),
    ),
    Bad(
        "LB398",
        "is assumed without MFA",
        assumable(f"§{{{JANE}}}", has="policy_assignments: {s3: {level: level4, reason: all buckets}}"),
    ),
)

GOOD = (
    Good("LB397", worker("policy_assignments: {glue: level2}")),  # to Glue, which the role does not trust
    Good("LB397", worker("policy_assignments: {lambda: level2}", has="policy_assignments: {s3: level2}")),
    Good("LB397", worker("policy_assignments: {glue: {level: level2, reason: they run the account}}", service="glue")),
    Good(
        "LB397",
        worker(
            "managed_policies: [{name: AdministratorAccess, reason: they run the account}]",
            "policy_assignments: {glue: level2}",
            service="glue",
        ),
    ),
    Good(
        "LB397",
        worker(
            "policy_assignments: {glue: level2}",
            'statements: [{effect: Deny, actions: iam:PassRole, resources: "{role:w}"}]',
            service="glue",
        ),
    ),
    Good(
        "LB397",
        worker(
            "statements:",
            f'  - {{actions: iam:PassRole, resources: "{{role:w}}", {TO_LAMBDA}, reason: the deployers of all}}',
        ),
    ),
    Good(
        "LB397",
        assuming(
            "{groups: [ds], require_mfa: true}",
            '{actions: sts:AssumeRole, resources: "arn:{partition}:iam::{account_id}:role/{stem}-role-*"}',
        ),
    ),
    Good("LB398", assumable(f"{{{JANE}, require_mfa: true}}")),
    Good("LB398", assumable(f'{{{JANE}, conditions: {{Bool: {{aws:MultiFactorAuthPresent: "true"}}}}}}')),
    Good("LB398", assumable(f"{{{JANE}}}", has="policy_assignments: {s3: level2}")),
)
