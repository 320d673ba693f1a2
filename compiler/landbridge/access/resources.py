"""What resources say themselves about who may use or reach them: policies, grants, aliases, rules, safeguards.

Another kind of resource with a policy is a line in `PARTS` (and in `TYPES`, where the model creates the resource).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from landbridge.access.model import About, Holder, ResourceKind
from landbridge.access.reach import Rule, rule
from landbridge.access.serverless import DATA_ACCESS_POLICY, by_collection
from landbridge.ir import Resource, Root
from landbridge.policy.document import PolicyDocument, Principal, Statement

DELETION_WINDOW = "deletion_window_in_days"

_PLACEHOLDER = re.compile(r"\{([a-z_]+):([^{}]+)\}$")


@dataclass(slots=True, kw_only=True)
class Guarded:
    """What one resource says about who may use or reach it.

    Attributes:
        owned: whether it is in Terraform's state; others exist elsewhere, and only get something added.
        adopted: whether the model does not create it, but takes it over.
        statements: of its policy.
        found: of the policy that it had when it was taken over.
        grants: of a key, as statements.
        rules: of a security group.
        named: names of things that let more in, each of them.
        places: where it stands, or what it is for.
        mapped: security roles of a domain, each with who gets it by a script, as `role principal`.
        tags: with those that everything gets, where policies are known to go by them.
        safeguards: whether what keeps it safe is on, by the name of the argument; where that is no switch, how much.
        fixed: what cannot be changed: Terraform replaces what gets another value.
    """

    owned: bool = False
    adopted: bool = False
    statements: list[Statement] = field(default_factory=list)
    found: tuple[Statement, ...] = ()
    grants: list[Statement] = field(default_factory=list)
    rules: set[Rule] = field(default_factory=set)
    named: dict[About, set[str]] = field(default_factory=lambda: defaultdict(set))
    places: dict[About, str] = field(default_factory=dict)
    mapped: set[str] = field(default_factory=set)
    tags: dict[str, str] = field(default_factory=dict)
    safeguards: dict[str, int] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A Terraform type that is a resource of its own.

    Attributes:
        kind: what people call it.
        placeholders: what stands before its label in a text that names it, as in `{key:storage}`.
        named_by: the field by which people know it.
        adopted: whether the model only ever takes over what exists.
        policy: the field of its policy, where that is no resource of its own.
        named: fields that list things that let more in.
        places: fields that tell where it stands, or what it is for.
        tags: the field of its tags, where policies are known to go by them.
        safeguards: fields that tell whether, or how much, what keeps it safe is on.
        fixed: fields that hashicorp/aws 5.100.0 replaces a resource for (`ForceNew`).
    """

    kind: ResourceKind
    placeholders: tuple[str, ...]
    named_by: str = "label"
    adopted: bool = False
    policy: str | None = None
    named: tuple[tuple[About, str], ...] = ()
    places: tuple[tuple[About, str], ...] = ()
    tags: str | None = None
    safeguards: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()


_DOMAIN = Type(kind="domain", placeholders=(), named_by="domain_name", adopted=True)

TYPES = {
    # Tags and aliases of a key decide access: https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
    "aws_kms_key": Type(
        kind="key",
        placeholders=("key",),
        tags="tags",
        safeguards=("prevent_destroy", "enable_key_rotation", DELETION_WINDOW),
        fixed=("key_spec", "key_usage", "multi_region"),
    ),
    "aws_opensearch_domain": _DOMAIN,
    "aws_elasticsearch_domain": _DOMAIN,
    "aws_security_group": Type(
        kind="security group",
        placeholders=("security_group", "vpc_endpoint_group"),
        places=(("vpc", "vpc_id"),),
        fixed=("name", "description", "vpc_id"),
    ),
    "aws_vpc_endpoint": Type(
        kind="vpc endpoint",
        placeholders=("vpc_endpoint", "vpc_endpoint_list"),
        policy="policy",
        named=(("rules of", "security_group_ids"), ("route table", "route_table_ids")),
        places=(("service", "service_name"), ("vpc", "vpc_id")),
        fixed=("service_name", "vpc_endpoint_type", "vpc_id"),
    ),
}
"""Terraform types of resources."""


@dataclass(frozen=True, slots=True)
class Part:
    """A Terraform type that says something of another resource.

    Attributes:
        kind: what that resource is.
        of: the field that names it.
        add: what it adds.
    """

    kind: ResourceKind
    of: str
    add: Callable[[Guarded, Any], None]


