"""Which roles an operator passes to DMS, and at which secrets an operator looks: no more than the spec names.

Passing a role is using it: an endpoint with the role that reads another endpoint's secret connects with the
credentials in there, and making a task asks for no more than two endpoints and an instance.
Sources: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.IAMPermissions and
https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html
"""

from collections.abc import Iterator
from dataclasses import replace

from landbridge.areas.dms import naming
from landbridge.areas.dms.abilities import is_restricted, may
from landbridge.areas.dms.actions import MAKE_INSTANCES, TAKE_ASSESSMENT_ROLES, TAKE_ENDPOINT_ROLES
from landbridge.areas.dms.operator_scope import OperatorScope
from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec_operators import Operator
from landbridge.areas.dms.trust import dms_service, regional_dms
from landbridge.policy.document import Statement


def passes_all(operator: Operator) -> bool:
    """Whether an operator passes the roles of every endpoint: by a reason, or by being restricted in nothing."""
    return operator.all_endpoints is not None or (operator.endpoints is None and not is_restricted(operator))


def passing(who: OperatorScope) -> Iterator[Statement]:
    """The roles that an operator passes to DMS, by service, and the secrets beside them."""
    endpoints = tuple(_endpoints(who))
    # Only these: every operator would work out the names of every endpoint, which are as many.
    named = naming.account_roles(who.scope, who.part) | naming.assessment_roles(who.scope, who.part)
    for side in endpoints:
        named |= naming.roles_of(who.scope, side)
    roles = tuple(named[name] for name in sorted({*_account(who), *_of(endpoints)}) if name in named)
    secret = tuple(named[naming.secret_role(s.key, kind)] for s in endpoints for kind in naming.secret_roles(s))
    reason = who.operator.all_endpoints or ""
    for each in (*_roles(who, roles, secret), *_secrets(who, endpoints)):
        yield replace(each, reason=reason)


def _endpoints(who: OperatorScope) -> Iterator[Side]:
    """The endpoints whose roles the operator passes; a key that the spec does not have is reported."""
    operator, found = who.operator, {side.key: side for side in sides(who.part)}
    for index, key in enumerate(operator.endpoints or ()):
        if key not in found:
            path = (*who.path, "endpoints", index)
            who.scope.missing(path, "endpoint", key, dict.fromkeys(found), where="dms.endpoints")
    if may(operator, TAKE_ENDPOINT_ROLES):
        chosen = found if passes_all(operator) else operator.endpoints or ()
        yield from (side for key, side in sorted(found.items()) if key in chosen)


def _account(who: OperatorScope) -> Iterator[str]:
    """The roles that belong to no endpoint.

    Those that DMS finds by name are for who makes replication instances; nobody names them in a request.
    """
    operator = who.operator
    if may(operator, MAKE_INSTANCES):
        yield from ("dms_role:vpc", "dms_role:cloudwatch_logs")
    if passes_all(operator) and may(operator, TAKE_ENDPOINT_ROLES):
        yield "dms_role:redshift"
    if may(operator, TAKE_ASSESSMENT_ROLES):
        yield from (f"dms_assessment_role:{key}" for key in who.part.assessment_buckets)


def _of(endpoints: tuple[Side, ...]) -> Iterator[str]:
    for side in endpoints:
        yield f"dms_role:{side.key}"
        if side.is_redshift:
            yield "dms_role:redshift"


def _roles(who: OperatorScope, roles: tuple[str, ...], secret: tuple[str, ...]) -> Iterator[Statement]:
    dms = dms_service(who.part.service_suffix)
    if roles or secret:
        why = "The console looks up the roles that DMS is given."
        yield who.statement("SeeRoles", ("iam:GetRole",), (*roles, *secret), why)
    if roles:
        yield who.passing("PassRoles", roles, (dms,), "The roles that this spec has for DMS.")
    if secret:
        regional = regional_dms(who.scope, who.part.service_suffix)
        yield who.passing("PassSecretRoles", secret, (dms, regional), "The roles with which DMS reads the secrets.")


def _secrets(who: OperatorScope, endpoints: tuple[Side, ...]) -> Iterator[Statement]:
    found = tuple(
        who.scope.expand(secret.arn, (*side.path, field))
        for side in endpoints
        for field, secret in side.secrets
        if secret.arn
    )
    if found:
        why = "Making an endpoint looks at its secret, not at what is in it."
        yield who.statement("SeeSecrets", ("secretsmanager:DescribeSecret",), found, why)
