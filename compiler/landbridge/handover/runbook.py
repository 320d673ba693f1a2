"""The runbook of a hand-over: its phases, its ledger, and what adoption changes, as its page shows them."""

from collections.abc import Iterator
from typing import NamedTuple

from landbridge.aws.identity import Identity
from landbridge.handover.ledger import Adoption, Ledger, OldRoot, Row

_WORDS = {
    "label": "describes it, and grants nothing",
    "wording": "the same access in other words",
    "access": "allowed by the spec: read what it gives and takes",
    "state": "only in Terraform's state",
    "unknown": "the gate refuses a difference",
    "later": "known at the plan: the gate refuses a difference",
}
_VERDICTS = {
    "adopt": "adopted",
    "replace": "replaced",
    "retire": "retired",
    "leave": "stays",
}


class Line(NamedTuple):
    """One line of the ledger.

    Attributes:
        old: the address in the old root; `verdict` what becomes of it.
        new: the address in the new root; empty where there is none. `id` is what the import block says.
        forgotten: how the old root lets go of it.
        reason: the author's.
    """

    old: str
    verdict: str
    new: str
    id: str
    forgotten: str
    reason: str


class Difference(NamedTuple):
    """What adoption changes in one argument of a resource: a line of `-` and `+` for each value or statement."""

    address: str
    argument: str
    meaning: str
    lines: tuple[str, ...]


class OldRootPage(NamedTuple):
    """An old root: its name, the commands around it, how it lets go, its ledger, and how many of each verdict."""

    name: str
    engine: str
    folder: str
    backup: str
    plan: str
    preflight: str
    dry: str
    forget: str
    restore: str
    removed: str
    by_blocks: bool
    leaving: int
    lines: tuple[Line, ...]
    counts: str


class Runbook(NamedTuple):
    """What `readme.md.j2` sees as `page`.

    Attributes:
        phase: one of the four, which `preparing`, `importing`, `forgetting` and `done` ask for.
        account: twelve digits. `region`: where regional things are.
        engine: the command of the new root's engine.
        roots: the old roots.
        given: what is adopted and no old root has.
        imported: addresses of all that the new root imports.
        overwritten: what is written over what is there, as its type has no import.
        differences: what adoption changes.
        whose: whose access differs once it is imported.
        created: addresses of what is made anew.
        replaced: what the old roots destroy after the hand-over, since something takes its place or nothing does.
    """

    phase: str
    preparing: bool
    importing: bool
    forgetting: bool
    done: bool
    account: str
    region: str
    engine: str
    roots: tuple[OldRootPage, ...]
    given: tuple[Adoption, ...]
    imported: tuple[str, ...]
    overwritten: tuple[str, ...]
    differences: tuple[Difference, ...]
    whose: str
    created: tuple[str, ...]
    replaced: tuple[Line, ...]


def made(found: Ledger, identity: Identity, engine: str) -> Runbook:
    """Make the page of a ledger. `engine` is the command of the new root's engine."""
    differences = tuple(_differences(found))
    access = any(change.weight == "access" for each in found.adopted for change in each.changes) or bool(found.created)
    roots = tuple(_root(found, root) for root in found.roots)
    return Runbook(
        phase=found.phase,
        preparing=found.phase == "prepare",
        importing=found.phase == "import",
        forgetting=found.phase == "forget",
        done=found.phase == "done",
        account=identity.account_id,
        region=identity.region,
        engine=engine,
        roots=roots,
        given=found.given,
        imported=tuple(each.address for each in found.imported),
        overwritten=found.overwritten,
        differences=differences,
        whose="From the apply on: that of whom the changes and new resources below name" if access else "Nobody's",
        created=found.created,
        replaced=tuple(
            line for root in roots for line in root.lines if line.verdict in (_VERDICTS["replace"], _VERDICTS["retire"])
        ),
    )


def _root(found: Ledger, root: OldRoot) -> OldRootPage:
    rows = [row for row in found.rows if row.source == root.name]
    lines = tuple(line for row in rows for line in _lines(row, root))
    verdicts = [row.verdict for row in rows]
    counts = ", ".join(f"{verdicts.count(each)} {word}" for each, word in _VERDICTS.items() if each in verdicts)
    folder = f"handover/{root.name}"
    return OldRootPage(
        name=root.name,
        engine=root.binary,
        folder=root.told.folder,
        backup=f"{root.name}-before.tfstate",
        plan=f"{root.binary} plan",
        preflight=f"{folder}/1-preflight.sh",
        dry=f"{folder}/3-state-rm.sh",
        forget=f"{folder}/3-state-rm.sh --apply",
        restore=f"{folder}/4-state-restore.sh --apply",
        removed=f"{folder}/removed.tf",
        by_blocks=root.told.forget == "blocks",
        leaving=len(found.leaving(root.name)),
        lines=lines,
        counts=counts,
    )


def _lines(row: Row, root: OldRoot) -> Iterator[Line]:
    how = "removed block" if root.told.forget == "blocks" else "state rm"
    forgotten = how if row.verdict == "adopt" else "destroyed by the old root" if row.verdict != "leave" else ""
    verdict = _VERDICTS[row.verdict]
    if not row.new:
        yield Line(row.old.address, verdict, "", "", forgotten, row.reason)
    for each in row.new:
        yield Line(row.old.address, verdict, each.address, each.id, forgotten, row.reason)


def _differences(found: Ledger) -> Iterator[Difference]:
    for each in found.adopted:
        for change in each.changes:
            lines = (*(f"- {text}" for text in change.before), *(f"+ {text}" for text in change.after))
            yield Difference(each.address, change.argument, _WORDS.get(change.weight, change.weight), lines)
