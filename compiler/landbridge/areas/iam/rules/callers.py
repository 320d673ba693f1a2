"""Whether a condition says who calls, or from which network."""

import re

from landbridge.aws import arn

_ACCOUNTS = frozenset({"aws:principalaccount", "aws:sourceaccount"})
_ORGANISATIONS = frozenset({"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"})
_ARNS = frozenset({"aws:principalarn", "aws:sourcearn"})
_NETWORKS = frozenset({"aws:sourcevpc", "aws:sourcevpce"})
_NAMES = ("aws:userid", "sts:externalid")  # no tags: everybody tags their own roles
_OPEN = re.compile(r"[*?]|\$\{")
_FEWEST = 4
"""Characters that have to stand before a wildcard for the value to mean somebody."""
_NARROWEST = {4: 8, 6: 16}
"""Bits of an address that a network fixes at least, by the version of IP."""


def says_who(key: str, values: tuple[str, ...]) -> bool:
    """Tell whether a comparison with all these values, of which any may hold, leaves only known callers."""
    return bool(values) and all(_is_narrow(key.lower(), value) for value in values)


def _is_narrow(key: str, value: str) -> bool:
    if key in _ACCOUNTS:
        return arn.is_account_id(value)
    if key in _ORGANISATIONS:
        return not _OPEN.search(value.partition("/")[0])
    if key in _ARNS:
        parsed = arn.parse(value)
        return parsed is not None and arn.is_account_id(parsed.account)
    if key in _NETWORKS:
        return not _OPEN.search(value)
    if key == "aws:sourceip":
        return _is_narrow_network(value)
    if key.startswith(_NAMES) or key.endswith(":sub"):
        found = _OPEN.search(value)
        return bool(value) and (found is None or found.start() >= _FEWEST)
    return False


def _is_narrow_network(value: str) -> bool:
    import ipaddress  # only specs with address conditions need it

    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    return network.prefixlen >= _NARROWEST[network.version]
