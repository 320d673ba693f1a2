"""What lowering of the MGN part reports. None of it can be suppressed."""

from landbridge.areas.guides import IAM
from landbridge.rules.rule import Explained, standing

TOLD: tuple[Explained, ...] = (
    standing(
        "LB801",
        "A network is one that AWS takes",
        "AWS cuts the bits behind the prefix off, so a rule would open more than it says; Terraform refuses it.",
        "write the network that the message names",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html",
    ),
    standing(
        "LB802",
        "A day is a day",
        "A time that never comes would be a condition that IAM refuses.",
        "write a day of the calendar such as 2026-12-31",
        IAM + "reference_policies_examples_aws-dates.html",
    ),
    standing(
        "LB803",
        "Tags that people are held to are ones that AWS takes, written out",
        "IAM fills in ${…} where it compares tags, so that such a limit holds for every server. No tag of AWS has $, {,"
        " }, * or ?, nor anything else but letters, digits, spaces and _.:/=+-@.",
        "write the tag as servers have it",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    ),
    standing(
        "LB819",
        "The statements of people fit managed policies",
        "A policy is cut between its actions and resources; the conditions of one of these cannot be cut.",
        "name fewer tag values",
        IAM + "reference_iam-quotas.html",
    ),
)
