"""What the area hands to the owners of key policies, security-group rules and VPC endpoints."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from landbridge.areas.contributions import Contribution, EndpointNeed, Flow, KeyUse
from landbridge.areas.dms.access import STAGED, statements
from landbridge.areas.dms.engines import GATEWAYS
from landbridge.areas.dms.keys import own_key, uses
from landbridge.areas.dms.naming import made_first, own, secret_role, secret_roles
from landbridge.areas.dms.secrets import read_by, secret_arn
from landbridge.areas.dms.sides import Side, asks_for_addresses, seen_as, sides
from landbridge.areas.dms.spec import Dms, ReplicationInstance
from landbridge.areas.scope import Scope
from landbridge.aws.ports import HTTPS
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.document import Principal, Statement

if TYPE_CHECKING:
    from landbridge.spec.root import Spec

_ANYWHERE = "0.0.0.0/0"
_PREFIXES = {"kinesis-streams": "kinesis"}


def contribute(spec: "Spec", references: Mapping[str, Expr]) -> Iterator[Contribution]:
    """The uses of keys, the flows and the VPC endpoints that follow from the part; what is wrong, `lower` reports."""
    scope, part = Scope(spec, references), spec.part("dms")
    yield from key_uses(part, references)
    network = spec.part("network")
    groups = frozenset(network.security_groups if network is not None else ())
    yield from _merged(flow for flow in flows(part, spec.identity.region) if _known(flow, groups))
    for key, instance in part.replication_instances.items():
        if instance.private is not None and instance.security_group in groups:
            yield from endpoint_needs(scope, part, key, instance)


def key_uses(part: Dms, references: Mapping[str, Expr]) -> Iterator[KeyUse]:
    """Who uses which key of `kms.keys`. Keys of others get only the role's own policy, and a page for their owners."""
    for use in uses(part):
        key = own_key(use.key)
        if key is not None and f"key:{key}" in references and use.role in references:
            yield KeyUse(
                origin=use.path,
                key=key,
                principals=(made_first(references[use.role]),),
                use="crypto" if use.writes else "decrypt",
                grants=use.grants,
                why=f"DMS, for the {use.what}",
            )


def flows(part: Dms, region: str) -> Iterator[Flow]:
    """Who talks to whom: each replication instance to the databases of its endpoints, and to AWS's own services."""
    for side in sides(part):
        if side.instance is not None:
            yield from _database(side, side.instance, region)
    for key, services in called(part).items():
        instance = part.replication_instances[key]
        if instance.private is None:
            yield from _https(key, instance, services)


def called(part: Dms) -> dict[str, tuple[str, ...]]:
    """The services of AWS that each replication instance calls by HTTPS, sorted; only those that call any."""
    found: dict[str, set[str]] = {}
    for side in sides(part):
        if side.instance is not None and side.instance_key is not None:
            direct = {side.endpoint.engine} if not side.on_network and side.engine.reached == "either" else set()
            found.setdefault(side.instance_key, set()).update(side.services, direct)
    return {key: tuple(sorted(services)) for key, services in found.items() if services}


def endpoint_needs(scope: Scope, part: Dms, key: str, instance: ReplicationInstance) -> Iterator[EndpointNeed]:
    """The VPC endpoints without which a private replication instance reaches nothing, each for what it is used for."""
    private = instance.private
    if private is None:
        return
    path: SpecPath = ("dms", "replication_instances", key, "private")
    vpc = scope.expand(private.vpc, (*path, "vpc"))
    subnets = tuple(scope.expand(text, (*path, "subnets", at)) for at, text in enumerate(private.subnets))
    tables = tuple(scope.expand(text, (*path, "route_tables", at)) for at, text in enumerate(private.route_tables))
    for service, users in needed(part, key).items():
        gateway = service in GATEWAYS
        if service in private.present or not (tables if gateway else subnets):
            continue
        yield EndpointNeed(
            origin=path,
            service=service,
            vpc=vpc,
            subnets=() if gateway else subnets,
            route_tables=tables if gateway else (),
            clients=(instance.security_group,),
            statements=tuple(allowed for side in users for allowed in _through(scope, side, service)),
            why=f"DMS replication instance {key}, for {', '.join(side.key for side in users)}",
        )


def needed(part: Dms, instance_key: str) -> dict[str, tuple[Side, ...]]:
    """The services that an instance's endpoints call, each with these endpoints.

    Source: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_VPC_Endpoints.html
    """
    found: dict[str, list[Side]] = {}
    for side in sides(part):
        if side.instance_key == instance_key:
            for service in dict.fromkeys(side.services):
                found.setdefault(service, []).append(side)
    return {service: tuple(found[service]) for service in sorted(found)}


