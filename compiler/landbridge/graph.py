"""The graph of references in all modules of a root: circles are opened where the text is known, refused where not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from landbridge.findings import Finding
from landbridge.ir import Expr, Module, Resource, Traversal
from landbridge.policy.document import PolicyDocument, Principal, Statement

Edges = Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Reads:
    """What one module reads besides its own resources: variables, and what comes from outside by address of reader."""

    variables: set[str] = field(default_factory=set)
    outside: dict[str, set[Traversal]] = field(default_factory=dict)


def open_circles(modules: Sequence[Module]) -> tuple[tuple[Module, ...], list[Finding], dict[str, Reads]]:
    """Return the modules without circles, findings for circles that stay, and what each module reads.

    Inside a circle every reference that has a fallback is written by name: all of them, not just one, so that
    which one is written how does not depend on the order of the spec. A circle that is left is a finding.
    """
    modules = tuple(modules)
    edges, reads = _survey(modules)
    circles = [set(circle) for circle in _circles(edges)]
    if not circles:
        return modules, [], reads
    by_address = {address: circle for circle in circles for address in circle}

    def opened(module: Module, resource: Resource) -> Resource:
        circle = by_address.get(_global(module, resource.address))
        return resource if circle is None else _by_name(module, resource, circle)

    modules = tuple(mapped(module, opened) for module in modules)
    edges, reads = _survey(modules)
    known = {_global(module, resource.address): resource for module in modules for resource in module.resources}
    return modules, [_refusal(circle, known) for circle in _circles(edges)], reads


def mapped(module: Module, change: Callable[[Module, Resource], Resource]) -> Module:
    """The module with every resource changed."""
    files = {name: tuple(change(module, resource) for resource in held) for name, held in module.files.items()}
    return replace(module, files=files)


def rewritten(resource: Resource, change: Callable[[Expr], Expr]) -> Resource:
    """The resource with every expression in it changed."""

    def value_of(value: Any) -> Any:
        if isinstance(value, Expr):
            return change(value)
        if isinstance(value, PolicyDocument):
            return PolicyDocument(tuple(_statement(statement, value_of) for statement in value.statements))
        if isinstance(value, tuple):
            return tuple(value_of(item) for item in value)
        return value

    return replace(resource, **{each.name: value_of(getattr(resource, each.name)) for each in fields(resource)})


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


def _global(module: Module, address: str) -> str:
    return address if address.startswith("module.") else f"module.{module.name}.{address}"


def _survey(modules: Sequence[Module]) -> tuple[Edges, dict[str, Reads]]:
    """One walk over everything: which resource reads which, and what each module reads besides."""
    edges: dict[str, set[str]] = {}
    reads: dict[str, Reads] = {}
    for module in modules:
        read = reads[module.name] = Reads()
        for resource in module.resources:
            targets = edges[_global(module, resource.address)] = set()
            for each in fields(resource):
                for expression in expressions(getattr(resource, each.name)):
                    for part in expression.parts:
                        if isinstance(part, Traversal):
                            if (target := part.resource) is not None:
                                targets.add(_global(module, target))
                            if part.comes_from_outside:
                                read.outside.setdefault(resource.address, set()).add(part)
                            elif target is None:
                                read.variables.add(part)
    known = edges.keys()
    return {address: frozenset(targets) & known for address, targets in edges.items()}, reads


def _refusal(circle: list[str], resources: Mapping[str, Resource]) -> Finding:
    one_module = len({address.split(".", 2)[1] for address in circle}) == 1
    shown = [address.split(".", 2)[2] if one_module else address for address in circle]
    around = " → ".join([*shown, shown[0]])
    return Finding(
        "LB312",
        f"each needs the other to exist first: {around}",
        "a policy may only name principals that exist; let one trust the account, and allow the other sts:AssumeRole",
        path=resources[circle[0]].origin,
        at_key=True,
    )


def _by_name(module: Module, resource: Resource, circle: set[str]) -> Resource:
    """Write the resource's references into the circle by name, where they can be."""

    def named(expression: Expr) -> Expr:
        inside = any(_global(module, address) in circle for address in expression.resources)
        return expression.fallback if inside and expression.fallback is not None else expression

    return rewritten(resource, named)


def _statement(statement: Statement, value_of: Callable[[Any], Any]) -> Statement:
    conditions = tuple(replace(condition, values=value_of(condition.values)) for condition in statement.conditions)
    return replace(
        statement,
        resources=value_of(statement.resources),
        not_resources=value_of(statement.not_resources),
        principals=tuple(Principal(principal.type, value_of(principal.values)) for principal in statement.principals),
        conditions=conditions,
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
