"""Pinning: what stands in the lock stays, what the spec newly uses is added, what does not exist is told."""

from typing import Any

import pytest

from landbridge.areas.iam import pins, shipped
from landbridge.areas.iam.bundles import bundles, pin_access_level, pin_bundle
from landbridge.findings import Finding
from landbridge.lock import Lock
from tests.specs import analysed, spec

OLD: dict[str, Any] = {"revision": 0, "summary": "old", "wide": False, "grants": []}


@pytest.fixture(autouse=True)
def _older_releases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let OLD be what an older release shipped, also for a level that this one no longer has."""
    known = {**shipped.shipped(), "gone/level2": {"0": shipped.digest(OLD)}}
    known["s3/level1"] = {**known["s3/level1"], "0": shipped.digest(OLD)}
    monkeypatch.setattr(shipped, "shipped", lambda: known)


def pinned(security: str, lock: Lock = Lock()) -> tuple[Lock, list[Finding]]:
    """Pin what a `security:` part uses."""
    found = analysed(spec(f"permissions_boundary: none\n{security}")).spec
    assert found is not None
    return pins.pin(found, lock)


def test_a_spec_without_levels_pins_nothing() -> None:
    assert pinned("iam_groups: {ops: {managed_policies: [ReadOnlyAccess]}}") == (Lock(), [])


@pytest.mark.parametrize(
    "security",
    [
        "iam_groups: {x: {policy_assignments: {s3: level1}, access: [{service: sqs, level: read}]}}",
        "policies: {x: {policy_assignments: {s3: level1}, access: [{service: sqs, level: read}]}}",
        "service_roles: {x: {service: glue, policy_assignments: {s3: level1}, access: [{service: sqs, level: read}]}}",
        "assumable_roles: {x: {assumable_by: {}, policy_assignments: {s3: level1},"
        " access: [{service: sqs, level: read}]}}",
        "cross_account_roles: {x: {account_ids: ['210987654321'], policy_assignments: {s3: level1},"
        " access: [{service: sqs, level: read}]}}",
        "federated_roles: {x: {saml: {provider: idp}, policy_assignments: {s3: level1},"
        " access: [{service: sqs, level: read}]}}",
    ],
    ids=lambda security: security.partition(":")[0],
)
def test_whatever_can_hold_a_level_pins_it(security: str) -> None:
    lock, findings = pinned(security)
    assert findings == []
    assert lock.levels == {
        "s3/level1": pin_bundle(bundles("s3")["level1"]),
        "sqs/read": pin_access_level("sqs", "read"),
    }


def test_what_stands_in_the_lock_stays() -> None:
    before = Lock({"s3/level1": OLD, "other/level9": OLD})
    lock, _ = pinned("iam_groups: {x: {policy_assignments: {s3: level1, ecr: level1}}}", before)
    assert lock.levels == {**before.levels, "ecr/level1": pin_bundle(bundles("ecr")["level1"])}
    assert set(before.levels) == {"s3/level1", "other/level9"}


def test_a_level_of_an_older_release_needs_no_data_of_this_one() -> None:
    lock, findings = pinned("iam_groups: {x: {policy_assignments: {gone: level2}}}", Lock({"gone/level2": OLD}))
    assert (lock.levels["gone/level2"], findings) == (OLD, [])


@pytest.mark.parametrize(
    ("security", "id_", "path", "hint"),
    [
        ("policy_assignments: {s3: level9}", "LB302", ("policy_assignments", "s3"), "it has level1, level2"),
        (
            "policy_assignments: {sagemakr: level1}",
            "LB301",
            ("policy_assignments", "sagemakr"),
            "did you mean sagemaker",
        ),
        ("policy_assignments: {sqs: level1}", "LB301", ("policy_assignments", "sqs"), "others go under access:"),
        ("access: [{service: sqss, level: read}]", "LB303", ("access", 0, "service"), "did you mean sqs"),
        ("access: [{service: '-', level: read}]", "LB303", ("access", 0, "service"), "before the colon of its actions"),
        ("access: [{service: sqs, level: list}]", "LB304", ("access", 0, "level"), "choose another level"),
    ],
)
def test_a_level_that_does_not_exist_is_told(security: str, id_: str, path: tuple[str | int, ...], hint: str) -> None:
    lock, (finding,) = pinned(f"iam_groups: {{x: {{{security}}}}}")
    assert lock == Lock()
    assert (finding.id, finding.path) == (id_, ("security", "iam_groups", "x", *path))
    assert hint in finding.hint


def test_a_damaged_entry_is_told_once_and_pinned_anew() -> None:
    both = "iam_groups: {x: {policy_assignments: {s3: level1}}, y: {policy_assignments: {s3: level1}}}"
    lock, (finding,) = pinned(both, Lock({"s3/level1": 5}))
    assert finding.id == "LB106"
    assert lock.levels["s3/level1"] == pin_bundle(bundles("s3")["level1"])


def test_a_damaged_entry_that_nothing_uses_is_left_alone() -> None:
    lock, findings = pinned("iam_groups: {x: {policy_assignments: {s3: level1}}}", Lock({"s3/level2": 5}))
    assert (lock.levels["s3/level2"], findings) == (5, [])
