"""`access: removed`: what was added goes, by one apply, and the account holds the rest as it was before."""

from concurrent.futures import Future
from dataclasses import fields
from typing import Any

import pytest

from tests.terraform.harness import Contents
from tests.terraform.teardowns import CONSOLE, Teardown

_KINDS = [field.name for field in fields(Contents)]


@pytest.fixture(scope="session")
def teardown(teardown_begun: Future[Teardown]) -> Teardown:
    """The way there and back, gone."""
    return teardown_begun.result()


@pytest.mark.parametrize("step", ["before", "granted", "removed"])
def test_a_second_plan_changes_nothing(teardown: Teardown, step: str) -> None:
    unsettled = getattr(teardown, step).unsettled
    assert not unsettled, unsettled


@pytest.mark.parametrize("kind", ["data_access", "domains", "keys", "policies", "roles", "security_groups"])
def test_granting_adds_to_what_the_account_holds(teardown: Teardown, kind: str) -> None:
    assert getattr(teardown.granted.contents, kind) != getattr(teardown.before.contents, kind)


@pytest.mark.parametrize("kind", _KINDS)
def test_removing_leaves_what_there_was_before(teardown: Teardown, kind: str) -> None:
    assert getattr(teardown.removed.contents, kind) == getattr(teardown.before.contents, kind)


def test_terraform_owns_what_it_owned_before(teardown: Teardown) -> None:
    def own(addresses: frozenset[str]) -> set[str]:
        return {address for address in addresses if not address.startswith("data.")}

    assert own(teardown.removed.addresses) == own(teardown.before.addresses)
    assert own(teardown.granted.addresses) > own(teardown.before.addresses)


def test_the_roles_of_the_product_stay_with_nothing_attached(teardown: Teardown) -> None:
    role: Any = teardown.removed.contents.roles[CONSOLE]
    assert not role.attached
    assert teardown.granted.contents.roles[CONSOLE].attached


def test_no_plan_needs_what_the_product_had_written_down(teardown: Teardown) -> None:
    assert not teardown.deleted, teardown.deleted
