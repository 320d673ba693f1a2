"""IAM's quotas. Sizes are in characters without white space between the parts of the JSON.

Source, unless said otherwise: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

MANAGED_POLICY = 6_144
"""Size of one customer-managed policy."""
GROUP_INLINE_POLICIES = 5_120
"""Size of all inline policies of one group together."""
ROLE_INLINE_POLICIES = 10_240
"""Size of all inline policies of one role together."""

TRUST_POLICY_RAISED = 8_192
"""Size of a trust policy at most. The page of 2023 said 4,096."""

MANAGED_POLICIES_PER_GROUP = 10
"""Managed policies attached to one group. Cannot be raised."""
MANAGED_POLICIES_PER_ROLE = 10
"""Managed policies attached to one role unless the account's quota has been raised."""
MANAGED_POLICIES_PER_ROLE_RAISED = 25
"""Managed policies attached to one role at most. The page of 2023 said 20."""

GROUPS = 300
"""Groups in one account unless the quota has been raised, to 500 at most."""
GROUPS_PER_USER = 10
"""Groups that one user can be in. Cannot be raised."""
ROLES = 1_000
"""Roles in one account unless the quota has been raised, to 5,000 at most in 2023."""
INSTANCE_PROFILES = 1_000
"""Instance profiles in one account unless the quota has been raised."""
CUSTOMER_MANAGED_POLICIES = 1_500
"""Customer-managed policies in one account unless the quota has been raised, to 5,000 at most in 2023."""

TAGS = 50
"""Tags on one role, user, policy, instance profile or provider. Groups have none."""
