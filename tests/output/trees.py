"""What the tests of the writer share: compile a set of files, read a folder back, kill a process midway."""

import json
import os
import signal
import stat
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from landbridge.output.ownership import seal
from landbridge.output.writer import Plan, WriteRefused, apply, plan, writing

LITTER = {".landbridge.journal", ".landbridge.staging"}
"""What an interrupted run may leave, and a finished one never does."""

STATE_CHANGES = ("open", "replace", "unlink", "mkdir", "rmdir", "fsync")
"""The functions of `os` by which the writer changes anything on disk."""


def compile_to(root: Path, files: Mapping[str, str], *, force: bool = False) -> Plan:
    """Do what the pipeline does with the files of a compile."""
    with writing(root, force=force):
        todo = plan(root, files, force=force)
        apply(todo)
    return todo


def on_disk(files: Mapping[str, str]) -> dict[str, str]:
    """What a folder holds that `files` were written to, and nothing else."""
    manifest = json.dumps({"format": 1, "files": sorted(files)}, indent=2) + "\n"
    return {".landbridge.json": manifest} | {path: seal(path, body) for path, body in files.items()}


def contents(root: Path) -> dict[str, str]:
    """Every file below a folder, and every empty folder with a slash at the end; litter included."""
    found = {}
    for folder, names, files in os.walk(root):
        where = Path(folder)
        found |= {str((where / name).relative_to(root)): (where / name).read_text() for name in files}
        if where != root and not names and not files:
            found[f"{where.relative_to(root)}/"] = ""
    return found


def without_litter(tree: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in tree.items() if path.split("/")[0] not in LITTER}


def files_only(tree: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in tree.items() if not path.endswith("/")}


def finding_ids(todo: Plan) -> list[str]:
    return [finding.id for finding in todo.findings]


def outcome_of(action: Callable[[], object]) -> list[str]:
    """Run an action: the ids of the findings by which it refused, or "interrupted" for Ctrl-C."""
    try:
        action()
    except WriteRefused as refused:
        return [finding.id for finding in refused.findings]
    except KeyboardInterrupt:
        return ["interrupted"]
    return []


def in_child(action: Callable[[], object]) -> int:
    """Start a process that runs `action` and ends; return its id."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        action()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(pid: int) -> int:
    """Wait for a process and return its exit code, negative for the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def killed_at(step: int, action: Callable[[], object]) -> bool:
    """Run `action` in a process that gets SIGKILL right before its n-th change of the disk.

    Returns whether it was killed: False once it has fewer steps. A kill before `fsync` leaves a torn file.
    """

    def doomed() -> None:
        with on_step(step, _die):
            action()

    code = ended(in_child(doomed))
    assert code in (0, -signal.SIGKILL)
    return code == -signal.SIGKILL


@contextmanager
def on_step(step: int, event: Callable[[str, int], None], *, and_after: bool = False) -> Iterator[None]:
    """Call `event` right before the n-th change of the disk (and before all later ones), counting from 1.

    It gets the name of the function in `os` and the function's first argument.
    """
    done = 0
    originals = {name: getattr(os, name) for name in STATE_CHANGES}

    def watched(name: str) -> Callable[..., object]:
        def call(*args: Any, **kwargs: Any) -> object:
            nonlocal done
            if name != "open" or args[1] & os.O_CREAT:
                done += 1
                if done == step or (and_after and done > step):
                    event(name, args[0])
            return originals[name](*args, **kwargs)

        return call

    try:
        for name in STATE_CHANGES:
            setattr(os, name, watched(name))
        yield
    finally:
        for name, original in originals.items():
            setattr(os, name, original)


def _die(name: str, argument: int) -> None:
    if name == "fsync" and stat.S_ISREG(os.fstat(argument).st_mode):
        os.ftruncate(argument, os.fstat(argument).st_size // 2)
    os.kill(os.getpid(), signal.SIGKILL)
