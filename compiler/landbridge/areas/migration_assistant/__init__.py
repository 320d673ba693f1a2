"""Access of the OpenSearch Migration Assistant to clusters that exist."""

from landbridge.areas.area import Area
from landbridge.areas.migration_assistant.contribute import contribute
from landbridge.areas.migration_assistant.lower import dates, lower, names
from landbridge.areas.migration_assistant.rules import RULES
from landbridge.areas.migration_assistant.spec import MigrationAssistant
from landbridge.areas.migration_assistant.told import TOLD

AREA = Area(
    key="migration_assistant",
    spec=MigrationAssistant,
    lower=lower,
    rules=RULES,
    told=TOLD,
    names=names,
    contribute=contribute,
    dates=dates,
)
