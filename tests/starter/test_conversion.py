"""A config in the words of the users' former product becomes a spec: nothing is lost in silence."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.findings import Finding
from landbridge.source.load import parse
from landbridge.starter.conversion import Conversion, convert
from tests.specs import analysed
from tests.starter.strategies import VISIBLE

HEAD = """\
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}
"""
GROUP = "security: {permissions_boundary: none, iam_groups: {ops: {policy_assignments: {s3: level1}}}}\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Where the config stands."""
    return tmp_path / "config.yaml"


def converted(config: Path, text: str) -> Conversion:
    """Convert a text that can be read."""
    config.write_text(text)
    conversion, findings = convert(config)
    assert findings == []
    assert conversion is not None
    return conversion


def spec(conversion: Conversion) -> Any:
    """The converted spec, read back."""
    findings: list[Finding] = []
    document = parse(conversion.text().encode(), "spec.yaml", findings)
    assert document is not None, findings
    return document.root


def notes(conversion: Conversion) -> list[str]:
    """The notes, as `line:column what`."""
    return [f"{note.place.line}:{note.place.column} {note.message}" for note in conversion.notes if note.place]


ID = "is in quotes now: the id of an account is text"
TEXT = "is in quotes now: it is text"
UNKNOWN = "is left out: Landbridge has no such key"
ROLE = "security.assumable_roles.a"


@pytest.mark.parametrize(
    ("text", "told", "path", "value"),
    [
        ("version: 1", [], "version", 1),
        ("version: 2", ["1:1 version 2 is left out: it is not that of Landbridge's format"], "version", 1),
        ("tier: {name: medium}", [], "tier.name", "medium"),
        ("tier: {name: Medium-10}", ['1:8 tier.name "Medium-10" is now medium'], "tier.name", "medium"),
        ("tier: {name: huge}", [], "tier.name", "huge"),
        ("tier: medium-10", ['1:1 tier "medium-10" is now {name: medium}'], "tier", {"name": "medium"}),
        ("tier: enterprise", ['1:1 tier "enterprise" is now {name: enterprise}'], "tier", {"name": "enterprise"}),
        ("tier: {name: Startup-5}", ['1:8 tier.name "Startup-5" is now startup'], "tier.name", "startup"),
        ("tier: {name: Enterprise-12}", ['1:8 tier.name "Enterprise-12" is now enterprise'], "tier.name", "enterprise"),
        ("tier: Huge-99", ["1:1 tier has a name now"], "tier", {"name": "Huge-99"}),
        ("client: {account_id: 123456789012}", [f"1:10 client.account_id {ID}"], "client.account_id", "123456789012"),
        ("client: {account_id: 012345678901}", [], "client.account_id", "012345678901"),
        ("client: {account_id: 12345}", [], "client.account_id", 12345),
        ("client: {tenant_id: 1234}", [f"1:10 client.tenant_id {TEXT}"], "client.tenant_id", "1234"),
        ("tags: {Cost: 1.10}", [f"1:8 tags.Cost {TEXT}"], "tags.Cost", "1.10"),
        ("tags: {Critical: true}", [f"1:8 tags.Critical {TEXT}"], "tags.Critical", "true"),
        (
            "security: {assumable_roles: {a: {assumable_by: {principals: [123456789012], require_mfa: yes}}}}",
            [
                f"1:62 {ROLE}.assumable_by.principals[0] {ID}",
                f'1:77 {ROLE}.assumable_by.require_mfa is true now, not the text "yes"',
            ],
            f"{ROLE}.assumable_by",
            {"principals": ["123456789012"], "require_mfa": True},
        ),
        (
            "security: {iam_groups: {a-b: {}}, assumable_roles: {a: {assumable_by: {groups: [a-b]}}}}",
            ["1:25 security.iam_groups.a-b has the key a_b now"],
            f"{ROLE}.assumable_by.groups",
            ["a_b"],
        ),
        ("security: {iam_groups: {a-b: {}, a_b: {}}}", [], "security.iam_groups", {"a-b": {}, "a_b": {}}),
        (
            "security: {service_roles: }",
            ["1:12 security.service_roles is left out: it is empty"],
            "security.service_roles",
            None,
        ),
        (
            "security: {iam_groups: {ops: {path: /a/, color: red}}}",
            [f"1:42 security.iam_groups.ops.color {UNKNOWN}"],
            "security.iam_groups.ops",
            {"path": "/a/"},
        ),
        (
            "security: {iam_groups: {ops: {managed_policies: [{name: A, version: 2}]}}}",
            [f"1:60 security.iam_groups.ops.managed_policies[0].version {UNKNOWN}"],
            "security.iam_groups.ops.managed_policies",
            [{"name": "A"}],
        ),
        ("deployment: {bucket: {name: x}}", [f"1:1 deployment {UNKNOWN}"], "deployment", None),
    ],
    ids=lambda value: value if isinstance(value, str) and ": " in value else "",
)
def test_what_changes_is_told(text: str, told: list[str], path: str, value: object, config: Path) -> None:
    conversion = converted(config, text)
    assert notes(conversion) == told
    found: Any = spec(conversion)
    for step in path.split("."):
        found = found.get(step)
    assert found == value


def test_a_config_that_landbridge_knows_keeps_every_value(config: Path) -> None:
    text = HEAD + GROUP + 'tags: {CostCenter: "4711", Owner: "a: b # c"}\n'
    conversion = converted(config, text)
    document = parse(text.encode(), "config.yaml", [])
    assert document is not None
    assert spec(conversion) == {"version": 1, **document.root}
    assert conversion.notes == ()
    assert not conversion.chose_boundary


