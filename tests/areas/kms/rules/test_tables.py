"""The facts that the KMS area carries are facts: what they name exists."""

import pytest

from landbridge.areas.kms import circumstances, purposes, statements
from landbridge.areas.kms.rules import separation, services
from landbridge.areas.kms.spec import CustomerKey, KeySpec, KeyUsage, PurposeName
from landbridge.aws import actions
from landbridge.policy.matching import has_wildcard

_ACTIONS = {
    *statements.DECRYPT,
    *statements.GRANTS,
    *statements._ADMINISTRATION,
    *(action for some in purposes._ACTIONS.values() for action in some),
    *purposes.use_actions(purposes.SYMMETRIC, None),
    *separation._USES,
    *separation._MANAGES,
    *services._CHANGES,
}
_KEYS = {
    *circumstances._OWN_ACCOUNT,
    *circumstances._GIVEN,
    *circumstances._NETWORKS,
    *services._SOURCES,
}


@pytest.mark.parametrize("action", sorted(_ACTIONS))
def test_an_action_exists(action: str) -> None:
    assert actions.matching(action) if has_wildcard(action) else actions.action(action)


@pytest.mark.parametrize("key", sorted(_KEYS))
def test_a_condition_key_exists(key: str) -> None:
    assert actions.condition_key_known(key)


def test_every_choice_of_the_spec_has_its_row() -> None:
    assert set(purposes.PURPOSES) == set(PurposeName.__args__)  # type: ignore[attr-defined]
    assert set(purposes.USAGES) == set(KeySpec.__args__)  # type: ignore[attr-defined]
    usages = {usage for some in purposes.USAGES.values() for usage in some}
    assert usages == set(KeyUsage.__args__) == set(purposes._ACTIONS)  # type: ignore[attr-defined]
    assert CustomerKey().purpose in purposes.PURPOSES


@pytest.mark.parametrize("name", purposes.PURPOSES)
def test_a_purpose_says_what_it_is_for_and_by_what_source(name: str) -> None:
    purpose = purposes.PURPOSES[name]
    assert purpose.title
    assert purpose.description
    assert purpose.source.startswith("https://docs.aws.amazon.com/")
