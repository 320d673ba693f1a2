"""Lowering of the `kms:` part: spec and contributions → keys, each with its one policy, aliases and grants."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from landbridge.areas.area import Inputs
from landbridge.areas.contributions import KeyUse, handed
from landbridge.areas.kms import lockout
from landbridge.areas.kms.aliases import alias_label, aliases
from landbridge.areas.kms.document import key_policy
from landbridge.areas.kms.grants import grant
from landbridge.areas.kms.purposes import PURPOSES, SYMMETRIC, usage
from landbridge.areas.kms.resources import KmsAlias, KmsKey, KmsKeyPolicy
from landbridge.areas.kms.shown import edges, key_prefix, pages
from landbridge.areas.kms.spec import CustomerKey, Kms
from landbridge.areas.kms.uses import Use
from landbridge.areas.labels import label
from landbridge.areas.scope import Scope
from landbridge.findings import Finding, Severity, SpecPath
from landbridge.ir import Edge, Expr, Module, Output, Resource, Traversal
from landbridge.policy.document import PolicyDocument
from landbridge.policy.size import size
from landbridge.source.nodes import shorten

if TYPE_CHECKING:
    from landbridge.spec.root import Spec

POLICY_SIZE = 32_768
"""Bytes of a key policy at most. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html"""

_KEY_ID_LENGTH = 36


def lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    """Make the KMS module of a spec, and findings for what refers to nothing or cannot be."""
    part: Kms = spec.part("kms") or Kms()
    scope = Scope(spec, inputs.references)
    by_key = handed(inputs.contributions, KeyUse, lambda use: use.key)
    resources: list[Resource] = []
    used: list[tuple[str, CustomerKey, Sequence[Use]]] = []
    picture: list[Edge] = []
    for name, key in part.keys.items():
        path: SpecPath = ("kms", "keys", name)
        document, uses = key_policy(scope, path, key, by_key.get(name, ()))
        _check(scope, path, key, document)
        _check_kind(scope, name, key, by_key.get(name, ()))
        _check_purpose(scope, name, key, by_key.get(name, ()))
        resources += _resources(scope, path, name, key, document)
        used.append((name, key, uses))
        picture += edges(scope, path, name, key, uses)
    granted = tuple(grant(scope, part, name, each) for name, each in part.grants.items())
    files: dict[str, tuple[Resource, ...]] = {"main.tf": tuple(resources)}
    if granted:
        files["grants.tf"] = tuple(each for each in granted if each is not None)
    module = Module(
        name="kms",
        description="KMS keys, their policies and aliases",
        files=files,
        outputs=tuple(_outputs(resources)),
        pages=pages(scope.identity, used),
        picture=tuple(dict.fromkeys(picture)),
    )
    return module, scope.findings


def names(spec: "Spec") -> Mapping[str, Expr]:
    """What the spec may name of this area: the ARNs of its keys, of which AWS makes up the id.

    `key_alias:KEY` is the first alias of one that has any, for what finds it by that.
    """
    prefix = key_prefix(spec.identity)
    scope = Scope(spec, {})
    every = ((name, next(aliases(scope, (), name, key), None)) for name, key in spec.part("kms").keys.items())
    return {
        f"key_alias:{name}": Expr(f"alias/{alias.name}", Traversal(f"aws_kms_alias.{alias_label(name, alias)}.name"))
        for name, alias in every
        if alias is not None
    } | {
        f"key:{name}": Expr(
            f"{prefix}{{key:{name}}}",
            Traversal(f"aws_kms_key.{label(name)}.arn"),
            length=len(prefix) + _KEY_ID_LENGTH,
        )
        for name in spec.part("kms").keys
    }


def _resources(
    scope: Scope, path: SpecPath, name: str, key: CustomerKey, document: PolicyDocument
) -> Iterator[Resource]:
    """A key, its policy right behind it, and its aliases."""
    symmetric = key.key_spec == SYMMETRIC
    former = key.renamed_from
    yield KmsKey(
        label=label(name),
        origin=path,
        note=f"For {PURPOSES[key.purpose].title}" if key.purpose != "plain" else "",
        reason=_reasons(key, ("destroyable", "without_rotation") if symmetric else ("destroyable",)),
        moved_from=label(former) if former else None,
        description=key.description or PURPOSES[key.purpose].description,
        key_usage=usage(key.key_spec, key.key_usage),
        key_spec=key.key_spec,
        enable_key_rotation=symmetric and key.without_rotation is None,
        rotation_period_in_days=key.rotation_period_days,
        deletion_window_in_days=key.deletion_window_days,
        multi_region=key.multi_region,
        prevent_destroy=key.destroyable is None,
        tags=dict(sorted(key.tags.items())),
    )
    own = Expr(f"{{key:{name}}}", Traversal(f"aws_kms_key.{label(name)}.key_id"), length=_KEY_ID_LENGTH)
    yield KmsKeyPolicy(
        label=label(name),
        origin=path,
        reason=_reasons(key, ("without_root",)),
        moved_from=label(former) if former else None,
        key_id=own,
        policy=document,
    )
    for alias in aliases(scope, path, name, key):
        yield KmsAlias(
            label=alias_label(name, alias),
            origin=alias.path,
            moved_from=alias_label(former, alias) if former else None,
            name=_with_prefix(alias.name),
            target_key_id=own,
        )


def _with_prefix(name: str) -> str:
    return Expr(f"alias/{name}", "alias/", *name.parts) if isinstance(name, Expr) else f"alias/{name}"


def _reasons(key: CustomerKey, fields: tuple[str, ...]) -> str:
    return "; ".join(f"{each}: {reason}" for each in fields if (reason := getattr(key, each)))


def _check(scope: Scope, path: SpecPath, key: CustomerKey, document: PolicyDocument) -> None:
    """What no spec may suppress: a key that nobody can change, and a policy that KMS refuses."""
    if key.without_root is not None and not (key.administrators and lockout.able(document, scope.identity)):
        scope.report(
            "LB401",
            (*path, "without_root"),
            "without the account's root statement nobody could change the policy of this key",
            "name administrators, who can, if they are of this account",
            at_key=True,
        )
    else:
        for statement in lockout.locks(document, scope.identity):
            scope.report(
                "LB402",
                statement.origin,
                f"the Deny leaves nobody who could change the policy of this key ({lockout.CHANGE})",
                "except somebody: ArnNotEquals aws:PrincipalArn with the ARN of an administrator",
            )
    length = size(document) + sum(
        len(text.encode()) - len(text) for statement in document.statements for text in statement.texts
    )
    if length > POLICY_SIZE:
        scope.report(
            "LB403",
            path,
            f"the key's policy has {length:,} bytes, and KMS takes {POLICY_SIZE:,}",
            "name fewer principals: let a role stand for several, or let IAM policies of the account decide",
            at_key=True,
        )
    for purpose, field, what in (
        ("cloudwatch_logs", "log_groups", "the log groups that CloudWatch Logs encrypts"),
        ("sns", "publishers", "the services that publish"),
    ):
        if getattr(key, field) and key.purpose != purpose:
            message = f"{field} says nothing of a key whose purpose is {key.purpose}"
            scope.report("LB404", (*path, field), message, f"write purpose: {purpose}, or leave it out", at_key=True)
        elif field == "log_groups" and key.purpose == purpose and not key.log_groups:
            scope.report("LB404", path, f"{field} is missing: {what}", "e.g. log_groups: [/aws/dms/*]", at_key=True)


def _check_kind(scope: Scope, name: str, key: CustomerKey, handed: Sequence[KeyUse]) -> None:
    """AWS services that other areas speak for use symmetric keys only."""
    for each in handed if key.key_spec != SYMMETRIC else ():
        scope.report(
            "LB406",
            each.origin,
            f"the key {shorten(name)} is of the kind {key.key_spec}, and AWS services use {SYMMETRIC} only",
            f"name another key, or leave key_spec out of kms.keys.{name}",
        )


def _check_purpose(scope: Scope, name: str, key: CustomerKey, handed: Sequence[KeyUse]) -> None:
    """What a key is said to be for, and what it is used for. One without a purpose fits all."""
    for each in handed if key.purpose != "plain" else ():
        if each.purposes and key.purpose not in each.purposes:
            wanted = " or ".join(each.purposes)
            message = f"the key {shorten(name)} has the purpose {key.purpose}, and this use is {wanted}: {each.why}"
            hint = f"name a key of that purpose, or leave purpose out of kms.keys.{name}, so that it is for all"
            scope.findings.append(Finding("LB407", message, hint, Severity.WARNING, path=each.origin))


def _outputs(resources: Sequence[Resource]) -> Iterator[Output]:
    found = sorted(resources, key=lambda resource: resource.label)
    keys = [each for each in found if isinstance(each, KmsKey)]
    named = [each for each in found if isinstance(each, KmsAlias)]
    if named:
        yield Output(
            name="kms_alias_names",
            description="Name of every alias with alias/, by its label.",
            value={each.label: Traversal(f"{each.address}.name") for each in named},
        )
    if keys:
        yield Output(
            name="kms_key_arns",
            description="ARN of every key, by its key in the spec.",
            value={each.label: Traversal(f"{each.address}.arn") for each in keys},
        )