def _database(side: Side, instance: ReplicationInstance, region: str) -> Iterator[Flow]:
    """The flow to one database, by groups where both sides can name them, else by addresses."""
    endpoint, port = side.endpoint, side.port
    if not side.on_network or port is None or endpoint.scenario is None:
        return
    source, path = instance.security_group, side.path
    words = f"DMS {side.instance_key} to {side.key} ({side.engine.title})"
    flow = Flow(origin=path, source=source, target="", from_port=port, to_port=port, description=words)
    if not asks_for_addresses(side, region):
        if endpoint.security_group is not None:
            yield replace(flow, target=endpoint.security_group, owner=endpoint.owner or "")
        else:
            for cidr in endpoint.cidrs:
                yield replace(flow, target=cidr, seen_as=instance.cidrs, owner=endpoint.owner or "")
        return
    appears = seen_as(side, region)
    if endpoint.bridge is not None:
        yield replace(flow, target=endpoint.bridge)
        source = endpoint.bridge
    for cidr in endpoint.cidrs:
        yield replace(flow, source=source, target=cidr, seen_as=appears, owner=endpoint.owner or "")
    if endpoint.security_group is not None:
        for cidr in appears:
            yield replace(flow, source=cidr, target=endpoint.security_group)


def _https(key: str, instance: ReplicationInstance, services: tuple[str, ...]) -> Iterator[Flow]:
    """How an instance that is not private finds AWS's own services."""
    anywhere = (_ANYWHERE,) if instance.https_anywhere is not None else ()
    for target in (*instance.https_to, *anywhere):
        yield Flow(
            origin=("dms", "replication_instances", key),
            source=instance.security_group,
            target=target,
            from_port=HTTPS,
            to_port=HTTPS,
            description=f"DMS {key} to AWS: {', '.join(services)}",
            reason=(instance.https_anywhere or "") if target == _ANYWHERE else "",
        )


def _through(scope: Scope, side: Side, service: str) -> Iterator[Statement]:
    """What an endpoint's roles do with one service."""
    if service == "secretsmanager":
        for kind in secret_roles(side):
            arns = tuple(secret_arn(scope, side, field, secret) for field, secret in read_by(side, kind) if secret.arn)
            if arns:
                read = Statement(actions=("secretsmanager:GetSecretValue",), resources=arns, origin=side.path)
                yield _by(scope, read, secret_role(side.key, kind))
        return
    if side.is_redshift and service != "s3":
        # Nobody has written down what DMS asks Redshift, so the endpoint lets the own account ask anything of it.
        yield Statement(actions=(f"{_PREFIXES.get(service, service)}:*",), resources=("*",), origin=side.path)
        return
    role = f"dms_role:{side.key}" if side.has_role else "dms_role:redshift"
    if side.is_redshift and side.endpoint.bucket is None:
        staging = own(scope, "s3", "dms-*", region=False, account=False)
        yield _by(scope, Statement(actions=STAGED, resources=(staging,), origin=side.path), role)
        return
    prefix = _PREFIXES.get(service, service)
    for statement in statements(scope, side):
        if statement.actions[0].startswith(f"{prefix}:"):
            yield _by(scope, replace(statement, sid=""), role)


def _by(scope: Scope, statement: Statement, role: str) -> Statement:
    """A statement about one role; about nobody in particular where the spec does not name the role."""
    reference = scope.references.get(role)
    return statement if reference is None else replace(statement, principals=(Principal("AWS", (reference,)),))


def _known(flow: Flow, groups: frozenset[str]) -> bool:
    """Whether the sides of a flow are there; keys are words, addresses and prefix lists are not."""
    return all(side in groups or "/" in side or side.startswith("pl-") for side in (flow.source, flow.target))


def _merged(found: Iterator[Flow]) -> Iterator[Flow]:
    """One flow where several endpoints have the same: a database that is both source and target, say."""
    merged: dict[tuple[object, ...], Flow] = {}
    for flow in found:
        key = (flow.source, flow.target, flow.seen_as, flow.protocol, flow.from_port, flow.to_port)
        known = merged.setdefault(key, flow)
        if known is not flow:
            more = flow.description.partition(" to ")[2]
            owner = ", ".join(dict.fromkeys(filter(None, (known.owner, flow.owner))))
            merged[key] = replace(known, description=f"{known.description}, {more}", owner=owner)
    yield from merged.values()
