"""Specs around a `security:` part."""

from tests.heads import head
from tests.specs import HEAD, spec

GOVCLOUD = head(region="us-gov-west-1")


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
