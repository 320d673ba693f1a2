"""What a question about a spec is about: the model, and what the spec itself says and names besides."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from landbridge.areas import AREAS
from landbridge.areas.references import References
from landbridge.explaining.model import Domain, Model
from landbridge.ir import Root

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def subject(spec: "Spec", root: Root) -> tuple[Model, Mapping[str, str]]:
    """Put together what can be asked about a spec without errors.

    Args:
        spec: the spec.
        root: what it compiles to.

    Returns:
        The model, and what the spec names, as `role:etl` → its ARN.
    """
    used = {listing.name: listing.load() for listing in AREAS if spec.part(listing.key) is not None}
    names = References("", {name: area.names(spec) for name, area in used.items()})
    part = spec.part("opensearch")
    domains = {
        str(names[f"domain:{key}"]): Domain(
            fine_grained=domain.fine_grained, bare=domain.current_policy == "none" and domain.takeover == "policy"
        )
        for key, domain in (part.domains if part else {}).items()
    }
    return Model(root, domains), names
