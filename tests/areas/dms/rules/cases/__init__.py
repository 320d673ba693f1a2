"""Specs that break a rule, and specs that keep it, one file per family of rules."""

from itertools import chain

from tests.areas.dms.rules.cases import credentials, engines, instances, lowering, operators, reach, roles, tls
from tests.areas.iam.rules.cases.case import Bad, Good

_FAMILIES = (credentials, engines, instances, lowering, operators, reach, roles, tls)
BAD: tuple[Bad, ...] = tuple(chain.from_iterable(family.BAD for family in _FAMILIES))
GOOD: tuple[Good, ...] = tuple(chain.from_iterable(family.GOOD for family in _FAMILIES))
