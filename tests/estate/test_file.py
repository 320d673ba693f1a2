"""`inventory.yaml` comes back as it was written, is the same for the same estate, and says what is wrong with it."""

import json
import time
import tracemalloc
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from landbridge.estate.file import dump, parse
from landbridge.estate.inventory import Inventory, Object, Registry, Source
from landbridge.findings import Finding
from landbridge.source.limits import MAX_NODES
from landbridge.source.load import parse as parse_yaml
from tests.estate.states import UGLY_KEYS, instance, resource, source_of, state, states, texts, told
from tests.marks import marked_place, unmarked

HEAD = "format: 1\nsources:\n  legacy:\n    kind: terraform\n    objects:\n"

# What people and machines put into tags, descriptions and names, and what YAML or a shell could take otherwise.
HOSTILE = (
    *UGLY_KEYS,
    *(
        "yes",
        "~",
        "1",
        "0x1F",
        "1e3",
        "2012-10-17",
        "12:30:45",
        "-",
        "?",
        "- x",
        "? x",
        "x: y",
        "x #y",
        "@x",
        "`x`",
        "%x",
    ),
    *(
        "'",
        '"',
        "''",
        'it\'s "x"',
        "{a: b}",
        "[x]",
        "*x",
        "&x",
        "!!python/object:os.system",
        "<<",
        "=",
        "---",
        "...",
        "\\",
    ),
    *(
        "a\nb",
        "\n\n",
        " x ",
        "\tx",
        "x" * 5000,
        "\u202eevil",
        "\U000e0041",
        "\ufffe",
        "\ud800",
        "$(id)",
        "`id`",
        "\x1b[2J",
    ),
)
anything = st.sampled_from(HOSTILE) | texts | st.text()


@st.composite
def roles(draw: st.DrawFn) -> dict[str, Any]:
    """The attributes of a role, all of them hostile."""
    policies = st.lists(st.fixed_dictionaries({"name": anything, "policy": anything}), max_size=2)
    return draw(
        st.fixed_dictionaries(
            {
                "name": anything,
                "arn": anything,
                "path": anything
                | st.integers()
                | st.floats(allow_nan=False, allow_infinity=False)
                | st.none()
                | st.booleans(),
                "description": anything,
                "tags": st.dictionaries(anything, anything, max_size=3),
                "managed_policy_arns": st.lists(anything, max_size=3),
                "inline_policy": policies,
                "assume_role_policy": anything
                | st.dictionaries(anything, anything, max_size=2).map(json.dumps)
                | st.fixed_dictionaries(
                    {
                        "Version": st.just("2012-10-17"),
                        "Statement": st.fixed_dictionaries(
                            {"Effect": st.just("Allow"), "Action": anything, "Resource": st.lists(anything, min_size=1)}
                        ),
                    }
                ).map(json.dumps),
            }
        )
    )


def returned(inventory: Inventory) -> Inventory | None:
    findings: list[Finding] = []
    found = parse(dump(inventory).encode(), "inventory.yaml", findings)
    assert findings == []
    return found


@given(attributes=st.lists(roles(), max_size=3))
def test_whatever_a_state_holds_is_inert(attributes: list[dict[str, Any]]) -> None:
    blocks = [resource("aws_iam_role", f"r{number}", instance(each)) for number, each in enumerate(attributes)]
    source, _ = told(state(*blocks))
    assert source is not None
    inventory = Inventory({"legacy": source})
    assert returned(inventory) == inventory


@given(attributes=roles())
def test_any_other_reader_of_yaml_reads_the_same(attributes: dict[str, Any]) -> None:
    (found,) = source_of(state(resource("aws_iam_role", "r", instance(attributes)))).objects
    content = yaml.safe_load(dump(Inventory({"legacy": Source(kind="terraform", objects=(found,))})))
    (entry,) = content["sources"]["legacy"]["objects"]
    assert entry.get("id", "") == found.id
    assert entry.get("identity", {}) == found.identity
    assert entry.get("attributes", {}) == found.attributes


@given(contents=st.lists(states(), max_size=3))
def test_every_estate_comes_back(contents: list[dict[str, Any]]) -> None:
    sources = {f"s{number}": told(content)[0] for number, content in enumerate(contents)}
    inventory = Inventory({name: source for name, source in sources.items() if source is not None})
    assert returned(inventory) == inventory


