"""Actions, wildcards and resources of statements."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import GOVCLOUD, security, service_role, statements, trust

READ = 'resources: "arn:aws:s3:::edge-data/*"'

BAD = (
    Bad("LB320", '"s3" is no action', statements(f"{{actions: §s3, {READ}}}")),
    Bad("LB320", 'prefix "s4"', statements(f"{{actions: [s3:GetObject, §s4:GetObject], {READ}}}")),
    Bad(
        "LB320", "wildcard in its service prefix", statements(f'{{actions: §"s?:GetObject", {READ}, reason: why not}}')
    ),
    Bad("LB321", '"s3:GetObjct" is no action of s3', statements(f"{{actions: §s3:GetObjct, {READ}}}")),
    Bad("LB321", '"s3:DeletObject"', statements(f"{{effect: Deny, actions: [s3:GetObject, §s3:DeletObject], {READ}}}")),
    Bad(
        "LB321",
        '"sts:AsumeRole"',
        trust("{actions: [sts:AssumeRole, §sts:AsumeRole], principals: {Service: ec2.amazonaws.com}}"),
        also=("LB360",),
    ),
    Bad("LB322", '"s3:Gett*" matches no action', statements(f'{{actions: §"s3:Gett*", {READ}, reason: all reading}}')),
    Bad(
        "LB323",
        '"s3:Get*" allows',
        statements('{actions: [s3:ListBucketVersions, §"s3:Get*"], resources: "arn:aws:s3:::edge-data"}'),
    ),
    Bad("LB323", "administration included", statements('{actions: §"*", resources: "arn:aws:s3:::edge-data"}')),
    Bad("LB323", '"sts:Assume*" allows', trust('{actions: §"sts:Assume*", principals: {Service: ec2.amazonaws.com}}')),
    Bad("LB324", '"*" names every resource', statements('{actions: s3:GetObject, resources: §"*"}')),
    Bad(
        "LB324",
        "every resource of its type",
        statements(
            '{actions: dynamodb:GetItem, resources: ["arn:aws:dynamodb:eu-west-1:123456789012:table/x",'
            ' §"arn:aws:dynamodb:eu-west-1:123456789012:table/*"]}'
        ),
    ),
    Bad("LB324", "every resource of its type", statements('{actions: s3:ListBucket, resources: §"arn:aws:s3:::*"}')),
    Bad(
        "LB324",
        '"*" names every resource',
        statements(
            '{actions: ec2:StartInstances, resources: §"*", conditions: {StringEqualsIfExists:'
            ' {"aws:ResourceTag/team": ops}}}'
        ),
    ),
    Bad(
        "LB324",
        '"*" names every resource',
        security('iam_groups:\n  ops:\n    access:\n      - {service: sqs, level: read, resources: §"*"}'),
    ),
    *(
        Bad("LB324", "or nearly", statements(f'{{actions: "{action}", resources: §"{resource}"}}'))
        for action, resource in (
            ("s3:ListBucket", "arn:aws:s3:::*?"),
            ("s3:ListBucket", "arn:aws:s3:::*-*"),
            ("s3:GetObject", "arn:aws:s3:::*-*/*"),
            ("kms:Decrypt", "arn:aws:kms:eu-west-1:123456789012:key/?*"),
            ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:*-??????"),
            ("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:123456789012:function:?*"),
            ("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:123456789012:table/???*"),
            ("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:123456789012:tab*e/*-*"),
            ("dynamodb:Query", "arn:aws:dynamodb:eu-west-1:123456789012:table/*a*/index/*-*"),
            ("logs:GetLogEvents", "arn:aws:logs:eu-west-1:123456789012:log-group:*-*:log-stream:*"),
        )
    ),
    *(
        Bad(
            "LB324",
            '"*" names every resource',
            statements(f'{{actions: ec2:StartInstances, resources: §"*", conditions: {{{conditions}}}}}'),
        )
        for conditions in (
            'StringLike: {"aws:ResourceTag/team": "*"}',
            'StringLike: {"ec2:ResourceTag/team": ["ops", "d*"]}',
            'StringEquals: {"aws:RequestTag/team": ops}',
        )
    ),
    Bad(
        "LB324",
        "or nearly",
        security(
            "iam_groups:\n  ops:\n    access:\n"
            '      - {service: dynamodb, level: read, resources: §"arn:aws:dynamodb:*:123456789012:table/???*"}'
        ),
    ),
    Bad("LB325", "allows all actions but", statements(f"{{§not_actions: iam:CreateUser, {READ}}}")),
    Bad(
        "LB325",
        "allows all resources but",
        statements('{actions: s3:GetObject, §not_resources: "arn:aws:s3:::edge-keys/*"}'),
    ),
    Bad(
        "LB326",
        '"arn:aws:s3:::edge-data/*"',
        statements('{actions: s3:ListBucket, resources: ["arn:aws:s3:::edge-data", §"arn:aws:s3:::edge-data/*"]}'),
    ),
    Bad("LB326", ":root", statements('{actions: iam:GetUser, resources: §"arn:aws:iam::123456789012:root"}')),
    Bad(
        "LB326",
        "none of the statement's actions",
        statements(
            '{effect: Deny, actions: "s3:Delete*", resources: §"arn:aws:dynamodb:eu-west-1:123456789012:table/x"}'
        ),
    ),
    Bad(
        "LB327",
        '"s3:ListAllMyBuckets"',
        statements('{actions: [s3:ListBucket, §s3:ListAllMyBuckets], resources: "arn:aws:s3:::edge-data"}'),
    ),
    Bad(
        "LB327",
        '"s3:GetObject"',
        statements('{actions: [§s3:GetObject, s3:ListBucket], resources: "arn:aws:s3:::edge-data"}'),
    ),
    Bad("LB328", '"edge-data" is no ARN', statements("{actions: s3:GetObject, resources: §edge-data}")),
    Bad(
        "LB328",
        "wildcard where its service stands",
        statements('{actions: s3:GetObject, resources: §"arn:aws:*:::edge-data/x"}'),
    ),
    Bad(
        "LB328",
        'account "12345678901"',
        statements('{actions: iam:GetRole, resources: §"arn:aws:iam::12345678901:role/x"}'),
    ),
    Bad(
        "LB328",
        '"edge-data" is no ARN',
        security("iam_groups:\n  ops:\n    access:\n      - {service: s3, level: list, resources: §edge-data}"),
        also=("LB306",),
    ),
    Bad(
        "LB329",
        'partition "aws"',
        statements('{actions: s3:GetObject, resources: §"arn:aws:s3:::edge-data/*"}', head=GOVCLOUD),
    ),
    Bad("LB329", "in no partition", statements('{actions: s3:GetObject, resources: §"arn:awz:s3:::edge-data/*"}')),
    Bad(
        "LB329",
        "us-gov-west-1 is in aws-us-gov",
        trust('{principals: {AWS: §"arn:aws:iam::123456789012:role/x"}}', head=GOVCLOUD),
    ),
    Bad(
        "LB329",
        'partition "aws"',
        security("permissions_boundary: §arn:aws:iam::123456789012:policy/edge\niam_groups: {}", GOVCLOUD),
    ),
    Bad(
        "LB329",
        'partition "aws"',
        service_role(
            'conditions: {ArnLike: {aws:SourceArn: §"arn:aws:ec2:us-gov-west-1:123456789012:instance/*"}}',
            head=GOVCLOUD,
        ),
    ),
)

GOOD = (
    *(
        Good("LB324", statements(f'{{actions: "{action}", resources: "{resource}"}}'))
        for action, resource in (
            ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:edge-db-??????"),
            ("dynamodb:Query", "arn:aws:dynamodb:eu-west-1:123456789012:table/a/index/*"),
            ("s3:GetObject", "arn:aws:s3:::edg*/*"),
            ("ssm:GetParameter", "arn:aws:ssm:eu-west-1:123456789012:parameter/a/*"),
        )
    ),
    Good(
        "LB324",
        statements(
            '{actions: ec2:StartInstances, resources: "*", conditions: {StringEquals: {"ec2:ResourceTag/team": ops}}}'
        ),
    ),
    Good("LB320", statements(f"{{actions: S3:GetObject, {READ}}}")),
    Good("LB321", statements(f"{{actions: s3:getobject, {READ}}}")),
    Good("LB322", statements(f'{{actions: "s3:GetObject*", {READ}, reason: all that objects have}}')),
    Good("LB323", statements('{actions: "*", resources: "*", reason: break glass}')),
    Good("LB323", statements('{effect: Deny, actions: "s3:Delete*", resources: "*"}')),
    Good(
        "LB323",
        security("""
        permissions_boundary: limit
        policies:
          limit: {statements: [{actions: "*", resources: "*"}]}
        """),
    ),
    Good("LB324", statements('{actions: [s3:ListAllMyBuckets, ec2:DescribeInstances], resources: "*"}')),
    Good(
        "LB324",
        security(
            'iam_groups:\n  ops:\n    access:\n      - {service: sqs, level: read, resources: "*", reason: monitoring}'
        ),
    ),
    Good(
        "LB324",
        statements(
            '{actions: ec2:StartInstances, resources: "*", conditions: {StringEquals: {"aws:ResourceTag/team": ops}}}'
        ),
    ),
    Good(
        "LB324",
        statements('{actions: dynamodb:GetItem, resources: "arn:aws:dynamodb:{region}:{account_id}:table/{stem}-*"}'),
    ),
    Good("LB325", statements(f"{{not_actions: iam:CreateUser, {READ}, reason: what is new is wanted too}}")),
    Good("LB325", statements('{effect: Deny, not_actions: s3:GetObject, resources: "*"}')),
    Good("LB326", statements('{actions: s3:GetObject, resources: "arn:aws:s3:::{stem}-*/${aws:username}/*"}')),
    Good(
        "LB327",
        statements(
            '{actions: [s3:GetObject, s3:ListBucket], resources: ["arn:aws:s3:::edge-data",'
            ' "arn:aws:s3:::edge-data/*"]}'
        ),
    ),
    Good("LB328", statements('{actions: ssm:GetParameter, resources: "arn:aws:ssm:*:123456789012:parameter/edge/*"}')),
    Good("LB329", statements('{actions: s3:GetObject, resources: "arn:{partition}:s3:::edge-data/*"}', head=GOVCLOUD)),
)
