"""Trust policies of the roles that DMS assumes, with conditions against the confused deputy where DMS supports them.

Source: https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html, whose
`ArnEqual` and `endpoint/ID` are no operator and no ARN: written here are ArnLike and `endpoint:ID`.
"""

from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.canonical import canonicalise
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement

REDSHIFT = "redshift.amazonaws.com"
RDS = "rds.amazonaws.com"


def dms_service(suffix: str) -> str:
    """DMS's service principal."""
    return f"dms.{suffix}"


def regional_dms(scope: Scope, suffix: str) -> Expr:
    """DMS of the own region: as what it reads secrets and, by its host name, uses keys."""
    return arn.regional_host(scope.identity, "dms", suffix)


def own_account(scope: Scope) -> Condition:
    """Only on behalf of this account."""
    return Condition("StringEquals", "aws:SourceAccount", (arn.own_account(scope.identity),))


def on_behalf_of(scope: Scope, *kinds: str, any_region: bool = False) -> tuple[Condition, ...]:
    """Only on behalf of this account's DMS resources of some kinds: rep, endpoint, task, assessment-run."""
    identity = scope.identity
    region = "*" if any_region else identity.region
    found = (f"arn:{identity.partition}:dms:{region}:{identity.account_id}:{kind}:*" for kind in kinds)
    return (
        own_account(scope),
        Condition("ArnLike", "aws:SourceArn", tuple(arn.express(each, identity) for each in found)),
    )


def trusted(path: SpecPath, sid: str, service: str, *conditions: Condition) -> Statement:
    """One service that may assume the role."""
    return Statement(
        sid=sid,
        actions=("sts:AssumeRole",),
        principals=(Principal("Service", (service,)),),
        conditions=conditions,
        origin=path,
    )


def trust_policy(*statements: Statement) -> PolicyDocument:
    """The trust policy of these statements."""
    return canonicalise(PolicyDocument(statements), action_names=False)
