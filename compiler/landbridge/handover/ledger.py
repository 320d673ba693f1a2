"""The ledger: what becomes of every old object, and who owns it when."""

from dataclasses import dataclass
from typing import NamedTuple

from landbridge.estate.inventory import Object
from landbridge.spec.handover import Phase, Source, Verdict

BINARIES = {"terraform": "terraform", "opentofu": "tofu"}
"""The commands of the engines: nothing else in the hand-over says which one is called."""


class Change(NamedTuple):
    """What adoption changes in one argument: what is, and what the spec makes of it, each a line for people.

    `weight` says what it means: `label` (tags, descriptions), `wording` (a policy that grants the same, with other Sids
    or spread over other statements), `access` (what somebody may do or reach), `state` (what only Terraform's state
    has), `replace` (AWS would make another object of it), `later` (not known before the plan).

    `value` is what the argument becomes, for a gate to compare: JSON, of policies without Sids; empty where that is not
    known before the plan. `reads` are the addresses in the new root that it is made from.
    """

    argument: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    weight: str
    value: str = ""
    reads: tuple[str, ...] = ()


class Adoption(NamedTuple):
    """A resource of the new root that takes an object over: its address there, type and import id.

    An empty id stands for a type that has no import: the resource is written over what is there.
    """

    address: str
    type: str
    id: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One old object.

    Attributes:
        source: the name of the source that has it.
        old: what it is.
        verdict: what becomes of it.
        new: resources of the new root that take it over; of `replace`, the one that takes its place.
        reason: the author's.
    """

    source: str
    old: Object
    verdict: Verdict
    new: tuple[Adoption, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldRoot:
    """A source with what the spec says of it: how it lets go, by which engine of which version.

    `registry` is the engine whose registry the state's providers come from; empty where the state does not tell.
    """

    name: str
    told: Source
    engine: str
    version: str
    lineage: str
    kind: str
    registry: str

    @property
    def binary(self) -> str:
        """The command of its engine."""
        return BINARIES[self.engine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The hand-over as it was decided.

    Attributes:
        phase: of the spec.
        roots: the old roots, sorted by name.
        rows: of all old objects, sorted by source and address.
        given: resources of the new root that take over what no old root has, by an id of the spec.
        created: addresses of what the new root makes anew, sorted.
        moves: what has another address in the new root than it had: the former one, the new one.
        forgets: addresses of what the new root itself forgets.
    """

    phase: Phase
    roots: tuple[OldRoot, ...]
    rows: tuple[Row, ...]
    given: tuple[Adoption, ...] = ()
    created: tuple[str, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    forgets: tuple[str, ...] = ()

    @property
    def adopted(self) -> tuple[Adoption, ...]:
        """What the new root takes over, each resource once, sorted by address."""
        found = {new.address: new for row in self.rows if row.verdict == "adopt" for new in row.new}
        found |= {each.address: each for each in self.given}
        return tuple(found[address] for address in sorted(found))

    @property
    def imported(self) -> tuple[Adoption, ...]:
        """What the new root imports: all that it takes over, but for types that have no import."""
        return tuple(each for each in self.adopted if each.id)

    @property
    def overwritten(self) -> tuple[str, ...]:
        """The addresses of what is written over what is there, as its type has no import."""
        return tuple(each.address for each in self.adopted if not each.id)

    def leaving(self, source: str) -> tuple[str, ...]:
        """The addresses that a source forgets, sorted."""
        rows = (row for row in self.rows if row.source == source and row.verdict == "adopt")
        return tuple(sorted(row.old.address for row in rows))
