"""Security groups of the staging area: what they let in and out, whoever asked for it, and whose they are."""

from collections.abc import Iterator

from landbridge.areas.guides import VPC
from landbridge.areas.mgn.contribute import REPLICATION_PORT, sources, staging_groups
from landbridge.areas.mgn.networks import AREA, covered, is_public
from landbridge.areas.mgn.rules.reading import GroupRule, group_rules, groups, id_of, staging
from landbridge.areas.mgn.wording import CONVERSION_GROUP, NETWORK, SECURITY, SETTINGS, TEMPLATE_API
from landbridge.aws.networks import problem_with_network
from landbridge.aws.ports import HTTPS
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject

_OWN, _WRITTEN = "mgn", "network"


def _into_replication(subject: Subject) -> Iterator[GroupRule]:
    """What the network part lets in to replication servers."""
    area = staging(subject)
    if area is None:
        return
    group = id_of(subject, area.replication_servers.security_group)
    for rule in group_rules(subject):
        if rule.ingress and rule.group == group and rule.origin[0] == _WRITTEN:
            yield rule


def _wider_than_sources(subject: Subject) -> Iterator[Hit]:
    declared = tuple(dict.fromkeys(cidr for _, _, cidr in sources(subject.part)))
    for rule in _into_replication(subject):
        if not rule.is_on("tcp", REPLICATION_PORT, REPLICATION_PORT):
            continue
        if rule.network is None or not covered(rule.network, declared):
            message = f"{rule.words} lets in others to replication servers than mgn.source_servers has"
            yield Hit(path=rule.place, message=message)


def _something_else(subject: Subject) -> Iterator[Hit]:
    for rule in _into_replication(subject):
        if not rule.is_on("tcp", REPLICATION_PORT, REPLICATION_PORT):
            yield Hit(path=rule.place, message=f"{rule.words}: replication servers take TCP {REPLICATION_PORT} alone")


