"""Access to some DMS resources only: the tables of types and actions, and the statements that entries make."""

import re
from typing import get_args

import pytest

from landbridge.areas.dms.fine_grained import CREATION, REQUEST_TAG_ACTIONS, WORDS, creates_itself, tag_key
from landbridge.areas.dms.spec_operators import ResourceType
from landbridge.aws import actions as catalogue
from tests.areas.dms.operator_specs import operator, policies, statements

HEAD = "arn:aws:dms:eu-west-1:123456789012"
BASE = {"DmsLists", "SeeNetwork", "NetworkInterfaces", "SeeRoles", "PassRoles"}


def made(*lines: str) -> list[dict[str, object]]:
    """The statements that entries make, without their Sids and without what every operator has."""
    found = statements(operator(*lines, "sections: {vpc: false}"))
    return [
        {key: value for key, value in each.items() if key != "Sid"}
        for sid, each in found.items()
        if sid not in BASE | {"Dms", "DmsWithoutResource"}
    ]


def types_of_aws() -> dict[str, str]:
    """The types of DMS, by the word in their ARNs: the name that AWS's lists have."""
    names = {use.name for info in catalogue.actions_of("dms") for use in info.resource_types}
    return {catalogue.resource_type("dms", name).arn.split(":")[5]: name for name in names}


def test_every_taggable_type_of_dms_can_be_named() -> None:
    assert set(get_args(ResourceType)) == set(WORDS) == set(types_of_aws())


@pytest.mark.parametrize("kind", WORDS)
def test_the_tag_key_of_a_type_is_one_that_aws_sends_for_it(kind: str) -> None:
    keys = catalogue.resource_type("dms", types_of_aws()[kind]).condition_keys
    assert tag_key(kind, "${TagKey}") in keys


def test_the_actions_with_request_tags_are_those_of_aws() -> None:
    found = {info.name for info in catalogue.actions_of("dms") if "dms:req-tag/${TagKey}" in info.condition_keys}
    assert found == REQUEST_TAG_ACTIONS


@pytest.mark.parametrize("kind", CREATION)
def test_what_makes_a_type_is_checked_on_the_types_that_the_table_says(kind: str) -> None:
    info = catalogue.action(CREATION[kind].action)
    assert info is not None
    on = {catalogue.resource_type("dms", use.name).arn.split(":")[5] for use in info.resource_types}
    assert set(CREATION[kind].on) == on


def test_tasks_are_checked_on_other_things_than_themselves_when_they_are_made() -> None:
    assert {kind for kind in WORDS if creates_itself(kind)} == {
        *("rep", "endpoint", "es", "subgrp", "data-provider", "instance-profile")
    }


@pytest.mark.parametrize("kind", WORDS)
def test_every_type_can_be_allowed_by_tag(kind: str) -> None:
    assert made(f"allow: [{{types: [{kind}], tags: {{Env: [Test, Dev]}}}}]") == [
        {
            "Effect": "Allow",
            "Action": "dms:*",
            "Resource": f"{HEAD}:{kind}:*",
            "Condition": {"StringEquals": {f"dms:{kind}-tag/Env": ["Dev", "Test"]}},
        }
    ]


@pytest.mark.parametrize("kind", WORDS)
def test_every_type_can_be_denied_by_tag_whatever_its_arn(kind: str) -> None:
    assert made(f"deny: [{{types: [{kind}], tags: {{Env: Desktop}}}}]") == [
        {
            "Effect": "Deny",
            "Action": "dms:*",
            "Resource": "*",
            "Condition": {"StringEquals": {f"dms:{kind}-tag/Env": "Desktop"}},
        }
    ]


@pytest.mark.parametrize("kind", WORDS)
def test_every_type_can_be_denied_by_arn(kind: str) -> None:
    denied = {"Effect": "Deny", "Action": "dms:*", "Resource": f"{HEAD}:{kind}:DOH67ZTOXGLIXMIHKITV"}
    assert made(f"deny: [{{types: [{kind}], ids: [DOH67ZTOXGLIXMIHKITV]}}]") == [denied]


def test_several_types_without_tags_are_one_statement() -> None:
    (found,) = made('allow: [{types: [rep, task], ids: [A, "B*"], actions: [dms:StopReplicationTask, dms:Move*]}]')
    assert found["Resource"] == [f"{HEAD}:{kind}:{id_}" for kind in ("rep", "task") for id_ in ("A", "B*")]
    assert found["Action"] == ["dms:Move*", "dms:StopReplicationTask"]


def test_several_tags_have_to_be_there_together() -> None:
    (found,) = made("allow: [{types: [rep], tags: {Env: Test, Team: a}}]")
    assert found["Condition"] == {"StringEquals": {"dms:rep-tag/Env": "Test", "dms:rep-tag/Team": "a"}}


def test_tags_and_arns_have_to_hold_together() -> None:
    (found,) = made("deny: [{types: [endpoint], ids: [A], tags: {Env: Test}}]")
    assert found["Resource"] == f"{HEAD}:endpoint:A"
    assert found["Condition"] == {"StringEquals": {"dms:endpoint-tag/Env": "Test"}}


def test_request_tags_are_for_what_makes_the_types() -> None:
    given = {"StringEquals": {"dms:req-tag/stage": ["production", "testing"]}}
    assert made("allow: [{types: [endpoint, data-provider], request_tags: {stage: [production, testing]}}]") == [
        {
            "Effect": "Allow",
            "Action": "dms:CreateEndpoint",
            "Resource": [f"{HEAD}:cert:*", f"{HEAD}:endpoint:*"],
            "Condition": given,
        },
        {"Effect": "Allow", "Action": "dms:CreateDataProvider", "Resource": "*", "Condition": given},
    ]


