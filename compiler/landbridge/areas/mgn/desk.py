"""What the policies of people are written with: statements in the own account and region, for a time."""

from dataclasses import dataclass
from datetime import date, timedelta

from landbridge.areas.mgn.spec import Mgn
from landbridge.areas.mgn.spec_people import AgentInstaller, MgnOperator
from landbridge.areas.scope import Scope
from landbridge.aws.arn import REGION
from landbridge.aws.partitions import dns_suffix
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Condition, Statement

ANY_ACCOUNT = "*"


def first_moment_after(day: str) -> str | None:
    """The first moment after a day as conditions have it, e.g. 2027-01-01T00:00:00Z; None for no day of any year."""
    try:
        return f"{date.fromisoformat(day) + timedelta(days=1)}T00:00:00Z"
    except (OverflowError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Desk:
    """One entry of `agent_installers` or `operators`, and statements for it."""

    scope: Scope
    part: Mgn
    path: SpecPath
    holders: AgentInstaller | MgnOperator

    @property
    def ec2(self) -> str:
        """EC2 as whom roles are passed to."""
        return f"ec2.{dns_suffix(self.scope.identity.partition)}"

    def statement(
        self,
        sid: str,
        actions: tuple[str, ...],
        resources: tuple[str, ...],
        why: str,
        conditions: tuple[Condition, ...] = (),
    ) -> Statement:
        """An Allow of what people call themselves, for as long as the entry says."""
        return self.behind(sid, actions, resources, why, (*conditions, *self._in_person()))

    def behind(
        self,
        sid: str,
        actions: tuple[str, ...],
        resources: tuple[str, ...],
        why: str,
        conditions: tuple[Condition, ...] = (),
    ) -> Statement:
        """An Allow of what MGN calls in their name. Whether they had MFA is asked where they call MGN."""
        return Statement(
            sid=sid,
            actions=actions,
            resources=resources,
            conditions=(*conditions, *self._in_time()),
            origin=self.path,
            why=why,
        )

    def on_all(self, sid: str, actions: tuple[str, ...], why: str, conditions: tuple[Condition, ...] = ()) -> Statement:
        """An Allow of regional actions that take no resource: the region narrows it."""
        return self.statement(sid, actions, ("*",), why, (self.here, *conditions))

    @property
    def here(self) -> Condition:
        """In the own region."""
        return Condition("StringEquals", "aws:RequestedRegion", (Expr(self.scope.identity.region, REGION),))

    def arn(self, service: str, resource: str, account: str = "") -> str:
        """The ARN of something in the own region: of the own account, or of another."""
        identity = self.scope.identity
        text = f"arn:{identity.partition}:{service}:{identity.region}:{account or identity.account_id}:{resource}"
        return self.scope.expand(text, self.path)

    @property
    def wants_mfa(self) -> bool:
        """Whether people may only with multi-factor authentication."""
        return isinstance(self.holders, MgnOperator) and self.holders.require_mfa

    def _in_person(self) -> tuple[Condition, ...]:
        return (Condition("Bool", "aws:MultiFactorAuthPresent", ("true",)),) if self.wants_mfa else ()

    def _in_time(self) -> tuple[Condition, ...]:
        end = first_moment_after(self.holders.until) if self.holders.until is not None else None
        return () if end is None else (Condition("DateLessThan", "aws:CurrentTime", (end,)),)
