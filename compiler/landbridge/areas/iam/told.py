"""What lowering of the IAM part reports. None of it can be suppressed."""

from landbridge.areas.guides import IAM
from landbridge.rules.rule import Explained, standing

_SAR = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"

TOLD: tuple[Explained, ...] = (
    standing(
        "LB301",
        "A service has curated levels",
        "policy_assignments takes curated levels only.",
        "use access: for other services",
    ),
    standing(
        "LB302", "A level exists", "Levels beyond those of a service grant nothing.", "see `landbridge explain-level`"
    ),
    standing(
        "LB303",
        "An IAM service prefix exists",
        "A statement about an unknown service grants nothing.",
        "take the suggestion",
        _SAR,
    ),
    standing(
        "LB304",
        "A service has actions of the access level",
        "There would be nothing to grant.",
        "choose another level",
        _SAR,
    ),
    standing(
        "LB305",
        "The project's own resources can be told by name",
        "Where AWS makes the names, a name pattern would match nothing, or all.",
        "name the resources",
        _SAR,
    ),
    standing(
        "LB306",
        "A resource fits some action",
        "A resource that no action can have grants nothing.",
        "correct the ARN",
        _SAR,
    ),
    standing(
        "LB307",
        "A service principal is unambiguous",
        "In the China regions some end in .amazonaws.com.cn.",
        "write the whole principal",
    ),
    standing(
        "LB308",
        "A policy grants something",
        "IAM refuses an empty policy.",
        "give it access, or remove it",
        IAM + "access_policies.html",
    ),
    standing(
        "LB309",
        "A policy fits IAM's quotas",
        "IAM refuses larger ones when it is too late.",
        "name fewer resources",
        IAM + "reference_iam-quotas.html",
    ),
    standing(
        "LB310",
        "An AWS-managed policy exists",
        "Attaching one that does not exist fails at apply.",
        "take the suggestion",
        "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
    ),
    standing(
        "LB311",
        "An AWS-managed policy can be attached",
        "Policies of service-linked roles cannot.",
        "choose another",
        IAM + "using-service-linked-roles.html",
    ),
)
