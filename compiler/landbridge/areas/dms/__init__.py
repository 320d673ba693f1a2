"""Roles, secrets access and operators of AWS DMS."""

from typing import TYPE_CHECKING

from landbridge.areas.area import Area, Inputs
from landbridge.areas.dms.spec import Dms
from landbridge.findings import Finding
from landbridge.ir import Module

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def _lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    return Module(name="dms", description="Roles, secrets access and operators of AWS DMS", files={"main.tf": ()}), []


AREA = Area(key="dms", spec=Dms, lower=_lower, rules=(), told=())
