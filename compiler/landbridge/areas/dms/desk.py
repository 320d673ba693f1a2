"""What every section of an operator's policy is written with."""

from dataclasses import dataclass

from landbridge.areas.dms.spec import Dms
from landbridge.areas.dms.spec_operators import Operator, Sections
from landbridge.areas.scope import Scope
from landbridge.aws.arn import REGION
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Condition, Statement


@dataclass(frozen=True, slots=True)
class Desk:
    """One operator of the spec, and statements for it in the own account and the operator's region."""

    scope: Scope
    part: Dms
    key: str
    operator: Operator

    @property
    def path(self) -> SpecPath:
        """Where in the spec the operator stands."""
        return ("dms", "operators", self.key)

    @property
    def sections(self) -> Sections:
        """Which sections the operator gets."""
        return self.operator.sections

    @property
    def region(self) -> str:
        """The region in ARNs."""
        return "*" if self.operator.all_regions else self.scope.identity.region

    def statement(
        self,
        sid: str,
        actions: tuple[str, ...],
        resources: tuple[str, ...],
        why: str,
        conditions: tuple[Condition, ...] = (),
    ) -> Statement:
        """An Allow of this operator."""
        return Statement(
            sid=sid, actions=actions, resources=resources, conditions=conditions, origin=self.path, why=why
        )

    def on_all(self, sid: str, actions: tuple[str, ...], why: str) -> Statement:
        """A statement for regional actions that take no resource: the region is all that narrows it."""
        region = Expr(self.scope.identity.region, REGION)
        here = () if self.operator.all_regions else (Condition("StringEquals", "aws:RequestedRegion", (region,)),)
        return self.statement(sid, actions, ("*",), why, here)

    def passing(self, sid: str, roles: tuple[str, ...], services: tuple[str, ...], why: str) -> Statement:
        """An Allow of iam:PassRole, which alone has iam:PassedToService."""
        conditions = (Condition("StringEquals", "iam:PassedToService", services),)
        return self.statement(sid, ("iam:PassRole",), roles, why, conditions)

    def arn(self, service: str, resource: str, account: str = "") -> str:
        """The ARN of something in the own account, or in any with `*`."""
        identity = self.scope.identity
        text = f"arn:{identity.partition}:{service}:{self.region}:{account or identity.account_id}:{resource}"
        return self.scope.expand(text, self.path)
