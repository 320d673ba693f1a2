"""Lowering of the `dms:` part: spec → the roles of DMS, and what other people have to do for them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from landbridge.areas.area import Inputs
from landbridge.areas.attached import policy_arns
from landbridge.areas.dms import naming
from landbridge.areas.dms.account_roles import account_roles, imports
from landbridge.areas.dms.endpoints import assessment_roles, endpoint_roles
from landbridge.areas.dms.keys import key_arn, settings
from landbridge.areas.dms.naming import ACCOUNT_ROLES
from landbridge.areas.dms.operators import operators
from landbridge.areas.dms.owners import owners_page
from landbridge.areas.dms.picture import picture
from landbridge.areas.dms.roles import Roles
from landbridge.areas.dms.runbook import pages
from landbridge.areas.dms.secrets import secret_access_roles
from landbridge.areas.dms.sides import sides
from landbridge.areas.dms.spec import Dms, NoCredentials
from landbridge.areas.scope import Scope
from landbridge.findings import Finding, SpecPath
from landbridge.ir import Expr, Module, Output, Resource
from landbridge.source.nodes import shorten

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    """Make the DMS module of a spec, and findings for what refers to nothing or must not stand in a spec."""
    part: Dms = spec.part("dms")
    scope = Scope(spec, inputs.references)
    roles = Roles(scope, part)
    _check(scope, part)
    policies = tuple(operators(scope, part))
    files: dict[str, tuple[Resource, ...]] = {
        "main.tf": tuple(account_roles(roles)),
        "endpoints.tf": tuple(endpoint_roles(roles)),
        "secrets.tf": tuple(secret_access_roles(roles)),
        "assessments.tf": tuple(assessment_roles(roles)),
        "operators.tf": policies,
    }
    module = Module(
        name="dms",
        description="Roles, secrets access and operators of AWS DMS",
        files={name: held for name, held in files.items() if held or name == "main.tf"},
        outputs=tuple(sorted(_outputs(scope, part, policies), key=lambda output: output.name)),
        imports=tuple(imports(roles)),
        pages=(*pages(scope, part), *owners_page(scope, part)),
        picture=tuple(dict.fromkeys(picture(part))),
    )
    return module, scope.findings


def names(spec: "Spec") -> Mapping[str, Expr]:
    """What the spec may name of this area: the ARNs of its roles."""
    return naming.names(Scope(spec, {}), spec.part("dms"))


def _check(scope: Scope, part: Dms) -> None:
    """Report what lowering would otherwise pass over."""
    for path, key in settings(part):
        key_arn(scope, path, key)
    network = scope.spec.part("network")
    groups: Mapping[str, object] = network.security_groups if network is not None else {}
    for path, group in _groups(part):
        if group not in groups:
            scope.missing(path, "security group", group, groups, where="network.security_groups")
    for key, endpoint in part.endpoints.items():
        path = ("dms", "endpoints", key)
        named = endpoint.replication_instance
        if named is not None and named not in part.replication_instances:
            where = (*path, "replication_instance")
            scope.missing(where, "replication instance", named, part.replication_instances, where="dms")
        if key in ACCOUNT_ROLES:
            message = f"{key} is an account role, so {{dms_role:{key}}} could mean either"
            scope.report("LB202", path, message, "rename the endpoint", at_key=True)
    for path, words, thing in _credentials(part):
        for credential in thing.credentials:
            scope.report(
                "LB203",
                (*path, credential),
                f"{words} has {shorten(credential)}, and a spec holds no credentials (its value is not shown)",
                "put them into Secrets Manager, with host and port of the connection, and write secret: {arn: …} at the"
                " endpoint",
                at_key=True,
            )


def _credentials(part: Dms) -> Iterator[tuple[SpecPath, str, NoCredentials]]:
    """Everything in which somebody may have written credentials, in words."""
    yield ("dms",), "the part dms", part
    for key, instance in part.replication_instances.items():
        yield ("dms", "replication_instances", key), f"replication instance {key}", instance
    for side in sides(part):
        yield side.path, f"endpoint {side.key}", side.endpoint
        for field, secret in side.secrets:
            yield (*side.path, field), f"{field} of endpoint {side.key}", secret


def _groups(part: Dms) -> Iterator[tuple[SpecPath, str]]:
    """Every security group that the part names."""
    for key, instance in part.replication_instances.items():
        yield ("dms", "replication_instances", key, "security_group"), instance.security_group
    for key, endpoint in part.endpoints.items():
        path: SpecPath = ("dms", "endpoints", key)
        for field in ("security_group", "asm_security_group"):
            named = getattr(endpoint, field)
            if named is not None:
                yield (*path, field), named
        if (bridge := endpoint.bridge) is not None:
            short = bridge.model_fields_set == {"security_group"}  # which may be written as text alone
            yield (*path, "bridge", *(() if short else ("security_group",))), bridge.security_group


def _outputs(scope: Scope, part: Dms, policies: tuple[Resource, ...]) -> Iterator[Output]:
    """ARNs by the spec's keys, for the code that makes endpoints, tasks and replication instances."""
    found = naming.names(scope, part)
    account = {
        kind: found[f"dms_role:{kind}"]
        for kind in ACCOUNT_ROLES
        if getattr(part.account_roles, kind) in ("own", "adopt")
    }
    endpoints = {key: found[f"dms_role:{key}"] for key in sorted(part.endpoints) if f"dms_role:{key}" in found}
    secrets = _by_key(found, "dms_secret_role:")
    assessments = _by_key(found, "dms_assessment_role:")
    for name, what, arns in (
        ("dms_account_role_arns", "each role that DMS finds by its name", account),
        ("dms_endpoint_role_arns", "the service access role of every endpoint that has one", endpoints),
        ("dms_secret_role_arns", "the role that reads the secret of every endpoint", secrets),
        ("dms_assessment_role_arns", "the role of every bucket for assessment runs", assessments),
    ):
        if arns:
            yield Output(name=name, description=f"ARN of {what}, by its key in the spec.", value=arns)
    if by_operator := policy_arns(scope.identity, policies):
        description = "ARNs of the policies of every operator, by its key in the spec: more than one where one was cut."
        yield Output(name="dms_operator_policy_arns", description=description, value=by_operator)


def _by_key(found: Mapping[str, Expr], prefix: str) -> dict[str, Expr]:
    return {name.removeprefix(prefix): found[name] for name in sorted(found) if name.startswith(prefix)}
