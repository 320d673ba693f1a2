"""The rules of the IAM module, in the order in which `landbridge rules` lists them."""

from itertools import chain

from landbridge.areas.iam.rules import (
    absent_keys,
    account_wide,
    actions,
    addresses,
    administrators,
    assuming,
    condition_keys,
    duplicates,
    escalation,
    federation,
    levels,
    managed_policies,
    members,
    names,
    operators,
    principals,
    providers,
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
    administrators,
    managed_policies,
    levels,
    account_wide,
    principals,
    providers,
    federation,
    services,
    assuming,
    names,
    members,
    tags,
    texts,
    quotas,
    duplicates,
    renames,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(chain.from_iterable(family.RULES for family in _FAMILIES), key=lambda rule: rule.id)
)
