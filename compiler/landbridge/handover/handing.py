"""From the spec, its Terraform model and the inventory to the ledger, and from the ledger to the root."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from landbridge.estate.file import parse
from landbridge.estate.inventory import Inventory
from landbridge.findings import Finding, Place, SpecPath, has_errors, ordered
from landbridge.graph import mapped
from landbridge.handover import checks
from landbridge.handover.decide import Deciding
from landbridge.handover.decisions import becoming, said
from landbridge.handover.emit import pages
from landbridge.handover.ledger import Adoption, Ledger, OldRoot, Row
from landbridge.handover.matching import Estate, bind
from landbridge.handover.model import Model
from landbridge.ir import Import, Module, Page, Resource
from landbridge.source.beside import read_beside
from landbridge.source.load import parse as parse_yaml
from landbridge.source.nodes import Document, Text, shorten
from landbridge.source.readers import Reader
from landbridge.spec.handover import Handover, Source
from landbridge.spec.root import Spec

_MADE_BY = "landbridge inventory NAME=STATE --out inventory.yaml"

_MOST = 50
"""How many findings of one kind are listed one by one."""


def hand_over(
    spec: Spec, modules: tuple[Module, ...], reader: Reader, inputs: list[tuple[str, str]], findings: list[Finding]
) -> tuple[tuple[Module, ...], tuple[Page, ...]]:
    """Take over what the inventory of a spec has.

    Args:
        spec: has a hand-over.
        modules: what the spec makes, before wiring hides which resource reads which.
        reader: of the spec's folder.
        inputs: takes the inventory's path and digest.
        findings: takes what is wrong; then nothing is taken over.

    Returns:
        The modules with imports and protection, and the pages of the hand-over.
    """
    part: Handover = spec.part("handover")
    text = read_beside(reader, ("handover", "inventory"), part.inventory, _MADE_BY, findings)
    if text is None:
        return modules, ()
    inputs.append((text.path, text.digest))
    inventory = parse(text.text.encode(), text.name, findings)
    if inventory is None:
        return modules, ()
    found, wrong = ledger(spec, modules, inventory, _places(text))
    findings += wrong
    if has_errors(wrong):
        return modules, ()
    return taking_over(modules, found), pages(found, spec.identity, spec.terraform.engine)


def _places(text: Text) -> checks.Where:
    """Find places in an inventory by reading it again, which only what has errors needs."""
    documents: list[Document | None] = []

    def where(source: str, index: int) -> Place:
        if not documents:
            documents.append(parse_yaml(text.text.encode(), text.name, []))
        (document,) = documents
        path: SpecPath = ("sources", source, "objects", index, "address")
        return document.place(path) if document is not None else Place(text.name)

    return where


def ledger(
    spec: Spec, modules: Sequence[Module], inventory: Inventory, where: checks.Where
) -> tuple[Ledger, list[Finding]]:
    """Decide what becomes of everything in an inventory. `where` finds the place of an object in it."""
    part: Handover = spec.part("handover")
    model, estate = Model.of(modules, spec.identity), Estate.of(inventory, spec.identity)
    decisions, findings = said(part, estate)
    bind(model, estate, becoming(decisions, estate), part.ids)
    deciding = Deciding(part, model, estate, decisions, spec.tags, where)
    rows = tuple(deciding.row(held) for held in estate.held)
    own = _adopted_by_areas(modules)
    found = Ledger(
        phase=part.phase,
        roots=tuple(_roots(spec, inventory)),
        rows=rows,
        given=tuple(_given(part, model, rows, own)),
        moves=tuple(_moves(modules)),
        forgets=tuple(sorted(f"module.{module.name}.{each.address}" for module in modules for each in module.removed)),
    )
    taken = {each.address for each in found.adopted}
    moved = {new for _, new in found.moves}
    made = (address for address in model.made if address not in taken | moved)
    found = replace(found, created=tuple(sorted(made)))
    findings += [
        *deciding.findings,
        *_unknown(part, inventory, model),
        *checks.one_owner(estate, where),
        *checks.one_address(found, own),
        *checks.given_ids(part, rows),
        *checks.whole_counts(rows, where, {held.owner: held.index for held in estate.held}),
        *checks.blocks(found),
    ]
    return found, _shortened(findings)


def _moves(modules: Sequence[Module]) -> Iterator[tuple[str, str]]:
    for module in modules:
        for each in module.resources:
            if each.former_address is not None:
                yield f"module.{module.name}.{each.former_address}", f"module.{module.name}.{each.address}"


def _roots(spec: Spec, inventory: Inventory) -> Iterator[OldRoot]:
    for name, source in sorted(inventory.sources.items()):
        words: Source = spec.part("handover").sources.get(name, Source())
        engine = words.engine or spec.terraform.engine
        yield OldRoot(
            name=name,
            told=words,
            engine=engine,
            version=words.version or source.engine,
            lineage=source.lineage,
            kind=source.kind,
            registry=source.registry,
        )


def _given(part: Handover, model: Model, rows: Sequence[Row], own: Mapping[str, str]) -> Iterator[Adoption]:
    """What exists by a word of the spec, here or in an area's part, and no old root has; a key with its policy."""
    of_rows = {new.address for row in rows for new in row.new}
    given = {**own, **part.ids}
    policies = {
        owner: id_.rpartition("key/")[2]
        for address, id_ in part.ids.items()
        if ".aws_kms_key." in address and (owner := model.owners.get(("key policy", id_.rpartition("key/")[2])))
    }
    for address, id_ in sorted({**policies, **given}.items()):
        if address in model.made and address not in of_rows:
            yield Adoption(address, model.made[address].resource.type, id_)


