"""Networks of the `mgn:` part: which lead over the internet, and which are wide."""

from collections.abc import Iterable, Iterator

from landbridge.areas.mgn.spec import Mgn
from landbridge.aws.internet import block, is_private
from landbridge.findings import SpecPath

AREA: SpecPath = ("mgn", "staging_area")


def version(text: str) -> int:
    """4 or 6, of a network."""
    return 6 if ":" in text else 4


def width(text: str) -> int:
    """The length of the prefix."""
    return int(text.rpartition("/")[2])


def within(inner: str, outer: str) -> bool:
    """Whether one network is in another."""
    one, other = block(inner), block(outer)
    return one is not None and other is not None and other.holds(one)


def covered(text: str, by: Iterable[str]) -> bool:
    """Whether every address of a network is in one of several, or in some of them together."""
    inner = block(text)
    if inner is None:
        return False
    reached = inner.first
    for each in sorted(found for one in by if (found := block(one)) is not None and found.version == inner.version):
        if each.first <= reached:
            reached = max(reached, each.last + 1)
    return reached > inner.last


def is_public(text: str) -> bool:
    """Whether a network has addresses of the internet."""
    return not is_private(text)


def every(part: Mgn) -> Iterator[tuple[SpecPath, str]]:
    """Every network that the part names, with its place."""
    for key, servers in part.source_servers.items():
        for index, text in enumerate(servers.cidrs):
            yield ("mgn", "source_servers", key, "cidrs", index), text
    staging = part.staging_area
    if staging is not None:
        for index, text in enumerate(staging.cidrs):
            yield (*AREA, "cidrs", index), text
        for index, text in enumerate(staging.https_to):
            if "/" in text:
                yield (*AREA, "https_to", index), text
        if staging.proxy is not None and staging.proxy.cidr is not None:
            yield (*AREA, "proxy", "cidr"), staging.proxy.cidr
    for index, exposure in enumerate(part.allowed_after_migration):
        if "/" in exposure.network:
            yield ("mgn", "allowed_after_migration", index, "from"), exposure.network
