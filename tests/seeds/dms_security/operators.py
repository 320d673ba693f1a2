"""The operator's policy, whole and section by section, and the small pieces that the seed explains policies with."""

from tests.seeds.dms_security.case import Case, Cover, Json, Place, policy

DMS = {"Effect": "Allow", "Action": "dms:*", "Resource": "*"}
KEYS = {"Effect": "Allow", "Action": ["kms:ListAliases", "kms:DescribeKey"], "Resource": "*"}
ROLES = {
    "Effect": "Allow",
    "Action": ["iam:GetRole", "iam:PassRole", "iam:CreateRole", "iam:AttachRolePolicy"],
    "Resource": "*",
}
VPC = {
    "Effect": "Allow",
    "Action": [
        "ec2:DescribeVpcs",
        "ec2:DescribeInternetGateways",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeSubnets",
        "ec2:DescribeSecurityGroups",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
    ],
    "Resource": "*",
}
METRICS = {"Effect": "Allow", "Action": ["cloudwatch:Get*", "cloudwatch:List*"], "Resource": "*"}
LOGS = {
    "Effect": "Allow",
    "Action": ["logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"],
    "Resource": "*",
}
REDSHIFT = {"Effect": "Allow", "Action": ["redshift:Describe*", "redshift:ModifyClusterIamRoles"], "Resource": "*"}
VIEW_OWN = policy(
    {
        "Sid": "ViewOwnUserInfo",
        "Effect": "Allow",
        "Action": [
            "iam:GetUserPolicy",
            "iam:ListGroupsForUser",
            "iam:ListAttachedUserPolicies",
            "iam:ListUserPolicies",
            "iam:GetUser",
        ],
        "Resource": ["arn:aws:iam::*:user/${aws:username}"],
    },
    {
        "Sid": "NavigateInConsole",
        "Effect": "Allow",
        "Action": [
            "iam:GetGroupPolicy",
            "iam:GetPolicyVersion",
            "iam:GetPolicy",
            "iam:ListAttachedGroupPolicies",
            "iam:ListGroupPolicies",
            "iam:ListPolicyVersions",
            "iam:ListPolicies",
            "iam:ListUsers",
        ],
        "Resource": "*",
    },
)
ALIEN_KEY = {
    "Effect": "Allow",
    "Action": ["kms:ListAliases", "kms:DescribeKey", "kms:CreateGrant", "kms:Encrypt", "kms:ReEncrypt*"],
    "Resource": "*",
}

_HEAD = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "987654321098"}
environment: {env: prod, region: us-east-2}
security:
  permissions_boundary: none
  iam_groups:
    dba: {description: People who migrate databases}
dms:
  account_roles: {vpc: reference, cloudwatch_logs: reference}
  operators:
    team:
      groups: [dba]
"""
POLICY = Place(module="dms", address="aws_iam_policy.team")
ARN = "arn:aws:dms:us-east-2:987654321098"
_HERE = {"StringEquals": {"aws:RequestedRegion": "us-east-2"}}


def operator(*lines: str) -> str:
    """A spec whose operator has these lines besides the group."""
    return _HEAD + "".join(f"      {line}\n" for line in lines)


def sections(**chosen: str) -> str:
    """A spec whose operator has these sections; `vpc` is out unless it is chosen."""
    given = {"vpc": "false", **chosen}
    return operator(f"sections: {{{', '.join(f'{name}: {value}' for name, value in given.items())}}}")


_KEY = "arn:aws:kms:us-east-2:987654321098:key/761138dc-0542-4e58-947f-4a3a8458d0fd"
_ROLE = "arn:aws:iam::987654321098:role/"
_FIXED = ["dms-access-for-endpoint", "dms-cloudwatch-logs-role", "dms-vpc-role"]
_MANAGED = "arn:aws:iam::aws:policy/service-role/"
_TO_DMS = {"StringEquals": {"iam:PassedToService": "dms.amazonaws.com"}}


def _allow(actions: str, resource: str | list[str] = "*", condition: Json = None) -> Json:
    """A statement for some actions of one service: `ec2:DescribeVpcs DescribeSubnets`."""
    service, _, names = actions.partition(":")
    found: Json = {"Effect": "Allow", "Action": [f"{service}:{name}" for name in names.split()], "Resource": resource}
    return found if condition is None else {**found, "Condition": condition}


_OURS: dict[str, tuple[Json, ...]] = {
    "DMS": (
        _allow("dms:*", f"{ARN}:*"),
        _allow(
            "dms:BatchStartRecommendations CreateDataProvider CreateFleetAdvisorCollector CreateInstanceProfile"
            " CreateOutboundIntegration DeleteFleetAdvisorCollector DeleteFleetAdvisorDatabases Describe* List*"
            " ModifyFleetAdvisorCollector ModifyFleetAdvisorCollectorStatuses ModifyOutboundIntegration"
            " RunFleetAdvisorLsaAnalysis StartRecommendations UpdateSubscriptionsToEventBridge UploadFileMetadataList",
            condition=_HERE,
        ),
    ),
    "keys": (
        _allow("kms:ListAliases", condition=_HERE),
        _allow("kms:DescribeKey", "arn:aws:kms:us-east-2:987654321098:key/*"),
    ),
    "roles": (
        _allow("iam:CreateRole GetRole", [_ROLE + name for name in _FIXED]),
        _allow("iam:PassRole", [_ROLE + name for name in _FIXED], _TO_DMS),
        _allow(
            "iam:AttachRolePolicy",
            [_ROLE + name for name in _FIXED],
            {
                "ArnEquals": {
                    "iam:PolicyARN": [
                        f"{_MANAGED}AmazonDMSCloudWatchLogsRole",
                        f"{_MANAGED}AmazonDMSRedshiftS3Role",
                        f"{_MANAGED}AmazonDMSVPCManagementRole",
                    ]
                }
            },
        ),
    ),
    "VPC": (
        _allow(
            "ec2:DescribeVpcs DescribeInternetGateways DescribeAvailabilityZones DescribeSubnets"
            " DescribeSecurityGroups",
            condition=_HERE,
        ),
        _allow(
            "ec2:ModifyNetworkInterfaceAttribute CreateNetworkInterface DeleteNetworkInterface",
            [
                "arn:aws:ec2:us-east-2:987654321098:network-interface/*",
                "arn:aws:ec2:us-east-2:*:security-group/*",
                "arn:aws:ec2:us-east-2:*:subnet/*",
            ],
        ),
    ),
    "metrics": (_allow("cloudwatch:Get* List*", condition=_HERE),),
    "logs": (
        _allow("logs:DescribeLogGroups", condition=_HERE),
        _allow(
            "logs:DescribeLogStreams FilterLogEvents GetLogEvents",
            [
                "arn:aws:logs:us-east-2:987654321098:log-group:dms-tasks-*",
                "arn:aws:logs:us-east-2:987654321098:log-group:dms-serverless-replication-*",
            ],
        ),
    ),
    "Redshift": (
        _allow("redshift:Describe*", condition=_HERE),
        _allow("redshift:ModifyClusterIamRoles", "arn:aws:redshift:us-east-2:987654321098:cluster:*"),
    ),
}
"""What our operator gets in the place of each section of the seed's."""

