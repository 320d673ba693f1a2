"""The document in what AWS prints."""

import json
from typing import Any

import pytest

from landbridge.policy.printed import UnfitError, printed

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "es:*", "Resource": "*"}]}
TEXT = json.dumps(POLICY)
PRINTED: dict[str, Any] = {
    "the document alone": POLICY,
    "opensearch describe-domain-config": {
        "DomainConfig": {"EngineVersion": {"Options": "x"}, "AccessPolicies": {"Options": TEXT, "Status": {}}}
    },
    "opensearch describe-domain": {"DomainStatus": {"DomainName": "logs", "AccessPolicies": TEXT}},
    "iam get-policy-version": {"PolicyVersion": {"Document": POLICY, "VersionId": "v1"}},
    "iam get-role-policy": {"RoleName": "etl", "PolicyName": "own", "PolicyDocument": POLICY},
    "iam get-role": {"Role": {"RoleName": "etl", "AssumeRolePolicyDocument": POLICY}},
    "kms get-key-policy": {"Policy": TEXT, "PolicyName": "default"},
    "s3api get-bucket-policy": {"Policy": TEXT},
    "sqs get-queue-attributes": {"Attributes": {"Policy": TEXT}},
    "secretsmanager get-resource-policy": {"ARN": "x", "Name": "y", "ResourcePolicy": TEXT},
}


@pytest.mark.parametrize("command", PRINTED)
def test_the_document_is_found_in_what_a_command_prints(command: str) -> None:
    assert printed(json.dumps(PRINTED[command])) == POLICY


@pytest.mark.parametrize(
    "found", [{"DomainConfig": {"AccessPolicies": {"Options": ""}}}, {"DomainStatus": {"AccessPolicies": " "}}]
)
def test_a_domain_without_a_policy_has_none(found: object) -> None:
    assert printed(json.dumps(found)) is None


def test_numbers_stay_as_they_are_written() -> None:
    numbered = '{"Statement": [{"Condition": {"NumericLessThan": {"k": [1.10, 9007199254740993]}}}]}'
    found = printed(numbered)
    assert found is not None
    assert found["Statement"][0]["Condition"]["NumericLessThan"]["k"] == ["1.10", "9007199254740993"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[]", "it is no object"),
        ('"Statement"', "it is no object"),
        ('{"a": 1}', "it has no Statement, alone or where AWS prints a policy"),
        ('{"Policy": {"PolicyName": "x", "Arn": "y"}}', "it has no Statement"),
        ('{"Policy": "{"}', "the policy in it is no JSON"),
        ('{"Policy": "[]"}', "the policy in it is no object"),
        ('{"Statement": ["x"]}', "one of its statements is no object"),
        ('{"Statement": [{"Effect": "Allow", "Conditions": {}}]}', "an element that no statement has"),
        ('{"Statement": [], "Owner": "x"}', "an element that no policy has"),
        ('{"Statement": [], "Statement": []}', "a key stands twice"),
        ('{"Policy": "{\\"Statement\\": [], \\"Statement\\": []}"}', "a key stands twice"),
    ],
)
def test_what_cannot_be_relied_upon_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        printed(text)


def test_why_it_is_refused_does_not_quote_it() -> None:
    with pytest.raises(UnfitError) as refused:
        printed('{"password": "hunter2"}')
    assert "hunter2" not in str(refused.value)
