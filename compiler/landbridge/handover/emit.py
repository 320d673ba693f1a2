"""From the ledger to what people get: scripts with their data, removed blocks, and the runbook."""

from collections.abc import Iterator

from landbridge.aws.identity import Identity
from landbridge.estate.addresses import parse
from landbridge.handover import runbook
from landbridge.handover.checks import numbers
from landbridge.handover.ledger import BINARIES, Adoption, Ledger, OldRoot, Row
from landbridge.handover.pages import Changed, Gate, Held, Imported, OldState, Preflight
from landbridge.ir import Page, Traversal

FOLDER = "handover"
_OLDEST = "1.5"
"""The oldest engine whose state and plan the scripts were written for, by its documentation."""

_KNOWN_BY = ("arn", "key_id", "security_group_rule_id", "id", "name")
"""By what an object is known again, the surest first."""


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
    if found.phase == "import":
        title = "Let nothing but the hand-over through: the gate of the new root's plan"
        yield Page(f"{FOLDER}/2-import-gate.sh", title, "handover/import_gate.sh.j2", _gate(found, engine))
    for root in found.roots:
        leaving = found.leaving(root.name)
        if leaving:
            yield from _of_root(found, root, leaving, identity)


def _of_root(found: Ledger, root: OldRoot, leaving: tuple[str, ...], identity: Identity) -> Iterator[Page]:
    folder = f"{FOLDER}/{root.name}"
    rows = [row for row in found.rows if row.source == root.name and row.verdict == "adopt"]
    title = f"Look before the hand-over of {root.name}: is everything as the inventory says?"
    yield Page(f"{folder}/1-preflight.sh", title, "handover/preflight.sh.j2", _preflight(root, rows, leaving, identity))
    if found.phase != "forget":
        return
    if root.told.forget == "blocks":
        title = f"Removed blocks for {root.name}: they belong into the old root, and destroy nothing"
        yield Page(f"{folder}/removed.tf", title, "handover/removed.tf.j2", _removed(root, leaving))
        return
    state = OldState(root.name, root.binary, root.told.folder, root.told.workspace, root.lineage, leaving)
    count = f"{len(leaving):,} address" + ("" if len(leaving) == 1 else "es")
    title = f"Let {root.name} forget {count}. Nothing is destroyed."
    yield Page(f"{folder}/3-state-rm.sh", title, "handover/state_rm.sh.j2", state)
    title = f"Take back what 3-state-rm.sh took out of the state of {root.name}"
    yield Page(f"{folder}/4-state-restore.sh", title, "handover/state_restore.sh.j2", state)


def _preflight(root: OldRoot, rows: list[Row], leaving: tuple[str, ...], identity: Identity) -> Preflight:
    return Preflight(
        source=root.name,
        engine=root.binary,
        folder=root.told.folder,
        workspace=root.told.workspace,
        lineage=root.lineage,
        addresses=leaving,
        objects=tuple(held for row in rows if (held := _held(row)) is not None),
        account=identity.account_id,
        region=identity.region,
        engine_version=_OLDEST,
    )


def _held(row: Row) -> Held | None:
    identity = row.old.identity
    known = next((name for name in _KNOWN_BY if identity.get(name)), None) or next(iter(sorted(identity)), None)
    return Held(row.old.address, known, identity[known]) if known is not None else None


def _gate(found: Ledger, engine: str) -> Gate:
    return Gate(
        engine=BINARIES[engine],
        imports=tuple(Imported(each.address, each.type, each.id) for each in found.imported),
        creates=tuple(sorted({*found.created, *found.overwritten})),
        changes=tuple(Changed(each.address, arguments) for each in found.adopted if (arguments := _arguments(each))),
    )


def _arguments(each: Adoption) -> tuple[str, ...]:
    """The arguments that a plan may change, sorted. Tags stand in it twice: with and without those of the provider."""
    found = {change.argument for change in each.changes if change.weight not in ("later", "unknown")}
    return tuple(sorted(found | {"tags_all"} if "tags" in found else found))


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
