"""Replication instances: whether anything uses them, and whether they get to their endpoints."""

from collections.abc import Iterator

from landbridge.areas.dms.contribute import called, needed
from landbridge.areas.dms.engines import BY_ANOTHER_NAME
from landbridge.areas.dms.sides import PUBLIC, sides
from landbridge.areas.dms.spec import PrivateNetwork
from landbridge.areas.dms.wording import GUIDE, NETWORK, VPC_ENDPOINTS
from landbridge.aws.internet import is_everybody
from landbridge.aws.networks import problem_with_network
from landbridge.aws.vpc_endpoints import GATEWAYS
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _unused(subject: Subject) -> Iterator[Hit]:
    instances = subject.part.replication_instances
    used = {side.instance_key for side in sides(subject.part)}
    unclear = None in used and len(instances) > 1  # LB244 tells of an endpoint that names none: it may mean this one
    for key in instances:
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
        present = [service for service in to_aws.get(key, ()) if service in private.present]
        if present and not instance.https_to:
            yield Hit(
                path=("dms", "replication_instances", key, "private", "present"),
                message=f"replication instance {key} has no rule that lets it out to {', '.join(present)}",
                hint="say https_to: at the replication instance, with the prefix list of a gateway endpoint, or the"
                " network of an interface endpoint",
            )
        for field in ("https_anywhere",) if present else ("https_to", "https_anywhere"):
            if getattr(instance, field):
                yield Hit(
                    path=("dms", "replication_instances", key, field),
                    message=f"replication instance {key} has a network with no way out, and {field}",
                    hint=f"leave one of {field} and private out",
                    at_key=True,
                )
        yield from _no_endpoint(subject, key, private)
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


def _no_endpoint(subject: Subject, key: str, private: PrivateNetwork) -> Iterator[Hit]:
    """What a private replication instance calls, and has no VPC endpoint for, or does not find it."""
    path: SpecPath = ("dms", "replication_instances", key, "private")
    for service, users in needed(subject.part, key).items():
        field = "route_tables" if service in GATEWAYS else "subnets"
        whom = ", ".join(side.key for side in users)
        if service in private.present:
            continue
        if not getattr(private, field):
            yield Hit(
                path=path,
                message=f"replication instance {key} has no way to {service}, which {whom} needs, and no {field}"
                " for a VPC endpoint",
                hint=f"add {field}, or present: [{service}] where such an endpoint is there",
                at_key=True,
            )
        elif not private.private_dns and service not in (*GATEWAYS, *BY_ANOTHER_NAME):
            yield Hit(
                path=(*path, "private_dns"),
                message=f"{whom} needs {service}, which DMS looks up under its usual name only",
                hint=f"leave private_dns: false out, or say present: [{service}] where the name leads to an endpoint",
            )


def _names_disagree(subject: Subject) -> Iterator[Hit]:
    """One VPC endpoint serves all replication instances of a VPC, and has private DNS or not."""
    first: dict[tuple[str, str], tuple[str, bool]] = {}
    for key, instance in subject.part.replication_instances.items():
        private = instance.private
        made = needed(subject.part, key) if private is not None else {}
        for service in made:
            if private is None or service in GATEWAYS or service in private.present or not private.subnets:
                continue
            other, chosen = first.setdefault((private.vpc, service), (key, private.private_dns))
            if chosen != private.private_dns:
                message = f"replication instances {other} and {key} share a VPC endpoint for {service}, which has"
                yield Hit(
                    path=("dms", "replication_instances", key, "private"),
                    message=f"{message} private DNS for one of them and not for the other",
                    hint="say the same private_dns: for both",
                    at_key=True,
                )
                break


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
            hint = "write scenario: nat_gateway"
            if not side.instance.nat_ips:
                hint += ", with nat_ips; or publicly_accessible: <reason> and public_ips at the replication instance"
            yield Hit(
                path=(*side.path, "scenario"),
                message=f"endpoint {side.key} is reached over the internet, and replication instance"
                f" {side.instance_key} has no public address",
                hint=hint,
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
        path: SpecPath = ("dms", "endpoints", key)
        for field in ("cidrs", "asm_cidrs"):
            for index, text in enumerate(getattr(endpoint, field)):
                yield (*path, field, index), text
        for index, text in enumerate(endpoint.bridge.addresses if endpoint.bridge is not None else ()):
            yield (*path, "bridge", "addresses", index), text


def _nonsense(subject: Subject) -> Iterator[Hit]:
    for path, text in _addresses(subject):
        problem = problem_with_network(text)
        if problem is not None and "/" in text:
            words, hint = problem
            yield Hit(path=path, message=f"{shorten(text)} {words}", hint=hint)
        elif problem is not None:
            yield Hit(path=path, message=f"{shorten(text)} is no address", hint="write one such as 203.0.113.7")


def _everywhere(subject: Subject) -> Iterator[Hit]:
    """Networks that are most of the internet, each or all of a list together: two halves are the whole."""
    lists: dict[SpecPath, list[tuple[SpecPath, str]]] = {}
    for path, text in _addresses(subject):
        if problem_with_network(text) is None:
            lists.setdefault(path[:-1], []).append((path, text))
    for where, found in lists.items():
        hint = "name the networks" if where[-1] != "https_to" else "write https_anywhere: <reason> instead"
        wide = [(path, text) for path, text in found if is_everybody([text])]
        for path, text in wide:
            message = f"{shorten(text)} is everywhere, and says nothing about where this is"
            yield Hit(path=path, message=message, hint=hint)
        if not wide and is_everybody([text for _, text in found]):
            message = f"{len(found)} networks are together most of the internet, and say nothing about where this is"
            yield Hit(path=where, message=message, hint=hint)


RULES = (
    Rule(
        id="LB260",
        title="Replication instances of one VPC agree about private DNS",
        why="A VPC has one endpoint for a service: its private DNS is for all who are there, or for none.",
        fix="say the same for all of them",
        source=VPC_ENDPOINTS,
        check=_names_disagree,
    ),
    Rule(
        id="LB246",
        title="A replication instance is used",
        why="What nothing uses was forgotten, or its endpoints were.",
        fix="remove it, or name it",
        source=NETWORK,
        check=_unused,
        looks_for_absence=True,
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
