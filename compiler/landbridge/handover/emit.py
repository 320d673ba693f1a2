"""From the ledger to what people get: scripts with their data, removed blocks, and the runbook."""

from collections.abc import Iterator, Mapping

from landbridge.aws.identity import Identity
from landbridge.estate.addresses import Address, parse
from landbridge.estate.identity import kind, told_by
from landbridge.handover import runbook
from landbridge.handover.checks import numbers
from landbridge.handover.ledger import BINARIES, Adoption, Ledger, OldRoot, Row
from landbridge.handover.pages import Argument, Changed, Gate, Held, Imported, Move, OldState, Preflight
from landbridge.ir import Page, Traversal

FOLDER = "handover"
_OLDEST = "1.5"
"""The oldest engine whose state and plan the scripts were written for, by its documentation."""

_PARTS = {
    "aws_iam_user_group_membership": ("user", "/"),
    "aws_security_group_rule": ("security_group_id", "_"),
}
"""Types whose import ids no template makes: what their ids begin with, and where that ends."""

_LOOSE = {"aws_kms_alias": {"target_key_id"}, "aws_kms_grant": {"key_id"}}
"""What is in an object's identity, and can change or be written otherwise without its being another object."""


def pages(found: Ledger, identity: Identity, engine: str) -> tuple[Page, ...]:
    """Make all files of a hand-over in the phase that it is in.

    Args:
        found: the ledger.
        identity: of the account.
        engine: what runs the new root, as the spec calls it.
    """
    return tuple(_pages(found, identity, engine))


def _pages(found: Ledger, identity: Identity, engine: str) -> Iterator[Page]:
    if found.phase == "prepare":
        yield Page("handover.tf", "Nothing is applied yet", "handover/guard.tf.j2", None)
    yield Page(
        f"{FOLDER}/README.md",
        "The hand-over",
        "handover/readme.md.j2",
        runbook.made(found, identity, BINARIES[engine]),
        first=True,
    )
    if found.phase == "done":
        return
    if found.phase != "prepare":
        title = "Let nothing but the hand-over through: the gate of the new root's plan"
        yield Page(f"{FOLDER}/2-import-gate.sh", title, "handover/import_gate.sh.j2", _gate(found, engine))
    known = _known(found)
    for root in found.roots:
        leaving = found.leaving(root.name)
        if leaving:
            yield from _of_root(found, root, leaving, identity, BINARIES[engine], known)


def _of_root(
    found: Ledger,
    root: OldRoot,
    leaving: tuple[str, ...],
    identity: Identity,
    new_engine: str,
    known: Mapping[str, tuple[Held, ...]],
) -> Iterator[Page]:
    folder = f"{FOLDER}/{root.name}"
    rows = [row for row in found.rows if row.source == root.name]
    objects = tuple(held for row in rows if row.verdict == "adopt" for held in _held(row))
    title = f"Look before the hand-over of {root.name}: is everything as the inventory says?"
    preflight = _preflight(root, rows, leaving, objects, identity)
    yield Page(f"{folder}/1-preflight.sh", title, "handover/preflight.sh.j2", preflight)
    if found.phase != "forget":
        return
    if root.told.forget == "blocks":
        title = f"Removed blocks for {root.name}: they belong into the old root, and destroy nothing"
        yield Page(f"{folder}/removed.tf", title, "handover/removed.tf.j2", _removed(root, leaving))
        return
    state = OldState(
        source=root.name,
        engine=root.binary,
        folder=root.told.folder,
        workspace=root.told.workspace,
        lineage=root.lineage,
        addresses=leaving,
        objects=objects,
        new_engine=new_engine,
        taken=tuple(held for address in _takers(rows) for held in known[address]),
    )
    count = f"{len(leaving):,} address" + ("" if len(leaving) == 1 else "es")
    title = f"Let {root.name} forget {count}. Nothing is destroyed."
    yield Page(f"{folder}/3-state-rm.sh", title, "handover/state_rm.sh.j2", state)
    title = f"Take back what 3-state-rm.sh took out of the state of {root.name}"
    yield Page(f"{folder}/4-state-restore.sh", title, "handover/state_restore.sh.j2", state)


def _takers(rows: list[Row]) -> list[str]:
    """The addresses in the new root that take these over, sorted."""
    return sorted({new.address for row in rows if row.verdict == "adopt" for new in row.new})


