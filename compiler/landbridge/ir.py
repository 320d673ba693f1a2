"""The Terraform model: what lowering makes of a spec and what rendering turns into text.

A *resource* is one Terraform block, a small frozen dataclass per resource type that its area defines. Values
are plain Python (str, bool, int, tuples, dicts, policy documents); a value that must appear as an HCL
expression although its text is known is an `Expr`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, Self

from landbridge.findings import SpecPath


class Traversal(str):
    """An HCL traversal such as `var.partition` or `aws_iam_role.etl.arn`, printed without quotes.

    Lowering may also write `module.iam.aws_iam_role.etl.arn`, an attribute in another module, and `root.var.NAME` or
    `root.ssm.NAME`, a value that comes into the root from outside. Wiring makes variables of these.
    """

    __slots__ = ()

    @property
    def resource(self) -> str | None:
        """The address of the resource it reads, or None for a variable, local or data source."""
        if self.startswith("aws_"):
            return ".".join(self.split(".", 2)[:2])
        return ".".join(self.split(".", 4)[:4]) if self.startswith("module.") else None

    @property
    def comes_from_outside(self) -> bool:
        """Whether the module that holds it can only have it by a variable that the root fills."""
        return self.startswith(("module.", "root."))


class Expr(str):
    """A string whose text is known now, but which is written as an HCL expression.

    As a `str` it is the text (so sizes, sorting, equality and policy comparison need no special case);
    `parts` is how it is written: literal pieces and traversals. `fallback` is a way to write the same text
    that reads no resource, for an edge that would close a circle of references; None where the reference is
    needed because AWS checks that the target exists.

    What AWS makes up when it creates a thing (the id of a key or security group) is not known now: its text then
    names the thing in braces, as in `arn:aws:kms:…:key/{key:storage}`, and `length` says how long it will be.
    """

    __slots__ = ("fallback", "length", "parts")
    parts: tuple[str | Traversal, ...]
    fallback: "Expr | None"
    length: int

    def __new__(
        cls, text: str, *parts: str | Traversal, fallback: "Expr | None" = None, length: int | None = None
    ) -> Self:
        """Make the expression of `parts` whose value is `text`."""
        self = super().__new__(cls, text)
        self.parts = parts
        self.fallback = fallback
        self.length = len(text) if length is None else length
        return self

    def needed(self) -> "Expr":
        """The same without a way around the reference: for what AWS takes only where the target exists."""
        return Expr(str(self), *self.parts, length=self.length)

    @property
    def resources(self) -> Iterator[str]:
        """The addresses of the resources that the expression reads."""
        for part in self.parts:
            if isinstance(part, Traversal) and (address := part.resource):
                yield address


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One Terraform resource block; each subclass is one resource type with its arguments as fields.

    Attributes:
        label: the block's second label, made from the spec's key.
        origin: the path in the spec that it came from, shown above the block.
        reason: the author's reason for something wide in it, shown above the block.
        note: what it is, shown above the block.
        waivers: rules that the spec suppresses for it, with the author's reasons, shown above the block.
        moved_from: the label it had before, which yields a `moved` block.
        prevent_destroy: whether Terraform refuses to destroy it. That ends where its block does, so that no tree that
            had it is replaced by one that neither has, moves nor forgets it.
    """

    type: ClassVar[str]
    template: ClassVar[str]
    regional: ClassVar[bool] = False
    name_of: ClassVar[str] = ""
    """What has `account_wide_name`, where resources of several types write one thing of AWS; else its type."""
    sharing: ClassVar[str] = ""
    """How several specs can share what has the name."""
    why_left_alone: ClassVar[str] = ""
    """Why it has `left_alone`, where that does not speak for itself."""
    label: str
    origin: SpecPath
    reason: str = ""
    note: str = ""
    waivers: tuple[str, ...] = ()
    moved_from: str | None = None
    prevent_destroy: bool = False

    @property
    def left_alone(self) -> tuple[Traversal, ...]:
        """The arguments that stay what they are in AWS, whatever the block says."""
        return ()

    @property
    def has_lifecycle(self) -> bool:
        """Whether its block says what Terraform must not do."""
        return self.prevent_destroy or bool(self.left_alone)

    @property
    def former_address(self) -> str | None:
        """The address it had before, where it was moved."""
        return f"{self.type}.{self.moved_from}" if self.moved_from is not None else None

    @property
    def address(self) -> str:
        """The resource's address inside its module, e.g. `aws_iam_role.etl`."""
        return f"{self.type}.{self.label}"

    @property
    def account_wide_name(self) -> str | None:
        """Its name in AWS, where an account can have that name only once; None for everything else.

        What an account can have once in each region says so by `regional`.
        """
        return None