def _unknown(part: Handover, inventory: Inventory, model: Model) -> Iterator[Finding]:
    named: list[tuple[SpecPath, str]] = [(("handover", "sources", name), name) for name in part.sources]
    named += [
        (("handover", "decisions", index, "source"), each.source)
        for index, each in enumerate(part.decisions)
        if each.source is not None
    ]
    for path, name in named:
        if name not in inventory.sources:
            known = ", ".join(sorted(inventory.sources)) or "none"
            yield Finding("LB860", f"the inventory has no source {shorten(name)}", f"it has: {known}", path=path)
    for address in part.ids:
        if address not in model.made:
            message = f"{shorten(address)} has an import id, and the spec does not make it"
            hint = "ids are for resources of the new root; compare the address with its main.tf"
            yield Finding("LB866", message, hint, path=("handover", "ids", address), at_key=True)


def _adopted_by_areas(modules: Sequence[Module]) -> dict[str, str]:
    """What the modules take over by themselves: import ids by address in the root."""
    return {f"module.{module.name}.{each.address}": each.id for module in modules for each in module.imports}


def _shortened(findings: Sequence[Finding]) -> list[Finding]:
    """Sort findings, and say of those that are many of one kind how many more there are."""
    kept: list[Finding] = []
    counts: dict[str, int] = {}
    for finding in ordered(findings):
        counts[finding.id] = counts.get(finding.id, 0) + 1
        if counts[finding.id] <= _MOST:
            kept.append(finding)
    for rule, count in counts.items():
        if count > _MOST:
            severity = next(each.severity for each in kept if each.id == rule)
            message = f"and {count - _MOST:,} more of this kind"
            kept.append(Finding(rule, message, severity=severity, path=("handover",), at_key=True))
    return kept


def taking_over(modules: Sequence[Module], found: Ledger) -> tuple[Module, ...]:
    """The modules with what is adopted protected, and imported while the phase is `import`."""
    adopted = {each.address: each for each in found.adopted}

    def protected(module: Module, resource: Resource) -> Resource:
        held = f"module.{module.name}.{resource.address}" in adopted
        return replace(resource, prevent_destroy=True) if held and not resource.prevent_destroy else resource

    return tuple(_importing(mapped(module, protected), adopted, found) for module in modules)


def _importing(module: Module, adopted: dict[str, Adoption], found: Ledger) -> Module:
    if found.phase != "import":
        return module
    known = {each.address for each in module.imports}
    was = {
        new.address: f"Was {row.old.address} of {row.source}."
        for row in found.rows
        if row.verdict == "adopt"
        for new in row.new
    }
    own = tuple(
        Import(each.address, taken.id, was.get(taken.address, ""))
        for each in module.resources
        if (taken := adopted.get(f"module.{module.name}.{each.address}")) and taken.id and each.address not in known
    )
    return replace(module, imports=(*module.imports, *own))
