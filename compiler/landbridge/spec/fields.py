"""Fields: what the models say of a path of the spec. Only a spec with errors needs it."""

import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from landbridge.findings import SpecPath, dotted
from landbridge.spec.base import StandIn
from landbridge.spec.root import spec_model

_SOME = "KEY"
"""Stands for a key that authors choose, where a path is shown in general."""


def models_at(path: SpecPath) -> list[type[BaseModel]]:
    """The models that may stand at a path."""
    return [kind for kind in _kinds_at(path) if _is_model(kind)]


def field_at(path: SpecPath) -> FieldInfo | None:
    """The field at a path; None for an item of a list, an entry of a mapping, and what is unknown."""
    for model in models_at(path[:-1]) if path else ():
        field = model.model_fields.get(str(path[-1]))
        if field is not None:
            return field
    return None


def stand_in(path: SpecPath) -> StandIn | None:
    """What may be put at a path to go on with the rest."""
    field = field_at(path)
    marks = [*field.metadata, *_marks(field.annotation)] if field is not None else []
    return next((mark for mark in marks if isinstance(mark, StandIn)), None)


def options_at(path: SpecPath) -> list[str]:
    """The words of a choice at a path; none where anything else stands there."""
    choices = (kind for kind in _kinds_at(path) if typing.get_origin(kind) is typing.Literal)
    return [str(word) for choice in choices for word in typing.get_args(choice)]


def example(path: SpecPath) -> object:
    """What may stand at a path, as its field shows it; None where it shows nothing."""
    field = field_at(path)
    return field.examples[0] if field is not None and field.examples else None


def is_named_thing(path: SpecPath) -> bool:
    """Tell whether a key that the author chose ends the path, and names a thing with fields of its own."""
    return any(
        typing.get_origin(kind) is dict and any(map(_is_model, _unwrapped(typing.get_args(kind)[1])))
        for kind in _kinds_at(path[:-1])
    )


def about(path: SpecPath) -> str:
    """The description of the field at a path, or of the nearest one around it."""
    for end in range(len(path), 0, -1):
        field = field_at(path[:end])
        if field is not None:
            return field.description or ""
    return ""


def known_keys(path: SpecPath) -> tuple[str, ...]:
    """The keys that the models at a path have, sorted."""
    return tuple(sorted({name for model in models_at(path) for name in model.model_fields}))


def homes(key: str) -> list[str]:
    """The places of the spec that have a key of this name, as paths in general: `security.iam_groups.KEY`."""
    return _homes().get(key, [])


@cache
def _homes() -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for path, model in _all(spec_model(), ()):
        for key in model.model_fields:
            found.setdefault(key, {})[dotted(path)] = None
    return {key: list(places) for key, places in found.items()}


def _all(model: type[BaseModel], path: SpecPath) -> Iterator[tuple[SpecPath, type[BaseModel]]]:
    yield path, model
    for name, field in model.model_fields.items():
        for kind, below in _held(field.annotation, (*path, name)):
            yield from _all(kind, below)


def _held(annotation: Any, path: SpecPath) -> Iterator[tuple[type[BaseModel], SpecPath]]:
    for kind in _unwrapped(annotation):
        if _is_model(kind):
            yield kind, path
        elif typing.get_origin(kind) is dict:
            yield from _held(typing.get_args(kind)[1], (*path, _SOME))
        elif typing.get_origin(kind) is tuple:
            yield from _held(typing.get_args(kind)[0], path)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _kinds_at(path: SpecPath) -> list[Any]:
    here: list[Any] = [spec_model()]
    for step in path:
        here = [inner for kind in here for annotation in _step(kind, step) for inner in _unwrapped(annotation)]
    return here


def _step(kind: Any, step: str | int) -> Iterator[Any]:
    if _is_model(kind):
        field = kind.model_fields.get(str(step))
        if field is not None:
            yield field.annotation
    elif typing.get_origin(kind) is dict:
        yield typing.get_args(kind)[1]
    elif typing.get_origin(kind) is tuple:
        yield typing.get_args(kind)[0]


def _marks(annotation: Any) -> Iterator[Any]:
    """What an annotation, and each member of a union, is marked with."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        inner, *marks = typing.get_args(annotation)
        yield from marks
        yield from _marks(inner)
    elif origin in (typing.Union, types.UnionType):
        for member in typing.get_args(annotation):
            yield from _marks(member)


def _unwrapped(annotation: Any) -> Iterator[Any]:
    """An annotation without Annotated, and the members of a union."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from _unwrapped(typing.get_args(annotation)[0])
    elif origin in (typing.Union, types.UnionType):
        for member in typing.get_args(annotation):
            yield from _unwrapped(member)
    else:
        yield annotation
