"""Passing roles and other ways to all rights."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import security, statements

ROLES = "arn:aws:iam::123456789012:role/edge-*"
TO_LAMBDA = "conditions: {StringEquals: {iam:PassedToService: lambda.amazonaws.com}}"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:edge-*"


def guarded(operator: str, policy: str, *, action: str = "iam:AttachRolePolicy", key: str = "iam:PolicyARN") -> str:
    """A statement on roles that is to be kept in bounds by a condition."""
    given = f'{{"{operator}": {{{key}: "{policy}"}}}}'
    return statements(f'{{actions: §{action}, resources: "{ROLES}", conditions: {given}}}')


def own(resource: str, *, action: str = "iam:CreateAccessKey") -> str:
    """A statement that is to be for the caller's own user."""
    mark = "" if resource.endswith("/${aws:username}") and "*" not in resource else "§"
    return statements(f'{{actions: {mark}{action}, resources: "arn:aws:iam::123456789012:{resource}"}}')


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
        "iam:PassRole without a service's name",
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
    *(
        Bad("LB343", message, statements(f'{{actions: iam:PassRole, resources: §"{resource}", {TO_LAMBDA}}}'))
        for resource, message in (
            ("arn:{partition}:iam::{account_id}:role/*-*", "names begin with anything"),
            ("arn:{partition}:iam::{account_id}:role/*a*", "names begin with anything"),
            ("arn:{partition}:iam::{account_id}:role/*min*", "names begin with anything"),
            ("arn:{partition}:iam::{account_id}:role/adm*", "names begin with anything"),
            ("arn:{partition}:iam::*:role/*-*", "roles of any account"),
            ("arn:{partition}:iam::*:role/edge-*", "roles of any account"),
            ("arn:{partition}:iam::{account_id}:*", "passes any role"),
            ("arn:{partition}:iam::{account_id}:rol?/edge-*", "passes any role"),
        )
    ),
    *(
        Bad(
            "LB344",
            message,
            statements(f'{{actions: §iam:PassRole, resources: "{ROLES}", conditions: {{{conditions}}}}}'),
            also=also,
        )
        for conditions, message, also in (
            ('StringLike: {iam:PassedToService: "*.amazonaws.com"}', "without a service's name", ()),
            ('StringLike: {iam:PassedToService: [glue.amazonaws.com, "l*"]}', "without a service's name", ()),
            ("StringEqualsIfExists: {iam:PassedToService: glue.amazonaws.com}", "without the condition", ()),
            (
                "'ForAllValues:StringEquals': {iam:PassedToService: glue.amazonaws.com}",
                "without the condition",
                ("LB339",),
            ),
        )
    ),
    Bad(
        "LB345",
        "assumes any role that trusts the account",
        statements('{actions: §sts:AssumeRole, resources: "arn:aws:iam::*:role/deployer"}'),
    ),
    Bad(
        "LB345",
        "assumes any role that trusts the account",
        statements('{actions: §sts:AssumeRole, resources: "arn:aws:iam::123456789012:role/*min*"}'),
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
    Bad("LB345", "attaches AdministratorAccess", guarded("ArnEquals", "arn:aws:iam::aws:policy/AdministratorAccess")),
    Bad("LB345", "attaches AdministratorAccess", guarded("ArnEquals", "arn:aws:iam::aws:policy/IAMFullAccess")),
    Bad("LB345", "attaches AdministratorAccess", guarded("ArnEquals", "arn:aws:iam::aws:policy/AmazonS3FullAccess")),
    Bad("LB345", "attaches AdministratorAccess", guarded("ArnLike", "*")),
    Bad("LB345", "attaches AdministratorAccess", guarded("ArnLike", "arn:aws:iam::123456789012:policy/edge-*")),
    Bad(
        "LB345",
        "attaches AdministratorAccess",
        guarded("ForAllValues:ArnEquals", "arn:aws:iam::aws:policy/ViewOnlyAccess"),
        also=("LB339",),
    ),
    Bad(
        "LB345",
        "writes a policy for a role",
        guarded("StringLike", "*", action="iam:PutRolePolicy", key="iam:PermissionsBoundary"),
    ),
    Bad(
        "LB345",
        "takes away the boundary of a role",
        guarded(
            "StringEquals",
            "arn:aws:iam::123456789012:policy/edge-limits",
            action="iam:DeleteRolePermissionsBoundary",
            key="iam:PermissionsBoundary",
        ),
    ),
    Bad("LB345", "makes access keys of another user", own("user/*${aws:username}*")),
    Bad("LB345", "makes access keys of another user", own("user/*/${aws:username}")),
    Bad("LB345", "makes access keys of another user", own("user/${aws:username}-x")),
    *(
        Bad("LB345", message, statements(f'{{actions: §{action}, resources: "arn:aws:iam::123456789012:{resource}"}}'))
        for action, resource, message in (
            ("iam:DetachRolePolicy", "role/edge-app", "detaches a policy from a role"),
            ("iam:DeleteRolePolicy", "role/edge-app", "deletes a policy of a role"),
            ("iam:DeleteGroupPolicy", "group/edge-app", "deletes a policy of a group"),
            ("iam:DetachGroupPolicy", "group/edge-app", "detaches a policy from a group"),
            ("iam:DetachUserPolicy", "user/jane", "detaches a policy from a user"),
            ("iam:DeleteUserPolicy", "user/jane", "deletes a policy of a user"),
            ("iam:RemoveUserFromGroup", "group/edge-app", "leaves a group"),
            ("iam:DeactivateMFADevice", "user/jane", "takes away the second factor"),
            ("iam:DeleteVirtualMFADevice", "mfa/jane", "deletes the second factor"),
            ("iam:CreateServiceSpecificCredential", "user/jane", "makes credentials of another user"),
            ("iam:UploadSigningCertificate", "user/jane", "signs requests as another user"),
            ("iam:CreateSAMLProvider", "saml-provider/okta", "has the assertions of an identity provider"),
            ("iam:UpdateSAMLProvider", "saml-provider/okta", "replaces the identity provider's metadata"),
            ("iam:CreateOpenIDConnectProvider", "oidc-provider/ci.example.com", "has the tokens of an identity"),
            ("iam:AddClientIDToOpenIDConnectProvider", "oidc-provider/ci.example.com", "made for others"),
        )
    ),
    *(
        Bad("LB366", f"{action} takes no resource", statements(f'{{actions: §{action}, resources: "*"}}'))
        for action in (
            "s3:PutAccountPublicAccessBlock",
            "organizations:LeaveOrganization",
            "iam:UpdateAccountPasswordPolicy",
            "sso-directory:AddMemberToGroup",
            "lakeformation:GrantPermissions",
        )
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
            f" {{iam:PassedToService: [glue.amazonaws.com, lambda.amazonaws.com]}}}}}}"
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
    Good("LB345", own("user/${aws:username}")),
    Good("LB345", own("user/edge/${aws:username}")),
    Good("LB345", own("mfa/${aws:username}", action="iam:DeleteVirtualMFADevice")),
    Good(
        "LB345",
        guarded(
            "StringEquals",
            "arn:aws:iam::123456789012:policy/edge-limits",
            action="iam:PutRolePolicy",
            key="iam:PermissionsBoundary",
        ).replace("§", ""),
    ),
    Good("LB366", statements('{actions: s3:PutAccountPublicAccessBlock, resources: "*", reason: the guards of S3}')),
    Good("LB366", statements('{effect: Deny, actions: organizations:LeaveOrganization, resources: "*"}')),
    Good("LB366", statements('{actions: [s3:ListAllMyBuckets, glue:UseGlueStudio], resources: "*"}')),
)
