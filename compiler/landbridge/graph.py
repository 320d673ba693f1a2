"""The graph of references inside a module: circles are opened where the text is known, and refused where not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from landbridge.findings import Finding
from landbridge.ir import Expr, Module, Resource
from landbridge.policy.document import PolicyDocument, Principal, Statement

Edges = Mapping[str, frozenset[str]]


def open_circles(module: Module) -> tuple[Module, list[Finding]]:
    """Return the module without circles.

    Inside a circle every reference that has a fallback is written by name: all of them, not just one, so that
    which one is written how does not depend on the order of the spec. A circle that is left is a finding.
    """
    resources = {resource.address: resource for resource in module.resources}
    edges = {address: frozenset(_targets(resource)) & resources.keys() for address, resource in resources.items()}
    circles = [set(circle) for circle in _circles(edges)]
    if not circles:
        return module, []
    by_address = {address: circle for circle in circles for address in circle}

    def opened(resource: Resource) -> Resource:
        circle = by_address.get(resource.address)
        return resource if circle is None else _by_name(resource, circle)

    files = {name: tuple(opened(resource) for resource in held) for name, held in module.files.items()}
    module = replace(module, files=files)
    resources = {resource.address: resource for resource in module.resources}
    edges = {address: frozenset(_targets(resource)) & resources.keys() for address, resource in resources.items()}
    return module, [_refusal(circle, resources) for circle in _circles(edges)]


def _refusal(circle: list[str], resources: Mapping[str, Resource]) -> Finding:
    around = " → ".join([*circle, circle[0]])
    return Finding(
        "LB312",
        f"each needs the other to exist first: {around}",
        "a trust policy may only name roles that exist; let one trust the account, and allow the other sts:AssumeRole",
        path=resources[circle[0]].origin,
        at_key=True,
    )


def expressions(value: Any) -> Iterator[Expr]:
    """Every expression inside a value of the model."""
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, PolicyDocument):
        for statement in value.statements:
            yield from expressions(statement.resources)
            yield from expressions(statement.not_resources)
            for principal in statement.principals:
                yield from expressions(principal.values)
            for condition in statement.conditions:
                yield from expressions(condition.values)
    elif isinstance(value, tuple):
        for item in value:
            yield from expressions(item)


def variables_read(resources: Iterable[Resource], names: Iterable[str]) -> set[str]:
    """Which of the module's variables the resources read; looks no further once it has seen all."""
    wanted = {f"var.{name}": name for name in names}
    found: set[str] = set()
    for resource in resources:
        for field in fields(resource):
            for expression in expressions(getattr(resource, field.name)):
                found.update(wanted[part] for part in expression.parts if part in wanted)
        if len(found) == len(wanted):
            break
    return found


def _targets(resource: Resource) -> Iterator[str]:
    for field in fields(resource):
        for expression in expressions(getattr(resource, field.name)):
            yield from expression.resources


def _by_name(resource: Resource, circle: set[str]) -> Resource:
    """Write the resource's references into the circle by name, where they can be."""

    def text(value: Any) -> Any:
        if isinstance(value, Expr) and value.fallback is not None and circle.intersection(value.resources):
            return value.fallback
        if isinstance(value, PolicyDocument):
            return PolicyDocument(tuple(_statement(statement, text) for statement in value.statements))
        if isinstance(value, tuple):
            return tuple(text(item) for item in value)
        return value

    return replace(resource, **{field.name: text(getattr(resource, field.name)) for field in fields(resource)})


def _statement(statement: Statement, text: Any) -> Statement:
    return replace(
        statement,
        resources=text(statement.resources),
        not_resources=text(statement.not_resources),
        principals=tuple(Principal(principal.type, text(principal.values)) for principal in statement.principals),
        conditions=tuple(replace(condition, values=text(condition.values)) for condition in statement.conditions),
    )


def _circles(edges: Edges) -> Iterator[list[str]]:
    """The strongly connected components with an edge inside, each sorted (Tarjan, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for start in sorted(edges):
        if start in index or not edges[start]:
            continue
        work = [(start, iter(sorted(edges[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = _component(stack, on_stack, node)
                    if len(component) > 1 or node in edges[node]:
                        yield component
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                on_stack.add(target)
                work.append((target, iter(sorted(edges[target]))))
            elif target in on_stack:
                low[node] = min(low[node], index[target])


def _component(stack: list[str], on_stack: set[str], node: str) -> list[str]:
    component = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        component.append(member)
        if member == node:
            return sorted(component)
