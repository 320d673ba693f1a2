"""Loading: which texts are specs, what each other text is told, and how files are laid over each other."""

import gc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.findings import Finding, Severity, has_errors
from landbridge.source.limits import MAX_FINDINGS
from landbridge.source.load import MAX_BYTES, MAX_DEPTH, parse
from tests.source.bad_texts import BAD, Bad, deep
from tests.source.helpers import LoadFiles, parsed, placed


class TestBadTexts:
    """Each text that is no spec yields its finding, at its place."""

    @pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
    def test_one_finding_at_its_place(self, bad: Bad) -> None:
        findings: list[Finding] = []
        assert parse(bad.data, "spec.yaml", findings) is None
        assert placed(findings) == [(bad.rule, "spec.yaml", bad.line, bad.column)]

    @pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
    def test_has_a_hint_and_prints_nothing_invisible(self, bad: Bad) -> None:
        findings: list[Finding] = []
        parse(bad.data, "spec.yaml", findings)
        (finding,) = findings
        assert finding.hint
        assert finding.severity is Severity.ERROR
        assert (finding.message + finding.hint).isprintable()

    @pytest.mark.parametrize(
        ("text", "message", "hint"),
        [
            (
                "engine:oracle\ndirection: source\n",
                "no blank behind the colon of engine",
                "write `engine: …`, with a blank",
            ),
            ("a: 1\npassword:hunter2\n", "no blank behind the colon of password", "write `password: …`"),
            ("a: 1\n  b: hunter2\n", "b is indented further than the line before it", "same number of spaces (0 or 2)"),
            ("a: 1\nb: c: d\n", "a second colon in the line of b", "has to stand in quotes"),
            ("a:\n  b\n    c: 1\n", 'a key without a colon: "b"', "write `b:`"),
        ],
    )
    def test_a_slip_around_a_colon_is_named_without_the_value(self, text: str, message: str, hint: str) -> None:
        findings: list[Finding] = []
        assert parse(text.encode(), "spec.yaml", findings) is None
        (finding,) = findings
        assert finding.message.startswith(f"this is not YAML: {message}")
        assert hint in finding.hint
        assert "hunter2" not in finding.message + finding.hint

    @pytest.mark.parametrize("newline", ["\r\n", "\r"])
    @pytest.mark.parametrize("bad", [b for b in BAD if isinstance(b.text, str)], ids=lambda bad: bad.name)
    def test_same_place_with_other_newlines(self, bad: Bad, newline: str) -> None:
        findings: list[Finding] = []
        data = bad._replace(text=str(bad.text).replace("\n", newline)).data
        assert parse(data, "spec.yaml", findings) is None
        assert placed(findings) == [(bad.rule, "spec.yaml", bad.line, bad.column)]

    def test_all_problems_of_a_file_in_one_run(self) -> None:
        text = 'a: !x 1\na: 2\n12: yes\nb: *nowhere\nc: {<<: {d: 1}}\ne: "\\0"\nf: cafe\u0301\ng: \u202e\nh: @\n'
        findings: list[Finding] = []
        assert parse(text.encode(), "spec.yaml", findings) is None
        found = [(f.id, f.place.line) for f in findings if f.place]
        assert sorted(found, key=lambda pair: pair[1]) == [
            ("LB007", 1),
            ("LB005", 2),
            ("LB011", 3),
            ("LB006", 4),
            ("LB011", 5),
            ("LB012", 6),
            ("LB013", 7),
            ("LB012", 8),
            ("LB004", 9),
        ]

    def test_a_duplicate_names_the_first_place(self) -> None:
        findings: list[Finding] = []
        parse(b"x:\n  a: 1\n  b: 2\n  a: 3\n", "dir/spec.yaml", findings)
        assert "the first is at dir/spec.yaml:2:3" in findings[0].message

    def test_a_wrong_byte_names_its_offset(self) -> None:
        findings: list[Finding] = []
        parse("é: ".encode() + b"\xe9", "spec.yaml", findings)
        assert findings[0].message == "byte 0xe9 at offset 4 is not UTF-8"

    def test_utf_16_is_named(self) -> None:
        findings: list[Finding] = []
        parse("a: b".encode("utf-16"), "spec.yaml", findings)
        assert "UTF-16" in findings[0].message

    def test_an_account_id_as_a_key_is_told_to_be_quoted(self) -> None:
        findings: list[Finding] = []
        parse(b"123456789012: x", "spec.yaml", findings)
        assert '"123456789012"' in findings[0].hint
        assert "account" in findings[0].hint

    @pytest.mark.parametrize(
        "text", ["a: *{}", "a: !{} b", "{}", "? {{b: {}}}\n: 1", "a: 1\n{}", "a: '{}", "a: {}\u202e", "a: {}e\u0301"]
    )
    def test_long_values_are_shortened(self, text: str) -> None:
        findings: list[Finding] = []
        parse(text.format("x" * 5000).encode(), "spec.yaml", findings)
        assert findings
        assert max(len(f.message + f.hint) for f in findings) < 400

    def test_a_text_over_the_limit_is_refused(self) -> None:
        findings: list[Finding] = []
        assert parse(b"a: 1\n" + b"#" * MAX_BYTES, "spec.yaml", findings) is None
        assert placed(findings) == [("LB003", "spec.yaml", 1, 1)]

    def test_a_text_at_the_limit_is_read(self) -> None:
        assert parsed(b"a: 1\n" + b"#" * (MAX_BYTES - 5)).root == {"a": 1}

    @pytest.mark.parametrize("line", ["a: 1\n", "b: \0\n"])
    def test_a_file_full_of_problems_is_given_up(self, line: str) -> None:
        findings: list[Finding] = []
        parse((line * 3000).encode(), "spec.yaml", findings)
        assert MAX_FINDINGS <= len(findings) <= 2 * MAX_FINDINGS