def test_the_text(snapshot: SnapshotAssertion) -> None:
    trust = {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"},
    }
    role = {
        **{"name": "etl", "arn": "arn:aws:iam::123456789012:role/etl", "path": "/", "permissions_boundary": None},
        **{"assume_role_policy": json.dumps(trust), "tags_all": {"CostCenter": "4711"}, "inline_policy": []},
    }
    rule = {"from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"], "description": "it's"}
    group = {"id": "sg-1", "name": "web", "vpc_id": "vpc-1", "ingress": [rule, {**rule, "to_port": 444}], "egress": []}
    blocks = [
        resource("aws_iam_role", "this", instance(role, index_key="a b", status="tainted"), module="module.team"),
        resource("aws_security_group", "web", instance(group)),
        resource("random_password", "db", instance({"result": "hunter2"})),
        resource("aws_caller_identity", "me", instance(), mode="data"),
    ]
    net = Source(kind="list", objects=(Object(address="aws_vpc.main[0]", type="aws_vpc"),))
    assert dump(Inventory({"net": net, "legacy": source_of(state(*blocks))})) == snapshot


def test_nothing_is_something() -> None:
    assert dump(Inventory()) == "format: 1\nsources: {}\n"
    assert returned(Inventory()) == Inventory()


def test_the_order_of_a_text_says_nothing() -> None:
    one = parse(f"{HEAD}      - {{address: a.b, type: a}}\n      - {{address: a.a, type: a}}\n".encode(), "x", [])
    assert one is not None
    assert [each.address for each in one.sources["legacy"].objects] == ["a.a", "a.b"]


def test_an_id_that_was_written_beside_a_listed_address_tells_who_it_is() -> None:
    entry = "      - {address: aws_iam_role_policy.x, type: aws_iam_role_policy, id: 'etl:inline'}\n"
    found = parse((HEAD.replace("terraform", "list") + entry).encode(), "x", [])
    assert found is not None
    assert found.sources["legacy"].objects[0].identity == {"name": "inline", "role": "etl"}


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        ("§sources: {}", "LB040", "format is missing"),
        ("format: §2\nsources: {}", "LB040", "the inventory's format is 2, and this Landbridge reads 1"),
        ("format: 1\nsources: §[]", "LB040", "[] is no mapping"),
        ("format: 1\nsources: {}\n§more: 1", "LB040", 'the key "more" is not known here'),
        ("format: 1\nsources:\n  §A b: {kind: list, objects: []}", "LB040", '"A b" is no name of a source'),
        ("format: 1\nsources:\n  §a: {kind: list}", "LB040", "objects is missing"),
        ("format: 1\nsources:\n  a: {kind: §x, objects: []}", "LB040", '"x" is none of terraform, list'),
        ("format: 1\nsources:\n  a: {kind: list, objects: [], lineage: §7}", "LB040", "7 is no text"),
        (
            "format: 1\nsources:\n  a: {kind: list, objects: [], registry: §opentf}",
            "LB040",
            '"opentf" is none of terraform, opentofu',
        ),
        (
            "format: 1\nsources:\n  a: {kind: list, objects: [], §serial: 7}",
            "LB040",
            'the key "serial" is not known here',
        ),
        (
            "format: 1\nsources:\n  a: {kind: list, objects: [], data: [§a.b]}",
            "LB040",
            '"a.b" is no address of a data s',
        ),
        (f"{HEAD}      - §x", "LB040", '"x" is no mapping'),
        (f"{HEAD}      - §{{address: a.b}}", "LB040", "type is missing"),
        (f"{HEAD}      - {{address: §a, type: a}}", "LB040", '"a" is no address of a resource'),
        (f"{HEAD}      - {{address: §data.a.b, type: a}}", "LB040", '"data.a.b" is no address of a resource'),
        (f"{HEAD}      - {{address: §'a.b[\"${{x}}\"]', type: a}}", "LB040", '"a.b[\\"${x}\\"]" is no address'),
        (f"{HEAD}      - {{address: a.b, type: §c}}", "LB040", 'the type is "c", and the address is of "a"'),
        (f"{HEAD}      - {{address: a.b, type: a, id: §123456789012}}", "LB040", "123456789012 is no text"),
        (f"{HEAD}      - {{address: a.b, type: a, identity: {{name: §1}}}}", "LB040", "1 is no text"),
        (f"{HEAD}      - {{address: a.b, type: a, attributes: §[]}}", "LB040", "[] is no mapping"),
        (f"{HEAD}      - {{address: a.b, type: a, condition: §bad}}", "LB040", '"bad" is none of tainted, deposed'),
        (f"{HEAD}      - {{address: a.b, type: a, §attribute: {{}}}}", "LB040", 'the key "attribute" is not known'),
        (
            f"{HEAD}      - {{address: a.b, type: a}}\n      - {{address: §a.b, type: a}}",
            "LB041",
            'the address "a.b" sta',
        ),
        ("format: 1\nsources: {}\n§<<<<<<< HEAD", "LB004", "this is not YAML"),
        ("§- x", "LB009", "the top of the file is a list"),
        (f"{HEAD}      - {{address: a.b, type: a, §type: a}}", "LB005", 'the key "type" appears twice'),
    ],
)
def test_a_wrong_form_is_told_with_its_place(text: str, rule: str, message: str) -> None:
    findings: list[Finding] = []
    assert parse(unmarked(text).encode(), "inventory.yaml", findings) is None
    assert [each.id for each in findings] == [rule]
    assert findings[0].message.startswith(message)
    assert findings[0].place is not None
    assert (findings[0].place.line, findings[0].place.column) == marked_place(text)


