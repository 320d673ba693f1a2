"""`landbridge check`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbridge.cli.common import Format, FormatOption, progress, show, stop_on_errors

if TYPE_CHECKING:
    from datetime import date


def check(
    specs: Annotated[
        list[Path], typer.Argument(metavar="SPEC...", help="Migration specs, YAML files.", show_default=False)
    ],
    today: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="A day such as 2027-03-31: access that expires by then is an error, and within 14 days a warning."
            " Left out: no calendar is looked at.",
            show_default=False,
        ),
    ] = None,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Check specs and print all findings; nothing is written.

    Example: landbridge check examples/iam-medium/spec.yaml --format github
    Example: landbridge check spec.yaml --today "$(date +%F)"
    """
    day = _day(today)
    from landbridge.pipeline import compile_specs

    with progress(f"Checking {', '.join(map(str, specs))}"):
        compilations = compile_specs(specs, today=day)
    findings = [finding for compilation in compilations for finding in compilation.findings]
    show(findings, format_)
    stop_on_errors(findings)
    if format_ is Format.TEXT:
        for spec, compilation in zip(specs, compilations, strict=True):
            if not compilation.findings:
                typer.echo(f"{spec}: no findings")


def _day(text: str | None) -> "date | None":
    if text is None:
        return None
    from datetime import date  # only this option needs it

    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise typer.BadParameter("write a day as YEAR-MONTH-DAY, such as 2027-03-31", param_hint="--today")
    return found
