"""What lowering of the KMS part reports. None of it can be suppressed."""

from landbridge.areas.guides import KMS
from landbridge.findings import Severity
from landbridge.rules.rule import Explained, standing

TOLD: tuple[Explained, ...] = (
    standing(
        "LB401",
        "A key without the account's root statement has administrators",
        "Nobody could change its policy any more, and only AWS Support could help. Principals of other accounts"
        " cannot, whatever the policy says.",
        "name administrators of this account, or leave without_root out",
        KMS + "key-policy-default.html#key-policy-default-allow-root-enable-iam",
    ),
    standing(
        "LB402",
        "No Deny locks everybody out of a key's policy",
        "A Deny also hits administrators and the account. What nobody may change stays, and the data with it. A"
        " condition counts as a way out only where it is known that it can fail.",
        "except an administrator from the Deny: ArnNotEquals aws:PrincipalArn",
        KMS + "key-policy-default.html#key-policy-default-allow-root-enable-iam",
    ),
    standing(
        "LB403",
        "A key policy has at most 32 KB",
        "KMS refuses larger ones; the quota cannot be raised.",
        "name fewer principals",
        KMS + "resource-limits.html",
    ),
    standing(
        "LB404",
        "A key says what its purpose asks for",
        "CloudWatch Logs may use a key for named log groups only, and a field of another purpose does nothing.",
        "add what is missing, or leave out what says nothing",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    ),
    standing(
        "LB405",
        "A grant is for a role of this account, and for operations that are known",
        "KMS refuses a grant for a role that does not exist, and a guess at its operations would be too wide. For a"
        " role of another account it would open the key with no word of it in the policy.",
        "write the ARN of the role of this account, and operations",
        KMS + "grants.html",
    ),
    standing(
        "LB406",
        "A key that AWS services use is symmetric",
        "Services refuse asymmetric and HMAC keys when they are told to use them.",
        "name a symmetric key",
        KMS + "service-integration.html",
    ),
    standing(
        "LB407",
        "A key is used for what its purpose says",
        "The purpose decides what a key's policy allows, and what a reviewer thinks that the key opens.",
        "name a key of the right purpose, or leave the purpose out: a plain key is for all",
        KMS + "key-policies.html",
        Severity.WARNING,
    ),
)
