"""Which paths below the output folder are ours to write or remove, and which never are."""

import unicodedata
from collections.abc import Iterable

MANIFEST = ".landbridge.json"
JOURNAL = ".landbridge.journal"
STAGING = ".landbridge.staging"
_OWN = frozenset({MANIFEST, JOURNAL, STAGING})
_CONFIGURATION = (".tf", ".tf.json", ".tofu", ".tofu.json")


def path_problem(path: str) -> str | None:
    """Say what forbids a file of ours at `path`, or return None; `/` stands between names.

    Never ours, whoever names them: Terraform's own files (`.terraform*`, state, its lock file), git's, and
    those with which the writer itself works.
    """
    if not path:
        return "it is empty"
    if path.startswith("/"):
        return "it is absolute"
    names = path.split("/")
    if ".." in names:
        return "it leads out of the folder"
    if "" in names or "." in names:
        return "it is not in its simplest form"
    if not path.isprintable() or "\\" in path:
        return "it holds a backslash or a character that does not print"
    for name in map(folded, names):
        if name.startswith(".terraform") or ".tfstate" in name:
            return "it belongs to Terraform"
        if name == ".git":
            return "it belongs to git"
    return "it belongs to the writer" if folded(names[0]) in _OWN else None


def collisions(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of paths that cannot both be files: equal but for case, or one a folder of the other."""
    pairs = []
    seen: dict[str, str] = {}
    for path in sorted(paths):
        if (other := seen.setdefault(folded(path), path)) != path:
            pairs.append((other, path))
    for path in seen.values():
        pairs += [(seen[folder], path) for folder in map(folded, folders(path)) if folder in seen]
    return pairs


def must_be_executable(path: str) -> bool:
    """Tell whether a file of this name is a script that people call."""
    return path.endswith(".sh")


def is_configuration(name: str) -> bool:
    """Tell whether Terraform or OpenTofu loads a file of this name as part of the module whose folder holds it.

    Both skip names that begin with a dot, and take an extension only in lower case. (They also skip the backups of
    editors, `x~` and `#x#`, which never end in one of these extensions.)
    """
    return name.endswith(_CONFIGURATION) and not name.startswith(".")


def module_folders(paths: Iterable[str]) -> list[str]:
    """Return the folders that hold these files, sorted, without the output folder itself, which is the user's."""
    return sorted({path.rpartition("/")[0] for path in paths} - {""})


def folders(path: str) -> list[str]:
    """Return the folders that lead to a path, innermost first, without the output folder itself."""
    names = path.split("/")
    return ["/".join(names[:depth]) for depth in range(len(names) - 1, 0, -1)]


def folded(path: str) -> str:
    """Return the form in which a file system that ignores case (macOS, Windows) compares names."""
    return unicodedata.normalize("NFC", path).casefold()
