"""What all models share: no conversions behind the author's back, and shorthands that editors know."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from landbridge.spec import base
from landbridge.spec.base import (
    FORMS,
    AccountId,
    Flag,
    Key,
    Model,
    OneOrMany,
    PolicyValues,
    Reason,
    Seconds,
    Shorthand,
    Tags,
    form,
)
from landbridge.spec.schema import schema


class Level(Shorthand):
    """A shorthand."""

    short = "level"
    level: str
    reason: str | None = None


def read(type_: Any, value: object) -> Any:
    return TypeAdapter(type_).validate_python(value)


@pytest.mark.parametrize(
    ("type_", "written", "read_as"),
    [
        (Flag, True, True),
        (Flag, False, False),
        (Key, "data_lake2", "data_lake2"),
        (AccountId, "012345678901", "012345678901"),
        (Seconds, 3600, 3600),
        (OneOrMany, "x", ("x",)),
        (OneOrMany, ["x", "y"], ("x", "y")),
        (PolicyValues, True, ("true",)),
        (PolicyValues, [False, 3600, -1, "1.10", ""], ("false", "3600", "-1", "1.10", "")),
        (Level, "level1", Level(level="level1")),
        (Level, {"level": "level1", "reason": "x"}, Level(level="level1", reason="x")),
    ],
)
def test_what_is_written_is_read_as_it_is_meant(type_: Any, written: object, read_as: object) -> None:
    assert read(type_, written) == read_as


@pytest.mark.parametrize(
    ("type_", "written"),
    [
        *((Flag, value) for value in ("true", "yes", "on", 1, 0, 1.0, None)),
        *((Key, value) for value in ("", "Data", "data-lake", "_x", "x_", "x__y", "1x", "a" * 65, "x\n", "é", 1)),
        *(
            (AccountId, value)
            for value in (123456789012, "12345678901", "1234567890123", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢")
        ),
        *((Seconds, value) for value in (3599, 43201, "3600", 3600.0, True)),
        *((OneOrMany, value) for value in ([], None, 1, True, [None], [1], {"a": "b"}, "", [""])),
        *((PolicyValues, value) for value in ([], None, 1.10, [1.5], {"a": "b"})),
        *((Reason, value) for value in ("", "ab", "   ", "\u2003\u2003\u2003", "a" * 1001)),
        *((Tags, value) for value in ({"a": 1}, {"a": None}, ["a"], {str(number): "x" for number in range(51)})),
        *((Level, value) for value in (1, None, ["level1"], {}, {"level": "x", "leval": "x"})),
    ],
)
def test_what_means_something_else_is_refused(type_: Any, written: object) -> None:
    with pytest.raises(ValidationError):
        read(type_, written)


def test_models_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Level(level="level1").level = "level4"  # type: ignore[misc]  # that is the point


def test_every_pattern_of_the_spec_has_words() -> None:
    def patterns(node: object) -> set[str]:
        if isinstance(node, list):
            return set().union(*map(patterns, node))
        if not isinstance(node, dict):
            return set()
        own = {node["pattern"]} if isinstance(node.get("pattern"), str) else set()
        return own.union(node.get("patternProperties", ()), *map(patterns, node.values()))

    without = patterns(schema()) - FORMS.keys()
    assert {pattern for pattern in without if ":secret:" not in pattern} == set()  # see TOLD_LATER in test_validate
    assert all(words.isprintable() and not set(words) & set("^$[]\\") for words in FORMS.values())


def test_a_pattern_has_one_meaning() -> None:
    form("^only here$", "the words")
    form("^only here$", "the words")
    with pytest.raises(ValueError, match="wants two things: the words, and others"):
        form("^only here$", "others")
    del FORMS["^only here$"]


@pytest.mark.parametrize(("type_", "items"), [(OneOrMany, 1), (PolicyValues, 3)])
def test_editors_offer_one_value_and_a_list(type_: Any, items: int) -> None:
    *one, many = TypeAdapter(type_).json_schema()["anyOf"]
    assert len(one) == items
    assert (many["type"], many["minItems"]) == ("array", 1)


def test_editors_offer_both_forms_of_a_shorthand() -> None:
    text, mapping = Level.model_json_schema()["anyOf"]
    assert text["type"] == "string"
    assert (mapping["type"], mapping["required"]) == ("object", ["level"])


def test_every_model_of_the_spec_forbids_unknown_keys() -> None:
    def models(kind: type[Model]) -> set[type[Model]]:
        return {kind}.union(*map(models, kind.__subclasses__()))

    assert all(model.model_config["extra"] == "forbid" and model.model_config["frozen"] for model in models(base.Model))
