"""Roles and users that exist elsewhere: what the model adds to them counts, and the rest is not known."""

import pytest

from landbridge.explaining import Explanation
from landbridge.explaining.explain import Given
from landbridge.findings import dotted
from landbridge.policy.document import PolicyDocument, Statement
from tests.areas.migration_assistant.specs import one
from tests.explaining.specs import OWN, WHOLE, asked

CONSOLE = "OSMigrations-dev-eu-west-1-migration-console-task"
REINDEX = "OSMigrations-dev-eu-west-1-reindex-from-snapshot-task"
PROXY = "OSMigrations-dev-eu-west-1-capture-proxy-task"
OTHERS, BOUNDARY = f"other policies of role {CONSOLE}", f"boundary of role {CONSOLE}"
OURS = "policy edge-prod-b001-policy-migration-main-console"
OLD = "domain:old/orders"
NONE: Given = {OTHERS: None, BOUNDARY: None}
TASK_ROLES = one()


def document(effect: str, action: str) -> PolicyDocument:
    return PolicyDocument(
        (Statement(effect="Deny" if effect == "Deny" else "Allow", actions=(action,), resources=("*",)),)
    )


def answer(action: str, resource: str = OLD, *, who: str = f"{OWN}:role/{CONSOLE}", given: Given | None = None) -> str:
    return explained(action, resource, who=who, given=given).decision.answer.value


def explained(
    action: str, resource: str = OLD, *, who: str = f"{OWN}:role/{CONSOLE}", given: Given | None = None
) -> Explanation:
    return asked(who, action, resource, given=given, text=TASK_ROLES)


@pytest.mark.parametrize(
    ("about", "action", "given", "expected"),
    [
        ("we allow it, and a boundary or a Deny may not", "es:ESHttpPost", {}, "unknown"),
        ("we do not, and the product may", "es:ESHttpPatch", {}, "unknown"),
        ("we allow it, and there is nothing else", "es:ESHttpPost", NONE, "allow"),
        ("nobody does", "es:ESHttpPatch", NONE, "deny"),
        ("the product does", "es:ESHttpPatch", {**NONE, OTHERS: document("Allow", "es:*")}, "allow"),
        ("the product's own forbids it", "es:ESHttpPost", {OTHERS: document("Deny", "es:*")}, "deny"),
        ("the boundary lets it pass", "es:ESHttpPost", {**NONE, BOUNDARY: document("Allow", "es:*")}, "allow"),
        ("the boundary does not", "es:ESHttpPost", {**NONE, BOUNDARY: document("Allow", "s3:*")}, "deny"),
        ("the boundary forbids it", "es:ESHttpPost", {BOUNDARY: document("Deny", "es:*")}, "deny"),
        ("we allow it, and the boundary is not known", "es:ESHttpPost", {OTHERS: None}, "unknown"),
        ("nobody does, whatever the boundary", "es:ESHttpPatch", {OTHERS: None}, "deny"),
        ("we allow it, and a Deny is not known", "es:ESHttpPost", {BOUNDARY: None}, "unknown"),
    ],
)
def test_answers_about_a_task_role(about: str, action: str, given: Given, expected: str) -> None:
    assert answer(action, given=given) == expected, about


def test_the_policies_that_are_attached_to_it_are_among_those_that_decide() -> None:
    found = explained("es:ESHttpPost")
    assert [(said.policy, dotted(said.statement.origin)) for said in found.decision.decided] == [
        (OURS, "migration_assistant.deployments.main.source"),
        ("access policy of domain edge-old", "migration_assistant.deployments.main.source"),
    ]


def test_the_rest_is_missing_by_name() -> None:
    assert explained("es:ESHttpPost").decision.missing.policies == (OTHERS, BOUNDARY)


@pytest.mark.parametrize(
    "who",
    [
        f"{OWN}:role/{CONSOLE}",
        f"{OWN}:role/any/path/{CONSOLE}",
        f"arn:aws:sts::123456789012:assumed-role/{CONSOLE}/task",
    ],
)
def test_a_role_is_known_by_its_name_whatever_its_path_and_so_are_its_sessions(who: str) -> None:
    found = explained("iam:GetRole", f"{OWN}:role/x", who=who)
    assert found.policies == (OURS, OTHERS, BOUNDARY)


def test_what_is_attached_to_one_role_is_nothing_to_another() -> None:
    given: Given = {f"other policies of role {REINDEX}": None, f"boundary of role {REINDEX}": None}
    assert answer("es:ESHttpPost", who=f"{OWN}:role/{REINDEX}", given=given) == "deny"


def test_of_a_service_that_is_not_in_use_nothing_is_known() -> None:
    assert explained("es:ESHttpGet", who=f"{OWN}:role/{PROXY}").decision.missing.policies == (
        f"policies of {OWN}:role/{PROXY}",
        f"boundary of {OWN}:role/{PROXY}",
    )


def test_a_role_of_the_same_name_in_another_account_has_none_of_it() -> None:
    who = f"arn:aws:iam::210987654321:role/{CONSOLE}"
    assert explained("iam:GetRole", f"{OWN}:role/x", who=who).policies == (f"policies of {who}", f"boundary of {who}")


def test_what_is_attached_to_a_role_of_the_model_is_nothing_to_one_of_another_path() -> None:
    found = asked(f"{OWN}:role/etl", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:q", text=WHOLE)
    assert found.policies[:1] == (f"policies of {OWN}:role/etl",)


def test_a_user_made_elsewhere_may_have_a_boundary() -> None:
    stats = ("dms:DescribeTableStatistics", "arn:aws:dms:eu-west-1:123456789012:task:A")
    others: Given = {"other policies of user jane.doe": None}
    assert asked("user:jane.doe", *stats, given=others).decision.answer.value == "unknown"
    assert (
        asked("user:jane.doe", *stats, given={**others, "boundary of user jane.doe": None}).decision.answer.value
        == "allow"
    )


def test_of_a_collection_the_data_access_policies_are_not_looked_at() -> None:
    found = explained("aoss:APIAccessAll", "arn:aws:aoss:eu-west-1:123456789012:collection/abc123", given=NONE)
    assert "data access policies of the collection" in found.beyond
