"""One writer at a time: an flock on the output folder itself, so that no lock file is ever left behind."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from landbridge.output.problems import WriteRefused, busy, cannot_write, in_the_way
from landbridge.output.tree import Tree

WAIT = 2.0
"""Seconds to wait for another writer before giving up; a compile holds the lock for milliseconds."""
_PAUSE = 0.02

_Key = tuple[int, int, int]
_held: dict[_Key, Tree] = {}
"""The folders that each thread holds the writer's lock on, by thread, device and inode."""


@contextmanager
def locked(root: Path, *, shared: bool = False) -> Iterator[Tree]:
    """Hold the lock on a folder; inside itself, use the lock that the same thread holds already.

    Args:
        root: the folder. It is made where it is missing, and taken away again if nothing was put into it.
        shared: keep out writers only, and write nothing: a missing folder is an empty tree then.

    Raises:
        WriteRefused: LB903 where `root` is no folder, LB907 where it cannot be opened, made or locked,
            LB908 where another process holds the lock for longer than `WAIT` seconds.
    """
    if (held := _already_held(root)) is not None:
        yield held
        return
    missing = [] if shared else _missing_folders(root)
    fd = _acquire(root, shared=shared)
    if fd is None:
        yield Tree(root, None)
        return
    tree = Tree(root, fd)
    with ExitStack() as at_the_end:  # in reverse order
        at_the_end.callback(os.close, fd)
        at_the_end.callback(_remove_empty, missing)
        if not shared:
            key = _key(os.fstat(fd))
            _held[key] = tree
            at_the_end.callback(_held.pop, key)
        yield tree


def _already_held(root: Path) -> Tree | None:
    """Return the tree that this thread holds the writer's lock on, if `root` is that."""
    try:
        return _held.get(_key(root.stat()))
    except OSError:
        return None


def _missing_folders(root: Path) -> list[Path]:
    """Return the folders that have to be made, innermost first."""
    try:
        return [folder for folder in (root, *root.parents) if not folder.exists()]
    except OSError:  # nothing can be made there, as will turn out
        return []


def _remove_empty(made: list[Path]) -> None:
    with suppress(OSError):  # as soon as one of them holds something
        for folder in made:
            folder.rmdir()


def _acquire(root: Path, *, shared: bool) -> int | None:
    """Return a descriptor of the locked folder, or None for a missing one that only a reader asks for."""
    deadline = time.monotonic() + WAIT
    try:
        while True:
            if not shared:
                with suppress(FileNotFoundError):  # another writer just took an empty folder above away: once more
                    root.mkdir(parents=True, exist_ok=True)
            if (fd := _try(root, shared=shared)) is not None:
                return fd
            if shared and not root.exists():
                return None
            if time.monotonic() > deadline:
                raise WriteRefused([busy(root)])
            time.sleep(_PAUSE)
    except (FileExistsError, NotADirectoryError):
        raise WriteRefused([in_the_way(root, "", "the output folder is not a folder")]) from None
    except OSError as error:
        raise WriteRefused([cannot_write(root, "", error)]) from error


def _try(root: Path, *, shared: bool) -> int | None:
    """Open and lock the folder once; None where another process holds the lock, or took the folder away."""
    try:
        fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        # A folder that was removed or swapped while we waited is locked in vain.
        if os.path.samestat(os.fstat(fd), root.stat()):
            return fd
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(fd)
        raise
    os.close(fd)
    return None


def _key(status: os.stat_result) -> _Key:
    return threading.get_ident(), status.st_dev, status.st_ino
