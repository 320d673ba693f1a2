"""What lowering finds: keys that nobody could change, policies that KMS refuses, what leads nowhere."""

from tests.areas.cases import Bad, Good
from tests.areas.kms.specs import key, kms

DENY = "effect: Deny, actions: 'kms:*', principals: {AWS: '*'}"
MANY = ", ".join(f'"arn:aws:iam::210987654321:role/team/{"x" * 40}{number:03}"' for number in range(420))
AUTOSCALING = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
ELSEWHERE = '"arn:aws:kms:eu-west-1:210987654321:key/1234abcd"'


def grant(keys: str) -> str:
    """A spec with a key and a grant."""
    return kms(f"keys: {{data: {{}}}}\ngrants:\n  volumes: {{{keys}}}")


BAD = (
    Bad("LB104", '"dta" is no key of this spec', grant("key: §dta, service_linked_role: mgn.amazonaws.com")),
    Bad("LB105", 'unknown placeholder "{role:nobody}"', key('users: [§"{role:nobody}"]')),
    Bad("LB105", 'unknown placeholder "{stm}"', key('aliases: [§"{stm}-x"]'), also=("LB450",)),
    Bad("LB401", "nobody could change the policy", key("§without_root: named roles only", 'users: ["{role:etl}"]')),
    Bad(
        "LB401",
        "nobody could change the policy",
        key(
            "§without_root: named roles only",
            'administrators: ["arn:aws:iam::210987654321:role/x"]',
            'users: ["{role:etl}"]',
        ),
        also=("LB435",),
    ),
    Bad("LB402", "the Deny leaves nobody", key(f"statements: [§{{{DENY}}}]")),
    Bad(
        "LB403",
        "bytes, and KMS takes 32,768",
        kms(f"keys:\n  §data: {{other_accounts: [{{principals: [{MANY}], reason: all of them read}}]}}"),
    ),
    Bad("LB404", "log_groups is missing", kms("keys: {§data: {purpose: cloudwatch_logs}}")),
    Bad("LB404", "log_groups says nothing", key("§log_groups: [x]")),
    Bad("LB404", "publishers says nothing", key("purpose: s3_target", "§publishers: [dms.amazonaws.com]")),
    Bad(
        "LB405",
        'service-linked role of "drs.amazonaws.com" is not known',
        grant(f"key: {ELSEWHERE}, service_linked_role: §drs.amazonaws.com"),
    ),
    Bad(
        "LB405",
        'what "x.amazonaws.com" needs of a key is not known',
        grant(
            f"key: {ELSEWHERE},"
            " service_linked_role: 'arn:{partition}:iam::{account_id}:role/aws-service-role/x.amazonaws.com/R'"
        ).replace("volumes", "§volumes"),
    ),
    *(
        Bad("LB405", message, grant(f"key: data, operations: [Decrypt], service_linked_role: §'{role}'"))
        for message, role in (
            ("belongs to account", f"arn:aws:iam::210987654321:role/{AUTOSCALING}"),
            ("belongs to account", f"arn:aws:iam::aws:role/{AUTOSCALING}"),
            ("is of partition", f"arn:aws-cn:iam::123456789012:role/{AUTOSCALING}"),
            ("is no ARN of one role", f"arn:aws:iam::*:role/{AUTOSCALING}"),
            ("is no ARN of one role", "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/*"),
            ("is no ARN of one role", "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/${x}"),
        )
    ),
)

GOOD = (
    Good("LB104", grant("key: data, service_linked_role: mgn.amazonaws.com")),
    Good("LB105", key('aliases: ["{stem}-x"]', 'users: ["{role:etl}"]')),
    Good("LB401", key("without_root: named roles only", 'administrators: ["{role:admin}"]', 'users: ["{role:etl}"]')),
    Good(
        "LB402",
        key(
            'administrators: ["{role:admin}"]',
            f"statements: [{{{DENY}, conditions: {{ArnNotEquals: {{'aws:PrincipalArn': '{{role:admin}}'}}}}}}]",
        ),
    ),
    Good(
        "LB403",
        key('other_accounts: [{principals: ["arn:aws:iam::210987654321:role/x"], reason: one of them reads}]'),
    ),
    Good("LB404", key("purpose: cloudwatch_logs", "log_groups: [/aws/dms/*]")),
    Good("LB404", key("purpose: sns", "publishers: [dms.amazonaws.com]")),
    Good("LB405", grant(f"key: data, service_linked_role: 'arn:aws:iam::123456789012:role/{AUTOSCALING}'")),
    Good("LB405", grant(f"key: {ELSEWHERE}, service_linked_role: mgn.amazonaws.com")),
    Good(
        "LB405",
        grant(
            f"key: {ELSEWHERE}, operations: [Decrypt],"
            " service_linked_role: 'arn:{partition}:iam::{account_id}:role/aws-service-role/x.amazonaws.com/R'"
        ),
    ),
)
