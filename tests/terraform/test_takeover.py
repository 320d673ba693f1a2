"""Domains that exist: taken over, used, and given back, with the live policy looked at after every step."""

import json
import re
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

import pytest

from tests.terraform.harness import Contents, grants
from tests.terraform.meaning import from_account
from tests.terraform.meaning.decisions import Caller, Request, reaches
from tests.terraform.meaning.domains import plain
from tests.terraform.takeovers import DOMAIN, OWNER, PARTNER_ROLE, TAKEN_OVER, Takeover

STEM = f"arn:aws:iam::{OWNER}:role/edge-prod-b001-role-"


@pytest.fixture(scope="session")
def takeover(takeover_begun: Future[Takeover]) -> Takeover:
    """The circle, closed."""
    return takeover_begun.result()


def canonical(policy: str) -> str:
    """Write a policy in one form: its statements in their order, each without Sid, its lists sorted."""
    statements = [plain(statement) for statement in json.loads(policy)["Statement"]]
    return json.dumps(statements, sort_keys=True, ensure_ascii=False)


def resources(takeover: Takeover, step: str) -> set[str]:
    """Return the domains, and policies of domains, that Terraform has in its state after a step."""
    return {address for address in getattr(takeover, step).addresses if is_of_a_domain(address)}


def is_of_a_domain(address: str) -> bool:
    """Tell whether a resource is a domain, or the policy of one."""
    return re.search(r"\.aws_(opensearch|elasticsearch)_domain(_policy)?\.", address) is not None


@pytest.mark.parametrize("step", ["applied", "released", "forgotten", "gone"])
def test_a_second_plan_changes_nothing(takeover: Takeover, step: str) -> None:
    unsettled = getattr(takeover, step).unsettled
    assert not unsettled, unsettled


def test_taken_over_domains_have_what_they_had_and_what_the_spec_says(takeover: Takeover) -> None:
    meant = takeover.reading.meaning({})
    assert from_account(takeover.applied.contents, meant).domains == meant.domains


@pytest.mark.parametrize("name", TAKEN_OVER)
def test_what_a_domain_had_stands_first_and_unchanged(takeover: Takeover, name: str) -> None:
    had, has = (canonical(step.policies[name]) for step in (takeover.before, takeover.applied))
    assert has.startswith(f"{had.removesuffix(']')}, ")


@pytest.mark.parametrize("name", TAKEN_OVER)
@pytest.mark.parametrize("step", ["released", "forgotten", "gone"])
def test_a_domain_that_is_given_back_has_exactly_what_it_had(takeover: Takeover, name: str, step: str) -> None:
    assert canonical(getattr(takeover, step).policies[name]) == canonical(takeover.before.policies[name])


def test_terraform_owns_what_is_released_until_it_is_forgotten(takeover: Takeover) -> None:
    assert resources(takeover, "released") == {
        "module.opensearch.aws_elasticsearch_domain_policy.old",
        "module.opensearch.aws_opensearch_domain.adopted",
        "module.opensearch.aws_opensearch_domain_policy.logs",
        "module.opensearch.aws_opensearch_domain_policy.shop",
    }


def test_what_is_forgotten_is_no_longer_in_the_state(takeover: Takeover) -> None:
    assert not resources(takeover, "forgotten")


@pytest.mark.parametrize("step", ["forgotten", "gone"])
def test_forgetting_and_removing_write_nothing(takeover: Takeover, step: str) -> None:
    assert getattr(takeover, step).policies == takeover.released.policies


def test_taken_out_at_once_domains_and_policies_would_be_destroyed_and_prevent_destroy_is_silent(
    takeover: Takeover,
) -> None:
    """Terraform reads prevent_destroy from the block, which is gone: a plan is all the warning that there is.

    https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
    """
    destroyed = {address for address, actions in takeover.at_once.items() if actions == ("delete",)}
    assert set(filter(is_of_a_domain, destroyed)) == resources(takeover, "released")


def test_a_destroyed_policy_leaves_the_domain_with_none(takeover: Takeover) -> None:
    assert takeover.applied.policies["edge-fresh"]
    assert takeover.released.policies["edge-fresh"] == ""


def identity(contents: Contents, name: str) -> list[Mapping[str, Any]]:
    """Return the policies of a group or role."""
    holder: Any = contents.groups.get(name) or contents.roles[name]
    return [*holder.inline.values(), *(contents.policies[arn].document for arn in holder.attached)]


