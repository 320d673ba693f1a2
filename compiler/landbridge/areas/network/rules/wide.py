"""Rules that open more than anybody needs: to the whole internet, or on all ports. What several open adds up."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from landbridge.areas.network.resources import SecurityGroupRule
from landbridge.areas.network.rules.reading import GUIDE, is_ingress, part, peer_path, rules_of, words
from landbridge.areas.network.spans import ALL, LAST_PORT
from landbridge.aws import internet
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject

MANY_PORTS = 32_768
"""More ports than this, half of all there are, are as good as all."""

_WITH_PORTS = ("tcp", "udp")


def _open_to_everybody(subject: Subject) -> Iterator[Hit]:
    allowed = part(subject).internet_ports
    small: dict[tuple[str, bool], list[SecurityGroupRule]] = {}
    for rule in rules_of(subject):
        cidr = _cidr(rule)
        if cidr is None or not is_ingress(rule) or internet.is_private(cidr):
            continue
        if not internet.is_everybody([cidr]):
            small.setdefault((str(rule.security_group_id), rule.cidr_ipv6 is not None), []).append(rule)
        elif problems := _problems(rule, allowed):
            yield Hit(path=peer_path(rule), message=f"{words(rule)} is open to the internet, and {problems}")
    for some in small.values():
        yield from _open_together(some, allowed)


def _open_together(rules: Sequence[SecurityGroupRule], allowed: Sequence[int]) -> Iterator[Hit]:
    """The first rule that lacks something, for every port on which networks are together as good as everybody."""
    if not _are_everybody(rules):
        return
    told: set[int] = set()
    position = {id(rule): number for number, rule in enumerate(rules)}
    for some in _by_port(rules):
        lacking = [rule for rule in some if _problems(rule, allowed)]
        if lacking and _are_everybody(some) and told.isdisjoint(map(id, lacking)):
            told.update(map(id, lacking))
            first = min(lacking, key=lambda rule: position[id(rule)])
            what = f"{words(first)}, with {len(some) - 1} more networks, is open to the internet"
            yield Hit(path=peer_path(first), message=f"{what}, and {_problems(first, allowed)}")


def _by_port(rules: Sequence[SecurityGroupRule]) -> Iterator[list[SecurityGroupRule]]:
    """The rules that hold together, for each protocol and each port at which one of them begins."""
    for protocol in dict.fromkeys(rule.ip_protocol for rule in rules):
        some = [rule for rule in rules if rule.ip_protocol in (protocol, ALL)]
        if protocol not in _WITH_PORTS:
            yield some
            continue
        holding: list[SecurityGroupRule] = []
        for port, beginning in groupby(sorted(some, key=_first), key=_first):
            holding = [rule for rule in holding if _last(rule) >= port] + list(beginning)
            yield holding


def _problems(rule: SecurityGroupRule, allowed: Sequence[int]) -> str:
    """What a rule lacks that lets the internet in; empty where nothing."""
    problems = []
    if rule.ip_protocol not in _WITH_PORTS or rule.from_port != rule.to_port or rule.from_port not in allowed:
        problems.append(f"internet_ports has {', '.join(map(str, allowed)) or 'none'} only")
    if not rule.reason:
        problems.append("no reason is given")
    return ", and ".join(problems)


def _are_everybody(rules: Iterable[SecurityGroupRule]) -> bool:
    return internet.is_everybody(dict.fromkeys(filter(None, map(_cidr, rules))))


def _cidr(rule: SecurityGroupRule) -> str | None:
    return rule.cidr_ipv4 or rule.cidr_ipv6


def _first(rule: SecurityGroupRule) -> int:
    return 0 if rule.from_port is None else rule.from_port


def _last(rule: SecurityGroupRule) -> int:
    return LAST_PORT if rule.to_port is None else rule.to_port


def _all_ports(subject: Subject) -> Iterator[Hit]:
    told: set[SpecPath] = set()
    narrow: dict[tuple[str, bool, str, str], list[SecurityGroupRule]] = {}
    for rule in rules_of(subject):
        if not _is_wide(rule):
            side = (str(rule.security_group_id), is_ingress(rule), str(rule.other_side), rule.ip_protocol)
            narrow.setdefault(side, []).append(rule)
        # A flow has two rules, and several sides have one each: what is wide is the one item that they come from.
        elif not rule.reason and rule.origin not in told:
            told.add(rule.origin)
            yield Hit(path=rule.origin, message=f"{words(rule)} opens nearly every port, and no reason is given")
    for some in narrow.values():
        lacking = [rule for rule in some if not rule.reason]
        if lacking and _ports(some) > MANY_PORTS and not told.intersection(rule.origin for rule in lacking):
            told.update(rule.origin for rule in lacking)
            message = f"{words(lacking[0])}, with {len(some) - 1} more rules for the same side, opens nearly every port"
            yield Hit(path=lacking[0].origin, message=f"{message}, and no reason is given")


def _ports(rules: Iterable[SecurityGroupRule]) -> int:
    """How many ports rules open together."""
    total, reached = 0, -1
    for rule in sorted((each for each in rules if each.ip_protocol in _WITH_PORTS), key=_first):
        total += max(0, _last(rule) - max(_first(rule), reached + 1) + 1)
        reached = max(reached, _last(rule))
    return total


def _is_wide(rule: SecurityGroupRule) -> bool:
    return rule.ip_protocol == ALL or _ports([rule]) > MANY_PORTS


RULES = (
    Rule(
        id="LB520",
        title="The internet is let in on few ports, each for a reason",
        why=(
            "Whatever listens there is attacked within minutes; for databases and shells it is how data is lost."
            " Public networks as wide as a /8 (IPv6: a /16), alone or all together, count as the internet."
        ),
        fix="name the networks that are meant; what is public goes to a port of internet_ports and says why",
        source=GUIDE + "userguide/security-group-rules.html",
        check=_open_to_everybody,
    ),
    Rule(
        id="LB521",
        title="A rule on nearly all ports has a reason",
        why="It opens everything that will ever listen there. Rules for the same side count together.",
        fix="name the ports that are used, or say why under reason:",
        source=GUIDE + "userguide/vpc-security-best-practices.html",
        check=_all_ports,
    ),
)
