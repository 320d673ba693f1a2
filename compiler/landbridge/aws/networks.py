"""Networks as AWS takes them: CIDRs that begin with the network's own address."""

from functools import lru_cache

NO_NETWORK = ("is no address range", "write a CIDR such as 10.0.0.0/24 or 2001:db8::/48")
"""What is wrong with a text that is none, to follow the text, and what helps."""


@lru_cache(maxsize=4096)  # lowering and several rules look at the same few
def problem_with_network(text: str) -> tuple[str, str] | None:
    """What is wrong with a text that should be a network, or one address, to follow it, and what helps; or None."""
    import ipaddress  # a spec without networks does not need it

    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return NO_NETWORK
    return host_bits(text)


def host_bits(text: str) -> tuple[str, str] | None:
    """What is wrong with a CIDR whose bits behind the prefix are set, to follow its text, and what helps.

    None for what is a network, and for what is none at all. AWS would cut the bits off, or refuse them:
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
    """
    import ipaddress  # a spec without networks does not need it

    address, _, _ = text.partition("/")
    try:
        network = ipaddress.ip_network(text, strict=False)
        if network.network_address == ipaddress.ip_address(address):
            return None
    except ValueError:
        return None
    hint = f"write {network}; or {address}/{network.max_prefixlen} for the one address"
    return "is no network address: bits behind the prefix are set", hint
