"""What is compiled: specs of roles, of database migrations, and of all areas together."""

from collections.abc import Mapping
from dataclasses import dataclass

FEW, MANY, MOST = 10, 1_000, 10_000
"""The sizes, which the budgets speak of."""


@dataclass(frozen=True, eq=False)
class Workload:
    """A kind of spec, in several sizes.

    Attributes:
        name: of its unit in the plural, or of an example, and so of the script that writes its specs.
        units: how many of them a spec has, by its size.
        has_peers: whether peers have been taught to make the same.
        templates: the script that puts the bare script's templates beside a spec, where these are not kept.
    """

    name: str
    units: Mapping[int, int]
    has_peers: bool = False
    templates: str = ""

    def title(self, size: int) -> str:
        """Return what a spec of a size holds, for people."""
        units = self.units[size]
        if not self.name.endswith("s"):
            return f"{self.name} x {units:,}"
        return f"{units:,} {self.name if units > 1 else self.name.removesuffix('s')}"


WORKLOADS = (
    Workload("roles", {FEW: 10, MANY: 1_000, MOST: 10_000}, has_peers=True),
    # A migration is twelve resources, and the sizes count these.
    Workload("migrations", {FEW: 1, MANY: 83, MOST: 833}),
    # 29 resources that are there once, and 72 for each copy of the example.
    Workload("complete", {FEW: 1, MANY: 14, MOST: 139}, templates="templates_of.py"),
)
