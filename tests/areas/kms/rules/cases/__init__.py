"""Specs that break a rule, and specs that keep it, one file per family of rules."""

from itertools import chain

from tests.areas.kms.rules.cases import conditions, kinds, lowering, names, principals, separation, services, texts
from tests.areas.kms.rules.cases.case import Bad, Good

_FAMILIES = (conditions, kinds, lowering, names, principals, separation, services, texts)
BAD: tuple[Bad, ...] = tuple(chain.from_iterable(family.BAD for family in _FAMILIES))
GOOD: tuple[Good, ...] = tuple(chain.from_iterable(family.GOOD for family in _FAMILIES))
