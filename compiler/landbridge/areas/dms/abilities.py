"""What an operator may do, as far as it decides what else the policy holds."""

from collections.abc import Mapping

from landbridge.areas.dms.fine_grained import CREATION, EVERYTHING
from landbridge.areas.dms.spec_operators import Grant, Operator
from landbridge.policy.matching import overlaps


def is_restricted(operator: Operator) -> bool:
    """Whether an operator may do in DMS only what the spec names."""
    return bool(operator.allow) or operator.own_endpoints_only is not None


def may(operator: Operator, calls: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether an operator may make one of some calls, given with the types of resources that they are checked on."""
    if not is_restricted(operator):
        return True
    # Own endpoints come with all that is done with them, and with making them.
    own = operator.own_endpoints_only is not None and any("endpoint" in kinds for kinds in calls.values())
    return own or any(_allows(grant, call, kinds) for grant in operator.allow for call, kinds in calls.items())


def sees_network(operator: Operator) -> bool:
    """Whether an operator has the section `vpc`: left out, who is restricted has it not."""
    chosen = operator.sections.vpc
    return chosen if chosen is not None else not is_restricted(operator)


def _allows(grant: Grant, call: str, kinds: tuple[str, ...]) -> bool:
    if grant.request_tags and not grant.actions:
        return any(creation.action == call for kind in grant.types if (creation := CREATION.get(kind)))
    fits = any(overlaps(action, call, ignore_case=True) for action in grant.actions or (EVERYTHING,))
    return fits and any(kind in grant.types for kind in kinds)
