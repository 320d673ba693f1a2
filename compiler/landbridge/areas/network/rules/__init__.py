"""The rules of the network module, in the order in which `landbridge rules` lists them."""

from itertools import chain

from landbridge.areas.network.rules import (
    doubles,
    endpoints,
    owners,
    quotas,
    renames,
    texts,
    unused,
    vpcs,
    wide,
)
from landbridge.rules.rule import Rule

_FAMILIES = (wide, doubles, texts, owners, quotas, unused, endpoints, renames, vpcs)

RULES: tuple[Rule, ...] = tuple(
    sorted(chain.from_iterable(family.RULES for family in _FAMILIES), key=lambda rule: rule.id)
)
