"""Who and what has access, and how a change of it is told."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from landbridge.access.reach import Rule
from landbridge.policy.document import Statement

PrincipalKind = Literal["terraform", "group", "role", "user", "policy"]
ResourceKind = Literal["key", "vpc endpoint", "security group", "domain", "collection"]
Kind = PrincipalKind | ResourceKind

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
    "grant",
    "alias",
    "rule",
    "rules of",
    "role mapping",
    "route table",
    "service",
    "vpc",
    "safeguard",
    "replaced",
    "destroyed",
]
Sign = Literal["+", "-", "!"]
Status = Literal["new", "gone", "changed"]


class Holder(NamedTuple):
    """Who or what access is told of: a principal, or a resource that says itself who may use or reach it.

    Principals are named as in AWS, where a name is one of its kind in an account; a policy stands for whoever has it
    attached elsewhere, and `terraform` is what applies the model. Resources of the model are named by their label,
    which is the key in the spec, and others by id or ARN; they are of one region.
    """

    account_id: str
    kind: Kind
    name: str
    region: str = ""

    @property
    def is_principal(self) -> bool:
        """Whether it is somebody, or what somebody has: IAM is one for all regions of an account."""
        return not self.region


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that came (`+`) or went (`-`): a statement, a rule, or the name or ARN of something else.

    A role mapping is `role principal`; a path stands as it is, a tag as `key=value`, the longest session in seconds,
    and where a boundary has no ARN, words stand in its place. What is no access but worth a look has the sign `!`: a
    safeguard that was switched off, what an apply replaces or destroys, and a mapping that stays. A safeguard and what
    replaces a thing are named by the argument, with the values behind it where they are numbers; why it matters that a
    thing is destroyed stands in words.

    Attributes:
        covered: of a rule that opens or closes nothing, because of other rules.
    """

    sign: Sign
    about: About
    what: Statement | Rule | str
    covered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderChange:
    """What changed for one principal or resource.

    Attributes:
        status: whether the holder itself is new or gone.
        changes: what came and went; empty for a new one that has nothing.
        grew: whether it may do, or lets others do, more than before, as far as can be told: in doubt, yes.
        shrank: whether it may do, or lets others do, less than before.
        opens_to: strangers who may do more with it, or reach more of it, e.g. `account 210987654321`.
        members: the users in it, where it is a group.
    """

    holder: Holder
    status: Status = "changed"
    changes: tuple[Change, ...] = ()
    grew: bool = False
    shrank: bool = False
    opens_to: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def unguarded(self) -> bool:
        """Whether a safeguard of it was switched off."""
        return any(change.about == "safeguard" for change in self.changes)

    @property
    def ends(self) -> Literal["destroyed", "replaced", ""]:
        """What an apply does to the thing itself, where it does not leave it."""
        abouts = {change.about for change in self.changes}
        return "destroyed" if "destroyed" in abouts else "replaced" if "replaced" in abouts else ""
