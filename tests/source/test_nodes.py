"""Nodes: places of keys and values, before and after merging, and how values are quoted."""

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.findings import SpecPath
from landbridge.source.nodes import Document, Map, Seq, Text, shorten
from tests.source.helpers import parsed

SPEC = """\
version: 1
client: {prefix: edge, id: "b001"}
groups:
  ops:
    access:
      - service: s3
        level: read
      - [a, b]
  é: &dev
    text: |
      x
empty:
same: *dev
"""


class TestPlace:
    """Lines and columns of keys, values and what is missing."""

    @pytest.mark.parametrize(
        ("path", "key", "value"),
        [
            ((), (1, 1), (1, 1)),
            (("version",), (1, 1), (1, 10)),
            (("client",), (2, 1), (2, 9)),
            (("client", "id"), (2, 24), (2, 28)),
            (("groups",), (3, 1), (4, 3)),
            (("groups", "ops", "access"), (5, 5), (6, 7)),
            (("groups", "ops", "access", 0), (6, 9), (6, 9)),
            (("groups", "ops", "access", 0, "level"), (7, 9), (7, 16)),
            (("groups", "ops", "access", 1, 1), (8, 13), (8, 13)),
            (("groups", "é"), (9, 3), (9, 6)),
            (("groups", "é", "text"), (10, 5), (10, 11)),
            (("empty",), (12, 1), (12, 7)),
            (("same",), (13, 1), (13, 7)),
            (("same", "text"), (10, 5), (10, 11)),  # where the text stands
        ],
    )
    def test_of_what_exists(self, path: SpecPath, key: tuple[int, int], value: tuple[int, int]) -> None:
        document = parsed(SPEC)
        found = document.place(path, at_key=True), document.place(path)
        assert [(place.line, place.column) for place in found] == [key, value]
        assert {place.file for place in found} == {"spec.yaml"}

    @pytest.mark.parametrize("at_key", [True, False])
    @pytest.mark.parametrize(
        ("path", "line", "column"),
        [
            (("none",), 1, 1),
            ((0,), 1, 1),
            (("client", "none", "deeper"), 2, 1),
            (("client", 0), 2, 1),
            (("version", "none"), 1, 1),
            (("groups", "ops", "access", 2), 5, 5),
            (("groups", "ops", "access", -1), 5, 5),
            (("groups", "ops", "access", "none"), 5, 5),
            (("groups", "ops", "access", 1, 5, "none"), 8, 9),
            (("empty", "none"), 12, 1),
        ],
    )
    def test_of_what_is_missing_is_the_key_that_would_hold_it(
        self, path: SpecPath, line: int, column: int, at_key: bool
    ) -> None:
        place = parsed(SPEC).place(path, at_key=at_key)
        assert (place.line, place.column) == (line, column)

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("value", ["|\n  x\n  y\n", "'x\n\n  y'\n", '"x\\\n  y"\n', "x\n  y\n", "[x,\n y]\n"])
    def test_after_values_of_several_lines(self, value: str, newline: str) -> None:
        document = parsed(f"a: {value}b: 1\n".replace("\n", newline))
        assert document.place(("b",)).line == value.count("\n") + 1
        assert document.place(("b",)).column == 4

    def test_a_mapping_made_by_hand_stands_where_its_parent_does(self) -> None:
        document = Document(Map({"a": Map({"b": Seq([1])})}), (Text("spec.yaml", "spec.yaml", "", ""),))
        assert str(document.place(("a", "b", 0))) == "spec.yaml:1:1"


