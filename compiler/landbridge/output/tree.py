"""File operations below one folder that cannot be led out of it.

Every operation walks from the folder's descriptor through descriptors opened with O_NOFOLLOW. A symlink on
the way is refused, also one that is swapped in between two operations.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # O_NONBLOCK: never wait on a named pipe
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_KINDS = {
    stat.S_IFLNK: "a symlink",
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a file",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
}

Signature = tuple[int, ...]
"""What changes whenever a file does: device, inode, size, mode, and both times (in nanoseconds)."""


class Obstacle(Exception):  # noqa: N818 - what stands in the way, not a defect
    """Something that is neither followed nor replaced stands at `path`."""

    def __init__(self, path: str, mode: int) -> None:
        self.path = path
        self.is_folder = stat.S_ISDIR(mode)
        self.is_plain = self.is_folder or stat.S_ISREG(mode)
        super().__init__(f"{path} is {_KINDS.get(stat.S_IFMT(mode), 'a device')}")


@dataclass(frozen=True, slots=True)
class Found:
    """A plain file as it stood on disk when it was read."""

    data: bytes
    signature: Signature
    executable: bool
    inode: tuple[int, int]


class Tree:
    """The folder behind a descriptor. Paths are relative to it, with `/` between names.

    Operations raise OSError with `filename` set to the path, and Obstacle for what is neither a plain file
    nor a plain folder.
    """

    def __init__(self, root: Path, fd: int | None) -> None:
        """Stand for the folder `root`, open as `fd`; None where it does not exist, and so is empty."""
        self.root = root
        self._fd = fd

    def read(self, path: str) -> Found | None:
        """Return the plain file at `path`, or None where nothing is."""
        with suppress(FileNotFoundError), self._parent(path) as (folder, name):
            _expect_file(path, os.stat(name, dir_fd=folder, follow_symlinks=False))
            fd = os.open(name, _READ, dir_fd=folder)
            with os.fdopen(fd, "rb") as file:
                status = os.fstat(fd)
                _expect_file(path, status)
                return Found(
                    file.read(),
                    _signature(status),
                    bool(status.st_mode & stat.S_IXUSR),
                    (status.st_dev, status.st_ino),
                )
        return None

    def signature(self, path: str) -> Signature | None:
        """Return what tells whether the plain file at `path` changed, or None where nothing is."""
        with suppress(FileNotFoundError), self._parent(path) as (folder, name):
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            _expect_file(path, status)
            return _signature(status)
        return None

    def exists(self, path: str) -> bool:
        """Tell whether anything at all is at `path`."""
        with suppress(FileNotFoundError), self._parent(path) as (folder, name):
            os.stat(name, dir_fd=folder, follow_symlinks=False)
            return True
        return False

    def names(self, path: str) -> list[str] | None:
        """Return the names in the folder at `path`, sorted, or None where nothing is."""
        with (
            suppress(FileNotFoundError),
            self._parent(path + "/") as (folder, _),
            os.scandir(folder) as entries,
        ):
            return sorted(entry.name for entry in entries)
        return None

    def walk(self, path: str) -> Iterator[str]:
        """Yield the path of everything below the folder at `path` but of folders that hold something."""
        names = self.names(path)
        if not names:
            yield path
        for name in names or ():
            try:
                yield from self.walk(f"{path}/{name}")
            except Obstacle as obstacle:
                yield obstacle.path

    def create(self, path: str, data: bytes, *, executable: bool = False) -> None:
        """Write a new file and flush it to disk; its mode follows the process's umask, as usual."""
        with self._parent(path) as (folder, name):
            fd = os.open(name, _CREATE, 0o777 if executable else 0o666, dir_fd=folder)
            with os.fdopen(fd, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(fd)

    def make_folder(self, path: str) -> None:
        """Make a folder that is for this process's user alone."""
        with self._parent(path) as (folder, name):
            os.mkdir(name, 0o700, dir_fd=folder)

    def move(self, source: str, target: str) -> None:
        """Put one file in the place of another, in one step, making the folders that lead there."""
        with (
            self._parent(source) as (from_folder, name),
            self._parent(target, make=True) as (to_folder, new_name),
        ):
            os.replace(name, new_name, src_dir_fd=from_folder, dst_dir_fd=to_folder)

    def remove(self, path: str) -> None:
        """Remove a file, or the symlink itself; nothing happens where nothing is."""
        with suppress(FileNotFoundError), self._parent(path) as (folder, name):
            os.unlink(name, dir_fd=folder)

    def remove_empty(self, path: str) -> bool:
        """Remove a folder if it is empty, and tell whether it is gone."""
        try:
            with self._parent(path) as (folder, name):
                os.rmdir(name, dir_fd=folder)
        except FileNotFoundError:
            return True
        except (OSError, Obstacle):
            return False
        return True

    def flush(self, path: str = "") -> None:
        """Flush a folder's entries to disk; the top folder's for an empty path."""
        with suppress(FileNotFoundError), self._parent(path + "/" if path else "") as (folder, _):
            os.fsync(folder)

    @contextmanager
    def _parent(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """Open the folder that holds `path` and give its descriptor and the last name."""
        if self._fd is None:
            raise FileNotFoundError(path)
        *folders, name = path.split("/")
        fd = self._fd
        try:
            for depth, folder in enumerate(folders, start=1):
                inner = _enter(fd, folder, "/".join(folders[:depth]), make=make)
                if fd != self._fd:
                    os.close(fd)
                fd = inner
            yield fd, name
        except OSError as error:
            error.filename = path.rstrip("/") or str(self.root)
            raise
        finally:
            if fd != self._fd:
                os.close(fd)


def _enter(parent: int, name: str, path: str, *, make: bool) -> int:
    """Open a folder inside a folder, never through a symlink."""
    try:
        return os.open(name, _FOLDER, dir_fd=parent)
    except FileNotFoundError:
        if not make:
            raise
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=parent)
        return os.open(name, _FOLDER, dir_fd=parent)
    except OSError:
        mode = os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            raise
        raise Obstacle(path, mode) from None


def _expect_file(path: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Obstacle(path, status.st_mode)


def _signature(status: os.stat_result) -> Signature:
    return (
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mode,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )
