"""KMS keys that the `dms:` part names: of this spec, or of somebody else by ARN."""

from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.areas.dms.naming import ASM_SECRET, SECRET, secret_role, secret_roles
from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec import Dms
from landbridge.areas.key_use import CRYPTO, DECRYPT
from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a key by a role of this area.

    Attributes:
        key: as the spec has it: a key of `kms.keys`, or an ARN.
        path: where it stands.
        role: what the role is called in `{kind:key}`.
        writes: whether the role encrypts, or decrypts only.
        grants: whether AWS services may be granted the use of it on the role's behalf.
        what: what is encrypted.
        sid: what it is, as a piece of a Sid.
    """

    key: str
    path: SpecPath
    role: str
    writes: bool
    grants: bool = False
    what: str
    sid: str

    @property
    def actions(self) -> tuple[str, ...]:
        """What the role does with the key."""
        return CRYPTO if self.writes else DECRYPT


def own_key(text: str) -> str | None:
    """The key of `kms.keys` that a field names, or None for an ARN or a value from outside."""
    if text.startswith("{key:"):
        return text[5:-1]
    return None if text.startswith("arn:") or outside(text) else text


def key_arn(scope: Scope, path: SpecPath, text: str) -> str | None:
    """The ARN that a field stands for; a key that the spec does not have is reported."""
    own = own_key(text)
    if own is None:
        return scope.expand(text, path)
    return scope.reference(path, "key", own, where="kms.keys")


def uses(part: Dms) -> Iterator[Use]:
    """Every use of a key by a role that is made here."""
    for side in sides(part):
        yield from _side_uses(side)
    for key, bucket in part.assessment_buckets.items():
        if bucket.kms_key is not None:
            path: SpecPath = ("dms", "assessment_buckets", key, "kms_key")
            role = f"dms_assessment_role:{key}"
            what = "results of assessment runs"
            yield Use(key=bucket.kms_key, path=path, role=role, writes=True, what=what, sid="Results")


def by_role(part: Dms) -> dict[str, list[Use]]:
    """Every use of a key by the name of the role that has it."""
    found: dict[str, list[Use]] = {}
    for use in uses(part):
        found.setdefault(use.role, []).append(use)
    return found


def _side_uses(side: Side) -> Iterator[Use]:
    endpoint = side.endpoint
    if endpoint.target_key is not None and side.has_role and "target_key" in side.engine.fields:
        yield Use(
            key=endpoint.target_key,
            path=(*side.path, "target_key"),
            role=f"dms_role:{side.key}",
            writes=not side.is_source,
            grants=not side.is_source,
            what=f"data of {side.engine.title} endpoint {side.key}",
            sid="Data",
        )
    for field, secret in side.secrets:
        if secret.kms_key is not None:
            of_its_own = field == "asm_secret" and ASM_SECRET in secret_roles(side)
            yield Use(
                key=secret.kms_key,
                path=(*side.path, field, "kms_key"),
                role=secret_role(side.key, ASM_SECRET if of_its_own else SECRET),
                writes=False,
                what=f"{'ASM secret' if field == 'asm_secret' else 'secret'} of endpoint {side.key}",
                sid="AsmSecret" if field == "asm_secret" else "Secret",
            )


def settings(part: Dms) -> Iterator[tuple[SpecPath, str]]:
    """Keys of DMS's own storage: no role of ours uses them, DMS does on behalf of who creates the thing."""
    for key, instance in part.replication_instances.items():
        if instance.kms_key is not None:
            yield ("dms", "replication_instances", key, "kms_key"), instance.kms_key
    for key, endpoint in part.endpoints.items():
        if endpoint.kms_key is not None:
            yield ("dms", "endpoints", key, "kms_key"), endpoint.kms_key