class TestMerge:
    """Mappings merge, everything else replaces, null removes."""

    @pytest.mark.parametrize(
        ("base", "overlay", "merged"),
        [
            ("a: 1", "b: 2", {"a": 1, "b": 2}),
            ("a: 1", "a: 2", {"a": 2}),
            ("a: {x: 1, y: 2}", "a: {y: 3, z: 4}", {"a": {"x": 1, "y": 3, "z": 4}}),
            ("a: {b: {c: {d: 1, e: 2}}}", "a: {b: {c: {d: 3}}}", {"a": {"b": {"c": {"d": 3, "e": 2}}}}),
            ("a: [1, 2]", "a: [3]", {"a": [3]}),
            ("a: [{x: 1}]", "a: [{y: 2}]", {"a": [{"y": 2}]}),
            ("a: {x: 1}", "a: []", {"a": []}),
            ("a: {x: 1}", "a: 5", {"a": 5}),
            ("a: 5", "a: {x: 1}", {"a": {"x": 1}}),
            ("a: ~", "a: {x: 1}", {"a": {"x": 1}}),
            ("a: {x: 1}", "a: {}", {"a": {"x": 1}}),
            ("a: {x: 1, y: 2}", "a: {x: ~}", {"a": {"y": 2}}),
            ("a: {x: 1}", "a: {x: ~}", {"a": {}}),
            ("a: {x: 1}", "a: ~", {}),
            ("a: {x: ~}", "b: 1", {"a": {"x": None}, "b": 1}),
            ("a: 1", "b: {x: ~, y: {z: ~}}", {"a": 1, "b": {"y": {}}}),
            ("a: 1", "a: {x: ~}", {"a": {}}),
            ("a: 1", "b: [~, {x: ~}]", {"a": 1, "b": [None, {"x": None}]}),
            ("b: 1\na: 2\nc: 3", "z: 1\na: ~\nc: 4", {"b": 1, "c": 4, "z": 1}),
            ("a: &x {p: 1}\nb: *x", "a: {q: 2}", {"a": {"p": 1, "q": 2}, "b": {"p": 1}}),
        ],
    )
    def test_result(self, base: str, overlay: str, merged: dict[str, object]) -> None:
        document = parsed(overlay).over(parsed(base))
        assert document.root == merged
        assert list(document.root) == list(merged)

    def test_leaves_both_sides_as_they_were(self) -> None:
        base, overlay = parsed("a: {x: 1}"), parsed("a: {y: {z: ~}}")
        overlay.over(base)
        assert (base.root, overlay.root) == ({"a": {"x": 1}}, {"a": {"y": {"z": None}}})

    def test_tells_of_nulls_that_remove_nothing(self) -> None:
        told: list[SpecPath] = []
        overlay = parsed("a: {y: ~}\nb: {c: {d: ~}}\ne: ~\nf: ~")
        overlay.over(parsed("a: {x: 1}\nf: 1"), lambda path, mark, beneath: told.append(path))
        assert told == [("a", "y"), ("b", "c", "d"), ("e",)]


class TestPlaceAfterMerge:
    """Each value keeps the place in the file that it came from."""

    BASE = parsed("a:\n  x: 1\n  y: [5, 6]\nb: 2\ne: {f: 1}\n", "base.yaml")
    OVERLAY = parsed("# overlay\n\na: {y: [7], z: 3}\nb: ~\nc: {d: 4, n: ~}\n", "prod.yaml")

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            ((), "prod.yaml:3:1"),
            (("a",), "prod.yaml:3:4"),
            (("a", "x"), "base.yaml:2:6"),
            (("a", "y"), "prod.yaml:3:8"),
            (("a", "y", 0), "prod.yaml:3:9"),
            (("a", "z"), "prod.yaml:3:16"),
            (("c", "d"), "prod.yaml:5:8"),
            (("e", "f"), "base.yaml:5:8"),
            (("b",), "prod.yaml:3:1"),  # removed: where the top stands
            (("c", "n"), "prod.yaml:5:1"),
        ],
    )
    def test_names_the_file_that_the_value_came_from(self, path: SpecPath, place: str) -> None:
        assert str(self.OVERLAY.over(self.BASE).place(path)) == place

    def test_of_three_layers(self) -> None:
        first, second, third = (parsed(f"a: {{k{n}: {{v: [{n}]}}}}", f"{n}.yaml") for n in range(3))
        documents = third.over(second.over(first)), third.over(second).over(first)
        for document in documents:
            assert [document.place(("a", f"k{n}", "v", 0)).file for n in range(3)] == ["0.yaml", "1.yaml", "2.yaml"]
        assert documents[0].files == ("2.yaml", "1.yaml", "0.yaml")

    def test_files_of_both(self) -> None:
        assert self.OVERLAY.over(self.BASE).files == ("prod.yaml", "base.yaml")

    def test_of_lists_within_lists_of_the_base(self) -> None:
        merged = parsed("b: 1", "prod.yaml").over(parsed("a: [[1], {x: 2}]", "base.yaml"))
        assert str(merged.place(("a", 0, 0))) == "base.yaml:1:6"
        assert str(merged.place(("a", 1, "x"))) == "base.yaml:1:14"


