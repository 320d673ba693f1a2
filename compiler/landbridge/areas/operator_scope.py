"""What the policies of people are written with: statements about the own account, in one region or in all."""

from dataclasses import dataclass

from landbridge.areas.scope import Scope
from landbridge.aws.arn import REGION
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Condition, Statement


@dataclass(frozen=True, slots=True)
class OperatorScope:
    """One entry of the spec about people who work with a service, and statements for them. `path` is the entry's."""

    scope: Scope
    path: SpecPath

    @property
    def all_regions(self) -> bool:
        """Whether they work in every region, and not only in that of the environment."""
        return False

    @property
    def region(self) -> str:
        """Their region, as ARNs have it."""
        return "*" if self.all_regions else self.scope.identity.region

    @property
    def limits(self) -> tuple[Condition, ...]:
        """The conditions of all that they are allowed."""
        return ()

    @property
    def here(self) -> tuple[Condition, ...]:
        """In their region, for what takes no resource: there the region is all that narrows it."""
        region = Expr(self.scope.identity.region, REGION)
        return () if self.all_regions else (Condition("StringEquals", "aws:RequestedRegion", (region,)),)

    def statement(
        self,
        sid: str,
        actions: tuple[str, ...],
        resources: tuple[str, ...],
        why: str,
        conditions: tuple[Condition, ...] = (),
    ) -> Statement:
        """An Allow of these people, within their limits."""
        return Statement(
            sid=sid,
            actions=actions,
            resources=resources,
            conditions=(*conditions, *self.limits),
            origin=self.path,
            why=why,
        )

    def on_all(self, sid: str, actions: tuple[str, ...], why: str, conditions: tuple[Condition, ...] = ()) -> Statement:
        """An Allow of regional actions that take no resource."""
        return self.statement(sid, actions, ("*",), why, (*self.here, *conditions))

    def passing(
        self,
        sid: str,
        roles: tuple[str, ...],
        services: tuple[str, ...],
        why: str,
        conditions: tuple[Condition, ...] = (),
    ) -> Statement:
        """An Allow of iam:PassRole, which alone has iam:PassedToService."""
        passed = Condition("StringEquals", "iam:PassedToService", services)
        return self.statement(sid, ("iam:PassRole",), roles, why, (passed, *conditions))

    def arn(self, service: str, resource: str, account: str = "") -> str:
        """The ARN of something in their region: of the own account, of another, or of any with `*`."""
        identity = self.scope.identity
        text = f"arn:{identity.partition}:{service}:{self.region}:{account or identity.account_id}:{resource}"
        return self.scope.expand(text, self.path)
