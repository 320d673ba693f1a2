"""Security groups, their rules and VPC endpoints."""

from typing import TYPE_CHECKING

from landbridge.areas.area import Area, Inputs
from landbridge.areas.network.spec import Network
from landbridge.findings import Finding
from landbridge.ir import Module

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def _lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    return Module(
        name="network", description="Security groups, their rules and VPC endpoints", files={"main.tf": ()}
    ), []


AREA = Area(key="network", spec=Network, lower=_lower, rules=(), told=())
