"""What the area hands to the owners of key policies, security-group rules and VPC endpoints."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from landbridge.areas.contributions import Contribution, EndpointNeed, Flow, KeyUse
from landbridge.areas.dms.access import STAGED, statements
from landbridge.areas.dms.keys import own_key, settings, uses
from landbridge.areas.dms.naming import SECRET, secret_role, secret_roles
from landbridge.areas.dms.secrets import read_by, secret_arn
from landbridge.areas.dms.sides import Listener, Side, asks_for_addresses, seen_as, sides
from landbridge.areas.dms.spec import Bridge, Dms, ReplicationInstance
from landbridge.areas.own_arns import own_arn
from landbridge.areas.scope import Scope
from landbridge.aws.networks import problem_with_network
from landbridge.aws.ports import HTTPS
from landbridge.aws.vpc_endpoints import GATEWAYS, action_prefix
from landbridge.findings import SpecPath
from landbridge.ir import Expr
from landbridge.policy.canonical import camel
from landbridge.policy.document import Principal, Statement

if TYPE_CHECKING:
    from landbridge.spec.root import Spec

_ANYWHERE = "0.0.0.0/0"
_OF_DATA = {
    **dict.fromkeys(("s3", "neptune"), ("s3_target",)),
    **dict.fromkeys(("redshift", "redshift-serverless"), ("redshift_target", "s3_target")),
}
"""The purposes of keys for the data of an engine, some of which stages it in S3."""


def contribute(spec: "Spec", references: Mapping[str, Expr]) -> Iterator[Contribution]:
    """The uses of keys, the flows and the VPC endpoints that follow from the part; what is wrong, `lower` reports."""
    scope, part = Scope(spec, references), spec.part("dms")
    yield from key_uses(part, references)
    yield from storage(part, references)
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
                principals=(references[use.role].needed(),),
                purposes=_purposes(part, use.path),
                use="crypto" if use.writes else "decrypt",
                grants=use.grants,
                why=f"DMS, for the {use.what}",
            )


def storage(part: Dms, references: Mapping[str, Expr]) -> Iterator[KeyUse]:
    """What DMS keeps under a key for whoever makes the thing: no role of ours needs a word in the key's policy."""
    for path, text in settings(part):
        key = own_key(text)
        if key is not None and f"key:{key}" in references:
            what = "storage of a replication instance" if path[1] == "replication_instances" else "connection data"
            yield KeyUse(origin=path, key=key, principals=(), purposes=("dms_storage",), why=f"DMS, for the {what}")


def _purposes(part: Dms, path: SpecPath) -> tuple[str, ...]:
    """The purposes of keys that fit a field; none where there is no purpose for what is encrypted."""
    if path[-1] == "target_key":
        return _OF_DATA.get(part.endpoints[str(path[2])].engine, ())
    return ("s3_target",) if path[1] == "assessment_buckets" else ("secrets_manager",)


def flows(part: Dms, region: str) -> Iterator[Flow]:
    """Who talks to whom: each replication instance to the databases of its endpoints, and to AWS's own services."""
    for side in sides(part):
        if side.instance is not None:
            yield from _database(side, side.instance, region)
    for key, services in called(part).items():
        instance = part.replication_instances[key]
        # A private one has rules to the VPC endpoints that are made for it; those that are there it finds by https_to.
        present = services if instance.private is None else tuple(s for s in services if s in instance.private.present)
        if present:
            yield from _https(key, instance, present)


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
            name=key,
            service=service,
            vpc=vpc,
            subnets=() if gateway else subnets,
            route_tables=tables if gateway else (),
            clients=(instance.security_group,),
            private_dns=private.private_dns,
            statements=tuple(allowed for side in users for allowed in _through(scope, part, side, service)),
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
    if not side.on_network or side.endpoint.scenario is None:
        return
    for listener in side.listeners:
        yield from _to(side, listener, instance, region)


