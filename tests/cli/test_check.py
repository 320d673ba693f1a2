"""`landbridge check`: every finding of a spec, in the form that is asked for; nothing is written."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.commands import BROKEN, READS, run, write
from tests.output.trees import contents

SEVERAL = """
    permissions_boundary: none
    iam_groups:
      ops: {managed_policies: [ReadOnlyAcces], policy_assignments: {s3: level7}}
      idle: {}
"""
WARNS = """
    permissions_boundary: none
    iam_groups:
      ops: {}
"""


def test_a_spec_without_findings(home: Path) -> None:
    done = run("check", "spec.yaml")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "spec.yaml: no findings\n", "")


def test_all_findings_at_once_each_with_place_and_hint(home: Path) -> None:
    done = run("check", write(home / "spec.yaml", SEVERAL).relative_to(home))
    assert done.exit_code == 1
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert [tuple(line.split()[:3]) for line in lines if line.startswith("spec.yaml:")] == [
        ("spec.yaml:7:30:", "error", "LB310:"),
        ("spec.yaml:7:71:", "error", "LB302:"),
        ("spec.yaml:8:5:", "warning", "LB393:"),
    ]
    assert "  hint: did you mean ReadOnlyAccess" in done.stdout
    assert lines[-1] == "2 errors, 1 warning"


def test_warnings_alone_are_fine(home: Path) -> None:
    done = run("check", write(home / "spec.yaml", WARNS))
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "1 warning"
    assert "no findings" not in done.stdout


def test_nothing_is_written(home: Path) -> None:
    before = contents(home)
    run("check", "spec.yaml")
    run("check", write(home / "other.yaml", BROKEN))
    assert contents(home).keys() - before.keys() == {"other.yaml"}


def test_paths_begin_as_the_user_wrote_them(home: Path) -> None:
    write(home / "a/b/spec.yaml", BROKEN)
    assert run("check", "a/b/spec.yaml").stdout.startswith("a/b/spec.yaml:7:")
    assert run("check", home / "a/b/spec.yaml").stdout.startswith(f"{home}/a/b/spec.yaml:7:")


def test_findings_in_a_file_beside_the_spec_begin_so_too(home: Path) -> None:
    mapped = READS + "    user_group_mappings: {file: old.txt, groups: {Ops: ops}}\n"
    write(home / "a/spec.yaml", mapped)
    (home / "a/old.txt").write_text("Ops: jane\nData: john\n")
    assert run("check", "a/spec.yaml").stdout.startswith("a/old.txt:2:1: error LB107: ")


class TestFormats:
    """The forms that people and their tools read."""

    @pytest.fixture
    def spec(self, home: Path) -> str:
        write(home / "spec.yaml", SEVERAL)
        return "spec.yaml"

    def test_json(self, spec: str) -> None:
        done = run("check", spec, "--format", "json")
        assert done.exit_code == 1
        first = json.loads(done.stdout)["findings"][0]
        assert {**first, "message": "", "hint": ""} == {
            "id": "LB310",
            "severity": "error",
            "message": "",
            "hint": "",
            "file": "spec.yaml",
            "line": 7,
            "column": 30,
            "path": "security.iam_groups.ops.managed_policies[0]",
        }

    def test_sarif(self, spec: str) -> None:
        done = run("check", spec, "--format", "sarif")
        assert done.exit_code == 1
        (run_,) = json.loads(done.stdout)["runs"]
        assert [result["ruleId"] for result in run_["results"]] == ["LB310", "LB302", "LB393"]
        titles = {rule["id"]: rule["shortDescription"]["text"] for rule in run_["tool"]["driver"]["rules"]}
        assert titles["LB393"] == "A group grants something"
        assert all(title != id_ for id_, title in titles.items())

    def test_github(self, spec: str) -> None:
        done = run("check", spec, "--format", "github")
        assert done.exit_code == 1
        lines = done.stdout.splitlines()
        assert len(lines) == 3
        assert lines[0].startswith("::error file=spec.yaml,line=7,col=30,title=LB310::AWS has no managed policy")
        assert lines[2].startswith("::warning file=spec.yaml,line=8,col=5,title=LB393::")

    def test_without_findings_a_machine_gets_an_empty_list(self, home: Path) -> None:
        assert json.loads(run("check", "spec.yaml", "--format", "json").stdout) == {"findings": []}
        assert json.loads(run("check", "spec.yaml", "--format", "sarif").stdout)["runs"][0]["results"] == []
        assert run("check", "spec.yaml", "--format", "github").stdout == ""


def link_out(path: Path) -> None:
    path.symlink_to("/etc/passwd")


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "LB001"),
    "a folder": (Path.mkdir, "LB001"),
    "a pipe": (os.mkfifo, "LB001"),
    "a link in a circle": (lambda path: path.symlink_to(path.name), "LB001"),
    "a link out of its folder": (link_out, "LB015"),
    "empty": (lambda path: path.write_text(""), "LB009"),
    "white space": (lambda path: path.write_text("\n  \n"), "LB009"),
    "a comment": (lambda path: path.write_text("# nothing\n"), "LB009"),
    "null": (lambda path: path.write_text("null\n"), "LB009"),
    "a text": (lambda path: path.write_text("hello\n"), "LB009"),
    "a number": (lambda path: path.write_text("5\n"), "LB009"),
    "bytes": (lambda path: path.write_bytes(bytes(range(256))), "LB002"),
    "UTF-16": (lambda path: path.write_text("version: 1\n", encoding="utf-16"), "LB002"),
    "33 MB": (lambda path: path.write_bytes(b"#" * (33 << 20)), "LB003"),
    "deep nesting": (lambda path: path.write_text("a: " + "[" * 100_000), "LB008"),
    "an empty mapping": (lambda path: path.write_text("{}\n"), "LB103"),
    "another version": (lambda path: path.write_text("version: 99\n"), "LB102"),
}


@pytest.mark.parametrize("what", ODD)
def test_whatever_the_path_leads_to_the_answer_is_a_finding(what: str, tmp_path: Path) -> None:
    make, id_ = ODD[what]
    path = tmp_path / "odd.yaml"
    make(path)
    done = run("check", path)
    assert done.exit_code == 1
    assert f": error {id_}: " in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("path", [".", "..", "/", "", "/dev/null", "/dev/stdin", "none/none.yaml", "spec.yaml/x"])
def test_odd_paths_are_findings_too(path: str, home: Path) -> None:
    done = run("check", path)
    assert done.exit_code == 1
    assert ": error LB0" in done.stdout


def test_several_specs_are_checked_as_belonging_together(home: Path) -> None:
    write(home / "idle.yaml", WARNS)
    done = run("check", "spec.yaml", "idle.yaml")
    assert done.exit_code == 1
    assert "idle.yaml:7:5: error LB112: " in done.stdout
    assert "idle.yaml:7:5: warning LB393: " in done.stdout


def test_of_several_specs_each_without_findings_is_named(home: Path) -> None:
    (home / "idle.yaml").write_text(write(home / "spec.yaml", WARNS).read_text().replace("env: prod", "env: dev"))
    write(home / "spec.yaml", READS)
    done = run("check", "idle.yaml", "spec.yaml")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-2:] == ["1 warning", "spec.yaml: no findings"]


def test_no_spec_is_wrong_usage(home: Path) -> None:
    assert run("check").exit_code == 2


EXPIRES = """\
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: eu-west-1}
network: {security_groups: {os_access: {id: sg-0123456789abcdef0}, elastic: {id: sg-0123456789abcdef1}}}
migration_assistant:
  deployments:
    main:
      product: classic
      stage: dev
      services: [console]
      access_security_group: os_access
      source: {self_managed: {security_group: elastic}}
      expires: 2027-03-31
"""


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), 0, "no findings"),
        (("--today", "2027-01-01"), 0, "no findings"),
        (("--today", "2027-03-20"), 0, "warning LB115"),
        (("--today", "2027-04-01"), 1, "spec.yaml:13:16: error LB114"),
    ],
)
def test_access_that_expires_is_held_against_a_day(home: Path, options: tuple[str, ...], code: int, said: str) -> None:
    (home / "spec.yaml").write_text(EXPIRES)
    done = run("check", "spec.yaml", *options)
    assert done.exit_code == code
    assert said in done.stdout


@pytest.mark.parametrize("day", ["tomorrow", "2027-13-01", "20270401", "2027-W13-4", ""])
def test_what_is_no_day_is_wrong_usage(home: Path, day: str) -> None:
    done = run("check", "spec.yaml", "--today", day)
    assert done.exit_code == 2
    assert "YEAR-MONTH-DAY" in done.stderr
