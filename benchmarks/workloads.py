"""What is compiled: specs of roles, and specs of database migrations."""

from collections.abc import Mapping
from dataclasses import dataclass

FEW, MANY, MOST = 10, 1_000, 10_000
"""The sizes, which the budgets speak of."""


@dataclass(frozen=True, eq=False)
class Workload:
    """A kind of spec, in several sizes.

    Attributes:
        name: of its unit in the plural, and so of the script that writes its specs.
        units: how many of them a spec has, by its size.
        has_peers: whether peers have been taught to make the same.
    """

    name: str
    units: Mapping[int, int]
    has_peers: bool = False

    def title(self, size: int) -> str:
        """Return what a spec of a size holds, for people."""
        units = self.units[size]
        return f"{units:,} {self.name if units > 1 else self.name.removesuffix('s')}"


WORKLOADS = (
    Workload("roles", {FEW: 10, MANY: 1_000, MOST: 10_000}, has_peers=True),
    # A migration is twelve resources, and the sizes count these.
    Workload("migrations", {FEW: 1, MANY: 83, MOST: 833}),
)
