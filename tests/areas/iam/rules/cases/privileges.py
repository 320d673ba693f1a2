"""Passing roles and other ways to all rights."""

from tests.areas.iam.rules.cases.case import Bad, Good, security, statements

ROLES = "arn:aws:iam::123456789012:role/edge-*"
TO_LAMBDA = "conditions: {StringEquals: {iam:PassedToService: lambda.amazonaws.com}}"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:edge-*"

BAD = (
    Bad(
        "LB343",
        'iam:PassRole on "*" passes any role',
        statements(f'{{actions: iam:PassRole, resources: §"*", {TO_LAMBDA}}}'),
    ),
    Bad(
        "LB343",
        'on "*" passes any role',
        statements(f'{{actions: iam:PassRole, resources: §"*", {TO_LAMBDA}, reason: no reason will do}}'),
    ),
    Bad(
        "LB343",
        "is no role",
        statements(
            f'{{actions: iam:PassRole, resources: ["{ROLES}", §"arn:aws:iam::123456789012:user/jane"], {TO_LAMBDA}}}'
        ),
        also=("LB326",),
    ),
    Bad(
        "LB343",
        "passes every role of the account",
        statements(f'{{actions: iam:PassRole, resources: §"arn:aws:iam::123456789012:role/*", {TO_LAMBDA}}}'),
    ),
    Bad(
        "LB343",
        "every role but these",
        statements(f'{{actions: iam:PassRole, §not_resources: "{ROLES}", {TO_LAMBDA}, reason: all but our own}}'),
    ),
    Bad(
        "LB343",
        'iam:Pass* on "*" passes any role',
        statements(f'{{actions: "iam:Pass*", resources: §"*", {TO_LAMBDA}}}'),
        also=("LB323", "LB324"),
    ),
    Bad(
        "LB344",
        "iam:PassRole without the condition",
        statements(f'{{actions: [iam:GetRole, §iam:PassRole], resources: "{ROLES}"}}'),
    ),
    Bad(
        "LB344",
        "iam:PassRole without the condition",
        statements(
            f'{{actions: §iam:PassRole, resources: "{ROLES}", conditions: {{StringLike:'
            f' {{iam:PassedToService: "*"}}}}}}'
        ),
    ),
    Bad(
        "LB344",
        "iam:PassRole without the condition",
        security(f"""
        iam_groups:
          ops: {{customer_policies: [pass]}}
        policies:
          pass: {{statements: [{{actions: §iam:PassRole, resources: "{ROLES}"}}]}}
        """),
    ),
    Bad(
        "LB345",
        "attaches AdministratorAccess to a role",
        statements(f'{{actions: [iam:GetRole, §iam:AttachRolePolicy], resources: "{ROLES}"}}'),
    ),
    Bad(
        "LB345",
        "iam:Create*Version holds iam:CreatePolicyVersion",
        statements('{actions: §"iam:Create*Version", resources: "arn:aws:iam::123456789012:policy/edge-*"}'),
        also=("LB323",),
    ),
    Bad(
        "LB345",
        "assumes any role that trusts the account",
        statements('{actions: §sts:AssumeRole, resources: "arn:aws:iam::123456789012:role/*"}'),
        also=("LB324",),
    ),
    Bad(
        "LB345",
        "makes access keys of another user",
        statements('{actions: §iam:CreateAccessKey, resources: "arn:aws:iam::123456789012:user/edge/*"}'),
    ),
    Bad(
        "LB345",
        "iam:AttachRolePolicy attaches AdministratorAccess",
        security("""
        iam_groups:
          ops:
            access:
              - §{service: iam, level: admin, resources: "arn:aws:iam::123456789012:role/edge-*"}
        """),
        also=("LB344",),
    ),
    Bad(
        "LB346",
        "runs a function by lambda:CreateFunction and lambda:InvokeFunction (security.iam_groups.ops.statements[1])",
        statements(
            f'{{actions: §iam:PassRole, resources: "*", {TO_LAMBDA}}}',
            f'{{actions: [lambda:CreateFunction, lambda:InvokeFunction], resources: "{FUNCTION}"}}',
        ),
        also=("LB343",),
    ),
    Bad(
        "LB346",
        "starts an instance by ec2:RunInstances (security.policies.run.statements[0])",
        security("""
        iam_groups:
          ops:
            customer_policies: [run]
            statements:
              - {actions: §iam:PassRole, resources: "arn:aws:iam::123456789012:role/*",
                 conditions: {StringEquals: {iam:PassedToService: ec2.amazonaws.com}}}
        policies:
          run: {statements: [{actions: ec2:RunInstances, resources: "arn:aws:ec2:eu-west-1:123456789012:instance/i-1"}]}
        """),
        also=("LB343",),
    ),
    Bad(
        "LB346",
        'user "jane" (in builders, passers) can become any role',
        security("""
        iam_groups:
          passers:
            members: [jane]
            statements:
              - {actions: §iam:PassRole, resources: "arn:aws:iam::123456789012:role/*",
                 conditions: {StringEquals: {iam:PassedToService: codebuild.amazonaws.com}}}
          builders:
            members: [jane]
            statements:
              - {actions: [codebuild:CreateProject, codebuild:StartBuild],
                 resources: "arn:aws:codebuild:eu-west-1:123456789012:project/edge"}
        """),
        also=("LB343",),
    ),
)

