"""The actions that the area writes itself: AWS has each of them, and the resources and conditions are theirs."""

from typing import Any

import pytest

from landbridge.aws import actions
from landbridge.policy.document import Statement
from tests.areas.migration_assistant.estate import Estate
from tests.areas.migration_assistant.specs import ALL_SERVICES, DOMAINS, EKS, KMS, MSK, NETWORK, WITH_PASSWORD, one

AUTHORITY = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555"

EVERYTHING: dict[str, Any] = {
    "source": WITH_PASSWORD,
    "snapshot": "{kms_key: snapshots}",
    "msk_cluster": MSK,
    "rest": DOMAINS + NETWORK + KMS,
}
SPECS = (
    one(services=ALL_SERVICES, service_security_group="os_services", **EVERYTHING),
    one(services="[console]", snapshot="{role: own}", target="{serverless: {collection: logs, indexes: [x]}}"),
    one(base=EKS, certificate_authority=AUTHORITY, **EVERYTHING),
)
LISTS_WITHOUT_RESOURCE = {"ecs:ListTasks"}
"""AWS's list names container instances, of which a list of all tasks of a cluster names none."""


def statements() -> list[Statement]:
    """Every statement of an identity policy."""
    return [
        statement
        for text in SPECS
        for policy in Estate.of(text).of_type("aws_iam_policy", "aws_iam_role_policy")
        for statement in policy.policy.statements
    ]


def test_aws_has_every_action() -> None:
    named = {action for statement in statements() for action in statement.actions}
    assert sorted(action for action in named if not actions.matching(action)) == []


def test_what_stands_on_everything_takes_no_resource() -> None:
    for statement in statements():
        if "*" in statement.resources:
            for action in set(statement.actions) - LISTS_WITHOUT_RESOURCE:
                info = actions.action(action)
                assert info is not None
                assert not any(each.required for each in info.resource_types), action


def test_every_condition_applies_to_its_actions() -> None:
    for statement in statements():
        for condition in statement.conditions:
            for action in (each for pattern in statement.actions for each in actions.matching(pattern)):
                assert actions.condition_key_applies(action, condition.key), (action, condition.key)


@pytest.mark.parametrize("text", SPECS, ids=["classic", "small", "eks"])
def test_each_role_has_one_policy(text: str) -> None:
    attached = [str(each.role) for each in Estate.of(text).of_type("aws_iam_role_policy_attachment")]
    assert len(attached) == len(set(attached))
