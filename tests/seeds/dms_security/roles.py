"""The roles that an account has once, and the bucket that one of them reaches."""

from tests.seeds.dms_security.case import Case, Cover, Json, Place, Values, policy

TRUST = policy({"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"})
REDSHIFT_TRUST = policy(
    {"Sid": "1", "Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"},
    {"Sid": "2", "Effect": "Allow", "Principal": {"Service": "redshift.amazonaws.com"}, "Action": "sts:AssumeRole"},
)
STAGING_BUCKET = policy(
    {
        "Effect": "Allow",
        "Action": [
            "s3:CreateBucket",
            "s3:ListBucket",
            "s3:DeleteBucket",
            "s3:GetBucketLocation",
            "s3:GetObject",
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:GetObjectVersion",
            "s3:GetBucketPolicy",
            "s3:PutBucketPolicy",
            "s3:GetBucketAcl",
            "s3:PutBucketVersioning",
            "s3:GetBucketVersioning",
            "s3:PutLifecycleConfiguration",
            "s3:GetLifecycleConfiguration",
            "s3:DeleteBucketPolicy",
        ],
        "Resource": "arn:aws:s3:::dms-*",
    }
)


_HEAD = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}
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
      secret: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:warehouse-a1b2c3"
      bucket: dms-staging
network:
  security_groups:
    replication: {vpc: vpc-0123456789abcdef0}
    warehouse: {id: sg-0123456789abcdef0}
"""
_MANAGED = "arn:aws:iam::aws:policy/service-role/"
_ROLES = {
    "vpc": ("dms-vpc-role", "AmazonDMSVPCManagementRole"),
    "cloudwatch_logs": ("dms-cloudwatch-logs-role", "AmazonDMSCloudWatchLogsRole"),
    "redshift": ("dms-access-for-endpoint", "AmazonDMSRedshiftS3Role"),
}


def _trust(kind: str) -> Place:
    return Place(module="dms", address=f"aws_iam_role.account__{kind}", argument="assume_role_policy")


def _for(kind: str) -> Json:
    """The statement of the seed, for resources of one type of this account only."""
    return {
        **TRUST["Statement"][0],
        "Condition": {
            "StringEquals": {"aws:SourceAccount": "123456789012"},
            "ArnLike": {"aws:SourceArn": f"arn:aws:dms:*:123456789012:{kind}:*"},
        },
    }


_OBJECT_ACTIONS = ["s3:DeleteObject", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
_ATTACHMENTS = Values(
    spec=_HEAD,
    module="dms",
    values={
        (f"aws_iam_role_policy_attachment.account__{kind}__{policy}", argument): value
        for kind, (name, policy) in _ROLES.items()
        for argument, value in (("role", name), ("policy_arn", _MANAGED + policy))
    },
)

CASES: dict[str, Cover] = {
    "trust of dms-vpc-role": Case(
        printed=TRUST,
        spec=_HEAD,
        place=_trust("vpc"),
        missing=(TRUST["Statement"][0],),
        added=(_for("rep"),),
        because="1.2: nobody else's replication instances, so that DMS is no confused deputy",
    ),
    "trust of dms-cloudwatch-logs-role": Case(printed=TRUST, spec=_HEAD, place=_trust("cloudwatch_logs")),
    "trust of dms-access-for-endpoint": Case(
        printed=REDSHIFT_TRUST,
        spec=_HEAD,
        place=_trust("redshift"),
        missing=(REDSHIFT_TRUST["Statement"][0],),
        added=(_for("endpoint"),),
        because="1.2: nobody else's endpoints; Redshift copies for a cluster, which is no resource of DMS",
    ),
    "staging bucket of Redshift": Case(
        printed=STAGING_BUCKET,
        spec=_HEAD,
        place=Place(module="dms", address="aws_iam_role_policy.warehouse__access"),
        missing=(STAGING_BUCKET["Statement"][0],),
        added=(
            {"Effect": "Allow", "Action": _OBJECT_ACTIONS, "Resource": "arn:aws:s3:::dms-staging/*"},
            {
                "Effect": "Allow",
                "Action": [each for each in STAGING_BUCKET["Statement"][0]["Action"] if each not in _OBJECT_ACTIONS],
                "Resource": "arn:aws:s3:::dms-staging",
            },
        ),
        because="1.3: the same actions on that bucket alone, each on what it is about: objects, or the bucket",
    ),
    "names of the account's roles": Values(
        spec=_HEAD,
        module="dms",
        values={(f"aws_iam_role.account__{kind}", "name"): name for kind, (name, _) in _ROLES.items()},
    ),
    "policies of the account's roles": _ATTACHMENTS,
    "AWS keeps the policies up to date": _ATTACHMENTS,
}
"""What answers to the blocks about roles."""
