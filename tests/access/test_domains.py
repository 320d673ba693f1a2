"""Domains: what their policies say, and what becomes of a policy or domain that is in Terraform's state no more."""

from typing import Any

import pytest

from landbridge.access import HolderChange, compare
from landbridge.access.wording import line
from landbridge.areas.opensearch.resources import DOMAINS, POLICIES, HasDomainPolicy
from landbridge.ir import Mapping, Removed, Root
from landbridge.policy.document import PolicyDocument
from tests.access.models import ACCOUNT, allow, root

KINDS = {kind.type: kind for kinds in (DOMAINS, POLICIES) for kind in kinds.values()}


def role(name: str, account: str = ACCOUNT) -> str:
    return f"arn:aws:iam::{account}:role/{name}"


def holder(type_: str, action: str = "es:ESHttpGet", **more: Any) -> HasDomainPolicy:
    fields = {"label": "search", "origin": (), "domain_name": "edge-search", "found": PolicyDocument(()), **more}
    return KINDS[type_](access_policies=PolicyDocument((allow(action),)), **fields)


def forgetting(type_: str) -> Root:
    return root(removed=(Removed(f"{type_}.search", (), ""),))


def told(change: HolderChange) -> tuple[str, str, bool, bool, str]:
    return change.holder.kind, change.holder.name, change.grew, change.shrank, change.ends


@pytest.mark.parametrize("type_", KINDS)
def test_a_wider_statement_grows_access_to_the_domain(type_: str) -> None:
    (change,) = compare(root(holder(type_)), root(holder(type_, "es:ESHttp*")))
    assert told(change) == ("domain", "edge-search", True, False, "")


@pytest.mark.parametrize("type_", [kind.type for kind in DOMAINS.values()])
def test_a_domain_that_vanishes_is_destroyed(type_: str) -> None:
    (change,) = compare(root(holder(type_)), root())
    assert told(change) == ("domain", "edge-search", False, True, "destroyed")


@pytest.mark.parametrize("type_", [kind.type for kind in POLICIES.values()])
def test_with_a_policy_that_vanishes_its_access_goes(type_: str) -> None:
    (change,) = compare(root(holder(type_)), root())
    assert told(change) == ("domain", "edge-search", False, True, "")


@pytest.mark.parametrize("type_", KINDS)
def test_what_is_forgotten_stays_as_it_is(type_: str) -> None:
    assert compare(root(holder(type_)), forgetting(type_)) == []


def test_a_domain_is_known_by_its_name_whatever_its_key() -> None:
    old, new = (root(holder("aws_opensearch_domain", label=label)) for label in ("search", "find"))
    assert compare(old, new) == []


def test_taking_a_domain_over_changes_no_access() -> None:
    policy, domain = (root(holder(kind)) for kind in ("aws_opensearch_domain_policy", "aws_opensearch_domain"))
    assert compare(policy, domain) == []


def mapped(*who: str) -> Root:
    return root(mappings=tuple(Mapping("edge-search", "all_access", each) for each in who))


def test_a_role_mapping_that_comes_grows_access() -> None:
    (change,) = compare(mapped(), mapped(role("etl")))
    assert told(change) == ("domain", "edge-search", True, False, "")
    assert [line(each) for each in change.changes] == [f"security role all_access for {role('etl')}"]


def test_a_role_mapping_that_is_no_longer_asked_for_stays() -> None:
    (change,) = compare(mapped(role("etl")), mapped())
    assert told(change) == ("domain", "edge-search", False, False, "")
    assert [(each.sign, line(each)) for each in change.changes] == [
        ("!", f"security role all_access for {role('etl')} stays until its script takes it away: --remove")
    ]


def test_a_role_mapping_for_another_account_opens_to_it() -> None:
    (change,) = compare(mapped(), mapped(role("etl", account="210987654321")))
    assert change.opens_to == ("account 210987654321",)


@pytest.mark.parametrize("type_", KINDS)
def test_what_a_domain_had_when_it_was_taken_over_is_no_news(type_: str) -> None:
    before = PolicyDocument((allow("es:ESHttpGet"), allow("es:ESHttpDelete")))
    (change,) = compare(root(), root(holder(type_, found=before)))
    assert (change.grew, change.shrank) == (False, True)
    assert [(each.sign, line(each)) for each in change.changes] == [("-", "Allow es:ESHttpDelete on *")]