def policy_in(name: str) -> Callable[[Guarded, Any], None]:
    """The policy in the field of this name."""

    def add(guarded: Guarded, resource: Any) -> None:
        document: PolicyDocument = getattr(resource, name)
        guarded.statements.extend(document.statements)

    return add


def _grant(guarded: Guarded, grant: Any) -> None:
    actions = tuple(f"kms:{operation}" for operation in grant.operations)
    guarded.grants.append(Statement(actions=actions, principals=(Principal("AWS", (str(grant.grantee_principal),)),)))


def _domain(guarded: Guarded, domain: Any) -> None:
    guarded.statements.extend(domain.access_policies.statements)
    guarded.found = domain.found.statements


_DOMAIN_POLICY = Part("domain", "domain_name", _domain)

PARTS = {
    "aws_opensearch_domain": _DOMAIN_POLICY,
    "aws_elasticsearch_domain": _DOMAIN_POLICY,
    "aws_opensearch_domain_policy": _DOMAIN_POLICY,
    "aws_elasticsearch_domain_policy": _DOMAIN_POLICY,
    "aws_kms_key_policy": Part("key", "key_id", policy_in("policy")),
    "aws_kms_grant": Part("key", "key_id", _grant),
    "aws_kms_alias": Part("key", "target_key_id", lambda key, alias: key.named["alias"].add(str(alias.name))),
    "aws_vpc_security_group_ingress_rule": Part(
        "security group", "security_group_id", lambda group, each: group.rules.add(rule("ingress", each))
    ),
    "aws_vpc_security_group_egress_rule": Part(
        "security group", "security_group_id", lambda group, each: group.rules.add(rule("egress", each))
    ),
}
"""Terraform types of what belongs to one resource. A data access policy can belong to several collections."""


def guarded(root: Root | None, forgotten: Iterable[Resource] = ()) -> dict[Holder, Guarded]:
    """Collect what every resource says. They are told by their Terraform type, whichever area they are of.

    Args:
        root: the model.
        forgotten: resources that it forgets, which stay as they are.
    """
    found: defaultdict[Holder, Guarded] = defaultdict(Guarded)
    if root is None:
        return found
    resources: list[Any] = [resource for module in root.modules for resource in module.resources]
    for resource in (*resources, *forgotten):
        if (type_ := TYPES.get(resource.type)) is not None:
            name = getattr(resource, type_.named_by)
            _own(found[Holder(root.account_id, type_.kind, name, root.region)], type_, resource, root)
        if (part := PARTS.get(resource.type)) is not None:
            name = _name(part.kind, str(getattr(resource, part.of)))
            part.add(found[Holder(root.account_id, part.kind, name, root.region)], resource)
        if resource.type == DATA_ACCESS_POLICY:
            for collection, statement in by_collection(resource):
                found[Holder(root.account_id, "collection", collection, root.region)].statements.append(statement)
    for module in root.modules:
        for each in module.mappings:
            domain = found[Holder(root.account_id, "domain", each.domain, root.region)]
            domain.mapped.add(f"{each.role} {each.principal}")
    return found


def forgotten(old: Root | None, new: Root | None) -> Iterator[Resource]:
    """The resources of one model that another makes Terraform forget."""
    removed = {(module.name, each.address) for module in (new.modules if new else ()) for each in module.removed}
    for module in old.modules if old else ():
        yield from (each for each in module.resources if (module.name, each.address) in removed)


def _own(guarded: Guarded, type_: Type, resource: Any, root: Root) -> None:
    guarded.owned, guarded.adopted = True, type_.adopted
    if type_.policy is not None:
        policy_in(type_.policy)(guarded, resource)
    for about, name in type_.named:
        guarded.named[about].update(map(str, getattr(resource, name)))
    for about, name in type_.places:
        guarded.places[about] = str(getattr(resource, name))
    if type_.tags is not None:
        guarded.tags = {**root.default_tags, **getattr(resource, type_.tags)}
    guarded.safeguards = {name: getattr(resource, name) for name in type_.safeguards}
    guarded.fixed = {name: str(getattr(resource, name)) for name in type_.fixed}


def _name(kind: ResourceKind, text: str) -> str:
    """The label of a resource of the model, or what else names one: an id or ARN, or a placeholder for it."""
    match = _PLACEHOLDER.search(text)
    known = match is not None and any(each.kind == kind and match[1] in each.placeholders for each in TYPES.values())
    return match[2] if match is not None and known else text
