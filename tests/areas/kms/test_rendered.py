"""What small specs render to: one snapshot per purpose, and one per kind of thing besides."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.areas.kms.specs import key, kms
from tests.specs import compiled

PURPOSES = {
    "plain": key("{}"),
    "dms_storage": key("purpose: dms_storage", 'users: ["{role:etl}"]'),
    "dms_storage of everybody through DMS": key("purpose: dms_storage", "service_use: [dms]"),
    "s3_target": key(
        "purpose: s3_target", 'administrators: ["{role:admin}"]', 'users: [{principal: "{role:etl}", via: [s3]}]'
    ),
    "redshift_target": key("purpose: redshift_target", 'administrators: ["{role:admin}"]', 'users: ["{role:etl}"]'),
    "opensearch": key("purpose: opensearch", 'users: ["{role:etl}"]'),
    "opensearch of everybody through OpenSearch": key("purpose: opensearch", "service_use: [es]"),
    "secrets_manager of nobody in particular": key("purpose: secrets_manager"),
    "secrets_manager": key(
        "purpose: secrets_manager",
        'users: [{principal: "{role:etl}", via: [secretsmanager], decrypt_only: true}]',
    ),
    "mgn_ebs": key("purpose: mgn_ebs"),
    "cloudwatch_logs": key("purpose: cloudwatch_logs", "log_groups: [/aws/dms/tasks-1, '{stem}-*']"),
    "sns": key("purpose: sns", "publishers: [dms.amazonaws.com, events.amazonaws.com]"),
}
THINGS = {
    "a key with everything": key(
        "description: 'Key of the \"data\" team: ${not_a_reference}'",
        "aliases: ['{stem}-data', shared, 'Team/Data']",
        'administrators: ["{role:admin}"]',
        "users:",
        '  - principal: "{role:etl}"',
        "    encryption_context: {'aws:s3:arn': 'arn:{partition}:s3:::{stem}-data/*', team: [data, ops]}",
        'grant_creators: ["{role:etl}"]',
        "service_use: [ec2, s3]",
        "statements:",
        "  - sid: EncryptedOnly",
        "    effect: Deny",
        "    actions: ['kms:*']",
        "    principals: {AWS: '*'}",
        "    conditions: {Bool: {'aws:SecureTransport': false}}",
        "    reason: nobody uses the key over a plain connection",
        "without_rotation: the archive's tool cannot follow a rotation",
        "destroyable: this environment is thrown away each week",
        "deletion_window_days: 14",
        "multi_region: true",
        "tags: {Team: data}",
    ),
    "a key without the account": key(
        "without_root: named roles only, whatever IAM policies say",
        'administrators: ["{role:admin}"]',
        'users: ["{role:etl}"]',
        "rotation_period_days: 180",
        "aliases: []",
    ),
    "use from other accounts": key(
        "other_accounts:",
        "  - principals: ['arn:aws:iam::210987654321:role/x', 'arn:aws:iam::310987654321:role/y']",
        "    use: crypto",
        "    grants: true",
        "    via: [s3, ec2]",
        "    reason: both read the migrated volumes",
        "  - {accounts: ['210987654321'], reason: the archive's own policies decide who reads}",
        "  - {principals: ['{var:partner_role}'], reason: the partner is told by the root}",
    ),
    "asymmetric and HMAC keys": kms("""
        keys:
          sealing: {key_spec: RSA_4096, users: ["{role:etl}", {principal: "{role:admin}", decrypt_only: true}]}
          signing: {key_spec: RSA_2048, key_usage: SIGN_VERIFY, users: ["{role:etl}"]}
          tokens: {key_spec: HMAC_256, users: ["{role:etl}"]}
          agreeing: {key_spec: ECC_NIST_P384, key_usage: KEY_AGREEMENT, users: ["{role:etl}"]}
    """),
    "grants": kms("""
        keys:
          data: {}
        grants:
          volumes: {key: "arn:aws:kms:eu-west-1:210987654321:key/1234abcd", service_linked_role: mgn.amazonaws.com}
          scaling: {key: "{var:scaling_key}", service_linked_role: autoscaling.amazonaws.com, operations: [Decrypt]}
          own:
            key: data
            service_linked_role: "arn:{partition}:iam::{account_id}:role/aws-service-role/x.amazonaws.com/Role"
            operations: [Decrypt, CreateGrant]
            renamed_from: mine
    """),
    "a renamed key": key("renamed_from: old_data", "aliases: ['{stem}-old-data', extra]"),
}


def shown(text: str) -> str:
    """The module's files, but for those that every module has alike."""
    files = compiled(text)
    same = ("versions.tf", "variables.tf", "outputs.tf", "README.md")
    return "\n".join(
        f"===== {path}\n{content}"
        for path, content in files.items()
        if path.startswith("modules/kms/") and not path.endswith(same)
    )


@pytest.mark.parametrize("name", PURPOSES)
def test_a_key_of_a_purpose_renders_to(name: str, snapshot: SnapshotAssertion) -> None:
    assert shown(PURPOSES[name]) == snapshot


@pytest.mark.parametrize("name", THINGS)
def test_a_small_spec_renders_to(name: str, snapshot: SnapshotAssertion) -> None:
    assert shown(THINGS[name]) == snapshot


def test_the_files_around_the_keys(snapshot: SnapshotAssertion) -> None:
    files = compiled(PURPOSES["s3_target"])
    around = ("modules/kms/outputs.tf", "modules/kms/variables.tf", "modules/kms/README.md", "main.tf", "outputs.tf")
    assert "\n".join(f"===== {path}\n{files[path]}" for path in around) == snapshot
