"""The facts that the rules carry are facts: what they name exists."""

import re

import pytest

from landbridge.areas.iam.rules import (
    account_wide,
    escalation_paths,
    managed_policies,
    service_names,
    services,
)
from landbridge.aws import actions
from landbridge.aws import managed_policies as catalogue

_STEPS = {action for path in escalation_paths.PATHS for options in path.actions for action in options}


@pytest.mark.parametrize("action", sorted({*escalation_paths.SINGLE, *escalation_paths.SELF_SERVICE, *_STEPS}))
def test_an_action_on_a_way_to_all_rights_exists_and_is_spelled_as_aws_does(action: str) -> None:
    info = actions.action(action)
    assert info is not None
    assert info.name == action


@pytest.mark.parametrize("key", escalation_paths.GUARDS)
def test_a_guarding_condition_key_exists(key: str) -> None:
    assert actions.condition_key_known(key)
    assert actions.condition_key_applies("iam:AttachRolePolicy", key)


@pytest.mark.parametrize("path", escalation_paths.PATHS, ids=lambda path: path.actions[0][0])
def test_a_way_to_all_rights_passes_the_role_to_a_service_principal(path: escalation_paths.Path) -> None:
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com", path.service)


@pytest.mark.parametrize("name", sorted({*managed_policies.ADMINISTRATIVE, *managed_policies._ALSO_WIDE}))
def test_a_wide_managed_policy_exists(name: str) -> None:
    policy = catalogue.find(name)
    assert policy is not None
    assert policy.attachable


@pytest.mark.parametrize(("slip", "name"), sorted(services._SLIPS.items()))
def test_a_slip_in_a_service_principal_leads_to_another_name(slip: str, name: str) -> None:
    assert slip not in services._SLIPS.values()
    assert re.fullmatch(r"[a-z-]+", name)


@pytest.mark.parametrize("action", sorted(account_wide.WRITES))
def test_an_action_on_the_whole_account_exists_and_takes_no_resource(action: str) -> None:
    info = actions.action(action)
    assert info is not None
    assert info.name == action
    assert info.resource_types == ()


@pytest.mark.parametrize("name", sorted(service_names.OTHERS))
def test_a_principal_in_the_table_is_no_prefix_of_actions_and_no_slip(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", name)
    assert not actions.service_exists(name)
    assert name not in services._SLIPS


@pytest.mark.parametrize("name", sorted(services._SLIPS.values()))
def test_the_principal_that_a_slip_leads_to_is_known(name: str) -> None:
    assert service_names.is_known(name)
