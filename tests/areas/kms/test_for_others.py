"""The other half: the page with the policies that another account needs before it can use a key."""

import json
import re

import pytest

from tests.areas.kms.specs import key
from tests.specs import HEAD, compiled

PAGE = "modules/kms/FOR-OTHERS.md"


def page(*others: str) -> str:
    return compiled(key("other_accounts:", *(f"  - {other}" for other in others)))[PAGE]


def policies(text: str) -> list[dict[str, object]]:
    return [json.loads(found) for found in re.findall(r"^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]


def test_there_is_no_page_where_no_other_account_uses_a_key() -> None:
    assert PAGE not in compiled(key())


def test_the_policy_is_the_mirror_of_the_statement_and_names_the_key_by_its_arn() -> None:
    text = page('{principals: ["arn:aws:iam::210987654321:role/x"], reason: agreed upon}')
    assert policies(text) == [
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "DecryptWithTheKey",
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:DescribeKey"],
                    "Resource": "arn:aws:kms:eu-west-1:123456789012:key/KEY_ID",
                }
            ],
        }
    ]


def test_conditions_stand_in_both_halves() -> None:
    text = page('{accounts: ["210987654321"], grants: true, via: [s3, ec2], reason: agreed upon}')
    ((use, grants),) = [policy["Statement"] for policy in policies(text)]  # type: ignore[misc]
    via = {"kms:ViaService": ["ec2.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"]}
    assert use["Condition"] == {"StringEquals": via}
    assert grants["Condition"] == {"StringEquals": via, "Bool": {"kms:GrantIsForAWSResource": "true"}}


def test_each_principal_is_told_its_own_policy_and_those_alike_share_it() -> None:
    text = page(
        '{principals: ["arn:aws:iam::210987654321:role/a", "arn:aws:iam::210987654321:role/b"], reason: agreed upon}',
        '{principals: ["arn:aws:iam::210987654321:role/c"], use: crypto, reason: agreed upon}',
        '{accounts: ["310987654321"], reason: agreed upon}',
    )
    assert re.findall(r"^(?:## .*|- .*)$", text, re.MULTILINE) == [
        "## Account 210987654321: key data",
        "- `arn:aws:iam::210987654321:role/a`",
        "- `arn:aws:iam::210987654321:role/b`",
        "## Account 210987654321: key data",
        "- `arn:aws:iam::210987654321:role/c`",
        "## Account 310987654321: key data",
        "- those of the account's roles and users that shall use the key: its policy leaves the choice to the account",
    ]


def test_who_is_named_and_who_the_account_chooses_stand_side_by_side() -> None:
    text = page(
        '{principals: ["arn:aws:iam::210987654321:role/a"], accounts: ["210987654321"], reason: agreed upon}',
    )
    assert [line[:30] for line in text.splitlines() if line.startswith("- ")] == [
        "- `arn:aws:iam::210987654321:r",
        "- those of the account's roles",
    ]
    assert ":root" not in text


@pytest.mark.parametrize(
    ("who", "first"),
    [('principals: ["arn:aws:iam::210987654321:role/x"]', True), ('accounts: ["210987654321"]', False)],
)
def test_the_page_says_when_and_who_has_to_be_there_before_the_apply(who: str, first: bool) -> None:
    text = page(f"{{{who}, reason: agreed upon}}")
    steps = [line.partition(",")[0] for line in text.splitlines() if line.startswith("1. ")]
    assert steps == [*(["1. Before `terraform apply`"] if first else []), "1. After it", *steps[-1:]]


def test_the_readme_leads_to_the_page() -> None:
    files = compiled(key('other_accounts: [{accounts: ["210987654321"], reason: agreed upon}]'))
    assert "(FOR-OTHERS.md)" in files["modules/kms/README.md"]


def test_an_account_as_a_principal_is_its_root_in_the_own_partition() -> None:
    head = HEAD.replace("eu-west-1", "us-gov-west-1")
    text = key('other_accounts: [{accounts: ["210987654321"], reason: agreed upon}]', head=head)
    assert '"arn:${var.partition}:iam::210987654321:root"' in compiled(text)["modules/kms/main.tf"]
    assert "arn:aws-us-gov:kms:us-gov-west-1:" in compiled(text)[PAGE]
