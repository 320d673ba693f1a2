"""Specs that break a rule, and specs that keep it, one file per family of rules."""

from itertools import chain

from tests.areas.iam.rules.cases import (
    access,
    administrators,
    conditions,
    documents,
    lowering,
    managed,
    names,
    policies,
    privileges,
    quotas,
    renames,
    trust,
)
from tests.areas.iam.rules.cases.case import Bad, Good

_FAMILIES = (
    access,
    administrators,
    conditions,
    documents,
    lowering,
    managed,
    names,
    policies,
    privileges,
    quotas,
    renames,
    trust,
)
BAD: tuple[Bad, ...] = tuple(chain.from_iterable(family.BAD for family in _FAMILIES))
GOOD: tuple[Good, ...] = tuple(chain.from_iterable(family.GOOD for family in _FAMILIES))
