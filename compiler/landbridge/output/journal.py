"""Changes several files as one: killed at any point, all changes are made, none is, or they are pending.

1. Every new file is written into `.landbridge.staging/` and flushed to disk. Until here the tree is the old
   one, and the next run deletes the folder.
2. The journal, a list of all steps, appears under its name in one rename. From here on the steps are owed:
   the next run carries them out first.
3. Files are removed and staged files are renamed into place. Each step can be repeated.
4. The journal goes, then the staging folder. From here on the tree is the new one.

Should a step fail while the process lives, a journal of the opposite steps takes the first one's place, so
that taking back is as safe as carrying out.
"""

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass

from landbridge.output.ownership import has_header, ownership
from landbridge.output.paths import JOURNAL, MANIFEST, STAGING, folders, must_be_executable, path_problem
from landbridge.output.plan import Change, to_bytes, to_text
from landbridge.output.problems import WriteRefused, cannot_finish, half_done, in_the_way
from landbridge.output.tree import Obstacle, Tree

_FORMAT = 1
_DRAFT = f"{STAGING}/journal"
_STAGED_NAME = re.compile(r"journal|(do|undo)[0-9]+", re.ASCII)
_DIGEST_FORM = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one file.

    `before` and `after` are SHA-256 digests of its content, None where there is no file. `staged` is the name
    in the staging folder of the file to move into place, None for a removal.
    """

    path: str
    before: str | None
    after: str | None
    staged: str | None


def carry_out(tree: Tree, changes: Sequence[Change], check: Callable[[], None]) -> None:
    """Make all changes, or none.

    Args:
        tree: the output folder, under the writer's lock, with nothing pending.
        changes: what to do, in this order.
        check: is called when all is prepared and nothing done, and raises if it must not be done.

    Raises:
        OSError, Obstacle: a change could not be made, and the tree is as it was before.
        WriteRefused: LB907, a change could not be made, nor could those before it be taken back; the journal
            stays.
    """
    steps = [_step(change, f"do{number}") for number, change in enumerate(changes)]
    _begin(tree, steps, changes, check)
    try:
        _perform(tree, steps)
    except (OSError, Obstacle) as error:
        try:
            _take_back(tree, steps, changes)
        except (OSError, Obstacle):
            raise WriteRefused([half_done(tree.root, error)]) from error
        raise


def is_pending(tree: Tree) -> str | None:
    """Return the name of the journal or staging folder that an interrupted run left behind, or None."""
    return next((name for name in (JOURNAL, STAGING) if tree.exists(name)), None)


def recover(tree: Tree, *, force: bool = False) -> list[str]:
    """Finish or take back what an interrupted run left, and return sentences that say what was done.

    Args:
        tree: the output folder, under the writer's lock.
        force: give up steps that cannot be carried out any more, instead of refusing.

    Raises:
        WriteRefused: LB909, the journal is damaged, or a file that it names was changed since; LB907, a step
            could not be carried out. The journal stays.
        OSError, Obstacle: the journal or the prepared files could not be read or removed.
    """
    journal = tree.read(JOURNAL)
    if journal is None:
        return ["removed what an interrupted run had prepared"] if _discard_staging(tree) else []
    try:
        steps = _parse(tree, journal.data)
        _check(tree, steps)
    except WriteRefused:
        if not force:
            raise
        tree.remove(JOURNAL)
        _discard_staging(tree)
        return ["gave up an interrupted run that could not be finished"]
    try:
        _perform(tree, steps)
    except (OSError, Obstacle) as error:
        raise WriteRefused([half_done(tree.root, error)]) from error
    return [f"finished an interrupted run ({len(steps)} files)"]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _step(change: Change, staged: str) -> Step:
    before, after = (None if text is None else _digest(to_bytes(text)) for text in (change.before, change.after))
    return Step(change.path, before, after, None if after is None else staged)


def _begin(tree: Tree, steps: Sequence[Step], changes: Iterable[Change], check: Callable[[], None]) -> None:
    """Stage every new file and put the journal in its place; on any error nothing stays."""
    try:
        tree.make_folder(STAGING)
        _stage(tree, steps, changes)
        check()
        _publish(tree, steps)
    except BaseException:
        with suppress(OSError, Obstacle, WriteRefused):
            tree.remove(JOURNAL)
            _discard_staging(tree)
        raise


def _stage(tree: Tree, steps: Iterable[Step], changes: Iterable[Change]) -> None:
    for step, change in zip(steps, changes, strict=True):
        if change.after is not None:
            executable = must_be_executable(change.path)
            tree.create(f"{STAGING}/{step.staged}", to_bytes(change.after), executable=executable)
    tree.flush(STAGING)


def _publish(tree: Tree, steps: Iterable[Step]) -> None:
    """Write the journal and give it its name in one step, replacing another one."""
    content = {"format": _FORMAT, "steps": [asdict(step) for step in steps]}
    tree.create(_DRAFT, json.dumps(content).encode())
    tree.move(_DRAFT, JOURNAL)
    tree.flush()


def _perform(tree: Tree, steps: Sequence[Step]) -> None:
    """Carry out the steps that are not done yet, then forget them."""
    removed = [step.path for step in steps if step.staged is None]
    moved = [step.path for step in steps if step.staged is not None]
    for path in removed:
        _remove(tree, path)
    # Before the moves, so that a file may take the name of a folder that is empty now.
    _remove_emptied(tree, removed, keep={folder for path in moved for folder in folders(path)})
    for step in steps:
        if step.staged is not None:
            _move(tree, step.staged, step)
    for folder in sorted({folder for path in (*removed, *moved) for folder in folders(path)}):
        with suppress(Obstacle):  # a folder whose name a file has taken
            tree.flush(folder)
    tree.flush()
    tree.remove(JOURNAL)
    # The tree is the new one now; litter that resists is for the next run.
    with suppress(OSError, Obstacle, WriteRefused):
        _discard_staging(tree)


def _remove(tree: Tree, path: str) -> None:
    # An obstacle: our file is gone already, and its name or that of its folder was given to something else.
    with suppress(Obstacle):
        if tree.signature(path) is not None:
            tree.remove(path)


def _move(tree: Tree, staged: str, step: Step) -> None:
    try:
        tree.move(f"{STAGING}/{staged}", step.path)
    except FileNotFoundError:
        if _digest_at(tree, step.path) != step.after:  # else the interrupted run had moved it
            raise


def _take_back(tree: Tree, steps: Iterable[Step], changes: Iterable[Change]) -> None:
    """Undo the steps that were done, by a journal of their opposites.

    New files are removed even where they are not there yet, for the folders that were made for them.
    """
    back = [
        Change(change.path, "changed", change.after, change.before)
        for change, step in zip(changes, steps, strict=True)
        if step.before is None or (step.before != step.after and _is_done(tree, step))
    ]
    opposites = [_step(change, f"undo{number}") for number, change in enumerate(back)]
    _stage(tree, opposites, back)
    _publish(tree, opposites)
    _perform(tree, opposites)


def _is_done(tree: Tree, step: Step) -> bool:
    try:
        return _digest_at(tree, step.path) == step.after
    except Obstacle:
        return False


def _remove_emptied(tree: Tree, paths: Iterable[str], keep: Container[str]) -> None:
    """Remove the folders that led to these paths and hold nothing any more."""
    for path in paths:
        for folder in folders(path):
            if folder in keep or not tree.remove_empty(folder):
                break


def _discard_staging(tree: Tree) -> bool:
    """Remove the staging folder with all that we put there, and tell whether there was one."""
    names = tree.names(STAGING)
    if names is None:
        return False
    for name in names:
        if _STAGED_NAME.fullmatch(name):
            tree.remove(f"{STAGING}/{name}")
    if not tree.remove_empty(STAGING):
        raise WriteRefused([in_the_way(tree.root, STAGING, "it holds what Landbridge did not put there")])
    return True


def _parse(tree: Tree, data: bytes) -> list[Step]:
    """Read a journal, which may be anything: it lay on disk where anybody could write."""
    try:
        content = json.loads(data)
        if content["format"] != _FORMAT:
            raise ValueError("another format")
        steps = [Step(**step) for step in content["steps"]]
        if len({step.path for step in steps}) < len(steps) or not all(map(_is_sound, steps)):
            raise ValueError("an unsound step")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise WriteRefused([cannot_finish(tree.root, JOURNAL, "is damaged")]) from None
    return steps


def _is_sound(step: Step) -> bool:
    """Tell whether a step names a path of ours, and whether its parts fit together."""
    return (
        (step.path == MANIFEST or path_problem(step.path) is None)
        and all(value is None or _DIGEST_FORM.fullmatch(value) for value in (step.before, step.after))
        and (step.before or step.after) is not None
        and (step.staged is None) == (step.after is None)
        and (step.staged is None or _STAGED_NAME.fullmatch(step.staged) is not None)
    )


def _check(tree: Tree, steps: Iterable[Step]) -> None:
    """Refuse steps that can no longer be carried out as they were meant, before any of them is."""
    findings = [cannot_finish(tree.root, step.path, why) for step in steps if (why := _trouble(tree, step))]
    if findings:
        raise WriteRefused(findings)


def _trouble(tree: Tree, step: Step) -> str | None:
    """Tell why a step cannot be carried out. A journal may come with a pull request: it moves nobody else's files."""
    try:
        current = _digest_at(tree, step.path)
        if current == step.before and current is not None and _is_foreign(tree, step.path, step.path):
            return "is not Landbridge's"
        if step.staged and _is_foreign(tree, f"{STAGING}/{step.staged}", step.path):
            return "was not prepared by Landbridge"
        staged = tree.read(f"{STAGING}/{step.staged}") if step.staged else None
    except Obstacle as obstacle:
        return f"cannot be reached: {obstacle}"
    if current not in (step.before, step.after):
        return "was changed since"
    if staged is None:
        return None if step.staged is None or current == step.after else "is no longer prepared"
    return None if _digest(staged.data) == step.after else "was prepared otherwise"


def _is_foreign(tree: Tree, stands: str, path: str) -> bool:
    """Tell whether what stands at one path is no file of ours for another; JSON has no header to tell by."""
    found = tree.read(stands) if has_header(path) else None
    return found is not None and ownership(path, to_text(found.data)) == "foreign"


def _digest_at(tree: Tree, path: str) -> str | None:
    """Return the digest of the file at a path; None for no file, also where a folder or a file above is."""
    try:
        found = tree.read(path)
    except Obstacle as obstacle:
        # Steps turn files into folders and folders into files, so either may be there already.
        if obstacle.is_plain:
            return None
        raise
    return None if found is None else _digest(found.data)
