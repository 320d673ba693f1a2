"""How replication instances and databases reach each other."""

from collections.abc import Iterator

from landbridge.areas.dms.sides import ON_PREMISES, PUBLIC, Side, asks_for_addresses, in_other_region, sides
from landbridge.areas.dms.wording import NETWORK
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_IN_ONE_VPC = ("same_vpc", "shared_vpc")
_PEERED = "peered_vpc"
_CLASSICLINK = "classiclink"


def _reached(subject: Subject) -> Iterator[Side]:
    """The endpoints that somebody has to open."""
    yield from (side for side in sides(subject.part) if side.on_network)


def _classiclink(subject: Subject) -> Iterator[Hit]:
    for side in _reached(subject):
        if side.endpoint.scenario == _CLASSICLINK:
            yield Hit(
                path=(*side.path, "scenario"),
                message=f"endpoint {side.key} is reached by ClassicLink, which AWS ended on 2022-08-15",
                hint="say where the database is now: same_vpc or peered_vpc, most likely",
            )


def _which_instance(subject: Subject) -> Iterator[Hit]:
    instances = subject.part.replication_instances
    for side in sides(subject.part):
        if side.instance_key is None and len(instances) > 1:
            yield Hit(
                path=side.path,
                message=f"endpoint {side.key} does not say which replication instance uses it",
                hint=f"add replication_instance: {' or '.join(instances)}",
                at_key=True,
            )


def _unreachable(subject: Subject) -> Iterator[Hit]:
    for side in _reached(subject):
        endpoint = side.endpoint
        if not subject.part.replication_instances and endpoint.replication_instance is None:
            message = f"nothing may reach endpoint {side.key}: the spec has no replication instance"
            hint = "describe it under dms.replication_instances"
        elif endpoint.security_group is None and not endpoint.cidrs and endpoint.scenario not in (None, _CLASSICLINK):
            message = f"nothing may reach endpoint {side.key}: it is neither in a security_group nor in cidrs"
            hint = "name the database's group by security_group, or where it is by cidrs"
        elif _opened_by_nobody(side, subject.identity.region):
            message = f"nothing may reach endpoint {side.key}: nobody is said to let anything in there"
            hint = (
                "name the database's group by security_group, or who opens its side by owner; they get the rule's text"
            )
        else:
            continue
        yield Hit(path=side.path, message=message, hint=hint, at_key=True)


def _opened_by_nobody(side: Side, region: str) -> bool:
    """Whether a database is known by its address only, in a network where its group could be named."""
    endpoint = side.endpoint
    if endpoint.scenario in (None, _CLASSICLINK) or asks_for_addresses(side, region):
        return False
    return endpoint.security_group is None and endpoint.owner is None


def _incomplete(subject: Subject) -> Iterator[Hit]:
    region = subject.identity.region
    for side in _reached(subject):
        if side.endpoint.scenario == _CLASSICLINK:
            continue
        if side.endpoint.scenario is None:
            by = side.instance_key or "a replication instance"
            message = f"endpoint {side.key} does not say how {by} reaches it"
            hint = (
                "add scenario: same_vpc, shared_vpc or peered_vpc; direct_connect or vpn for a database on premises;"
                " internet or nat_gateway"
            )
            yield Hit(path=side.path, message=message, hint=hint, at_key=True)
            continue
        if side.endpoint.scenario in _IN_ONE_VPC and in_other_region(side, region):
            message = f"scenario {side.endpoint.scenario} cannot lead to another region"
            hint = "write scenario: peered_vpc, or leave region out"
            yield Hit(path=(*side.path, "scenario"), message=message, hint=hint)
        elif asks_for_addresses(side, region):
            yield from _addresses(side, region)


