"""Names, labels and ARNs of what the area makes and names."""

from collections.abc import Mapping

from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec import AssessmentBucket, Dms
from landbridge.areas.labels import label
from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.ir import Expr, Traversal

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
    found: dict[str, Expr] = {}
    for kind, name in ACCOUNT_ROLES.items():
        choice = getattr(part.account_roles, kind)
        if choice == "reference":
            found[f"dms_role:{kind}"] = arn.role_arn(scope.identity, "/", name)
        elif choice is not None:
            found[f"dms_role:{kind}"] = role_reference(scope, account_role_label(kind), name)
    for side in sides(part):
        if side.has_role:
            found[f"dms_role:{side.key}"] = role_reference(scope, label(side.key), endpoint_role_name(scope, side))
        for kind in secret_roles(side):
            name = secret_role_name(scope, side, kind)
            found[secret_role(side.key, kind)] = role_reference(scope, label(side.key, kind), name)
    for key, bucket in part.assessment_buckets.items():
        name = assessment_role_name(scope, key, bucket)
        found[f"dms_assessment_role:{key}"] = role_reference(scope, assessment_label(key), name)
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


def role_reference(scope: Scope, resource_label: str, name: str) -> Expr:
    """A role's ARN: by reference, or by name where the reference would close a circle."""
    by_name = arn.role_arn(scope.identity, "/", name)
    return Expr(str(by_name), Traversal(f"aws_iam_role.{resource_label}.arn"), fallback=by_name)


def own(scope: Scope, service: str, *resource: str, region: bool = True, account: bool = True) -> Expr:
    """The ARN of something in the own partition, region and account; its parts may be values from outside."""
    identity = scope.identity
    place = f"{identity.region if region else ''}:{identity.account_id if account else ''}"
    head = f"arn:{identity.partition}:{service}:{place}:"
    text = head + "".join(resource)
    if not any(isinstance(piece, Expr) for piece in resource):
        return _expr(arn.express(text, identity))
    beginning = _expr(arn.express(head + "-", identity)).parts
    # The stand-in made `head` an ARN that can be expressed; it goes again.
    *first, last = beginning
    parts: list[str | Traversal] = [*first, str(last)[:-1]]
    for piece in resource:
        parts += piece.parts if isinstance(piece, Expr) else (piece,)
    return Expr(text, *parts)


def shown(scope: Scope, text: str) -> str:
    """An id or ARN of the spec for people, its words filled in; what is wrong with it is told elsewhere."""
    return text if outside(text) else str(Scope(scope.spec, scope.references).expand(text, ()))


def _expr(text: str) -> Expr:
    return text if isinstance(text, Expr) else Expr(text, text)
