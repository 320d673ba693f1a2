"""Fields: what the models say of a path."""

import pytest

from landbridge.findings import SpecPath
from landbridge.spec.fields import about, field_at, homes, is_named_thing, known_keys, stand_in

GROUP: SpecPath = ("security", "iam_groups", "ops")


@pytest.mark.parametrize(
    ("path", "known"),
    [
        (("environment",), ("env", "region")),
        ((*GROUP, "managed_policies", 0), ("name", "reason")),
        ((*GROUP, "policy_assignments", "s3"), ("level", "reason")),
        ((*GROUP, "members"), ()),
        (("nowhere", 5), ()),
    ],
)
def test_the_keys_that_are_known_at_a_path(path: SpecPath, known: tuple[str, ...]) -> None:
    assert known_keys(path) == known


def test_named_things_are_the_entries_that_have_fields() -> None:
    assert is_named_thing(GROUP)
    assert is_named_thing((*GROUP, "policy_assignments", "s3"))
    assert not is_named_thing(GROUP[:2])
    assert not is_named_thing(("tags", "CostCenter"))
    assert not is_named_thing((*GROUP, "access", 0))


def test_what_a_key_is_about_is_said_of_all_below_it() -> None:
    description = about((*GROUP, "members"))
    assert description.startswith("User names.")
    assert about((*GROUP, "members", 3)) == description
    assert about(("nowhere",)) == ""


def test_fields_and_what_may_stand_in() -> None:
    assert field_at(()) is None
    assert field_at(GROUP) is None
    assert stand_in(("version",)) is not None
    assert stand_in(("client", "account_id")) is None


def test_the_homes_of_a_key() -> None:
    assert homes("members") == ["security.iam_groups.KEY"]
    assert homes("tenant_id") == ["client"]
    assert homes("deployment") == []