def _addresses(side: Side, region: str) -> Iterator[Hit]:
    """What is missing where the two sides know each other by addresses only."""
    endpoint, instance = side.endpoint, side.instance
    scenario = f"scenario {endpoint.scenario}" + (" to another region" if in_other_region(side, region) else "")
    for field in dict.fromkeys(each.cidrs_field for each in side.listeners if each.security_group and not each.cidrs):
        message = f"{scenario} wants {field}: who goes out of a VPC cannot name the group on the other side"
        yield Hit(path=side.path, message=message, hint=f"add {field}: where it is, /32 for one address", at_key=True)
    opened_here = endpoint.security_group is not None and endpoint.scenario in PUBLIC
    if endpoint.owner is None and not opened_here:
        message = f"{scenario} wants owner: somebody has to let the replication instance in there"
        yield Hit(path=side.path, message=message, hint="add owner: who that is; they get the rule's text", at_key=True)
    bridge = side.bridge
    if bridge is not None and bridge.kind != "router" and not bridge.addresses:
        message = f"a bridge that is a {bridge.kind} wants addresses: it is its own that the other side lets in"
        hint = f"write bridge: {{security_group: {bridge.security_group}, kind: {bridge.kind}, addresses: […]}}"
        yield Hit(path=(*side.path, "bridge"), message=message, hint=hint, at_key=True)
    if instance is None or (bridge is not None and bridge.kind != "router"):
        return
    if endpoint.scenario == "internet" and instance.publicly_accessible is None:
        return  # LB248 tells that it would have to be public first
    field = {"internet": "public_ips", "nat_gateway": "nat_ips"}.get(endpoint.scenario or "", "cidrs")
    if not getattr(instance, field):
        message = f"{scenario} of endpoint {side.key} wants {field} of replication instance {side.instance_key}"
        hint = f"add {field}: that is what the other side lets in"
        yield Hit(
            path=("dms", "replication_instances", str(side.instance_key)), message=message, hint=hint, at_key=True
        )


def _groups_across(subject: Subject) -> Iterator[Hit]:
    for side in _reached(subject):
        if not in_other_region(side, subject.identity.region):
            continue
        for field in _group_fields(side):
            yield Hit(
                path=(*side.path, field),
                message=f"endpoint {side.key} is in {shorten(side.endpoint.region)}, and groups cannot be named across"
                " regions",
                hint=f"leave {field} out, and say cidrs and owner: the spec of that region opens the group",
            )


def _group_fields(side: Side) -> tuple[str, ...]:
    """The fields that name a group of what listens there."""
    return tuple(dict.fromkeys(each.group_field for each in side.listeners if each.security_group is not None))


def _pointless(subject: Subject) -> Iterator[Hit]:
    for side in _reached(subject):
        endpoint = side.endpoint
        for field in _group_fields(side) if endpoint.scenario in ON_PREMISES else ():
            message = f"endpoint {side.key} is outside AWS, where nothing has a security group"
            hint = "name where it is by cidrs, and who opens it by owner; the host that leads there is the bridge"
            yield Hit(path=(*side.path, field), message=message, hint=hint, at_key=True)
        if endpoint.bridge is not None and endpoint.scenario not in ON_PREMISES:
            message = f"scenario {endpoint.scenario} has no bridge"
            hint = "leave it out; it belongs to direct_connect and vpn"
            yield Hit(path=(*side.path, "bridge"), message=message, hint=hint, at_key=True)
        if endpoint.bridge is not None and endpoint.bridge.kind == "router" and endpoint.bridge.addresses:
            message = "a bridge that is a router does not show its own addresses to the other side"
            hint = "leave addresses out, or write kind: nat or kind: proxy"
            yield Hit(path=(*side.path, "bridge", "addresses"), message=message, hint=hint, at_key=True)


