"""Counts what came and went for one holder, and whether that is more or less access."""

from collections.abc import Iterable, Iterator, Mapping

from landbridge.access import strangers
from landbridge.access.holdings import DEFAULT_SESSION, Boundary, Holding
from landbridge.access.model import About, Change
from landbridge.access.reach import Rule, covers, ordered
from landbridge.policy import grants
from landbridge.policy.document import PolicyDocument

KEPT = "left as it is in AWS"
BORN_WITHOUT = "missing: `keep` leaves what AWS has, and who is new there has none"
REPLACED_WITHOUT = "that AWS has: a new path makes it a new role, and `keep` gives that one none"
"""What stands in the place of a boundary's ARN."""


class Tally:
    """The changes of one holder, and whether they are for more or for less.

    Attributes:
        changes: what came and went.
        grew: whether any of it gives more.
        shrank: whether any of it gives less.
        opens_to: strangers to whom it gives more, in the order in which they were found.
    """

    def __init__(self, account_id: str) -> None:
        """Start with nothing, for a holder in this account."""
        self._account_id = account_id
        self.changes: list[Change] = []
        self.opens_to: dict[str, None] = {}
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
        self.opens_to |= dict.fromkeys(strangers.among_statements(found.growth, self._account_id))

    def rules(self, old: Iterable[Rule], new: Iterable[Rule]) -> None:
        """Rules of a security group: one that others cover together opens nothing, and closes nothing."""
        before, after = set(old), set(new)
        came = {rule: covers(before, rule) for rule in ordered(after - before)}
        went = {rule: covers(after, rule) for rule in ordered(before - after)}
        self.changes += [Change("+", "rule", rule, covered) for rule, covered in came.items()]
        self.changes += [Change("-", "rule", rule, covered) for rule, covered in went.items()]
        opened = [rule for rule, covered in came.items() if not covered]
        self.grew = self.grew or bool(opened)
        self.shrank = self.shrank or not all(went.values())
        self.opens_to |= dict.fromkeys(strangers.among_rules(opened, self._account_id))

    def mapped(self, old: Iterable[str], new: Iterable[str]) -> None:
        """What a script gives, it does not take back: what is no longer asked for is told, and counts for neither."""
        came, went = sorted({*new} - {*old}), sorted({*old} - {*new})
        self.changes += [Change("+", "role mapping", each) for each in came]
        self.changes += [Change("!", "role mapping", each) for each in went]
        self.grew = self.grew or bool(came)
        who = [each.partition(" ")[2] for each in came]
        self.opens_to |= dict.fromkeys(strangers.among_names(who, self._account_id))

    def safeguards(self, old: Mapping[str, int], new: Mapping[str, int]) -> None:
        """What keeps a resource safe is no access: switched off or shortened, it is told, and counts for neither."""
        for name, before in old.items():
            now = new.get(name, before)
            if now < before:
                what = name if isinstance(before, bool) else f"{name} {before} {now}"
                self.changes.append(Change("!", "safeguard", what))

    def replaced(self, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        """What cannot be changed: with another value Terraform makes another one, and destroys this."""
        self.changes += [
            Change("!", "replaced", name) for name, before in old.items() if new.get(name, before) != before
        ]

    def destroyed(self, words: str = "") -> None:
        """Of what the model made and no longer makes, an apply leaves nothing; `words` say why that matters."""
        self.changes.append(Change("!", "destroyed", words))

    def place(self, about: About, old: str | None, new: str | None) -> None:
        """Where a resource stands, or what for: in another place the same words mean others. In doubt, for more."""
        if new is None or old == new:
            return
        self.changes.append(Change("+", about, new))
        if old is not None:
            self.changes.append(Change("-", about, old))
            self.grew = True

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
