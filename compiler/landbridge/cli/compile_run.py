"""The run of `landbridge compile`: the shortcut, the plans, what is written and what is told."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from landbridge import unchanged
from landbridge.cli.common import Exit, Format, show, stop_on_errors, style
from landbridge.findings import Finding, has_errors
from landbridge.lock import NAME

if TYPE_CHECKING:
    from landbridge.output.plan import Plan
    from landbridge.pipeline import Compilation

_SIGNS = {
    "created": ("[+]", typer.colors.GREEN),
    "changed": ("[~]", typer.colors.YELLOW),
    "removed": ("[-]", typer.colors.RED),
}


@dataclass(frozen=True, slots=True)
class Job:
    """One spec and the folder that it compiles into."""

    spec: Path
    out: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for."""

    check: bool
    diff: bool
    dry_run: bool
    force: bool
    modules_only: bool
    form: Format

    @property
    def writes(self) -> bool:
        """Whether the output folder may be touched."""
        return not (self.check or self.dry_run)


def nothing_to_do(jobs: list[Job], options: Options) -> bool:
    """Compare hashes with those of the last compile. Where all are the same, say so and be done."""
    records = [unchanged.lookup(_key(job, jobs, options)) for job in jobs]
    found = [record for record in records if record is not None]
    if len(found) < len(jobs):
        return False
    findings = [Finding.from_data(data) for record in found for data in record.findings]
    changes = [
        {"path": _below(job, path), "kind": "same"}
        for job, record in zip(jobs, found, strict=True)
        for path in record.files
    ]
    show(findings, options.form, err=True, changes=changes)
    if options.form is Format.TEXT:
        for job, record in zip(jobs, found, strict=True):
            typer.echo(f"{job.out}: nothing to do, {len(record.files)} files are what {job.spec} compiles to")
    return True


def run(jobs: list[Job], options: Options) -> Exit:
    """Compile all jobs; where one has errors, write nothing."""
    from landbridge.pipeline import compile_specs

    compilations = compile_specs([job.spec for job in jobs], modules_only=options.modules_only)
    findings = [finding for compilation in compilations for finding in compilation.findings]
    if any(compilation.files is None for compilation in compilations):
        show(findings, options.form, err=True, changes=[])
        stop_on_errors(findings)
    pairs = list(zip(jobs, compilations, strict=True))
    plans = _carry_out(pairs, options)
    findings += [finding for plan in plans for finding in plan.findings]
    refused = not options.check and any(plan.findings for plan in plans)
    locks = [] if refused else _locks(pairs)
    changes = [{"path": str(plan.root / change.path), "kind": change.kind} for plan in plans for change in plan.changes]
    show(
        findings, options.form, err=True, changes=changes + [{"path": str(path), "kind": kind} for path, kind in locks]
    )
    if options.form is Format.TEXT:
        for job, plan in zip(jobs, plans, strict=True):
            if options.check or plan.changes:
                _tell(job, plan, options)
        for path, kind in locks:
            typer.echo(f"{_sign(kind)} {path}")
    if options.check:
        return Exit.DRIFT if locks or any(plan.drift for plan in plans) else Exit.FINE
    return Exit.FINDINGS if has_errors(findings) else Exit.FINE


def _carry_out(pairs: "list[tuple[Job, Compilation]]", options: Options) -> "list[Plan]":
    """Plan all output folders, and apply the plans where that is wanted and none of them is refused.

    What forbids a plan stands in its findings; one that is not carried out for that has no changes.
    """
    with ExitStack() as held:
        plans = [_plan(job, compilation, options, held) for job, compilation in pairs]
        if options.check:
            return plans
        if any(made.findings for made in plans):
            return [replace(made, changes=()) for made in plans]
        if options.writes:
            jobs = [job for job, _ in pairs]
            plans = [
                _write(job, compilation, made, _key(job, jobs, options))
                for (job, compilation), made in zip(pairs, plans, strict=True)
            ]
    return plans


def _plan(job: Job, compilation: "Compilation", options: Options, held: ExitStack) -> "Plan":
    """Plan one output folder; one that is to be written stays locked until `held` is closed."""
    from landbridge.output.plan import Plan
    from landbridge.output.writer import WriteRefused, plan, writing

    if compilation.files is None:  # what has errors is no empty tree: nothing is written or removed for it
        return Plan(job.out, findings=compilation.findings)
    try:
        if options.writes:
            for note in held.enter_context(writing(job.out, force=options.force)):
                typer.echo(note, err=True)
        return plan(
            job.out,
            compilation.files,
            held=compilation.addresses.held,
            known=compilation.addresses.known,
            force=options.force,
            read_only=not options.writes,
        )
    except WriteRefused as refused:
        return Plan(job.out, findings=list(refused.findings))


def _write(job: Job, compilation: "Compilation", made: "Plan", key: str) -> "Plan":
    """Apply a plan that nothing forbids."""
    from landbridge.output.single import write_lock
    from landbridge.output.writer import WriteRefused, apply

    try:
        if compilation.lock != compilation.locked:
            write_lock(job.spec, compilation.lock.dump())
        apply(made)
    except WriteRefused as refused:
        return replace(made, changes=(), findings=list(refused.findings))
    _remember(job, compilation, made, key)
    return made


def _remember(job: Job, compilation: "Compilation", made: "Plan", key: str) -> None:
    """Keep the hashes for the next compile under a key."""
    from landbridge.output.single import digest

    folder = job.spec.parent
    inputs: dict[str, str | None] = {str(folder / name): sha for name, sha in compilation.inputs}
    lock = compilation.lock.dump()
    inputs[str(folder / NAME)] = digest(lock) if lock else None
    unchanged.store(
        key,
        inputs=inputs,
        outputs={str(job.out / path): sha for path, sha in made.digests().items()},
        findings=[finding.as_data() for finding in compilation.findings],
    )


def _locks(pairs: "list[tuple[Job, Compilation]]") -> list[tuple[Path, str]]:
    """The locks that change, once for each folder of specs, with what happens to them."""
    return list(
        dict.fromkeys(
            (job.spec.parent / NAME, "changed" if compilation.locked.levels else "created")
            for job, compilation in pairs
            if compilation.lock != compilation.locked
        )
    )


def _tell(job: Job, made: "Plan", options: Options) -> None:
    if options.diff:
        typer.echo(made.diff(), nl=False)
    for change in made.changes:
        if change.kind != "same":
            typer.echo(f"{_sign(change.kind)} {job.out / change.path}")
    kinds: list[str] = [change.kind for change in made.changes]
    verb = "" if options.writes else "would be "
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in _SIGNS)
    typer.echo(f"{job.out}: {verb}{counts}, {kinds.count('same')} left alone")


def _sign(kind: str) -> str:
    sign, colour = _SIGNS[kind]
    return style(sign, colour)


def _key(job: Job, jobs: list[Job], options: Options) -> str:
    """The key of a job's record. What is compiled together is checked together, so the other specs belong to it."""
    others = [str(each.spec.absolute()) for each in jobs if each is not job]
    return unchanged.key(job.spec, job.out, "\0".join(["modules" if options.modules_only else "root", *others]))


def _below(job: Job, path: str) -> str:
    return str(job.out / Path(path).relative_to(job.out.absolute()))
