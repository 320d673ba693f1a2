"""Extending: which files make a spec, how they are laid over each other, and what is refused."""

from pathlib import Path

import pytest

from landbridge.findings import Finding, Severity
from landbridge.source.limits import MAX_FILES
from landbridge.source.load import load
from landbridge.source.nodes import Document, Map
from tests.source.helpers import LoadFiles, Tree, parsed, placed


class TestExtends:
    """Which files make a spec, and in which order they are laid."""

    @pytest.mark.parametrize(
        ("files", "root"),
        [
            ({"spec.yaml": "a: 1", "base.yaml": "b: 1"}, {"a": 1}),
            ({"spec.yaml": "extends: base.yaml\na: 1", "base.yaml": "b: 2"}, {"b": 2, "a": 1}),
            ({"spec.yaml": "extends: ./base.yaml\n", "base.yaml": "b: 2"}, {"b": 2}),
            ({"spec.yaml": "extends: sub/base.yaml\n", "sub/base.yaml": "b: 2"}, {"b": 2}),
            (  # later files win, the file itself most
                {"spec.yaml": "extends: [b, c]\nx: 3", "b": "x: 1\ny: 1\nz: 1", "c": "x: 2\ny: 2"},
                {"x": 3, "y": 2, "z": 1},
            ),
            (  # a chain
                {"spec.yaml": "extends: b\nx: 3", "b": "extends: c\nx: 2\ny: 2", "c": "x: 1\ny: 1\nz: 1"},
                {"x": 3, "y": 2, "z": 1},
            ),
            (  # what two files share counts once, beneath both
                {
                    "spec.yaml": "extends: [b, c]",
                    "b": "extends: d\nx: b",
                    "c": "extends: d\ny: c",
                    "d": "x: d\ny: d",
                },
                {"x": "b", "y": "c"},
            ),
            (  # a list of one name twice
                {"spec.yaml": "extends: [b, b]", "b": "x: 1"},
                {"x": 1},
            ),
            (  # a null of one base removes what another brings
                {"spec.yaml": "extends: [b, c]", "b": "x: 1\ny: 1", "c": "x: ~"},
                {"y": 1},
            ),
        ],
    )
    def test_result(self, load_files: LoadFiles, files: Tree, root: object) -> None:
        document, findings = load_files(files)
        assert findings == []
        assert document.root == root

    @pytest.mark.parametrize(
        ("files", "expected", "message"),
        [
            ({}, ("LB001", "spec.yaml", 1, 1), "no such file"),
            ({"spec.yaml/x": ""}, ("LB001", "spec.yaml", 1, 1), "folder"),
            ({"spec.yaml": "a: 1\nextends: b"}, ("LB001", "spec.yaml", 2, 10), '"b"'),
            ({"spec.yaml": "extends:\n  - b\n  - sub", "b": "x: 1", "sub/x": ""},
             ("LB001", "spec.yaml", 3, 5), "folder"),
            ({"spec.yaml": "extends: 'a/'", "a": "b: 1"}, None, ""),
            ({"spec.yaml": "extends: ''"}, ("LB001", "spec.yaml", 1, 10), "not a file name"),
            ({"spec.yaml": "extends: b", "b": "x: !t 1"}, ("LB007", "b", 1, 4), "!t"),
            ({"spec.yaml": "extends: b", "b": "- x"}, ("LB009", "b", 1, 1), "list"),
            ({"spec.yaml": "extends: spec.yaml"}, ("LB014", "spec.yaml", 1, 10),
             '"spec.yaml" -> "spec.yaml"'),
            ({"spec.yaml": "extends: b", "b": "extends: c", "c": "x: 1\nextends: [b]"},
             ("LB014", "c", 2, 11), '"b" -> "c" -> "b"'),
            ({"spec.yaml": "extends: ../b"}, ("LB015", "spec.yaml", 1, 10), '"../b"'),
            ({"spec.yaml": "extends: x/../b", "b": ""}, ("LB015", "spec.yaml", 1, 10), '"x/../b"'),
            ({"spec.yaml": "extends: /etc/hostname"}, ("LB015", "spec.yaml", 1, 10), "/etc/hostname"),
            ({"spec.yaml": "extends:"}, ("LB017", "spec.yaml", 1, 9), "null"),
            ({"spec.yaml": "extends: 5"}, ("LB017", "spec.yaml", 1, 10), "5"),
            ({"spec.yaml": "extends: []"}, ("LB017", "spec.yaml", 1, 10), "[]"),
            ({"spec.yaml": "extends: {b: c}"}, ("LB017", "spec.yaml", 1, 10), '{"b": "c"}'),
            ({"spec.yaml": "extends: [b, [c]]", "b": "x: 1"}, ("LB017", "spec.yaml", 1, 14), '["c"]'),
        ],
    )  # fmt: skip
    def test_refused(
        self, load_files: LoadFiles, files: Tree, expected: tuple[str, str, int, int] | None, message: str
    ) -> None:
        document, findings = load_files(files)
        if expected is None:
            assert document is not None
            assert findings == []
        else:
            assert document is None
            assert placed(findings) == [expected]
            assert message in findings[0].message

    @pytest.mark.parametrize(
        ("error", "reason"),
        [
            (FileNotFoundError(2, "No such file or directory"), "no such file or directory"),
            (FileNotFoundError("not in revision v1"), "not in revision v1"),
            (PermissionError(13, "Permission denied"), "permission denied"),
        ],
    )
    def test_what_the_system_cannot_read_is_a_finding(self, error: OSError, reason: str) -> None:
        class Broken:
            def read(self, name: str) -> bytes:
                raise error

            def display(self, name: str) -> str:
                return f"dir/{name}"

        findings: list[Finding] = []
        assert load(Broken(), "spec.yaml", findings) is None
        assert placed(findings) == [("LB001", "spec.yaml", 1, 1)]
        assert findings[0].message == f'cannot read "spec.yaml": {reason}'

    def test_problems_of_all_files_in_one_run(self, load_files: LoadFiles) -> None:
        files = {"spec.yaml": "extends: [b, none, c]\na: !x 1", "b": "a: @", "c": "a: 1\na: 2"}
        _, findings = load_files(files)
        assert sorted(f.id for f in findings) == ["LB001", "LB004", "LB005", "LB007"]

    def test_a_spec_of_too_many_files(self, load_files: LoadFiles) -> None:
        files = {f"{n}.yaml": f"extends: {n + 1}.yaml" for n in range(MAX_FILES)}
        document, findings = load_files(files | {f"{MAX_FILES}.yaml": "a: 1"}, "0.yaml")
        assert document is None
        assert placed(findings) == [("LB014", f"{MAX_FILES - 1}.yaml", 1, 10)]

    def test_files_that_extend_each_other_in_many_ways_are_read_once(self, load_files: LoadFiles) -> None:
        files = {f"{n}.yaml": f"extends: [{n + 1}.yaml, {n + 1}.yaml]\nk{n}: 1" for n in range(40)}
        document, findings = load_files(files | {"40.yaml": "k40: 1"}, "0.yaml")
        assert findings == []
        assert len(document.inputs) == len(document.root) == 41


