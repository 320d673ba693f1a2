"""Names, labels and ARNs of what the area makes and names."""

from collections.abc import Mapping

from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec import AssessmentBucket, Dms
from landbridge.areas.identities import role_reference
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.ir import Expr

ACCOUNT_ROLES: Mapping[str, str] = {
    "vpc": "dms-vpc-role",
    "cloudwatch_logs": "dms-cloudwatch-logs-role",
    "redshift": "dms-access-for-endpoint",
}
"""The names by which DMS finds the roles that an account has once.

Source: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.APIRole
"""

SECRET, ASM_SECRET = "secret", "asm-secret"


def account_role_label(kind: str) -> str:
    """The label of an account role; keys of the spec hold no double underscore, so it is nobody else's."""
    return label("account", kind)


def assessment_label(key: str) -> str:
    """The label of the role for a bucket of assessment runs."""
    return label(key, "assessment")


def endpoint_role_name(scope: Scope, side: Side) -> str:
    """The name of an endpoint's service access role."""
    return scope.name("role", f"dms-{side.key}", side.endpoint.name)


def secret_role_name(scope: Scope, side: Side, kind: str) -> str:
    """The name of the role that reads an endpoint's secret, or that of Oracle ASM."""
    secret = side.endpoint.secret if kind == SECRET else side.endpoint.asm_secret
    own = secret.role_name if secret else None
    return scope.name("role", f"dms-{side.key}-{kind}", own)


def assessment_role_name(scope: Scope, key: str, bucket: AssessmentBucket) -> str:
    """The name of the role for a bucket of assessment runs."""
    return scope.name("role", f"dms-{key}-assessment", bucket.name)


def names(scope: Scope, part: Dms) -> dict[str, Expr]:
    """What a spec may name of this area: the ARNs of its roles."""
    found = account_roles(scope, part)
    for side in sides(part):
        found |= roles_of(scope, side)
    return found | assessment_roles(scope, part)


def account_roles(scope: Scope, part: Dms) -> dict[str, Expr]:
    """The ARNs of the roles that an account has once."""
    identity = scope.identity
    found: dict[str, Expr] = {}
    for kind, name in ACCOUNT_ROLES.items():
        choice = getattr(part.account_roles, kind)
        if choice == "reference":
            found[f"dms_role:{kind}"] = arn.role_arn(identity, "/", name)
        elif choice is not None:
            found[f"dms_role:{kind}"] = role_reference(identity, account_role_label(kind), name)
    return found


def roles_of(scope: Scope, side: Side) -> dict[str, Expr]:
    """The ARNs of one endpoint's roles."""
    identity = scope.identity
    found: dict[str, Expr] = {}
    if side.has_role:
        found[f"dms_role:{side.key}"] = role_reference(identity, label(side.key), endpoint_role_name(scope, side))
    for kind in secret_roles(side):
        name = secret_role_name(scope, side, kind)
        found[secret_role(side.key, kind)] = role_reference(identity, label(side.key, kind), name)
    return found


def assessment_roles(scope: Scope, part: Dms) -> dict[str, Expr]:
    """The ARNs of the roles for the buckets of assessment runs."""
    found: dict[str, Expr] = {}
    for key, bucket in part.assessment_buckets.items():
        name = assessment_role_name(scope, key, bucket)
        found[f"dms_assessment_role:{key}"] = role_reference(scope.identity, assessment_label(key), name)
    return found


def secret_role(key: str, kind: str) -> str:
    """What a spec calls the role that reads an endpoint's secret; keys hold no double underscore."""
    return f"dms_secret_role:{key}" if kind == SECRET else f"dms_secret_role:{key}__asm"


def secret_roles(side: Side) -> tuple[str, ...]:
    """The roles that an endpoint's secrets need: one for each, or one for both."""
    endpoint = side.endpoint
    if endpoint.asm_secret is None:
        return (SECRET,) if endpoint.secret is not None else ()
    if endpoint.secret is None:
        return (ASM_SECRET,)
    return (SECRET,) if endpoint.one_role_for_both else (SECRET, ASM_SECRET)