GOOD = (
    Good(
        "LB343",
        statements(
            f'{{actions: iam:PassRole, resources: "arn:aws:iam::{{account_id}}:role/{{stem}}-role-*", {TO_LAMBDA}}}'
        ),
    ),
    Good(
        "LB343",
        security(f"""
        service_roles:
          worker: {{service: lambda}}
        iam_groups:
          ops:
            statements: [{{actions: iam:PassRole, resources: "{{role:worker}}", {TO_LAMBDA}}}]
        """),
    ),
    Good(
        "LB343",
        statements(
            f'{{actions: iam:PassRole, resources: "arn:aws:iam::123456789012:role/*", {TO_LAMBDA},'
            f" reason: the deployer of all}}"
        ),
    ),
    Good("LB343", statements('{actions: "iam:*", resources: "*", reason: administrators of IAM}')),
    Good(
        "LB344",
        statements(
            f'{{actions: iam:PassRole, resources: "{ROLES}", conditions: {{StringLike:'
            f' {{iam:PassedToService: "*.amazonaws.com"}}}}}}'
        ),
    ),
    Good(
        "LB345", statements(f'{{actions: iam:AttachRolePolicy, resources: "{ROLES}", reason: administrators of roles}}')
    ),
    Good(
        "LB345",
        statements(
            f'{{actions: iam:AttachRolePolicy, resources: "{ROLES}", conditions: {{ArnEquals:'
            f' {{iam:PolicyARN: "arn:aws:iam::aws:policy/ViewOnlyAccess"}}}}}}'
        ),
    ),
    Good(
        "LB345",
        statements(
            "{actions: [iam:CreateAccessKey, iam:UpdateLoginProfile], resources:"
            ' "arn:aws:iam::123456789012:user/${aws:username}"}'
        ),
    ),
    Good("LB345", statements(f'{{actions: sts:AssumeRole, resources: "{ROLES}"}}')),
    Good("LB345", statements('{effect: Deny, actions: iam:AttachRolePolicy, resources: "*"}')),
    Good(
        "LB346",
        statements(
            f'{{actions: iam:PassRole, resources: "{ROLES}", {TO_LAMBDA}}}',
            f'{{actions: [lambda:CreateFunction, lambda:InvokeFunction], resources: "{FUNCTION}"}}',
        ),
    ),
    Good(
        "LB346",
        statements(
            f'{{actions: iam:PassRole, resources: "arn:aws:iam::123456789012:role/*", {TO_LAMBDA},'
            f" reason: the deployer of all}}",
            f'{{actions: [lambda:CreateFunction, lambda:InvokeFunction], resources: "{FUNCTION}"}}',
        ),
    ),
)
