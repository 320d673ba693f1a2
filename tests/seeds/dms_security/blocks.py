"""All blocks of code that the seed prints, by number, each with what answers to it here."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a block is."""

    POLICY = "policy"
    STATEMENT = "statement"
    ELEMENT = "element of a statement"
    COMMAND = "command"
    OUTPUT = "output of a command"
    ERROR = "message of an error"
    SECRET = "content of a secret"
    NAME = "name, form or value"


@dataclass(frozen=True)
class Block:
    """One block.

    Attributes:
        kind: what it is.
        by: what answers to it: the name of a case, of a line of the runbook or of a fact.
        text: how it begins; left out where the case prints it whole.
    """

    kind: Kind
    by: str
    text: str = ""


_POLICY, _STATEMENT, _ELEMENT = Kind.POLICY, Kind.STATEMENT, Kind.ELEMENT
_COMMAND, _OUTPUT, _ERROR, _SECRET, _NAME = Kind.COMMAND, Kind.OUTPUT, Kind.ERROR, Kind.SECRET, Kind.NAME

_VPC_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole"
_LOGS_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonDMSCloudWatchLogsRole"
_CREATE_ROLE = "aws iam create-role --role-name"
_ATTACH = "aws iam attach-role-policy --role-name"

BLOCKS: dict[int, Block] = {
    1: Block(_ELEMENT, "several actions in one statement"),
    2: Block(_ELEMENT, "actions by a pattern"),
    3: Block(_ELEMENT, "actions that no ARN limits"),
    4: Block(_NAME, "the ARN of an endpoint", "arn:${Partition}:dms:${Region}:${Account}:endpoint/${InstanceId}"),
    5: Block(_ELEMENT, "the ARN of an endpoint"),
    6: Block(_ELEMENT, "all endpoints of the account"),
    7: Block(_ELEMENT, "actions that no ARN limits"),
    8: Block(_ELEMENT, "several resources in one statement"),
    9: Block(_POLICY, "operator: everything"),
    10: Block(_STATEMENT, "operator: keys in the console"),
    11: Block(_STATEMENT, "operator: roles"),
    12: Block(_STATEMENT, "operator: VPC"),
    13: Block(_STATEMENT, "operator: metrics"),
    14: Block(_STATEMENT, "operator: logs"),
    15: Block(_STATEMENT, "operator: Redshift console"),
    16: Block(_POLICY, "operator: view own permissions"),
    17: Block(_POLICY, "staging bucket of Redshift"),
    18: Block(_POLICY, "own endpoints only"),
    19: Block(_POLICY, "key of a Redshift target"),
    20: Block(_POLICY, "key of an S3 target"),
    21: Block(_NAME, "one role for both secrets", "SecretsManagerAccessRoleArn = ARN2xsecrets;"),
    22: Block(_POLICY, "caller who makes an endpoint with a secret"),
    23: Block(_COMMAND, "verify the rights on the role", "aws iam get-role --role-name ROLE_NAME"),
    24: Block(
        _COMMAND,
        "verify the rights on the secret",
        "aws secretsmanager describe-secret --secret-id SECRET_NAME OR SECRET_ARN --region=REGION_NAME",
    ),
    25: Block(
        _SECRET,
        "content of a secret",
        '{ "username": db_username, "password": db_user_password, "port": db_port_number, "host": db_server_name }',
    ),
    26: Block(
        _SECRET,
        "content of a secret",
        '{ "username": "admin", "password": "some_password", "port": "8190", '
        '"host": "oracle101.abcdefghij.us-east-1.rds.amazonaws.com" }',
    ),
    27: Block(
        _SECRET,
        "content of a secret of Oracle ASM",
        '{ "asm_user": asm_username, "asm_password": asm_user_password, "asm_server": asm_server_name }',
    ),
    28: Block(
        _SECRET,
        "content of a secret of Oracle ASM",
        '{ "asm_user": "oracle_asm_user", "asm_password": "oracle_asm_password", '
        '"asm_server": "oracle101.abcdefghij.us-east-1.rds.amazonaws.com:8190/+ASM" }',
    ),
    29: Block(_NAME, "characters that a password must not have", ";.:+"),
    30: Block(_POLICY, "secret access: form"),
    31: Block(_POLICY, "secret access: example"),
    32: Block(_NAME, "regional principal", "dms.region-name.amazonaws.com"),
    33: Block(_NAME, "regional principal", "dms.us-east-1.amazonaws.com"),
    34: Block(
        _NAME,
        "secrets by a VPC endpoint",
        "secretsManagerEndpointOverride=vpce-1234a5678b9012c-12345678.secretsmanager.eu-west-1.vpce.amazonaws.com",
    ),
    35: Block(
        _ERROR,
        "operators may describe endpoints",
        "User: arn:aws:iam::123456789012:user/mateojackson is not authorized to perform: dms:DescribeEndpoint"
        " on resource: my-postgresql-target",
    ),
    36: Block(
        _ERROR,
        "operators may pass the roles",
        "User: arn:aws:iam::123456789012:user/marymajor is not authorized to perform: iam:PassRole",
    ),
    37: Block(_NAME, "name of the service behind a VPC endpoint", "com.amazonaws.region.dms"),
    38: Block(_POLICY, "policy of a VPC endpoint"),
    39: Block(_COMMAND, "call DMS by a VPC endpoint", "$ aws dms describe-endpoints --endpoint-url"),
    40: Block(_POLICY, "operator: everything"),
    41: Block(_STATEMENT, "operator: DMS"),
    42: Block(_STATEMENT, "operator: keys in the console"),
    43: Block(_STATEMENT, "operator: roles"),
    44: Block(_STATEMENT, "operator: VPC"),
    45: Block(_STATEMENT, "operator: metrics"),
    46: Block(_STATEMENT, "operator: logs"),
    47: Block(_STATEMENT, "operator: Redshift console"),
    48: Block(_COMMAND, "AWS keeps the policies up to date", f"aws iam get-policy --policy-arn {_VPC_POLICY}"),
    49: Block(_OUTPUT, "AWS keeps the policies up to date", '{ "Policy": { "PolicyName": "AmazonDMSVPCManagementRole"'),
    50: Block(
        _COMMAND,
        "AWS keeps the policies up to date",
        f"aws iam get-policy-version --policy-arn {_VPC_POLICY} --version-id v3",
    ),
    51: Block(
        _OUTPUT, "AWS keeps the policies up to date", '{ "PolicyVersion": { "CreateDate": "2016-05-23T16:29:57Z"'
    ),
    52: Block(_POLICY, "trust of dms-vpc-role"),
    53: Block(_COMMAND, "names of the account's roles", f"{_CREATE_ROLE} dms-vpc-role"),
    54: Block(_COMMAND, "policies of the account's roles", f"{_ATTACH} dms-vpc-role --policy-arn {_VPC_POLICY}"),
    55: Block(_POLICY, "trust of dms-cloudwatch-logs-role"),
    56: Block(
        _COMMAND, "names of the account's roles", f"{_CREATE_ROLE} dms-cloudwatch-logs-role"
    ),
    57: Block(
        _COMMAND, "policies of the account's roles", f"{_ATTACH} dms-cloudwatch-logs-role --policy-arn {_LOGS_POLICY}"
    ),
    58: Block(_POLICY, "trust of dms-access-for-endpoint"),
    59: Block(
        _COMMAND, "names of the account's roles", f"{_CREATE_ROLE} dms-access-for-endpoint"
    ),
    60: Block(_COMMAND, "policies of the account's roles", f"{_ATTACH} dms-access-for-endpoint \\ --policy-arn"),
    61: Block(_POLICY, "deny by ARN: replication instance"),
    62: Block(_OUTPUT, "what a deny of an instance stops", "$ aws dms delete-replication-instance"),
    63: Block(_POLICY, "deny by ARN: endpoint"),
    64: Block(_OUTPUT, "what a deny of an endpoint stops", "$ aws dms delete-endpoint"),
    65: Block(_POLICY, "deny by ARN: task"),
    66: Block(_OUTPUT, "what a deny of a task stops", "$ aws dms delete-replication-task"),
    67: Block(_NAME, "condition key of a tag", "dms:{resource type}-tag/{tag key}={tag value}"),
    68: Block(_ELEMENT, "allow by tag"),
    69: Block(_NAME, "allow by tag", "stage production"),
    70: Block(_ELEMENT, "tags that may be given"),
    71: Block(_POLICY, "deny by tag: replication instance"),
    72: Block(_OUTPUT, "what a deny of an instance stops", "$ aws dms list-tags-for-resource"),
    73: Block(_POLICY, "deny by tag: endpoint"),
    74: Block(_OUTPUT, "what a deny of an endpoint stops", "$ aws dms list-tags-for-resource"),
    75: Block(_POLICY, "deny by tag: task"),
    76: Block(_OUTPUT, "what a deny of a task stops", "$ aws dms list-tags-for-resource"),
    77: Block(_STATEMENT, "operator: key that is not theirs"),
}  # fmt: skip
"""By their number in the order in which the seed prints them."""
