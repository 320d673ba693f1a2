"""Networks of source servers: how wide they are, and whether they fit the routing."""

from collections.abc import Iterator

from landbridge.areas.mgn.networks import is_public, version, width
from landbridge.areas.mgn.rules.reading import staging
from landbridge.areas.mgn.spec import SourceServers
from landbridge.areas.mgn.wording import NETWORK, SECURITY, SETTINGS
from landbridge.aws.internet import size
from landbridge.aws.networks import problem_with_network
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject

_NEVER = {4: 8, 6: 32}
"""Shorter prefixes are no networks of source servers, but a good part of the world."""
_REASONED = {4: 16, 6: 48}
"""Shorter prefixes want a reason."""


def _networks(subject: Subject) -> Iterator[tuple[SpecPath, str, str]]:
    """The key, place and text of every network of source servers that is one."""
    for key, servers in subject.part.source_servers.items():
        for index, text in enumerate(servers.cidrs):
            if problem_with_network(text) is None:
                yield ("mgn", "source_servers", key, "cidrs", index), text, key


def _wide(subject: Subject) -> Iterator[Hit]:
    for path, text, key in _networks(subject):
        if width(text) < _NEVER[version(text)]:
            message = f"{text} is wider than a /{_NEVER[version(text)]}: replication servers would be open to strangers"
            yield Hit(path=path, message=message, hint="name the networks that the source servers are in")
        elif width(text) < _REASONED[version(text)] and not subject.part.source_servers[key].reason:
            message = f"{text} is wider than a /{_REASONED[version(text)]}, and no reason is given"
            yield Hit(path=path, message=message)
    for key, servers in subject.part.source_servers.items():
        yield from _wide_together(key, servers)


def _wide_together(key: str, servers: SourceServers) -> Iterator[Hit]:
    """Many networks of an entry are as wide as a wide one; what one of them is alone is told already."""
    path: SpecPath = ("mgn", "source_servers", key, "cidrs")
    cidrs = [text for text in servers.cidrs if problem_with_network(text) is None]
    for number, bits in ((4, 32), (6, 128)):
        some = [text for text in cidrs if version(text) == number]
        limits = [_NEVER[number]] if servers.reason else [_NEVER[number], _REASONED[number]]
        for limit in limits:
            if size(some, number) <= 2 ** (bits - limit) or any(width(text) < limit for text in some):
                continue
            message = f"the networks of {key} are together wider than a /{limit}"
            if limit == _NEVER[number]:
                message += ": replication servers would be open to strangers"
                hint = "name the networks that the source servers are in"
            else:
                message, hint = f"{message}, and no reason is given", ""
            yield Hit(path=path, message=message, hint=hint)
            break


def _routing(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None:
        return
    for path, text, _ in _networks(subject):
        if width(text) < _NEVER[version(text)] or (version(text) == 6 and area.routing == "private"):
            continue  # LB825 and LB827 tell
        if area.routing == "private" and is_public(text):
            message = f"{text} is a public network, and with routing private data comes over private ones"
            hint = "name the networks of the source servers behind the VPN or Direct Connect, or write routing: public"
            yield Hit(path=path, message=message, hint=hint)
        elif area.routing == "public" and not is_public(text):
            message = f"{text} is a private network, and with routing public nothing comes from one"
            hint = "name the public addresses behind which the source servers are, or write routing: private"
            yield Hit(path=path, message=message, hint=hint)


def _ipv6(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None:
        return
    wanted = subject.part.replication_template.ipv6
    if area.routing == "private" and wanted:
        path: SpecPath = ("mgn", "replication_template", "ipv6")
        message = "MGN has no IPv6 with routing private"
        yield Hit(path=path, message=message, hint="leave it out, or write routing: public")
        return
    for path, text, _ in _networks(subject):
        if version(text) == 6 and not wanted:
            hint = "write the IPv4 network" + (", or replication_template: {ipv6: true}" * (area.routing == "public"))
            yield Hit(path=path, message=f"{text} is a network of IPv6, and MGN replicates over IPv4", hint=hint)
        elif version(text) == 4 and wanted:
            message = f"{text} is a network of IPv4, and replication_template.ipv6 says IPv6"
            yield Hit(path=path, message=message, hint="write the IPv6 network, or leave ipv6 out")


RULES = (
    Rule(
        id="LB825",
        title="Networks of source servers are no wider than they have to be",
        why="Whoever is in them reaches the replication servers, which hold the data of all source servers.",
        fix="name the networks that are meant, or say why it is as wide under reason:",
        source=SECURITY,
        check=_wide,
    ),
    Rule(
        id="LB826",
        title="Networks of source servers fit the routing",
        why="Replication servers see private addresses over VPN and Direct Connect, and public ones over the internet:"
        " a rule for the other kind lets in nobody, or somebody else.",
        fix="name the networks as replication servers see them",
        source=SETTINGS,
        check=_routing,
    ),
    Rule(
        id="LB827",
        title="Source servers and replication servers speak one version of IP",
        why="MGN replicates over IPv4 or over IPv6, and over IPv6 not with private addresses.",
        fix="name networks of the version that replication_template has",
        source=NETWORK,
        check=_ipv6,
    ),
)
