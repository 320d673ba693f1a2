"""How much of the internet networks are, each alone or all together: many small ones are as open as a wide one."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10")
_MANY = {4: 2**24, 6: 2**112}
"""So many addresses are as good as all: a /8, or a /16 of IPv6. Halves of 0.0.0.0/0 are as open as itself."""


class Block(NamedTuple):
    """A range of addresses, from the first to the last one."""

    version: int
    first: int
    last: int

    def holds(self, other: "Block") -> bool:
        """Whether another block lies wholly in this one."""
        return self.version == other.version and self.first <= other.first and other.last <= self.last


@lru_cache(maxsize=4096)  # a spec has few networks, and many rules that name them
def block(text: str) -> Block | None:
    """Read a network or an address, bits behind the prefix or not; None for what is neither, or has a zone."""
    import ipaddress  # a spec without networks does not need it

    if "%" in text:  # a zone of IPv6, which can be any text and which AWS does not take
        return None
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    return Block(network.version, int(network.network_address), int(network.broadcast_address))


@lru_cache(maxsize=4096)
def is_private(text: str) -> bool:
    """Whether a network leads nowhere on the internet, so that any number of its addresses may be named."""
    found = block(text)
    return found is not None and any(each is not None and each.holds(found) for each in map(block, _PRIVATE))


def size(texts: Iterable[str], version: int) -> int:
    """How many addresses of a version networks have together; what overlaps counts once, what is no network nothing."""
    total, reached = 0, -1
    for each in sorted({found for text in texts if (found := block(text)) is not None and found.version == version}):
        total += max(0, each.last - max(each.first, reached + 1) + 1)
        reached = max(reached, each.last)
    return total


def is_everybody(texts: Iterable[str]) -> bool:
    """Whether networks are together so much of the internet that to let them in is to let everybody in."""
    public = [text for text in texts if not is_private(text)]
    return any(size(public, version) >= many for version, many in _MANY.items())
