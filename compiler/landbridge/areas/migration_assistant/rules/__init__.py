"""Rules of the Migration Assistant's access, one file per family."""

from landbridge.areas.migration_assistant.rules import clusters, deployments, exposure, groups, roles, teardown
from landbridge.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *deployments.RULES,
    *roles.RULES,
    *groups.RULES,
    *teardown.RULES,
    *clusters.RULES,
    *exposure.RULES,
)
