"""`landbridge inventory`."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbridge.cli.common import Exit, Format, FormatOption, progress, show, stop_on_errors, style
from landbridge.findings import Finding, Place, Severity, ordered

if TYPE_CHECKING:
    from landbridge.estate.inventory import Inventory, Object, Source

_NAMES = "begin it with a small letter, and go on with small letters, digits, - and _"
_SHOWN = 40
"""The most kinds that the summary lists for one source."""


def inventory(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME=FILE...",
            help="What to read, and what to call it; - is standard input. Without NAME= it is called after the file, or"
            " after the folder of a terraform.tfstate.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(help="Where to write the inventory.")] = Path("inventory.yaml"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 3 where the inventory does not say the same.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace an inventory that was edited by hand, or somebody else's file.")
    ] = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    r"""Read what exists from old Terraform states, and write it down for a hand-over.

    The inventory names every object: its address, type, id, and what adoption
    could change of it. Secrets stay behind: commit it beside the spec. From
    then on nobody needs the state to compile the hand-over.

    A FILE is a state (format 4), or what one of these commands prints:
    terraform state pull, whatever the backend; terraform show -json, which
    tells no lineage; terraform state list, for who may not read the state.
    A list has addresses only: write the ids beside them by hand.

    From the root that owns the state; or in a pipe, as in
    terraform state pull | landbridge inventory legacy=-

    Example: landbridge inventory legacy=<(terraform state pull)

    Two old roots:

    Example: landbridge inventory legacy=old.tfstate net=show.json \
      --out inventory.yaml

    Does the committed inventory still say what the state says?

    Example: landbridge inventory legacy=old.tfstate --check

    Exit codes: 0 fine · 1 findings · 2 wrong usage · 3 --check found drift.
    """
    if check and force:
        raise typer.BadParameter("--check does not go with --force")
    if out.suffix not in (".yaml", ".yml"):
        raise typer.BadParameter("give it a name that ends in .yaml", param_hint="--out")
    named = _named(files)
    findings: list[Finding] = []
    with progress(f"Reading {', '.join(named)}"):
        found = _read(named, findings)
        body = _body(found, out, findings) if found is not None else ""
    if found is None or format_ is not Format.TEXT or findings:
        show(ordered(findings), format_, err=True)
    stop_on_errors(findings)
    if found is None:  # the findings have said why
        raise typer.Exit(Exit.FINDINGS)
    told = format_ is Format.TEXT
    if told:
        for line in _summary(found):
            typer.echo(line)
    raise typer.Exit(_compare(out, body, told) if check else _write(out, body, told, force=force))


def _named(files: list[str]) -> dict[str, str]:
    """Return the files by the names of their sources."""
    from landbridge.estate.inventory import SOURCE_NAME

    named: dict[str, str] = {}
    for argument in files:
        name, equals, file = argument.partition("=")
        if not equals:
            name, file = _called(argument), argument
        if not re.fullmatch(SOURCE_NAME, name):
            what = f"{name!r} is no name of a source" if equals else f"no name can be made of {argument!r}"
            raise typer.BadParameter(f"{what}: write NAME={file or 'FILE'}; {_NAMES}", param_hint="NAME=FILE")
        if not file:
            raise typer.BadParameter(f"{argument!r} names no file", param_hint="NAME=FILE")
        if name in named:
            raise typer.BadParameter(f"two sources are called {name}", param_hint="NAME=FILE")
        if file == "-" and "-" in named.values():
            raise typer.BadParameter("standard input can be read once", param_hint="NAME=FILE")
        named[name] = file
    return named


def _called(file: str) -> str:
    """Return what a file without a name is called: its own name up to the first dot, or its folder's."""
    name = Path(file).name.partition(".")[0]
    return Path(file).resolve().parent.name if name == "terraform" else name


def _read(named: Mapping[str, str], findings: list[Finding]) -> "Inventory | None":
    """Read all files; None where one has errors."""
    from landbridge.estate.inventory import Inventory
    from landbridge.estate.read import read_file

    found = {name: read_file(file, findings) for name, file in sorted(named.items())}
    sources = {name: source for name, source in found.items() if source is not None}
    _same_states(sources, named, findings)
    return Inventory(sources) if len(sources) == len(found) else None


