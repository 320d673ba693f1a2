"""What each purpose of a key brings, and what each kind of key can do."""

from collections.abc import Mapping
from typing import NamedTuple

from landbridge.areas.guides import KMS
from landbridge.areas.key_use import CRYPTO

SYMMETRIC = "SYMMETRIC_DEFAULT"


class Purpose(NamedTuple):
    """What a key is for.

    Attributes:
        title: in a few words, for people.
        description: of the key in AWS, where the author gives none.
        source: URL of what AWS says; services take symmetric encryption keys only.
        by_grants: whether the service only needs grants: users then describe the key and create grants.
        grants: whether users also create grants, as the service keeps working when their request is over.
    """

    title: str
    description: str
    source: str
    by_grants: bool = False
    grants: bool = False


PURPOSES: Mapping[str, Purpose] = {
    "plain": Purpose(
        title="no purpose of its own",
        description="Customer-managed key",
        source=KMS + "key-policy-default.html",
    ),
    "dms_storage": Purpose(
        title="DMS: replication storage and connection information",
        description="Encrypts the storage of DMS replication instances and the connection information of endpoints",
        grants=True,
        source="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html",
    ),
    "s3_target": Purpose(
        title="S3: objects that are written to buckets",
        description="Encrypts objects in S3 (SSE-KMS)",
        source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    ),
    "redshift_target": Purpose(
        title="Redshift: what DMS loads",
        description="Encrypts the data that DMS loads into Redshift",
        grants=True,
        source=KMS + "services-redshift.html",
    ),
    "opensearch": Purpose(
        title="OpenSearch: domains",
        description="Encrypts OpenSearch domains at rest",
        by_grants=True,
        grants=True,
        source="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html",
    ),
    "secrets_manager": Purpose(
        title="Secrets Manager: secrets",
        description="Encrypts secrets in Secrets Manager",
        source=KMS + "services-secrets-manager.html",
    ),
    "mgn_ebs": Purpose(
        title="MGN: EBS volumes of replication and of migrated servers",
        description="Encrypts the EBS volumes of Application Migration Service",
        grants=True,
        source="https://docs.aws.amazon.com/mgn/latest/ug/using-service-linked-roles.html",
    ),
    "cloudwatch_logs": Purpose(
        title="CloudWatch Logs: log groups",
        description="Encrypts log groups in CloudWatch Logs",
        source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    ),
    "sns": Purpose(
        title="SNS: topics that AWS services publish to",
        description="Encrypts SNS topics",
        source="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    ),
}

USAGES: Mapping[str, tuple[str, ...]] = {
    SYMMETRIC: ("ENCRYPT_DECRYPT",),
    **dict.fromkeys(("RSA_2048", "RSA_3072", "RSA_4096"), ("ENCRYPT_DECRYPT", "SIGN_VERIFY")),
    **dict.fromkeys(("ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"), ("SIGN_VERIFY", "KEY_AGREEMENT")),
    "ECC_SECG_P256K1": ("SIGN_VERIFY",),
    **dict.fromkeys(("HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"), ("GENERATE_VERIFY_MAC",)),
    "SM2": ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"),
}
"""What each kind of key can be used for; the first is taken where the author says none.

Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html (KeyUsage, KeySpec)
"""

_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "ENCRYPT_DECRYPT": ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GetPublicKey", "kms:ReEncrypt*"),
    "SIGN_VERIFY": ("kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:Verify"),
    "GENERATE_VERIFY_MAC": ("kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"),
    "KEY_AGREEMENT": ("kms:DeriveSharedSecret", "kms:DescribeKey", "kms:GetPublicKey"),
}


def usage(key_spec: str, chosen: str | None) -> str:
    """What a key is used for: as chosen, or the first of what its kind can."""
    return chosen or USAGES[key_spec][0]


def use_actions(key_spec: str, chosen: str | None) -> tuple[str, ...]:
    """The actions of those who use a key.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-users
    """
    return CRYPTO if key_spec == SYMMETRIC else _ACTIONS[usage(key_spec, chosen)]
