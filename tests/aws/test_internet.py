"""How much of the internet networks are together."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.aws.internet import block, is_everybody, is_private, size


@pytest.mark.parametrize(
    "networks",
    [
        ["0.0.0.0/0"],
        ["0.0.0.0/00"],
        ["::/0"],
        ["3.0.0.0/8"],
        ["2000::/3"],
        ["2a00::/16"],
        ["0.0.0.0/1", "128.0.0.0/1"],
        ["30.0.0.0/9", "40.0.0.0/9"],
        ["2a00::/17", "2a00:8000::/17"],
        ["10.0.0.0/7"],
        [f"30.{number}.0.0/16" for number in range(256)],
    ],
    ids=str,
)
def test_networks_that_are_as_good_as_everybody(networks: list[str]) -> None:
    assert is_everybody(networks)


@pytest.mark.parametrize(
    "networks",
    [
        [],
        ["30.0.0.0/9"],
        ["30.0.0.0/9", "2a00::/17"],
        ["30.0.0.0/9", "30.0.0.0/9", "30.64.0.0/10", "30.0.0.1"],
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10"],
        ["somewhere", "::%0/0", "sg-1"],
    ],
    ids=str,
)
def test_networks_that_are_not(networks: list[str]) -> None:
    assert not is_everybody(networks)


@pytest.mark.parametrize(
    ("network", "private"),
    [
        ("10.1.0.0/16", True),
        ("10.1.2.3", True),
        ("fd00::/8", True),
        ("9.0.0.0/8", False),
        ("8.0.0.0/6", False),
        ("x", False),
    ],
)
def test_private_networks(network: str, private: bool) -> None:
    assert is_private(network) is private


def test_a_zone_is_no_part_of_a_network() -> None:
    assert block("::%0/0") is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda first, bits: f"203.0.113.{first & -(1 << bits)}/{32 - bits}", st.integers(0, 255), st.integers(0, 8)
        )
    )
)
def test_what_overlaps_counts_once(networks: list[str]) -> None:
    assert size(networks, 4) == len({int(each) for text in networks for each in ipaddress.ip_network(text)})
    assert size(networks, 6) == 0
