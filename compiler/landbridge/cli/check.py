"""`landbridge check`."""

from pathlib import Path
from typing import Annotated

import typer

from landbridge.cli.common import Format, FormatOption, progress, show, stop_on_errors


def check(
    specs: Annotated[
        list[Path], typer.Argument(metavar="SPEC...", help="Migration specs, YAML files.", show_default=False)
    ],
    format_: FormatOption = Format.TEXT,
) -> None:
    """Check specs and print all findings; nothing is written.

    Example: landbridge check examples/iam-medium/spec.yaml --format github
    """
    from landbridge.pipeline import compile_specs

    with progress(f"Checking {', '.join(map(str, specs))}"):
        compilations = compile_specs(specs)
    findings = [finding for compilation in compilations for finding in compilation.findings]
    show(findings, format_)
    stop_on_errors(findings)
    if format_ is Format.TEXT:
        for spec, compilation in zip(specs, compilations, strict=True):
            if not compilation.findings:
                typer.echo(f"{spec}: no findings")
