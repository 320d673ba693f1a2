"""The commented spec of a tier: as it is, and with every example in it put to use."""

import json
import re
from typing import Any

import pytest

from landbridge.areas import AREAS
from landbridge.starter.fresh import TIERS, fresh_spec
from tests.specs import analysed, compiled

MAPPINGS = "data-science-team: joe\ninterns: jim\n"
STATEMENT = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::123456789012:role/reports"},
    "Action": "es:ESHttpGet",
    "Resource": "arn:aws:es:*:123456789012:domain/orders-search/orders/_count",
}
POLICY = json.dumps({"DomainConfig": {"AccessPolicies": {"Options": json.dumps({"Statement": [STATEMENT]})}}})
BESIDE = {"user__group__mappings_txt": MAPPINGS, "orders__search_json": POLICY}


def with_examples(text: str) -> str:
    """Put the commented examples of a spec to use, as its head tells: a # without one blank behind it."""
    return re.sub(r"^(\s*)#(?! \S|$)", r"\1", text, flags=re.MULTILINE)


@pytest.mark.parametrize("tier", TIERS)
def test_it_has_no_errors_and_is_the_same_each_time(tier: str) -> None:
    analysis = analysed(fresh_spec(tier))
    assert [finding for finding in analysis.findings if finding.severity == "error"] == []
    assert fresh_spec(tier) == fresh_spec(tier)


@pytest.mark.parametrize("tier", TIERS)
def test_every_example_in_it_works(tier: str) -> None:
    analysis = analysed(with_examples(fresh_spec(tier)), **BESIDE)
    own = [finding for finding in analysis.findings if finding.place and finding.place.file == "spec.yaml"]
    assert own == []
    assert analysis.root is not None


@pytest.mark.parametrize("tier", TIERS)
def test_it_names_everything_that_the_tier_brings(tier: str) -> None:
    analysis = analysed(fresh_spec(tier))
    assert analysis.document is not None
    security: Any = analysis.document.root["security"]
    brought = [key for section in security.values() if isinstance(section, dict) for key in section]
    text = fresh_spec(tier)
    words = set(re.findall(r"[a-z_]+", text[text.index("# A preset") : text.index("tier:")]))
    assert brought
    assert set(brought) <= words


def test_its_domain_keeps_the_policy_that_it_has() -> None:
    """An example that says `none` would overwrite the policy of whoever only takes the # away."""
    tree = compiled(with_examples(fresh_spec("startup")), **BESIDE)
    assert ":role/reports" in tree["modules/opensearch/main.tf"]
    command = "aws opensearch describe-domain-config --domain-name orders-search > orders-search.json"
    assert command in fresh_spec("startup")


def test_it_shows_every_word_of_the_security_part() -> None:
    from landbridge.areas.iam.spec import Security

    shown = with_examples(fresh_spec("startup"))
    missing = {word for word in Security.model_fields if not re.search(rf"^  {word}:", shown, re.MULTILINE)}
    assert missing == {"trust_policy_quota"}, "the quota is for the few who have had it raised"


def test_it_shows_every_part_that_a_spec_can_have() -> None:
    shown = with_examples(fresh_spec("startup"))
    assert [part.key for part in AREAS if not re.search(rf"^{part.key}:", shown, re.MULTILINE)] == []


@pytest.mark.parametrize("tier", TIERS)
def test_it_says_what_a_tenant_id_may_be(tier: str) -> None:
    assert "tenant_id: b001 # Change me: four lower-case letters or digits\n" in fresh_spec(tier)
