"""Access to OpenSearch Service domains: their policies, and identity policies about them."""

from landbridge.areas.area import Area
from landbridge.areas.opensearch.lower import files, lower
from landbridge.areas.opensearch.naming import names
from landbridge.areas.opensearch.rules import RULES
from landbridge.areas.opensearch.spec import OpenSearch
from landbridge.areas.opensearch.told import TOLD

AREA = Area(key="opensearch", spec=OpenSearch, lower=lower, rules=RULES, told=TOLD, files=files, names=names)
