"""The JSON Schema: what editors complete and check a spec by, made from the models that the compiler checks it by."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from landbridge.areas import AREAS
from landbridge.pipeline import analyse
from landbridge.source.readers import DiskReader
from landbridge.spec.schema import schema, schema_text
from tests.areas.iam.test_rendered import CASES
from tests.examples import CHECKOUT, Example, examples
from tests.specs import analysed, spec

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def properties(node: Any, where: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of every object in the schema, with the place where it stands."""
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            yield f"{where}/{name}", value
        for key, value in node.items():
            yield from properties(value, f"{where}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from properties(value, f"{where}/{index}")


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of fixed keys in the schema."""
    if isinstance(node, dict):
        if "properties" in node:
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


def problems(document: object) -> list[str]:
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in VALIDATOR.iter_errors(document)]


def test_it_is_a_schema_of_the_dialect_that_it_names() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


def test_the_text_is_the_schema_and_always_the_same() -> None:
    assert json.loads(schema_text()) == SCHEMA
    assert schema_text() == schema_text()


def test_it_has_a_key_for_every_area() -> None:
    assert {listing.key for listing in AREAS} <= SCHEMA["properties"].keys()


def test_every_key_is_described() -> None:
    bare = [where for where, value in properties(SCHEMA) if not value.get("description", "").strip()]
    assert bare == []


def test_a_description_is_a_sentence_not_a_name() -> None:
    short = [where for where, value in properties(SCHEMA) if len(value["description"].split()) < 2]
    assert short == []


def test_no_object_takes_unknown_keys() -> None:
    assert [found for found in objects(SCHEMA) if found.get("additionalProperties") is not False] == []


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_example_is_valid_once_it_is_merged(example: Example) -> None:
    analysis = analyse(DiskReader(CHECKOUT / example.spec), example.spec.name)
    assert analysis.document is not None
    assert problems(analysis.document.root) == []


@pytest.mark.parametrize("name", CASES)
def test_what_compiles_is_valid(name: str) -> None:
    analysis = analysed(spec(CASES[name]))
    assert analysis.document is not None
    assert problems(analysis.document.root) == []


@pytest.mark.parametrize(
    ("security", "id_"),
    [
        ("permissions_boundary: none\niam_grups: {}", "LB101"),
        ("permissions_boundary: none\niam_groups: {ops: {policy_assignments: {s3: 2}}}", "LB102"),
        ("permissions_boundary: none\niam_groups: {ops: {statements: [{effect: Permit}]}}", "LB102"),
        ("permissions_boundary: none\nservice_roles: {etl: {service: glue, max_session_duration: 60}}", "LB102"),
        ("permissions_boundary: none\nservice_roles: {etl: {service: glue, instance_profile: 'no'}}", "LB102"),
    ],
)
def test_what_is_wrong_by_its_shape_is_invalid_too(security: str, id_: str) -> None:
    analysis = analysed(spec(security))
    assert id_ in {finding.id for finding in analysis.findings}
    assert analysis.document is not None
    assert problems(analysis.document.root) != []


@pytest.mark.parametrize("level", ["level2", "{level: level2}", "{level: level2, reason: agreed}"])
def test_a_shorthand_may_be_written_in_both_ways(level: str) -> None:
    text = spec(f"permissions_boundary: none\niam_groups: {{ops: {{policy_assignments: {{s3: {level}}}}}}}")
    document = analysed(text).document
    assert document is not None
    assert problems(document.root) == []
