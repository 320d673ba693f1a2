"""What rules let through: which rules together cover another one."""

from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.access.reach import Direction, Rule, covers, ordered, rule
from tests.access.models import ingress


def let_in(text: str) -> Rule:
    """A rule from `10.0.0.0/8 tcp 1-9`."""
    side, protocol, ports, *_ = [*text.split(), ""]
    return rule("ingress", ingress("sg", side, ports, protocol))


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (["10.0.0.0/8 tcp 1-9"], "10.0.0.0/8 tcp 1-9"),
        (["10.0.0.0/8 tcp 1-9"], "10.1.0.0/16 tcp 1-9"),
        (["10.0.0.0/8 tcp 1-9"], "10.0.0.0/8 tcp 2"),
        (["0.0.0.0/0 tcp 1-9"], "10.0.0.0/8 tcp 2"),
        (["::/0 tcp 1-9"], "fd00::/8 tcp 2"),
        (["10.0.0.0/8 tcp 1-4", "10.0.0.0/8 tcp 5-9"], "10.0.0.0/8 tcp 1-9"),
        (["10.0.0.0/8 tcp 1-6", "10.0.0.0/8 tcp 3-9"], "10.0.0.0/8 tcp 2-8"),
        (["10.0.0.0/9 tcp 1-9", "10.128.0.0/9 tcp 1-9"], "10.0.0.0/8 tcp 1-9"),
        (
            ["10.0.0.0/8 tcp 1-4", "10.0.0.0/9 tcp 5-9", "10.128.0.0/9 tcp 5", "10.128.0.0/9 tcp 6-9"],
            "10.0.0.0/8 tcp 1-9",
        ),
        (["10.0.0.0/8 -1"], "10.0.0.0/8 tcp 5"),
        (["10.0.0.0/8 -1"], "10.0.0.0/8 icmp 8"),
        (["10.0.0.0/8 -1"], "10.0.0.0/8 47"),
        (["10.0.0.0/8 all"], "10.0.0.0/8 -1"),
        (["10.0.0.0/8 tcp"], "10.0.0.0/8 tcp 0-65535"),
        (["10.0.0.0/8 icmp"], "10.0.0.0/8 icmp 8-0"),
        (["sg-1 tcp 1-9"], "sg-1 tcp 2"),
        (["{security_group:a} tcp 1-9"], "{security_group:a} tcp 2"),
        (["pl-1 tcp 1-9"], "pl-1 tcp 2"),
        (["0.0.0.0/0 tcp 1-9", "::/0 tcp 2"], "sg-1 tcp 2"),
        (["0.0.0.0/0 -1", "::/0 -1"], "pl-1 tcp 2"),
    ],
    ids=str,
)
def test_covered(wide: list[str], narrow: str) -> None:
    assert covers(map(let_in, wide), let_in(narrow))


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ([], "10.0.0.0/8 tcp 1"),
        (["10.1.0.0/16 tcp 1-9"], "10.0.0.0/8 tcp 1-9"),
        (["10.0.0.0/8 tcp 1-9"], "10.0.0.0/8 tcp 9-10"),
        (["10.0.0.0/8 tcp 1-9"], "10.0.0.0/8 udp 1-9"),
        (["10.0.0.0/8 tcp 1-9"], "10.0.0.0/8 -1"),
        (["10.0.0.0/8 tcp 1-4", "10.0.0.0/8 tcp 6-9"], "10.0.0.0/8 tcp 1-9"),
        (["10.0.0.0/9 tcp 1-9", "10.128.0.0/10 tcp 1-9"], "10.0.0.0/8 tcp 1-9"),
        (["10.0.0.0/9 tcp 1-9", "10.128.0.0/9 tcp 1-8"], "10.0.0.0/8 tcp 1-9"),
        (["10.0.0.0/8 tcp 1-9", "::/0 tcp 1-9"], "11.0.0.0/8 tcp 1"),
        (["0.0.0.0/0 -1"], "::/0 tcp 1"),
        (["0.0.0.0/0 -1"], "sg-1 tcp 1"),
        (["10.0.0.0/8 -1", "::/0 -1"], "sg-1 tcp 1"),
        (["sg-1 tcp 1-9"], "sg-2 tcp 1"),
        (["pl-1 tcp 1-9"], "10.0.0.0/8 tcp 1"),
        (["10.0.0.0/8 icmp 8-0"], "10.0.0.0/8 icmp"),
        (["10.0.0.0/8 icmp 8-0"], "10.0.0.0/8 icmp 8-1"),
        (["10.0.0.0/8 icmp"], "10.0.0.0/8 icmpv6"),
        (["{var:cidr} tcp 1"], "{var:other} tcp 1"),
    ],
    ids=str,
)
def test_not_covered(wide: list[str], narrow: str) -> None:
    assert not covers(map(let_in, wide), let_in(narrow))


def test_a_rule_of_the_other_direction_covers_nothing() -> None:
    assert not covers([Rule("egress", "10.0.0.0/8", "-1")], Rule("ingress", "10.0.0.0/8", "-1"))


@pytest.mark.parametrize(("type_", "code"), [(-1, -1), (None, None)])
def test_all_types_of_icmp_are_written_in_two_ways(type_: int | None, code: int | None) -> None:
    assert Rule("ingress", "pl-1", "icmp", type_, code).ports == range(65_536)


def test_a_type_of_icmp_has_all_codes_where_none_is_named() -> None:
    assert Rule("ingress", "pl-1", "icmp", 8, -1).ports == range(8 * 256, 9 * 256)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Rules that meet often: few addresses, few ports."""
    bits = draw(st.integers(0, 3))
    network = ip_network((draw(st.integers(0, 7)) << 29, bits), strict=False)
    side = draw(st.sampled_from([str(network), "sg-1"]))
    first = draw(st.integers(0, 5))
    protocol = draw(st.sampled_from(["tcp", "udp", "-1"]))
    direction: Direction = draw(st.sampled_from(["ingress", "egress"]))
    if protocol == "-1":
        return Rule(direction, side, protocol)
    return Rule(direction, side, protocol, first, first + draw(st.integers(0, 3)))


def points(rule_: Rule) -> set[tuple[str, str, str, int]]:
    """Everything that a rule of `rules()` lets through, one by one."""
    network = None if rule_.addresses is None else range(rule_.addresses.first >> 29, (rule_.addresses.last >> 29) + 1)
    sides = [rule_.side] if network is None else [str(number) for number in network]
    protocols = ["tcp", "udp", "other"] if rule_.protocol == "-1" else [rule_.protocol]
    ports = range(20) if rule_.protocol == "-1" else rule_.ports
    return {(rule_.direction, side, protocol, port) for side in sides for protocol in protocols for port in ports}


@settings(max_examples=300, deadline=None)
@given(st.lists(rules(), max_size=6), rules())
def test_rules_cover_what_they_let_through_one_by_one(wide: list[Rule], narrow: Rule) -> None:
    assert covers(wide, narrow) == (points(narrow) <= set().union(*map(points, wide)))


@given(st.lists(rules(), max_size=6))
def test_the_order_of_rules_does_not_depend_on_how_they_came(given_rules: list[Rule]) -> None:
    assert ordered(given_rules) == ordered(reversed(given_rules))
