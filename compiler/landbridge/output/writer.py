"""The door to this stage: plan what changes in the output folder, apply the plan, and heal after a kill.

    with writing(out, force=force) as notes:
        todo = plan(out, files, force=force)
        if not todo.findings:
            apply(todo)

Nothing here raises but WriteRefused, which holds findings.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from landbridge.output import journal, problems
from landbridge.output.locking import locked
from landbridge.output.paths import MANIFEST
from landbridge.output.plan import Change, Plan
from landbridge.output.planner import make_plan, path_findings
from landbridge.output.problems import WriteRefused
from landbridge.output.tree import Obstacle, Signature, Tree

__all__ = ["Change", "Plan", "WriteRefused", "apply", "plan", "recover", "writing"]


@contextmanager
def writing(root: Path, *, force: bool = False) -> Iterator[list[str]]:
    """Hold the lock on the output folder, and first finish or take back what a killed run left there.

    Gives sentences for the user that say what was finished or taken back. May be nested.

    Raises:
        WriteRefused: LB903, LB907, LB908 where the folder cannot be locked, LB909 where an interrupted run
            cannot be finished; `force` gives that run up.
    """
    with locked(root) as tree:
        yield _recover(tree, force=force)


def recover(root: Path, *, force: bool = False) -> list[str]:
    """Finish or take back what a killed run left, and say what was done; see `writing`."""
    with writing(root, force=force) as notes:
        return notes


def plan(
    root: Path,
    files: Mapping[str, str],
    *,
    held: Collection[str] = (),
    known: Collection[str] = (),
    force: bool = False,
    read_only: bool = False,
) -> Plan:
    """Work out what must change below `root` so that it holds exactly `files` of ours.

    Args:
        root: the output folder; it need not exist.
        files: the body of every file, without header, by its path below `root` with `/` between names.
        held: addresses of what Terraform refuses to destroy; an earlier tree's must be among those `known`.
        known: addresses of all that it has, moves or forgets.
        force: take over foreign and edited files, a damaged manifest and a run that cannot be finished; a file
            beside ours that Terraform would apply with them (LB905) is refused all the same.
        read_only: write nothing at all (for `--check`), so that an interrupted run is a finding.

    Returns:
        the plan, with findings instead of an exception for whatever forbids it.
    """
    findings = path_findings(root, files)
    if findings:
        return Plan(root, findings=findings)
    try:
        with locked(root, shared=read_only) as tree:
            pending = _pending(tree) if read_only else None
            if not read_only:
                _recover(tree, force=force)
            made = make_plan(tree, files, held=held, known=known, force=force)
    except WriteRefused as refused:
        return Plan(root, findings=refused.findings)
    # What else there is to say of a half-written tree would only mislead.
    return replace(made, findings=[problems.interrupted(root, pending)]) if pending else made


def apply(plan: Plan) -> None:
    """Carry the plan out: afterwards the folder holds all of it, or, if this raises, nothing of it.

    Raises:
        WriteRefused: the plan has findings, another process is writing (LB908), a file changed since the plan
            was made or cannot be written (LB907), or something stepped in the way (LB903).
    """
    if plan.findings:
        raise WriteRefused(plan.findings)
    todo = [change for change in plan.changes if change.kind != "same"]
    if not todo:
        return
    # The manifest goes last: whoever reads it sees a list of files that are there.
    todo.sort(key=lambda change: change.path == MANIFEST)
    with locked(plan.root) as tree:
        _recover(tree, force=False)
        with _refusing(tree):
            journal.carry_out(tree, todo, lambda: _check_unchanged(tree, plan))


def _check_unchanged(tree: Tree, plan: Plan) -> None:
    changed = [path for path, signature in plan.signatures.items() if _is_changed(tree, path, signature)]
    if changed:
        raise WriteRefused(problems.changed_meanwhile(plan.root, path) for path in changed)


def _recover(tree: Tree, *, force: bool) -> list[str]:
    with _refusing(tree):
        return journal.recover(tree, force=force)


def _pending(tree: Tree) -> str | None:
    with _refusing(tree):
        return journal.is_pending(tree)


def _is_changed(tree: Tree, path: str, signature: Signature | None) -> bool:
    try:
        return tree.signature(path) != signature
    except Obstacle as obstacle:
        # A stale file or folder of ours that makes room for this file is as the plan knows it.
        return signature is not None or not obstacle.is_plain
    except OSError:
        return True


@contextmanager
def _refusing(tree: Tree) -> Iterator[None]:
    """Turn what the operating system objects to into findings."""
    try:
        yield
    except Obstacle as obstacle:
        raise WriteRefused([problems.in_the_way(tree.root, obstacle.path, str(obstacle))]) from obstacle
    except OSError as error:
        path = error.filename if isinstance(error.filename, str) else ""
        raise WriteRefused([problems.cannot_write(tree.root, path, error)]) from error
