"""Staging area and people of AWS Application Migration Service (MGN)."""

from landbridge.areas.area import Area
from landbridge.areas.mgn.contribute import contribute
from landbridge.areas.mgn.lower import dates, lower
from landbridge.areas.mgn.rules import RULES
from landbridge.areas.mgn.spec import Mgn
from landbridge.areas.mgn.told import TOLD

AREA = Area(key="mgn", spec=Mgn, lower=lower, rules=RULES, told=TOLD, contribute=contribute, dates=dates)