@pytest.fixture(scope="session")
def callers(takeover: Takeover) -> dict[str, Caller]:
    """People and programs, each with the policies that they were found to have."""
    own, theirs = takeover.applied.contents, takeover.partner
    return {
        "analyst": Caller(f"arn:aws:iam::{OWNER}:user/ana", identity(own, "edge-prod-b001-group-analysts")),
        "visitor": Caller(f"arn:aws:iam::{OWNER}:user/vic", identity(own, "edge-prod-b001-group-visitors")),
        "loader": Caller(f"{STEM}loader", identity(own, "edge-prod-b001-role-loader")),
        "stranger": Caller(f"{STEM}stranger", identity(own, "edge-prod-b001-role-stranger")),
        "backend": Caller(f"arn:aws:iam::{OWNER}:role/backend", identity(own, "backend")),
        "partner": Caller(PARTNER_ROLE, identity(theirs, "edge-prod-p001-role-reader")),
        "partner without own policy": Caller(PARTNER_ROLE),
        "partner's other role": Caller(
            PARTNER_ROLE.replace("reader", "other"), identity(theirs, "edge-prod-p001-role-other")
        ),
        "nobody known": Caller(),
    }


@pytest.mark.parametrize(
    ("who", "method", "path", "context", "answer"),
    [
        pytest.param("analyst", "Get", "edge-shop/orders/_search", {}, True, id="searches an index"),
        pytest.param("analyst", "Post", "edge-shop/orders/_count", {}, True, id="counts in an index"),
        pytest.param("analyst", "Delete", "edge-shop/orders", {}, False, id="cannot delete it"),
        pytest.param("analyst", "Get", "edge-shop/orders/_doc/1", {}, False, id="cannot read by another API"),
        pytest.param("analyst", "Get", "edge-shop/web-2026/_search", {}, True, id="searches by part of a name"),
        pytest.param("analyst", "Get", "edge-shop/web/_search", {}, False, id="but no name that lacks the rest"),
        pytest.param("analyst", "Get", "edge-shop/stock/_search", {}, False, id="searches no other index"),
        pytest.param("analyst", "Get", "edge-logs/orders/_search", {}, False, id="searches no other domain"),
        pytest.param("visitor", "Get", "edge-shop/orders/_search", {}, False, id="of another group"),
        pytest.param("loader", "Put", "edge-logs/app/_doc/1", {}, True, id="by the domain's policy alone"),
        pytest.param("loader", "Delete", "edge-logs/app", {"aws:SecureTransport": "true"}, True, id="deletes"),
        pytest.param("loader", "Delete", "edge-logs/app", {"aws:SecureTransport": "false"}, False, id="kept denial"),
        pytest.param("loader", "Get", "edge-old/stock/_doc/1", {}, True, id="reads from Elasticsearch"),
        pytest.param("loader", "Put", "edge-old/stock/_doc/1", {}, False, id="writes nothing to Elasticsearch"),
        pytest.param("loader", "Put", "edge-adopted/orders/_doc/1", {}, True, id="writes to an adopted domain"),
        pytest.param("loader", "Put", "edge-adopted/stock/_doc/1", {}, False, id="but to no other index there"),
        pytest.param("stranger", "Get", "edge-logs/app", {}, False, id="of the account, but never named"),
        pytest.param("backend", "Get", "edge-shop/anything", {}, True, id="whom the domain knew before"),
        pytest.param("partner", "Get", "edge-shop/orders/_doc/1", {}, True, id="both halves"),
        pytest.param("partner", "Get", "edge-shop/stock/_doc/1", {}, False, id="the identity's half alone"),
        pytest.param(
            "partner without own policy", "Get", "edge-shop/orders/_doc/1", {}, False, id="the domain's half alone"
        ),
        pytest.param("partner's other role", "Get", "edge-shop/orders/_doc/1", {}, False, id="another role there"),
        pytest.param("partner", "Delete", "edge-shop/orders", {}, False, id="halves that allow less"),
        pytest.param(
            "nobody known", "Get", "edge-fresh/web-1/_search", {"aws:SourceIp": "192.0.2.7"}, True, id="an address"
        ),
        pytest.param(
            "nobody known", "Get", "edge-fresh/web-1/_search", {"aws:SourceIp": "198.51.100.7"}, False, id="another"
        ),
        pytest.param("nobody known", "Get", "edge-fresh/web-1/_search", {}, False, id="no address"),
        pytest.param(
            "nobody known", "Get", "edge-fresh/other/_search", {"aws:SourceIp": "192.0.2.7"}, False, id="another index"
        ),
    ],
)
def test_who_may_do_what(
    takeover: Takeover,
    callers: Mapping[str, Caller],
    who: str,
    method: str,
    path: str,
    context: Mapping[str, str],
    answer: bool,
) -> None:
    domain = takeover.applied.contents.domains[path.partition("/")[0]]
    request = Request(f"es:ESHttp{method}", DOMAIN + path, context)
    assert reaches(callers[who], domain.policy, request) == answer


def test_only_analysts_have_the_policy_of_their_grant(takeover: Takeover) -> None:
    contents = takeover.applied.contents
    [arn] = contents.groups["edge-prod-b001-group-analysts"].attached
    holders: list[Any] = [*contents.groups.values(), *contents.roles.values(), *contents.users.values()]
    assert sum(arn in holder.attached for holder in holders) == 1
    assert {grant.action for grant in grants(contents.policies[arn].document)} == {"es:ESHttpGet", "es:ESHttpPost"}
