"""From a config in the words of the users' former product to a spec: what Landbridge knows stays, the rest is told.

The words are those of its public migration guide, https://docs.axontechlabs.com/sec/MIGRATION_GUIDE.html; a role
that mirrors a group is from ASSUMABLE_ROLES_DESIGN.html beside it.
"""

import copy
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from landbridge.findings import Finding, Place, SpecPath, dotted
from landbridge.source.load import parse
from landbridge.source.nodes import shorten
from landbridge.source.readers import DiskReader, ReadError
from landbridge.source.scalars import is_account_id
from landbridge.spec.validate import validate
from landbridge.starter.emission import Remarks, emit
from landbridge.starter.export import Export, export_beside
from landbridge.starter.shapes import reshape
from landbridge.starter.tree import Entry, tree

_HEADER = """\
# yaml-language-server: $schema=./landbridge.schema.json
#
# Made by `landbridge init --from`. "To decide" marks what only you can say; `landbridge check` lists it too.

"""
_BOUNDARY = (
    "# To decide: the permissions boundary of roles: keep (whatever they have in AWS stays), none, an ARN,",
    "# or a key of policies.",
)
_SECTIONS = ("iam_groups", "service_roles", "assumable_roles", "cross_account_roles", "policies")
_TRUTHS = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_ROUNDS = 4
"""Taking out one unknown key can show another problem of the same value; no config has more such layers."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is not in the spec as it was in the config, and its place in the config."""

    place: Place | None
    message: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted config.

    Attributes:
        root: the spec.
        notes: everything that was left out or changed, in the order of the config.
        ending: the comments at the end of the config.
        chose_boundary: whether the config says nothing of permissions boundaries, so that one was chosen.
        export: the export of the old groups beside the config, where there is one that the config does not name.
    """

    root: Entry
    notes: tuple[Note, ...]
    ending: tuple[str, ...]
    chose_boundary: bool
    export: Export | None

    def text(self, decide: Sequence[Finding] = (), brought: Mapping[SpecPath, Sequence[str]] | None = None) -> str:
        """Return the spec's text.

        Args:
            decide: what is wrong with it as it is, written as comments above what each is about.
            brought: what the tier's preset adds, as `brought_by_tier` tells it.
        """
        remarks: dict[SpecPath, list[str]] = {}
        for finding in decide:
            words = f"To decide ({finding.id}): {finding.message}" + (f"; {finding.hint}" if finding.hint else "")
            lines = remarks.setdefault(self._nearest(finding.path), [])
            lines.extend(line for line in _comment(words) if line not in lines)
        for path, keys in (brought or {}).items():
            remarks.setdefault(("tier",), []).extend(_comment(f"The tier brings {dotted(path)}: {', '.join(keys)}"))
        top = "".join(f"{line}\n" for line in remarks.pop((), ()))
        ending = "".join(f"{line}\n" for line in self.ending)
        return _HEADER + top + emit(self.root, remarks) + (f"\n{ending}" if ending else "")

    def brought_by_tier(self, merged: Mapping[str, object]) -> Remarks:
        """Return the keys that the tier's preset adds to the config, by the path of the mapping that they are in."""
        own = self.root.plain()
        assert isinstance(own, dict)  # noqa: S101 (a config is a mapping)
        found: dict[SpecPath, list[str]] = {}
        for path in _missing(own, merged):
            found.setdefault(path[:-1], []).append(str(path[-1]))
        return found

    def _nearest(self, path: SpecPath) -> SpecPath:
        """The path of the entry, or of the nearest one around it that the text has."""
        while path and self.root.at(path) is None:
            path = path[:-1]
        return path


def convert(path: Path) -> tuple[Conversion | None, list[Finding]]:
    """Read a config and make a spec of it; None, with findings, where the file cannot be read as YAML."""
    findings: list[Finding] = []
    try:
        data = DiskReader(path).read(path.name)
    except ReadError as error:
        return None, [Finding(error.rule, str(error), error.hint, place=Place(str(path)))]
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return None, [Finding("LB001", f"cannot read {shorten(str(path))}: {reason}", place=Place(str(path)))]
    document = parse(data, str(path), findings)
    if document is None:
        return None, findings
    root, ending = tree(document)
    converter = _Converter(root, export_beside(path))
    converter.run()
    notes = sorted(converter.notes, key=lambda note: (note.place.line, note.place.column) if note.place else (0, 0))
    return Conversion(root, tuple(notes), tuple(ending), converter.chose_boundary, converter.export), findings


