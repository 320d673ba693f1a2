"""The hand-over's part of the spec: which phase it is in, what is left behind, and what is decided for whom."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from landbridge.estate.inventory import SOURCE_NAME
from landbridge.spec.base import Flag, Model, OneOrMany, Reason, Text, form, wrong

Phase = Literal["prepare", "import", "forget", "done"]
Verdict = Literal["adopt", "replace", "retire", "leave"]

SourceName = Annotated[
    str, form(rf"^{SOURCE_NAME}$", "lower-case letters, digits, - and _, a letter first", max_length=40)
]
_Address = Annotated[
    str,
    form(
        r"^module\.[a-z][a-z0-9_]*\.aws_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_-]*$",
        "the address of a resource in the new root, e.g. module.iam.aws_iam_role.etl",
        max_length=300,
    ),
]
_Version = Annotated[str, form(r"^[0-9]+\.[0-9]+(\.[0-9]+)?$", "a version such as 1.11.4", max_length=20)]


class Source(Model):
    """One old root: how its objects leave it."""

    folder: Annotated[
        Text,
        Field(description="Where the old root's configuration lies, seen from the folder of the new root."),
    ] = "."
    workspace: Annotated[
        str,
        form(r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", "a workspace's name: letters, digits, - _ and .", max_length=90),
        Field(description="The workspace whose state it is."),
    ] = "default"
    forget: Annotated[
        Literal["script", "blocks"],
        Field(description="How its state forgets what leaves: by a script, or by removed blocks in its configuration."),
    ] = "script"
    engine: Annotated[
        Literal["terraform", "opentofu"] | None,
        Field(description="What runs the old root; left out: what runs the new one (terraform.engine)."),
    ] = None
    version: Annotated[
        _Version | None,
        Field(description="Version of that engine; left out: the one that wrote the state."),
    ] = None


class Decision(Model):
    """What becomes of some objects of the old roots."""

    addresses: Annotated[
        OneOrMany,
        Field(description="Addresses as the inventory has them; * stands for any characters."),
    ]
    source: Annotated[SourceName | None, Field(description="Only of this source; left out: of all.")] = None
    decide: Annotated[
        Verdict,
        Field(
            description="adopt: the new root takes it over as it is. replace: the new root makes another one, the old"
            " root destroys this one later. retire: the old root destroys it, nothing takes its place. leave: it stays"
            " with the old root."
        ),
    ]
    becomes: Annotated[
        _Address | None,
        Field(description="The resource that takes it over or its place, where its name in AWS does not say that."),
    ] = None
    changes: Annotated[
        OneOrMany | None,
        Field(description="With adopt: arguments that adoption may change, such as assume_role_policy or policy."),
    ] = None
    yields: Annotated[
        OneOrMany | None,
        Field(
            description="With leave: arguments that the old root does not write (any more) and the spec does, such as"
            " access_policies of a domain."
        ),
    ] = None
    create: Annotated[
        Flag,
        Field(description="With adopt: the new root writes it anew over what is there, as its type has no import."),
    ] = False
    reason: Annotated[Reason | None, Field(description="Why; needed by retire, changes, create and yields.")] = None

    @field_validator("becomes", "changes", "create", "yields")
    @classmethod
    def _goes_with(cls, value: object, info: ValidationInfo) -> object:
        verdict = info.data.get("decide")
        allowed = {"becomes": ("adopt", "replace"), "yields": ("leave",)}.get(info.field_name or "", ("adopt",))
        if value and verdict is not None and verdict not in allowed:
            raise wrong(f"nothing: {info.field_name} goes with decide: {' or '.join(allowed)}", "leave it out")
        return value

    @model_validator(mode="after")
    def _says_why(self) -> "Decision":
        wide = {
            "retire": self.decide == "retire",
            "changes": self.changes,
            "create": self.create,
            "yields": self.yields,
        }
        what = next((name for name, asked in wide.items() if asked), None)
        if self.reason is None and what is not None:
            raise wrong(f"a reason: {what} is what somebody will ask about", "add reason: with why")
        return self


class Handover(Model):
    """The hand-over: what exists in old roots is taken over, replaced, retired or left, each by a reviewed phase."""

    phase: Annotated[
        Phase,
        Field(
            description="prepare: nothing may be applied yet. import: the new root takes over. forget: the old roots"
            " let go. done: only the ledger is left. Each step is a change for review."
        ),
    ]
    inventory: Annotated[Text, Field(description="The file that landbridge inventory wrote, beside this spec.")] = (
        "inventory.yaml"
    )
    sources: Annotated[
        dict[SourceName, Source], Field(description="What is to be known of sources, by their names in the inventory.")
    ] = {}
    decisions: Annotated[
        tuple[Decision, ...],
        Field(description="What becomes of objects; one without is adopted where the spec makes the same object."),
    ] = ()
    ids: Annotated[
        dict[_Address, Text],
        Field(description="Import ids of resources of the new root that exist, where the inventory has none for them."),
    ] = {}
    unmatched: Annotated[
        Literal["error", "leave"],
        Field(description="What holds for objects that the spec neither makes nor names."),
    ] = "error"
