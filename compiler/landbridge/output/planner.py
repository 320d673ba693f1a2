"""Compares the files that should be with those on disk, and decides which may be replaced or removed."""

from collections.abc import Collection, Container, Iterable, Mapping
from pathlib import Path

from landbridge.findings import Finding
from landbridge.output import problems
from landbridge.output.manifest import Manifest, dump_manifest, read_manifest
from landbridge.output.ownership import has_header, ownership, seal
from landbridge.output.paths import (
    MANIFEST,
    collisions,
    folded,
    folders,
    is_configuration,
    module_folders,
    must_be_executable,
    path_problem,
)
from landbridge.output.plan import Change, Kind, Plan, to_bytes, to_text
from landbridge.output.tree import Found, Obstacle, Signature, Tree


def path_findings(root: Path, files: Mapping[str, str]) -> list[Finding]:
    """LB903 for every path that is never ours to write, and for every two that cannot both be files."""
    findings = [
        problems.in_the_way(root, path, f"not a path that Landbridge writes to: {why}")
        for path in sorted(files)
        if (why := path_problem(path))
    ]
    for path, other in collisions(files):
        why = f"its name collides with {problems.shown(path)}, at least where case is ignored"
        findings.append(problems.in_the_way(root, other, why))
    return findings


def make_plan(
    tree: Tree, files: Mapping[str, str], *, held: Collection[str], known: Collection[str], force: bool
) -> Plan:
    """Plan the way from what is on disk to `files` (path to body), whose paths are sound.

    Args:
        tree: the output folder, locked.
        files: the body of every file by its path.
        held: addresses of what Terraform refuses to destroy.
        known: addresses of all that it has, moves or forgets.
        force: take over foreign and edited files, and a damaged manifest, and let Terraform destroy what was held;
            never what only stands beside our files.
    """
    planner = _Planner(tree, force=force)
    texts = {path: seal(path, body) for path, body in files.items()}
    texts[MANIFEST] = dump_manifest(files, held)
    manifest = planner.read_manifest()
    planner.refuse_loss(manifest.held.difference(known))
    wanted = {folded(path): path for path in texts}
    for path in sorted(manifest.files - texts.keys()):
        planner.plan_stale(path, manifest, wanted.get(folded(path)))
    for path in sorted(texts):
        planner.plan_file(path, texts[path], listed=path in manifest.files or path == MANIFEST)
    ours = {folded(path): path for file in files for path in (file, *folders(file))}
    for folder in module_folders(files):
        planner.refuse_strays(folder, ours)
    changes = tuple(sorted(planner.changes.values(), key=lambda change: change.path))
    return Plan(tree.root, changes, planner.findings, planner.signatures)


