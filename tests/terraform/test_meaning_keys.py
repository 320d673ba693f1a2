"""The reading of keys that examples are judged by: small specs, worked out by hand."""

from pathlib import Path

import pytest

from tests.terraform.harness import Grant
from tests.terraform.small_specs import ACCOUNT, MANAGED, cells, meaning, reading


def key_policy(folder: Path, key: str) -> frozenset[Grant]:
    """Return the meaning of the policy of one key without its root statement."""
    [found] = meaning(folder, f"kms: {{keys: {{k: {{without_root: tested, {key}}}}}}}").keys.values()
    return found.policy


def test_a_key_is_known_by_its_key_in_the_spec(tmp_path: Path) -> None:
    [(arn, key)] = meaning(tmp_path, "kms: {keys: {main_store: {tags: {Team: data}}}}").keys.items()
    assert arn == "arn:aws:kms:eu-west-1:123456789012:key/<main_store>"
    assert (key.description, key.spec, key.usage, key.rotation) == (None, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", 365)
    assert (set(key.aliases), dict(key.tags)) == ({"alias/edge-prod-b001-main-store"}, {"Team": "data"})
    assert cells(key.policy) == {("kms:*", f"AWS {ACCOUNT}root")}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (f"users: [{{principal: '{ACCOUNT}role/r', decrypt_only: true}}]", {"Decrypt", "DescribeKey"}),
        (f"users: ['{ACCOUNT}role/r'], key_spec: HMAC_256", {"GenerateMac", "VerifyMac", "DescribeKey"}),
        (f"users: ['{ACCOUNT}role/r'], key_spec: ECC_NIST_P256", {"Sign", "Verify", "DescribeKey", "GetPublicKey"}),
        (f"grant_creators: ['{ACCOUNT}role/r']", {"CreateGrant", "ListGrants", "RevokeGrant"}),
    ],
)
def test_who_uses_a_key_may_do_what_its_kind_can(tmp_path: Path, key: str, expected: set[str]) -> None:
    assert cells(key_policy(tmp_path, key)) == {(f"kms:{action}", f"AWS {ACCOUNT}role/r") for action in expected}


@pytest.mark.parametrize(
    ("key", "condition"),
    [
        (
            f"users: [{{principal: '{ACCOUNT}role/r', via: [s3], decrypt_only: true}}]",
            ("StringEquals", "kms:ViaService", ("s3.eu-west-1.amazonaws.com",)),
        ),
        (
            f"users: [{{principal: '{ACCOUNT}role/r', encryption_context: {{'aws:s3:arn': ['arn:aws:s3:::b/*']}}}}]",
            ("StringLike", "kms:EncryptionContext:aws:s3:arn", ("arn:aws:s3:::b/*",)),
        ),
        ("service_use: [secretsmanager]", ("StringEquals", "kms:CallerAccount", ("123456789012",))),
        (f"grant_creators: ['{ACCOUNT}role/r']", ("Bool", "kms:GrantIsForAWSResource", ("true",))),
        (
            "log_groups: [/aws/dms/*]",
            (
                "ArnLike",
                "kms:EncryptionContext:aws:logs:arn",
                ("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/dms/*",),
            ),
        ),
    ],
)
def test_every_use_is_under_its_condition(
    tmp_path: Path, key: str, condition: tuple[str, str, tuple[str, ...]]
) -> None:
    policy = key_policy(tmp_path, key)
    asked = {grant for grant in policy if grant.action != "kms:DescribeKey"}
    assert asked
    assert all(condition in grant.conditions for grant in asked)


def test_a_key_for_volumes_of_mgn_has_its_three_statements(tmp_path: Path) -> None:
    policy = key_policy(tmp_path, "purpose: mgn_ebs")
    role = f"{ACCOUNT}role/aws-service-role/mgn.amazonaws.com/AWSServiceRoleForApplicationMigrationService"
    assert cells(policy) == {
        ("kms:DescribeKey", f"AWS {ACCOUNT}root"),
        ("kms:CreateGrant", f"AWS {ACCOUNT}root"),
        *(
            (f"kms:{action}", f"AWS {who}")
            for action in ("ReEncrypt*", "GenerateDataKey*")
            for who in (ACCOUNT + "root", role)
        ),
    }


def test_a_grant_on_a_key_elsewhere_is_for_a_service_linked_role(tmp_path: Path) -> None:
    arn = "arn:aws:kms:eu-west-1:210987654321:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    spec = reading(tmp_path, f"kms: {{grants: {{v: {{key: '{arn}', service_linked_role: mgn.amazonaws.com}}}}}}")
    [(key, grant)] = spec.meaning(MANAGED).key_grants
    assert (key, spec.existing_keys) == (arn, {arn})
    assert grant.grantee.endswith("/AWSServiceRoleForApplicationMigrationService")
    assert {"CreateGrant", "ReEncryptFrom", "ReEncryptTo"} < set(grant.operations)
