"""Networks: one wording for bits that stand behind the prefix."""

import pytest

from landbridge.aws.networks import host_bits


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
