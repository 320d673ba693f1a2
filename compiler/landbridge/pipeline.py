"""The way of the data: text → nodes → typed spec → Terraform model → text, checked at every step."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from landbridge import lock as lockfile
from landbridge.areas import AREAS
from landbridge.areas.area import Area, Inputs
from landbridge.areas.references import References
from landbridge.findings import Finding, has_errors, ordered
from landbridge.graph import open_circles
from landbridge.ir import Addresses, Module, Page, Root
from landbridge.lock import Lock
from landbridge.owners import one_account
from landbridge.placing import TIER_FILE, placed
from landbridge.render.engine import render
from landbridge.rules import suppression
from landbridge.rules.rule import Subject
from landbridge.rules.standing_handover import HANDOVER
from landbridge.source.beside import read_beside
from landbridge.source.load import load, parse
from landbridge.source.nodes import Document, Map, Text
from landbridge.source.readers import DiskReader, Reader, ReadError
from landbridge.spec.root import Spec
from landbridge.spec.validate import prune, validate
from landbridge.verify import verify
from landbridge.wiring import Wired, wire

if TYPE_CHECKING:  # these cost time that few compiles need
    from datetime import date

    from landbridge.areas.contributions import Contribution

TIERS = ("startup", "medium", "enterprise")

# While a named thing is left out because its shape is wrong, references to it lead nowhere and suppressions of it
# hide nothing, and nothing takes over what exists: not news.
_FOLLOWS_FROM_SHAPE = frozenset({"LB104", "LB105", "LB111", *(each.id for each in HANDOVER)})

_LEADS_NOWHERE = frozenset({"LB104", "LB105"})
"""A reference to nothing: what it was meant for may look unused."""


class Analysis(NamedTuple):
    """What is known of a spec after all checks.

    `root` is None where the spec has errors; `draft` is there even so where only rules are broken, for comparing
    with what was compiled before a rule existed. `lock` is what the lock should be, `locked` what it was.
    """

    findings: list[Finding]
    document: Document | None = None
    spec: Spec | None = None
    root: Root | None = None
    draft: Root | None = None
    lock: Lock = Lock()
    locked: Lock = Lock()
    inputs: tuple[tuple[str, str], ...] = ()


def analyse(reader: Reader, name: str, *, refresh: bool = False, today: "date | None" = None) -> Analysis:
    """Check a spec and make its Terraform model.

    Args:
        reader: of the spec's folder.
        name: of the spec in it.
        refresh: whether the lock's content is looked up anew.
        today: the day against which access is held that expires; left out: none is looked at.
    """
    findings: list[Finding] = []
    document = load(reader, name, findings, under=_tier)
    if document is None:
        return Analysis(findings=ordered(findings))
    spec, misshapen = _typed(document, findings)
    if spec is None:
        return Analysis(findings=placed(findings, document), document=document)
    locked = _read_lock(reader, findings)
    inputs = list(document.inputs)
    lowered = _lowered(spec, reader, Lock() if refresh else locked, inputs)
    findings += lowered.findings
    if today is not None:
        from landbridge.expiry import expiring  # a compile looks at no calendar

        findings += expiring(lowered.areas, spec, today)
    rules = frozenset(rule.id for area in lowered.areas for rule in area.rules)
    findings, waivers = suppression.apply(spec, findings, rules)
    findings = placed(findings, document)
    follows = _following(findings, lowered.areas, misshapen=misshapen)
    findings = [finding for finding in findings if finding.id not in follows]
    wired = lowered.wired._replace(modules=tuple(suppression.mark(each, waivers) for each in lowered.wired.modules))
    draft = None if has_errors(f for f in findings if f.id not in rules) else _root(spec, wired, lowered.pages)
    return Analysis(
        findings=findings,
        document=document,
        spec=spec,
        root=None if has_errors(findings) else draft,
        draft=draft,
        lock=Lock({**locked.levels, **lowered.lock.levels}),
        locked=locked,
        inputs=tuple(inputs),
    )


def _typed(document: Document, findings: list[Finding]) -> tuple[Spec | None, bool]:
    """The typed spec, less what has the wrong shape, so that the rules can look at the rest; and whether any has."""
    spec, wrong = validate(document.root)
    findings += wrong
    if spec is None and (rest := prune(document.root, wrong)) is not None:
        spec, _ = validate(rest)
    return spec, bool(wrong)


def _following(findings: list[Finding], areas: tuple[Area, ...], *, misshapen: bool) -> frozenset[str]:
    """The ids of findings that only follow from others."""
    if not misshapen and not any(finding.id in _LEADS_NOWHERE for finding in findings):
        return frozenset()
    absent = frozenset(rule.id for area in areas for rule in area.rules if rule.looks_for_absence)
    return absent | _FOLLOWS_FROM_SHAPE if misshapen else absent


def _tier(root: Map) -> Document | None:
    """The preset under a spec that names a tier: that tier's over those of the tiers below it."""
    tier = root.get("tier")
    name = tier.get("name") if isinstance(tier, Map) else None
    if name not in TIERS:
        return None  # none is wanted, or it is misspelt, which the spec's model reports
    preset: Document | None = None
    broken: list[Finding] = []
    names = TIERS[: TIERS.index(str(name)) + 1]
    for path in filter(None, (listing.presets(each) for each in names for listing in AREAS)):
        layer = parse(path.read_bytes(), f"{TIER_FILE}{path.stem}", broken)
        if layer is None:
            raise RuntimeError(f"broken package data: {broken}")
        preset = layer if preset is None else layer.over(preset)
    return preset


