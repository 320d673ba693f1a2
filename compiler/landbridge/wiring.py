"""Wiring: what a module needs from elsewhere comes in by one typed variable each, never by a map of everything.

Maps would make circles of modules that do not circle: Terraform orders by variable and output, not by module.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import NamedTuple

from landbridge.aws.identity import Identity
from landbridge.findings import Finding, SpecPath, dotted
from landbridge.graph import Reads, expressions, mapped, rewritten, rewritten_value
from landbridge.ir import Expr, Module, Output, Parameter, Resource, Traversal, Variable
from landbridge.policy.document import PolicyDocument, Statement

_OWN = {
    "account_id": "Account that the module is applied to; ARNs of its own things are built from it.",
    "partition": "Partition of the account: aws, aws-cn or aws-us-gov.",
    "region": "Region of the environment; ARNs of its own regional things are built from it.",
}

_TERRAFORMS = frozenset({"count", "depends_on", "for_each", "lifecycle", "locals", "providers", "source", "version"})
"""Names that no variable may have. Source: https://developer.hashicorp.com/terraform/language/block/variable"""


class Wired(NamedTuple):
    """The modules with their variables and outputs, and what the root needs to fill them."""

    modules: tuple[Module, ...]
    variables: tuple[Variable, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Wire(NamedTuple):
    """One value that comes into a module.

    Attributes:
        variable: of the module, with what the root puts into it.
        output: where the value begins in another module: that module, and its output.
        given: where it begins outside: the root's variable.
        parameter: where it begins in SSM: what the root reads.
    """

    variable: Variable
    output: tuple[str, Output] | None = None
    given: Variable | None = None
    parameter: Parameter | None = None


def wire(modules: Sequence[Module], reads: Mapping[str, Reads], identity: Identity) -> Wired:
    """Make variables and outputs of everything that one module reads of another, or of the world outside."""
    wires = {module.name: _wires(module, reads[module.name]) for module in modules}
    every = [wire for of_module in wires.values() for wire in of_module.values()]
    outputs: dict[str, dict[str, Output]] = {}
    for name, output in (wire.output for wire in every if wire.output is not None):
        outputs.setdefault(name, {})[output.name] = output
    # What several modules read is described as the first of them reads it.
    given = {wire.given.name: wire.given for wire in reversed(every) if wire.given is not None}
    parameters = {wire.parameter.label: wire.parameter for wire in every if wire.parameter is not None}
    own = _own(identity)
    return Wired(
        modules=tuple(
            _with_outputs(
                _with_variables(module, reads[module.name], wires[module.name], own), outputs.get(module.name, {})
            )
            for module in modules
        ),
        variables=tuple(given[name] for name in sorted(given)),
        parameters=tuple(parameters[label] for label in sorted(parameters)),
        findings=tuple(
            finding for module in modules for finding in _clashes(module, reads[module.name], wires[module.name])
        ),
    )


def _own(identity: Identity) -> dict[str, Variable]:
    """What every module may read of its own account."""
    values = {"account_id": identity.account_id, "partition": identity.partition, "region": identity.region}
    return {name: Variable(name=name, description=about, value=values[name]) for name, about in _OWN.items()}


def _wires(module: Module, read: Reads) -> dict[Traversal, _Wire]:
    """The wires into a module, by the part of an expression that each stands for, in a lasting order."""
    parts = set[Traversal]().union(*read.outside.values())
    return {part: _wire(part, module, read) for part in sorted(parts) if not _is_of(module, part)}


def _is_of(module: Module, part: Traversal) -> bool:
    """Tell whether a part that is written for any module is the own module's: another area has contributed it."""
    return part.startswith(f"module.{module.name}.")


def _wire(part: Traversal, module: Module, read: Reads) -> _Wire:
    source, _, rest = part.partition(".")
    if source == "module":
        return _from_module(*rest.split(".", 3))
    kind, _, name = rest.partition(".")
    readers = [each for each in module.resources if part in read.outside.get(each.address, ())]
    pattern = _GROUP if _is_group(part, readers) else _PLAIN
    return _from_root(name, _first_place(part, readers), pattern) if kind == "var" else _from_parameter(name, pattern)


def _from_module(module: str, kind: str, label: str, attribute: str) -> _Wire:
    # Two modules may have a role of one label: the module's name comes first, where the type does not begin with it.
    words = kind.removeprefix("aws_")
    name = "_".join((*([] if words.startswith(f"{module}_") else [module]), words, label, attribute))
    output = Output(
        name=name,
        description=f"{attribute} of {kind}.{label}, for the other modules of the root.",
        value=Traversal(f"{kind}.{label}.{attribute}"),
        internal=True,
    )
    about = f"{attribute} of {kind}.{label} in module {module}."
    variable = Variable(name=name, description=about, value=Traversal(f"module.{module}.{name}"))
    return _Wire(variable=variable, output=(module, output))


def _is_group(part: Traversal, readers: Sequence[Resource]) -> bool:
    """Whether a value can only be the id of a security group, as nothing reads it but as one."""
    names = {
        each.name
        for reader in readers
        for each in fields(reader)
        if any(part in found.parts for found in expressions(getattr(reader, each.name)))
    }
    return bool(names) and names <= _GROUP_FIELDS


def _first_place(part: Traversal, readers: Sequence[Resource]) -> SpecPath:
    """Where in the spec the first that reads a part comes from; empty where outputs alone read it."""
    first = next(iter(readers), None)
    if first is None:
        return ()
    documents = (value for each in fields(first) if isinstance(value := getattr(first, each.name), PolicyDocument))
    statements = (statement for document in documents for statement in document.statements)
    reading = (each.origin for each in statements if any(part in found.parts for found in _expressions(each)))
    return next(filter(None, reading), first.origin)


def _expressions(statement: Statement) -> Iterator[Expr]:
    return expressions(PolicyDocument((statement,)))


_PLAIN = "^[A-Za-z0-9:/_.+=,@-]+$"
"""One id, ARN, name or address: a wildcard in it would widen every policy that it stands in."""
_GROUP = "^sg-[0-9a-f]{8,17}$"
"""The id of a security group. What else the provider takes there could be a network, or everybody."""
_GROUP_FIELDS = frozenset({"referenced_security_group_id", "security_group_id"})


def _from_root(name: str, place: SpecPath, pattern: str) -> _Wire:
    # Without indexes, which would change for every neighbour of an inserted item.
    where = dotted(tuple(step for step in place if isinstance(step, str)))
    about = f"Stands in the spec as {{var:{name}}}{where and f', first for {where}'}."
    given = Variable(name=name, description=about, pattern=pattern)
    return _Wire(variable=given._replace(value=Traversal(f"var.{name}")), given=given)


def _from_parameter(name: str, pattern: str) -> _Wire:
    label = _label(name)
    # `value` would be marked as sensitive, and hide every plan that it stands in: an id or ARN is no secret.
    value = Traversal(f"data.aws_ssm_parameter.{label}.insecure_value")
    about = f"Value of the SSM parameter {name}."
    variable = Variable(name=label, description=about, value=value, pattern=pattern)
    return _Wire(variable=variable, parameter=Parameter(label=label, name=name))


def _label(parameter: str) -> str:
    """A label for the name of an SSM parameter: readable, and different names get different labels."""
    plain = parameter.strip("/").replace("/", "_").replace("-", "__")
    if re.fullmatch(r"(/[a-z0-9]+(-[a-z0-9]+)*)+", parameter):
        return f"ssm_{plain}"
    digest = hashlib.sha256(parameter.encode()).hexdigest()[:8]
    return f"ssm_{re.sub(r'[^a-z0-9_]+', '_', plain.lower())}___{digest}"


def _clashes(module: Module, read: Reads, wires: Mapping[Traversal, _Wire]) -> Iterator[Finding]:
    """Variables that an author has given a name which is taken: all other names are ours, and never meet."""
    ours = {wire.variable.name: wire.variable.description for wire in wires.values() if wire.given is None}
    for part, wire in wires.items():
        if wire.given is None:
            continue
        name = wire.given.name
        if name in _TERRAFORMS:
            message = f"no variable can be called {name}: Terraform keeps the word for itself"
        elif name in _OWN or name in ours:
            taken = (_OWN | ours)[name].rstrip(".")
            message = f"the variable {name} of module {module.name} has another meaning already: {taken}"
        else:
            continue
        readers = (each.origin for each in module.resources if part in read.outside.get(each.address, ()))
        path = next(readers, ())  # only an output may read it
        yield Finding("LB113", message, "give the root's variable another name", path=path, at_key=True)


def _with_variables(
    module: Module, read: Reads, wires: Mapping[Traversal, _Wire], own: Mapping[str, Variable]
) -> Module:
    """Let everything that comes from outside be read by its variable, and the module's own as it writes it itself."""
    variables = {wire.variable.name: wire.variable for wire in wires.values()}
    variables |= {name: variable for name, variable in own.items() if f"var.{name}" in read.variables}
    module = replace(module, variables=tuple(variables[name] for name in sorted(variables)))
    if not read.outside:
        return module

    def here(part: str | Traversal) -> str | Traversal:
        if not isinstance(part, Traversal):
            return part
        if (wire := wires.get(part)) is not None:
            return Traversal(f"var.{wire.variable.name}")
        return Traversal(part.split(".", 2)[2]) if _is_of(module, part) else part

    def inside(expression: Expr) -> Expr:
        parts = tuple(map(here, expression.parts))
        if parts == expression.parts:
            return expression
        return Expr(str(expression), *parts, fallback=expression.fallback, length=expression.length)

    def change(module: Module, resource: Resource) -> Resource:
        return rewritten(resource, inside) if resource.address in read.outside else resource

    outputs = tuple(
        output._replace(value=rewritten_value(output.value, inside))
        if f"output.{output.name}" in read.outside
        else output
        for output in module.outputs
    )
    return mapped(replace(module, outputs=outputs), change)


def _with_outputs(module: Module, internal: Mapping[str, Output]) -> Module:
    outputs = sorted((*module.outputs, *internal.values()), key=lambda output: output.name)
    return replace(module, outputs=tuple(outputs))
