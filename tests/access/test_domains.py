"""Domains: what their policies say, and what becomes of a policy or domain that is in Terraform's state no more."""

from typing import Any

import pytest

from landbridge.access import HolderChange, compare
from landbridge.areas.opensearch.resources import DOMAINS, POLICIES, HasDomainPolicy
from landbridge.ir import Removed, Root
from landbridge.policy.document import PolicyDocument
from tests.access.models import allow, root

KINDS = {kind.type: kind for kinds in (DOMAINS, POLICIES) for kind in kinds.values()}


def holder(type_: str, action: str = "es:ESHttpGet", **more: Any) -> HasDomainPolicy:
    fields = {"label": "search", "origin": (), "domain_name": "edge-search", **more}
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
