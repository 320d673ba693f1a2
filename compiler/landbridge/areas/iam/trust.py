"""Trust policies: who may assume a role, in the forms that IAM knows (domain facts: IAM user guide, trust policies)."""

import re
from collections.abc import Iterable
from typing import cast

from landbridge.areas.iam.granted import TrustStatement
from landbridge.areas.iam.spec import (
    AssumableRole,
    CrossAccountRole,
    FederatedRole,
    Oidc,
    Saml,
    ServiceRole,
)
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.aws.partitions import console_saml_audience
from landbridge.findings import SpecPath
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement
from landbridge.source.nodes import shorten

_MFA = Condition("Bool", "aws:MultiFactorAuthPresent", ("true",))
_POD_IDENTITY = "pods.eks.amazonaws.com"


def service_trust(scope: Scope, path: SpecPath, role: ServiceRole) -> PolicyDocument:
    """One statement for all services; EKS Pod Identity also tags the session, so it has its own."""
    services = [_service(scope, (*path, "service"), name) for name in role.service]
    given = scope.conditions((*path, "conditions"), role.conditions)
    statements = []
    plain = tuple(name for name in services if name != _POD_IDENTITY)
    if plain:
        statements.append(_statement(path, "Service", (Principal("Service", plain),), given))
    if _POD_IDENTITY in services:
        statements.append(
            _statement(
                path,
                "PodIdentity",
                (Principal("Service", (_POD_IDENTITY,)),),
                given,
                ("sts:AssumeRole", "sts:TagSession"),
            )
        )
    return _document(scope, path, statements, role.trust)


def assumable_trust(scope: Scope, path: SpecPath, role: AssumableRole) -> PolicyDocument:
    """Groups: trust the account, the groups' own policies say who. Principals: trust exactly these."""
    by = role.assumable_by
    where = (*path, "assumable_by")
    given = scope.conditions((*where, "conditions"), by.conditions, (_MFA,) if by.require_mfa else ())
    statements = []
    if by.groups:
        statements.append(_statement(where, "Account", (Principal("AWS", (arn.root_arn(scope.identity),)),), given))
    if by.principals:
        named = tuple(scope.principal((*where, "principals", i), text) for i, text in enumerate(by.principals))
        statements.append(_statement(where, "Principals", (Principal("AWS", named),), given))
    return _document(scope, path, statements, role.trust)


def cross_account_trust(scope: Scope, path: SpecPath, role: CrossAccountRole) -> PolicyDocument:
    """Other accounts, with the ExternalId that was agreed."""
    ours = (Condition("StringEquals", "sts:ExternalId", (role.external_id,)),) if role.external_id else ()
    given = scope.conditions((*path, "conditions"), role.conditions, ours + ((_MFA,) if role.require_mfa else ()))
    accounts = tuple(scope.principal((*path, "account_ids", i), text) for i, text in enumerate(role.account_ids))
    named = tuple(scope.principal((*path, "principals", i), text) for i, text in enumerate(role.principals))
    statement = _statement(path, "CrossAccount", (Principal("AWS", accounts + named),), given, reason=role.reason or "")
    return _document(scope, path, [statement], role.trust)


def federated_trust(scope: Scope, path: SpecPath, role: FederatedRole) -> PolicyDocument:
    """A SAML or OpenID Connect provider of this account."""
    statement = _saml(scope, path, role, role.saml) if role.saml else _oidc(scope, path, role, cast("Oidc", role.oidc))
    return _document(scope, path, [statement], role.trust)


def _saml(scope: Scope, path: SpecPath, role: FederatedRole, saml: Saml) -> Statement:
    own = arn.saml_provider_arn(scope.identity, saml.provider)
    target = scope.expand(saml.provider, path) if saml.provider.startswith("arn:") else own
    audience = saml.audience or console_saml_audience(scope.identity.partition)
    ours = (Condition("StringEquals", "SAML:aud", (audience,)),)
    given = scope.conditions((*path, "conditions"), role.conditions, ours)
    return _statement((*path, "saml"), "Saml", (Principal("Federated", (target,)),), given, ("sts:AssumeRoleWithSAML",))


def _oidc(scope: Scope, path: SpecPath, role: FederatedRole, oidc: Oidc) -> Statement:
    issuer = issuer_of(oidc.provider)
    by_arn = oidc.provider.startswith("arn:")
    target = scope.expand(oidc.provider, path) if by_arn else arn.oidc_provider_arn(scope.identity, issuer)
    like = any("*" in subject or "?" in subject for subject in oidc.subjects)
    ours = (
        Condition("StringEquals", f"{issuer}:aud", oidc.audiences),
        Condition("StringLike" if like else "StringEquals", f"{issuer}:sub", oidc.subjects),
    )
    given = scope.conditions((*path, "conditions"), role.conditions, ours)
    actions = ("sts:AssumeRoleWithWebIdentity",)
    return _statement((*path, "oidc"), "Oidc", (Principal("Federated", (target,)),), given, actions, oidc.reason or "")


def issuer_of(provider: str) -> str:
    """The issuer of an OpenID Connect provider, as its condition keys begin: from its URL, bare name or ARN."""
    named = provider.partition(":oidc-provider/")[2] if provider.startswith("arn:") else provider
    return re.sub(r"^https://", "", named, flags=re.IGNORECASE).rstrip("/")


def _service(scope: Scope, path: SpecPath, name: str) -> str:
    if "." in name:
        return name
    if scope.identity.partition == "aws-cn":
        scope.report(
            "LB307",
            path,
            f"the short form {shorten(name)} is ambiguous in the China regions",
            "write the whole principal; some end in .amazonaws.com.cn",
        )
    return f"{name}.amazonaws.com"


def _statement(
    path: SpecPath,
    sid: str,
    principals: tuple[Principal, ...],
    given: tuple[Condition, ...],
    actions: tuple[str, ...] = ("sts:AssumeRole",),
    reason: str = "",
) -> Statement:
    return Statement(sid=sid, actions=actions, principals=principals, conditions=given, origin=path, reason=reason)


def _document(
    scope: Scope, path: SpecPath, made: Iterable[Statement], extra: tuple[TrustStatement, ...]
) -> PolicyDocument:
    authored = []
    for index, item in enumerate(extra):
        where = (*path, "trust", index)
        authored.append(
            Statement(
                sid=item.sid or "",
                effect=item.effect,
                actions=item.actions,
                principals=scope.principals((*where, "principals"), item.principals),
                conditions=scope.conditions((*where, "conditions"), item.conditions),
                origin=where,
                reason=item.reason or "",
            )
        )
    document = PolicyDocument((*made, *authored))
    return canonicalise(document, action_names=bool(extra), partition=scope.identity.partition)
