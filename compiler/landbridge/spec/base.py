"""What all spec models share: frozen, no unknown keys, no silent conversions, shorthands that stay in the schema.

pydantic's errors become findings in `wording`. What a type wants is said where the type is made: by `form` for a
pattern, by `wrong` in a validator.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
    ValidationInfo,
    create_model,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError


class Model(BaseModel):
    """Base of every part of the spec."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


_M = TypeVar("_M", bound=type[Model])


class Shorthand(Model):
    """A mapping that may be written as one string, which then is the value of the field named by `short`."""

    short: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, value: Any) -> Any:
        return {cls.short: value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Offer both forms to editors."""
        full = handler.resolve_ref_schema(handler(schema))
        text = handler.resolve_ref_schema(full["properties"][cls.short])
        return {
            "title": full.get("title", cls.__name__),
            "description": full.get("description", ""),
            "anyOf": [
                {k: v for k, v in text.items() if k != "title"},
                {k: v for k, v in full.items() if k != "description"},
            ],
        }


@dataclass(frozen=True, slots=True)
class StandIn:
    """Marks a field whose value may be made up where it is missing or wrong, so that the rest can be checked."""

    value: object


FORMS: dict[str, str] = {}
"""What each pattern wants, in plain words; filled by `form`."""


def form(
    pattern: str, words: str, *, min_length: int | None = None, max_length: int | None = None
) -> StringConstraints:
    """Text of one form: the pattern says to machines (also to editors) what `words` say to people.

    Raises:
        ValueError: where the pattern has other words already; findings know a form by its pattern.
    """
    if FORMS.setdefault(pattern, words) != words:
        raise ValueError(f"the pattern {pattern} wants two things: {FORMS[pattern]}, and {words}")
    return StringConstraints(pattern=pattern, min_length=min_length, max_length=max_length)


CUSTOM = "landbridge"
"""The type of the errors that `wrong` makes."""


def wrong(wants: str, hint: str = "") -> PydanticCustomError:
    """The error of a validator: what is wanted instead, and what helps."""
    return PydanticCustomError(CUSTOM, "{wants}", {"wants": wants, "hint": hint})


def with_from(kind: Any, description: str, default: object = ...) -> Callable[[_M], _M]:
    """Give a model the field `from`, whose name Python keeps for itself; without a default it has to be there."""

    def add(model: _M) -> _M:
        fields: dict[str, Any] = {"from": (Annotated[kind, Field(description=description)], default)}
        made: object = create_model(
            model.__name__, __base__=model, __module__=model.__module__, __doc__=model.__doc__, **fields
        )
        return cast(_M, made)

    return add


def exactly_one(value: object, info: ValidationInfo, other: str) -> object:
    """Check in a field that it or an earlier one is given, not both. Where the other is wrong, that is told already.

    The field needs `validate_default=True`. Unlike a check of the whole model this runs whatever else is wrong.
    """
    if other in info.data and (value is None) == (info.data[other] is None):
        hint = f"add {other}, or {info.field_name}" if value is None else "leave one of them out"
        raise wrong(f"exactly one of {other} and {info.field_name}", hint)
    return value


def _not_rounded(value: Any) -> Any:
    if isinstance(value, bool | float):  # Python takes true and 1.0 for 1
        raise wrong("a whole number")
    return value


Whole = BeforeValidator(_not_rounded)
"""For a choice between numbers."""

Flag = Annotated[bool, Strict()]
"""true or false; YAML 1.1's yes/no/on/off are text to us, and refused."""

Key = Annotated[
    str,
    form(
        r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
        "lower-case letters, digits and single underscores between them, a letter first",
        max_length=64,
    ),
]
"""The name of a thing inside the spec; it becomes the Terraform label, so single underscores between words."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=4096)]

_NO_REASONS = frozenset({
    *("true", "false", "yes", "none", "null", "nil", "okay", "nothing", "empty", "unknown"),
    *("todo", "tbd", "fixme", "later", "xxx", "foo", "bar", "because", "reason", "why"),
})  # fmt: skip


def _is_reason(value: Any) -> Any:
    """Refuse what only switches something on, or promises a reason: nobody who reads it learns anything."""
    words = " ".join(re.findall(r"[^\W\d_]+", value)).lower() if isinstance(value, str) else ""
    if isinstance(value, bool | int | float) or words in _NO_REASONS:
        raise wrong("words that say why", "say why, in a sentence")
    return value


Reason = Annotated[
    str,
    form(r"[^\W\d_]{3}", "words that say why", min_length=3, max_length=1000),
    BeforeValidator(_is_reason),
    StandIn("not said"),
]
"""Why something wide is wanted. Printed above the block it is about."""

AccountId = Annotated[str, form(r"^[0-9]{12}$", "an account id: twelve digits")]

Tags = Annotated[dict[str, str], Field(max_length=50)]

Seconds = Annotated[int, Field(ge=3600, le=43200, strict=True)]
"""A session duration. AWS: 3,600 to 43,200 seconds."""


def scalar_text(value: Any) -> Any:
    """Write a YAML scalar as IAM writes it in JSON: true as "true", 3600 as "3600".

    A fraction stays what it is, and is refused: 1.10 has become 1.1 by now.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else value


def as_list(value: Any) -> Any:
    """Let one value stand for a list of one."""
    return value if isinstance(value, list | tuple) else [value]


_Filled = Field(min_length=1)
_Scalar = str | bool | int

# What editors are told is what authors write, not what is made of it.
OneOrMany = Annotated[
    tuple[Text, ...],
    _Filled,
    BeforeValidator(as_list, json_schema_input_type=Text | Annotated[tuple[Text, ...], _Filled]),
]
"""A string, or a list of strings."""

PolicyValues = Annotated[
    tuple[Annotated[str, BeforeValidator(scalar_text)], ...],
    _Filled,
    BeforeValidator(as_list, json_schema_input_type=_Scalar | Annotated[tuple[_Scalar, ...], _Filled]),
]
"""The values of a condition; true and 3600 are written as IAM writes them."""

Conditions = dict[str, dict[str, PolicyValues]]
"""Conditions of a policy: operator, key, values."""

CONDITIONS = "Conditions: operator, key, values; e.g. {Bool: {aws:MultiFactorAuthPresent: true}}."
"""What editors say of them."""

Sid = Annotated[str, form(r"^[A-Za-z0-9]+$", "letters and digits only", max_length=64)]