def test_a_misspelt_key_has_its_hint() -> None:
    findings: list[Finding] = []
    parse(f"{HEAD}      - {{address: a.b, type: a, attribute: {{}}}}".encode(), "inventory.yaml", findings)
    assert [each.hint for each in findings] == ["did you mean attributes?"]


def test_so_does_one_that_was_written_where_the_name_was_sensitive() -> None:
    found = parse(f"{HEAD}      - {{address: aws_iam_role.x, type: aws_iam_role, id: etl}}".encode(), "x", [])
    assert found is not None
    assert found.sources["legacy"].objects[0].identity == {"name": "etl"}


@pytest.mark.parametrize("registry", get_args(Registry))
def test_whose_registry_it_is_comes_back(registry: Registry) -> None:
    inventory = Inventory({"legacy": Source(kind="terraform", registry=registry)})
    assert returned(inventory) == inventory


class TestSize:
    """A small file can stand for much, and a large one has its place."""

    @pytest.mark.parametrize("value", ["[]", "{}", "x", "{x: y}", "[x]"])
    def test_more_values_than_an_estate_has_are_refused(self, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("landbridge.source.composer.MAX_NODES", 1000)
        findings: list[Finding] = []
        text = f"format: 1\nsources: {{}}\nmore: [{f'{value},' * 1000}]"
        assert parse(text.encode(), "inventory.yaml", findings) is None
        assert [(each.id, each.message) for each in findings] == [
            ("LB003", "the file holds more than 1,000 values, which is the limit")
        ]
        assert findings[0].place is not None
        assert findings[0].place.line == 3

    def test_of_a_hostile_file_no_more_is_held_than_is_allowed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("landbridge.source.composer.MAX_NODES", 10_000)
        data = b"format: 1\nsources: [" + b"[]," * 500_000 + b"]"
        findings: list[Finding] = []
        tracemalloc.start()
        try:
            assert parse(data, "inventory.yaml", findings) is None
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert [each.id for each in findings] == ["LB003"]
        assert peak < 4 * len(data)  # all of it would take 60 times its bytes

    def test_twenty_thousand_roles_leave_room(self) -> None:
        role = _role(0)
        lines = dump(Inventory({"legacy": Source(kind="terraform", objects=(role,))}))
        document = parse_yaml(lines.encode(), "inventory.yaml", [])
        assert document is not None
        assert 20_000 * _values(document.root) * 2 < MAX_NODES

    def test_as_many_problems_as_fit_take_no_time(self) -> None:
        findings: list[Finding] = []
        keys = ", ".join(f"addres{number}: x" for number in range(100_000))
        started = time.process_time()
        assert parse(f"{HEAD}      - {{{keys}}}".encode(), "inventory.yaml", findings) is None
        assert len(findings) == 100
        assert time.process_time() - started < 5


def _role(number: int) -> Object:
    """A role with everything that is kept of roles."""
    trust = {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"},
    }
    attributes = {
        **{"name": f"r{number}", "arn": f"arn:aws:iam::123456789012:role/r{number}", "path": "/", "description": "x"},
        **{"permissions_boundary": None, "assume_role_policy": json.dumps(trust), "max_session_duration": 3600},
        **{"managed_policy_arns": ["a", "b"], "inline_policy": [{"name": "x", "policy": json.dumps(trust)}]},
        "tags": {"a": "b", "c": "d", "e": "f", "g": "h"},
    }
    return source_of(state(resource("aws_iam_role", "r", instance(attributes, index_key=number)))).objects[0]


def _values(node: object) -> int:
    """How many values a node is made of, itself included."""
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return 1 + sum(map(_values, parts))


def test_no_more_problems_are_told_than_anybody_reads() -> None:
    findings: list[Finding] = []
    parse((HEAD + "      - 7\n" * 3000).encode(), "inventory.yaml", findings)
    assert len(findings) == 100
    assert findings[-1].hint.endswith("after 100 problems no more are told")


def test_all_problems_are_told_at_once() -> None:
    findings: list[Finding] = []
    parse(f"{HEAD}      - {{address: a, type: 1, id: 2}}\n      - 7".encode(), "inventory.yaml", findings)
    assert len(findings) == 4
