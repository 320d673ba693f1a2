"""Rules that open more than anybody needs: to the whole internet, or on all ports."""

from collections.abc import Iterator

from landbridge.areas.network.resources import SecurityGroupRule
from landbridge.areas.network.rules.reading import GUIDE, is_ingress, part, peer_path, rules_of, words
from landbridge.areas.network.sides import network
from landbridge.areas.network.spans import ALL
from landbridge.rules.rule import Hit, Rule, Subject

_PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10")
_WIDE = {4: 8, 6: 16}
"""Prefix lengths down to which a public network is as good as everybody. Halves of 0.0.0.0/0 are as open as itself."""

MANY_PORTS = 32_768
"""A range of more ports than this, half of all there are, is as good as all."""


def is_everybody(cidr: str) -> bool:
    """Whether a network is so much of the internet that to let it in is to let everybody in."""
    found = network(cidr)
    if found.prefixlen > _WIDE[found.version]:
        return False
    import ipaddress

    private = (ipaddress.ip_network(text) for text in _PRIVATE)
    return not any(each.version == found.version and each.supernet_of(found) for each in private)  # type: ignore[arg-type] # the versions are the same


def _open_to_everybody(subject: Subject) -> Iterator[Hit]:
    allowed = part(subject).internet_ports
    for rule in rules_of(subject):
        cidr = rule.cidr_ipv4 or rule.cidr_ipv6
        if cidr is None or not is_ingress(rule) or not is_everybody(cidr):
            continue
        of_port = rule.ip_protocol in ("tcp", "udp") and rule.from_port == rule.to_port and rule.from_port in allowed
        problems = []
        if not of_port:
            problems.append(f"internet_ports has {', '.join(map(str, allowed)) or 'none'} only")
        if not rule.reason:
            problems.append("no reason is given")
        if problems:
            yield Hit(
                path=peer_path(rule), message=f"{words(rule)} is open to the internet, and {', and '.join(problems)}"
            )


def _all_ports(subject: Subject) -> Iterator[Hit]:
    for rule in rules_of(subject):
        if not rule.reason and _is_wide(rule):
            yield Hit(path=rule.origin, message=f"{words(rule)} opens nearly every port, and no reason is given")


def _is_wide(rule: SecurityGroupRule) -> bool:
    if rule.ip_protocol == ALL:
        return True
    if rule.from_port is None or rule.to_port is None:
        return False
    return rule.to_port - rule.from_port + 1 > MANY_PORTS


RULES = (
    Rule(
        id="LB520",
        title="The internet is let in on few ports, each for a reason",
        why=(
            "Whatever listens there is attacked within minutes; for databases and shells it is how data is lost."
            " Public networks as wide as a /8 (IPv6: a /16) count as the internet."
        ),
        fix="name the networks that are meant; what is public goes to a port of internet_ports and says why",
        source=GUIDE + "userguide/security-group-rules.html",
        check=_open_to_everybody,
    ),
    Rule(
        id="LB521",
        title="A rule on nearly all ports has a reason",
        why="It opens everything that will ever listen there.",
        fix="name the ports that are used, or say why under reason:",
        source=GUIDE + "userguide/vpc-security-best-practices.html",
        check=_all_ports,
    ),
)
