"""What a case is. A `§` in a spec marks the place at which the finding is expected; it is not part of the spec."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.specs import HEAD, spec

MARK = "§"
GOVCLOUD = HEAD.replace("eu-west-1", "us-gov-west-1")


@dataclass(frozen=True)
class Bad:
    """A spec that breaks one rule, once.

    Attributes:
        rule: its id.
        message: a piece of the finding's message.
        text: the spec, with the mark.
        also: ids of the other rules that it cannot help breaking as well.
        files: what lies beside the spec.
        at: the place, where it is in another file than the spec.
    """

    rule: str
    message: str
    text: str
    also: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    at: tuple[str, int, int] | None = None

    @property
    def source(self) -> str:
        """The spec without the mark."""
        return self.text.replace(MARK, "", 1)

    @property
    def place(self) -> tuple[str, int, int]:
        """File, line and column at which the finding is expected."""
        if self.at is not None:
            return self.at
        before = self.text[: self.text.index(MARK)]
        return "spec.yaml", before.count("\n") + 1, len(before) - before.rfind("\n")


@dataclass(frozen=True)
class Good:
    """A spec that keeps a rule, and every other one."""

    rule: str
    text: str
    files: Mapping[str, str] = field(default_factory=dict)


def security(text: str, head: str = HEAD) -> str:
    """A spec with this `security:` part, besides the choice of a boundary, which all must make."""
    part = spec(text, head)
    if "\n  permissions_boundary: " in part:
        return part
    return part.replace("security:\n", "security:\n  permissions_boundary: none\n", 1)


def statements(*items: str, head: str = HEAD) -> str:
    """A group with statements, each in YAML's flow form."""
    lines = "".join(f"\n      - {item}" for item in items)
    return security(f"iam_groups:\n  ops:\n    statements:{lines}", head)


def trust(*items: str, head: str = HEAD) -> str:
    """A role that a user of the account may assume, with further trust statements."""
    lines = "".join(f"\n      - {item}" for item in items)
    user = 'assumable_by: {principals: ["arn:{partition}:iam::{account_id}:user/jane"]}'
    return security(f"assumable_roles:\n  etl:\n    {user}\n    trust:{lines}", head)


def group(*lines: str, head: str = HEAD) -> str:
    """A group with these lines."""
    return security("iam_groups:\n  ops:" + "".join(f"\n    {line}" for line in lines), head)


def service_role(*lines: str, head: str = HEAD) -> str:
    """A role of EC2 with these lines."""
    body = "".join(f"\n    {line}" for line in ("service: ec2", *lines))
    return security(f"service_roles:\n  worker:{body}", head)


def operator(holders: str) -> str:
    """A `dms:` part for the end of a spec: an operator whose policy is attached to these groups or roles."""
    return (
        "dms:\n  account_roles: {vpc: reference, cloudwatch_logs: reference}\n"
        f"  operators:\n    movers: {{{holders}}}\n"
    )
