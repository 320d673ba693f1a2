"""`landbridge diff`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbridge.cli.common import Exit, Format, progress, show, stop_on_errors, style

if TYPE_CHECKING:
    from landbridge.access import HolderChange
    from landbridge.source.readers import Reader


_OLD = "A spec (x.yaml, x.yml, ./x, ../x, /x), or a git revision of NEW."


class Form(StrEnum):
    """How the difference is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=_OLD, show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A spec.", show_default=False)],
    format_: Annotated[
        Form, typer.Option("--format", help="text, markdown for a pull-request comment, or json.")
    ] = Form.TEXT,
) -> None:
    """Show who gains and who loses what between two specs. Exit code 4 where access grew.

    A revision in which NEW does not exist yet counts as a spec without anybody in it.

    Example: landbridge diff main spec.yaml --format markdown
    """
    from landbridge.access import compare, value
    from landbridge.pipeline import analyse
    from landbridge.source.readers import DiskReader

    reader, name = _reader(old, new)
    is_there = _exists(reader, name)
    with progress("Comparing the two specs"):
        before = analyse(reader, name) if is_there else None
        after = analyse(DiskReader(new), new.name)
    # Nobody can mend what is committed: of the old spec its model is enough, whatever rules there are today.
    errors = [] if before is None or before.draft is not None else before.findings
    errors += [] if after.root is not None else after.findings
    show(errors, Format.JSON if errors and format_ is Form.JSON else Format.TEXT, err=True)
    stop_on_errors(errors)
    if before is None:
        typer.echo(f"{value(str(new))} is not in {value(old)}: everything in it is new", err=True)
    changes = compare(before.draft if before is not None else None, after.root)
    _print(changes, format_)
    if any(change.grew for change in changes):
        raise typer.Exit(Exit.GREW)


def _reader(old: str, new: Path) -> "tuple[Reader, str]":
    """What to read the old spec from, and its name there.

    What it is depends on how it is written alone: a file called `main` must not take the place of a branch.
    """
    from landbridge.access import value
    from landbridge.source.readers import DiskReader, GitReader

    path = Path(old)
    if path.suffix not in (".yaml", ".yml") and not old.startswith(("./", "../", "/")):
        return GitReader(new, old), new.name
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {value(old)}", param_hint="OLD")
    return DiskReader(path), path.name


def _exists(reader: "Reader", name: str) -> bool:
    """Whether the spec is there; every other problem is left to the analysis, which reports it."""
    from landbridge.source.readers import ReadError

    try:
        reader.read(name)
    except FileNotFoundError:
        return False
    except (OSError, ReadError):
        pass
    return True


def _print(changes: "list[HolderChange]", form: Form) -> None:
    from landbridge.access import as_data, report

    if form is Form.JSON:
        import json  # only this format needs it

        typer.echo(json.dumps(as_data(changes), indent=2, ensure_ascii=False))
    elif form is Form.MARKDOWN:
        typer.echo(report(changes, markdown=True))
    else:
        colours = {
            "  + ": typer.colors.GREEN,
            "  - ": typer.colors.RED,
            "  ! ": typer.colors.YELLOW,
            "  ~ ": typer.colors.YELLOW,
        }
        for line in report(changes).splitlines():
            typer.echo(style(line, colours[line[:4]]) if line[:4] in colours else line)
