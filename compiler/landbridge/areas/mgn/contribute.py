"""What the area hands to the owners of security-group rules, VPC endpoints and key policies.

Source of ports and endpoints: https://docs.aws.amazon.com/mgn/latest/ug/Network-Requirements.html
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from landbridge.areas.contributions import Contribution, EndpointNeed, Flow, KeyUse
from landbridge.areas.mgn.keys import PATH, own_key
from landbridge.areas.mgn.networks import AREA, is_public
from landbridge.areas.mgn.spec import Mgn, StagingArea
from landbridge.areas.scope import Scope
from landbridge.aws.internet import is_everybody
from landbridge.aws.networks import problem_with_network
from landbridge.aws.ports import HTTPS
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Principal, Statement

if TYPE_CHECKING:
    from landbridge.spec.root import Spec

REPLICATION_PORT = 1500
NEED = "mgn_staging"
"""The name of the VPC endpoints for the staging area, and the beginning of their labels."""
AGENTS_NEED = "mgn_agents"
"""The name of the VPC endpoint that agents reach S3 by: a gateway endpoint is for its VPC alone."""
STAGING = ("mgn", "ec2", "s3")
"""The services that the staging area reaches all the time."""
SYSTEMS_MANAGER = ("ec2messages", "ssm", "ssmmessages")

_BUCKETS = (
    *("aws-mgn-internal", "aws-mgn-internal-hashes", "aws-mgn-clients", "aws-mgn-clients-hashes"),
    *("aws-application-migration-service", "aws-application-migration-service-hashes", "amazon-ssm"),
)
"""What the names of AWS's buckets begin with, from which replication servers and agents get their software."""
_PACKAGES = "al2023-repos-{region}-de612dc2"
"""The bucket of Amazon Linux 2023, of which replication and conversion servers are made."""
_SIGNED = "AWS's own buckets, by addresses that MGN signs: there is no principal of this account to name"
_SESSION = "agents open their session before they have credentials of this account, as the guide of MGN says"


def contribute(spec: "Spec", references: Mapping[str, Expr]) -> Iterator[Contribution]:
    """The flows, VPC endpoints and use of a key that follow from the part; what is wrong with it, `lower` reports."""
    part: Mgn = spec.part("mgn")
    staging = part.staging_area
    if staging is None:
        return
    network = spec.part("network")
    groups = frozenset(network.security_groups if network is not None else ())
    for flow in flows(part, staging):
        if all("/" in end or end.startswith("pl-") or end in groups for end in (flow.source, flow.target)):
            yield flow
    yield from endpoint_needs(Scope(spec, references), part, staging, groups)
    key = own_key(staging)
    if key is not None and f"key:{key}" in references:
        why = "MGN, for the volumes of replication servers and of what they launch"
        yield KeyUse(origin=PATH, key=key, principals=(), purposes=("mgn_ebs",), why=why)


def flows(part: Mgn, staging: StagingArea) -> Iterator[Flow]:
    """TCP 1500 from the declared networks, those of agents to a proxy of the spec, and the ways out of the area."""
    for key, path, cidr in sources(part):
        yield Flow(
            origin=path,
            source=cidr,
            target=staging.replication_servers.security_group,
            from_port=REPLICATION_PORT,
            to_port=REPLICATION_PORT,
            description=f"MGN replication from {key}",
            reason=part.source_servers[key].reason or "",
        )
        proxy = staging.proxy
        if staging.agents_through == "proxy" and proxy is not None and proxy.security_group is not None:
            yield Flow(
                origin=path,
                source=cidr,
                target=proxy.security_group,
                from_port=proxy.port,
                to_port=proxy.port,
                description=f"MGN agents of {key} to their proxy",
            )
    for group in staging_groups(staging):
        yield from _out(part, staging, group)


def staging_groups(staging: StagingArea) -> tuple[str, ...]:
    """The groups of servers in the staging area, each once."""
    servers = (staging.replication_servers, staging.conversion_servers)
    return tuple(dict.fromkeys(each.security_group for each in servers if each is not None))


def sources(part: Mgn) -> Iterator[tuple[str, SpecPath, str]]:
    """Every network of source servers that is one: the servers' key, their place, the network."""
    for key, servers in part.source_servers.items():
        for cidr in servers.cidrs:
            if problem_with_network(cidr) is None:
                yield key, ("mgn", "source_servers", key), cidr


def anywhere(part: Mgn) -> tuple[str, ...]:
    """All of the internet, as far as the staging area has addresses for it."""
    return ("::/0",) if part.replication_template.ipv6 else ("0.0.0.0/0",)


def _out(part: Mgn, staging: StagingArea, group: str) -> Iterator[Flow]:
    """How a group of the staging area reaches AWS where that is not by endpoints that are made for it.

    Never by the port of a proxy: MGN can tell its servers of none, so that one has to be transparent. Then routes lead
    there, and what a group lets out is packets to AWS on 443.
    """
    if staging.endpoints == "exist" or staging.present:
        for target in staging.https_to:
            if "/" not in target or problem_with_network(target) is None:
                yield _https(group, target, "MGN staging area to the VPC endpoints that exist")
    if staging.internet is not None:
        for target in anywhere(part):
            yield _https(group, target, "MGN staging area to AWS, over the internet", staging.internet)


