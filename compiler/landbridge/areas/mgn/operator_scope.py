"""What the policies of people are written with: statements in the own account and region, for a time."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from landbridge.areas import operator_scope
from landbridge.areas.mgn.spec import Mgn
from landbridge.areas.mgn.spec_people import AgentInstaller, MgnOperator
from landbridge.aws.partitions import dns_suffix
from landbridge.policy.document import Condition

ANY_ACCOUNT = "*"


def first_moment_after(day: str) -> str | None:
    """The first moment after a day as conditions have it, e.g. 2027-01-01T00:00:00Z; None for no day of any year."""
    try:
        return f"{date.fromisoformat(day) + timedelta(days=1)}T00:00:00Z"
    except (OverflowError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class OperatorScope(operator_scope.OperatorScope):
    """One entry of `agent_installers` or `operators`, and statements for it, for as long as the entry says.

    `in_person`: what people call themselves, and not what MGN calls in their name.
    """

    part: Mgn
    holders: AgentInstaller | MgnOperator
    in_person: bool = True

    @property
    def behind(self) -> "OperatorScope":
        """The same for what MGN calls in their name. Whether they had MFA is asked where they call MGN."""
        return replace(self, in_person=False)

    @property
    def ec2(self) -> str:
        """EC2 as whom roles are passed to."""
        return f"ec2.{dns_suffix(self.scope.identity.partition)}"

    @property
    def wants_mfa(self) -> bool:
        """Whether people may only with multi-factor authentication."""
        return isinstance(self.holders, MgnOperator) and self.holders.require_mfa

    @property
    def limits(self) -> tuple[Condition, ...]:
        """With MFA, and until their time ends, where the entry says so."""
        mfa = (Condition("Bool", "aws:MultiFactorAuthPresent", ("true",)),) if self.wants_mfa and self.in_person else ()
        end = first_moment_after(self.holders.until) if self.holders.until is not None else None
        return mfa if end is None else (*mfa, Condition("DateLessThan", "aws:CurrentTime", (end,)))
