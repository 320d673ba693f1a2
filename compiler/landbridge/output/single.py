"""Single files beside a spec: the lock, and what `landbridge init` makes."""

import hashlib
import os
import tempfile
from pathlib import Path

from landbridge.findings import Finding, Place
from landbridge.lock import NAME
from landbridge.output.problems import WriteRefused


def digest(text: str) -> str:
    """SHA-256 of a text as it is written, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_lock(spec: Path, text: str) -> None:
    """Put the lock beside its spec in one step: a reader sees the old or the new one.

    Raises:
        WriteRefused: LB903 where a link or folder stands there, LB907 where it cannot be written.
    """
    path = spec.parent / NAME
    if path.is_symlink() or path.is_dir():
        raise WriteRefused([Finding("LB903", f"{path} is a link or a folder", "move it away", place=Place(str(path)))])
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{NAME}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fchmod(file.fileno(), 0o666 & ~_umask())
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _cannot(path, error) from error


def create(path: Path, text: str) -> None:
    """Make a new file, and its folder.

    Raises:
        WriteRefused: LB901 where there is something already, LB907 where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise WriteRefused(
            [
                Finding(
                    "LB901",
                    f"{path} is there already",
                    "choose another folder, or move it away",
                    place=Place(str(path)),
                )
            ]
        ) from error
    except OSError as error:
        raise _cannot(path, error) from error


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _cannot(path: Path, error: OSError) -> WriteRefused:
    return WriteRefused(
        [Finding("LB907", f"cannot write {path}: {(error.strerror or str(error)).lower()}", place=Place(str(path)))]
    )
