"""`landbridge init`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbridge.cli.common import Exit, Format, show, stop_on_errors

if TYPE_CHECKING:
    from landbridge.starter.conversion import Conversion
    from landbridge.starter.emission import Remarks

_SPEC = "spec.yaml"
_SCHEMA = "landbridge.schema.json"


class Tier(StrEnum):
    """The presets that a spec can begin with."""

    STARTUP = "startup"
    MEDIUM = "medium"
    ENTERPRISE = "enterprise"


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to begin; left out: here.")] = Path(),
    tier: Annotated[
        Tier | None, typer.Option(help="The preset of groups and roles. Default: startup.", show_default=False)
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="CONFIG", help="Start from a config with iam_groups and roles.", show_default=False
        ),
    ] = None,
) -> None:
    """Begin a spec: a commented spec.yaml that compiles, and the schema with which an editor completes it.

    With --from the config's groups, roles, levels and tags become the spec, and what is left to decide is listed.

    Example: landbridge init --tier medium
    Example: landbridge init --from edge-prod-b001-us-west-1-sec.yaml
    """
    if config is not None and tier is not None:
        raise typer.BadParameter("--from goes without --tier: the config names its tier")
    path = folder / _SPEC
    if config is not None:
        _convert(config, path)
    else:
        from landbridge.starter.fresh import fresh_spec

        _create(path, fresh_spec(tier or Tier.STARTUP))
        typer.echo(f"Next:\n  change what is marked `Change me` in {path}")
    typer.echo(f"  landbridge check {path}\n  landbridge compile {path} --out {folder / 'live'}")


def _create(path: Path, text: str) -> None:
    """Write the spec, and the schema where there is none yet; leave where the spec is there already."""
    from landbridge.output.problems import WriteRefused
    from landbridge.output.single import create
    from landbridge.spec.schema import schema_text

    schema = path.parent / _SCHEMA
    try:
        create(path, text)
        typer.echo(f"wrote {path}")
        if schema.exists():
            typer.echo(f"left {schema} as it is; `landbridge schema` prints the newest")
        else:
            create(schema, schema_text())
            typer.echo(f"wrote {schema}")
    except WriteRefused as refused:
        show(refused.findings, Format.TEXT, err=True)
        raise typer.Exit(Exit.FINDINGS) from refused


def _convert(config: Path, path: Path) -> None:
    from landbridge.pipeline import analyse
    from landbridge.source.readers import DiskReader
    from landbridge.starter.conversion import convert
    from landbridge.starter.preview import Unwritten

    conversion, findings = convert(config)
    show(findings, Format.TEXT, err=True)
    stop_on_errors(findings)
    if conversion is None:  # the findings have said why
        raise typer.Exit(Exit.FINDINGS)
    analysis = analyse(Unwritten(path, conversion.text()), path.name)
    brought = conversion.brought_by_tier(analysis.document.root) if analysis.document is not None else {}
    _create(path, conversion.text(analysis.findings, brought))
    _tell(conversion, brought)
    typer.echo("\nLeft to decide, marked `To decide` in the spec:")
    if conversion.chose_boundary:
        typer.echo("  security.permissions_boundary: keep, unless you say otherwise")
    show(analyse(DiskReader(path), path.name).findings, Format.TEXT)
    typer.echo("\nNext:")
    if conversion.export is not None:
        typer.echo(f"  {conversion.export.next_step(path)}")


def _tell(conversion: "Conversion", brought: "Remarks") -> None:
    """Say what is not in the spec as it was in the config, and what the tier adds to it."""
    from landbridge.findings import dotted

    if conversion.notes:
        typer.echo("\nNot as it was in the config:")
    for note in conversion.notes:
        typer.echo(f"  {note.place}: {note.message}" if note.place else f"  {note.message}")
    if brought:
        typer.echo("\nNot in the config, brought by the tier:")
    for where, keys in brought.items():
        typer.echo(f"  {dotted(where)}: {', '.join(keys)}")
