"""The export of the old groups beside a config: its groups wait in the spec, as comments, for new ones."""

import re
import textwrap
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from landbridge.source.characters import hidden, is_composed
from landbridge.source.readers import DiskReader, ReadError
from landbridge.starter.emission import text

_FILE = "user-group-mappings.txt"
_LINE = re.compile(r"\s*([^\s:]+)\s*:")


@dataclass(frozen=True, slots=True)
class Export:
    """An export of groups and their members, one `group: user user` a line.

    Attributes:
        path: where it stands, beside the config.
        groups: the names of the old groups, in its order; none where it cannot be read.
    """

    path: Path
    groups: tuple[str, ...]

    def block(self, keys: Collection[str]) -> list[str]:
        """Return the commented lines of `security:` that map the old groups to groups of the spec by their keys."""
        names = [f"#    {text(old)}: {_key(old, keys)}" for old in self.groups]
        return [
            *textwrap.wrap(
                f"Members from the export of the old groups. To use it, put {_FILE} beside this spec, remove the #"
                " of the lines below, and give each old group the key of one of iam_groups, or move it to left_behind.",
                108,
                initial_indent="# ",
                subsequent_indent="# ",
            ),
            "#user_group_mappings:",
            f"#  file: {_FILE}",
            *(["#  groups:", *names] if names else ["#  groups: {}"]),
            "#  left_behind: []",
        ]

    def next_step(self, spec: Path) -> str:
        """Say what to do with it, for the spec that was made."""
        copied = self.path.parent.resolve() == spec.parent.resolve()
        copy = "" if copied else f"copy {self.path} to {spec.parent}, and "
        return f"{copy}map the old groups of {_FILE} under security.user_group_mappings, a comment in {spec}"


def export_beside(config: Path) -> Export | None:
    """Find the export beside a config; None where there is none."""
    path = config.parent / _FILE
    if not path.is_file():
        return None
    try:
        lines = DiskReader(config).read(_FILE).decode().splitlines()
    except (ReadError, OSError, UnicodeDecodeError):
        return Export(path, ())  # `check` tells what is wrong with it, once the spec names it
    return Export(path, tuple(dict.fromkeys(_groups(lines))))


def _groups(lines: list[str]) -> Iterator[str]:
    for line in lines:
        match = _LINE.match(line)
        if match is not None and is_composed(match[1]) and not any(hidden(match[1])):
            yield match[1]


def _key(old: str, keys: Collection[str]) -> str:
    """The key of the group that has the old group's name, else a word that no key can be."""
    key = re.sub("-+", "_", old.lower())
    return key if key in keys else "KEY"
