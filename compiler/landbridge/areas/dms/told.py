"""What lowering of the DMS part reports. None of it can be suppressed."""

from landbridge.areas.dms.wording import SECRETS
from landbridge.rules.rule import Explained, standing

TOLD: tuple[Explained, ...] = (
    standing(
        "LB201",
        "Somebody chooses the permissions boundary of DMS's roles",
        "A role that is taken over or made without one may break a guard of the account.",
        "say permissions_boundary in dms: or security:",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    ),
    standing(
        "LB202",
        "An endpoint has another key than the account roles",
        "{dms_role:vpc} could mean either.",
        "rename the endpoint",
    ),
    standing(
        "LB203",
        "A spec holds no credentials",
        "Everybody who can read the repository, or a log of it, would have them.",
        "put them into Secrets Manager, and name the secret by secret: {arn: …}",
        SECRETS,
    ),
    standing(
        "LB204",
        "A secret is named by its ARN",
        "DMS reads it by a role, whose policy takes ARNs; and a secret itself must not stand in a spec.",
        "write the ARN with its last six characters, {var:NAME} or {ssm:/NAME}",
        SECRETS,
    ),
    standing(
        "LB219",
        "An operator's statements fit managed policies",
        "A policy is cut between its actions and resources; the conditions of one of these cannot be cut.",
        "name fewer tag values, or fewer networks",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    ),
)
