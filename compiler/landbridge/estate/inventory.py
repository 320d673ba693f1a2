"""The inventory: what exists in an estate, whoever told of it. It names things and never holds a secret.

A reader makes it (`landbridge inventory`), people commit it, and a hand-over is compiled from it and the spec alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Condition = Literal["", "tainted", "deposed"]
"""What an old tool thinks of an object: nothing special; to be replaced; replaced already, and not yet destroyed."""

SourceKind = Literal["terraform", "list"]
"""Who told of the objects: a Terraform state, or a list of addresses."""

Registry = Literal["", "terraform", "opentofu"]
"""Whose registry a state's providers come from: that of Terraform, of OpenTofu, or it is not known."""

SOURCE_NAME = r"[a-z][a-z0-9_-]*"
"""What people may call a source: a regular expression. The name is that of a folder, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """One object of AWS (or of another provider), as its source knows it.

    Attributes:
        address: what its source calls it, unique there: a Terraform address as `terraform state list` prints it.
        type: its Terraform resource type.
        id: what Terraform's import takes for it (see `estate.identity`); empty where it is not known.
        identity: what AWS knows it by: `name`, `arn`, `id`, and what else `estate.identity` compares.
        attributes: what adoption could change, by the provider's names; policy documents as their JSON in canonical
            form, tags with those that the provider adds by default.
        condition: what its source thinks of it.
    """

    address: str
    type: str
    id: str = ""
    identity: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, object] = field(default_factory=dict)
    condition: Condition = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One old state, stack or account.

    Attributes:
        kind: `terraform`, where a Terraform state was read; `list`, where only addresses were told.
        lineage: of the state, by which it is told apart from every other one; empty where it is not known.
        engine: the version of Terraform or OpenTofu that wrote it; empty where it is not known.
        registry: whose registry the state names as the origin of its providers: the version does not tell the two
            engines apart. Empty where it names none, or both.
        objects: sorted by address.
        data: addresses of data sources, sorted: they own nothing, and Terraform forgets them by itself.
    """

    kind: SourceKind
    lineage: str = ""
    engine: str = ""
    registry: Registry = ""
    objects: tuple[Object, ...] = ()
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that is known of an estate: its sources by the names that people gave them, sorted."""

    sources: Mapping[str, Source] = field(default_factory=dict)
