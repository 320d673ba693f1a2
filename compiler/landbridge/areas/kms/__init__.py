"""KMS keys, their policies and aliases."""

from typing import TYPE_CHECKING

from landbridge.areas.area import Area, Inputs
from landbridge.areas.kms.spec import Kms
from landbridge.findings import Finding
from landbridge.ir import Module

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def _lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    return Module(name="kms", description="KMS keys, their policies and aliases", files={"main.tf": ()}), []


AREA = Area(key="kms", spec=Kms, lower=_lower, rules=(), told=())
