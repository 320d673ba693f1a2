"""Compares what the principals of two models have, principal by principal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from landbridge.access.holdings import (
    DEFAULT_SESSION,
    NOTHING,
    Boundary,
    Holding,
    Holdings,
    Kind,
    Principal,
    holdings,
)
from landbridge.ir import Root
from landbridge.policy import grants
from landbridge.policy.document import PolicyDocument, Statement

About = Literal[
    "statement",
    "trust",
    "policy",
    "boundary",
    "boundary statement",
    "group",
    "instance profile",
    "path",
    "tag",
    "session",
    "assumed role",
]
Status = Literal["new", "gone", "changed"]

_KINDS: tuple[Kind, ...] = ("terraform", "group", "role", "user", "policy")

KEPT = "left as it is in AWS"
BORN_WITHOUT = "missing: `keep` leaves what AWS has, and who is new there has none"
REPLACED_WITHOUT = "that AWS has: a new path makes it a new role, and `keep` gives that one none"
"""What stands in the place of a boundary's ARN."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that came (`+`) or went (`-`): a statement, or the name or ARN of something else.

    A path stands as it is, a tag as `key=value`, the longest session in seconds, and where a boundary has no
    ARN, words stand in its place.
    """

    sign: Literal["+", "-"]
    about: About
    what: Statement | str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipalChange:
    """What changed for one principal.

    Attributes:
        status: whether the principal itself is new or gone.
        changes: what came and went; empty for a new principal that has nothing.
        grew: whether it may do, or be assumed by, more than before, as far as can be told: in doubt, yes.
        shrank: whether it may do, or be assumed by, less than before.
        members: the users in it, where it is a group.
    """

    principal: Principal
    status: Status = "changed"
    changes: tuple[Change, ...] = ()
    grew: bool = False
    shrank: bool = False
    members: tuple[str, ...] = ()


def compare(old: Root | None, new: Root | None) -> list[PrincipalChange]:
    """Compare two models; None stands for one without principals.

    Principals are the same where account, kind and name in AWS are: a renamed key changes nothing. What a user
    has through groups counts as changed where the user's groups did, not where a group itself did.

    Returns:
        Those whose access changed, or who came or went: first those whose access grew, then by kind and name.
    """
    before, after = holdings(old), holdings(new)
    found = (_compare(principal, before, after) for principal in before | after)
    return sorted((change for change in found if change is not None), key=_order)


def _order(change: PrincipalChange) -> tuple[bool, int, str, str]:
    principal = change.principal
    return not change.grew, _KINDS.index(principal.kind), principal.name, principal.account_id


def _compare(principal: Principal, before: Holdings, after: Holdings) -> PrincipalChange | None:
    old, new = before.get(principal), after.get(principal)
    tally = _Tally()
    if any(side is not None and side.attached for side in (old, new)):
        tally.path(old, new)  # all else is listed for whoever has the policy
        return (
            PrincipalChange(principal=principal, changes=tuple(tally.changes), grew=tally.grew)
            if tally.changes
            else None
        )
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
    status = _status(old, new)
    if status == "changed" and not tally.changes:
        return None
    return PrincipalChange(
        principal=principal,
        status=status,
        changes=tuple(tally.changes),
        grew=tally.grew and status != "gone",
        shrank=tally.shrank and status != "new",
        members=tuple(sorted((new or old or Holding()).members)),
    )


def _status(old: Holding | None, new: Holding | None) -> Status:
    if old is None and new is not None and new.owned:
        return "new"
    return "gone" if new is None and old is not None and old.owned else "changed"


def _document(*holdings: Holding | None) -> PolicyDocument:
    return PolicyDocument(tuple(statement for holding in holdings if holding for statement in holding.statements))


def _compare_groups(tally: "_Tally", user: Principal, before: Holdings, after: Holdings) -> None:
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


class _Tally:
    """The changes of one principal, and whether they are for more or for less."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.grew = False
        self.shrank = False

    def documents(self, about: About, old: PolicyDocument, new: PolicyDocument) -> None:
        """Statements: what only one side says, and which side allows more."""
        if old == new:
            return
        found = grants.compare(old, new)
        self.changes += [Change("+", about, statement) for statement in found.gained]
        self.changes += [Change("-", about, statement) for statement in found.lost]
        self.grew = self.grew or found.grew
        self.shrank = self.shrank or grants.compare(new, old).grew

    def named(self, about: About, old: Iterable[str], new: Iterable[str], *, leaving_matters: bool = True) -> None:
        """Things with a name, each of which gives more."""
        came, went = sorted({*new} - {*old}), sorted({*old} - {*new})
        self.changes += [Change("+", about, name) for name in came]
        self.changes += [Change("-", about, name) for name in went]
        self.grew = self.grew or bool(came)
        self.shrank = self.shrank or (leaving_matters and bool(went))

    def path(self, old: Holding | None, new: Holding | None, *, replaced: bool = False) -> None:
        """A path is a part of the ARN, by which policies name whom and what they are about: in doubt, for more.

        Terraform moves users, but replaces roles.
        """
        before, after = old.path if old else None, new.path if new else None
        if before == after or (before is None and after == "/") or after is None:
            return
        self.changes.append(Change("+", "path", after))
        if old is None or before is None:
            return  # there was nothing that had another path
        self.changes.append(Change("-", "path", before))
        self.grew = True
        if replaced and new is not None and new.boundary is not None and new.boundary.kept:
            self.changes.append(Change("-", "boundary", REPLACED_WITHOUT))

    def tags(self, old: dict[str, str], new: dict[str, str]) -> None:
        """Tags decide what policies allow and deny; which policies do, nobody can tell: in doubt, for more."""
        self.changes += [Change("+", "tag", f"{key}={text}") for key, text in new.items() if old.get(key) != text]
        self.changes += [Change("-", "tag", f"{key}={text}") for key, text in old.items() if new.get(key) != text]
        self.grew = self.grew or old != new

    def session(self, old: int | None, new: int) -> None:
        """How long a session may last, in seconds."""
        before = DEFAULT_SESSION if old is None else old
        if before == new:
            return
        self.changes.append(Change("+", "session", str(new)))
        self.changes += [Change("-", "session", str(old))] if old is not None else []
        self.grew = self.grew or new > before
        self.shrank = self.shrank or new < before

    def assumed(self, old: str | None, new: str | None) -> None:
        """The role with whose rights everything is applied; what another one may do, nobody can tell."""
        if old == new:
            return
        self.changes += [Change("+", "assumed role", new)] if new is not None else []
        self.changes += [Change("-", "assumed role", old)] if old is not None else []
        self.grew = True

    def boundary(self, old: Boundary | None, new: Boundary | None) -> None:
        """A boundary limits: where it goes, or where another one takes its place, access may have grown."""
        if old == new:
            return
        if old is None and new is not None and new.kept:
            self.changes.append(Change("+", "boundary", BORN_WITHOUT))
        self.changes += [Change("+", "boundary", text) for text in _boundary_words(new, old)]
        self.changes += [Change("-", "boundary", text) for text in _boundary_words(old, new)]
        if new is None:
            return
        if old is None or new.kept:
            # Who is new under `keep` gets no boundary; and one that is no longer asked for can be gone.
            self.grew = self.grew or (new.kept and old != Boundary())
            return
        if old.document is not None and new.document is not None:
            self.documents("boundary statement", old.document, new.document)
        else:
            self.grew = self.grew or old != Boundary()
            self.shrank = self.shrank or new != Boundary()


def _boundary_words(one: Boundary | None, other: Boundary | None) -> Iterator[str]:
    if one is None or (other is not None and (one.arn, one.kept) == (other.arn, other.kept)):
        return
    if one.arn is not None:
        yield one.arn
    elif one.kept and other is not None:
        yield KEPT
