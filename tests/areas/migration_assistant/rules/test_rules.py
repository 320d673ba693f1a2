"""The rules of the Migration Assistant's access, and what its lowering reports."""

import pytest

from landbridge.areas.migration_assistant import AREA
from tests.areas.cases import Bad
from tests.areas.migration_assistant.rules.cases import BAD, GOOD
from tests.areas.rules import RuleChecks
from tests.specs import findings


class TestRules(RuleChecks):
    """The rules of the Migration Assistant's access."""

    area, hundred, bad, good = AREA, 7, BAD, GOOD
    common = ("LB104",)
    sources = (*RuleChecks.sources, "docs.opensearch.org", "github.com/opensearch-project/opensearch-migrations")


@pytest.mark.parametrize("case", [case for case in BAD if "hunter2" in case.text], ids=lambda case: case.rule)
def test_what_could_be_a_secret_is_never_shown(case: Bad) -> None:
    for finding in findings(case.source):
        assert "hunter2" not in str(finding.as_data())
