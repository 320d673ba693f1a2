"""What a case is: a piece of what the seed prints, and the spec that makes it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from landbridge.ir import Root
from landbridge.pipeline import compile_tree
from landbridge.policy.document import Effect, PolicyDocument, Statement, from_json
from landbridge.policy.grants import compare
from landbridge.policy.matching import pattern_covers
from tests.specs import analysed
from tests.terraform.harness.grants import grants

Json = Any
"""A policy, statement or element as `json.loads` gives it, keys in the order of the seed."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where in the Terraform model a document stands: module, address of a resource, and its argument.

    Parts that a quota cut off, whose labels end in a number, belong to it.
    """

    module: str
    address: str
    argument: str = "policy"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One policy of the seed, or one statement of a policy.

    Attributes:
        printed: what the seed prints, or says in words.
        reads: what stands in our spec for a placeholder or an impossible value of the seed, by the seed's text.
        corrects: what is right, by what is wrong in the seed.
        spec: the spec that makes it.
        place: where the spec's document stands.
        besides: a spec that makes the same document without this piece, where the seed prints a piece only.
        service: the prefix of the actions that the piece is about, where the rest of ours is about others.
        missing: statements of the seed that ours does not make.
        added: statements that ours makes and the seed does not.
        because: why they differ or what is wrong, beginning with the section of the domain facts that says so, or with
            `narrower` where the seed is right and ours grants less.
        wider: the part of `added` that is wider than anything in the seed, which `because` explains, too.
    """

    printed: Json
    reads: Mapping[str, str] = field(default_factory=dict)
    corrects: Mapping[str, str] = field(default_factory=dict)
    spec: str
    place: Place
    besides: str = ""
    service: str = ""
    missing: tuple[Json, ...] = ()
    added: tuple[Json, ...] = ()
    because: str = ""
    wider: tuple[Json, ...] = ()

    @property
    def theirs(self) -> PolicyDocument:
        """The seed's policy, corrected and with what stands for placeholders; a statement alone is a policy of one."""
        document = _replaced(self.printed, {**self.corrects, **self.reads})
        return parsed(document if "Statement" in document else policy(document))

    @property
    def ours(self) -> PolicyDocument:
        """The policy that the spec makes, or of it the piece in question."""
        statements = made(self.spec, self.place).statements
        if self.besides:
            statements = compare(made(self.besides, self.place), PolicyDocument(statements)).gained
        return PolicyDocument(tuple(each for each in statements if each.actions[0].startswith(self.service)))


@dataclass(frozen=True, kw_only=True)
class Element:
    """Elements of a statement: some statement of the spec's document has them.

    Attributes:
        printed: what the seed prints, in braces.
        reads: as in a case.
        corrects: as in a case.
        spec: the spec that makes it.
        place: where the spec's document stands.
        because: what is wrong with the seed, beginning with the section of the domain facts that says so.
    """

    printed: Json
    reads: Mapping[str, str] = field(default_factory=dict)
    corrects: Mapping[str, str] = field(default_factory=dict)
    spec: str
    place: Place
    because: str = ""

    @property
    def held(self) -> bool:
        """Whether a statement of the spec's document has the elements."""
        wanted = _plain(_replaced(self.printed, {**self.corrects, **self.reads}))
        found = (_plain(statement.to_json()) for statement in made(self.spec, self.place).statements)
        return any(wanted.items() <= statement.items() for statement in found)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Calls that the spec's document allows or denies, each an action and the ARN it is about."""

    spec: str
    place: Place
    effect: Effect
    calls: tuple[tuple[str, str], ...]

    @property
    def open(self) -> list[tuple[str, str]]:
        """The calls that no statement decides so."""
        statements = [each for each in made(self.spec, self.place).statements if each.effect == self.effect]
        return [call for call in self.calls if not any(_covers(statement, *call) for statement in statements)]


@dataclass(frozen=True, kw_only=True)
class Text:
    """Lines that a file of the output holds."""

    spec: str
    path: str
    lines: tuple[str, ...]

    @property
    def absent(self) -> list[str]:
        """The lines that it lacks; how they are broken and indented does not count."""
        text = " ".join(compile_tree(compiled(self.spec))[0][self.path].split())
        return [line for line in self.lines if line not in text]


@dataclass(frozen=True, kw_only=True)
class Values:
    """Arguments of resources, by address and name of the argument."""

    spec: str
    module: str
    values: Mapping[tuple[str, str], Json]

    @property
    def found(self) -> Mapping[tuple[str, str], Json]:
        """What the spec's resources have there."""
        return {at: argument(self.spec, self.module, *at) for at in self.values}


Cover = Case | Element | Decision | Text | Values
"""What answers to a block."""


def policy(*statements: Json) -> Json:
    """A policy of these statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def parsed(document: Json) -> PolicyDocument:
    """Read a policy, which must be one."""
    found = from_json(document)
    assert found is not None, document
    return found


def made(spec: str, place: Place) -> PolicyDocument:
    """The document that a spec makes at a place."""
    part = re.compile(re.escape(place.address) + r"(__[0-9]+)?")
    parts = [resource for resource in modules(spec)[place.module].resources if part.fullmatch(resource.address)]
    assert parts, sorted(resource.address for resource in modules(spec)[place.module].resources)
    return PolicyDocument(tuple(each for resource in parts for each in getattr(resource, place.argument).statements))


def argument(spec: str, module: str, address: str, name: str) -> Any:
    """The value of a resource's argument in what a spec compiles to."""
    resources = {resource.address: resource for resource in modules(spec)[module].resources}
    assert address in resources, sorted(resources)
    return getattr(resources[address], name)


def modules(spec: str) -> Mapping[str, Any]:
    """The modules that a spec compiles to, by name."""
    return {module.name: module for module in compiled(spec).modules}


@cache
def compiled(spec: str) -> Root:
    """The Terraform model of a spec, of which nothing must be found, not even a warning."""
    analysis = analysed(spec)
    assert [f"{f.place} {f.id} {f.message}" for f in analysis.findings] == []
    assert analysis.root is not None
    return analysis.root


def cells(document: PolicyDocument) -> Sequence[str]:
    """What a policy grants and denies, one line for each action, resource, principal and set of conditions."""
    return sorted(map(str, grants(document.to_json())))


def _covers(statement: Statement, action: str, resource: str) -> bool:
    return any(pattern_covers(pattern, action, ignore_case=True) for pattern in statement.actions) and any(
        pattern_covers(pattern, resource) for pattern in statement.resources
    )


def _plain(value: Json) -> Json:
    """The same with every list sorted and every single value as a list of one, so that form does not count."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return sorted(value) if isinstance(value, list) else [value]


def _replaced(value: Json, texts: Mapping[str, str]) -> Json:
    if isinstance(value, Mapping):
        return {_replaced(key, texts): _replaced(item, texts) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, texts) for item in value]
    if isinstance(value, str):
        for theirs, ours in texts.items():
            value = value.replace(theirs, ours)
    return value
