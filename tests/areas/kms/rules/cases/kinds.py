"""Kinds of keys, their usage and rotation."""

from tests.areas.cases import Bad, Good
from tests.areas.kms.specs import key
from tests.specs import HEAD

CHINA = HEAD.replace("eu-west-1", "cn-north-1")

BAD = (
    *(
        Bad(
            "LB420",
            f"{title} cannot use a key of the kind RSA_2048",
            key(f"purpose: {purpose}", *more, "key_spec: §RSA_2048"),
        )
        for purpose, title, more in (
            ("dms_storage", "DMS", ()),
            ("s3_target", "S3", ()),
            ("redshift_target", "Redshift", ()),
            ("opensearch", "OpenSearch", ()),
            ("secrets_manager", "Secrets Manager", ()),
            ("mgn_ebs", "MGN", ()),
            ("cloudwatch_logs", "CloudWatch Logs", ("log_groups: [x]",)),
            ("sns", "SNS", ()),
        )
    ),
    Bad("LB420", "HMAC_256", key("purpose: s3_target", "key_spec: §HMAC_256")),
    Bad("LB421", "cannot be used for SIGN_VERIFY", key("key_usage: §SIGN_VERIFY")),
    Bad("LB421", "cannot be used for ENCRYPT_DECRYPT", key("key_spec: HMAC_256", "key_usage: §ENCRYPT_DECRYPT")),
    Bad("LB421", "cannot be used for KEY_AGREEMENT", key("key_spec: ECC_SECG_P256K1", "key_usage: §KEY_AGREEMENT")),
    Bad(
        "LB422", "rotation_period_days says nothing of RSA_2048", key("key_spec: RSA_2048", "§rotation_period_days: 90")
    ),
    Bad("LB422", "without_rotation says nothing of RSA_2048", key("key_spec: RSA_2048", "§without_rotation: it signs")),
    Bad(
        "LB422",
        "has a rotation period, and is not rotated",
        key("without_rotation: the tool cannot follow", "§rotation_period_days: 90"),
    ),
    Bad("LB423", "service_use: AWS services", key("key_spec: RSA_2048", "§service_use: [s3]")),
    Bad("LB423", "grant_creators: AWS services", key("key_spec: RSA_2048", '§grant_creators: ["{role:etl}"]')),
    Bad("LB423", "via is for", key("key_spec: RSA_2048", 'users: [{principal: "{role:etl}", §via: [s3]}]')),
    Bad(
        "LB423",
        "encryption_context is for",
        key("key_spec: RSA_2048", 'users: [{principal: "{role:etl}", §encryption_context: {a: b}}]'),
    ),
    Bad(
        "LB423",
        "a key for SIGN_VERIFY decrypts nothing",
        key("key_spec: ECC_NIST_P256", 'users: [{principal: "{role:etl}", §decrypt_only: true}]'),
    ),
    Bad("LB424", "SM2 exist in the China regions only", key("key_spec: §SM2")),
)

GOOD = (
    Good("LB420", key("purpose: s3_target", "key_spec: SYMMETRIC_DEFAULT")),
    Good("LB420", key("key_spec: HMAC_256")),
    Good("LB421", key("key_spec: RSA_2048", "key_usage: SIGN_VERIFY")),
    Good("LB422", key("rotation_period_days: 90")),
    Good("LB422", key("key_spec: RSA_2048")),
    Good("LB423", key("key_spec: RSA_2048", 'users: [{principal: "{role:etl}", decrypt_only: true}]')),
    Good("LB424", key("key_spec: SM2", head=CHINA)),
)
