"""The facts that the area carries are facts, and what others may name of it."""

import pytest

from landbridge.areas.opensearch import grants, reach
from landbridge.areas.opensearch.spec import May
from landbridge.aws import actions
from landbridge.policy.matching import has_wildcard
from tests.areas.opensearch.specs import ROLES, opensearch
from tests.specs import compiled

_ACTIONS = {
    *reach.DATA_ACTIONS,
    *(action for some in reach.METHODS.values() for action in some),
    *grants.READ,
    *grants.MANAGE,
    *grants.WITHOUT_RESOURCE,
}


@pytest.mark.parametrize("action", sorted(_ACTIONS))
def test_an_action_exists(action: str) -> None:
    assert actions.matching(action) if has_wildcard(action) else actions.action(action)


def test_the_actions_of_requests_are_all_there_are() -> None:
    assert set(actions.matching("es:ESHttp*")) | {reach.CROSS_CLUSTER} == set(reach.DATA_ACTIONS)


@pytest.mark.parametrize("action", grants.WITHOUT_RESOURCE)
def test_what_is_said_to_take_no_resource_takes_none(action: str) -> None:
    found = actions.action(action)
    assert found is not None
    assert not found.resource_types


def test_every_may_has_its_methods() -> None:
    assert set(reach.METHODS) == set(May.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("may", "indexes", "apis", "paths"),
    [
        ("read", (), (), ("*",)),
        ("read", ("orders",), (), ("orders", "orders/*")),
        ("read", ("commerce*",), (), ("commerce*",)),
        ("read", ("orders",), ("_search", "*"), ("orders/_search", "orders/*")),
        ("write", (), ("_bulk",), ("_bulk",)),
        ("search", (), (), ("_count", "_search", "*/_count", "*/_search")),
        ("search", ("orders",), (), ("orders/_count", "orders/_search")),
        ("search", (), ("_search",), ("_search",)),
        (None, ("orders",), (), ("orders", "orders/*")),
    ],
)
def test_what_is_meant_as_paths(may: May, indexes: tuple[str, ...], apis: tuple[str, ...], paths: object) -> None:
    assert reach.paths(may, indexes, apis) == paths


def test_other_areas_may_name_a_domain() -> None:
    policy = "see: {statements: [{actions: es:DescribeDomain, resources: '{domain:logs}'}]}"
    security = f"{ROLES}  policies: {{{policy}}}\n"
    text = opensearch("domains: {logs: {name: edge-logs, network: vpc, current_policy: none}}", security=security)
    main = compiled(text)["modules/iam/policies.tf"]
    assert 'Resource = "arn:${var.partition}:es:${var.region}:${var.account_id}:domain/edge-logs"' in main
