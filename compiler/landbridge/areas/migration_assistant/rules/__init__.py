"""Rules of the Migration Assistant's access, one file per family."""

from landbridge.areas.migration_assistant.rules import clusters, deployments
from landbridge.rules.rule import Rule

RULES: tuple[Rule, ...] = (*deployments.RULES, *clusters.RULES)
