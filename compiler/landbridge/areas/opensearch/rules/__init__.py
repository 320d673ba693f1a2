"""Rules of the OpenSearch area, one file per family."""

from landbridge.areas.opensearch.rules import (
    before,
    conditions,
    operators,
    paths,
    principals,
    role_mappings,
    slips,
    width,
)
from landbridge.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *paths.RULES,
    *slips.RULES,
    *principals.RULES,
    *conditions.RULES,
    *operators.RULES,
    *width.RULES,
    *before.RULES,
    *role_mappings.RULES,
)