def _https(source: str, target: str, description: str, reason: str = "") -> Flow:
    return Flow(
        origin=AREA,
        source=source,
        target=target,
        from_port=HTTPS,
        to_port=HTTPS,
        description=description,
        reason=reason,
    )


def services(part: Mgn, staging: StagingArea) -> Iterator[str]:
    """The services whose endpoints are made, sorted as they are needed."""
    if staging.endpoints != "create":
        return
    launched = part.post_launch_actions is not None and part.post_launch_actions.security_groups
    for service in (*STAGING, *(SYSTEMS_MANAGER if launched else ())):
        if service not in staging.present:
            yield service


def endpoint_needs(scope: Scope, part: Mgn, staging: StagingArea, groups: frozenset[str]) -> Iterator[EndpointNeed]:
    """The VPC endpoints without which a staging area with no way out reaches nothing."""
    agents = tuple(_agents(part)) if staging.agents_through == "endpoints" else ()
    area = tuple(cidr for cidr in staging.cidrs if problem_with_network(cidr) is None)
    clients = tuple(group for group in (*staging_groups(staging), *_proxies(staging)) if group in groups)
    launched = part.post_launch_actions.security_groups if part.post_launch_actions is not None else ()
    vpc = scope.expand(staging.vpc, (*AREA, "vpc"))
    subnets = tuple(scope.expand(text, (*AREA, "subnets", at)) for at, text in enumerate(staging.subnets))
    tables = tuple(scope.expand(text, (*AREA, "route_tables", at)) for at, text in enumerate(staging.route_tables))

    def need(service: str, name: str = NEED, **fields: tuple[str, ...]) -> EndpointNeed:
        return EndpointNeed(
            origin=AREA,
            name=name,
            service=service,
            vpc=vpc,
            subnets=fields.get("subnets", ()),
            route_tables=fields.get("route_tables", ()),
            clients=fields.get("clients", ()),
            networks=tuple(dict.fromkeys(fields.get("networks", ()))),
            statements=tuple(_through(scope, service)),
            why=_WHY.get((name, service), "Systems Manager, for actions after a launch"),
        )

    for service in services(part, staging):
        if service == "s3":
            if tables:
                yield need("s3", route_tables=tables, clients=clients)
        elif service in SYSTEMS_MANAGER:
            yield need(service, subnets=subnets, clients=tuple(group for group in launched if group in groups))
        else:
            who = (*area, *agents) if service == "mgn" else area
            yield need(service, subnets=subnets, clients=clients, networks=who)
    if agents and staging.endpoints == "create":
        yield need("s3", AGENTS_NEED, subnets=subnets, networks=agents)


def _agents(part: Mgn) -> Iterator[str]:
    """The networks that agents come from; those that are all of the internet are refused where they are written."""
    found = [cidr for _, _, cidr in sources(part)]
    everybody = is_everybody(found)
    yield from (cidr for cidr in found if not everybody or not is_public(cidr))


_WHY = {
    (NEED, "mgn"): "MGN, for replication and conversion servers, and for agents where they are let in",
    (NEED, "ec2"): "MGN, for replication and conversion servers, which describe and snapshot volumes",
    (NEED, "s3"): "MGN, for the software of replication and conversion servers",
    (AGENTS_NEED, "s3"): "MGN, for agents on source servers, which get their software from there",
}


def _proxies(staging: StagingArea) -> tuple[str, ...]:
    """The group of a proxy of the spec, which reaches AWS by the endpoints, too."""
    proxy = staging.proxy
    return (proxy.security_group,) if proxy is not None and proxy.security_group is not None else ()


def _through(scope: Scope, service: str) -> Iterator[Statement]:
    """What passes through an endpoint; nothing here says: all of the service, for the own account."""
    identity = scope.identity
    everybody = (Principal("AWS", ("*",)),)
    if service == "mgn":
        # https://docs.aws.amazon.com/mgn/latest/ug/installing-agent-blocked.html
        session = f"arn:{identity.partition}:execute-api:{identity.region}:*:*/POST/CreateSessionForMgn"
        yield Statement(sid="Mgn", actions=("mgn:*",), resources=("*",), origin=AREA)
        yield Statement(
            sid="AgentSessions",
            actions=("execute-api:Invoke",),
            resources=(scope.expand(session, AREA),),
            principals=everybody,
            origin=AREA,
            reason=_SESSION,
        )
    elif service == "s3":
        names = (*(f"{name}-{identity.region}" for name in _BUCKETS), _PACKAGES.format(region=identity.region))
        yield Statement(
            sid="SoftwareOfMgn",
            actions=("s3:GetObject",),
            resources=tuple(scope.expand(f"arn:{identity.partition}:s3:::{name}/*", AREA) for name in names),
            principals=everybody,
            origin=AREA,
            reason=_SIGNED,
        )