class Variable(NamedTuple):
    """An input variable of a module or root. `type` is an HCL type expression such as `string`.

    One with a `pattern` (RE2) takes nothing else: what nobody sees at compile time must not widen a policy.
    """

    name: str
    description: str
    type: Traversal = Traversal("string")
    value: object = None
    pattern: str = ""

    @property
    def reference(self) -> Traversal:
        """How an expression reads it."""
        return Traversal(f"var.{self.name}")


class Output(NamedTuple):
    """An output of a module or root. One that is `internal` is for other modules of the root, and stays inside it."""

    name: str
    description: str
    value: object
    internal: bool = False


class Import(NamedTuple):
    """An object that exists and that a resource of the module takes over; `id` is its import id, `note` what it was."""

    address: str
    id: str
    note: str = ""


class Removed(NamedTuple):
    """A resource that Terraform forgets and leaves as it is; `note` stands above its block."""

    address: str
    origin: SpecPath
    note: str


class Mapping(NamedTuple):
    """A principal that gets a security role of a domain by a script, which no Terraform resource does."""

    domain: str
    role: str
    principal: str


class Page(NamedTuple):
    """A page for people beside the files of a module or root, e.g. RUNBOOK.md, or a script (`.sh`) that they run.

    In a root its name is a path; one in `.tf` is laid out as Terraform's formatter would.

    `content` is what the template sees as `page`: a record of plain values and tuples of these, and mappings where
    the page shows JSON. One that is `first` is read before Terraform plans anything.
    """

    name: str
    title: str
    template: str
    content: object
    first: bool = False


class Edge(NamedTuple):
    """One arrow of a picture: from and to are what people call the two things; same words, same box."""

    source: str
    target: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One emitted module: its resources by file, in the order in which they are printed.

    `variables` and internal outputs are added by wiring. `picture` becomes a drawing in its README.
    """

    name: str
    description: str
    files: dict[str, tuple[Resource, ...]]
    variables: tuple[Variable, ...] = ()
    outputs: tuple[Output, ...] = ()
    imports: tuple[Import, ...] = ()
    removed: tuple[Removed, ...] = ()
    pages: tuple[Page, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    picture: tuple[Edge, ...] = ()

    @property
    def resources(self) -> Iterator[Resource]:
        """All resources of the module, file by file."""
        for resources in self.files.values():
            yield from resources


class Addresses(NamedTuple):
    """Addresses in the root, such as `module.kms.aws_kms_key.lake`.

    Attributes:
        held: of what Terraform refuses to destroy.
        known: of all that a root has, moves or forgets.
    """

    held: frozenset[str]
    known: frozenset[str]


class Parameter(NamedTuple):
    """An SSM parameter that the root reads: the label of its data source, and its name."""

    label: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The root module: what the provider, the backend and the module calls need."""

    account_id: str
    partition: str
    region: str
    default_tags: dict[str, str]
    assume_role: str | None
    backend: tuple[str, dict[str, object]] | None
    required_version: str
    modules: tuple[Module, ...]
    variables: tuple[Variable, ...] = field(default=())
    parameters: tuple[Parameter, ...] = field(default=())
    pages: tuple[Page, ...] = field(default=())

    @property
    def addresses(self) -> Addresses:
        """What Terraform has of it in its state, once it is applied or while it is."""
        held: set[str] = set()
        known: set[str] = set()
        for module in self.modules:
            below = f"module.{module.name}."
            known.update(below + each.address for each in module.removed)
            for resource in module.resources:
                known.update(below + each for each in (resource.address, resource.former_address) if each is not None)
                if resource.prevent_destroy:
                    held.add(below + resource.address)
        return Addresses(frozenset(held), frozenset(known))