class _Converter:
    def __init__(self, root: Entry, export: Export | None) -> None:
        self.root = root
        self.export = export
        self.notes: list[Note] = []
        self.chose_boundary = False

    def run(self) -> None:
        """Change the tree into that of a spec."""
        self._drop_modelines()
        self._drop_empty()
        self._name_the_version()
        for change in reshape(self.root):
            self._note(change.entry, change.message)
        self._spell_keys()
        self._copy_mirrored_groups()
        self._quote_account_ids()
        for _ in range(_ROUNDS):
            if not self._fit():
                break
        self._choose_a_boundary()
        self._show_the_export()

    def _note(self, entry: Entry, message: str) -> None:
        self.notes.append(Note(entry.place, message))

    def _drop_modelines(self) -> None:
        for _, entry in self.root.walk():
            entry.above = [line for line in entry.above if "yaml-language-server:" not in line]

    def _drop_empty(self) -> None:
        """In a spec null drops a key of the tier, in a config it says nothing."""
        for path, entry in list(self.root.walk()):
            if entry.value is None and isinstance(path[-1], str):
                self._drop(path, "it is empty")

    def _drop(self, path: SpecPath, why: str) -> None:
        entry = self.root.remove(path)
        if entry is not None:
            self._note(entry, f"{dotted(path)} is left out: {why}")

    def _name_the_version(self) -> None:
        known = self.root.remove(("version",))
        if known is not None and known.value != 1:
            self._note(known, f"version {shorten(known.value)} is left out: it is not that of Landbridge's format")
        assert isinstance(self.root.value, dict)  # noqa: S101 (a config is a mapping)
        self.root.value = {"version": Entry(1), **self.root.value}

    def _spell_keys(self) -> None:
        """Keys of groups and roles have underscores; in AWS's names both they and hyphens are hyphens."""
        for section in _SECTIONS:
            held = self.root.at(("security", section))
            if held is None or not isinstance(held.value, dict):
                continue
            spelled = {key: re.sub("-+", "_", key) for key in held.value}
            if len(set(spelled.values())) < len(spelled):
                continue  # two would become one: the check tells which do not fit
            for key, entry in held.value.items():
                if spelled[key] != key:
                    self._note(entry, f"{dotted(('security', section, key))} has the key {spelled[key]} now")
            held.value = {spelled[key]: entry for key, entry in held.value.items()}
        for path, entry in self.root.walk():
            is_reference = path[-2:-1] in (("groups",), ("customer_policies",)) or path[-1] == "mirrors_group"
            if path[0] == "security" and is_reference and isinstance(entry.value, str):
                entry.value = re.sub("-+", "_", entry.value)

    def _copy_mirrored_groups(self) -> None:
        """A role that mirrors a group gets what the group has."""
        roles = self.root.at(("security", "assumable_roles"))
        for key, role in roles.value.items() if roles is not None and isinstance(roles.value, dict) else ():
            mirrored = role.at(("mirrors_group",))
            group = self.root.at(("security", "iam_groups", str(mirrored.value))) if mirrored is not None else None
            if mirrored is None or group is None or not isinstance(role.value, dict):
                continue
            role.remove(("mirrors_group",))
            name = shorten(mirrored.value)
            for word in ("managed_policies", "policy_assignments"):
                held = group.at((word,))
                if held is not None and word not in role.value:
                    role.value[word] = copy.deepcopy(held)
                    role.value[word].above = [f"# Copied from the group {name}, which this role mirrored."]
            self._note(mirrored, f"{dotted(('security', 'assumable_roles', key))} has a copy of what group {name} has")

    def _quote_account_ids(self) -> None:
        """Twelve digits are an account, wherever they stand."""
        for path, entry in self.root.walk():
            if isinstance(entry.value, int) and is_account_id(entry.source):
                entry.value = entry.source
                self._note(entry, f"{dotted(path)} is in quotes now: the id of an account is text")

    def _fit(self) -> bool:
        """Leave out unknown keys, and write as text what was meant so. Returns whether anything changed."""
        known = len(self.notes)
        for finding in self._misfits():
            entry = self.root.at(finding.path)
            if entry is None:
                continue
            if finding.id == "LB101":
                self._drop(finding.path, "Landbridge has no such key")
            elif finding.id == "LB102":
                self._mend(finding.path, entry)
        return len(self.notes) > known

    def _misfits(self) -> list[Finding]:
        plain = self.root.plain()
        assert isinstance(plain, dict)  # noqa: S101 (a config is a mapping)
        return validate(plain)[1]

    def _mend(self, path: SpecPath, entry: Entry) -> None:
        """Try what an unquoted number, or a yes, was meant to be; keep it where it fits."""
        former = entry.value
        if isinstance(former, int | float) and entry.source:
            entry.value = entry.source
        elif isinstance(former, str) and former.lower() in _TRUTHS:
            entry.value = _TRUTHS[former.lower()]
        else:
            return
        if any(finding.path == path for finding in self._misfits()):
            entry.value = former
        elif isinstance(entry.value, str):
            self._note(entry, f"{dotted(path)} is in quotes now: it is text")
        else:
            self._note(entry, f"{dotted(path)} is {str(entry.value).lower()} now, not the text {shorten(former)}")

    def _choose_a_boundary(self) -> None:
        security = self.root.at(("security",))
        if security is not None and isinstance(security.value, dict) and "permissions_boundary" not in security.value:
            self.chose_boundary = True
            choice = Entry("keep", above=list(_BOUNDARY))
            security.value = {"permissions_boundary": choice, **security.value}

    def _show_the_export(self) -> None:
        """Put the old groups of the export, as comments, above the groups that they are to become."""
        if self.root.at(("security", "user_group_mappings")) is not None:
            self.export = None
        security = self.root.at(("security",))
        if self.export is None or security is None or not isinstance(security.value, dict):
            return
        groups = security.at(("iam_groups",))
        keys = groups.value if groups is not None and isinstance(groups.value, dict) else {}
        below = groups if groups is not None else next(iter(security.value.values()))
        below.above = [*self.export.block(keys), *below.above]


def _missing(own: Mapping[str, object], merged: Mapping[str, object], path: SpecPath = ()) -> Iterator[SpecPath]:
    for key, value in merged.items():
        mine = own.get(key)
        if isinstance(value, Mapping) and (isinstance(mine, dict) or (key not in own and len(path) < 2)):
            yield from _missing(mine if isinstance(mine, dict) else {}, value, (*path, key))
        elif key not in own:
            yield (*path, key)


def _comment(words: str) -> list[str]:
    """Comment lines of a text; what cannot be seen in it is shown as an escape."""
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in " ".join(words.split()))
    return textwrap.wrap(
        shown, 110, initial_indent="# ", subsequent_indent="#   ", break_long_words=False, break_on_hyphens=False
    )
