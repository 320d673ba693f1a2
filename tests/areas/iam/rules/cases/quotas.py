"""IAM's quotas."""

from tests.areas.cases import Bad, Good
from tests.areas.iam.specs import group, operator, security, service_role

POLICIES = [f"arn:aws:iam::123456789012:policy/p{number}" for number in range(26)]
BUCKETS = ", ".join(f'"arn:aws:s3:::edge-{"x" * 40}-{number:03}/*"' for number in range(100))
ROLES = [f"arn:aws:iam::123456789012:role/edge-role-that-may-assume-{number:02}" for number in range(40)]


def listed(values: list[str]) -> str:
    """A list in YAML's flow form."""
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def many_groups(count: int) -> str:
    """One user in many groups."""
    return "".join(
        f"\n  g{number}: {{members: [jane], policy_assignments: {{s3: level1}}}}" for number in range(10, 10 + count)
    )


BAD = (
    Bad(
        "LB381",
        "and a managed policy has at most 6,144",
        security(f"policies:\n  §p: {{statements: [{{actions: s3:GetObject, resources: [{BUCKETS}]}}]}}"),
    ),
    Bad(
        "LB382",
        "and your quota is 2,048",
        security(f"assumable_roles:\n  §etl:\n    assumable_by:\n      principals: {listed(ROLES)}"),
    ),
    Bad(
        "LB383",
        "has 11 managed policies",
        group(f"managed_policies: {listed(POLICIES[:11])}").replace("    ops:", "    §ops:"),
    ),
    Bad(
        "LB383",
        "has 11 managed policies",
        (group(f"managed_policies: {listed(POLICIES[:10])}") + operator("groups: [ops]")).replace(
            "    ops:", "    §ops:"
        ),
    ),
    Bad(
        "LB384",
        "has 11 managed policies",
        service_role(f"managed_policies: {listed(POLICIES[:11])}").replace("    worker:", "    §worker:"),
    ),
    Bad(
        "LB384",
        "has 11 managed policies",
        (service_role(f"managed_policies: {listed(POLICIES[:10])}") + operator("roles: [worker]")).replace(
            "    worker:", "    §worker:"
        ),
    ),
    Bad(
        "LB385",
        "has 26 managed policies",
        (service_role(f"managed_policies: {listed(POLICIES[:25])}") + operator("roles: [worker]")).replace(
            "    worker:", "    §worker:"
        ),
    ),
    Bad(
        "LB385",
        "has 26 managed policies",
        service_role(f"managed_policies: {listed(POLICIES)}").replace("    worker:", "    §worker:"),
    ),
    Bad(
        "LB386",
        'user "jane" is in 11 groups',
        security(f"iam_groups:{many_groups(11)}").replace("g10: {members: [", "g10: {members: [§"),
    ),
    Bad(
        "LB387",
        "1,001 roles are more than the 1,000",
        security("service_roles:" + "".join(f"\n  r{number}: {{service: ec2}}" for number in range(1001))).replace(
            "security:", "§security:"
        ),
    ),
)

GOOD = (
    Good(
        "LB381", security('policies:\n  p: {statements: [{actions: s3:GetObject, resources: "arn:aws:s3:::edge-*/*"}]}')
    ),
    Good(
        "LB382",
        security(
            f"trust_policy_quota: 4096\nassumable_roles:\n  etl:\n    assumable_by:\n      principals: {listed(ROLES)}"
        ),
    ),
    Good("LB383", group(f"managed_policies: {listed(POLICIES[:10])}")),
    Good("LB383", group(f"managed_policies: {listed(POLICIES[:9])}") + operator("groups: [ops]")),
    Good("LB384", service_role(f"managed_policies: {listed(POLICIES[:10])}")),
    Good("LB385", service_role(f"managed_policies: {listed(POLICIES[:10])}")),
    Good("LB386", security(f"iam_groups:{many_groups(10)}")),
    Good("LB387", security("service_roles:\n  r: {service: ec2}")),
)
