"""Composing: aliases and their limits, what any YAML writer writes, and the parser without libyaml."""

import tracemalloc

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.findings import Finding
from landbridge.source import composer
from landbridge.source.limits import MAX_ALIASED
from landbridge.source.load import parse
from tests.source.bad_texts import BAD, Bad


def findings_of(text: str) -> list[Finding]:
    findings: list[Finding] = []
    parse(text.encode(), "spec.yaml", findings)
    return findings


def root_of(text: str) -> object:
    findings: list[Finding] = []
    document = parse(text.encode(), "spec.yaml", findings)
    assert document is not None, findings
    return document.root


def laughs(levels: int, width: int = 10, bottom: str = "[lol]") -> str:
    """Return lists of which each repeats the one before `width` times."""
    text = f"a0: &a0 {bottom}\n"
    for level in range(1, levels):
        text += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]\n"
    return text


class TestSize:
    """A file holds no more values than memory has room for."""

    @pytest.mark.parametrize("text", ["a: [b,{}]", "a: [[],{}]", "{{{}}}"])
    def test_the_limit(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(composer, "MAX_NODES", 100)
        is_map = text.startswith("{{")
        filled = [
            text.format(", ".join(f"k{number}: 1" for number in range(count)) if is_map else "c," * (count - 2))
            for count in (100, 101)
        ]
        assert [[each.id for each in findings_of(each)] for each in filled] == [[], ["LB003"]]

    def test_it_counts_a_whole_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(composer, "MAX_NODES", 100)
        (found,) = findings_of("a:\n" + "- {b: [c, d, e]}\n" * 30)
        assert (found.message, str(found.place)) == (
            "the file holds more than 100 values, which is the limit",
            "spec.yaml:21:14",
        )


class TestAliases:
    """Aliases stand for what they name, as long as that stays small."""

    @pytest.mark.parametrize(
        ("text", "root"),
        [
            ("a: &x 1\nb: *x", {"a": 1, "b": 1}),
            ("a: &x {c: [1]}\nb: [*x, *x]", {"a": {"c": [1]}, "b": [{"c": [1]}] * 2}),
            ("a: &x\nb: *x", {"a": None, "b": None}),
            ("a: &x 1\nb: &x 2\nc: *x", {"a": 1, "b": 2, "c": 2}),
            ("a: &x {b: &x 1, c: *x}\nd: *x", {"a": {"b": 1, "c": 1}, "d": 1}),
            ("a: &x k\n*x : 1", {"a": "k", "k": 1}),
            ("&x a: *x", {"a": "a"}),
            ("a: '*x'\nb: \"&x\"", {"a": "*x", "b": "&x"}),
        ],
    )
    def test_stand_for_their_anchor(self, text: str, root: object) -> None:
        assert root_of(text) == root

    def test_many_of_a_short_string_are_fine(self) -> None:
        text = "a: &x arn:aws:iam::aws:policy/ReadOnlyAccess\nb: [" + "*x , " * (MAX_ALIASED + 1) + "]"
        assert len(root_of(text)["b"]) == MAX_ALIASED + 1

    def test_up_to_the_limit_are_fine(self) -> None:
        assert findings_of(laughs(5)) == []

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            (laughs(9), 6),
            (laughs(60, 2), 16),
            (laughs(9, bottom="{k: v}"), 6),
            (f"a: &x {'[' + '1, ' * 999 + ']'}\nb: [{'*x , ' * 200}]", 2),
            (f"a: &x '{'long ' * 100_000}'\nb: [{'*x , ' * 20}]", 2),
        ],
    )
    def test_that_multiply_are_refused(self, text: str, line: int) -> None:
        findings = findings_of(text)
        assert [(f.id, f.place.line) for f in findings if f.place] == [("LB006", line)]
        assert f"{MAX_ALIASED:,}" in findings[0].message

    def test_that_multiply_cost_no_memory(self) -> None:
        text = laughs(30)
        findings_of(text)  # so that imports do not count
        tracemalloc.start()
        try:
            findings_of(text)
            assert tracemalloc.get_traced_memory()[1] < 500_000
        finally:
            tracemalloc.stop()


_SPEC_LIKE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: len(repr(number)) < 18)
    | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
    | st.sampled_from(["é", "日本", "a\nb\n", " x ", "#", "a: b", "- a", "&x", "*x", "!x", "'", '"', "{", "\\"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8), inner, max_size=4)
    ),
    max_leaves=15,
)


class TestRoundTrip:
    """What a YAML writer writes comes back equal."""

    @settings(max_examples=150)
    @given(
        value=st.dictionaries(st.text("abc: #'\"\\-?é", max_size=6), _SPEC_LIKE, max_size=4),
        style=st.sampled_from(["'", '"']),
        flow=st.sampled_from([True, False, None]),
        newline=st.sampled_from(["\n", "\r\n"]),
    )
    def test_quoted_data_comes_back(self, value: object, style: str, flow: bool | None, newline: str) -> None:
        text = yaml.dump(
            value, Dumper=_QuotingDumper, default_style=style, default_flow_style=flow, allow_unicode=True,
            sort_keys=False, line_break=newline,
        )  # fmt: skip
        assert root_of(text) == value

    @settings(max_examples=150)
    @given(st.dictionaries(st.text("abc", min_size=1, max_size=6), st.lists(st.text("abc\n\t 'é\"", max_size=30))))
    def test_block_texts_come_back(self, value: dict[str, list[str]]) -> None:
        assert root_of(yaml.dump(value, Dumper=_BlockDumper, allow_unicode=True)) == value


class _QuotingDumper(yaml.SafeDumper):
    """Writes strings in quotes and everything else plain: with tags, a spec would be refused."""

    def represent_scalar(self, tag: str, value: str, style: str | None = None) -> yaml.ScalarNode:
        quoted = tag == "tag:yaml.org,2002:str"
        node = super().represent_scalar(tag, value, style=style)
        node.style = self.default_style if quoted else None
        return node

    def ignore_aliases(self, data: object) -> bool:
        return True


class _BlockDumper(_QuotingDumper):
    def represent_scalar(self, tag: str, value: str, style: str | None = None) -> yaml.ScalarNode:
        return yaml.ScalarNode(tag, value, style="|")


class TestWithoutLibyaml:
    """Where PyYAML was built without libyaml, its own parser gives the same events."""

    @pytest.fixture(autouse=True)
    def _pure_python(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(composer, "Parser", yaml.SafeLoader)
        monkeypatch.setattr(composer, "_PARSER_ERRORS", (yaml.YAMLError, ValueError, OverflowError))

    # It accepts what libyaml does not, and the other way round; and tells other places of syntax errors.
    @pytest.mark.parametrize("bad", [b for b in BAD if b.rule != "LB004"], ids=lambda bad: bad.name)
    def test_same_finding(self, bad: Bad) -> None:
        findings: list[Finding] = []
        assert parse(bad.data, "spec.yaml", findings) is None
        assert [(f.id, f.place.line, f.place.column) for f in findings if f.place] == [bad[2:]]

    @pytest.mark.parametrize("bad", [b for b in BAD if b.rule == "LB004"], ids=lambda bad: bad.name)
    def test_syntax_errors_do_not_raise(self, bad: Bad) -> None:
        parse(bad.data, "spec.yaml", [])

    def test_same_nodes(self) -> None:
        text = "a: &x {b: [1, 'c', \"d\"]}\ne: *x\nf: |\n  g\nh: >-\n  i\n  j\n"
        assert root_of(text) == yaml.safe_load(text)
