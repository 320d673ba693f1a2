"""Compares what two models have, principal by principal and resource by resource."""

from typing import get_args

from landbridge.access.holdings import NOTHING, Holding, Holdings, holdings
from landbridge.access.model import Holder, HolderChange, Kind, PrincipalKind, ResourceKind, Status
from landbridge.access.renames import renamed
from landbridge.access.resources import DELETION_WINDOW, Guarded, forgotten, guarded
from landbridge.access.tally import Tally
from landbridge.ir import Root
from landbridge.policy.document import PolicyDocument

_KINDS: tuple[Kind, ...] = (*get_args(PrincipalKind), *get_args(ResourceKind))

_SHARED_ROLES = frozenset({"dms-vpc-role", "dms-cloudwatch-logs-role", "dms-access-for-endpoint"})
"""Roles that DMS finds by their names, once in an account whatever the region.

Source: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole
"""


def compare(old: Root | None, new: Root | None) -> list[HolderChange]:
    """Compare two models; None stands for one with nobody and nothing in it.

    Principals are the same where account, kind and name in AWS are, and resources where account, region, kind and
    label are: a renamed key changes nothing. What a user has through groups counts as changed where the user's groups
    did, not where a group itself did.

    Returns:
        Those whose access changed, or who came or went: first those that open to strangers, then others whose access
        grew, then those that lost a safeguard or are destroyed or replaced, then by kind and name.
    """
    old = renamed(old, new)
    before, after = holdings(old), holdings(new)
    applied = _is_one_tree(old, new)
    found = [_compare(principal, before, after, applied=applied) for principal in before | after]
    had, has = guarded(old), guarded(new, forgotten(old, new))
    found += [
        _compare_resources(resource, had.get(resource), has.get(resource), applied=applied) for resource in had | has
    ]
    return sorted((change for change in found if change is not None), key=_order)


def _order(change: HolderChange) -> tuple[object, ...]:
    account_id, kind, name, region = change.holder
    lost = change.unguarded or change.ends
    return not change.opens_to, not change.grew, not lost, _KINDS.index(kind), name, account_id, region


def _is_one_tree(old: Root | None, new: Root | None) -> bool:
    """Whether the new model can be applied where the old one was: not where one is of another account or region."""
    return old is None or new is None or (old.account_id, old.region) == (new.account_id, new.region)


def _compare(principal: Holder, before: Holdings, after: Holdings, *, applied: bool) -> HolderChange | None:
    old, new = before.get(principal), after.get(principal)
    tally = Tally(principal.account_id)
    if any(side is not None and side.attached for side in (old, new)):
        tally.path(old, new)  # all else is listed for whoever has the policy
        return HolderChange(holder=principal, changes=tuple(tally.changes), grew=tally.grew) if tally.changes else None
    tally.documents("trust", old.trust if old else NOTHING, new.trust if new else NOTHING)
    tally.named("instance profile", old.profiles if old else (), new.profiles if new else ())
    tally.boundary(old.boundary if old else None, new.boundary if new else None)
    if new is not None:  # of who is gone, nothing counts but what it had
        tally.path(old, new, replaced=principal.kind == "role")
        tally.tags(old.tags if old else {}, new.tags)
        tally.session(old.session if old else None, new.session)
    tally.assumed(old.assumes if old else None, new.assumes if new else None)
    if principal.kind == "user":
        _compare_groups(tally, principal, before, after)
    else:
        tally.named("policy", old.policies if old else (), new.policies if new else ())
        tally.documents("statement", _document(old), _document(new))
    if applied and _ends(old, new):
        is_shared = principal.kind == "role" and principal.name in _SHARED_ROLES
        tally.destroyed("every region of the account depends on it" if is_shared else "")
    members = tuple(sorted((new or old or Holding()).members))
    return _told(principal, tally, _status(old, new), members)


def _compare_groups(tally: Tally, user: Holder, before: Holdings, after: Holdings) -> None:
    """Compare the groups of a user, and what they have now; groups that are gone, by what they had."""
    groups = [sorted(side[user].groups) if user in side else [] for side in (before, after)]
    if groups[0] == groups[1]:
        return
    old, new = (
        [after.get(group) or before[group] for group in (user._replace(kind="group", name=name) for name in names)]
        for names in groups
    )
    # What a group has elsewhere is not known, so that every group joined may give more.
    tally.named("group", *groups, leaving_matters=False)
    tally.named("policy", *({arn for holding in side for arn in holding.policies} for side in (old, new)))
    tally.documents("statement", _document(*old), _document(*new))


def _ends(old: Holding | Guarded | None, new: Holding | Guarded | None) -> bool:
    """Whether the old model made it and the new one does not, even where it still names it."""
    return old is not None and old.owned and not (new is not None and new.owned)


def _compare_resources(
    resource: Holder, old: Guarded | None, new: Guarded | None, *, applied: bool
) -> HolderChange | None:
    tally = Tally(resource.account_id)
    has = new or Guarded()
    had = old or Guarded(statements=list(has.found))
    tally.documents("statement", PolicyDocument(tuple(had.statements)), PolicyDocument(tuple(has.statements)))
    tally.documents("grant", PolicyDocument(tuple(had.grants)), PolicyDocument(tuple(has.grants)))
    tally.rules(had.rules, has.rules)
    tally.mapped(had.mapped, has.mapped)
    for about in sorted({*had.named, *has.named}):
        tally.named(about, had.named.get(about, ()), has.named.get(about, ()))
    if new is not None:  # of what is gone, nothing counts but whom it let in
        for about in sorted({*had.places, *has.places}):
            tally.place(about, had.places.get(about), has.places.get(about))
        tally.tags(had.tags, has.tags)
        tally.safeguards(had.safeguards, has.safeguards)
        tally.replaced(had.fixed, has.fixed)
    if applied and _ends(old, new):
        days = had.safeguards.get(DELETION_WINDOW)
        tally.destroyed(f"{days} days later nobody can read what it encrypts" if days is not None else "")
    return _told(resource, tally, _status(old, new))


def _status(old: Holding | Guarded | None, new: Holding | Guarded | None) -> Status:
    if old is None and new is not None and new.owned:
        return "changed" if isinstance(new, Guarded) and new.adopted else "new"
    return "gone" if new is None and old is not None and old.owned else "changed"


def _told(holder: Holder, tally: Tally, status: Status, members: tuple[str, ...] = ()) -> HolderChange | None:
    """The change, or None where there is none."""
    if status == "changed" and not tally.changes:
        return None
    return HolderChange(
        holder=holder,
        status=status,
        changes=tuple(tally.changes),
        grew=tally.grew and status != "gone",
        shrank=tally.shrank and status != "new",
        opens_to=tuple(tally.opens_to),
        members=members,
    )


def _document(*holdings: Holding | None) -> PolicyDocument:
    return PolicyDocument(tuple(statement for holding in holdings if holding for statement in holding.statements))
