"""Giving a domain back: what it had is written again, then Terraform forgets the policy and leaves it as it is."""

import re

import hcl2
import pytest

from tests.areas.opensearch.specs import allow, described, document, domain, statements
from tests.specs import compiled

FILE = "current_policy: policy.json"
ONE = allow()
BEFORE = described(document(ONE, allow(path="a/b", Sid="Gone")))
ACCESS = 'access: {etl: {who: ["{role:etl}"], may: read}}'
FOLDER = "modules/opensearch/"


def given(takeover: str, *lines: str, engine: str = "opensearch") -> dict[str, str]:
    text = domain(FILE, ACCESS, f"engine: {engine}", f"takeover: {takeover}", *lines)
    return compiled("terraform: {required_version: 1.7.0}\n" + text, policy_json=BEFORE)


def test_a_release_writes_what_the_domain_had_and_nothing_of_the_spec() -> None:
    text = domain(FILE, ACCESS, "takeover: release", "drop: [{sid: Gone, reason: nobody uses it}]")
    assert statements(text, policy_json=BEFORE) == [ONE]


def test_what_is_released_is_forgotten_not_destroyed() -> None:
    files = given("forget")
    assert "resource" not in files[f"{FOLDER}main.tf"]
    assert re.search(
        r"^removed \{\n  from = aws_opensearch_domain_policy\.logs\n\n  lifecycle \{\n    destroy = false\n  \}\n\}\n$",
        files[f"{FOLDER}removed.tf"],
        re.MULTILINE,
    )


def test_each_engine_has_its_own_resource() -> None:
    assert (
        'resource "aws_elasticsearch_domain_policy" "logs"'
        in given("policy", engine="elasticsearch")[f"{FOLDER}main.tf"]
    )
    assert (
        "from = aws_elasticsearch_domain_policy.logs" in given("forget", engine="elasticsearch")[f"{FOLDER}removed.tf"]
    )


def test_nothing_is_removed_before_it_is_forgotten() -> None:
    for takeover in ("policy", "release"):
        assert f"{FOLDER}removed.tf" not in given(takeover)


def test_a_policy_that_was_taken_over_is_kept_from_being_destroyed() -> None:
    assert "prevent_destroy = true" in given("policy")[f"{FOLDER}main.tf"]
    assert "prevent_destroy" not in compiled(domain(ACCESS))[f"{FOLDER}main.tf"]


def test_a_domain_that_is_adopted_is_imported_and_nothing_but_its_policy_is_written() -> None:
    files = given("policy", "adopt: true")
    assert files["imports.tf"].count('to = module.opensearch.aws_opensearch_domain.logs\n  id = "edge-logs"') == 1
    (block,) = hcl2.loads(files[f"{FOLDER}main.tf"])["resource"]
    resource = block['"aws_opensearch_domain"']['"logs"']
    assert resource.keys() - {"__is_block__"} == {"domain_name", "access_policies", "lifecycle"}
    assert resource["lifecycle"][0]["prevent_destroy"] is True


@pytest.mark.parametrize("engine", ["opensearch", "elasticsearch"])
def test_all_that_an_adopted_domain_has_besides_its_policy_is_left_alone(engine: str) -> None:
    """What there is, the provider's schema says (tests/terraform/test_domains.py)."""
    files = given("policy", "adopt: true", engine=engine)
    assert f'resource "aws_{engine}_domain" "logs"' in files[f"{FOLDER}main.tf"]
    assert "_domain_policy" not in files[f"{FOLDER}main.tf"]


def test_an_adopted_domain_is_forgotten_not_destroyed_and_imported_no_more() -> None:
    files = given("forget", "adopt: true")
    assert "from = aws_opensearch_domain.logs" in files[f"{FOLDER}removed.tf"]
    assert "resource" not in files[f"{FOLDER}main.tf"]
    assert "imports.tf" not in files


def test_an_adopted_domain_is_never_destroyed_even_where_it_had_no_policy() -> None:
    files = compiled(domain("adopt: true", ACCESS))
    assert "prevent_destroy = true" in files[f"{FOLDER}main.tf"]


def test_a_renamed_key_moves_its_policy() -> None:
    files = given("policy", "renamed_from: old_logs")
    assert "from = aws_opensearch_domain_policy.old_logs" in files[f"{FOLDER}moved.tf"]


def test_the_page_says_what_stays_what_goes_and_what_comes() -> None:
    page = given("policy", "drop: [{sid: Gone, reason: nobody uses it}]")[f"{FOLDER}POLICY-CHANGES.md"]
    stays, goes, comes = (page.index(word) for word in ("Stays:", "Goes:", "Is added:"))
    assert stays < page.index("role/legacy") < goes < page.index("nobody uses it") < comes
    assert page.index("opensearch.domains.logs.access.etl") > comes


def test_what_was_renamed_is_forgotten_under_its_former_key_too() -> None:
    forgotten = given("forget", "adopt: true", "renamed_from: old_logs")[f"{FOLDER}removed.tf"]
    assert re.findall(r"from = (\S+)", forgotten) == ["aws_opensearch_domain.logs", "aws_opensearch_domain.old_logs"]