def test_a_deny_of_request_tags_is_for_tagging_later_too() -> None:
    (found,) = made("deny: [{types: [es], request_tags: {stage: production}}]")
    assert found["Action"] == ["dms:AddTagsToResource", "dms:CreateEventSubscription"]


@pytest.mark.parametrize(
    ("kind", "made_by"),
    [("data-provider", "dms:CreateDataProvider"), ("instance-profile", "dms:CreateInstanceProfile")],
)
def test_a_deny_of_request_tags_is_for_tagging_what_is_made_without_a_resource(kind: str, made_by: str) -> None:
    given = {"StringEquals": {"dms:req-tag/stage": "production"}}
    assert made(f"deny: [{{types: [{kind}], request_tags: {{stage: production}}}}]") == [
        {"Effect": "Deny", "Action": made_by, "Resource": "*", "Condition": given},
        {"Effect": "Deny", "Action": "dms:AddTagsToResource", "Resource": f"{HEAD}:{kind}:*", "Condition": given},
    ]


def test_request_tags_stand_beside_tags_for_actions_that_are_checked_on_other_things() -> None:
    entry = "{types: [rep], tags: {Env: Test}, actions: dms:CreateReplicationTask, request_tags: {Env: Test}}"
    (found,) = made(f"allow: [{entry}]")
    assert found["Condition"] == {"StringEquals": {"dms:rep-tag/Env": "Test", "dms:req-tag/Env": "Test"}}


def test_own_endpoints_are_told_by_the_users_name_from_the_day_they_are_made() -> None:
    name = "${aws:username}"
    assert made("own_endpoints_only: {tag: Owner}") == [
        {
            "Effect": "Allow",
            "Action": "dms:*",
            "Resource": f"{HEAD}:endpoint:*",
            "Condition": {"StringEquals": {"dms:endpoint-tag/Owner": name}},
        },
        {
            "Effect": "Allow",
            "Action": "dms:CreateEndpoint",
            "Resource": [f"{HEAD}:cert:*", f"{HEAD}:endpoint:*"],
            "Condition": {"StringEquals": {"dms:req-tag/Owner": name}},
        },
    ]


@pytest.mark.parametrize("lines", ["allow: [{types: [rep], tags: {Env: Test}}]", "own_endpoints_only: {tag: Owner}"])
def test_who_is_allowed_some_resources_is_not_allowed_all(lines: str) -> None:
    found = statements(operator(lines))
    assert not {"Dms", "DmsWithoutResource"} & set(found)
    everywhere = [each for each in found.values() if each["Resource"] == "*" and "dms:" in str(each["Action"])]
    (lists,) = everywhere
    infos = [catalogue.action(action) for action in lists["Action"]]
    assert all(info and info.access_level in ("list", "read") for info in infos)


def test_a_tag_may_hold_words_of_the_spec_and_variables_of_iam() -> None:
    (found,) = made('allow: [{types: [rep], tags: {Team: ["{stem}", "${aws:PrincipalTag/team}"]}}]')
    values = ["${aws:PrincipalTag/team}", "edge-prod-b001"]
    assert found["Condition"] == {"StringEquals": {"dms:rep-tag/Team": values}}


@pytest.mark.parametrize(
    ("entry", "sid"),
    [
        ("allow: [{types: [task], ids: [A]}]", r"AllowReplicationTasksByArn[0-9A-F]{4}"),
        ("allow: [{types: [task], actions: dms:StopReplicationTask}]", r"AllowReplicationTasks[0-9A-F]{4}"),
        ("deny: [{types: [endpoint], tags: {Env: Live}}]", r"DenyEndpointsByTag[0-9A-F]{4}"),
        ("allow: [{types: [endpoint], request_tags: {Env: Test}}]", r"AllowEndpointsByRequestTag[0-9A-F]{4}"),
        ("deny: [{types: [rep, task], ids: [A]}]", r"DenyReplicationInstancesAndReplicationTasksByArn[0-9A-F]{4}"),
        ("deny: [{types: [rep, task, cert], ids: [A]}]", r"DenySeveralByArn[0-9A-F]{4}"),
    ],
)
def test_a_sid_says_what_an_entry_is_about(entry: str, sid: str) -> None:
    assert [found for found in statements(operator(entry)) if re.fullmatch(sid, found)]


def test_a_sid_does_not_depend_on_other_entries_nor_on_actions() -> None:
    alone = set(statements(operator("allow: [{types: [task], ids: [A]}]")))
    beside = set(statements(operator("allow: [{types: [task], ids: [B]}, {types: [task], ids: [A]}]")))
    fewer = set(statements(operator("allow: [{types: [task], ids: [A], actions: [dms:StopReplicationTask]}]")))
    (sid,) = (each for each in alone if "ByArn" in each)
    assert sid in beside
    assert sid in fewer


def test_a_comment_of_a_deny_says_not() -> None:
    (policy,) = policies(operator("allow: [{types: [rep]}]", "deny: [{types: [rep, task], ids: [A]}]"))
    whys = {each.effect: each.why for each in policy.policy.statements if "ByArn" in each.sid or each.why[0] == "R"}
    assert whys == {
        "Allow": "Replication instances: all of them.",
        "Deny": "Not on replication instances, replication tasks: by ARN.",
    }
