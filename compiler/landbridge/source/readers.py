"""Readers: where the bytes of a spec and of the files it names come from, confined to the spec's folder."""

import os
import re
import stat
from pathlib import Path, PurePosixPath
from typing import Protocol

from landbridge.source.limits import MAX_BYTES
from landbridge.source.nodes import shorten

_GIT_SECONDS = 60
_KEPT_GIT_VARIABLES = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")

_GIT_SETTINGS = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # older versions know no GIT_NO_LAZY_FETCH; this one stands above all configuration
}

_GIT_OPTIONS = (
    "--literal-pathspecs",
    "--no-pager",
    *("-c", "safe.bareRepository=explicit"),  # what a commit can hold is no repository
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never"),
)

_REFS = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
"""Where git looks for a name, in this order."""

_SUFFIXES_OF_SECRETS = (".tfstate", ".tfvars")


class ReadError(Exception):
    """A file that is refused: the finding's id, the message as its text, and a hint."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.hint = hint


class Reader(Protocol):
    """Reads files of the spec's folder by names relative to that folder, with `/` between their parts."""

    def read(self, name: str) -> bytes:
        """Return the bytes of a file, at most `MAX_BYTES`. Raises OSError or ReadError."""

    def display(self, name: str) -> str:
        """Return the name under which findings print a file."""


def canonical(name: str) -> str:
    """Return a name in its one spelling, without `.` parts and doubled slashes.

    Raises:
        ReadError: it is absolute, has a `..` part or a character that cannot be seen, names nothing, or names
            what is likely to hold secrets: hidden files, and state and variables of Terraform.
    """
    parts = PurePosixPath(name).parts
    if not parts or not name.isprintable():  # findings print names as they are
        raise ReadError("LB001", f"{shorten(name)} is not a file name")
    if parts[0].startswith("/") or ".." in parts:
        raise _outside(name, "leads outside the spec's folder")
    _refuse_secrets(name, parts)
    return "/".join(parts)


def _refuse_secrets(name: str, parts: tuple[str, ...]) -> None:
    """Whoever writes a spec would otherwise have such a file printed, line by line, by the findings in it."""
    for part in parts:
        if part.startswith("."):
            raise _not_for_specs(name, "is hidden: a part of its path begins with a dot")
        if any(suffix in part.lower() for suffix in _SUFFIXES_OF_SECRETS):
            raise _not_for_specs(name, "holds state or variables of Terraform")