def _same_states(sources: "Mapping[str, Source]", named: Mapping[str, str], findings: list[Finding]) -> None:
    first: dict[str, str] = {}
    for name, source in sources.items():
        earlier = first.setdefault(source.lineage, name) if source.lineage else name
        if earlier != name:
            message = f"{name} has the lineage of {earlier}: they are one state, or copies of one"
            hint = "name each state once; of a copied root, hand over one at a time"
            findings.append(Finding("LB037", message, hint, Severity.WARNING, Place(named[name])))


def _body(found: "Inventory", out: Path, findings: list[Finding]) -> str:
    from landbridge.estate.file import dump
    from landbridge.source.limits import MAX_BYTES

    body = dump(found)
    size = len(body.encode())
    if size > MAX_BYTES - 1000:  # the header
        message = f"the inventory has {size:,} bytes; the limit is {MAX_BYTES:,}"
        hint = "hand over one root at a time, each with an inventory and a spec of its own"
        findings.append(Finding("LB003", message, hint, place=Place(str(out))))
    return body


def _summary(found: "Inventory") -> Iterator[str]:
    """What was found, source by source, and what of it cannot be adopted."""
    for name, source in found.sources.items():
        written = f", written by {source.engine}" if source.engine else ""
        yield f"{name}: {_counted(len(source.objects), 'object')}, {_counted(len(source.data), 'data source')}{written}"
        counts = Counter(each.type for each in source.objects)
        without = Counter(each.type for each in source.objects if not each.id)
        remarks = {type_: _remark(type_, without[type_]) for type_ in counts}
        shown = sorted(counts, key=lambda type_: (not remarks[type_], type_))[:_SHOWN]
        for type_ in sorted(shown):
            remark = style(f"  {remarks[type_]}", typer.colors.YELLOW) if remarks[type_] else ""
            yield f"  {counts[type_]:>6} {type_}{remark}"
        if len(counts) > _SHOWN:
            yield f"         and {_counted(len(counts) - _SHOWN, 'kind')} more"
        reasons = Counter(filter(None, map(_not_adoptable, source.objects)))
        if reasons:
            told = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
            line = f"  {reasons.total():,} of {len(source.objects):,} cannot be adopted as they stand here: {told}"
            yield style(line, typer.colors.YELLOW)


def _remark(type_: str, without: int) -> str:
    """What is to be known of a kind, of which so many have no id."""
    from landbridge.estate.identity import kind

    known = kind(type_)
    if known is not None and known.why:
        return f"cannot be imported: {known.why}" + (f"; see {known.twin}" if known.twin else "")
    if not without:
        return ""
    return "address only" if known is None else f"{without:,} without an id"


def _not_adoptable(found: "Object") -> str:
    """Why an object cannot be adopted; empty where it can."""
    from landbridge.estate.identity import kind

    known = kind(found.type)
    if found.condition == "deposed":
        return "waiting to be destroyed"
    if known is None:
        return "of kinds that no hand-over adopts"
    if known.why:
        return "without an import"
    return "" if found.id else "without an id"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _compare(out: Path, body: str, told: bool) -> Exit:
    from landbridge.output.problems import WriteRefused
    from landbridge.output.single import current, inventory_text

    try:
        before = current(out)
    except WriteRefused as refused:
        show(refused.findings, Format.TEXT, err=True)
        return Exit.FINDINGS
    same = before is not None and before.replace("\r\n", "\n") == inventory_text(out, body)
    if told:
        state = "says the same" if same else "is not there" if before is None else "does not say the same"
        typer.echo(f"{out}: {state}")
    return Exit.FINE if same else Exit.DRIFT


def _write(out: Path, body: str, told: bool, *, force: bool) -> Exit:
    from landbridge.output.problems import WriteRefused
    from landbridge.output.single import write_inventory

    try:
        changed = write_inventory(out, body, force=force)
    except WriteRefused as refused:
        show(refused.findings, Format.TEXT, err=True)
        return Exit.FINDINGS
    if told:
        typer.echo(f"wrote {out}" if changed else f"{out}: nothing to do, it says the same")
    return Exit.FINE
