"""The role by which OpenSearch Service writes a snapshot of a managed source into the bucket.

Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshots.html
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from landbridge.areas.boundaries import Boundary, boundary
from landbridge.areas.identities import IamRole, IamRolePolicy
from landbridge.areas.key_use import CRYPTO, through
from landbridge.areas.labels import label
from landbridge.areas.migration_assistant.access import SERVICE, key_arn, of_bucket
from landbridge.areas.migration_assistant.setting import Setting
from landbridge.areas.migration_assistant.spec import MigrationAssistant
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.ir import Expr, Resource, Traversal
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement

if TYPE_CHECKING:  # the spec model is made from the areas
    from landbridge.spec.root import Spec


def snapshot_role(setting: Setting, part: MigrationAssistant) -> Iterator[Resource]:
    """The role, where it is made here, and what it may do."""
    path = (*setting.path, "snapshot")
    bound = _boundary(setting.scope, part)
    held = label(setting.key, "snapshot")
    role = IamRole(
        label=held,
        origin=path,
        name=setting.snapshot_role_name,
        path="/",
        description=f"Lets OpenSearch Service write snapshots for the Migration Assistant {setting.key}",
        assume_role_policy=canonicalise(PolicyDocument((snapshot_trust(setting),)), action_names=False),
        permissions_boundary=bound.arn,
        keep_boundary=bound.keep,
        tags={},
    )
    yield role
    yield IamRolePolicy(
        label=label(held, "objects"),
        origin=path,
        name="objects",
        role=Expr(role.name, Traversal(f"{role.address}.name")),
        policy=canonicalise(PolicyDocument(snapshot_permissions(setting)), action_names=False),
    )


def snapshot_trust(setting: Setting) -> Statement:
    """Who assumes the role: OpenSearch Service, on behalf of the source domain and of nothing else."""
    conditions: tuple[Condition, ...] = ()
    source = next((side for side in setting.sides if side.name == "source"), None)
    domain = setting.domain(source) if source is not None else None
    if domain is not None:
        parsed = arn.parse(domain)
        account = parsed.account if parsed is not None else setting.scope.identity.account_id
        own = account == setting.scope.identity.account_id
        conditions = (
            Condition(
                "StringEquals",
                "aws:SourceAccount",
                (arn.own_account(setting.scope.identity) if own else account,),
            ),
            Condition("ArnEquals", "aws:SourceArn", (domain,)),
        )
    return Statement(
        sid="OpenSearchService",
        actions=("sts:AssumeRole",),
        principals=(Principal("Service", (SERVICE,)),),
        conditions=conditions,
        origin=(*setting.path, "snapshot"),
    )


def snapshot_permissions(setting: Setting) -> tuple[Statement, ...]:
    """What the role may do: keep objects in the one bucket."""
    return tuple(_objects(setting, (*setting.path, "snapshot")))


def _objects(setting: Setting, path: SpecPath) -> Iterator[Statement]:
    keep = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")
    for sid, actions, rest in (("ListBucket", ("s3:ListBucket",), ""), ("KeepObjects", keep, "/*")):
        yield Statement(
            sid=sid,
            actions=actions,
            resources=(setting.bucket(rest),),
            conditions=(of_bucket(setting),),
            origin=path,
        )
    key = key_arn(setting, (*path, "kms_key"), setting.deployment.snapshot.kms_key)
    if key is not None:
        yield Statement(
            sid="UseKey",
            actions=CRYPTO,
            resources=(key,),
            conditions=(through(setting.scope.identity, ("s3",)),),
            origin=(*path, "kms_key"),
        )


def boundary_choice(spec: "Spec", part: MigrationAssistant) -> tuple[SpecPath, str] | None:
    """Which permissions boundary the spec chooses for the role, and where; None where it says nothing."""
    if part.permissions_boundary is not None:
        return ("migration_assistant", "permissions_boundary"), part.permissions_boundary
    security = spec.part("security")
    return None if security is None else (("security", "permissions_boundary"), security.permissions_boundary)


def _boundary(scope: Scope, part: MigrationAssistant) -> Boundary:
    if (chosen := boundary_choice(scope.spec, part)) is not None:
        return boundary(scope, *chosen)
    scope.report(
        "LB701",
        ("migration_assistant",),
        "nobody says which permissions boundary the snapshot role gets",
        "say permissions_boundary: keep, none, an ARN or a key of security.policies",
        at_key=True,
    )
    return Boundary()
