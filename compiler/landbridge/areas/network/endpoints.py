"""VPC endpoints: those of the spec and those that other areas need, each with a group and a policy of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from landbridge.areas.contributions import EndpointNeed
from landbridge.areas.labels import label
from landbridge.areas.network import policies
from landbridge.areas.network.groups import endpoint_group, endpoint_name
from landbridge.areas.network.openings import EGRESS, INGRESS, Opening, is_foreign
from landbridge.areas.network.resources import SecurityGroup, VpcEndpoint
from landbridge.areas.network.sides import Known, Side, sides
from landbridge.areas.network.spans import Span
from landbridge.areas.network.spec import Network
from landbridge.areas.network.spec import VpcEndpoint as Written
from landbridge.areas.scope import Scope
from landbridge.aws import vpc_endpoints
from landbridge.aws.ports import HTTPS
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Statement
from landbridge.source.nodes import shorten

_HTTPS = Span("tcp", HTTPS, HTTPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One endpoint of one service in one VPC.

    Attributes:
        label: the key in the spec; for one that only other areas need, who first needs it, and the service.
        origin: the place that it comes from.
        gateway: whether it is a gateway endpoint, with `places` its route tables; otherwise subnets.
        clients: keys of groups that use it, each with the place that says so.
        networks: who uses an interface endpoint by address, as there is no group to name.
        authored: whether the spec has statements of its own, whose spelling is the author's.
        default: whether the own account is allowed all of the service, as nothing narrower is said.
    """

    label: str
    origin: SpecPath
    service: str
    vpc: str
    gateway: bool
    places: tuple[str, ...]
    clients: tuple[tuple[str, SpecPath], ...]
    networks: tuple[Side, ...] = ()
    private_dns: bool = False
    statements: tuple[Statement, ...] = field(default=())
    authored: bool = False
    default: bool
    why: str = ""

    @property
    def resource(self) -> str:
        """The address of its resource."""
        return f"aws_vpc_endpoint.{self.label}"


def endpoints(scope: Scope, part: Network, needs: Iterable[EndpointNeed]) -> tuple[Endpoint, ...]:
    """The endpoints of the spec, then those that only others need. Needs of one service in one VPC become one."""
    found: dict[tuple[str, str, bool, str], Endpoint] = {}
    for key, item in part.vpc_endpoints.items():
        endpoint = _of_spec(scope, part, key, item)
        if endpoint is not None:
            found[endpoint.service, endpoint.vpc, endpoint.gateway, key] = endpoint
    for need in needs:
        endpoint = _of_need(scope, part, need)
        if endpoint is not None:
            kind = endpoint.service, endpoint.vpc, endpoint.gateway
            at = next((known for known in found if known[:3] == kind), (*kind, ""))
            found[at] = _together(found[at], endpoint) if at in found else endpoint
    return tuple(found.values())


def openings(found: Iterable[Endpoint]) -> Iterator[Opening]:
    """The rules between clients and endpoints. Nobody else reaches an endpoint's group."""
    for endpoint in found:
        kind = Side("endpoint_list" if endpoint.gateway else "endpoint_group", endpoint.label)
        own = endpoint_group(endpoint.label)
        for client, place in endpoint.clients:
            yield _opening(endpoint, client, EGRESS, kind, place)
            if not endpoint.gateway:
                yield _opening(endpoint, own, INGRESS, Side("key", client), place)
        for network in endpoint.networks if not endpoint.gateway else ():
            yield _opening(endpoint, own, INGRESS, network, endpoint.origin)


def _opening(endpoint: Endpoint, holder: str, direction: str, peer: Side, place: SpecPath) -> Opening:
    description = f"{endpoint.service} by HTTPS {'to' if direction == EGRESS else 'from'} {peer.words}"
    return Opening(
        holder=holder,
        direction=direction,
        peer=peer,
        span=_HTTPS,
        description=description.replace("__", "_"),
        origin=endpoint.origin,
        place=place,
    )


def group(scope: Scope, endpoint: Endpoint) -> SecurityGroup:
    """The group of an interface endpoint."""
    return SecurityGroup(
        label=endpoint_group(endpoint.label),
        origin=endpoint.origin,
        name=endpoint_name(scope, endpoint.label),
        description=f"VPC endpoint {endpoint.service} of {scope.stem}",
        vpc_id=scope.expand(endpoint.vpc, endpoint.origin),
        tags={},
    )


def resource(scope: Scope, endpoint: Endpoint, group: Expr | None) -> VpcEndpoint:
    """The endpoint, behind its group where it has one."""
    prefix = vpc_endpoints.action_prefix(endpoint.service) if endpoint.default else None
    places = tuple(scope.expand(place, endpoint.origin) for place in endpoint.places)
    reasons = dict.fromkeys(statement.reason for statement in endpoint.statements if statement.reason)
    return VpcEndpoint(
        label=endpoint.label,
        origin=endpoint.origin,
        reason="; ".join(reasons),
        note="\n".join(filter(None, (endpoint.why, _takes_over(endpoint)))),
        service_name=vpc_endpoints.service_name(scope.identity, endpoint.service, gateway=endpoint.gateway),
        vpc_endpoint_type="Gateway" if endpoint.gateway else "Interface",
        vpc_id=scope.expand(endpoint.vpc, endpoint.origin),
        subnet_ids=() if endpoint.gateway else places,
        route_table_ids=places if endpoint.gateway else (),
        security_group_ids=() if group is None else (group,),
        private_dns_enabled=endpoint.private_dns,
        policy=policies.document(scope, prefix, endpoint.statements, spelled=endpoint.authored),
        tags={"Name": endpoint_name(scope, endpoint.label)},
    )


