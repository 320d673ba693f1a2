"""Who a role trusts: every principal of its trust policy, in whichever form the spec names it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from landbridge.areas.iam.spec import AssumableRole, CrossAccountRole, Role, ServiceRole
from landbridge.areas.scope import Scope
from landbridge.findings import SpecPath
from landbridge.policy.document import Condition, Effect, PrincipalType


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """One principal of a trust policy.

    Attributes:
        path: of the principal in the spec.
        role: path of the role.
        type: of the principal.
        value: the principal, placeholders and account ids spelled out.
        conditions: under which it is trusted, those that the spec's words stand for included.
        reason: why, where the spec says so.
        effect: of the statement.
    """

    path: SpecPath
    role: SpecPath
    type: PrincipalType
    value: str
    conditions: tuple[Condition, ...]
    reason: str = ""
    effect: Effect = "Allow"


def trusted(scope: Scope, path: SpecPath, role: Role) -> Iterator[Trusted]:
    """The principals of one role."""
    if isinstance(role, ServiceRole):
        given = _conditions(scope, path, role)
        for index, name in enumerate(role.service):
            where = (*path, "service", index) if len(role.service) > 1 else (*path, "service")
            value = name if "." in name else f"{name}.amazonaws.com"
            yield Trusted(path=where, role=path, type="Service", value=value, conditions=given)
    elif isinstance(role, AssumableRole):
        by, where = role.assumable_by, (*path, "assumable_by")
        given = _conditions(scope, where, by)
        for index, text in enumerate(by.principals):
            place = (*where, "principals", index)
            yield Trusted(path=place, role=path, type="AWS", value=scope.principal(place, text), conditions=given)
    elif isinstance(role, CrossAccountRole):
        yield from _cross_account(scope, path, role)
    yield from _authored(scope, path, role)


def _cross_account(scope: Scope, path: SpecPath, role: CrossAccountRole) -> Iterator[Trusted]:
    given = _conditions(scope, path, role)
    if role.external_id:
        given += (Condition("StringEquals", "sts:ExternalId", (role.external_id,)),)
    for field, texts in (("account_ids", role.account_ids), ("principals", role.principals)):
        for index, text in enumerate(texts):
            place = (*path, field, index)
            value = scope.principal(place, text)
            yield Trusted(path=place, role=path, type="AWS", value=value, conditions=given, reason=role.reason or "")


def _authored(scope: Scope, path: SpecPath, role: Role) -> Iterator[Trusted]:
    for index, item in enumerate(role.trust):
        where = (*path, "trust", index)
        given = scope.conditions(where, item.conditions)
        for kind, texts in item.principals.items():
            for number, text in enumerate(texts):
                place: SpecPath = (
                    (*where, "principals", kind, number) if len(texts) > 1 else (*where, "principals", kind)
                )
                yield Trusted(
                    path=place,
                    role=path,
                    type=kind,
                    value=scope.principal(place, text) if kind == "AWS" else scope.expand(text, place),
                    conditions=given,
                    reason=item.reason or "",
                    effect=item.effect,
                )


def _conditions(scope: Scope, path: SpecPath, form: Any) -> tuple[Condition, ...]:
    given = scope.conditions(path, form.conditions)
    if getattr(form, "require_mfa", False):
        given += (Condition("Bool", "aws:MultiFactorAuthPresent", ("true",)),)
    return given