def _vpcs(subject: Subject) -> Iterator[Hit]:
    """Where the groups that a scenario brings together are: in one VPC, or not."""
    network = subject.spec.part("network")
    groups = network.security_groups if network is not None else {}
    for side in _reached(subject):
        scenario, instance = side.endpoint.scenario, side.instance
        for field in _group_fields(side) if scenario in (*_IN_ONE_VPC, _PEERED) else ():
            theirs = groups.get(getattr(side.endpoint, field))
            if theirs is None:
                continue
            if scenario == "same_vpc" and theirs.account_id not in (None, subject.identity.account_id):
                message = f"{getattr(side.endpoint, field)} is a group of account {theirs.account_id}"
                hint = "write scenario: shared_vpc for a VPC that two accounts share, or peered_vpc"
                yield Hit(path=(*side.path, "scenario"), message=f"{message}, and same_vpc is all ours", hint=hint)
            ours = groups.get(instance.security_group) if instance is not None else None
            here = ours.vpc if ours is not None else None
            if here is None or theirs.vpc is None:
                continue
            pair = f"{instance.security_group if instance else ''} and {getattr(side.endpoint, field)}"
            if scenario == _PEERED and here == theirs.vpc:
                message = f"{pair} are both in {here}, and peered_vpc leads to another VPC"
                yield Hit(path=(*side.path, "scenario"), message=message, hint="write scenario: same_vpc")
            elif scenario != _PEERED and _differ(here, theirs.vpc):
                message = f"{pair} are in two VPCs, {here} and {theirs.vpc}, and scenario {scenario} means one"
                yield Hit(path=(*side.path, "scenario"), message=message, hint="write scenario: peered_vpc")
    for key, instance in subject.part.replication_instances.items():
        ours = groups.get(instance.security_group)
        here = ours.vpc if ours is not None else None
        if instance.private is not None and here is not None and _differ(here, instance.private.vpc):
            yield Hit(
                path=("dms", "replication_instances", key, "private", "vpc"),
                message=f"replication instance {key} is in {instance.private.vpc}, and its group in {here}",
                hint=f"write vpc: {here}, or name a group of the other VPC",
            )


def _differ(one: str, other: str) -> bool:
    """Whether two VPCs are two for certain: what only Terraform knows may be the same by another name."""
    return one != other and one.startswith("vpc-") and other.startswith("vpc-")


RULES = (
    Rule(
        id="LB236",
        title="No database is reached by ClassicLink",
        why="AWS ended EC2-Classic and ClassicLink on 2022-08-15.",
        fix="say where the database is now",
        source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/vpc-classiclink.html",
        check=_classiclink,
    ),
    Rule(
        id="LB237",
        title="A scenario says everything that its rules need",
        why="A security-group rule without the other side cannot be made, and DMS would reach nothing.",
        fix="add what the scenario needs",
        source=NETWORK,
        check=_incomplete,
    ),
    Rule(
        id="LB238",
        title="Groups are named inside one region",
        why="A rule cannot refer to a security group of another region, even over a peering connection.",
        fix="name cidrs and owner",
        source="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html",
        check=_groups_across,
    ),
    Rule(
        id="LB239",
        title="A scenario has no fields of another one",
        why="A field that means nothing there was meant for something else.",
        fix="leave it out, or correct the scenario",
        source=NETWORK,
        check=_pointless,
    ),
    Rule(
        id="LB244",
        title="It is clear which replication instance uses an endpoint",
        why="The rules open the way for one of them, and no wider.",
        fix="say replication_instance:",
        source=NETWORK,
        check=_which_instance,
    ),
    Rule(
        id="LB259",
        title="Groups are in the VPCs of which the scenario speaks",
        why="A rule between groups of two VPCs that are not peered is refused, and the runbook would be about another"
        " network than there is.",
        fix="name the scenario that is meant, or the groups",
        source=NETWORK,
        check=_vpcs,
    ),
    Rule(
        id="LB245",
        title="A database can be reached",
        why="A task whose replication instance cannot connect fails when it starts.",
        fix="say where the database is, and which replication instance uses it",
        source=NETWORK,
        check=_unreachable,
        looks_for_absence=True,
    ),
)
