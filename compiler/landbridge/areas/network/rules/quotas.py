"""Quotas of VPC, counted on what the spec was lowered to."""

from collections.abc import Iterator

from landbridge.areas.network.resources import SecurityGroupRule
from landbridge.areas.network.rules.reading import GUIDE, by_group, is_ingress
from landbridge.areas.outside import bare
from landbridge.findings import Severity
from landbridge.rules.rule import Hit, Rule, Subject

RULES_PER_GROUP = 60
"""Rules in one direction, for IPv4 and for IPv6 each; one that names a group or list counts for both."""

_DOC = GUIDE + "userguide/amazon-vpc-limits.html#vpc-limits-security-groups"


def _rules(subject: Subject) -> Iterator[Hit]:
    for group, rules in by_group(subject).items():
        for direction in (True, False):
            held = [rule for rule in rules if is_ingress(rule) is direction]
            count = max(_count(held, "ipv4"), _count(held, "ipv6"))
            if count > RULES_PER_GROUP:
                way = "inbound" if direction else "outbound"
                yield Hit(
                    path=held[-1].origin,
                    message=f"{bare(group)} has {count} {way} rules of one address family, and a group has at most"
                    f" {RULES_PER_GROUP} unless your account's quota was raised",
                )


def _count(rules: list[SecurityGroupRule], family: str) -> int:
    other = "cidr_ipv6" if family == "ipv4" else "cidr_ipv4"
    return sum(getattr(rule, other) is None for rule in rules)


RULES = (
    Rule(
        id="LB529",
        title="A group has no more rules than VPC's quota",
        why="EC2 refuses the next one. A prefix list counts as many as it can hold; those of a group that exists and"
        " are not ours count too, and are not known here.",
        fix="name wider networks, a prefix list or a group; or raise the quota and suppress this rule with a reason",
        source=_DOC,
        severity=Severity.WARNING,
        check=_rules,
    ),
)
