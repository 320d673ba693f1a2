"""What lowering reports: what refers to nothing, and what cannot be."""

from collections.abc import Iterator, Mapping
from typing import Any

from landbridge.areas.migration_assistant.contribute import can_be_open, is_own_key
from landbridge.areas.migration_assistant.product import STAGE_LENGTH
from landbridge.areas.migration_assistant.setting import Setting, Side
from landbridge.aws.names import ROLE_NAME_LENGTH, problem_with_role_name
from landbridge.findings import SpecPath
from landbridge.source.nodes import shorten


def check(setting: Setting) -> None:
    """Report what is wrong with one deployment."""
    scope = setting.scope
    for path, group in _groups(setting):
        network = scope.spec.part("network")
        known: Mapping[str, Any] = network.security_groups if network is not None else {}
        if group not in known:
            scope.missing(path, "security group", group, known, where="network.security_groups")
    for path, key in _keys(setting):
        if is_own_key(key):
            scope.reference(path, "key", key, where="kms.keys")
    for side in setting.sides:
        _check_domain(setting, side)
        _check_secret(setting, side)
    _check_names(setting)


def _groups(setting: Setting) -> Iterator[tuple[SpecPath, str]]:
    yield (*setting.path, "access_security_group"), setting.deployment.access_security_group
    if setting.deployment.service_security_group is not None:
        yield (*setting.path, "service_security_group"), setting.deployment.service_security_group
    for side in setting.sides:
        if side.security_group is not None:
            yield side.security_group


def _keys(setting: Setting) -> Iterator[tuple[SpecPath, str]]:
    if setting.deployment.snapshot.kms_key is not None:
        yield (*setting.path, "snapshot", "kms_key"), setting.deployment.snapshot.kms_key
    for side in setting.sides:
        if side.cluster.secret is not None and side.cluster.secret.kms_key is not None:
            yield (*side.path, "secret", "kms_key"), side.cluster.secret.kms_key


def _check_domain(setting: Setting, side: Side) -> None:
    scope, key = setting.scope, side.own_domain
    if key is None:
        return
    opensearch = scope.spec.part("opensearch")
    domains: Mapping[str, Any] = opensearch.domains if opensearch is not None else {}
    domain = domains.get(key)
    if domain is None:
        scope.missing((*side.path, "domain"), "domain", key, domains, where="opensearch.domains")
        return
    if side.cluster.open_policy is not None and not can_be_open(domain):
        scope.report(
            "LB703",
            (*side.path, "open_policy"),
            f"{shorten(key)} is on the internet without fine-grained access control: an open policy lets anybody in",
            "leave it out: the policy then names the roles of the services",
        )


def _check_secret(setting: Setting, side: Side) -> None:
    secret = side.cluster.secret
    if secret is not None and not secret.arn:
        short = secret.model_fields_set == {"arn"}  # which may be written as text alone
        setting.scope.report(
            "LB705",
            (*side.path, "secret", *(() if short else ("arn",))),
            f"the secret of the {side.name} is no ARN (what stands there is not shown)",
            "put user and password into Secrets Manager, and write the secret's ARN, {var:NAME} or {ssm:/NAME}",
        )


def _check_names(setting: Setting) -> None:
    """The product's limit of stages, and names that IAM or the product refuses."""
    stage, where = setting.deployment.stage, (*setting.path, "stage")
    if len(stage) > STAGE_LENGTH:
        setting.scope.report(
            "LB702",
            where,
            f"the stage {shorten(stage)} has {len(stage)} characters, and the product takes {STAGE_LENGTH}: the names"
            " of its roles would not be these",
            "take the stage with which the product is deployed",
        )
        return
    roles = [setting.names.role(worker) for worker in setting.workers]
    snapshot = setting.deployment.snapshot
    if setting.own_snapshot_role or snapshot.role_name is not None:
        if setting.has_managed_source and (problem := problem_with_role_name(setting.snapshot_role_name)):
            at = (*setting.path, "snapshot", *(("role_name",) if snapshot.role_name is not None else ()))
            message = f"{shorten(setting.snapshot_role_name)} {problem}"
            hint = "write a shorter one under role_name"
            setting.scope.report("LB706", at, message, hint, at_key=snapshot.role_name is None)
    elif setting.has_managed_source:
        roles.append(setting.snapshot_role_name)
    longest = max(roles, key=len)
    if len(longest) > ROLE_NAME_LENGTH:
        by_id = setting.names.is_classic and setting.deployment.deploy_id is not None
        setting.scope.report(
            "LB706",
            (*setting.path, "deploy_id" if by_id else "stage"),
            f"the role {shorten(longest)} would have {len(longest)} characters, and IAM takes {ROLE_NAME_LENGTH}: the"
            " product cannot make it",
            f"take a shorter {'deploy id or stage' if by_id else 'stage'}",
        )
