"""Networks: one wording for bits that stand behind the prefix."""

import pytest

from landbridge.aws.networks import NO_NETWORK, host_bits, problem_with_network


@pytest.mark.parametrize(
    "text", ["10.0.0.0/24", "10.0.0.7/32", "10.0.0.7", "2001:db8::/48", "::1", "office", "1.2.3/8", ""]
)
def test_what_is_a_network_or_none_at_all_has_none(text: str) -> None:
    assert host_bits(text) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("10.0.0.7/24", "write 10.0.0.0/24; or 10.0.0.7/32 for the one address"),
        ("0.0.0.1/0", "write 0.0.0.0/0; or 0.0.0.1/32 for the one address"),
        ("2001:db8::1/48", "write 2001:db8::/48; or 2001:db8::1/128 for the one address"),
    ],
)
def test_the_hint_names_the_network_and_the_address(text: str, hint: str) -> None:
    assert host_bits(text) == ("is no network address: bits behind the prefix are set", hint)


@pytest.mark.parametrize("text", ["office", "1.2.3/8", "10.0.0.0/33", ""])
def test_what_is_no_network_has_another_problem(text: str) -> None:
    assert problem_with_network(text) == NO_NETWORK


@pytest.mark.parametrize("text", ["10.0.0.0/24", "10.0.0.7", "2001:db8::/48", "10.0.0.7/24"])
def test_a_network_or_one_address_has_no_other_problem_than_bits_behind_the_prefix(text: str) -> None:
    assert problem_with_network(text) == host_bits(text)
