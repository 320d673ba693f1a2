"""The rules of the IAM module, in the order in which `landbridge rules` lists them."""

from itertools import chain

from landbridge.areas.iam.rules import (
    absent_keys,
    actions,
    addresses,
    assuming,
    condition_keys,
    duplicates,
    escalation,
    federation,
    levels,
    managed_policies,
    names,
    operators,
    principals,
    quotas,
    renames,
    roles_passed,
    services,
    tags,
    targets,
    texts,
    wildcards,
)
from landbridge.rules.rule import Rule

_FAMILIES = (
    actions,
    wildcards,
    targets,
    operators,
    condition_keys,
    absent_keys,
    addresses,
    roles_passed,
    escalation,
    managed_policies,
    levels,
    principals,
    federation,
    services,
    assuming,
    names,
    tags,
    texts,
    quotas,
    duplicates,
    renames,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(chain.from_iterable(family.RULES for family in _FAMILIES), key=lambda rule: rule.id)
)
