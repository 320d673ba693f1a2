"""KMS keys, their policies and aliases."""

from landbridge.areas.area import Area
from landbridge.areas.kms.lower import lower, names
from landbridge.areas.kms.rules import RULES
from landbridge.areas.kms.spec import Kms
from landbridge.areas.kms.told import TOLD

AREA = Area(key="kms", spec=Kms, lower=lower, rules=RULES, told=TOLD, names=names)
