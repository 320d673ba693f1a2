"""The rules of the MGN part."""

from landbridge.areas.mgn.rules import exposure, groups, keys, networks, people, staging
from landbridge.rules.rule import Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (*groups.RULES, *networks.RULES, *staging.RULES, *keys.RULES, *exposure.RULES, *people.RULES),
        key=lambda rule: rule.id,
    )
)
