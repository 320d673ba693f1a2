"""Wiring: what a module needs from elsewhere comes in by one typed variable each, never by a map of everything.

Maps would make circles of modules that do not circle: Terraform orders by variable and output, not by module.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from landbridge.aws.identity import Identity
from landbridge.findings import Finding
from landbridge.graph import Reads, mapped, rewritten
from landbridge.ir import Expr, Module, Output, Parameter, Resource, Traversal, Variable

_OWN = {
    "account_id": "Account that the module is applied to; ARNs of its own things are built from it.",
    "partition": "Partition of the account: aws, aws-cn or aws-us-gov.",
    "region": "Region of the environment; ARNs of its own regional things are built from it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wired:
    """The modules with their variables and outputs, and what the root needs to fill them."""

    modules: tuple[Module, ...]
    variables: tuple[Variable, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wire:
    """One value that comes into a module: the variable there, what the root puts into it, and where it begins."""

    variable: Variable
    output: tuple[str, Output] | None = None
    given: Variable | None = None
    parameter: Parameter | None = None


def wire(modules: Sequence[Module], reads: Mapping[str, Reads], identity: Identity) -> Wired:
    """Make variables and outputs of everything that one module reads of another, or of the world outside."""
    own = {"account_id": identity.account_id, "partition": identity.partition, "region": identity.region}
    outputs: dict[str, dict[str, Output]] = {}
    given: dict[str, Variable] = {}
    parameters: dict[str, Parameter] = {}
    wired: list[Module] = []
    findings: list[Finding] = []
    for module in modules:
        read = reads[module.name]
        parts = set[Traversal]().union(*read.outside.values())
        own_parts = {part: Traversal(part.split(".", 2)[2]) for part in parts if _is_of(module, part)}
        wires = {part: _wire(part) for part in parts - own_parts.keys()}
        variables = {
            name: Variable(name=name, description=about, value=own[name])
            for name, about in _OWN.items()
            if f"var.{name}" in read.variables
        }
        for part, wire in sorted(wires.items()):
            other = variables.setdefault(wire.variable.name, wire.variable)
            if other is not wire.variable:
                findings += _taken(module, read, part)
            if wire.output is not None:
                name, output = wire.output
                outputs.setdefault(name, {})[output.name] = output
            if wire.given is not None:
                given[wire.given.name] = wire.given
            if wire.parameter is not None:
                parameters[wire.parameter.label] = wire.parameter
        module = replace(module, variables=tuple(variables[name] for name in sorted(variables)))
        by_part = own_parts | {part: Traversal(f"var.{wire.variable.name}") for part, wire in wires.items()}
        wired.append(_with_variables(module, read, by_part) if by_part else module)
    return Wired(
        modules=tuple(_with_outputs(module, outputs.get(module.name, {})) for module in wired),
        variables=tuple(given[name] for name in sorted(given)),
        parameters=tuple(parameters[label] for label in sorted(parameters)),
        findings=tuple(findings),
    )


def _wire(part: Traversal) -> _Wire:
    source, _, rest = part.partition(".")
    if source == "module":
        module, kind, label, attribute = rest.split(".", 3)
        name = f"{kind.removeprefix('aws_')}_{label}_{attribute}"
        address = f"{kind}.{label}"
        about = f"{attribute} of {address} in module {module}."
        return _Wire(
            variable=Variable(name=name, description=about, value=Traversal(f"module.{module}.{name}")),
            output=(
                module,
                Output(
                    name=name,
                    description=f"{attribute} of {address}, for the other modules of the root.",
                    value=Traversal(f"{address}.{attribute}"),
                    internal=True,
                ),
            ),
        )
    kind, _, name = rest.partition(".")
    if kind == "var":
        about = "Named in the spec as a variable of the root."
        given = Variable(name=name, description=about)
        return _Wire(variable=replace(given, value=Traversal(f"var.{name}")), given=given)
    label = _label(name)
    value = Traversal(f"data.aws_ssm_parameter.{label}.insecure_value")
    return _Wire(
        variable=Variable(name=label, description=f"Value of the SSM parameter {name}.", value=value),
        parameter=Parameter(label=label, name=name),
    )


def _label(parameter: str) -> str:
    """A label for the name of an SSM parameter: readable, and different names get different labels."""
    plain = parameter.strip("/").replace("/", "_").replace("-", "__")
    if re.fullmatch(r"(/[a-z0-9]+(-[a-z0-9]+)*)+", parameter):
        return f"ssm_{plain}"
    digest = hashlib.sha256(parameter.encode()).hexdigest()[:8]
    return f"ssm_{re.sub(r'[^a-z0-9_]+', '_', plain.lower())}___{digest}"


def _taken(module: Module, read: Reads, part: Traversal) -> Iterator[Finding]:
    """Two different values that would come in by one variable: an author's {var:NAME} has a name of ours."""
    name = part.rpartition(".")[2]
    for resource in module.resources:
        if part in read.outside.get(resource.address, ()):
            message = f"the variable {name} of module {module.name} has another meaning already"
            yield Finding("LB113", message, "give the root's variable another name", path=resource.origin, at_key=True)
            return


def _is_of(module: Module, part: Traversal) -> bool:
    """Tell whether a part that is written for any module is the own module's: another area has contributed it."""
    return part.startswith(f"module.{module.name}.")


def _with_variables(module: Module, read: Reads, by_part: Mapping[Traversal, Traversal]) -> Module:
    """Let everything that comes from outside be read by its variable."""

    def inside(expression: Expr) -> Expr:
        parts = (by_part.get(part, part) if isinstance(part, Traversal) else part for part in expression.parts)
        return Expr(str(expression), *parts, fallback=expression.fallback, length=expression.length)

    def change(module: Module, resource: Resource) -> Resource:
        return rewritten(resource, inside) if resource.address in read.outside else resource

    return mapped(module, change)


def _with_outputs(module: Module, internal: Mapping[str, Output]) -> Module:
    outputs = sorted((*module.outputs, *internal.values()), key=lambda output: output.name)
    return replace(module, outputs=tuple(outputs))
