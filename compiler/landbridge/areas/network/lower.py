"""Lowering of the `network:` part: spec → the resources of the network module."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from landbridge.areas.area import Inputs
from landbridge.areas.contributions import EndpointNeed, Flow
from landbridge.areas.network import endpoints, groups, others
from landbridge.areas.network.openings import EGRESS, Opening, Request, combined, contributed, written
from landbridge.areas.network.resources import SecurityGroup
from landbridge.areas.network.sides import Side
from landbridge.areas.network.spec import Network
from landbridge.areas.scope import Scope
from landbridge.findings import Finding
from landbridge.ir import Edge, Expr, Module, Output, Resource, Traversal

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    """Make the network module of a spec and of what other areas need, with findings for what cannot be made."""
    part: Network = spec.part("network") or Network()
    scope = Scope(spec, inputs.references)
    found = endpoints.endpoints(scope, part, (each for each in inputs.contributions if isinstance(each, EndpointNeed)))
    said = [
        *written(scope, part),
        *contributed(scope, part, (each for each in inputs.contributions if isinstance(each, Flow))),
    ]
    openings = combined([*(each for each in said if isinstance(each, Opening)), *endpoints.openings(found)])
    requests = [each for each in said if isinstance(each, Request)]
    ids = _ids(part, found)
    rules = groups.Rules(scope, part, ids, _lists(found))
    by_holder: dict[str, list[Resource]] = {}
    for opening in openings.values():
        by_holder.setdefault(opening.holder, []).append(rules.rule(opening))
    module = Module(
        name="network",
        description="Security groups, their rules and VPC endpoints",
        files=_files(scope, part, found, by_holder, ids),
        outputs=tuple(_outputs(part, found)),
        pages=others.pages(scope, part, requests, ids),
        picture=tuple(dict.fromkeys(_picture(part, openings.values(), requests))),
    )
    return module, scope.findings


def _ids(part: Network, found: Iterable[endpoints.Endpoint]) -> dict[str, Expr]:
    """The id of every group by key, and of the groups of interface endpoints by label."""
    interfaces = (groups.endpoint_group(each.label) for each in found if not each.gateway)
    return groups.ids(part) | {name: groups.made(f"{{vpc_endpoint_group:{name}}}", name) for name in interfaces}


def _lists(found: Iterable[endpoints.Endpoint]) -> dict[str, Expr]:
    """The prefix list of every gateway endpoint, by label."""
    return {
        each.label: Expr(f"{{vpc_endpoint_list:{each.label}}}", Traversal(f"{each.resource}.prefix_list_id"))
        for each in found
        if each.gateway
    }


def _files(
    scope: Scope,
    part: Network,
    found: Iterable[endpoints.Endpoint],
    by_holder: dict[str, list[Resource]],
    ids: dict[str, Expr],
) -> dict[str, tuple[Resource, ...]]:
    """Every group with its rules behind it, then every endpoint with its group and its rules."""
    made = {group.origin[-1]: group for group in groups.new_groups(scope, part)}
    of_groups = [
        resource
        for key in part.security_groups
        for resource in (*_group(made.get(key)), *_sorted(by_holder.get(key, ())))
    ]
    of_endpoints: list[Resource] = []
    for endpoint in found:
        name = groups.endpoint_group(endpoint.label)
        if not endpoint.gateway:
            of_endpoints += [endpoints.group(scope, endpoint), *by_holder.get(name, ())]
        of_endpoints.append(endpoints.resource(scope, endpoint, None if endpoint.gateway else ids[name]))
    files = {"main.tf": tuple(of_groups), "vpc_endpoints.tf": tuple(of_endpoints)}
    return {name: resources for name, resources in files.items() if resources or name == "main.tf"}


def _group(group: SecurityGroup | None) -> tuple[SecurityGroup, ...]:
    return () if group is None else (group,)


def _sorted(rules: Iterable[Resource]) -> list[Resource]:
    """What comes in before what goes out; otherwise in the order of the spec."""
    return sorted(rules, key=lambda rule: rule.type, reverse=True)


def _outputs(part: Network, found: tuple[endpoints.Endpoint, ...]) -> Iterator[Output]:
    """Ids and names by key, for other roots and for what uses the groups and endpoints."""
    made = sorted(key for key, group in part.security_groups.items() if group.vpc is not None)
    if made:
        yield Output(
            name="security_group_ids",
            description="Id of every security group that is made here, by its key in the spec.",
            value={key: Traversal(f"aws_security_group.{key}.id") for key in made},
        )
    by_label = {each.label: each for each in sorted(found, key=lambda each: each.label)}
    interfaces = {name: each for name, each in by_label.items() if not each.gateway}
    if interfaces:
        yield Output(
            name="vpc_endpoint_dns_names",
            description="Regional DNS name of every interface endpoint, by its label.",
            value={name: Traversal(f"{each.resource}.dns_entry[0].dns_name") for name, each in interfaces.items()},
        )
    if by_label:
        yield Output(
            name="vpc_endpoint_ids",
            description="Id of every VPC endpoint, by its label.",
            value={name: Traversal(f"{each.resource}.id") for name, each in by_label.items()},
        )


def _picture(part: Network, openings: Iterable[Opening], requests: Iterable[Request]) -> Iterator[Edge]:
    """Every flow once, from who connects to who is connected to."""

    def named(side: Side) -> str:
        group = part.security_groups.get(side.text) if side.kind == "key" else None
        whose = group and (group.owner or (f"account {group.account_id}" if group.account_id else ""))
        return f"{side.words} ({whose})" if whose else side.words

    every: list[Opening | Request] = [*openings, *requests]
    for each in every:
        holder = each.holder if isinstance(each.holder, Side) else _holder(part, each.holder)
        ends = (holder, each.peer) if each.direction == EGRESS else (each.peer, holder)
        yield Edge(source=named(ends[0]), target=named(ends[1]), words=each.span.words)


def _holder(part: Network, name: str) -> Side:
    return (
        Side("key", name) if name in part.security_groups else Side("endpoint_group", name.removesuffix("__endpoint"))
    )