class TestGoodTexts:
    """What texts mean, and what is not mistaken for a problem."""

    @pytest.mark.parametrize(
        ("text", "root"),
        [
            ("a: 1", {"a": 1}),
            ("---\na: 1\n...\n", {"a": 1}),
            ("%YAML 1.2\n---\na: 1\n", {"a": 1}),
            ("\ufeffa: 1\n", {"a": 1}),
            ("a: 1\r\nb:\r\n  - x\r\n", {"a": 1, "b": ["x"]}),
            ("a: |\r\n  x\r\n  y\r\n", {"a": "x\ny\n"}),
            ("{}", {}),
            ('{"a": [1, {"b": null}]}', {"a": [1, {"b": None}]}),
            ("a:\nb: ~\n", {"a": None, "b": None}),
            ("on: yes\noff: no\n", {"on": "yes", "off": "no"}),
            ("version: 2012-10-17\n", {"version": "2012-10-17"}),
            ("a: '1'\nb: \"true\"\nc: |\n  12\n", {"a": "1", "b": "true", "c": "12\n"}),
            ('"123456789012": "012345678901"\n', {"123456789012": "012345678901"}),
            ("012345678901: x\n", {"012345678901": "x"}),
            ('"<<": 1\n"": 2\n"~": 3\n', {"<<": 1, "": 2, "~": 3}),
            ('a: "x\\ty\\nz\\u00e9"\n', {"a": "x\ty\nzé"}),
            ("été: Ωmega 日本 👍🏽 ✔\ufe0f\n", {"été": "Ωmega 日本 👍🏽 ✔\ufe0f"}),
            ("a: x\ty # tab\n", {"a": "x\ty"}),
            ("a: ${aws:username}\nb: '{stem}-x'\n", {"a": "${aws:username}", "b": "{stem}-x"}),
            ("extends: base.yaml\n", {"extends": "base.yaml"}),
        ],
    )
    def test_value(self, text: str, root: object) -> None:
        assert parsed(text).root == root

    def test_depth_at_the_limit(self) -> None:
        assert parsed(deep(MAX_DEPTH)).place(("a",) * MAX_DEPTH, at_key=True).line == MAX_DEPTH

    def test_inputs_are_named_from_the_folder_with_their_digest(self, load_files: LoadFiles) -> None:
        document, _ = load_files({"spec.yaml": "extends: sub/b", "sub/b": "\ufeffa: 1\n"})
        digest = "a2251b91194014d42d50b16b68de4f25014caa6d9f3c6c3c5a0f3c240080cf6a"
        assert [path for path, _ in document.inputs] == ["spec.yaml", "sub/b"]
        assert dict(document.inputs)["sub/b"] == digest

    def test_a_text_that_was_handed_over_is_no_input(self) -> None:
        assert parsed("a: 1").inputs == ()

    @pytest.mark.parametrize("enabled", [True, False])
    def test_the_garbage_collector_is_left_as_it_was(self, enabled: bool) -> None:
        was_enabled = gc.isenabled()
        try:
            gc.enable() if enabled else gc.disable()
            parse(b"a: 1", "spec.yaml", [])
            parse(b"a: @", "spec.yaml", [])
            assert gc.isenabled() is enabled
        finally:
            gc.enable() if was_enabled else gc.disable()


PIECES = ["a", ":", " ", "\n", "- ", "[", "]", "{", "}", ",", "&x", "*x", "!t", "'", '"', "\\", "|", ">", "#",
          "?", "%", "@", "~", "1", "\t", "\0", "\u202e", "é", "e\u0301", "---", "...", "<<", "\ufeff",
          "\r"]  # fmt: skip


class TestNothingRaises:
    """Whatever the bytes, there is a document or an error with a place."""

    @settings(max_examples=200)
    @given(st.binary(max_size=200))
    def test_bytes(self, data: bytes) -> None:
        self.check(data)

    @settings(max_examples=300)
    @given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
    def test_yaml_like_texts(self, text: str) -> None:
        self.check(text.encode())

    @settings(max_examples=300)
    @given(st.data())
    def test_changed_specs(self, data: st.DataObject) -> None:
        spec = (
            "version: 1\nclient: &c {prefix: edge, id: 'b001'}\nsecurity:\n  iam_groups:\n    ops:\n"
            '      access:\n        - {service: s3, level: read}\n        - service: "sns"\n'
            "      text: |\n        two\n        lines\nother: *c\n"
        )
        start = data.draw(st.integers(0, len(spec)))
        end = data.draw(st.integers(start, min(start + 6, len(spec))))
        piece = data.draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)))
        self.check((spec[:start] + piece + spec[end:]).encode("utf-8", "surrogatepass"))

    def check(self, data: bytes) -> None:
        findings: list[Finding] = []
        document = parse(data, "spec.yaml", findings)
        assert (document is None) is has_errors(findings)
        lines = max(data.count(b"\n") + data.count(b"\r"), 0) + 1
        for finding in findings:
            assert finding.place is not None
            assert 1 <= finding.place.line <= lines
            assert finding.place.column >= 1
