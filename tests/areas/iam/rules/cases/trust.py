"""Who may assume roles."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import security, service_role, trust

OKTA = "arn:aws:iam::123456789012:saml-provider/okta"
GITHUB = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
EKS = "oidc.eks.eu-west-1.amazonaws.com/id/ABC"
GITLAB = "gitlab.example.com"
URL = "https://token.actions.githubusercontent.com"


def oidc(*lines: str, provider: str = "token.actions.githubusercontent.com") -> str:
    """A federated role of an OpenID Connect provider."""
    return security(
        f"federated_roles:\n  deploy:\n    oidc:\n      provider: {provider}"
        + "".join(f"\n      {line}" for line in lines)
    )


def cross_account(*lines: str) -> str:
    """A cross-account role with these lines."""
    return security("cross_account_roles:\n  partner:" + "".join(f"\n    {line}" for line in lines))


def assumable(principals: str) -> str:
    """An assumable role with these principals."""
    return security(f"assumable_roles:\n  etl:\n    assumable_by: {{principals: {principals}}}")


BAD = (
    Bad("LB351", "no reason is given and no condition says who is meant", trust('{principals: {AWS: §"*"}}')),
    Bad("LB351", "and no condition says who is meant", trust('{principals: {AWS: §"*"}, reason: public}')),
    Bad(
        "LB351",
        "and no reason is given",
        trust('{principals: {AWS: §"*"}, conditions: {StringEquals: {aws:PrincipalOrgID: o-1}}}'),
    ),
    Bad("LB351", "no condition says who is meant", assumable('[§"*"]')),
    Bad("LB351", "no condition says who is meant", cross_account('principals: [§"*"]', "reason: public")),
    Bad("LB352", "a group cannot be a principal", assumable('[§"arn:aws:iam::123456789012:group/ops"]')),
    Bad(
        "LB353",
        "is the unique id of a role",
        trust('{principals: {AWS: ["arn:aws:iam::123456789012:role/x", §AROAJQABLZS4A3QDU576Q]}}'),
    ),
    Bad("LB353", "is the unique id of a user", assumable("[§AIDAJQABLZS4A3QDU576Q]")),
    Bad("LB354", "has a wildcard", trust('{principals: {AWS: §"arn:aws:iam::123456789012:role/*"}}')),
    Bad("LB354", '"jane" is no AWS principal', assumable("[§jane]")),
    Bad("LB354", ":policy/x", trust('{principals: {AWS: §"arn:aws:iam::123456789012:policy/x"}}')),
    Bad(
        "LB354",
        "is no identity provider",
        trust(
            "{actions: sts:AssumeRoleWithSAML, principals: {Federated: §okta}, conditions:"
            ' {StringEquals: {"SAML:aud": x}}}'
        ),
        also=("LB361",),
    ),
    Bad(
        "LB355",
        "account 210987654321 may assume the role without an ExternalId",
        cross_account('account_ids: ["210987654321"]').replace("    partner", "    §partner"),
    ),
    Bad("LB355", "account 210987654321", assumable('[§"210987654321"]')),
    Bad(
        "LB355",
        "account 210987654321",
        trust(
            '{principals: {AWS: §"arn:aws:iam::210987654321:root"}, conditions: {StringLike: {sts:ExternalId: "*"}}}'
        ),
    ),
    Bad("LB356", "accepts whoever the provider knows", oidc('subjects: §"*"')),
    Bad(
        "LB356",
        "accepts whoever the provider knows",
        oidc('subjects: ["repo:edge/app:ref:refs/heads/main", §"repo:*"]'),
    ),
    Bad("LB356", "more than one repository", oidc('subjects: §"repo:edge/*"')),
    Bad("LB356", "more than one owner", oidc('subjects: §"repo:edge*/app:ref:refs/heads/main"')),
    Bad("LB356", "every pull request, so whoever can open one, and every branch", oidc('subjects: §"repo:edge/app:*"')),
    Bad("LB356", "every pull request", oidc("subjects: §repo:edge/app:pull_request")),
    Bad(
        "LB356",
        "more than one namespace",
        oidc('subjects: §"system:serviceaccount:edge-*:etl"', provider="oidc.eks.eu-west-1.amazonaws.com/id/ABC"),
    ),
    Bad(
        "LB356",
        "every token of token.actions.githubusercontent.com is accepted",
        trust(
            f'§{{actions: sts:AssumeRoleWithWebIdentity, principals: {{Federated: "{GITHUB}"}},'
            ' conditions: {StringEquals: {"token.actions.githubusercontent.com:aud": sts.amazonaws.com}}}'
        ),
    ),
    Bad("LB357", 'the audience "*"', oidc("subjects: repo:edge/app:ref:refs/heads/main", 'audiences: §"*"')),
    Bad(
        "LB357",
        "whoever they were made for",
        trust(
            f'§{{actions: sts:AssumeRoleWithWebIdentity, principals: {{Federated: "{GITHUB}"}},'
            ' conditions: {StringEquals: {"token.actions.githubusercontent.com:sub":'
            ' "repo:edge/app:ref:refs/heads/main"}}}'
        ),
    ),
    Bad(
        "LB358",
        '"lambda.aws.com" is no service principal',
        security("service_roles:\n  worker: {service: §lambda.aws.com}"),
    ),
    Bad(
        "LB358",
        '"EC2.amazonaws.com" is no service principal',
        security("service_roles:\n  worker: {service: [lambda, §EC2.amazonaws.com]}"),
    ),
    Bad(
        "LB358",
        'no service principal "stepfunctions.amazonaws.com"',
        security("service_roles:\n  worker: {service: §stepfunctions}"),
    ),
    Bad("LB358", "is a service of the China regions", trust("{principals: {Service: §ec2.amazonaws.com.cn}}")),
    Bad("LB359", "on behalf of any account", security("service_roles:\n  migration: {service: §dms}")),
    Bad(
        "LB359",
        "on behalf of any account",
        trust("{principals: {Service: [ec2.amazonaws.com, §datasync.amazonaws.com]}}"),
    ),
    Bad(
        "LB360",
        '"s3:GetObject" has no place',
        trust("{actions: [sts:AssumeRole, §s3:GetObject], principals: {Service: ec2.amazonaws.com}}"),
    ),
    Bad(
        "LB360",
        '"*" has no place',
        trust('{actions: §"*", principals: {Service: ec2.amazonaws.com}, reason: all of it}'),
    ),
    Bad(
        "LB361",
        "sts:AssumeRole is for AWS and Service principals",
        trust('{actions: §sts:AssumeRole, principals: {Federated: "arn:aws:iam::123456789012:saml-provider/okta"}}'),
    ),
    Bad(
        "LB361",
        "is for SAML providers",
        trust("{actions: §sts:AssumeRoleWithSAML, principals: {Service: ec2.amazonaws.com}}"),
    ),
    Bad("LB362", "is the role itself", assumable('[§"arn:aws:iam::123456789012:role/edge-prod-b001-role-etl"]')),
    Bad(
        "LB363",
        'nobody may assume the role "etl"',
        security("assumable_roles:\n  etl: {§assumable_by: {require_mfa: true}}"),
    ),
    *(
        Bad(
            "LB351",
            "no condition says who is meant",
            trust(f'{{principals: {{AWS: §"*"}}, conditions: {{{condition}}}, reason: public}}'),
        )
        for condition in (
            'Bool: {aws:SecureTransport: "true"}',
            'StringLike: {aws:PrincipalArn: "arn:*:iam::*:*"}',
            'ArnLike: {aws:PrincipalArn: "arn:aws:iam::*:role/edge"}',
            'StringLike: {aws:PrincipalOrgID: "o-*"}',
            'StringLike: {aws:PrincipalAccount: "1*"}',
            'StringEquals: {aws:PrincipalOrgID: [o-1, "${aws:PrincipalOrgID}"]}',
            'StringLike: {sts:ExternalId: "ab*"}',
            'IpAddress: {aws:SourceIp: "0.0.0.0/1"}',
            "StringEquals: {aws:PrincipalTag/team: edge-admins}",
        )
    ),
    Bad(
        "LB355",
        "account 210987654321",
        trust(
            '{principals: {AWS: §"arn:aws:iam::210987654321:root"}, conditions: {StringLike: {sts:ExternalId: "*-*"}}}'
        ),
    ),
    Bad("LB356", "accepts whoever the provider knows", oidc('subjects: §"rep*"')),
    Bad("LB356", "accepts whoever the provider knows", oidc('subjects: §"repo*"')),
    Bad("LB356", "accepts whoever the provider knows", oidc('subjects: §"repo?*"')),
    Bad("LB356", 'all that begins with "system:s"', oidc('subjects: §"system:s*"', provider=EKS)),
    Bad(
        "LB356", 'all that begins with "project_path:edge/"', oidc('subjects: §"project_path:edge/*"', provider=GITLAB)
    ),
    Bad("LB356", "more than one owner", oidc('subjects: §"repo:e*/*"', provider=URL)),
    Bad("LB356", "every pull request", oidc('subjects: §"repo:edge/landing:*"', provider=URL)),
    Bad("LB356", "every pull request", oidc("subjects: §repo:edge/landing:pull_request", provider=URL)),
    Bad("LB356", "every pull request", oidc("subjects: §repo:edge/landing:pull_request", provider=f'"{GITHUB}"')),
    Bad(
        "LB356",
        "every token of token.actions.githubusercontent.com is accepted",
        trust(
            f'§{{actions: sts:AssumeRoleWithWebIdentity, principals: {{Federated: "{GITHUB}"}},'
            ' conditions: {StringEquals: {"token.actions.githubusercontent.com:aud": sts.amazonaws.com,'
            ' "token.actions.githubusercontent.com:ref": refs/heads/main}}}'
        ),
    ),
    Bad("LB358", '"lamda.amazonaws.com"', security("service_roles:\n  worker: {service: §lamda}")),
    Bad("LB358", '"pod.eks.amazonaws.com"', security("service_roles:\n  worker: {service: §pod.eks.amazonaws.com}")),
    Bad("LB358", '"lgos.eu-west-1.amazonaws.com"', trust("{principals: {Service: §lgos.eu-west-1.amazonaws.com}}")),
    Bad("LB364", '"foo.amazonaws.com"', security("service_roles:\n  worker: {service: [ec2, §foo]}")),
    Bad("LB364", '"foo.rds.amazonaws.com"', trust("{principals: {Service: §foo.rds.amazonaws.com}}")),
    Bad(
        "LB367",
        "is a provider of account 210987654321",
        security(
            'federated_roles:\n  x: {saml: {provider: §"arn:aws:iam::210987654321:saml-provider/okta"}}',
        ),
    ),
    Bad(
        "LB367",
        "is a provider of account 210987654321",
        oidc(
            "subjects: repo:edge/app:ref:refs/heads/main", provider="§" + GITHUB.replace("123456789012", "210987654321")
        ),
    ),
    Bad(
        "LB367",
        "is a provider of account 210987654321",
        trust(
            "{actions: sts:AssumeRoleWithSAML, principals: {Federated:"
            ' §"arn:aws:iam::210987654321:saml-provider/okta"},'
            ' conditions: {StringEquals: {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}'
        ),
    ),
    Bad(
        "LB368",
        "no condition on SAML:aud",
        trust(f'§{{actions: sts:AssumeRoleWithSAML, principals: {{Federated: "{OKTA}"}}}}'),
    ),
    Bad(
        "LB368",
        "no condition on SAML:aud",
        trust(
            f'§{{actions: sts:AssumeRoleWithSAML, principals: {{Federated: "{OKTA}"}},'
            ' conditions: {StringLike: {"SAML:aud": "*"}}}'
        ),
    ),
)

GOOD = (
    Good(
        "LB351",
        trust(
            '{principals: {AWS: "*"}, conditions: {StringEquals: {aws:PrincipalOrgID: o-1}}, reason: the'
            " whole organisation}"
        ),
    ),
    Good(
        "LB351",
        trust(
            '{effect: Deny, principals: {AWS: "*"}, conditions: {BoolIfExists: {aws:MultiFactorAuthPresent: "false"}}}'
        ),
    ),
    Good("LB352", security("iam_groups:\n  ops: {}\nassumable_roles:\n  etl: {assumable_by: {groups: [ops]}}")),
    Good("LB353", assumable('["arn:aws:iam::123456789012:user/jane"]')),
    Good(
        "LB354",
        trust(
            '{principals: {AWS: ["123456789012", "arn:aws:sts::123456789012:assumed-role/x/session",'
            ' "arn:aws:iam::123456789012:root"]}}'
        ),
    ),
    Good("LB355", cross_account('account_ids: ["210987654321"]', "external_id: edge-42")),
    Good("LB355", cross_account('account_ids: ["210987654321"]', "reason: an account of our own organisation")),
    Good("LB355", trust('{principals: {AWS: "210987654321"}, conditions: {StringEquals: {sts:ExternalId: edge-42}}}')),
    Good("LB356", oidc('subjects: ["repo:edge/app:ref:refs/heads/main", "repo:edge/app:environment:*"]')),
    Good("LB356", oidc('subjects: "repo:edge/*"', "reason: all repositories of the platform team deploy")),
    Good("LB356", oidc("subjects: system:serviceaccount:edge:etl", provider="oidc.eks.eu-west-1.amazonaws.com/id/ABC")),
    Good(
        "LB356",
        trust(
            f'{{actions: sts:AssumeRoleWithWebIdentity, principals: {{Federated: "{GITHUB}"}},'
            ' conditions: {StringEquals: {"token.actions.githubusercontent.com:aud": sts.amazonaws.com,'
            ' "token.actions.githubusercontent.com:job_workflow_ref":'
            ' "edge/ci/.github/workflows/deploy.yml@refs/heads/main",'
            ' "token.actions.githubusercontent.com:sub": "repo:edge/app:ref:refs/heads/main"}}}'
        ),
    ),
    Good("LB357", oidc("subjects: repo:edge/app:ref:refs/heads/main", "audiences: [sts.amazonaws.com, edge]")),
    Good(
        "LB358",
        security(
            "service_roles:\n  worker: {service: [lambda, delivery.logs.amazonaws.com, secretsmanager.amazonaws.com]}"
        ),
    ),
    Good(
        "LB359",
        security(
            "service_roles:\n  migration: {service: dms, conditions: {StringEquals: {aws:SourceAccount:"
            ' "{account_id}"}}}'
        ),
    ),
    Good("LB359", service_role("instance_profile: true")),
    Good(
        "LB360",
        trust(
            "{actions: [sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity], principals: {Service:"
            " ec2.amazonaws.com}}"
        ),
    ),
    Good(
        "LB361",
        trust(
            '{actions: sts:AssumeRoleWithSAML, principals: {Federated: "arn:aws:iam::123456789012:saml-provider/okta"},'
            ' conditions: {StringEquals: {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}'
        ),
    ),
    Good("LB362", assumable('["arn:aws:iam::123456789012:role/edge-prod-b001-role-other"]')),
    Good(
        "LB363",
        security('assumable_roles:\n  etl: {assumable_by: {principals: ["arn:aws:iam::123456789012:user/jane"]}}'),
    ),
    *(
        Good(
            "LB351",
            trust(f'{{principals: {{AWS: "*"}}, conditions: {{{condition}}}, reason: the whole organisation}}'),
        )
        for condition in (
            'ArnLike: {aws:PrincipalArn: "arn:aws:iam::210987654321:role/edge-*"}',
            '"ForAnyValue:StringLike": {aws:PrincipalOrgPaths: "o-1/r-1/*"}',
            'StringEquals: {aws:PrincipalAccount: ["210987654321", "{account_id}"]}',
            "StringEquals: {aws:SourceVpc: vpc-1234}",
            "IpAddress: {aws:SourceIp: 203.0.113.0/24}",
        )
    ),
    Good("LB355", trust('{principals: {AWS: "210987654321"}, conditions: {StringLike: {sts:ExternalId: edge-42}}}')),
    Good("LB356", oidc('subjects: "repo:edge/landing:environment:*"', provider=URL)),
    Good("LB356", oidc('subjects: "project_path:edge/app:ref_type:branch:ref:*"', provider=GITLAB)),
    Good("LB356", oidc('subjects: "system:serviceaccount:edge:*"', provider=EKS)),
    Good(
        "LB358",
        security("service_roles:\n  worker: {service: [pods.eks.amazonaws.com, logs.eu-west-1.amazonaws.com, macie]}"),
    ),
    Good(
        "LB364",
        security(
            "service_roles:\n  worker: {service: [vpc-flow-logs, monitoring.rds.amazonaws.com, opensearchservice]}"
        ),
    ),
    Good(
        "LB367",
        oidc(
            "subjects: repo:edge/app:ref:refs/heads/main",
            provider='"' + GITHUB.replace("123456789012", "{account_id}") + '"',
        ),
    ),
    Good(
        "LB368",
        trust(
            '{actions: sts:AssumeRoleWithSAML, principals: {Federated: "arn:aws:iam::123456789012:saml-provider/okta"},'
            ' conditions: {StringEquals: {"saml:aud": "https://signin.aws.amazon.com/saml"}}}'
        ),
    ),
)