_EVERYTHING = {
    "console": "true",
    "logs": "true",
    "metrics": "true",
    "vpc": "true",
    "create_roles": "nobody made the roles ahead of time",
    "redshift_console": "the cluster is set up by hand",
}

CASES: dict[str, Cover] = {
    "operator: everything": Case(
        printed=policy(DMS, KEYS, ROLES, VPC, METRICS, LOGS, REDSHIFT),
        spec=sections(**_EVERYTHING),
        place=POLICY,
        missing=(DMS, KEYS, ROLES, VPC, METRICS, LOGS, REDSHIFT),
        added=tuple(statement for section in _OURS.values() for statement in section),
        because="1.6: each section as below, none on more than the account, the region and what DMS is about",
    ),
    "operator: DMS": Case(
        printed=DMS,
        spec=sections(),
        place=POLICY,
        service="dms:",
        missing=(DMS,),
        added=_OURS["DMS"],
        because="1.6: the account's resources; * only for actions that take no other resource",
    ),
    "operator: keys in the console": Case(
        printed=KEYS,
        spec=sections(console="true"),
        besides=sections(),
        place=POLICY,
        missing=(KEYS,),
        added=_OURS["keys"],
        because="1.6: only ListAliases needs *",
    ),
    "operator: roles": Case(
        printed=ROLES,
        spec=sections(create_roles=_EVERYTHING["create_roles"]),
        place=POLICY,
        service="iam:",
        missing=(ROLES,),
        added=_OURS["roles"],
        because="9, point 5: only PassRole has PassedToService; the roles by name, with AWS's own policies",
    ),
    "operator: VPC": Case(
        printed=VPC,
        spec=sections(vpc="true"),
        besides=sections(),
        place=POLICY,
        missing=(VPC,),
        added=_OURS["VPC"],
        because="narrower: network interfaces of the account, in subnets that another one may share (1.8, scenario 7)",
    ),
    "operator: metrics": Case(
        printed=METRICS,
        spec=sections(metrics="true"),
        besides=sections(),
        place=POLICY,
        missing=(METRICS,),
        added=_OURS["metrics"],
        because="narrower: the own region, which is all that can narrow it",
    ),
    "operator: logs": Case(
        printed=LOGS,
        spec=sections(logs="true"),
        besides=sections(),
        place=POLICY,
        missing=(LOGS,),
        added=_OURS["logs"],
        because="1.1: DMS writes to log groups of two names, so that nobody needs others for it",
    ),
    "operator: Redshift console": Case(
        printed=REDSHIFT,
        spec=sections(redshift_console=_EVERYTHING["redshift_console"]),
        besides=sections(),
        place=POLICY,
        missing=(REDSHIFT,),
        added=_OURS["Redshift"],
        because="1.6: AWS has taken the section out since; here it needs a reason, and is for the account's clusters",
    ),
    "operator: view own permissions": Case(
        printed=VIEW_OWN,
        spec=sections(view_own_permissions="true"),
        besides=sections(),
        place=POLICY,
        missing=({**VIEW_OWN["Statement"][0], "Resource": "arn:aws:iam::*:user/${aws:username}"},),
        added=({**VIEW_OWN["Statement"][0], "Resource": "arn:aws:iam::987654321098:user/${aws:username}"},),
        because="narrower: the account is known, and users see none of another",
    ),
    "operator: key that is not theirs": Case(
        printed=ALIEN_KEY,
        spec=sections(console="true", own_keys=f'["{_KEY}"]'),
        besides=sections(),
        place=POLICY,
        missing=(ALIEN_KEY,),
        added=(
            *_OURS["keys"],
            _allow("kms:DescribeKey", _KEY),
            _allow("kms:Encrypt ReEncrypt*", _KEY, {"StringEquals": {"kms:ViaService": "dms.us-east-2.amazonaws.com"}}),
            _allow(
                "kms:CreateGrant",
                _KEY,
                {
                    "Bool": {"kms:GrantIsForAWSResource": "true"},
                    "StringEquals": {"kms:ViaService": "dms.us-east-2.amazonaws.com"},
                },
            ),
        ),
        because="1.6: for a customer's key; that key only, all through DMS (2.2), and grants to AWS only (2.1)",
    ),
}
"""What answers to the blocks about the operator's policy and its sections."""
