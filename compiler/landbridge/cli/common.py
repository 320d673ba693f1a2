"""What the commands share: exit codes, options, and how findings and progress are shown."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from pathlib import Path
from threading import Timer
from typing import Annotated

import typer

from landbridge import reporting
from landbridge.findings import Finding, Severity, has_errors


class Exit(IntEnum):
    """Exit codes that scripts can rely on."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    DRIFT = 3
    GREW = 4
    DENIED = 5
    UNKNOWN = 6


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


SpecArgument = Annotated[
    Path, typer.Argument(metavar="SPEC", help="The migration spec, a YAML file.", show_default=False)
]
FormatOption = Annotated[Format, typer.Option("--format", help="How findings are printed.")]

_COLOURS = {Severity.ERROR: typer.colors.RED, Severity.WARNING: typer.colors.YELLOW}


def coloured(stream: object) -> bool:
    """Whether to colour what goes to a stream: on a terminal only, and never against NO_COLOR."""
    return not os.environ.get("NO_COLOR") and getattr(stream, "isatty", lambda: False)()


def style(text: str, colour: str, *, err: bool = False) -> str:
    """Colour a text where its stream takes colours."""
    return typer.style(text, fg=colour) if coloured(sys.stderr if err else sys.stdout) else text


def show(findings: Sequence[Finding], form: Format, *, err: bool = False, **more: object) -> None:
    """Print findings. In text form they go where `err` says, with colours; other forms go to stdout, whole."""
    if form is not Format.TEXT:
        output = reporting.render(findings, form.value, titles(), **more)
        if output:
            typer.echo(output)
        return
    for finding in findings:
        line = reporting.text([finding])
        word = str(finding.severity)
        typer.echo(line.replace(f": {word} ", f": {style(word, _COLOURS[finding.severity], err=err)} ", 1), err=err)
    if findings:
        typer.echo(reporting.summary(findings), err=err)


def titles() -> dict[str, str]:
    """The titles of all rules by id."""
    from landbridge.areas import explained

    return {id_: each.title for id_, each in explained().items()}


def stop_on_errors(findings: Sequence[Finding]) -> None:
    """Leave with the exit code for findings where there is an error among them."""
    if has_errors(findings):
        raise typer.Exit(Exit.FINDINGS)


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Say on a terminal what is going on, once it has taken two seconds."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # only a person at a terminal waits for it
    from rich.status import Status

    status = Status(what, console=Console(stderr=True))
    timer = Timer(2.0, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        status.stop()
