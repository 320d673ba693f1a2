"""Secret access roles: how DMS reads the credentials of endpoints from Secrets Manager.

Source: https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html
"""

from collections.abc import Iterator

from landbridge.areas.dms.naming import SECRET, secret_role, secret_role_name, secret_roles
from landbridge.areas.dms.roles import Roles
from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec import Secret
from landbridge.areas.dms.trust import own_account, regional_dms, trust_policy, trusted
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.ir import Resource
from landbridge.policy.document import Statement


def secret_access_roles(roles: Roles) -> Iterator[Resource]:
    """One role for each secret, or one for both secrets of an endpoint where the spec wants that."""
    for side in sides(roles.part):
        _arns_written(roles.scope, side)
        for kind in secret_roles(side):
            yield from _role(roles, side, kind)


def read_by(side: Side, kind: str) -> Iterator[tuple[str, Secret]]:
    """The secrets that one of an endpoint's roles reads, with their keys in the spec."""
    both = len(secret_roles(side)) == 1
    for field, secret in side.secrets:
        if both or (field == "secret") == (kind == SECRET):
            yield field, secret


def secret_arn(scope: Scope, side: Side, field: str, secret: Secret) -> str:
    """The ARN of a secret, as a statement has it."""
    return scope.expand(secret.arn, (*side.path, field))


def _arns_written(scope: Scope, side: Side) -> None:
    """Report what stands where an ARN should be. It is not shown: it could be the secret itself."""
    for field, secret in side.secrets:
        if not secret.arn and not secret.credentials:
            scope.report(
                "LB204",
                (*side.path, field),
                f"{field} of endpoint {side.key} wants the ARN of a secret in Secrets Manager (what stands there is not"
                " shown)",
                "write arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX, with the six characters at the end, as"
                " `aws secretsmanager describe-secret` prints it; or {var:NAME}; never the secret itself",
                at_key=True,
            )


def _role(roles: Roles, side: Side, kind: str) -> Iterator[Resource]:
    endpoint, scope = side.endpoint, roles.scope
    service = regional_dms(scope, roles.part.service_suffix)
    found = tuple(read_by(side, kind))
    path = (*side.path, found[0][0])
    what = " and ".join("the ASM credentials" if field == "asm_secret" else "the credentials" for field, _ in found)
    role = roles.role(
        secret_role_name(scope, side, kind),
        label(side.key, kind),
        path,
        trust_policy(trusted(path, "Dms", service, own_account(scope))),
        description=f"Lets DMS read {what} of endpoint {side.key}",
        note=endpoint.description,
        own_boundary=endpoint.permissions_boundary,
        tags=endpoint.tags,
        moved_from=endpoint.renamed_from and label(endpoint.renamed_from, kind),
    )
    yield role
    arns = tuple(secret_arn(scope, side, field, secret) for field, secret in found if secret.arn)
    read = Statement(sid="ReadSecret", actions=("secretsmanager:GetSecretValue",), resources=arns, origin=path)
    own = secret_role(side.key, kind)
    keys = roles.key_statements(own)
    yield from roles.policy(role, "secrets", (*((read,) if arns else ()), *keys), f"Where {what} lie")
