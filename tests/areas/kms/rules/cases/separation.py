"""Managing and using a key."""

from tests.areas.cases import Bad, Good
from tests.areas.kms.specs import key, kms
from tests.specs import HEAD

DEPLOY = "arn:aws:iam::123456789012:role/deploy"
DEPLOYED = f"{HEAD}terraform: {{assume_role: '{DEPLOY}'}}\n"


def statement(keys: str) -> str:
    """A key with a statement of its own for a role."""
    return key(f"statements: [{{principals: {{AWS: '{{role:etl}}'}}, {keys}}}]")


BAD = (
    Bad("LB440", "also administers the key", key('administrators: ["{role:admin}"]', 'users: [§"{role:admin}"]')),
    Bad(
        "LB440",
        "also administers the key",
        key('administrators: ["{role:admin}"]', 'grant_creators: [§"{role:admin}"]'),
    ),
    Bad("LB441", "both to manage the key and to use it", statement("actions: §'kms:*'")),
    Bad("LB441", "both to manage", statement("actions: §[kms:PutKeyPolicy, kms:Decrypt]")),
    Bad("LB442", "hands the use of the key on", statement("actions: §kms:CreateGrant")),
    Bad("LB442", "hands the use of the key on", statement("actions: §'kms:Create*'")),
    *(
        Bad("LB442", "hands the use of the key on", statement(f"actions: §kms:CreateGrant, conditions: {conditions}"))
        for conditions in (
            "{Bool: {'kms:GrantIsForAWSResource': false}}",
            "{StringNotEquals: {'kms:GranteePrincipal': x}}",
            "{StringEqualsIfExists: {'kms:GranteePrincipal': x}}",
            "{'Null': {'kms:GranteePrincipal': false}}",
            "{Bool: {'kms:GrantIsForAWSResource': [false, true]}}",
            "{StringLike: {'kms:GranteePrincipal': '*'}}",
            "{StringLike: {'kms:GranteePrincipal': 'arn:aws:iam::*:role/x'}}",
            "{StringLike: {'kms:GranteePrincipal': '${aws:PrincipalArn}'}}",
            "{'ForAnyValue:StringEquals': {'kms:GrantOperations': Decrypt}}",
            "{'ForAllValues:StringLike': {'kms:GrantOperations': '*'}}",
        )
    ),
    Bad("LB443", '"s3:GetObject" is no action of KMS', statement("actions: [kms:Decrypt, §s3:GetObject]")),
    Bad("LB443", '"Decrypt" is no action of KMS', statement("actions: §Decrypt")),
    Bad("LB443", '"kms:Decypt" is no action of KMS', statement("actions: §kms:Decypt")),
    Bad("LB443", '"kms:Foo*" is no action of KMS', statement("actions: §'kms:Foo*'")),
    Bad(
        "LB460",
        "nobody may use the key",
        kms("keys:\n  §data: {without_root: named roles only, administrators: ['{role:admin}']}"),
    ),
    Bad(
        "LB461",
        "could not change the key's policy afterwards",
        key(
            "without_root: named roles only",
            '§administrators: ["{role:admin}"]',
            'users: ["{role:etl}"]',
            head=DEPLOYED,
        ),
    ),
)

GOOD = (
    Good(
        "LB440",
        key('administrators: ["{role:admin}"]', 'users: [{principal: "{role:admin}", reason: one-man team}]'),
    ),
    Good("LB440", key('administrators: ["{role:admin}"]', 'users: ["{role:etl}"]')),
    Good("LB441", statement("actions: 'kms:*', reason: the old policy has it until March")),
    Good("LB441", key("statements: [{actions: 'kms:*', principals: {AWS: '123456789012'}}]")),
    Good("LB442", statement("actions: kms:CreateGrant, conditions: {Bool: {'kms:GrantIsForAWSResource': true}}")),
    *(
        Good("LB442", statement(f"actions: kms:CreateGrant, conditions: {{{condition}}}"))
        for condition in (
            "StringEquals: {'kms:GranteePrincipal': '{role:etl}'}",
            "StringEquals: {'kms:GranteeServicePrincipal': rds.amazonaws.com}",
            "StringEquals: {'kms:GrantConstraintType': EncryptionContextEquals}",
            "'ForAllValues:StringEquals': {'kms:GrantOperations': [Decrypt, DescribeKey]}",
        )
    ),
    Good("LB442", statement("actions: kms:CreateGrant, reason: a broker hands on what it may")),
    Good("LB443", statement("actions: [kms:Decrypt, kms:decrypt, 'kms:GenerateDataKey*']")),
    Good("LB460", key('administrators: ["{role:admin}"]')),
    Good("LB460", key("without_root: named roles only", 'administrators: ["{role:admin}"]', "service_use: [s3]")),
    Good(
        "LB461",
        kms(
            f"""
            external_principals: ["{DEPLOY}"]
            keys:
              data: {{without_root: named roles only, administrators: ["{DEPLOY}"], users: ["{{role:etl}}"]}}
            """,
            head=DEPLOYED,
        ),
    ),
)
