"""Single files beside a spec: the lock, the inventory, and what `landbridge init` makes."""

import hashlib
import os
import tempfile
from pathlib import Path

from landbridge.findings import Finding, Place
from landbridge.lock import NAME
from landbridge.output.ownership import INVENTORY_MARKER, conflict_line, ownership, seal
from landbridge.output.problems import WriteRefused


def digest(text: str) -> str:
    """SHA-256 of a text as it is written, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_lock(spec: Path, text: str) -> None:
    """Put the lock beside its spec in one step: a reader sees the old or the new one.

    Raises:
        WriteRefused: LB903 where a link or folder stands there, LB907 where it cannot be written.
    """
    _replace(spec.parent / NAME, text)


def inventory_text(path: Path, body: str) -> str:
    """Return an inventory as it is written, with its header."""
    return seal(path.name, body, INVENTORY_MARKER)


def write_inventory(path: Path, body: str, *, force: bool = False) -> bool:
    """Put an inventory in place of the one that was there. Returns whether anything changed.

    Raises:
        WriteRefused: LB901 where somebody else's file stands there, LB902 where ours was edited (unless `force`), LB903
            for a link or folder, LB907 where it cannot be written.
    """
    text = inventory_text(path, body)
    before = current(path)
    if before is not None and before.replace("\r\n", "\n") == text:
        return False
    owner = ownership(path.name, before, INVENTORY_MARKER) if before is not None else "ours"
    if owner != "ours" and not force:
        raise WriteRefused([_not_as_written(path, before or "") if owner == "edited" else _there(path)])
    _replace(path, text)
    return True


def current(path: Path) -> str | None:
    """Return what a file holds now; None where there is none.

    Raises:
        WriteRefused: LB907 where it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise _in_the_way(path) from None
    except OSError as error:
        raise _cannot(path, error) from error


def _replace(path: Path, text: str) -> None:
    """Write a file in one step, with the rights that a new one gets."""
    if path.is_symlink() or path.is_dir():
        raise _in_the_way(path)
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
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
        hint = "choose another folder, or move it away"
        raise WriteRefused([Finding("LB901", f"{path} is there already", hint, place=Place(str(path)))]) from error
    except OSError as error:
        raise _cannot(path, error) from error


def _there(path: Path) -> Finding:
    message = f"{path} exists and was not written by `landbridge inventory`"
    return Finding("LB901", message, "choose another name, or let --force replace it", place=Place(str(path)))


def _not_as_written(path: Path, text: str) -> Finding:
    line = conflict_line(text)
    message = f"{path} holds a merge conflict" if line else f"{path} was edited by hand"
    hint = "read it again with --force, which drops what was written by hand; what is still needed, write in afterwards"
    return Finding("LB902", message, hint, place=Place(str(path), line or 1))


def _in_the_way(path: Path) -> WriteRefused:
    return WriteRefused([Finding("LB903", f"{path} is a link or a folder", "move it away", place=Place(str(path)))])


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _cannot(path: Path, error: OSError) -> WriteRefused:
    return WriteRefused(
        [Finding("LB907", f"cannot write {path}: {(error.strerror or str(error)).lower()}", place=Place(str(path)))]
    )
