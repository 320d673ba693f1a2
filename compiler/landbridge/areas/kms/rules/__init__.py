"""The rules of the KMS module, in the order in which `landbridge rules` lists them."""

from itertools import chain

from landbridge.areas.kms.rules import conditions, kinds, names, principals, separation, services, texts
from landbridge.rules.rule import Rule

_FAMILIES = (kinds, principals, separation, services, conditions, texts, names)

RULES: tuple[Rule, ...] = tuple(
    sorted(chain.from_iterable(family.RULES for family in _FAMILIES), key=lambda rule: rule.id)
)
