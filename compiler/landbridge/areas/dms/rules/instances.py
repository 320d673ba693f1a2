"""Replication instances: whether anything uses them, and whether they get to their endpoints."""

import ipaddress
from collections.abc import Iterator

from landbridge.areas.dms.contribute import called, needed
from landbridge.areas.dms.engines import GATEWAYS
from landbridge.areas.dms.sides import PUBLIC, sides
from landbridge.areas.dms.wording import GUIDE, NETWORK, VPC_ENDPOINTS
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _unused(subject: Subject) -> Iterator[Hit]:
    used = {side.instance_key for side in sides(subject.part)}
    unclear = None in used and len(subject.part.replication_instances) > 1  # LB244 tells that
    for key in subject.part.replication_instances:
        if key not in used and not unclear:
            message = f"no endpoint uses replication instance {key}"
            hint = "remove it, or let an endpoint name it"
            yield Hit(path=("dms", "replication_instances", key), message=message, hint=hint, at_key=True)


def _no_way_out(subject: Subject) -> Iterator[Hit]:
    to_aws = called(subject.part)
    for key, instance in subject.part.replication_instances.items():
        private = instance.private
        if private is None:
            if key in to_aws and not (instance.https_to or instance.https_anywhere):
                yield Hit(
                    path=("dms", "replication_instances", key),
                    message=f"replication instance {key} has no way to {', '.join(to_aws[key])}",
                    hint="say private: with where VPC endpoints go (the narrowest); https_to: with the prefix lists or"
                    " networks that they are in; or https_anywhere: <reason>",
                    at_key=True,
                )
            continue
        path: SpecPath = ("dms", "replication_instances", key, "private")
        for field in ("https_to", "https_anywhere"):
            if getattr(instance, field):
                yield Hit(
                    path=("dms", "replication_instances", key, field),
                    message=f"replication instance {key} has a network with no way out, and {field}",
                    hint=f"leave one of {field} and private out",
                    at_key=True,
                )
        for service, users in needed(subject.part, key).items():
            field = "route_tables" if service in GATEWAYS else "subnets"
            if service not in private.present and not getattr(private, field):
                whom = ", ".join(side.key for side in users)
                yield Hit(
                    path=path,
                    message=f"replication instance {key} has no way to {service}, which {whom} needs, and no {field}"
                    " for a VPC endpoint",
                    hint=f"add {field}, or present: [{service}] where such an endpoint is there",
                    at_key=True,
                )
        for side in sides(subject.part):
            if side.instance_key != key:
                continue
            if side.on_network and side.endpoint.scenario in PUBLIC:
                message = (
                    f"replication instance {key} has no way out, and endpoint {side.key} is reached over the internet"
                )
            elif side.engine.reached == "either" and not side.on_network:
                message = (
                    f"replication instance {key} has no way out, and {side.engine.title} domain of {side.key} is not"
                    " said to be in a VPC"
                )
            else:
                continue
            hint = (
                "say scenario: same_vpc or peered_vpc with the group of the domain or its VPC endpoint; or no private:"
            )
            yield Hit(path=side.path, message=message, hint=hint, at_key=True)


def _public(subject: Subject) -> Iterator[Hit]:
    for key, instance in subject.part.replication_instances.items():
        if instance.private is not None and instance.publicly_accessible is not None:
            yield Hit(
                path=("dms", "replication_instances", key, "publicly_accessible"),
                message=f"replication instance {key} has a public address, and a network with no way out",
                hint="leave one of publicly_accessible and private out",
                at_key=True,
            )
    for side in sides(subject.part):
        if (
            side.on_network
            and side.endpoint.scenario == "internet"
            and side.instance is not None
            and side.instance.publicly_accessible is None
        ):
            yield Hit(
                path=(*side.path, "scenario"),
                message=f"endpoint {side.key} is reached over the internet, and replication instance"
                f" {side.instance_key} has no public address",
                hint="write scenario: nat_gateway; or publicly_accessible: <reason> at the replication instance",
            )


def _addresses(subject: Subject) -> Iterator[tuple[SpecPath, str]]:
    """Every network and address of the part."""
    part = subject.part
    for key, instance in part.replication_instances.items():
        for field in ("cidrs", "nat_ips", "public_ips", "https_to"):
            for index, text in enumerate(getattr(instance, field)):
                if not text.startswith("pl-"):
                    yield ("dms", "replication_instances", key, field, index), text
    for key, endpoint in part.endpoints.items():
        for index, text in enumerate(endpoint.cidrs):
            yield ("dms", "endpoints", key, "cidrs", index), text


def _nonsense(subject: Subject) -> Iterator[Hit]:
    for path, text in _addresses(subject):
        try:
            if "/" in text:
                ipaddress.ip_network(text)
            else:
                ipaddress.IPv4Address(text)
        except ValueError:
            yield Hit(path=path, message=f"{shorten(text)} is no network or address", hint=_network_hint(text))


def _network_hint(text: str) -> str:
    try:
        loose = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return "write a network such as 10.20.0.0/24, or an address such as 203.0.113.7 where one is wanted"
    return f"the network is {loose}; one address is {text.partition('/')[0]}/{loose.max_prefixlen}"


def _everywhere(subject: Subject) -> Iterator[Hit]:
    for path, text in _addresses(subject):
        if text.endswith("/0"):
            everywhere = "name the networks" if path[3] != "https_to" else "write https_anywhere: <reason> instead"
            message = f"{shorten(text)} is everywhere, and says nothing about where this is"
            yield Hit(path=path, message=message, hint=everywhere)


RULES = (
    Rule(
        id="LB246",
        title="A replication instance is used",
        why="What nothing uses was forgotten, or its endpoints were.",
        fix="remove it, or name it",
        source=NETWORK,
        check=_unused,
    ),
    Rule(
        id="LB247",
        title="A replication instance gets to the services that it calls",
        why=(
            "Since 3.4.7 a replication instance without a public route needs VPC endpoints for the services it uses."
            " One with a route needs a rule that lets it out, and where to is for the spec to say."
        ),
        fix="give it subnets and route tables for VPC endpoints, or say which are present; or say https_to:",
        source=VPC_ENDPOINTS,
        check=_no_way_out,
    ),
    Rule(
        id="LB248",
        title="A replication instance is public for a reason",
        why="A public address is a way in, and tasks need it only where nothing else leads to the database.",
        fix="use a NAT gateway, or say why by publicly_accessible:",
        source=GUIDE + "CHAP_ReplicationInstance.PublicPrivate.html",
        check=_public,
    ),
    Rule(
        id="LB251",
        title="Networks and addresses are ones",
        why="AWS refuses a network whose host bits are set.",
        fix="write the network's own address",
        source="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        check=_nonsense,
    ),
    Rule(
        id="LB252",
        title="A network says where something is",
        why="A rule that names everywhere lets everybody in, or out.",
        fix="name the networks",
        source="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        check=_everywhere,
    ),
)
