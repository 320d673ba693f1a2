"""What the rules of the network module read of a subject."""

from collections.abc import Iterator

from landbridge.areas import guides
from landbridge.areas.network.resources import IngressRule, SecurityGroupRule
from landbridge.areas.network.spec import Network, SecurityGroup
from landbridge.areas.outside import bare
from landbridge.findings import SpecPath
from landbridge.rules.rule import Subject

GUIDE = guides.VPC
EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"


def part(subject: Subject) -> Network:
    """The network part; an empty one where only other areas need the module."""
    found: Network | None = subject.part
    return found or Network()


def rules_of(subject: Subject) -> Iterator[SecurityGroupRule]:
    """All rules of the module, in the order in which they are printed."""
    return (resource for resource in subject.module.resources if isinstance(resource, SecurityGroupRule))


def by_group(subject: Subject) -> dict[str, list[SecurityGroupRule]]:
    """The rules of the module by the group that has them, as the text of its id."""
    found: dict[str, list[SecurityGroupRule]] = {}
    for rule in rules_of(subject):
        found.setdefault(str(rule.security_group_id), []).append(rule)
    return found


def id_text(key: str, group: SecurityGroup) -> str:
    """The id of a group of the spec as `by_group` has it."""
    return group.id or f"{{security_group:{key}}}"


def is_ingress(rule: SecurityGroupRule) -> bool:
    """Whether a rule lets in, not out."""
    return isinstance(rule, IngressRule)


def words(rule: SecurityGroupRule) -> str:
    """A rule as people say it: `tcp 1521 from 10.0.0.0/24`."""
    if rule.ip_protocol == "-1":
        what = "all traffic"
    elif rule.from_port in (None, -1):
        what = rule.ip_protocol
    else:
        last = "" if rule.from_port == rule.to_port else f"-{rule.to_port}"
        what = f"{rule.ip_protocol} {rule.from_port}{last}"
    other = rule.other_side
    return f"{what} {'from' if is_ingress(rule) else 'to'} {bare(other)}"


def peer_path(rule: SecurityGroupRule) -> SpecPath:
    """Where the spec names the other side, as near as the resource knows."""
    if rule.origin[:2] in (("network", "security_groups"), ("network", "flows")):
        return (*rule.origin, "from" if is_ingress(rule) else "to")
    return rule.origin
