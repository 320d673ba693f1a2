"""Levels of access: what lowering says of them."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import group

BAD = (
    Bad("LB301", 'no curated levels for service "sqss"', group("policy_assignments: {s3: level1, §sqss: level2}")),
    Bad("LB302", "s3 has no level", group("policy_assignments: {s3: §level9}")),
    Bad("LB303", 'no service with the IAM prefix "sqss"', group("access:", "  - {service: §sqss, level: read}")),
    Bad("LB304", "service rds-db has no action of level tag", group("access:", "  - {service: rds-db, level: §tag}")),
    Bad("LB305", "are made by AWS", group("access:", "  - {service: §kms, level: read}")),
    Bad(
        "LB306",
        "can have the resource",
        group("access:", '  - {service: sqs, level: read, resources: §"arn:aws:s3:::edge-data"}'),
    ),
)

GOOD = (
    Good("LB301", group("policy_assignments: {s3: level1}")),
    Good("LB302", group("policy_assignments: {s3: level3}")),
    Good("LB303", group("access:", "  - {service: sqs, level: read}")),
    Good("LB304", group("access:", "  - {service: sqs, level: tag}")),
    Good("LB305", group("access:", "  - {service: sqs, level: write}")),
    Good(
        "LB306",
        group("access:", '  - {service: sqs, level: read, resources: "arn:aws:sqs:eu-west-1:123456789012:edge"}'),
    ),
)
