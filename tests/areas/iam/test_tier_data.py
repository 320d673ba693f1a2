"""The presets of groups and roles: what each tier adds, and that all it names exists."""

from functools import cache
from typing import Any

import pytest
import yaml

from landbridge.areas.iam.spec import Security
from landbridge.aws import managed_policies, quotas
from tests.areas.iam.level_files import IAM_DIR, SERVICES, document, grants, policy_size

TIERS = ["startup", "medium", "enterprise"]
SECTIONS = ["iam_groups", "service_roles", "assumable_roles", "cross_account_roles"]

# What each tier adds to the one below. The names of the groups and all counts are those of the product that our
# users come from; which roles there are is ours.
ADDED = {
    "startup": {
        "iam_groups": [
            "business_consumers",
            "data_scientists",
            "ml_engineers",
            "operations_support",
            "platform_administrators",
        ],
        "service_roles": ["glue_execution", "lambda_execution", "ml_pipeline", "sagemaker_execution"],
        "assumable_roles": ["model_deployer"],
        "cross_account_roles": [],
    },
    "medium": {
        "iam_groups": ["ai_governance", "data_engineers", "mlops_engineers", "qa_testing", "security_team"],
        "service_roles": ["model_monitoring"],
        "assumable_roles": [
            "data_engineer_elevated",
            "incident_responder",
            "model_approver",
            "pipeline_operator",
            "security_investigator",
        ],
        "cross_account_roles": ["external_auditor"],
    },
    "enterprise": {
        "iam_groups": ["external_contractors", "finops_managers"],
        "service_roles": [],
        "assumable_roles": ["break_glass_admin"],
        "cross_account_roles": ["central_deployer"],
    },
}
COUNTS = {"startup": [5, 4, 1, 0], "medium": [10, 5, 6, 1], "enterprise": [12, 5, 7, 2]}


@cache
def fragment(tier: str) -> dict[str, Any]:
    """A tier's file as YAML gives it."""
    return yaml.safe_load((IAM_DIR / "tiers" / f"{tier}.yaml").read_text(encoding="utf-8"))


def security(tier: str) -> dict[str, Any]:
    return fragment(tier)["security"]


def merged(tier: str) -> dict[str, dict[str, Any]]:
    """Section -> key -> principal, of a tier and the tiers below."""
    below = TIERS[: TIERS.index(tier) + 1]
    return {name: {k: v for t in below for k, v in security(t).get(name, {}).items()} for name in SECTIONS}


PRINCIPALS = [
    pytest.param(section, principal, id=f"{section}.{key}")
    for section, principals in merged("enterprise").items()
    for key, principal in principals.items()
]


