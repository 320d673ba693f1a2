"""A domain's policy has one owner in an account and region, whichever Terraform type writes it."""

import pytest

from landbridge.owners import one_account
from tests.areas.opensearch.specs import LEGACY, domain
from tests.specs import HEAD, analysed

ONE = f"who: ['{LEGACY}'], may: read"
OTHER_REGION = HEAD.replace("eu-west-1", "us-east-1")


def access(text: str, **more: str) -> str:
    return domain(f"access: {{one: {{{text}}}}}", security="", **more)


def owned_twice(second: str) -> list[str]:
    first = access(ONE, facts="network: public")
    found = one_account([analysed(first), analysed(second)])
    return [
        finding.message
        for findings in found.values()
        for finding in findings
        if "policy of the domain" in finding.message
    ]


@pytest.mark.parametrize(
    "facts", ["", "; engine: elasticsearch", "; adopt: true", "; engine: elasticsearch; adopt: true"]
)
def test_two_specs_cannot_both_write_the_policy_of_a_domain(facts: str) -> None:
    (message,) = owned_twice(access(ONE, facts=f"network: public{facts}"))
    assert "policy of the domain edge-logs: spec.yaml owns" in message


def test_the_way_out_is_one_spec_which_may_be_several_files() -> None:
    found = one_account([analysed(access(ONE)), analysed(access(ONE))])
    ((*_, finding),) = found.values()
    assert "say all access to the domain in one spec, which may be several files by extends" in finding.hint


def test_one_that_is_given_back_can_be_taken_over_by_another_spec() -> None:
    second = "terraform: {required_version: 1.7.0}\n" + access(ONE, facts="network: public; takeover: forget")
    assert owned_twice(second) == []


def test_in_another_region_it_is_another_domain() -> None:
    assert owned_twice(access(ONE, head=OTHER_REGION)) == []
