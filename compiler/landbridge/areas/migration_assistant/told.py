"""What lowering of the Migration Assistant's part reports. None of it can be suppressed."""

from landbridge.rules.rule import Explained, standing

REPOSITORY = "https://github.com/opensearch-project/opensearch-migrations/blob/main/"
CLASSIC = REPOSITORY + "deployment/cdk/opensearch-service-migration/lib/"
GUIDE = (
    "https://docs.opensearch.org/latest/migration-assistant/migration-phases/deploy/"
    "iam-and-security-groups-for-existing-clusters/"
)
DOMAINS = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/"

TOLD: tuple[Explained, ...] = (
    standing(
        "LB701",
        "Somebody chooses the permissions boundary of the snapshot role",
        "A role that is made without one may break a guard of the account.",
        "say permissions_boundary in migration_assistant: or security:",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    ),
    standing(
        "LB702",
        "A stage is one that the product takes",
        "Names of roles, buckets and log groups follow from it. The product refuses stages of more than 15 characters.",
        "take the stage with which the product is deployed",
        CLASSIC + "common-utilities.ts",
    ),
    standing(
        "LB703",
        "A policy is open only where something else decides who gets there",
        "On a public domain without fine-grained access control it opens the domain to the internet.",
        "leave open_policy out",
        DOMAINS + "ac.html#ac-types-resource",
    ),
    standing(
        "LB705",
        "A cluster's secret is named by its ARN",
        "The roles' policies take ARNs; and a secret itself must not stand in a spec.",
        "write the ARN with its last six characters, {var:NAME} or {ssm:/NAME}",
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html",
    ),
    standing(
        "LB706",
        "The product's roles have names that IAM takes",
        "The deployment of the product would fail, or its roles would have other names than the policies here.",
        "take a shorter stage or deploy id",
        "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    ),
)