class TestPlainData:
    """Nodes are the dicts and lists that other libraries expect."""

    def test_equal_to_dicts_and_lists(self) -> None:
        root = parsed("a: [1, {b: c}]").root
        assert root == {"a": [1, {"b": "c"}]}
        assert isinstance(root, dict)
        assert isinstance(root["a"], list)

    @pytest.mark.parametrize("strict", [True, False])
    def test_pydantic_takes_them(self, strict: bool) -> None:
        from pydantic import BaseModel, ConfigDict

        class Group(BaseModel):
            model_config = ConfigDict(strict=strict, extra="forbid", frozen=True)
            access: list[dict[str, str]]

        class Spec(BaseModel):
            model_config = ConfigDict(strict=strict)
            groups: dict[str, Group]

        spec = Spec.model_validate(parsed("groups: {ops: {access: [{s3: read}]}}").root)
        assert spec.groups["ops"].access == [{"s3": "read"}]

    def test_copies_keep_their_marks(self) -> None:
        root = parsed("a: 1\nb: [2]\n").root
        for other in (copy.copy(root), copy.deepcopy(root), pickle.loads(pickle.dumps(root))):  # noqa: S301
            assert other == root
            assert other.mark("b") == root.mark("b")

    def test_a_mapping_costs_one_mark_of_eight_bytes_for_a_key(self) -> None:
        marks = parsed("a: 1\nb: 2\nc: 3\n").root.marks
        assert (marks.itemsize, len(marks)) == (8, 3)


class TestShorten:
    """Offending values in messages."""

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("oracle", '"oracle"'),
            ("", '""'),
            ('say "hi" \\ no', r'"say \"hi\" \\ no"'),
            ("a\nb\tc\rd", r'"a\nb\tc\rd"'),
            ("\0\x1b\x7f\x9b", r'"\x00\x1b\x7f\x9b"'),
            ("\u202ex\u200b\ufeff\u00a0", r'"\u202ex\u200b\ufeff\xa0"'),
            ("\U000e0041\ud800", r'"\U000e0041\ud800"'),
            ("été 日本 👍", '"été 日本 👍"'),
            (None, "null"),
            (True, "true"),
            (12, "12"),
            (0.5, "0.5"),
            ([], "[]"),
            ([1, "a", [None]], '[1, "a", [null]]'),
            ({"a": 1, "b\n": {"c": [False]}}, r'{"a": 1, "b\n": {"c": [false]}}'),
            (("a",), '["a"]'),
        ],
    )
    def test_text(self, value: object, text: str) -> None:
        assert shorten(value) == text

    def test_length(self) -> None:
        assert shorten("x" * 78) == f'"{"x" * 78}"'
        assert shorten("x" * 79) == f'"{"x" * 77}…"'
        assert shorten("x" * 100, 10) == '"xxxxxxx…"'
        assert shorten(["x" * 100] * 5, 20) == '["xxxxxxxxxxxxxxxxx…'

    @settings(max_examples=200)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=10,
        ),
        st.integers(10, 100),
    )
    def test_is_short_and_printable(self, value: object, limit: int) -> None:
        text = shorten(value, limit)
        assert len(text) <= limit
        assert text.isprintable()
