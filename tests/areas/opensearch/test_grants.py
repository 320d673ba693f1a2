"""What grants become: an action is about requests, about the domain, or about neither."""

import json
from typing import Any

import pytest

from landbridge.areas.identities import IamPolicy
from landbridge.policy.document import PolicyDocument
from tests.areas.opensearch.specs import LOGS, grant
from tests.specs import analysed

TAG = {"ForAnyValue:StringEquals": {"aws:ResourceTag/team": "a"}}
SOURCE = {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}


def by_action(text: str) -> dict[str, tuple[Any, Any]]:
    """Resource and conditions of each action that a grant allows."""
    analysis = analysed(grant(text))
    assert analysis.root is not None, analysis.findings
    resources = (resource for module in analysis.root.modules for resource in module.resources)
    (made,) = (each.policy for each in resources if isinstance(each, IamPolicy))
    assert isinstance(made, PolicyDocument)
    found: dict[str, tuple[Any, Any]] = {}
    for statement in json.loads(json.dumps(made.to_json()))["Statement"]:
        actions = statement["Action"]
        for action in actions if isinstance(actions, list) else [actions]:
            assert action not in found
            found[action] = (statement["Resource"], statement.get("Condition", {}))
    return found


@pytest.mark.parametrize(
    ("to", "on"),
    [("logs", LOGS), ("'*'", "*")],
)
def test_what_is_about_no_domain_asks_for_no_tag_of_one(to: str, on: str) -> None:
    found = by_action(f"domain: {to}, configuration: read, tags: {{team: a}}, from: [192.0.2.0/24]")
    assert found["es:Describe*"] == (on, {**TAG, **SOURCE})
    assert found["es:ListDomainNames"] == ("*", SOURCE)


def test_an_author_s_own_action_about_no_domain_is_one_of_none() -> None:
    found = by_action("domain: logs, actions: [es:DescribeDomain, es:ListDomainNames], tags: {team: a}")
    assert found == {"es:DescribeDomain": (LOGS, TAG), "es:ListDomainNames": ("*", {})}


def test_what_gives_tags_to_something_else_keeps_its_limits() -> None:
    found = by_action("domain: '*', actions: [es:CreateApplication], request_tags: {team: a}, reason: they run it")
    assert found == {"es:CreateApplication": ("*", {"StringEquals": {"aws:RequestTag/team": "a"}})}


def test_conditions_of_an_author_s_own_on_tags_go_as_well() -> None:
    found = by_action(
        "domain: logs, configuration: read, conditions: {StringEquals: {'aws:resourcetag/team': a}}, reason: by tag"
    )
    assert found["es:ListVersions"] == ("*", {})


def test_a_cluster_is_searched_from_another_one_on_the_domain_itself() -> None:
    found = by_action("domain: logs, actions: [es:ESCrossClusterGet, es:ESHttpGet], indexes: [orders], apis: [_search]")
    assert found == {"es:ESCrossClusterGet": (LOGS, {}), "es:ESHttpGet": (f"{LOGS}/orders/_search", {})}
