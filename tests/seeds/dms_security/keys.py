"""Policies of the keys that encrypt what DMS writes to Redshift and S3."""

from tests.seeds.dms_security.case import Case, Cover, Json, Place

_ACCOUNT = "arn:aws:iam::987654321098"


def key_policy(role: str) -> Json:
    """The seed's policy of a key that the role of an endpoint uses."""
    user = {"AWS": [f"{_ACCOUNT}:role/{role}"]}
    return {
        "Id": "key-consolepolicy-3",
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Enable IAM User Permissions",
                "Effect": "Allow",
                "Principal": {"AWS": [f"{_ACCOUNT}:root"]},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Sid": "Allow access for Key Administrators",
                "Effect": "Allow",
                "Principal": {"AWS": [f"{_ACCOUNT}:role/Admin"]},
                "Action": [
                    "kms:Create*",
                    "kms:Describe*",
                    "kms:Enable*",
                    "kms:List*",
                    "kms:Put*",
                    "kms:Update*",
                    "kms:Revoke*",
                    "kms:Disable*",
                    "kms:Get*",
                    "kms:Delete*",
                    "kms:TagResource",
                    "kms:UntagResource",
                    "kms:ScheduleKeyDeletion",
                    "kms:CancelKeyDeletion",
                ],
                "Resource": "*",
            },
            {
                "Sid": "Allow use of the key",
                "Effect": "Allow",
                "Principal": user,
                "Action": [
                    "kms:Encrypt",
                    "kms:Decrypt",
                    "kms:ReEncrypt*",
                    "kms:GenerateDataKey*",
                    "kms:DescribeKey",
                ],
                "Resource": "*",
            },
            {
                "Sid": "Allow attachment of persistent resources",
                "Effect": "Allow",
                "Principal": user,
                "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
                "Resource": "*",
                "Condition": {"Bool": {"kms:GrantIsForAWSResource": True}},
            },
        ],
    }


_REDSHIFT_ROLE, _S3_ROLE = "DMS-Redshift-endpoint-access-role", "DMS-S3-endpoint-access-role"
_HEAD = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "987654321098"}
environment: {env: prod, region: us-east-2}
"""
_KEYS = """\
kms:
  external_principals: ["arn:aws:iam::987654321098:role/Admin"]
  keys:
    target: {purpose: PURPOSE, administrators: ["arn:aws:iam::987654321098:role/Admin"]GRANTS}
"""
_S3 = """\
dms:
  permissions_boundary: none
  account_roles: {vpc: own, cloudwatch_logs: own}
  endpoints:
    lake: {engine: s3, direction: target, bucket: edge-lake, name: DMS-S3-endpoint-access-role, target_key: target}
"""
_REDSHIFT = """\
dms:
  permissions_boundary: none
  account_roles: {vpc: own, cloudwatch_logs: own, redshift: own}
  replication_instances:
    main: {security_group: replication, https_anywhere: no prefix list has the addresses of AWS}
  endpoints:
    warehouse:
      engine: redshift
      direction: target
      scenario: same_vpc
      security_group: warehouse
      secret: "arn:aws:secretsmanager:us-east-2:987654321098:secret:warehouse-a1b2c3"
      name: DMS-Redshift-endpoint-access-role
      target_key: target
network:
  security_groups:
    replication: {vpc: vpc-0123456789abcdef0}
    warehouse: {id: sg-0123456789abcdef0}
"""
_POLICY = Place(module="kms", address="aws_kms_key_policy.target")


def _keys(purpose: str, grants: str = "") -> str:
    return _KEYS.replace("PURPOSE", purpose).replace("GRANTS", grants)


CASES: dict[str, Cover] = {
    "key of a Redshift target": Case(
        printed=key_policy(_REDSHIFT_ROLE), spec=_HEAD + _keys("redshift_target") + _REDSHIFT, place=_POLICY
    ),
    "key of an S3 target": Case(
        printed=key_policy(_S3_ROLE),
        spec=_HEAD + _keys("s3_target", ', grant_creators: ["{dms_role:lake}"]') + _S3,
        place=_POLICY,
    ),
}
"""What answers to the blocks about key policies."""
