"""Conditions of own statements."""

from tests.areas.cases import Bad, Good
from tests.areas.kms.specs import key


def conditions(text: str, actions: str = "kms:Decrypt") -> str:
    """A key with a statement under these conditions."""
    return key(f"statements: [{{actions: {actions}, principals: {{AWS: '{{role:etl}}'}}, conditions: {text}}}]")


BAD = (
    Bad("LB448", 'no condition operator "ArnEqual"', conditions("{§ArnEqual: {'aws:SourceArn': 'arn:aws:s3:::x'}}")),
    Bad("LB449", 'no condition key "kms:ViaServce"', conditions("{StringEquals: {§'kms:ViaServce': x}}")),
    Bad("LB454", '"s3:prefix" for the', conditions("{StringEquals: {§'s3:prefix': x}}")),
    Bad("LB454", '"kms:GrantIsForAWSResource" for', conditions("{Bool: {§'kms:GrantIsForAWSResource': true}}")),
    Bad(
        "LB454",
        '"kms:EncryptionContext:team" for',
        conditions("{StringEquals: {§'kms:EncryptionContext:team': x}}", "['kms:Get*', kms:DescribeKey]"),
    ),
    Bad("LB453", "compares letter by letter", conditions("{StringEquals: {§'kms:ViaService': 's3.*.amazonaws.com'}}")),
)

GOOD = (
    Good("LB448", conditions("{ArnEquals: {'aws:SourceArn': 'arn:aws:s3:::x'}}")),
    Good("LB449", conditions("{StringEquals: {'kms:EncryptionContext:team': x}}")),
    Good("LB454", conditions("{Bool: {'kms:GrantIsForAWSResource': true}}", "[kms:Decrypt, 'kms:Create*']")),
    Good("LB454", conditions("{ArnLike: {'lambda:SourceFunctionArn': 'arn:aws:lambda:*:*:function:x'}}")),
    Good("LB454", conditions("{StringEquals: {'saml:sub': x, 'accounts.google.com:sub': y}}")),
    Good("LB454", conditions("{'Null': {'kms:EncryptionContext:team': true}}", "kms:DescribeKey")),
    Good("LB453", conditions("{StringLike: {'kms:ViaService': 's3.*.amazonaws.com'}}")),
)
