"""Specs that break a rule of the network area, and specs that keep it, one file per family."""

from itertools import chain

from tests.areas.iam.rules.cases.case import Bad, Good
from tests.areas.network.rules.cases import endpoints, groups, lowering, openings, vpcs

_FAMILIES = (lowering, openings, groups, endpoints, vpcs)
BAD: tuple[Bad, ...] = tuple(chain.from_iterable(family.BAD for family in _FAMILIES))
GOOD: tuple[Good, ...] = tuple(chain.from_iterable(family.GOOD for family in _FAMILIES))
