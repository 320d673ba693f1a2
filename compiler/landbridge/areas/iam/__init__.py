"""IAM: groups, roles, customer-managed policies, memberships."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from landbridge.areas.area import Area, Beside
from landbridge.areas.iam.lower import lower, names
from landbridge.areas.iam.pins import pin
from landbridge.areas.iam.rules import RULES
from landbridge.areas.iam.spec import Security
from landbridge.areas.iam.told import TOLD

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def _files(spec: "Spec") -> Iterator[Beside]:
    mappings = spec.part("security").user_group_mappings
    if mappings is not None:
        yield Beside(("security", "user_group_mappings", "file"), mappings.file)


AREA = Area(key="security", spec=Security, lower=lower, rules=RULES, told=TOLD, files=_files, pin=pin, names=names)