class _Lowered(NamedTuple):
    """The Terraform model of all areas, with what they and their rules found."""

    areas: tuple[Area, ...]
    wired: Wired
    pages: tuple[Page, ...]
    lock: Lock
    findings: list[Finding]


def _lowered(spec: Spec, reader: Reader, lock: Lock, inputs: list[tuple[str, str]]) -> _Lowered:
    """Lower every area that the spec uses, or that another one contributes to; open circles; wire; run the rules."""
    used = {listing.name: listing.load() for listing in AREAS if spec.part(listing.key) is not None}
    names = {name: area.names(spec) for name, area in used.items()}
    seen_by = {listing.name: References(listing.name, names) for listing in AREAS}
    contributed: dict[str, list[Contribution]] = {}
    nowhere = References("", names)
    for area in used.values():
        for contribution in area.contribute(spec, nowhere):
            contributed.setdefault(contribution.to, []).append(contribution)
    areas = {each.name: each.load() for each in AREAS if each.name in used or each.name in contributed}
    findings: list[Finding] = []
    modules: list[Module] = []
    for name, area in areas.items():
        texts = _texts(area, spec, reader, findings)
        inputs += ((text.path, text.digest) for text in texts.values())
        lock, pinned = area.pin(spec, lock) if name in used else (lock, [])
        read = {given: text.text for given, text in texts.items()}
        given = Inputs(texts=read, lock=lock, references=seen_by[name], contributions=tuple(contributed.get(name, ())))
        module, found = area.lower(spec, given)
        findings += [*pinned, *(_in_file(finding, texts) for finding in found)]
        modules.append(module)
    opened, circles, reads = open_circles(modules)
    findings += circles
    pages: tuple[Page, ...] = ()
    if spec.part("handover") is not None:
        from landbridge.handover import hand_over  # few specs have anything to take over

        opened, pages = hand_over(spec, opened, reader, inputs, findings)
    wired = wire(opened, reads, spec.identity)
    findings += wired.findings
    for name, area, module in zip(areas, areas.values(), wired.modules, strict=True):
        subject = Subject(
            spec=spec,
            part=spec.part(area.key),
            module=module,
            identity=spec.identity,
            references=seen_by[name],
            modules=wired.modules,
        )
        findings += [finding for rule in area.rules for finding in rule.findings(subject)]
    return _Lowered(areas=tuple(areas.values()), wired=wired, pages=pages, lock=lock, findings=findings)