def _into_conversion(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None or area.conversion_servers is None:
        return
    group = id_of(subject, area.conversion_servers.security_group)
    if area.conversion_servers.security_group == area.replication_servers.security_group:
        return  # LB824 tells
    for rule in group_rules(subject):
        if rule.ingress and rule.group == group and rule.origin[0] == _WRITTEN:
            yield Hit(path=rule.place, message=f"{rule.words}: nobody connects to conversion servers")


def _out(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None:
        return
    own = {id_of(subject, key): key for key in staging_groups(area)}
    for index, target in enumerate(area.https_to):
        if "/" in target and problem_with_network(target) is None and is_public(target):
            message = f"{target} is a public network, and VPC endpoints have private addresses"
            hint = "name the networks of the endpoints; for a way over the internet say internet: and why"
            yield Hit(path=(*AREA, "https_to", index), message=message, hint=hint)
    for rule in group_rules(subject):
        if rule.ingress or rule.group not in own or rule.origin[0] != _WRITTEN:
            continue
        if not rule.is_on("tcp", HTTPS, HTTPS):
            message = f"{rule.words}: servers of the staging area ({own[rule.group]}) go out on TCP {HTTPS} alone"
            yield Hit(path=rule.place, message=message)
        elif rule.leads_outside and rule.other not in area.https_to and area.internet is None:
            message = f"{rule.words} lets the staging area out to the internet, and internet: does not say why"
            yield Hit(path=rule.place, message=message)


def _shared(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None:
        return
    replication = area.replication_servers.security_group
    conversion = area.conversion_servers
    if conversion is not None and conversion.security_group == replication:
        message = f"{replication} is the group of replication servers, which let TCP {REPLICATION_PORT} in"
        yield Hit(path=(*AREA, "conversion_servers"), message=message, hint="name another group, or leave it out")
    if area.proxy is not None and area.proxy.security_group in staging_groups(area):
        message = f"{area.proxy.security_group} is a group of the staging area, too"
        yield Hit(path=(*AREA, "proxy", "security_group"), message=message)
    launched = subject.part.post_launch_actions
    for index, key in enumerate(launched.security_groups if launched is not None else ()):
        if key in staging_groups(area):
            path: SpecPath = ("mgn", "post_launch_actions", "security_groups", index)
            yield Hit(path=path, message=f"{key} is a group of the staging area, not of launched servers")
    own = {id_of(subject, key): key for key in staging_groups(area)}
    told: set[SpecPath] = set()
    for rule in group_rules(subject):
        if _to_endpoint(rule):
            continue  # endpoints of one service in one VPC are one, which has the place of whoever needs it first
        if rule.group in own and rule.origin[0] not in (_OWN, _WRITTEN) and rule.origin not in told:
            told.add(rule.origin)
            message = f"{own[rule.group]} is a group of MGN's staging area, and gets {rule.words} here"
            yield Hit(path=rule.origin, message=message, at_key=True)


def _to_endpoint(rule: GroupRule) -> bool:
    """Whether it is the way out to a VPC endpoint that the network part makes."""
    return not rule.ingress and rule.is_on("tcp", HTTPS, HTTPS) and rule.to_endpoint


def _elsewhere(subject: Subject) -> Iterator[Hit]:
    """Groups in another VPC than the staging area."""
    area = staging(subject)
    if area is None:
        return
    named: list[tuple[SpecPath, str]] = [((*AREA, "replication_servers"), area.replication_servers.security_group)]
    if area.conversion_servers is not None:
        named.append(((*AREA, "conversion_servers"), area.conversion_servers.security_group))
    launched = subject.part.post_launch_actions
    if launched is not None and area.endpoints == "create":
        path: SpecPath = ("mgn", "post_launch_actions", "security_groups")
        named += [((*path, index), key) for index, key in enumerate(launched.security_groups)]
    for where, key in named:
        group = groups(subject).get(key)
        if group is None or group.vpc is None or not _differ(group.vpc, area.vpc):
            continue
        yield Hit(path=where, message=f"{key} is made in {group.vpc}, and the staging area is in {area.vpc}")


def _differ(one: str, other: str) -> bool:
    """Whether two VPCs are two for certain: what only Terraform knows may be the same by another name."""
    return one != other and one.startswith("vpc-") and other.startswith("vpc-")


def _foreign(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None:
        return
    key = area.replication_servers.security_group
    group = groups(subject).get(key)
    if group is not None and group.id is not None:
        message = f"{key} exists already, so nobody here knows what else it lets in"
        yield Hit(path=(*AREA, "replication_servers"), message=message)


def _nobody_attaches(subject: Subject) -> Iterator[Hit]:
    area = staging(subject)
    if area is None or area.conversion_servers is None:
        return
    key = area.conversion_servers.security_group
    group = groups(subject).get(key)
    if group is not None and group.vpc is not None:
        message = f'MGN gives conversion servers its own group ("{CONVERSION_GROUP}"), and has no setting for {key}'
        yield Hit(path=(*AREA, "conversion_servers"), message=message)


RULES = (
    Rule(
        id="LB820",
        title="Replication servers are reached from the declared source servers only",
        why="Access to replication servers is to be allowed from the networks of source servers alone, by their group.",
        fix="declare the network under mgn.source_servers, which opens it, and remove the rule",
        source=SECURITY,
        check=_wider_than_sources,
    ),
    Rule(
        id="LB821",
        title="Replication servers let in TCP 1500 and nothing else",
        why="They take replicated data and serve nothing: nobody signs in to them.",
        fix="remove the rule",
        source=NETWORK,
        check=_something_else,
    ),
    Rule(
        id="LB822",
        title="Conversion servers let nothing in",
        why="They change a volume, and are gone: nobody connects to them.",
        fix="remove the rule",
        source=NETWORK,
        check=_into_conversion,
    ),
    Rule(
        id="LB823",
        title="Servers of the staging area go out to AWS, by HTTPS",
        why="They hold the data of all source servers: every other way out is one for that data. A part of the internet"
        " is as good for that as all of it, and MGN can tell them of no proxy.",
        fix="remove the rule; endpoints:, https_to: or internet: of mgn.staging_area open what is needed",
        source=NETWORK,
        check=_out,
    ),
    Rule(
        id="LB824",
        title="A group of the staging area is for it alone",
        why="What is opened for one would be open for the other.",
        fix="give the other one a group of its own under network.security_groups",
        source=SETTINGS,
        check=_shared,
    ),
    Rule(
        id="LB832",
        title="Groups are in the VPC of the staging area",
        why="EC2 takes no group of another VPC, so no replication server would start.",
        fix="make the group in the VPC of the staging area",
        source=VPC + "userguide/vpc-security-groups.html",
        check=_elsewhere,
    ),
    Rule(
        id="LB833",
        title="The group of replication servers is made here",
        why="A group that exists may let TCP 1500 in from everywhere, as MGN's own does; that no compiler sees.",
        fix="make one with vpc: under network.security_groups",
        source=SECURITY,
        severity=Severity.WARNING,
        check=_foreign,
    ),
    Rule(
        id="LB834",
        title="Conversion servers have the group that MGN makes",
        why="A group that nobody attaches looks like a limit that there is not. RUNBOOK.md says how to look at MGN's.",
        fix="leave conversion_servers out; or suppress this where something of yours attaches the group",
        source=TEMPLATE_API,
        severity=Severity.WARNING,
        check=_nobody_attaches,
    ),
)
