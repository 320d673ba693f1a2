"""The rules of the DMS module, in the order in which `landbridge rules` lists them."""

from itertools import chain

from landbridge.areas.dms.rules import credentials, engines, instances, operators, reach, roles, tls
from landbridge.rules.rule import Rule

_FAMILIES = (engines, tls, credentials, reach, instances, roles, operators)

RULES: tuple[Rule, ...] = tuple(
    sorted(chain.from_iterable(family.RULES for family in _FAMILIES), key=lambda rule: rule.id)
)
