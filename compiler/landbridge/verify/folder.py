"""What the files of one folder declare and refer to: Terraform reads a folder as one module."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from landbridge.verify.lexis import NAME

_LABELS = {
    "check": 1, "data": 2, "import": 0, "locals": 0, "module": 1, "moved": 0, "output": 1, "provider": 1,
    "removed": 0, "resource": 2, "terraform": 0, "variable": 1,
}  # fmt: skip
_PREFIXES = {"resource": "", "variable": "var."}
_RESERVED_VARIABLES = frozenset(
    {"count", "depends_on", "for_each", "lifecycle", "locals", "providers", "source", "version"}
)
_NAME = re.compile(NAME)

Spot = tuple[str, int]
"""A place in a file: its path and the offset in its text."""


class Problem(NamedTuple):
    """What is wrong where, and for a repeated declaration, where the first stands."""

    spot: Spot
    message: str
    first: Spot | None = None


@dataclass(slots=True)
class Folder:
    """The addresses that a folder's files declare and refer to, each with where it first does."""

    declared: dict[str, Spot] = field(default_factory=dict)
    references: dict[str, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def declare_block(self, kind: str, labels: tuple[str, ...], spot: Spot) -> None:
        """Record a top-level block by its type and labels."""
        if _LABELS.get(kind) != len(labels):
            wanted = f"takes {_LABELS[kind]} labels" if kind in _LABELS else "is unknown to Terraform"
            self.problems.append(Problem(spot, f"a block of type {kind} with {len(labels)} labels; this type {wanted}"))
            return
        for label in labels:
            if not _NAME.fullmatch(label) or (kind == "variable" and label in _RESERVED_VARIABLES):
                self.problems.append(Problem(spot, f"{label[:80]!r} cannot name a block of type {kind}"))
        if labels and kind != "provider":
            self.declare(_PREFIXES.get(kind, f"{kind}.") + ".".join(labels), spot)

    def declare(self, address: str, spot: Spot) -> None:
        """Record an address, which must be the first of its kind."""
        first = self.declared.setdefault(address, spot)
        if first != spot:
            self.problems.append(Problem(spot, f"{address} is declared a second time", first))

    def refer(self, traversals: Iterable[str], spot: Spot) -> None:
        """Record the traversals found in a block."""
        for traversal in traversals:
            if traversal not in self.references:
                self.references[traversal] = spot

    def has(self, names: list[str]) -> bool:
        """Tell whether somebody outside finds here what the names lead to: an output, or a resource to import."""
        return f"output.{names[0]}" in self.declared or ".".join(names[:2]) in self.declared

    def unresolved(self) -> Iterator[tuple[Spot, str]]:
        """Find the traversals whose head nothing in the folder declares."""
        for traversal, spot in self.references.items():
            address = ".".join(traversal.split(".")[: 3 if traversal.startswith("data.") else 2])
            if address not in self.declared:
                yield spot, traversal
