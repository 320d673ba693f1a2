"""Checks of a ledger as a whole: one owner for each object, one address for each id, and blocks that only forget."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from landbridge.estate.addresses import Address, parse
from landbridge.findings import Finding, Place
from landbridge.handover.ledger import Ledger, OldRoot, Row
from landbridge.handover.matching import Estate
from landbridge.source.nodes import shorten


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
    """Ids that two resources of the new root would import. `own` are those that areas adopt by themselves."""
    ids = dict(own)
    addresses = {(address.split(".")[2], id_): address for address, id_ in own.items()}
    for each in ledger.adopted:
        if not each.id:
            continue
        if ids.setdefault(each.address, each.id) != each.id:
            message = f"{each.address} would import {shorten(ids[each.address])} and {shorten(each.id)}"
            yield Finding("LB876", message, "one resource takes one object over", path=("handover",), at_key=True)
        first = addresses.setdefault((each.type, each.id), each.address)
        if first != each.address:
            message = f"{first} and {each.address} would both import {shorten(each.id)}"
            yield Finding("LB876", message, "let one of them own it", path=("handover",), at_key=True)


def whole_counts(rows: Sequence[Row], where: Where, indexes: dict[tuple[str, str], int]) -> Iterator[Finding]:
    """Resources with `count` of which only a part leaves."""
    for (source, resource), instances in _resources(rows).items():
        leaving = [row for row, _ in instances if row.verdict == "adopt"]
        if 0 < len(leaving) < len(instances) and any(isinstance(address.key, int) for _, address in instances):
            row = leaving[0]
            yield Finding(
                "LB871",
                f"{len(leaving)} of {len(instances)} instances of {shorten(resource, 200)} leave {source}, and count"
                " numbers those that stay anew",
                "adopt all of them, or none, or turn the old count into a for_each first (with moved blocks)",
                place=where(source, indexes[source, row.old.address]),
            )


def _resources(rows: Sequence[Row]) -> dict[tuple[str, str], list[tuple[Row, Address]]]:
    """The rows of each old resource, by source and the resource's address without the instance's key."""
    found: dict[tuple[str, str], list[tuple[Row, Address]]] = {}
    for row in rows:
        if (address := parse(row.old.address)) is not None:
            found.setdefault((row.source, str(address.resource)), []).append((row, address))
    return found


def blocks(ledger: Ledger) -> Iterator[Finding]:
    """Sources whose removed blocks would not do, or would do more than forget."""
    for root in ledger.roots:
        if root.told.forget != "blocks":
            continue
        path = ("handover", "sources", root.name)
        if problem := block_problem(root):
            yield Finding("LB872", problem, "write forget: script, or the version that really runs it", path=path)
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
