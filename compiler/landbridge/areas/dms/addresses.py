"""Networks and addresses as people write them, and what is wrong with those that are none."""

from functools import lru_cache
from typing import NamedTuple

from landbridge.aws.networks import host_bits


class Problem(NamedTuple):
    """What is wrong, to follow the quoted text, and what helps."""

    words: str
    hint: str


@lru_cache(maxsize=4096)  # lowering and several rules look at the same few
def problem_with_network(text: str) -> Problem | None:
    """Return what is wrong with a text that should be a network, or one address; None where it is one."""
    import ipaddress  # a spec without networks does not need it

    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return Problem("is no address range", "write a CIDR such as 10.0.0.0/24 or 2001:db8::/48")
    loose = host_bits(text)
    return None if loose is None else Problem(*loose)
