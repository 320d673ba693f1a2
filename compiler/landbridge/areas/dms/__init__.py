"""Roles, secrets access and operators of AWS DMS."""

from landbridge.areas.area import Area
from landbridge.areas.dms.contribute import contribute
from landbridge.areas.dms.lower import lower, names
from landbridge.areas.dms.rules import RULES
from landbridge.areas.dms.spec import Dms
from landbridge.areas.dms.told import TOLD

AREA = Area(key="dms", spec=Dms, lower=lower, rules=RULES, told=TOLD, names=names, contribute=contribute)
