"""Condition operators, keys and values."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import security, service_role, statements, trust


def when(
    conditions: str,
    *,
    actions: str = "s3:GetObject",
    effect: str = "Allow",
    resources: str = "arn:aws:s3:::edge-data/*",
) -> str:
    """A statement under conditions."""
    return statements(
        f'{{effect: {effect}, actions: {actions}, resources: "{resources}", conditions: {{{conditions}}}}}'
    )


BAD = (
    Bad("LB330", '"streq"', when('§streq: {aws:PrincipalAccount: "123456789012"}')),
    Bad(
        "LB330",
        '"ArnEqual"',
        service_role('conditions: {§ArnEqual: {aws:SourceArn: "arn:aws:ec2:eu-west-1:123456789012:*"}}'),
    ),
    Bad("LB330", '"NullIfExists"', when('§NullIfExists: {aws:SourceVpc: "true"}')),
    Bad("LB330", '"ForSomeValues:StringLike"', when('§"ForSomeValues:StringLike": {aws:SourceVpc: x}')),
    Bad("LB331", '"aws:PrincipalOrgId2"', when("StringEquals: {§aws:PrincipalOrgId2: o-1}")),
    Bad("LB331", '"aws:ResourceTag"', when("StringEquals: {§aws:ResourceTag: x}")),
    Bad(
        "LB331",
        '"sts:ExternalID2"',
        security("""
        assumable_roles:
          etl:
            assumable_by:
              principals: ["arn:aws:iam::123456789012:user/jane"]
              conditions: {StringEquals: {§sts:ExternalID2: abc}}
        """),
    ),
    Bad("LB332", '"s3:prefix": "s3:GetObject"', when('StringLike: {§s3:prefix: "home/*"}')),
    Bad(
        "LB332",
        '"dynamodb:LeadingKeys"',
        security("""
        iam_groups:
          ops:
            access:
              - {service: sqs, level: read, conditions: {"ForAnyValue:StringEquals": {§dynamodb:LeadingKeys: x}}}
        """),
    ),
    Bad(
        "LB333",
        '"s3:ListBucketMultipartUploads" has no condition key "s3:prefix"',
        when(
            'StringLike: {§s3:prefix: "home/*"}',
            actions="[s3:ListBucket, s3:ListBucketMultipartUploads]",
            resources="arn:aws:s3:::edge-data",
        ),
    ),
    Bad("LB334", "takes the * of", when('StringEquals: {aws:SourceArn: §"arn:aws:sns:eu-west-1:123456789012:*"}')),
    Bad("LB334", "takes the * of", when('StringNotEquals: {aws:username: §"temp-*"}', effect="Deny")),
    Bad("LB335", 'cannot compare "yes"', when('Bool: {aws:SecureTransport: §"yes"}')),
    Bad("LB335", 'cannot compare "somewhere"', when("IpAddress: {aws:SourceIp: §somewhere}")),
    Bad("LB335", 'cannot compare "an hour"', when("NumericLessThan: {aws:MultiFactorAuthAge: §an hour}")),
    Bad("LB335", 'cannot compare "tomorrow"', when("DateLessThan: {aws:CurrentTime: §tomorrow}")),
    Bad("LB335", 'cannot compare "role/x"', when("ArnLike: {aws:PrincipalArn: §role/x}")),
    Bad("LB335", 'cannot compare "maybe"', when('"Null": {aws:SourceVpc: §maybe}')),
    Bad("LB336", "aws:SourceIp holds an IP address", when("StringEquals: {§aws:SourceIp: 203.0.113.7}")),
    Bad("LB336", "aws:username holds text", when("IpAddress: {§aws:username: 203.0.113.7}")),
    Bad(
        "LB337",
        "also allows requests made with long-term access keys",
        when("BoolIfExists: {§aws:MultiFactorAuthPresent: true}"),
    ),
    Bad(
        "LB337",
        "BoolIfExists aws:multifactorauthpresent",
        trust(
            '{principals: {AWS: "arn:aws:iam::123456789012:user/jo"}, conditions: {BoolIfExists:'
            ' {§aws:multifactorauthpresent: "true"}}}'
        ),
    ),
    Bad(
        "LB338",
        "does not deny requests made with long-term access keys",
        when("Bool: {§aws:MultiFactorAuthPresent: false}", effect="Deny"),
    ),
    Bad(
        "LB338",
        "NumericGreaterThan aws:MultiFactorAuthAge",
        when("NumericGreaterThan: {§aws:MultiFactorAuthAge: 3600}", effect="Deny"),
    ),
    Bad(
        "LB339",
        "no aws:TagKeys at all",
        when('"ForAllValues:StringEquals": {§aws:TagKeys: [team]}', actions="s3:PutObjectTagging"),
    ),
    Bad(
        "LB340",
        "aws:TagKeys has several values",
        when("StringEquals: {§aws:TagKeys: team}", actions="s3:PutObjectTagging"),
    ),
    Bad("LB341", "is every address there is", when("IpAddress: {aws:SourceIp: §0.0.0.0/0}")),
    Bad("LB341", "is a private network", when("NotIpAddress: {aws:SourceIp: §[10.1.0.0/16]}", effect="Deny")),
    Bad(
        "LB342",
        '"${aws:usernam}" is no policy variable',
        statements('{actions: s3:GetObject, resources: §"arn:aws:s3:::edge-data/${aws:usernam}/*"}'),
    ),
    Bad("LB342", '"${var.bucket}" is no policy variable', when('StringEquals: {aws:SourceVpc: §"${var.bucket}"}')),
    Bad(
        "LB337",
        "StringNotEquals aws:MultiFactorAuthPresent also allows",
        when('StringNotEquals: {§aws:MultiFactorAuthPresent: "false"}'),
    ),
    Bad(
        "LB337",
        "StringNotLike aws:MultiFactorAuthPresent also allows",
        when('StringNotLike: {§aws:MultiFactorAuthPresent: "f*"}'),
    ),
    Bad(
        "LB338",
        "StringEquals aws:MultiFactorAuthPresent does not deny",
        when('StringEquals: {§aws:MultiFactorAuthPresent: "false"}', effect="Deny"),
    ),
    Bad(
        "LB338",
        "StringLike aws:MultiFactorAuthPresent does not deny",
        when('StringLike: {§aws:MultiFactorAuthPresent: "f*"}', effect="Deny"),
    ),
)

GOOD = (
    Good("LB330", when('"ForAnyValue:StringLikeIfExists": {aws:PrincipalOrgPaths: "o-1/r-1/*"}')),
    Good(
        "LB331",
        trust(
            "{actions: sts:AssumeRoleWithWebIdentity, principals: {Federated:"
            ' "arn:aws:iam::123456789012:oidc-provider/gitlab.example.com/ci"},'
            ' conditions: {StringEquals: {"gitlab.example.com/ci:sub": "project_path:a/b",'
            ' "gitlab.example.com/ci:aud": x}}}'
        ),
    ),
    Good(
        "LB332", when('StringLike: {s3:prefix: "home/*"}', actions="s3:ListBucket", resources="arn:aws:s3:::edge-data")
    ),
    Good(
        "LB333",
        when(
            'StringNotLikeIfExists: {s3:prefix: "home/*"}',
            actions="[s3:ListBucket, s3:GetBucketLocation]",
            resources="arn:aws:s3:::edge-data",
        ),
    ),
    Good(
        "LB334",
        when(
            'StringLike: {aws:SourceArn: "arn:aws:sns:eu-west-1:123456789012:*"}, StringEquals: {aws:username: "${*}"}'
        ),
    ),
    Good(
        "LB335",
        when(
            'Bool: {aws:SecureTransport: true}, IpAddress: {aws:SourceIp: "2001:db8::/32"}, "Null":'
            " {aws:SourceVpc: false},"
            ' DateLessThan: {aws:CurrentTime: "2030-01-01T00:00:00Z"}, NumericLessThan: {aws:MultiFactorAuthAge: 3600},'
            ' ArnLike: {aws:PrincipalArn: "arn:aws:iam::*:role/x-*"}'
        ),
    ),
    Good("LB336", when('NumericGreaterThan: {aws:EpochTime: 1700000000}, StringLike: {aws:PrincipalArn: "*:role/x"}')),
    Good("LB337", when("Bool: {aws:MultiFactorAuthPresent: true}")),
    Good("LB338", when("BoolIfExists: {aws:MultiFactorAuthPresent: false}", effect="Deny")),
    Good(
        "LB339",
        when(
            '"ForAllValues:StringEquals": {aws:TagKeys: [team]}, "Null": {aws:TagKeys: "false"}',
            actions="s3:PutObjectTagging",
        ),
    ),
    Good("LB340", when('"ForAnyValue:StringEquals": {aws:TagKeys: team}', actions="s3:PutObjectTagging")),
    Good("LB341", when("IpAddress: {aws:SourceIp: 203.0.113.0/24}, NotIpAddress: {aws:VpcSourceIp: 10.0.0.0/8}")),
    Good(
        "LB342",
        statements("{actions: s3:GetObject, resources: \"arn:aws:s3:::edge-data/${aws:PrincipalTag/team, 'none'}/*\"}"),
    ),
    Good(
        "LB337",
        when('StringNotEquals: {aws:MultiFactorAuthPresent: "false"}, "Null": {aws:MultiFactorAuthPresent: "false"}'),
    ),
    Good("LB338", when('StringNotEquals: {aws:MultiFactorAuthPresent: "true"}', effect="Deny")),
    Good("LB338", when('StringEqualsIfExists: {aws:MultiFactorAuthPresent: "false"}', effect="Deny")),
)