class TestNulls:
    """Null in an overlay takes something away."""

    def test_null_removes(self, load_files: LoadFiles) -> None:
        document, findings = load_files({"spec.yaml": "extends: b\nx: {y: ~}", "b": "x: {y: {z: 1}, w: 2}"})
        assert findings == []
        assert document.root == {"x": {"w": 2}}

    def test_null_that_removes_nothing_is_a_warning_with_the_nearest_key(self, load_files: LoadFiles) -> None:
        files = {"spec.yaml": "extends: b\ngroups:\n  amdins: ~\n", "b": "groups: {admins: {a: 1}, ops: {}}"}
        document, findings = load_files(files)
        assert document.root == {"groups": {"admins": {"a": 1}, "ops": {}}}
        assert placed(findings) == [("LB016", "spec.yaml", 3, 3)]
        assert findings[0].severity is Severity.WARNING
        assert "groups.amdins" in findings[0].message
        assert '"admins"' in findings[0].hint

    def test_no_null_of_an_overlay_remains(self, load_files: LoadFiles) -> None:
        files = {"spec.yaml": "extends: b\nnew: {a: ~, b: {c: ~, d: [~]}}", "b": "x: ~"}
        document, findings = load_files(files)
        assert document.root == {"x": None, "new": {"b": {"d": [None]}}}
        assert [f.id for f in findings] == ["LB016", "LB016"]

    def test_null_of_a_base_is_removed_without_a_warning(self, load_files: LoadFiles) -> None:
        document, findings = load_files({"spec.yaml": "extends: b\nx: ~", "b": "x: ~\ny: 1"})
        assert findings == []
        assert document.root == {"y": 1}


class TestUnder:
    """A preset that the spec chooses lies beneath all its files."""

    PRESET = "groups: {admins: {a: 1}, ops: {a: 2}}\ntier: {name: big}\n"

    def preset(self, root: Map) -> Document | None:
        return parsed(self.PRESET.replace("big", "small")) if "tier" in root else None

    def test_the_merged_spec_lies_over_it(self, load_files: LoadFiles) -> None:
        files = {"spec.yaml": "extends: b\ngroups: {ops: {a: 3}}", "b": "tier: {name: big}"}
        document, findings = load_files(files, under=self.preset)
        assert findings == []
        assert document.root == {"groups": {"admins": {"a": 1}, "ops": {"a": 3}}, "tier": {"name": "big"}}
        assert [Path(name).name for name in document.files] == ["spec.yaml", "b", "spec.yaml"]

    def test_nothing_beneath(self, load_files: LoadFiles) -> None:
        document, _ = load_files({"spec.yaml": "a: ~"}, under=self.preset)
        assert document.root == {"a": None}

    def test_an_overlay_removes_what_the_preset_brings(self, load_files: LoadFiles) -> None:
        files = {"spec.yaml": "extends: b\ngroups: {ops: ~}", "b": "tier: {}\ngroups: {ops: {b: 1}}"}
        document, findings = load_files(files, under=self.preset)
        assert findings == []
        assert document.root["groups"] == {"admins": {"a": 1}}

    def test_a_misspelt_removal_is_told_of_once(self, load_files: LoadFiles) -> None:
        files = {"spec.yaml": "extends: b\ngroups: {opps: ~}", "b": "tier: {}\n"}
        _, findings = load_files(files, under=self.preset)
        assert placed(findings) == [("LB016", "spec.yaml", 2, 10)]
        assert '"ops"' in findings[0].hint
