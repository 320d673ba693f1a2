"""AWS services in an author's own statements."""

from tests.areas.cases import Bad, Good
from tests.areas.kms.specs import key


def statement(*conditions: str, actions: str = "[kms:Decrypt, kms:GenerateDataKey]", service: str = "s3") -> str:
    """A key with a statement of its own for a service."""
    given = f", conditions: {{{', '.join(conditions)}}}"
    return key(f"statements: [{{actions: {actions}, principals: {{Service: §{service}.amazonaws.com}}{given}}}]")


def without_mark(text: str) -> str:
    return text.replace("§", "")


BAD = (
    *(
        Bad("LB466", '"s3.amazonaws.com" may use the key for whoever asks it to', statement(*conditions))
        for conditions in (
            [],
            ["StringLike: {'aws:SourceAccount': '1*'}"],
            ["StringEqualsIfExists: {'aws:SourceAccount': '123456789012'}"],
            ["StringNotEquals: {'aws:SourceAccount': '210987654321'}"],
            ["ArnLike: {'aws:SourceArn': 'arn:aws:s3:::*'}"],
            ["ArnLike: {'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*'}"],
            ["StringLike: {'kms:EncryptionContext:aws:s3:arn': '*'}"],
            ["StringLike: {'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::*'}"],
            ["Bool: {'aws:SecureTransport': true}"],
        )
    ),
    Bad(
        "LB467",
        '"ec2.amazonaws.com" may kms:PutKeyPolicy, kms:ScheduleKeyDeletion',
        key(
            "statements: [{actions: §['kms:Put*', 'kms:Schedule*'], principals: {Service: ec2.amazonaws.com},"
            " reason: agreed upon}]"
        ),
    ),
    Bad(
        "LB467",
        '"ec2.amazonaws.com" may kms:PutKeyPolicy',
        key("statements: [{actions: §'kms:*', principals: {Service: ec2.amazonaws.com}, reason: agreed upon}]"),
    ),
)

GOOD = (
    *(
        Good("LB466", without_mark(statement(condition)))
        for condition in (
            "StringEquals: {'aws:SourceAccount': '{account_id}'}",
            "ArnLike: {'aws:SourceArn': 'arn:aws:s3:::edge-prod-lake'}",
            "ArnLike: {'aws:SourceArn': 'arn:{partition}:cloudtrail:*:{account_id}:trail/*'}",
            "StringEquals: {'aws:SourceOrgID': o-1a2b3c}",
            "StringLike: {'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::edge-prod-lake/*'}",
            "StringEquals: {'kms:EncryptionContext:team': data}",
        )
    ),
    Good(
        "LB466",
        key("statements: [{actions: kms:Decrypt, principals: {Service: s3.amazonaws.com}, reason: agreed upon}]"),
    ),
    Good("LB466", key("statements: [{effect: Deny, actions: kms:Decrypt, principals: {Service: s3.amazonaws.com}}]")),
    Good(
        "LB467",
        without_mark(
            statement("StringEquals: {'aws:SourceAccount': '123456789012'}", actions="[kms:Decrypt, kms:DescribeKey]")
        ),
    ),
)
