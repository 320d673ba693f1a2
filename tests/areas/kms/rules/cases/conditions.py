"""Conditions of own statements."""

from tests.areas.kms.rules.cases.case import Bad, Good
from tests.areas.kms.specs import key


def conditions(text: str) -> str:
    """A key with a statement under these conditions."""
    return key(f"statements: [{{actions: kms:Decrypt, principals: {{AWS: '{{role:etl}}'}}, conditions: {text}}}]")


BAD = (
    Bad("LB448", 'no condition operator "ArnEqual"', conditions("{§ArnEqual: {'aws:SourceArn': 'arn:aws:s3:::x'}}")),
    Bad("LB449", 'no condition key "kms:ViaServce"', conditions("{StringEquals: {§'kms:ViaServce': x}}")),
    Bad("LB453", "compares letter by letter", conditions("{StringEquals: {§'kms:ViaService': 's3.*.amazonaws.com'}}")),
)

GOOD = (
    Good("LB448", conditions("{ArnEquals: {'aws:SourceArn': 'arn:aws:s3:::x'}}")),
    Good("LB449", conditions("{StringEquals: {'kms:EncryptionContext:team': x}}")),
    Good("LB453", conditions("{StringLike: {'kms:ViaService': 's3.*.amazonaws.com'}}")),
)
