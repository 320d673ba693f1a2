"""Random parts of every area, with any of their keys: findings or a tree that reads back, never an exception."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.areas import AREAS
from tests.hostile import dumped, tree_of
from tests.schema_specs import part
from tests.specs import HEAD, analysed
from tests.test_hostile_pages import remarked

# What the other areas may refer to.
SECURITY = {
    "permissions_boundary": "none",
    "policies": {"one": {"statements": [{"actions": "sqs:SendMessage", "resources": "*", "reason": "agreed"}]}},
    "iam_groups": {"one": {"managed_policies": ["SecurityAudit"]}},
    "service_roles": {
        key: {"service": "lambda", "managed_policies": ["AWSLambdaBasicExecutionRole"]} for key in ("one", "two")
    },
}


def judge(parts: dict[str, Any]) -> None:
    tree_of(analysed(HEAD + dumped({"security": SECURITY, **parts})))


@pytest.mark.parametrize("key", [listing.key for listing in AREAS])
@settings(max_examples=80)
@given(data=st.data())
def test_any_part_of_an_area_has_findings_or_compiles(key: str, data: st.DataObject) -> None:
    judge({key: data.draw(part(key))})


@settings(max_examples=40)
@given(data=st.data())
def test_any_parts_of_all_areas_together_have_findings_or_compile(data: st.DataObject) -> None:
    judge({listing.key: data.draw(part(listing.key)) for listing in AREAS if listing.key != "security"})


VALID = yaml.safe_load(remarked("agreed by all"))


@pytest.mark.parametrize("key", [listing.key for listing in AREAS if listing.key != "security"])
@settings(max_examples=60)
@given(data=st.data())
def test_any_things_beside_right_ones_have_findings_or_compile(key: str, data: st.DataObject) -> None:
    beside = {
        name: {**VALID[key].get(name, {}), **value} if isinstance(value, dict) else value
        for name, value in data.draw(part(key)).items()
    }
    tree_of(analysed(dumped({**VALID, key: {**VALID[key], **beside}})))
