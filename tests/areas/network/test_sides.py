"""Sides of traffic: what a text means, and what is no side."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.areas.network.sides import Known, Side, Unreadable, parse_side
from landbridge.areas.network.spec import SecurityGroup

OWN = "123456789012"
GROUPS = {
    "replication": SecurityGroup(vpc="vpc-0123456789abcdef0"),
    "orders_db": SecurityGroup(id="sg-0123456789abcdef0"),
    "partner_db": SecurityGroup(id="sg-0aaaaaaaaaaaaaaaa", account_id="210987654321"),
}
KNOWN = Known(GROUPS, OWN)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("replication", Side("key", "replication")),
        ("sg-0bbbbbbbbbbbbbbbb", Side("group", "sg-0bbbbbbbbbbbbbbbb")),
        ("sg-1a2b3c4d", Side("group", "sg-1a2b3c4d")),
        ("210987654321/sg-1a2b3c4d", Side("group", "sg-1a2b3c4d", "210987654321")),
        ("pl-1a2b3c4d", Side("prefix_list", "pl-1a2b3c4d")),
        ("10.0.0.0/24", Side("ipv4", "10.0.0.0/24")),
        ("0.0.0.0/0", Side("ipv4", "0.0.0.0/0")),
        ("203.0.113.7/32", Side("ipv4", "203.0.113.7/32")),
        ("2001:db8::/32", Side("ipv6", "2001:db8::/32")),
        ("::/0", Side("ipv6", "::/0")),
    ],
)
def test_a_text_is_a_side(text: str, side: Side) -> None:
    assert parse_side(text, KNOWN) == side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("sg-0123456789abcdef0", Side("key", "orders_db")),
        (f"{OWN}/sg-0123456789abcdef0", Side("key", "orders_db")),
        ("210987654321/sg-0aaaaaaaaaaaaaaaa", Side("key", "partner_db")),
        ("sg-0aaaaaaaaaaaaaaaa", Side("group", "sg-0aaaaaaaaaaaaaaaa")),
        (f"{OWN}/sg-1a2b3c4d", Side("group", "sg-1a2b3c4d")),
        ("2001:0DB8:0:0::/32", Side("ipv6", "2001:db8::/32")),
    ],
)
def test_one_side_has_one_form(text: str, side: Side) -> None:
    assert parse_side(text, KNOWN) == side


@pytest.mark.parametrize(
    ("text", "id_", "hint"),
    [
        ("10.0.0.5/24", "LB502", "write 10.0.0.0/24; or 10.0.0.5/32 for the one address"),
        ("10.0.0.5", "LB502", "write 10.0.0.5/32"),
        ("2001:db8::1/48", "LB502", "write 2001:db8::/48; or 2001:db8::1/128 for the one address"),
        ("10.0.0.0/33", "LB501", "write a CIDR"),
        ("10.0.0/24", "LB501", "write a CIDR"),
        ("010.0.0.0/8", "LB501", "write a CIDR"),
        ("::ffff:10.0.0.0/120", "LB501", "write it as IPv4"),
        ("10.0.0.0/255.255.255.0", "LB501", "write a key"),
        ("{var:db}", "LB501", "with id: {var:NAME}"),
        ("{ssm:/db}", "LB501", "with id: {var:NAME}"),
        ("sg-xyz", "LB501", "write a key"),
        ("210987654321/pl-1a2b3c4d", "LB501", "write a key"),
        ("fe80::1%eth0/64", "LB501", "write a key"),
        ("", "LB501", "write a key"),
        ("10.0.0.0/24\n", "LB501", "write a key"),
        ('"; ${x}', "LB501", "write a key"),
    ],
)
def test_what_is_no_side_says_what_helps(text: str, id_: str, hint: str) -> None:
    found = parse_side(text, KNOWN)
    assert isinstance(found, Unreadable)
    assert found.id == id_
    assert hint in found.hint


@settings(max_examples=50, deadline=None)
@given(st.ip_addresses(), st.integers(0, 128))
def test_every_network_is_read_and_any_other_address_is_corrected(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, length: int
) -> None:
    length %= address.max_prefixlen + 1
    right = ipaddress.ip_network((address, length), strict=False)
    mapped = right.version == 6 and right.subnet_of(ipaddress.IPv6Network("::ffff:0:0/96"))
    found = parse_side(f"{address}/{length}", KNOWN)
    if isinstance(found, Side):
        assert (found.text, found.kind) == (str(right), f"ipv{right.version}")
        assert address == right.network_address
    elif not mapped:
        assert str(right) in found.hint


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_side_or_is_refused(text: str) -> None:
    assert isinstance(parse_side(text, KNOWN), Side | Unreadable)


def test_different_sides_have_different_labels() -> None:
    texts = (
        *("replication", "10.0.0.0/24", "10.0.0.0/8", "100.0.0.0/24", "2001:db8::/32", "fd00::/8", "fd00:0:8::/48"),
        *("sg-0bbbbbbbbbbbbbbbb", "210987654321/sg-0bbbbbbbbbbbbbbbb", "pl-0bbbbbbbbbbbbbbbb"),
    )
    sides = [parse_side(text, KNOWN) for text in texts]
    # Keys that look like what the other sides become.
    keys = [Side("key", key) for key in ("sg_0bbbbbbbbbbbbbbbb", "pl_0bbbbbbbbbbbbbbbb", "fd00_8", "endpoint", "to")]
    pieces = ["__".join(side.pieces("to", {})) for side in (*sides, *keys) if isinstance(side, Side)]
    assert len(set(pieces)) == len(texts) + len(keys)
