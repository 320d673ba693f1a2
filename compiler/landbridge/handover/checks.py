"""Checks of a ledger as a whole: one owner for each object, one address for each id, and blocks that only forget."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from landbridge.estate.addresses import Address, parse
from landbridge.findings import Finding, Place
from landbridge.handover.ledger import Ledger, OldRoot, Row
from landbridge.handover.matching import Estate
from landbridge.source.nodes import shorten
from landbridge.spec.handover import Handover


class Where(Protocol):
    """Finds the place in the inventory of a source's object, by its index."""

    def __call__(self, source: str, index: int) -> Place:
        """Return the place."""


def one_owner(estate: Estate, where: Where) -> Iterator[Finding]:
    """What two old addresses own."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for facet, owners in sorted(estate.owners.items()):
        if len(owners) < 2 or tuple(each.owner for each in owners) in seen:
            continue
        seen.add(tuple(each.owner for each in owners))
        first, second, *_ = owners
        what = f"{facet[0]} {shorten(' / '.join(facet[1:]), 200)}"
        yield Finding(
            "LB864",
            f"{what} is owned by {_named(first.owner)} and {_named(second.owner)}",
            "forget it in one of the two first (terraform state rm), and read the inventory anew",
            place=where(second.source, second.index),
        )


def _named(owner: tuple[str, str]) -> str:
    return f"{shorten(owner[1], 200)} of {owner[0]}"


def one_address(ledger: Ledger, own: Mapping[str, str]) -> Iterator[Finding]:
    """Ids that two resources of the new root would import, and resources that would take two things over.

    `own` are the ids of what areas adopt by themselves.
    """
    ids = dict(own)
    addresses = {(address.split(".")[2], id_): address for address, id_ in own.items()}
    moved = {new: former for former, new in ledger.moves}
    taken = [new for row in ledger.rows if row.verdict == "adopt" for new in row.new]
    for each in (*taken, *ledger.given):
        if each.address in moved:
            message = f"{each.address} would be imported, and is what {moved[each.address]} was"
            hint = "take renamed_from away, or adopt nothing by it"
            yield Finding("LB876", message, hint, path=("handover",), at_key=True)
        if not each.id:
            continue
        if ids.setdefault(each.address, each.id) != each.id:
            message = f"{each.address} would take over {shorten(ids[each.address])} and {shorten(each.id)}"
            yield Finding("LB876", message, "one resource takes one object over", path=("handover",), at_key=True)
        first = addresses.setdefault((each.type, each.id), each.address)
        if first != each.address:
            message = f"{first} and {each.address} would both import {shorten(each.id)}"
            yield Finding("LB876", message, "let one of them own it", path=("handover",), at_key=True)


def given_ids(part: Handover, rows: Sequence[Row]) -> Iterator[Finding]:
    """Ids of the spec that are those of something else which an old root has, or of what is made anew."""
    held = {(row.old.type, row.old.id): row for row in rows if row.old.id}
    replaced = {new.address for row in rows if row.verdict == "replace" for new in row.new}
    for address, id_ in part.ids.items():
        path = ("handover", "ids", address)
        row = held.get((address.split(".")[2], id_.rpartition("key/")[2] if "aws_kms_" in address else id_))
        if row is not None and row.verdict != "adopt":
            message = f"handover.ids gives {address} the id {shorten(id_)}, which {row.old.address} of {row.source} has"
            yield Finding("LB876", message, "adopt that object, or give the id that is meant", path=path)
        if address in replaced:
            message = f"{address} has an import id, and is to take the place of another object"
            yield Finding("LB876", message, "an object that exists is adopted, or another one is made", path=path)


def whole_counts(rows: Sequence[Row], where: Where, indexes: dict[tuple[str, str], int]) -> Iterator[Finding]:
    """Resources with `count`, their own or of a module around them, of which only a part leaves."""
    for (source, resource), instances in _counted(rows).items():
        leaving = [row for row in instances if row.verdict == "adopt"]
        if 0 < len(leaving) < len(instances):
            row = leaving[0]
            yield Finding(
                "LB871",
                f"{len(leaving)} of {len(instances)} instances of {shorten(resource, 200)} leave {source}, and count"
                " numbers those that stay anew",
                "adopt all of them, or none, or turn the old count into a for_each first (with moved blocks)",
                place=where(source, indexes[source, row.old.address]),
            )


def _counted(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """The rows of each old resource that is counted, by source and its address without the counted keys."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        address = parse(row.old.address)
        if address is not None and any(isinstance(key, int) for key in (address.key, *dict(address.modules).values())):
            found.setdefault((row.source, str(_uncounted(address))), []).append(row)
    return found


def _uncounted(address: Address) -> Address:
    modules = tuple((name, None if isinstance(key, int) else key) for name, key in address.modules)
    return replace(address, modules=modules, key=None if isinstance(address.key, int) else address.key)


_SAY = "write forget: script, or with the source the engine and version of what really runs it"


def blocks(ledger: Ledger) -> Iterator[Finding]:
    """Sources whose removed blocks would not do, or would do more than forget."""
    for root in ledger.roots:
        if root.told.forget != "blocks":
            continue
        path = ("handover", "sources", root.name)
        if problem := block_problem(root):
            yield Finding(
                "LB872",
                problem,
                _SAY,
                path=path,
            )
        for block, staying in _torn(ledger, root):
            yield Finding(
                "LB873",
                f"removed blocks take no instance keys, and {shorten(staying, 200)} is to stay while others of"
                f" {shorten(block, 200)} leave",
                "write forget: script for this source",
                path=(*path, "forget"),
            )


def block_problem(root: OldRoot) -> str:
    """Say why an old root's engine cannot forget by a block; empty where it can.

    Sources: https://developer.hashicorp.com/terraform/language/block/removed (from 1.7),
    https://opentofu.org/docs/language/resources/syntax/#removing-resources (from 1.7).
    """
    if root.told.engine is None:
        return f"nothing says which engine runs {root.name}, and a block by which one forgets can destroy in the other"
    if root.registry not in ("", root.engine):
        told = f"{root.name} is run by {root.engine}, the spec says"
        return f"{told}, and its providers are from the registry of {root.registry}"
    if root.engine == "opentofu" and root.told.version is None:
        return f"nothing says which version of opentofu runs {root.name}: from 1.10 on it wants other blocks"
    if not root.version:
        return f"nothing says which version of {root.engine} runs {root.name}: the state does not"
    if numbers(root.version) < (1, 7):
        return f"{root.engine} {root.version} of {root.name} has no removed blocks: they came with 1.7"
    return ""


def numbers(version: str) -> tuple[int, ...]:
    """Return a version's numbers as far as they go, for comparison."""
    found: list[int] = []
    for part in version.split(".")[:3]:
        digits = part.partition("-")[0]
        if not digits.isdigit():
            break
        found.append(int(digits))
    return tuple(found)


def _torn(ledger: Ledger, root: OldRoot) -> Iterator[tuple[str, str]]:
    """Blocks of an old root's configuration of which some instances leave and some stay, with one that stays."""
    leaving: set[str] = set()
    staying: dict[str, str] = {}
    for row in ledger.rows:
        address = parse(row.old.address) if row.source == root.name else None
        if address is None:
            continue
        if row.verdict == "adopt":
            leaving.add(str(address.block))
        else:
            staying.setdefault(str(address.block), row.old.address)
    yield from ((block, staying[block]) for block in sorted(leaving & staying.keys()))
