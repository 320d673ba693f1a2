"""Policies of people: one while all fits, cut where it does not, and a finding where that does not help."""

from collections.abc import Iterator

import pytest

from landbridge.areas.attached import Section, cut, together
from landbridge.areas.scope import Scope
from landbridge.aws import quotas
from landbridge.policy.document import PolicyDocument, Statement
from landbridge.policy.size import size
from landbridge.spec.root import spec_model

PATH = ("dms", "operators", "ops")
HINT = "name fewer tag values"


@pytest.fixture
def scope() -> Scope:
    spec = spec_model(frozenset()).model_validate(
        {
            "version": 1,
            "client": {"company_prefix": "edge", "tenant_id": "b001", "account_id": "123456789012"},
            "environment": {"env": "prod", "region": "eu-west-1"},
        }
    )
    return Scope(spec, {})


def statements(sid: str, count: int) -> Iterator[Statement]:
    """Statements of about 100 characters each."""
    for number in range(count):
        yield Statement(sid=f"{sid}{number}", actions=("s3:GetObject",), resources=(f"arn:aws:s3:::{sid}-{number}/*",))


def section(name: str, count: int) -> Section:
    return Section(name, tuple(statements(name or "First", count)))


def test_sections_that_fit_one_policy_are_one_by_the_name_of_the_first() -> None:
    first, second = section("", 2), section("console", 3)
    assert together((first, second)) == (Section("", first.statements + second.statements),)


def test_sections_that_do_not_fit_stay_apart() -> None:
    sections = (section("", 40), section("console", 40))
    assert together(sections) == sections


def test_a_section_that_is_too_large_is_cut_into_policies_that_fit_under_names_of_its_own(scope: Scope) -> None:
    found = cut(scope, section("console", 100), PATH, rule="LB219", what="the policy", hint=HINT)
    assert found is not None
    names = [each.name for each in found]
    assert len(set(names)) == len(names) > 1
    assert all(name.startswith("console") for name in names)
    assert all(size(PolicyDocument(each.statements)) <= quotas.MANAGED_POLICY for each in found)
    assert scope.findings == []


def test_one_statement_that_is_too_large_alone_is_told_at_the_entry(scope: Scope) -> None:
    alone = Statement(sid="Big", actions=("s3:GetObject",), resources=("arn:aws:s3:::" + "x" * quotas.MANAGED_POLICY,))
    assert cut(scope, Section("", (alone,)), PATH, rule="LB219", what="the policy of ops", hint=HINT) is None
    (found,) = scope.findings
    assert (found.id, found.path, found.hint, found.at_key) == ("LB219", PATH, HINT, True)
    assert found.message.startswith("the policy of ops is 6,")


def test_what_grants_nothing_is_no_policy(scope: Scope) -> None:
    assert cut(scope, Section("", ()), PATH, rule="LB219", what="the policy", hint=HINT) == ()
