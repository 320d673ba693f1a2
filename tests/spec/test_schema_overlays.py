"""The JSON Schema and single files: an editor sees one, without what it extends and what its tier brings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from landbridge.areas import AREAS
from landbridge.spec.fields import is_named_thing
from landbridge.spec.schema import allow_overlays, schema
from landbridge.starter.fresh import TIERS, fresh_spec
from tests.examples import CHECKOUT, examples
from tests.spec.whole import whole

VALIDATOR = Draft202012Validator(schema())
TOP = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}
"""
FILES = sorted(example.spec for example in examples())


class Loader(yaml.SafeLoader):
    """Reads what looks like a date as text, as Landbridge and editors (YAML 1.2) do; PyYAML follows YAML 1.1."""

    yaml_implicit_resolvers: ClassVar = {
        first: [each for each in found if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def problems(text: str) -> list[str]:
    """What is said of a file by itself."""
    value = yaml.load(text, Loader)  # noqa: S506 (a safe loader, with less)
    return sorted(error.message for error in VALIDATOR.iter_errors(value))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_example_is_valid_as_it_is_written(path: Path) -> None:
    assert problems((CHECKOUT / path).read_text()) == []


def test_a_base_by_itself_lacks_only_what_its_overlays_bring() -> None:
    assert problems((CHECKOUT / "examples/overlay/base.yaml").read_text()) == ["'environment' is a required property"]


@pytest.mark.parametrize("tier", TIERS)
def test_the_spec_that_one_begins_with_is_valid(tier: str) -> None:
    assert problems(fresh_spec(tier)) == []


@pytest.mark.parametrize(
    "text",
    [
        "extends: base.yaml",
        "extends: [base.yaml, more.yaml]\nenvironment: {region: eu-west-1}",
        "extends: base.yaml\nclient: {tenant_id: b002}\nterraform: {backend: {config: {key: dev}}}",
        f"{TOP}tier: {{name: medium}}\nsecurity: {{service_roles: {{etl: {{path: /etl/}}}}}}",
    ],
)
def test_what_lies_over_others_may_leave_keys_to_them(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    "security",
    [
        "service_roles: {etl: {max_session_duration: 7200}}",
        "assumable_roles: {ops: {assumable_by: {require_mfa: true}}}",
        "assumable_roles: {ops: {description: x}}",
        "federated_roles: {ci: {oidc: {audiences: x}}}",
        "iam_groups: {ops: {policy_assignments: {s3: {reason: agreed with security}}}}",
        "iam_groups: {ops: {policy_assignments: {s3: null}}}",
        "user_group_mappings: {left_behind: [interns]}",
        *(
            f"{kind}: {{ops: null}}"
            for kind in (
                "iam_groups",
                "service_roles",
                "assumable_roles",
                "cross_account_roles",
                "federated_roles",
                "policies",
                "users",
            )
        ),
    ],
)
def test_a_named_thing_may_be_changed_in_part_or_dropped(security: str) -> None:
    assert problems(f"extends: base.yaml\nsecurity: {{{security}}}") == []


def sections() -> Iterator[str]:
    """Every section of every area that holds named things, as a path of two keys."""
    for listing in AREAS:
        for name, held in whole()[listing.key].items():
            if isinstance(held, dict) and is_named_thing((listing.key, name, "one")):
                yield f"{listing.key}.{name}"


@pytest.mark.parametrize("section", list(sections()))
def test_every_named_thing_of_every_area_may_be_dropped_or_changed_in_part(section: str) -> None:
    part, _, name = section.partition(".")
    for value in ("null", "{}"):
        assert problems(f"extends: base.yaml\n{part}: {{{name}: {{one: {value}}}}}") == []


@pytest.mark.parametrize("key", ["version", "client", "environment"])
def test_a_spec_that_extends_nothing_needs_the_top(key: str) -> None:
    text = "".join(line for line in TOP.splitlines(keepends=True) if not line.startswith(key))
    assert problems(text) == [f"'{key}' is a required property"]


@pytest.mark.parametrize("day", ["2027-03-31", "'2027-03-31'"])
def test_a_day_needs_no_quotes(day: str) -> None:
    assert problems(f"extends: base.yaml\nmigration_assistant: {{deployments: {{main: {{expires: {day}}}}}}}") == []


def group(words: str) -> str:
    """An overlay's part with a group that has these words."""
    return f"security: {{iam_groups: {{ops: {{{words}}}}}}}"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("enviroment: {env: dev}", "environment: {env: dev}"),
        ("version: 2", "version: 1"),
        (
            "suppress: [{rule: LB393, path: security}]",
            "suppress: [{rule: LB393, path: security, reason: still discussed}]",
        ),
        ("security: {iam_grups: {}}", "security: {iam_groups: {}}"),
        (group("polcy_assignments: {}"), group("policy_assignments: {}")),
        (group("members: jane"), group("members: [jane]")),
        (group("policy_assignments: {s3: 2}"), group("policy_assignments: {s3: level2}")),
        (group("access: [{service: glue}]"), group("access: [{service: glue, level: read}]")),
        (group("managed_policies: [{reason: agreed}]"), group("managed_policies: [{name: A, reason: agreed}]")),
        (group("statements: [{actions: 's3:*'}]"), group("statements: [{actions: 's3:*', resources: '*'}]")),
        (group("statements: [{resources: '*'}]"), group("statements: [{not_actions: 's3:*', resources: '*'}]")),
        (
            "security: {service_roles: {etl: {trust: [{effect: Deny}]}}}",
            "security: {service_roles: {etl: {trust: [{effect: Deny, principals: {AWS: '*'}}]}}}",
        ),
    ],
)
def test_what_no_other_file_can_mend_is_invalid_in_an_overlay_too(wrong: str, right: str) -> None:
    assert problems(f"extends: base.yaml\n{right}") == []
    assert problems(f"extends: base.yaml\n{wrong}") != []


def test_what_both_merges_and_stands_in_lists_keeps_its_demands_in_the_lists() -> None:
    model: dict[str, Any] = {
        "required": ["one"],
        "properties": {"one": {"$ref": "#/$defs/A"}, "many": {"type": "array", "items": {"$ref": "#/$defs/A"}}},
        "$defs": {"A": {"required": ["name"], "properties": {"name": {"type": "string"}}}},
    }
    validator = Draft202012Validator(allow_overlays(model))
    assert validator.is_valid({"one": {}, "many": [{"name": "x"}]})
    assert not validator.is_valid({"one": {}, "many": [{}]})