class _Planner:
    """Collects changes and findings, file by file: first the stale ones, whose names become free."""

    def __init__(self, tree: Tree, *, force: bool) -> None:
        self.changes: dict[str, Change] = {}
        self.findings: list[Finding] = []
        self.signatures: dict[str, Signature | None] = {}
        self._tree = tree
        self._force = force

    def read_manifest(self) -> Manifest:
        try:
            manifest = read_manifest(self._tree)
        except (OSError, Obstacle):  # reported when the manifest's turn to be written comes
            return Manifest(trusted=False)
        if not self._force:
            self.findings += manifest.findings
        return manifest

    def refuse_loss(self, addresses: Iterable[str]) -> None:
        """Refuse that Terraform destroys what the tree on disk keeps it from destroying."""
        if not self._force:
            self.findings += [problems.lost(self._tree.root, address) for address in sorted(addresses)]

    def plan_stale(self, path: str, manifest: Manifest, alias: str | None) -> None:
        """Plan to remove a file that is listed and no longer wanted, if it is still ours.

        `alias` is a wanted file whose name differs only in case: where case is ignored they are one file.
        """
        try:
            found = self._tree.read(path)
            if found is None or (alias and self._is_same_file(found, alias)):
                return
        except Obstacle:  # whatever took its place is not ours
            return
        except OSError as error:
            self.findings.append(problems.cannot_write(self._tree.root, path, error))
            return
        text = to_text(found.data)
        listed_only = "ours" if manifest.trusted and path.endswith(".json") else "foreign"
        owner = ownership(path, text) if has_header(path) else listed_only
        if owner == "foreign":
            return
        if owner == "edited" and not self._force:
            self.findings.append(problems.edited(self._tree.root, path, text, stale=True))
        self._add(path, "removed", text, None, found)

    def plan_file(self, path: str, text: str, *, listed: bool) -> None:
        """Plan to write a file, unless it is as it should be; `listed`: the manifest says that it is ours."""
        try:
            found = self._read_wanted(path)
        except Obstacle as obstacle:
            self.findings.append(problems.in_the_way(self._tree.root, path, str(obstacle)))
            return
        except OSError as error:
            self.findings.append(problems.cannot_write(self._tree.root, path, error))
            return
        if found is None:
            self._add(path, "created", None, text, None)
        elif found.data != to_bytes(text):
            before = to_text(found.data)
            if not self._force:
                self._refuse_others_work(path, before, listed=listed)
            self._add(path, "changed", before, text, found)
        else:
            unusable = must_be_executable(path) and not found.executable
            self._add(path, "changed" if unusable else "same", text, text, found)

    def refuse_strays(self, folder: str, ours: Mapping[str, str]) -> None:
        """Refuse what Terraform would load from a folder beside our files, by its name, whatever stands under it.

        `ours` are the wanted files and the folders that lead to them, by their folded paths.
        """
        try:
            names = self._tree.names(folder) or []
        except Obstacle:  # reported with the files that belong into the folder, unless it is stale and makes room
            return
        except OSError as error:
            self.findings.append(problems.cannot_write(self._tree.root, folder, error))
            return
        for name in filter(is_configuration, names):
            path = f"{folder}/{name}"
            if not (self._is_wanted(path, ours.get(folded(path)), names) or self._is_to_go(path)):
                self.findings.append(problems.stray(self._tree.root, path))

    def _is_wanted(self, path: str, wanted: str | None, names: Container[str]) -> bool:
        """Tell whether a path leads to `wanted`, from which it differs in case at most."""
        if wanted is None or path == wanted:
            return path == wanted
        # Where case is ignored, a folder lists one of the two names, and both lead to the file.
        try:
            return wanted.rpartition("/")[2] not in names and self._tree.exists(wanted)
        except (Obstacle, OSError):
            return False

    def _is_to_go(self, path: str) -> bool:
        """Tell whether nothing will be left at a path once our stale files are removed."""
        if path in self._removed():
            return True
        try:
            return self._removed().issuperset(self._tree.walk(path))
        except (Obstacle, OSError):  # no folder, or one that hides what it holds
            return False

    def _read_wanted(self, path: str) -> Found | None:
        try:
            return self._tree.read(path)
        except Obstacle as obstacle:
            in_place_of_file = obstacle.path in self._removed()
            if in_place_of_file or (obstacle.is_folder and self._removed().issuperset(self._tree.walk(path))):
                return None
            raise

    def _removed(self) -> set[str]:
        return {change.path for change in self.changes.values() if change.kind == "removed"}

    def _refuse_others_work(self, path: str, before: str, *, listed: bool) -> None:
        owner = ownership(path, before) if has_header(path) else "ours" if listed else "foreign"
        if owner == "edited":
            self.findings.append(problems.edited(self._tree.root, path, before))
        elif owner == "foreign":
            self.findings.append(problems.foreign(self._tree.root, path))

    def _is_same_file(self, found: Found, alias: str) -> bool:
        other = self._tree.read(alias)
        return other is not None and other.inode == found.inode

    def _add(self, path: str, kind: Kind, before: str | None, after: str | None, found: Found | None) -> None:
        self.changes[path] = Change(path, kind, before, after)
        self.signatures[path] = found.signature if found else None