def test_a_role_that_mirrors_a_group_gets_what_the_group_has(config: Path) -> None:
    conversion = converted(
        config,
        "security:\n"
        "  iam_groups:\n"
        "    ml-engineers: {managed_policies: [A], policy_assignments: {s3: level2}}\n"
        "  assumable_roles:\n"
        "    covering: {mirrors_group: ml-engineers, policy_assignments: {ecr: level1}}\n"
        "    lost: {mirrors_group: nobody}\n",
    )
    roles = spec(conversion)["security"]["assumable_roles"]
    assert roles == {"covering": {"managed_policies": ["A"], "policy_assignments": {"ecr": "level1"}}, "lost": {}}
    assert '5:16 security.assumable_roles.covering has a copy of what group "ml_engineers" has' in notes(conversion)
    assert "6:12 security.assumable_roles.lost.mirrors_group is left out: Landbridge has no such key" in notes(
        conversion
    )


def test_the_boundary_that_keeps_what_is_there_is_chosen_and_said(config: Path) -> None:
    conversion = converted(config, "security: {iam_groups: {}}\n")
    assert conversion.chose_boundary
    assert next(iter(spec(conversion)["security"].items())) == ("permissions_boundary", "keep")
    assert "# To decide: the permissions boundary" in conversion.text()


def test_comments_stay_but_those_of_what_is_left_out_and_of_editors(config: Path) -> None:
    conversion = converted(
        config,
        "# yaml-language-server: $schema=other.json\n"
        "# Our config\n"
        "client: # whose\n"
        "  tenant_id: b001 # four\n"
        "# unknown\n"
        "deployment: {a: 1} # unknown\n"
        "tags: {A: b} # all\n"
        "# The end\n",
    )
    assert conversion.text().split("\n\n", 1)[1] == (
        "version: 1\n\n# Our config\nclient: # whose\n  tenant_id: b001 # four\n\ntags: # all\n  A: b\n\n# The end\n"
    )


def test_findings_stand_above_what_they_are_about_or_above_what_should_hold_it(config: Path) -> None:
    conversion = converted(config, HEAD + GROUP)
    text = conversion.text(
        [
            Finding(
                "LB350",
                "level1 is\nwide",
                "say why",
                path=("security", "iam_groups", "ops", "policy_assignments", "s3"),
            ),
            Finding("LB102", "nobody\x1b", path=("security", "cross_account_roles", "auditor")),
            Finding("LB103", "the spec lacks a key"),
        ]
    )
    assert "        # To decide (LB350): level1 is wide; say why\n        s3: level1\n" in text
    assert "# To decide (LB102): nobody\\u001b\nsecurity:\n" in text
    assert text.index("# To decide (LB103): the spec lacks a key\n") < text.index("version: 1")
    assert parse(text.encode(), "spec.yaml", []) is not None


def test_what_a_tier_brings_is_listed_key_by_key(config: Path) -> None:
    conversion = converted(
        config,
        HEAD + "tier: {name: startup}\nsecurity: {permissions_boundary: none, iam_groups: {data_scientists: "
        "{policy_assignments: {s3: level1}}}}\n",
    )
    document = analysed(conversion.text()).document
    assert document is not None
    brought = conversion.brought_by_tier(document.root)
    assert brought["security", "iam_groups", "data_scientists", "policy_assignments"] == [
        "sagemaker",
        "sagemaker-inference",
    ]
    assert "ml_engineers" in brought["security", "iam_groups"]
    assert "sagemaker_execution" in brought["security", "service_roles"]
    assert "# The tier brings security.iam_groups: ml_engineers" in conversion.text((), brought)


@settings(max_examples=60)
@given(VISIBLE, VISIBLE, VISIBLE)
def test_hostile_values_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, description: str, key: str, value: str
) -> None:
    quoted = ["'" + text.replace("'", "''") + "'" for text in (description, key, value)]
    text = f"security: {{iam_groups: {{ops: {{description: {quoted[0]}}}}}}}\ntags: {{{quoted[1]}: {quoted[2]}}}\n"
    found = spec(converted(tmp_path_factory.getbasetemp() / "config.yaml", text))
    assert found["security"]["iam_groups"]["ops"]["description"] == description
    assert found["tags"] == {key: value}


WORDS = [
    "version",
    "tier",
    "name",
    "client",
    "account_id",
    "security",
    "iam_groups",
    "assumable_roles",
    "cross_account_roles",
    "assumable_by",
    "trusted_accounts",
    "account_ids",
    "a-b",
    "mirrors_group",
    "managed_policies",
    "policy_assignments",
    "permissions_boundary",
    "tags",
    "groups",
    "unknown",
]
VALUES = st.sampled_from([None, True, 7, 123456789012, "level2", "data-scientists", "yes", "keep", "medium-10"])
CONFIGS = st.dictionaries(
    st.sampled_from(WORDS),
    st.recursive(
        VALUES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
        max_leaves=20,
    ),
    max_size=5,
)


@settings(max_examples=80)
@given(CONFIGS)
def test_no_config_raises(tmp_path_factory: pytest.TempPathFactory, value: dict[str, Any]) -> None:
    conversion = converted(tmp_path_factory.getbasetemp() / "config.yaml", json.dumps(value))
    analysis = analysed(conversion.text())
    conversion.text(analysis.findings)
    assert spec(conversion)["version"] == 1
