"""The graph of references in all modules of a root: circles are opened where the text is known, refused where not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import is_
from typing import Any, TypeVar

from landbridge.findings import Finding
from landbridge.ir import Expr, Module, Resource, Traversal
from landbridge.policy.document import Condition, PolicyDocument, Principal, Statement

Edges = Mapping[str, frozenset[str]]

_Thing = TypeVar("_Thing", Resource, PolicyDocument, Statement, Principal, Condition)
_Holder = TypeVar("_Holder", Principal, Condition)

_SHOWN = 8
"""How many members of a circle a message names."""


@dataclass(slots=True)
class Reads:
    """What one module reads besides its own resources: variables, and what comes from outside by address of reader.

    The address of an output is `output.NAME`.
    """

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
    return _with(resource, {name: rewritten_value(getattr(resource, name), change) for name in _arguments(resource)})


_ABOUT = frozenset(each.name for each in fields(Resource))
"""What all resources have: plain, and no argument of the block."""

_ARGUMENTS: dict[type[Resource], tuple[str, ...]] = {}


def _arguments(resource: Resource) -> tuple[str, ...]:
    """The names of the resource's arguments, found once for each type."""
    kind = type(resource)
    if kind not in _ARGUMENTS:
        _ARGUMENTS[kind] = tuple(each.name for each in fields(kind) if each.name not in _ABOUT)
    return _ARGUMENTS[kind]


def rewritten_value(value: Any, change: Callable[[Expr], Expr]) -> Any:
    """A value of the model with every expression in it changed; itself where none is."""
    if isinstance(value, Expr):
        return change(value)
    if isinstance(value, PolicyDocument):
        return _with(value, {"statements": tuple(_statement(statement, change) for statement in value.statements)})
    if isinstance(value, tuple):
        items = tuple([item if type(item) is str else rewritten_value(item, change) for item in value])
        return value if all(map(is_, items, value)) else items
    if isinstance(value, dict):
        return {key: rewritten_value(item, change) for key, item in value.items()}
    return value


def expressions(value: Any) -> Iterator[Expr]:
    """Every expression inside a value of the model."""
    found: list[Expr] = []
    _collect(value, found)
    return iter(found)


def _collect(value: Any, found: list[Expr]) -> None:
    if isinstance(value, Expr):
        found.append(value)
    elif isinstance(value, PolicyDocument):
        for statement in value.statements:
            _collect(statement.resources, found)
            _collect(statement.not_resources, found)
            for principal in (*statement.principals, *statement.not_principals):
                _collect(principal.values, found)
            for condition in statement.conditions:
                _collect(condition.values, found)
    elif isinstance(value, tuple):
        for item in value:
            if type(item) is not str:  # nearly all are, and a call for each would cost more than all the rest
                _collect(item, found)
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, found)


def _global(module: Module, address: str) -> str:
    return address if address.startswith("module.") else f"module.{module.name}.{address}"


def _survey(modules: Sequence[Module]) -> tuple[Edges, dict[str, Reads]]:
    """One walk over everything: which resource reads which, and what each module reads besides."""
    edges: dict[str, set[str]] = {}
    reads: dict[str, Reads] = {}
    for module in modules:
        read = reads[module.name] = Reads()
        for resource in module.resources:
            values = [getattr(resource, name) for name in _arguments(resource)]
            targets = _targets(resource.address, values, read)
            edges[_global(module, resource.address)] = {_global(module, target) for target in targets}
        for output in module.outputs:
            _targets(f"output.{output.name}", (output.value,), read)
    known = edges.keys()
    return {address: frozenset(targets) & known for address, targets in edges.items()}, reads


def _targets(reader: str, values: Sequence[Any], read: Reads) -> set[str]:
    """The resources that a reader's values read; what else they read is added to `read`."""
    targets: set[str] = set()
    found: list[Expr] = []
    for value in values:
        _collect(value, found)
    parts = {part for expression in found for part in expression.parts if isinstance(part, Traversal)}
    for part in parts - read.variables:
        if (target := part.resource) is not None:
            targets.add(target)
        if part.comes_from_outside:
            read.outside.setdefault(reader, set()).add(part)
        elif target is None:
            read.variables.add(part)
    return targets


def _refusal(circle: list[str], resources: Mapping[str, Resource]) -> Finding:
    one_module = len({address.split(".", 2)[1] for address in circle}) == 1
    shown = [address.split(".", 2)[2] if one_module else address for address in circle]
    more = [f"… {len(shown) - _SHOWN} more"] if len(shown) > _SHOWN else []
    around = " → ".join([*shown[:_SHOWN], *more, shown[0]])
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


def _statement(statement: Statement, change: Callable[[Expr], Expr]) -> Statement:
    return _with(
        statement,
        {
            "resources": rewritten_value(statement.resources, change),
            "not_resources": rewritten_value(statement.not_resources, change),
            "principals": _holders(statement.principals, change),
            "not_principals": _holders(statement.not_principals, change),
            "conditions": _holders(statement.conditions, change),
        },
    )


def _holders(holders: tuple[_Holder, ...], change: Callable[[Expr], Expr]) -> tuple[_Holder, ...]:
    """Principals or conditions."""
    found = tuple([_with(each, {"values": rewritten_value(each.values, change)}) for each in holders])
    return holders if all(map(is_, found, holders)) else found


def _with(thing: _Thing, values: Mapping[str, Any]) -> _Thing:
    """The thing with other values in some of its fields; itself where they are what it has."""
    changed = {name: value for name, value in values.items() if value is not getattr(thing, name)}
    return replace(thing, **changed) if changed else thing


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
