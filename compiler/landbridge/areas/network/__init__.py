"""Security groups, their rules and VPC endpoints."""

from landbridge.areas.area import Area
from landbridge.areas.network.groups import names
from landbridge.areas.network.lower import lower
from landbridge.areas.network.rules import RULES
from landbridge.areas.network.spec import Network
from landbridge.areas.network.told import TOLD

AREA = Area(key="network", spec=Network, lower=lower, rules=RULES, told=TOLD, names=names)