class DiskReader:
    """Reads from disk. Links are followed only where they stay inside the spec's folder."""

    def __init__(self, spec_path: Path) -> None:
        self._folder = spec_path.parent

    def display(self, name: str) -> str:
        """Return the path of the file, beginning as the user began that of the spec."""
        return str(self._folder / name)

    def read(self, name: str) -> bytes:
        """Return the bytes of a regular file. Raises OSError or ReadError."""
        name = canonical(name)
        real = Path(os.path.realpath(self._folder / name))
        if not real.is_relative_to(os.path.realpath(self._folder)):
            raise _outside(name, "is a link that leads outside the spec's folder")
        _refuse_secrets(name, real.relative_to(os.path.realpath(self._folder)).parts)
        # Opened so that a FIFO does not block and a link put there meanwhile is not followed; what counts
        # is the kind and size of what was opened.
        descriptor = os.open(real, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise _irregular(name, "folder" if stat.S_ISDIR(status.st_mode) else "device or pipe")
            if status.st_size > MAX_BYTES:
                raise too_large(name, status.st_size)
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read(MAX_BYTES + 1)  # it may have grown since
        finally:
            os.close(descriptor)
        if len(data) > MAX_BYTES:
            raise too_large(name, len(data))
        return data


class GitReader:
    """Reads from a revision of the git repository that the spec's folder stands in. Follows no links."""

    def __init__(self, spec_path: Path, revision: str) -> None:
        self._folder = spec_path.parent
        self._revision = revision
        self._commit = ""

    def display(self, name: str) -> str:
        """Return `revision:path`, as git writes it."""
        return f"{self._revision}:{self._folder / name}"

    def read(self, name: str) -> bytes:
        """Return the bytes of a file as they are committed. Raises OSError or ReadError."""
        name = canonical(name)
        self._commit = self._commit or self._resolve()
        listed = self._git("ls-tree", "-z", "-l", self._commit, "--", name)
        # `mode type object size<TAB>path<NUL>`; a folder is one line as long as its name has no final slash.
        fields = listed.partition(b"\t")[0].decode("ascii").split()
        if not fields:
            raise FileNotFoundError(f"not in revision {self._revision}")
        mode, kind, blob, size = fields
        if kind == "blob" and not size.isdecimal():  # `BAD`
            raise ReadError(
                "LB001",
                f"the content of {shorten(name)} in revision {shorten(self._revision)} is not in the repository",
                "fetch it first: a clone that was made with --filter leaves files out",
            )
        if mode == "120000":
            raise _outside(name, "is a link, and links of a revision are not followed")
        if kind != "blob":
            raise _irregular(name, "folder" if kind == "tree" else "submodule")
        if int(size) > MAX_BYTES:
            raise too_large(name, int(size))
        return self._git("cat-file", "blob", blob)

    def _resolve(self) -> str:
        """Return the id of the commit; an id can neither be an option nor hold a path."""
        if not self._revision or self._revision.startswith("-") or not self._revision.isprintable():
            raise ReadError("LB001", f"{shorten(self._revision)} is not a git revision")
        self._check_repository()
        self._check_name()
        commit = self._git("rev-parse", "--verify", "--quiet", f"{self._revision}^{{commit}}").strip()
        if not re.fullmatch(rb"[0-9a-f]{40,64}", commit):
            raise ReadError("LB001", f"git finds no single commit {shorten(self._revision)}")
        return commit.decode("ascii")

    def _check_repository(self) -> None:
        """Refuse a repository that the spec's folder is not a part of the work tree of, but came with its files."""
        said = os.fsdecode(self._git("rev-parse", "--show-toplevel", "--absolute-git-dir")).removesuffix("\n")
        top, _, git_folder = (os.path.realpath(path) if path else "" for path in said.partition("\n"))
        folder = Path(os.path.realpath(self._folder))
        if not top or not git_folder or not folder.is_relative_to(top) or folder.is_relative_to(git_folder):
            raise ReadError(
                "LB001",
                f"{shorten(str(self._folder))} is not in the work tree of a git repository",
                "name a spec in a work tree, or give two files",
            )
        # A commit can put a submodule, with branches of its own, where the spec's folder was.
        submodule = Path(top, ".git").is_file() and not Path(git_folder, "commondir").exists()
        if submodule and not Path.cwd().resolve().is_relative_to(top):
            raise ReadError(
                "LB001",
                f"{shorten(str(self._folder))} is in a submodule, with revisions of its own",
                "to mean the submodule's revisions, run it inside the submodule",
            )

    def _check_name(self) -> None:
        """Refuse a name of several refs: git would silently take the tag where a branch was meant."""
        name = re.split(r"[~^:]|@\{", self._revision, maxsplit=1)[0]
        if name in ("", "@", "HEAD") or name.startswith("refs/"):
            return
        meant = [pattern.format(name) for pattern in _REFS]
        known = self._git("for-each-ref", "--format=%(refname)", *meant).decode("utf-8", "replace").splitlines()
        found = [ref for ref in meant if ref in known]
        if len(found) > 1:
            kinds = " and ".join(shorten(ref) for ref in found)
            raise ReadError("LB001", f"{shorten(name)} names {kinds}", "write out the one that is meant")

    def _git(self, *arguments: str) -> bytes:
        import shutil  # both are needed only to compare revisions
        import subprocess

        git = shutil.which("git")
        if git is None:
            raise ReadError("LB001", "git is not installed", "install git, or give two files")
        if not self._folder.is_dir():
            raise FileNotFoundError(f"there is no folder {shorten(str(self._folder))}")
        try:
            run = subprocess.run(  # noqa: S603  # the path is git's, and no argument can be an option
                [git, *_GIT_OPTIONS, *arguments],
                cwd=self._folder,
                env=_git_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_GIT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise ReadError("LB001", f"git took more than {_GIT_SECONDS} seconds") from None
        if run.returncode:
            said = run.stderr.decode("utf-8", "replace").strip()
            message = f"git cannot read revision {shorten(self._revision)}"
            hint = "name a commit, branch or tag of the repository that holds the spec"
            raise ReadError("LB001", f"{message}: {shorten(said, 200)}" if said else message, hint)
        return run.stdout


def _git_environment() -> dict[str, str]:
    """Return the environment without what a hook or a shell sets to point git at another repository."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT_GIT_VARIABLES)
    }
    return kept | _GIT_SETTINGS


def too_large(name: str, size: int) -> ReadError:
    """Return the error for a file of `size` bytes, more than `MAX_BYTES`."""
    return ReadError(
        "LB003",
        f"{shorten(name)} has {size:,} bytes; the limit is {MAX_BYTES:,}",
        "split the spec: one file for each environment, with extends for what they share",
    )


def _outside(name: str, what: str) -> ReadError:
    return ReadError(
        "LB015",
        f"{shorten(name)} {what}",
        "a spec reads only files of its own folder, by names relative to it: copy or move the file there",
    )


def _not_for_specs(name: str, what: str) -> ReadError:
    return ReadError("LB015", f"{shorten(name)} {what}", "a spec reads no such files: copy what it needs elsewhere")


def _irregular(name: str, kind: str) -> ReadError:
    return ReadError("LB001", f"{shorten(name)} is a {kind}, not a regular file", "give the path of a plain file")