def _preflight(
    root: OldRoot, rows: list[Row], leaving: tuple[str, ...], objects: tuple[Held, ...], identity: Identity
) -> Preflight:
    return Preflight(
        source=root.name,
        engine=root.binary,
        folder=root.told.folder,
        workspace=root.told.workspace,
        lineage=root.lineage,
        addresses=leaving,
        objects=objects,
        staying=_staying(rows),
        account=identity.account_id,
        region=identity.region,
        engine_version=_OLDEST,
    )


def _staying(rows: list[Row]) -> tuple[str, ...]:
    """What stays of the blocks of which something leaves."""
    blocks: dict[Address, list[Row]] = {}
    for row in rows:
        if (address := parse(row.old.address)) is not None:
            blocks.setdefault(address.block, []).append(row)
    torn = [each for each in blocks.values() if any(row.verdict == "adopt" for row in each)]
    return tuple(sorted(row.old.address for each in torn for row in each if row.verdict != "adopt"))


def _held(row: Row) -> Iterator[Held]:
    """All by which an old object is known."""
    for name, value in sorted(row.old.identity.items()):
        yield Held(row.old.address, name, value)


def _known(found: Ledger) -> dict[str, tuple[Held, ...]]:
    """By what each resource that takes something over is known afterwards: at least that it is there."""
    olds: dict[str, list[Row]] = {}
    for row in found.rows:
        for each in row.new if row.verdict == "adopt" else ():
            olds.setdefault(each.address, []).append(row)
    return {each.address: _known_by(each, olds.get(each.address, [])) for each in found.adopted}


def _known_by(new: Adoption, rows: list[Row]) -> tuple[Held, ...]:
    names: dict[str, str] = {}
    for row in rows:
        if row.old.type == new.type:
            names |= row.old.identity
    names |= _told(new)
    changing = {each.argument for each in new.changes} | _LOOSE.get(new.type, set())
    kept = {name: value for name, value in names.items() if name not in changing}
    if not kept:
        kept = {"id": new.id} if new.id else {"": ""}
    return tuple(Held(new.address, name, value) for name, value in sorted(kept.items()))


def _told(new: Adoption) -> dict[str, str]:
    """What the import id tells."""
    known = kind(new.type)
    if new.id.startswith("arn:") and known is not None and "arn" in known.names:
        return {"arn": new.id}  # some types can be imported by either
    if new.id and new.type in _PARTS:
        name, end = _PARTS[new.type]
        return {name: new.id.partition(end)[0]}
    return told_by(new.type, new.id)


def _gate(found: Ledger, engine: str) -> Gate:
    """What may be planned. Once the old roots forget, nothing is: the new one has everything.

    Then the gate only looks at what the plan of the import could not know.
    """
    known = _known(found)
    imports = tuple(Imported(each.address, each.type, each.id, known[each.address]) for each in found.imported)
    made = frozenset({*found.created, *found.overwritten})
    importing = found.phase == "import"
    changes = (
        (each.address, tuple(told for told in _arguments(each, made) if importing or told.unsettled))
        for each in found.adopted
    )
    return Gate(
        engine=BINARIES[engine],
        imports=imports,
        creates=tuple(sorted(made)) if importing else (),
        changes=tuple(Changed(address, arguments) for address, arguments in changes if arguments),
        forgets=found.forgets if importing else (),
        moves=tuple(Move(*each) for each in found.moves) if importing else (),
    )


def _arguments(each: Adoption, made: frozenset[str]) -> Iterator[Argument]:
    """What a plan may change, sorted. Tags stand in it twice: with and without those of the provider."""
    for change in sorted(each.changes):
        if change.weight not in ("later", "unknown"):
            unsettled = not made.isdisjoint(change.reads)
            for name in ("tags", "tags_all") if change.argument == "tags" else (change.argument,):
                yield Argument(name, change.value, unsettled)


def _removed(root: OldRoot, leaving: tuple[str, ...]) -> dict[str, object]:
    """What the removed blocks are made of. An OpenTofu before 1.10 forgets by a block without lifecycle.

    Source: https://opentofu.org/docs/language/resources/syntax/#removing-resources
    """
    blocks = sorted({str(address.block) for each in leaving if (address := parse(each)) is not None})
    return {
        "source": root.name,
        "blocks": tuple(map(Traversal, blocks)),
        "lifecycle": root.engine == "terraform" or numbers(root.version) >= (1, 10),
    }