def _texts(area: Area, spec: Spec, reader: Reader, findings: list[Finding]) -> dict[str, Text]:
    """The files beside the spec that an area's part names, by the name that the spec has for each."""
    if spec.part(area.key) is None:
        return {}
    read = {each.name: read_beside(reader, *each, findings) for each in area.files(spec)}
    return {name: text for name, text in read.items() if text is not None}


def _in_file(finding: Finding, texts: dict[str, Text]) -> Finding:
    """Lowering knows a file by the spec's name for it; print the path that leads there from where the user is."""
    place = finding.place
    return finding if place is None else finding.located(replace(place, file=texts[place.file].name))


def _read_lock(reader: Reader, findings: list[Finding]) -> Lock:
    try:
        text = reader.read(lockfile.NAME).decode()
    except FileNotFoundError:
        return Lock()
    except (OSError, ReadError, UnicodeDecodeError) as error:
        findings.append(lockfile.unreadable(reader.display(lockfile.NAME), str(error)))
        return Lock()
    return lockfile.parse(text, reader.display(lockfile.NAME), findings)


def _root(spec: Spec, wired: Wired, pages: tuple[Page, ...]) -> Root:
    identity, terraform = spec.identity, spec.terraform
    return Root(
        account_id=identity.account_id,
        partition=identity.partition,
        region=identity.region,
        default_tags=dict(sorted(spec.tags.items())),
        assume_role=terraform.assume_role,
        backend=(terraform.backend.type, dict(terraform.backend.config)) if terraform.backend else None,
        required_version=terraform.required_version,
        modules=wired.modules,
        variables=wired.variables,
        parameters=wired.parameters,
        pages=pages,
    )


def compile_tree(root: Root, *, modules_only: bool = False) -> tuple[dict[str, str], list[Finding]]:
    """Render a model and read the text back. The findings are mistakes of ours, never of the spec."""
    files = render(root, modules_only=modules_only)
    return files, verify(files)


class Compilation(NamedTuple):
    """What one spec compiles to. `files` is None where any spec of the run has errors.

    `inputs` are the files read, by their path from the spec's folder, with SHA-256 digests in hex; `lock` is
    what the lock should be, `locked` what it was.
    """

    findings: list[Finding]
    files: dict[str, str] | None = None
    addresses: Addresses = Addresses(frozenset(), frozenset())
    inputs: tuple[tuple[str, str], ...] = ()
    lock: Lock = Lock()
    locked: Lock = Lock()


def compile_specs(paths: list[Path], *, modules_only: bool = False, today: "date | None" = None) -> list[Compilation]:
    """Compile specs that belong together: all of them, or none where one has errors. For `today` see `analyse`."""
    analyses = [analyse(DiskReader(path), path.name, today=today) for path in paths]
    shared = one_account(analyses)
    roots = [analysis.root for analysis in analyses if analysis.root is not None]
    if shared or len(roots) < len(analyses):
        return [Compilation(findings=ordered([*each.findings, *shared.get(i, [])])) for i, each in enumerate(analyses)]
    # Specs of one folder share its lock, and each has added what it needs.
    folders = [os.path.realpath(path.parent) for path in paths]
    locks: dict[str, dict[str, object]] = {}
    for folder, analysis in zip(folders, analyses, strict=True):
        locks.setdefault(folder, {}).update(analysis.lock.levels)
    return [
        _compilation(analysis, root, Lock(locks[folder]), modules_only)
        for folder, analysis, root in zip(folders, analyses, roots, strict=True)
    ]


def _compilation(analysis: Analysis, root: Root, lock: Lock, modules_only: bool) -> Compilation:
    if modules_only and root.pages:
        message = "the spec has a hand-over, and --modules-only leaves out the root that takes over"
        rootless = Finding("LB875", message, "leave --modules-only out", path=("handover",), at_key=True)
        findings = [*analysis.findings, rootless]
        return Compilation(findings=placed(findings, analysis.document) if analysis.document else findings)
    files, broken = compile_tree(root, modules_only=modules_only)
    return Compilation(
        findings=[*analysis.findings, *broken],
        files=None if broken else files,
        addresses=root.addresses,
        inputs=analysis.inputs,
        lock=lock,
        locked=analysis.locked,
    )
