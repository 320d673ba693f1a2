"""Secrets: who reads them, who may say so, and what is in them."""

from tests.seeds.dms_security.case import Case, Cover, Json, Place, Text, policy

CALLER = {
    "Statement": [
        {"Effect": "Allow", "Action": ["iam:GetRole", "iam:PassRole"], "Resource": "SECRET_ACCESS_ROLE_ARN"},
        {"Effect": "Allow", "Action": "secretsmanager:DescribeSecret", "Resource": "SECRET_ARN"},
    ]
}


def secret_access(secret: str, key: str) -> Json:
    """The seed's policy of a role that reads a secret under a customer's key."""
    return policy(
        {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": secret},
        {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": key},
    )


_HEAD = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: REGION}
security:
  permissions_boundary: none
  iam_groups:
    dba: {description: People who migrate databases}
network:
  security_groups:
    replication: {vpc: vpc-0123456789abcdef0}
    database: {id: sg-0123456789abcdef0}
"""
_DMS = """\
dms:
  account_roles: {vpc: own, cloudwatch_logs: own}
  replication_instances:
    main: {security_group: replicationPRIVATE}
  operators:
    team: {groups: [dba], sections: {vpc: false}}
  endpoints:
    orders:
"""
_BY_LIST = ", https_to: [pl-0123456789abcdef0]"
_PRIVATE = ", private: {vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0], present: [s3, logs]}"
_MYSQL_SECRET = "arn:aws:secretsmanager:us-east-2:123456789012:secret:MySQLTestSecret-qeHamH"
_MYSQL_KEY = "arn:aws:kms:us-east-2:123456789012:key/761138dc-0542-4e58-947f-4a3a8458d0fd"
_ORACLE_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders-a1b2c3"
_ASM_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders-asm-d4e5f6"
_ROLE = "arn:aws:iam::123456789012:role/edge-prod-b001-role-dms-orders-secret"


def _spec(region: str, *lines: str, private: bool = False) -> str:
    """A spec with one endpoint, which has these lines."""
    head = (_HEAD + _DMS).replace("REGION", region).replace("PRIVATE", _PRIVATE if private else _BY_LIST)
    return head + "".join(f"      {line}\n" for line in (*lines, "scenario: same_vpc", "security_group: database"))


def _mysql(key: str = "") -> str:
    secret = f'secret: {{arn: "{_MYSQL_SECRET}"{key}}}'
    return _spec("us-east-2", "engine: mysql", "direction: source", *_VERIFIED, secret)


def _oracle(*lines: str, private: bool = False) -> str:
    return _spec(
        "us-east-1",
        "engine: oracle",
        "direction: source",
        *_VERIFIED,
        f'secret: {{arn: "{_ORACLE_SECRET}"}}',
        f'asm_secret: {{arn: "{_ASM_SECRET}"}}',
        *lines,
        private=private,
    )


def _trusted(condition: Json = None, region: str = "us-east-1") -> Json:
    """The trust in DMS of a region, as the seed has it, or under a condition."""
    principal = {"Service": f"dms.{region}.amazonaws.com"}
    found: Json = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return found if condition is None else {**found, "Condition": condition}


_VERIFIED = ("ssl_mode: verify-ca", 'certificate: "{var:database_ca}"')
_READING = Place(module="dms", address="aws_iam_role_policy.orders__secret__secrets")
_TRUST = Place(module="dms", address="aws_iam_role.orders__secret", argument="assume_role_policy")
_OPERATOR = Place(module="dms", address="aws_iam_policy.team")
_RUNBOOK = "modules/dms/RUNBOOK.md"

CASES: dict[str, Cover] = {
    "secret access: form": Case(
        printed=secret_access("secret_arn", "kms_key_arn"),
        reads={"secret_arn": _MYSQL_SECRET, "kms_key_arn": _MYSQL_KEY},
        spec=_mysql(f', kms_key: "{_MYSQL_KEY}"'),
        place=_READING,
    ),
    "secret access: example": Case(
        printed=secret_access(_MYSQL_SECRET, _MYSQL_KEY),
        spec=_mysql(f', kms_key: "{_MYSQL_KEY}"'),
        place=_READING,
    ),
    "caller who makes an endpoint with a secret": Case(
        printed=CALLER,
        reads={"SECRET_ACCESS_ROLE_ARN": _ROLE, "SECRET_ARN": _MYSQL_SECRET},
        spec=_mysql(),
        besides=_spec("us-east-2", "engine: kafka", "direction: target", "tls: true"),
        place=_OPERATOR,
        missing=({"Effect": "Allow", "Action": "iam:PassRole", "Resource": _ROLE},),
        added=(
            {
                "Effect": "Allow",
                "Action": "iam:PassRole",
                "Resource": _ROLE,
                "Condition": {
                    "StringEquals": {"iam:PassedToService": ["dms.amazonaws.com", "dms.us-east-2.amazonaws.com"]}
                },
            },
        ),
        because="1.6: PassRole in a statement of its own, to DMS only; 1.1: in a region, it trusts the regional one",
    ),
    "one role for both secrets": Case(
        printed=policy(
            {
                "Effect": "Allow",
                "Action": "secretsmanager:GetSecretValue",
                "Resource": ["SecretsManagerSecretId", "SecretsManagerOracleAsmSecretId"],
            }
        ),
        reads={"SecretsManagerSecretId": _ORACLE_SECRET, "SecretsManagerOracleAsmSecretId": _ASM_SECRET},
        spec=_oracle("one_role_for_both: true"),
        place=_READING,
    ),
    "regional principal": Case(
        printed=policy(_trusted(region="region-name")),
        reads={"region-name": "us-east-1"},
        spec=_oracle(),
        place=_TRUST,
        missing=(_trusted(),),
        added=(_trusted({"StringEquals": {"aws:SourceAccount": "123456789012"}}),),
        because="1.1: AWS's console asks for the own account, too",
    ),
    "verify the rights on the role": Text(
        spec=_oracle(), path=_RUNBOOK, lines=("aws iam get-role --role-name edge-prod-b001-role-dms-orders-secret",)
    ),
    "verify the rights on the secret": Text(
        spec=_oracle(),
        path=_RUNBOOK,
        lines=(
            f"aws secretsmanager describe-secret --region us-east-1 --secret-id {_ORACLE_SECRET}",
            f"aws secretsmanager describe-secret --region us-east-1 --secret-id {_ASM_SECRET}",
        ),
    ),
    "content of a secret": Text(spec=_mysql(), path=_RUNBOOK, lines=('"username"', '"password"', '"port"', '"host"')),
    "content of a secret of Oracle ASM": Text(
        spec=_oracle(), path=_RUNBOOK, lines=('"asm_user"', '"asm_password"', '"asm_server"')
    ),
    "characters that a password must not have": Text(
        spec=_oracle(), path=_RUNBOOK, lines=("EXCLUDE_CHARACTERS", ";.:+")
    ),
    "secrets by a VPC endpoint": Text(
        spec=_oracle(private=True), path=_RUNBOOK, lines=("secretsManagerEndpointOverride=", "vpc_endpoint_dns_names")
    ),
}
"""What answers to the blocks about secrets."""

PROCEDURES: dict[str, Text] = {
    "change the password of a database that a task uses": Text(
        spec=_mysql(),
        path=_RUNBOOK,
        lines=(
            "aws dms stop-replication-task --region us-east-2 --replication-task-arn TASK_ARN",
            f"aws secretsmanager put-secret-value --region us-east-2 \\ --secret-id {_MYSQL_SECRET}",
            "aws dms test-connection --region us-east-2",
            "aws dms start-replication-task --region us-east-2 --replication-task-arn TASK_ARN",
            "--start-replication-task-type resume-processing",
        ),
    ),
    "change it where DMS holds the password itself": Text(
        spec=_spec("us-east-2", "engine: kafka", "direction: target", "tls: true"),
        path=_RUNBOOK,
        lines=("aws dms modify-endpoint --region us-east-2",),
    ),
    "restart a task that did not fetch what was rotated": Text(
        spec=_mysql(),
        path=_RUNBOOK,
        lines=("after a rotation, stop it and resume it", "--start-replication-task-type resume-processing"),
    ),
}
"""What the seed has people do in the console, without a block of code."""
