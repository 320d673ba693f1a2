"""Who may stand in a key policy."""

from tests.areas.cases import Bad, Good
from tests.areas.kms.specs import ETL, key, kms

JANE = "arn:aws:iam::123456789012:user/jane"
PARTNER = "arn:aws:iam::210987654321:role/partner"


def statement(keys: str) -> str:
    """A key with a statement of its own that decrypts."""
    return key(f"statements: [{{actions: kms:Decrypt, {keys}}}]")


def declared(text: str, *lines: str) -> str:
    """A key with a declared principal."""
    body = "".join(f"\n    {line}" for line in lines)
    return kms(f"external_principals: [{text}]\nkeys:\n  data:{body or ' {}'}")


BAD = (
    Bad("LB430", '"AROAJQABLZS4A3QDU576Q" is the unique id', key("users: [§AROAJQABLZS4A3QDU576Q]")),
    Bad("LB430", '"AIDAJQABLZS4A3QDU576Q" is the unique id', key("administrators: [§AIDAJQABLZS4A3QDU576Q]")),
    Bad("LB430", "is the unique id", statement("principals: {AWS: §AROAJQABLZS4A3QDU576Q}")),
    Bad("LB430", "is the unique id", declared("§AROAJQABLZS4A3QDU576Q")),
    Bad("LB431", "is a group", key('users: [§"arn:{partition}:iam::{account_id}:group/ops"]')),
    Bad("LB431", "is a group", statement("principals: {AWS: [§'arn:aws:iam::210987654321:group/ops', '{role:etl}']}")),
    Bad("LB432", "is no AWS principal", key("users: [§jane]")),
    Bad("LB432", "is no AWS principal", key('users: [§"{key:data}"]')),
    Bad("LB432", "has a wildcard", key('grant_creators: [§"arn:aws:iam::123456789012:role/*"]')),
    Bad("LB432", '"lambda" is no service', statement("reason: agreed upon, principals: {Service: §lambda}")),
    Bad("LB433", "neither made by this spec nor declared", key(f'users: [§"{JANE}"]')),
    Bad("LB433", "neither made by this spec nor declared", key('administrators: [§"{var:admin}"]')),
    Bad("LB433", "neither made", statement(f"principals: {{AWS: §'{JANE}'}}")),
    Bad("LB433", "written as an ARN", key(f'users: [§"{ETL}"]')),
    Bad("LB433", "is a role of this spec", declared(f'§"{ETL}"')),
    Bad("LB433", "is a role of this spec", declared('§"{role:etl}"')),
    Bad("LB434", "no reason is given and no condition", statement('principals: {AWS: §"*"}')),
    Bad("LB434", "no condition says who is meant", statement('reason: agreed upon, principals: {AWS: §"*"}')),
    Bad(
        "LB434",
        "no condition says who is meant",
        statement(
            "reason: agreed upon, conditions: {StringLike: {'aws:PrincipalOrgID': '*'}}, principals: {AWS: §'*'}"
        ),
    ),
    *(
        Bad(
            "LB434",
            "no condition says who is meant",
            statement(f"reason: agreed upon, conditions: {{{condition}}}, principals: {{AWS: §'*'}}"),
        )
        for condition in (
            "ArnLike: {'aws:PrincipalArn': 'arn:aws:iam::*:role/*'}",
            "StringLike: {'aws:PrincipalArn': 'arn:*:123456789012:role/etl'}",
            "StringLike: {'aws:PrincipalArn': 'arn:*:iam::123456789012:role/etl'}",
            "StringLike: {'kms:CallerAccount': '????????????'}",
            "StringEquals: {'kms:CallerAccount': ['123456789012', '${aws:PrincipalAccount}']}",
            "StringLike: {'aws:PrincipalOrgID': 'o-*'}",
            "StringEquals: {'aws:PrincipalOrgID': '${aws:PrincipalOrgID}'}",
            "StringLike: {'aws:userid': 'A*'}",
            "StringLike: {'aws:SourceArn': 'arn:aws:*'}",
            "IpAddress: {'aws:SourceIp': 203.0.113.0/24}",
        )
    ),
    Bad("LB434", "no reason is given", key('users: [§"*"]')),
    Bad("LB435", "belongs to account 210987654321", key(f'users: [§"{PARTNER}"]')),
    Bad("LB435", "belongs to account 210987654321", statement("principals: {AWS: §'210987654321'}")),
    Bad(
        "LB436",
        "is of the account that the key is in",
        key(f'other_accounts: [{{principals: [§"{JANE}"], reason: agreed upon}}]'),
    ),
    Bad(
        "LB436",
        "is of the account that the key is in",
        key('other_accounts: [{accounts: [§"123456789012"], reason: agreed upon}]'),
    ),
)

GOOD = (
    Good("LB430", key('users: ["{role:etl}"]')),
    Good("LB431", key('users: ["{role:etl}"]')),
    Good("LB432", statement("reason: agreed upon, principals: {Service: lambda.amazonaws.com, AWS: '{role:etl}'}")),
    Good("LB433", declared(f'"{JANE}"', f'users: ["{JANE}"]')),
    Good("LB433", declared('"{var:admin}"', 'users: ["{var:admin}"]')),
    Good("LB433", declared('"arn:{partition}:iam::{account_id}:user/jane"', f'users: ["{JANE}"]')),
    Good("LB433", statement("principals: {AWS: '123456789012'}")),
    Good(
        "LB433",
        key('users: ["arn:aws:iam::123456789012:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS"]'),
    ),
    Good(
        "LB434",
        statement(
            "reason: agreed upon, conditions: {StringEquals: {'aws:PrincipalOrgID': o-1}}, principals: {AWS: '*'}"
        ),
    ),
    *(
        Good("LB434", statement(f"reason: agreed upon, conditions: {{{condition}}}, principals: {{AWS: '*'}}"))
        for condition in (
            "StringEquals: {'kms:CallerAccount': '123456789012'}",
            "ArnLike: {'aws:PrincipalArn': 'arn:*:iam::123456789012:role/*'}",
            "StringLike: {'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*'}",
            "'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': 'o-1/r-1/*'}",
            "StringLike: {'aws:userid': 'AROAJQABLZS4A3QDU576Q:*'}",
        )
    ),
    Good("LB434", key("statements: [{effect: Deny, actions: kms:Decrypt, principals: {AWS: '*'}}]")),
    Good("LB435", key(f'other_accounts: [{{principals: ["{PARTNER}"], reason: agreed upon}}]')),
    Good("LB435", statement(f"reason: agreed upon, principals: {{AWS: '{PARTNER}'}}")),
    Good("LB436", key('other_accounts: [{accounts: ["210987654321"], reason: agreed upon}]')),
)
