"""What the spec makes, as the hand-over compares it with what exists: resources by address and by what they own."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass

from landbridge.aws import arn
from landbridge.aws.identity import Identity
from landbridge.graph import expressions, rewritten_value
from landbridge.handover.facets import Facet, carried, facets, within
from landbridge.ir import Expr, Module, Resource, Traversal

_PLACEHOLDER = re.compile(r"(?<!\$)\{\w+:[^{}]*\}")
_ABOUT = frozenset(each.name for each in fields(Resource))


@dataclass(frozen=True, slots=True)
class Made:
    """A resource of the new root: its address there, and its arguments with what is known of ids put in."""

    address: str
    resource: Resource
    arguments: Mapping[str, object]

    @property
    def facets(self) -> frozenset[Facet]:
        """What it owns in AWS, as far as it can be told now; a domain that the spec adopts, its policy as well."""
        kind = self.resource.type
        owned = facets(kind, self.arguments)
        if kind.endswith("_domain"):
            owned |= carried(kind, self.arguments)
        return frozenset(each for each in owned if not is_open(each))


def is_open(texts: Iterable[str]) -> bool:
    """Tell whether one of some texts holds what is not known before Terraform runs."""
    return any("{" in text and _PLACEHOLDER.search(text) for text in texts)


@dataclass(slots=True)
class Model:
    """All that the spec makes.

    Attributes:
        made: by address in the new root.
        owners: the address of the resource that owns something of AWS.
        wholes: that of one which owns a part of what another resource may rule as a whole.
        bound: ids that AWS made up, by the address of their resource: learned from what exists.
    """

    _resources: dict[str, Resource]
    _identity: Identity
    _places: dict[str, tuple[str, str]]
    made: dict[str, Made] = field(default_factory=dict)
    owners: dict[Facet, str] = field(default_factory=dict)
    wholes: dict[Facet, str] = field(default_factory=dict)
    bound: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, modules: Sequence[Module], identity: Identity) -> "Model":
        """Make the model of a root's modules, before wiring hides who reads whom."""
        resources = {f"module.{module.name}.{each.address}": each for module in modules for each in module.resources}
        places: dict[str, tuple[str, str]] = {}
        for module in modules:
            for resource in module.resources:
                for value in _values(resource):
                    for found in expressions(value):
                        _note(found, module.name, places)
        model = cls(resources, identity, places)
        model.settle({})
        return model

    def settle(self, bound: Mapping[str, Mapping[str, str]]) -> None:
        """Learn ids: those of resources by address, each by the attribute that others read."""
        self.bound.update(bound)
        known = {
            text: ids[attribute]
            for text, (address, attribute) in self._places.items()
            if attribute in (ids := self.bound.get(address, {}))
        }
        for address, resource in self._resources.items():
            self.made[address] = Made(address, resource, self._arguments(address, resource, known))
        self.owners = {facet: address for address, made in self.made.items() for facet in made.facets}
        self.wholes = {whole: address for facet, address in self.owners.items() for whole in within(facet)}

    def target(self, address: str) -> str | None:
        """The address of the key that an alias of the spec points to."""
        value = getattr(self._resources[address], "target_key_id", None)
        return self._places.get(str(value), (None, ""))[0]

    def _arguments(self, address: str, resource: Resource, known: Mapping[str, str]) -> dict[str, object]:
        def told(expression: Expr) -> Expr:
            text = _PLACEHOLDER.sub(lambda found: known.get(found[0], found[0]), str(expression))
            return expression if text == expression else Expr(text, *expression.parts)

        found = {name: rewritten_value(value, told) for name, value in _named_values(resource)}
        if resource.type == "aws_iam_policy":
            found["arn"] = str(arn.policy_arn(self._identity, str(found["path"]), str(found["name"])))
        return {**found, **self.bound.get(address, {})}


def _note(expression: Expr, module: str, places: dict[str, tuple[str, str]]) -> None:
    """Remember which attribute of which resource a placeholder stands for."""
    if len(expression.parts) != 1 or not _PLACEHOLDER.fullmatch(expression):
        return
    (part,) = expression.parts
    if isinstance(part, Traversal) and (address := part.resource):
        whole = address if address.startswith("module.") else f"module.{module}.{address}"
        places[str(expression)] = (whole, part.rpartition(".")[2])


def _named_values(resource: Resource) -> list[tuple[str, object]]:
    names = [each.name for each in fields(resource) if each.name not in _ABOUT] if is_dataclass(resource) else []
    return [(name, getattr(resource, name)) for name in names]


def _values(resource: Resource) -> list[object]:
    return [value for _, value in _named_values(resource)]
