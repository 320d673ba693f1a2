"""Groups that are not in the same VPC."""

from collections.abc import Iterator

from landbridge.areas.network.resources import SecurityGroup
from landbridge.areas.network.rules.reading import GUIDE, peer_path, rules_of
from landbridge.areas.outside import bare
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject


def _apart(subject: Subject) -> Iterator[Hit]:
    """Only groups of known VPCs. Who hands a flow over has been told how its two sides are joined."""
    groups = {
        resource.label: resource
        for resource in subject.module.resources
        if isinstance(resource, SecurityGroup) and resource.vpc_id.startswith("vpc-")
    }
    told: set[tuple[SpecPath, frozenset[str]]] = set()
    for rule in rules_of(subject):
        own, other = (groups.get(_label(text)) for text in (rule.security_group_id, rule.other_side))
        if own is None or other is None or own.vpc_id == other.vpc_id:
            continue
        if rule.origin[0] != "network" and rule.origin not in (own.origin, other.origin):
            continue
        at = (rule.origin, frozenset((own.vpc_id, other.vpc_id)))
        if at not in told:
            told.add(at)
            path = peer_path(rule)
            yield Hit(
                path=path,
                at_key=path == rule.origin,
                message=f"{_words(own)} is in {own.vpc_id} and {_words(other)} in {other.vpc_id}: a rule of one can"
                " name the other over a peering connection only",
            )


def _label(text: str) -> str:
    """The label of a group that is made, from the text of its id."""
    return bare(text) if text.startswith("{") else ""


def _words(group: SecurityGroup) -> str:
    return f"the VPC endpoint's group {group.name}" if group.label.endswith("__endpoint") else group.label


RULES = (
    Rule(
        id="LB539",
        title="Groups of two VPCs need a peering connection between these",
        why="EC2 refuses a rule that names a group of another VPC, unless a peering connection in the same region joins"
        " the two; whether one does, no spec says.",
        fix="where they are peered, suppress this here with a reason that names the connection; otherwise correct vpc:,"
        " or name CIDRs (seen_as: for the target)",
        source=GUIDE + "peering/vpc-peering-security-groups.html",
        severity=Severity.WARNING,
        check=_apart,
    ),
)
