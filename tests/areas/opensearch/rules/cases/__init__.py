"""Specs that break a rule, and specs that keep it, one file per family of rules."""

from itertools import chain

from tests.areas.opensearch.rules.cases import before, conditions, lowering, paths, principals, role_mappings, width
from tests.areas.opensearch.rules.cases.case import Bad, Good

_FAMILIES = (before, conditions, lowering, paths, principals, role_mappings, width)
BAD: tuple[Bad, ...] = tuple(chain.from_iterable(family.BAD for family in _FAMILIES))
GOOD: tuple[Good, ...] = tuple(chain.from_iterable(family.GOOD for family in _FAMILIES))
