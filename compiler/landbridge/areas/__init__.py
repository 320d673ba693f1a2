"""The areas: one room per emitted module. Adding one is a line in `AREAS`; CONTRIBUTING.md has the recipe.

The list holds names only: an area's code is imported where a spec uses the area, so that a spec of one area does
not pay for the others.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from landbridge.areas.area import Area
    from landbridge.rules.rule import Explained


@dataclass(frozen=True, slots=True)
class Listing:
    """An area's name (of its module and folders), its key in the spec, and one line about it."""

    name: str
    key: str
    about: str

    def load(self) -> "Area":
        """Import the area."""
        area: Area = import_module(f"landbridge.areas.{self.name}").AREA
        return area

    def presets(self, tier: str) -> Path | None:
        """The fragment of a spec that a tier brings for this area, where it brings one."""
        path = Path(__file__).parent / self.name / "tiers" / f"{tier}.yaml"
        return path if path.is_file() else None


AREAS: tuple[Listing, ...] = (
    Listing("iam", "security", "IAM groups, roles, policies and memberships"),
    Listing("kms", "kms", "KMS keys, their policies and aliases"),
    Listing("network", "network", "Security groups, their rules and VPC endpoints"),
    Listing("dms", "dms", "Roles, secrets access and operators of AWS DMS"),
    Listing("opensearch", "opensearch", "Access to OpenSearch Service domains"),
    Listing("migration_assistant", "migration_assistant", "Access of the OpenSearch Migration Assistant to clusters"),
    Listing("mgn", "mgn", "Staging area and people of AWS Application Migration Service (MGN)"),
)


@cache
def load_all() -> "tuple[Area, ...]":
    """Every area; for what lists them all, such as the JSON Schema and `landbridge rules`."""
    return tuple(listing.load() for listing in AREAS)


@cache
def explained() -> "dict[str, Explained]":
    """Every kind of finding by its id, sorted: those of no area, what areas tell, and their rules."""
    from landbridge.rules.standing import STANDING

    areas = load_all()
    every = (STANDING, *(area.told for area in areas), *(area.rules for area in areas))
    return {each.id: each for each in sorted((each for some in every for each in some), key=lambda each: each.id)}
