"""Grants on keys for service-linked roles of the own account."""

from landbridge.areas.kms.resources import KmsGrant
from landbridge.areas.kms.spec import KeyGrant, Kms
from landbridge.areas.kms.statements import service_linked_role
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.findings import SpecPath
from landbridge.policy.matching import has_wildcard
from landbridge.source.nodes import shorten

_ROLES = {
    "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
    "mgn.amazonaws.com": "AWSServiceRoleForApplicationMigrationService",
}
"""Services that launch from encrypted volumes, and the names of their service-linked roles.

Sources: https://docs.aws.amazon.com/mgn/latest/ug/using-service-linked-roles.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
"""
_VOLUMES = (
    *("CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
    *("ReEncryptFrom", "ReEncryptTo"),
)
"""What both need of a key in another account."""


def grant(scope: Scope, part: Kms, name: str, given: KeyGrant) -> KmsGrant | None:
    """The grant, or None where its role or key is not known, which is reported."""
    path: SpecPath = ("kms", "grants", name)
    role, service = given.service_linked_role, given.service_linked_role
    if role.startswith("arn:"):
        principal = scope.expand(role, (*path, "service_linked_role"))
        service = role.split("/")[2]
        if problem := _foreign(scope.identity, principal):
            hint = "a grant here is for a role of this account; another account's grant is its own spec's"
            scope.report("LB405", (*path, "service_linked_role"), f"{shorten(principal)} {problem}", hint)
            return None
    elif role in _ROLES:
        principal = service_linked_role(scope.identity, role, _ROLES[role])
    else:
        message = f"the name of the service-linked role of {shorten(role)} is not known to Landbridge"
        hint = f"write the role's ARN: arn:{{partition}}:iam::{{account_id}}:role/aws-service-role/{role}/NAME"
        scope.report("LB405", (*path, "service_linked_role"), message, hint)
        return None
    if given.operations is None and service not in _ROLES:
        scope.report(
            "LB405", path, f"what {shorten(service)} needs of a key is not known", "say operations", at_key=True
        )
        return None
    key = _key(scope, part, (*path, "key"), given.key)
    if key is None:
        return None
    return KmsGrant(
        label=label(name),
        origin=path,
        note="" if given.key in part.keys else "The key's owner has to allow this account kms:CreateGrant on it",
        moved_from=label(given.renamed_from) if given.renamed_from else None,
        name=f"{scope.stem}-{name.replace('_', '-')}",
        key_id=key,
        grantee_principal=principal,
        operations=tuple(sorted(given.operations or _VOLUMES)),
    )


def _foreign(identity: Identity, role: str) -> str:
    """Why a role is not surely one of the own account, to follow its ARN; empty where it is."""
    parsed = arn.parse(role)
    if parsed is None or has_wildcard(role) or "${" in role:
        return "is no ARN of one role"
    if parsed.partition != identity.partition:
        return f"is of partition {shorten(parsed.partition)}, and this account is of {identity.partition}"
    if parsed.account != identity.account_id:
        return f"belongs to account {shorten(parsed.account)}, whose service could use the key with no policy naming it"
    return ""


def _key(scope: Scope, part: Kms, path: SpecPath, text: str) -> str | None:
    if arn.is_arn(text) or text.startswith("{"):
        return scope.expand(text, path)
    if text in part.keys:
        return scope.references[f"key:{text}"]
    scope.missing(path, "key", text, part.keys, where="kms.keys")
    return None