def _to(side: Side, listener: Listener, instance: ReplicationInstance, region: str) -> Iterator[Flow]:
    """The flows to one port of an endpoint."""
    flow = Flow(
        origin=side.path,
        source=instance.security_group,
        target="",
        from_port=listener.port,
        to_port=listener.port,
        description=f"DMS {side.instance_key} to {listener.words}",
    )
    theirs = replace(flow, owner=side.endpoint.owner or "")
    if not asks_for_addresses(side, region):
        if listener.security_group is not None:
            yield replace(theirs, target=listener.security_group)
        else:
            for cidr in listener.cidrs:
                yield replace(theirs, target=cidr, seen_as=instance.cidrs)
        return
    appears = seen_as(side, region)
    if side.bridge is not None:
        yield from _over_bridge(flow, theirs, side.bridge, listener.cidrs, appears)
        return
    for cidr in listener.cidrs:
        yield replace(theirs, target=cidr, seen_as=appears)
    if listener.security_group is not None:
        for cidr in appears:
            yield replace(flow, source=cidr, target=listener.security_group)


def _over_bridge(
    flow: Flow, theirs: Flow, bridge: Bridge, cidrs: tuple[str, ...], appears: tuple[str, ...]
) -> Iterator[Flow]:
    """Into the host, and out of it to the database.

    A router or NAT passes on packets that are for the database, so the replication instance has to be let out to the
    database, too; a proxy has connections of its own.
    """
    yield replace(flow, target=bridge.security_group)
    for cidr in cidrs:
        if bridge.kind != "proxy":
            yield replace(flow, target=cidr)
        yield replace(theirs, source=bridge.security_group, target=cidr, seen_as=appears)


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


def _through(scope: Scope, part: Dms, side: Side, service: str) -> Iterator[Statement]:
    """What an endpoint's roles do with one service."""
    if service == "secretsmanager":
        for kind in secret_roles(side):
            arns = tuple(secret_arn(scope, side, field, secret) for field, secret in read_by(side, kind) if secret.arn)
            if arns:
                sid = _sid(part, side.key, "ReadSecret" if kind == SECRET else "ReadAsmSecret")
                get = ("secretsmanager:GetSecretValue",)
                read = Statement(sid=sid, actions=get, resources=arns, origin=side.path)
                yield _by(scope, read, secret_role(side.key, kind))
        return
    if side.is_redshift and service != "s3":
        # Nobody has written down what DMS asks Redshift, so the endpoint lets the own account ask anything of it.
        actions = (f"{action_prefix(service) or service}:*",)
        yield Statement(sid="UseRedshift", actions=actions, resources=("*",), origin=side.path)
        return
    role = f"dms_role:{side.key}" if side.has_role else "dms_role:redshift"
    if side.is_redshift and side.endpoint.bucket is None:
        staging = own_arn(scope.identity, "s3", "dms-*", region=False, account=False)
        staged = Statement(sid="StageForRedshift", actions=STAGED, resources=(staging,), origin=side.path)
        yield _by(scope, staged, role)
        return
    prefix = action_prefix(service) or service
    for statement in statements(scope, side):
        if statement.actions[0].startswith(f"{prefix}:"):
            yield _by(scope, replace(statement, sid=_sid(part, side.key, statement.sid)), role)


def _sid(part: Dms, key: str, what: str) -> str:
    """A Sid for one endpoint's statement in a document with those of others, such as OrdersReadSecret.

    Sids are letters and digits, so that two keys could make one: such keys have none, and get a hash.
    """
    alike = [each for each in part.endpoints if camel(each) == camel(key)]
    return f"{camel(key)}{what}" if len(alike) == 1 else ""


def _by(scope: Scope, statement: Statement, role: str) -> Statement:
    """A statement about one role; about nobody in particular where the spec does not name the role."""
    reference = scope.references.get(role)
    return statement if reference is None else replace(statement, principals=(Principal("AWS", (reference,)),))


def _known(flow: Flow, groups: frozenset[str]) -> bool:
    """Whether the sides of a flow are there; keys are words, addresses and prefix lists are not.

    A network that is none is told where it stands, and once.
    """
    ends = (flow.source, flow.target)
    networks = [text for text in (*ends, *flow.seen_as) if "/" in text]
    return all(side in groups or "/" in side or side.startswith("pl-") for side in ends) and not any(
        map(problem_with_network, networks)
    )


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