def _takes_over(endpoint: Endpoint) -> str:
    """What changes for others in the VPC as soon as the endpoint exists: the reviewer has to know who they are.

    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (routes) and
    https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html (private DNS names)
    """
    if endpoint.gateway:
        return (
            f"TAKES OVER {endpoint.service} for everything on these route tables: what its policy does not allow fails"
            " there from then on."
        )
    if endpoint.private_dns:
        return (
            f"TAKES OVER {endpoint.service} for the whole VPC, by private DNS: only {_who_gets_in(endpoint)} get in,"
            " and what its policy does not allow fails from then on."
        )
    return ""


def _who_gets_in(endpoint: Endpoint) -> str:
    who = (
        "the clients' groups" if endpoint.clients else "",
        "the networks that its group names" * bool(endpoint.networks),
    )
    return " and ".join(filter(None, who)) or "the clients' groups"


def _of_spec(scope: Scope, part: Network, key: str, item: Written) -> Endpoint | None:
    path: SpecPath = ("network", "vpc_endpoints", key)
    gateway = item.route_tables is not None
    if gateway and item.service not in vpc_endpoints.GATEWAYS:
        scope.report(
            "LB506",
            (*path, "route_tables"),
            f"{item.service} has no gateway endpoint, and route tables are for these",
            "name subnets: instead; gateway endpoints there are for s3 and dynamodb only",
            at_key=True,
        )
        return None
    statements = tuple(policies.authored(scope, (*path, "statements"), item.statements))
    _check_actions(scope, (*path, "service"), item.service, statements)
    clients = ((client, (*path, "clients", index)) for index, client in enumerate(item.clients))
    return Endpoint(
        label=label(key),
        origin=path,
        service=item.service,
        vpc=item.vpc,
        gateway=gateway,
        places=item.route_tables or item.subnets or (),
        clients=tuple(_clients(scope, part, clients)),
        private_dns=not gateway and _private_dns(item),
        statements=statements,
        authored=bool(item.statements),
        default=not _allows(statements),
    )


def _of_need(scope: Scope, part: Network, need: EndpointNeed) -> Endpoint | None:
    gateway = bool(need.route_tables) and need.service in vpc_endpoints.GATEWAYS
    if not gateway and not need.subnets:
        wants = "route_tables or subnets" if need.service in vpc_endpoints.GATEWAYS else "subnets"
        message = f"the VPC endpoint for {need.service} needs {wants}: {need.why}"
        scope.report("LB506", need.origin, message, f"name {wants}, or say that the endpoint is present already")
        return None
    _check_actions(scope, need.origin, need.service, need.statements)
    known = Known(part.security_groups, scope.identity.account_id)
    return Endpoint(
        label=label(need.name, need.service),
        origin=need.origin,
        service=need.service,
        vpc=need.vpc,
        gateway=gateway,
        places=need.route_tables if gateway else need.subnets,
        clients=tuple(_clients(scope, part, ((client, need.origin) for client in need.clients))),
        networks=tuple(found for _, found in sides(scope, need.origin, need.networks, known)),
        private_dns=need.private_dns and not gateway and need.service not in vpc_endpoints.GATEWAYS,
        statements=need.statements,
        default=not _allows(need.statements),
        why=need.why,
    )


def _together(first: Endpoint, second: Endpoint) -> Endpoint:
    """One endpoint for what two say; who comes first names it.

    One that allows nothing by name is for the whole account, and stays so. But what the spec narrows stays narrow,
    though somebody else has nothing to say.
    """
    known = {client for client, _ in first.clients}
    return replace(
        first,
        places=tuple(dict.fromkeys((*first.places, *second.places))),
        clients=(*first.clients, *(each for each in second.clients if each[0] not in known)),
        networks=tuple(dict.fromkeys((*first.networks, *second.networks))),
        private_dns=first.private_dns or (second.private_dns and first.origin[0] != "network"),
        statements=tuple(dict.fromkeys((*first.statements, *second.statements))),
        default=first.default or (second.default and not first.authored),
        why="; ".join(dict.fromkeys(filter(None, (first.why, second.why)))),
    )


def _clients(scope: Scope, part: Network, given: Iterable[tuple[str, SpecPath]]) -> Iterator[tuple[str, SpecPath]]:
    for client, path in given:
        known = part.security_groups.get(client)
        if known is None:
            scope.missing(path, "security group", client, part.security_groups, where="network.security_groups")
        elif is_foreign(known, scope.identity.account_id):
            scope.report(
                "LB504",
                path,
                f"{shorten(client)} is somebody else's group, so no way to the endpoint can be added to it",
                "name a group of this spec",
            )
        else:
            yield client, path


def _allows(statements: Iterable[Statement]) -> bool:
    return any(statement.effect == "Allow" for statement in statements)


def _check_actions(scope: Scope, path: SpecPath, service: str, statements: tuple[Statement, ...]) -> None:
    """An endpoint whose policy cannot be made of itself has to say what it allows."""
    if vpc_endpoints.action_prefix(service) is None and not _allows(statements):
        from landbridge.aws.nearest import nearest

        near = nearest(service, vpc_endpoints.known_services())
        meant = f"did you mean {' or '.join(near)}? Otherwise " if near else ""
        scope.report(
            "LB507",
            path,
            f"Landbridge does not know the actions of {shorten(service)}, so it cannot write the endpoint's policy",
            f"{meant}say under statements: what may pass",
        )


def _private_dns(endpoint: Written) -> bool:
    """Whether an interface endpoint takes over the service's usual name.

    Those of S3 and DynamoDB do not unless asked: S3 needs a gateway endpoint beside it then, and DynamoDB's came
    without private names. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
    """
    return endpoint.service not in vpc_endpoints.GATEWAYS if endpoint.private_dns is None else endpoint.private_dns