def policies(principal: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """A principal's inline policies: the statements of each level, and those of its own."""
    levels = [
        [statement(f"{service.title().replace('-', '')}{grant.name}", vars(grant)) for grant in grants(service, level)]
        for service, level in principal.get("policy_assignments", {}).items()
    ]
    own = [statement(given["sid"], given) for given in principal.get("statements", [])]
    guards = [statement(key, {"effect": "Deny", **given}) for key, given in principal.get("guards", {}).items()]
    return [*levels, *(policy for policy in (own, guards) if policy)]


def statement(sid: str, given: dict[str, Any]) -> dict[str, Any]:
    """A statement as IAM keeps it, from a level's grant or from a statement of the spec."""
    condition = {"Condition": given["conditions"]} if given.get("conditions") else {}
    effect = given.get("effect", "Allow")
    return {"Sid": sid, "Effect": effect, "Action": given["actions"], "Resource": given["resources"]} | condition


def handshake(tier: str, group: str) -> list[list[dict[str, Any]]]:
    """The policy by which a group may assume the roles that name it, if there are any."""
    roles = merged(tier)["assumable_roles"]
    names = [key.replace("_", "-") for key, role in roles.items() if group in role["assumable_by"]["groups"]]
    arns = [f"arn:{{partition}}:iam::{{account_id}}:role/{{stem}}-role-{name}" for name in names]
    return [[statement("AssumeRoles", {"actions": ["sts:AssumeRole"], "resources": arns})]] if arns else []


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_adds_these_groups_and_roles(tier: str) -> None:
    assert {section: sorted(security(tier).get(section, {})) for section in SECTIONS} == ADDED[tier]


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_has_as_many_groups_and_roles_as_the_product_that_users_come_from(tier: str) -> None:
    assert [len(merged(tier)[section]) for section in SECTIONS] == COUNTS[tier]


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_holds_nothing_but_groups_and_roles(tier: str) -> None:
    assert list(fragment(tier)) == ["security"]
    assert set(security(tier)) <= set(SECTIONS)


@pytest.mark.parametrize("tier", TIERS[1:])
def test_a_higher_tier_changes_nothing_of_the_tiers_below(tier: str) -> None:
    below = merged(TIERS[TIERS.index(tier) - 1])
    for section in SECTIONS:
        assert not set(security(tier).get(section, {})) & set(below[section])


@pytest.mark.parametrize("tier", TIERS)
def test_a_handshake_names_groups_and_roles_of_its_own_tier_or_below(tier: str) -> None:
    known = merged(tier)
    for key, role in known["assumable_roles"].items():
        assert set(role["assumable_by"]["groups"]) <= set(known["iam_groups"]), key


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_is_a_valid_part_of_a_spec_that_says_whom_it_trusts_outside(tier: str) -> None:
    part = merged(tier)
    trusted = {"account_ids": ["210987654321"], "external_id": "agreed-with-them"}
    part["cross_account_roles"] = {key: role | trusted for key, role in part["cross_account_roles"].items()}
    Security.model_validate({"permissions_boundary": "none", **part})


@pytest.mark.parametrize(("section", "principal"), PRINCIPALS)
class TestPrincipal:
    """Each group and role of the tiers."""

    def test_it_says_what_it_is_for(self, section: str, principal: dict[str, Any]) -> None:
        assert principal["description"].isascii()

    def test_it_is_granted_something(self, section: str, principal: dict[str, Any]) -> None:
        assert principal.get("managed_policies") or principal.get("policy_assignments")

    def test_its_managed_policies_exist_and_can_be_attached(self, section: str, principal: dict[str, Any]) -> None:
        entries = principal.get("managed_policies", [])
        assert len(entries) <= quotas.MANAGED_POLICIES_PER_GROUP
        for entry in entries:
            found = managed_policies.find(entry if isinstance(entry, str) else entry["name"])
            assert found, entry
            assert found.attachable, entry

    def test_a_wide_managed_policy_has_a_reason(self, section: str, principal: dict[str, Any]) -> None:
        for entry in principal.get("managed_policies", []):
            name = entry if isinstance(entry, str) else entry["name"]
            if name.endswith("FullAccess") or name in ("AdministratorAccess", "PowerUserAccess"):
                assert entry["reason"]

    def test_its_levels_exist_and_none_is_wide(self, section: str, principal: dict[str, Any]) -> None:
        for service, level in principal.get("policy_assignments", {}).items():
            assert service in SERVICES
            assert not document(service)["levels"][level].get("wide")

    def test_its_own_statements_are_complete_and_reasoned(self, section: str, principal: dict[str, Any]) -> None:
        for statement in principal.get("statements", []):
            assert set(statement) - {"conditions"} == {"sid", "effect", "actions", "resources", "reason"}
            assert statement["actions"] == sorted(statement["actions"])

    def test_a_deny_is_all_that_reaches_every_action(self, section: str, principal: dict[str, Any]) -> None:
        for statement in principal.get("statements", []):
            if statement["effect"] == "Allow":
                assert not any("*" in action for action in statement["actions"])
                assert "*" not in statement["resources"]


@pytest.mark.parametrize("key", merged("enterprise")["iam_groups"])
def test_what_a_group_is_granted_fits_into_its_inline_policies(key: str) -> None:
    inline = policies(merged("enterprise")["iam_groups"][key]) + handshake("enterprise", key)
    assert sum(map(policy_size, inline)) <= quotas.GROUP_INLINE_POLICIES


@pytest.mark.parametrize(("section", "principal"), PRINCIPALS)
def test_what_a_role_is_granted_fits_into_its_inline_policies(section: str, principal: dict[str, Any]) -> None:
    assert sum(map(policy_size, policies(principal))) <= quotas.ROLE_INLINE_POLICIES


@pytest.mark.parametrize("key", merged("enterprise")["assumable_roles"])
def test_an_assumable_role_asks_for_mfa_and_lasts_an_hour(key: str) -> None:
    role = merged("enterprise")["assumable_roles"][key]
    assert role["assumable_by"]["require_mfa"] is True
    assert role["max_session_duration"] == 3600


@pytest.mark.parametrize("key", merged("enterprise")["cross_account_roles"])
def test_a_cross_account_role_leaves_it_to_the_spec_who_may_assume_it(key: str) -> None:
    assert not {"account_ids", "external_id"} & set(merged("enterprise")["cross_account_roles"][key])


def test_data_scientists_have_what_the_migration_guide_shows() -> None:
    group = merged("startup")["iam_groups"]["data_scientists"]
    assert group["description"] == "Data scientists with ML model development access"
    assert group["managed_policies"] == ["CloudWatchLogsReadOnlyAccess"]
    assert group["policy_assignments"].items() >= {"s3": "level2", "sagemaker": "level2"}.items()


def test_administrators_and_the_security_team_have_what_the_product_gives_them() -> None:
    groups = merged("medium")["iam_groups"]
    assert [entry["name"] for entry in groups["platform_administrators"]["managed_policies"]] == ["AdministratorAccess"]
    assert groups["security_team"]["managed_policies"] == ["ReadOnlyAccess", "SecurityAudit"]


def test_no_service_role_deploys_models() -> None:
    for key, role in merged("enterprise")["service_roles"].items():
        assert role["policy_assignments"].get("sagemaker-inference", "level1") <= "level2", key


def test_of_those_without_administrator_access_only_the_model_approver_approves_models() -> None:
    able = []
    for principals in merged("enterprise").values():
        for key, principal in principals.items():
            effects = {
                found["Effect"]
                for policy in policies(principal)
                for found in policy
                if "sagemaker:UpdateModelPackage" in found["Action"]
            }
            if effects == {"Allow"}:
                able.append(key)
    assert able == ["model_approver"]
