"""What Landbridge brings itself, levels and tiers, keeps every rule."""

import json

import pytest

from tests.areas.iam.level_files import LEVELS, SERVICES, filled, grants
from tests.areas.iam.specs import security
from tests.specs import HEAD, findings

WIDE = "level4"
INSIDE = [level for level in LEVELS if level != WIDE]
# What medium and enterprise leave to the spec to say.
PARTNERS = {
    "startup": [],
    "medium": ["external_auditor"],
    "enterprise": ["external_auditor", "central_deployer"],
}


def ids(text: str) -> list[str]:
    return [f"{found.place} {found.id} {found.message}" for found in findings(text)]


def assigned(service: str, level: str) -> str:
    return security(f"iam_groups:\n  ops: {{policy_assignments: {{{service}: {level}}}}}")


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("level", INSIDE)
def test_a_level_inside_the_project_has_no_findings(service: str, level: str) -> None:
    assert ids(assigned(service, level)) == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_level_of_a_whole_service_lacks_nothing_but_the_authors_reason(service: str) -> None:
    assert [found.id for found in findings(assigned(service, WIDE))] == ["LB350"]
    assert ids(assigned(service, f"{{level: {WIDE}, reason: the team that runs it}}")) == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_statements_of_a_level_keep_every_rule_as_if_an_author_had_written_them(service: str) -> None:
    # Levels are not looked up in AWS's catalogue when a spec is compiled; here they are.
    written = [
        {
            "actions": grant.actions,
            "resources": [filled(resource) for resource in grant.resources],
            "conditions": json.loads(filled(json.dumps(grant.conditions))),
            **({"reason": grant.why[:1000]} if grant.why else {}),
        }
        for grant in grants(service, upto="level3")
    ]
    head = HEAD.replace("eu-west-1", "us-west-1")
    lines = "".join(f"\n      - {json.dumps(statement)}" for statement in written)
    assert ids(security(f"iam_groups:\n  all:\n    statements:{lines}", head)) == []


@pytest.mark.parametrize("tier", PARTNERS)
def test_a_tier_has_no_findings(tier: str) -> None:
    roles = "".join(f'\n  {role}: {{account_ids: ["210987654321"], external_id: edge-42}}' for role in PARTNERS[tier])
    text = security(f"cross_account_roles:{roles or ' {}'}", f"{HEAD}tier: {{name: {tier}}}\n")
    assert ids(text) == []
