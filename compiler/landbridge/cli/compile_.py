"""`landbridge compile`: its options, and what they may not say together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from landbridge.cli import compile_run as run
from landbridge.cli.common import Format, FormatOption, progress
from landbridge.cli.compile_run import Job, Options


def compile_(
    specs: Annotated[
        list[Path], typer.Argument(metavar="SPEC...", help="Migration specs, YAML files.", show_default=False)
    ],
    out: Annotated[Path | None, typer.Option(help="Folder for the output of one spec.", show_default=False)] = None,
    out_root: Annotated[
        Path | None,
        typer.Option(
            help="Folder that gets one per spec, named after its file; spec.yaml after its folder.", show_default=False
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 3 where the folder is not what the spec compiles to."),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print the changes as a unified diff, with --check or --dry-run.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; print what would be done.")] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Take over files that Landbridge did not write or that were edited."),
    ] = False,
    modules_only: Annotated[
        bool, typer.Option("--modules-only", help="Only modules/, for a root of your own.")
    ] = False,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Compile specs into Terraform, each into its own folder.

    Example: landbridge compile spec.yaml --out live
    Example: landbridge compile dev.yaml prod.yaml --out-root live --check --diff
    """
    options = Options(check=check, diff=diff, dry_run=dry_run, force=force, modules_only=modules_only, form=format_)
    jobs = _jobs(specs, out, out_root)
    if check and (dry_run or force):
        raise typer.BadParameter("--check goes with neither --dry-run nor --force")
    if diff and options.writes:
        raise typer.BadParameter("--diff goes with --check or --dry-run")
    # --check is what a pipeline trusts: it takes no word of a record that lies in a cache folder.
    if not force and not check and run.nothing_to_do(jobs, options):
        return
    with progress(f"Compiling {', '.join(str(job.spec) for job in jobs)}"):
        code = run.run(jobs, options)
    raise typer.Exit(code)


def _jobs(specs: Sequence[Path], out: Path | None, out_root: Path | None) -> list[Job]:
    folder = out_root if out is None else out
    if folder is None or (out is not None and out_root is not None):
        raise typer.BadParameter("give one of --out and --out-root")
    if not str(folder).strip():
        raise typer.BadParameter("the output folder has no name; for the current folder write .")
    if out is not None:
        if len(specs) > 1:
            raise typer.BadParameter("--out takes one spec; --out-root takes many")
        return [Job(specs[0], folder)]
    names = [spec.stem if spec.stem != "spec" else spec.resolve().parent.name for spec in specs]
    nameless = [str(spec) for spec, name in zip(specs, names, strict=True) if name in ("", ".", "..")]
    if nameless:
        raise typer.BadParameter(f"no folder can be named after {', '.join(nameless)}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise typer.BadParameter(f"two specs would compile into one folder: {', '.join(twice)}")
    return [Job(spec, folder / name) for spec, name in zip(specs, names, strict=True)]
