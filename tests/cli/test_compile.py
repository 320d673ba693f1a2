"""`landbridge compile`: what it writes and tells, and what it leaves alone."""

import json
import os
import shutil
from itertools import count
from pathlib import Path

import pytest

from landbridge import pipeline
from tests.cli.commands import BROKEN, READS, WRITES, run, write
from tests.output.trees import contents, killed_at

ROOT = ["LANDBRIDGE.md", "main.tf", "outputs.tf", "providers.tf", "variables.tf", "versions.tf"]
MODULE = [f"modules/iam/{name}" for name in ("README.md", "main.tf", "outputs.tf", "variables.tf", "versions.tf")]
ALL = sorted([".landbridge.json", *ROOT, *MODULE])

WARNS = """
    permissions_boundary: none
    iam_groups:
      ops: {description: Grants nothing}
"""
WITH_A_ROLE = f"""{READS}
    service_roles:
      etl: {{service: glue, policy_assignments: {{s3: level1}}}}
"""
OPS = 'resource "aws_iam_group" "ops"'


def changes(stdout: str) -> dict[str, str]:
    """The listed changes: sign by path."""
    return {line[4:]: line[:3] for line in stdout.splitlines() if line.startswith("[")}


def forget() -> None:
    """Lose the record of earlier compiles, as on another machine."""
    shutil.rmtree(os.environ["XDG_CACHE_HOME"])


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


@pytest.fixture
def compiled(home: Path) -> Path:
    """The current folder, its spec compiled into `out`."""
    assert run("compile", "spec.yaml", "--out", "out").exit_code == 0
    return home


def test_the_first_compile_creates_everything_and_lists_it(home: Path) -> None:
    done = run("compile", "spec.yaml", "--out", "out")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        *(f"[+] out/{path}" for path in ALL),
        "out: 12 created, 0 changed, 0 removed, 0 left alone",
        "[+] landbridge.lock",
    ]
    assert sorted(contents(home / "out")) == ALL
    assert OPS in (home / "out/modules/iam/main.tf").read_text()


def test_the_folder_may_lie_deep_or_anywhere(home: Path) -> None:
    assert run("compile", home / "spec.yaml", "--out", home / "a/b/c").exit_code == 0
    assert sorted(contents(home / "a/b/c")) == ALL


def test_a_second_compile_has_nothing_to_do(compiled: Path) -> None:
    before = times(compiled)
    done = run("compile", "spec.yaml", "--out", "out")
    assert done.exit_code == 0
    assert done.stdout == "out: nothing to do, 12 files are what spec.yaml compiles to\n"
    assert times(compiled) == before


def test_a_second_compile_elsewhere_leaves_everything_alone(compiled: Path) -> None:
    forget()
    before = times(compiled)
    done = run("compile", "spec.yaml", "--out", "out")
    assert done.stdout == "out: 0 created, 0 changed, 0 removed, 12 left alone\n"
    assert times(compiled) == before


def test_what_changes_and_what_goes_is_listed(home: Path) -> None:
    write(home / "spec.yaml", WITH_A_ROLE)
    run("compile", "spec.yaml", "--out", "out")
    done = run("compile", write(home / "spec.yaml", WRITES), "--out", "out")
    assert changes(done.stdout) == {
        "out/.landbridge.json": "[~]",
        "out/modules/iam/README.md": "[~]",
        "out/modules/iam/main.tf": "[~]",
        "out/modules/iam/outputs.tf": "[~]",
        "out/modules/iam/service_roles.tf": "[-]",
        "out/outputs.tf": "[~]",
        f"{home}/landbridge.lock": "[~]",
    }
    assert "out: 0 created, 5 changed, 1 removed, 7 left alone" in done.stdout
    assert sorted(contents(home / "out")) == ALL


def test_an_edit_back_and_forth_is_not_taken_for_nothing_to_do(compiled: Path) -> None:
    write(compiled / "spec.yaml", WRITES)
    run("compile", "spec.yaml", "--out", "out")
    write(compiled / "spec.yaml", READS)
    assert changes(run("compile", "spec.yaml", "--out", "out").stdout) == {"out/modules/iam/main.tf": "[~]"}


def test_modules_only_leaves_the_root_out(home: Path) -> None:
    run("compile", "spec.yaml", "--out", "out", "--modules-only")
    assert sorted(contents(home / "out")) == sorted([".landbridge.json", *MODULE])


def test_modules_only_after_a_whole_compile_takes_the_root_away(compiled: Path) -> None:
    done = run("compile", "spec.yaml", "--out", "out", "--modules-only")
    assert [path for path, sign in changes(done.stdout).items() if sign == "[-]"] == [f"out/{path}" for path in ROOT]
    assert sorted(contents(compiled / "out")) == sorted([".landbridge.json", *MODULE])


def test_files_of_others_stay(compiled: Path) -> None:
    (compiled / "out/backend.tf").write_text("# mine\n")
    (compiled / "out/.terraform").mkdir()
    (compiled / "out/terraform.tfstate").write_text("{}")
    assert run("compile", write(compiled / "spec.yaml", WRITES), "--out", "out").exit_code == 0
    assert {"backend.tf", ".terraform/", "terraform.tfstate"} <= contents(compiled / "out").keys()


class TestRefused:
    """A file that is not as the last compile left it is not overwritten, and nothing else is written either."""

    @pytest.fixture(params=["LB901", "LB902"])
    def refused(self, home: Path, request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
        """A file in the way, foreign or edited; the id of its finding, and what the current folder holds."""
        if request.param == "LB902":
            run("compile", "spec.yaml", "--out", "out")
        (home / "out").mkdir(exist_ok=True)
        with (home / "out/main.tf").open("a") as file:
            file.write("# by hand\n")
        write(home / "spec.yaml", WRITES)
        return request.param, contents(home)

    def test_it_is_named_and_nothing_is_written(self, home: Path, refused: tuple[str, dict[str, str]]) -> None:
        id_, before = refused
        done = run("compile", "spec.yaml", "--out", "out")
        assert (done.exit_code, done.stdout) == (1, "")
        assert f"out/main.tf:1:1: error {id_}: main.tf " in done.stderr
        assert contents(home) == before

    def test_json_tells_of_no_change(self, refused: tuple[str, dict[str, str]]) -> None:
        done = run("compile", "spec.yaml", "--out", "out", "--format", "json")
        told = json.loads(done.stdout)
        assert ([finding["id"] for finding in told["findings"]], told["changes"]) == ([refused[0]], [])

    def test_a_dry_run_says_so_too(self, home: Path, refused: tuple[str, dict[str, str]]) -> None:
        id_, before = refused
        done = run("compile", "spec.yaml", "--out", "out", "--dry-run")
        assert (done.exit_code, done.stdout) == (1, "")
        assert id_ in done.stderr
        assert contents(home) == before

    def test_force_takes_it_over(self, home: Path, refused: tuple[str, dict[str, str]]) -> None:
        assert run("compile", "spec.yaml", "--out", "out", "--force").exit_code == 0
        assert "# by hand" not in (home / "out/main.tf").read_text()
        assert run("compile", "spec.yaml", "--out", "out", "--check").exit_code == 0

    def test_force_in_a_dry_run_shows_what_it_would_take_over(
        self, home: Path, refused: tuple[str, dict[str, str]]
    ) -> None:
        done = run("compile", "spec.yaml", "--out", "out", "--force", "--dry-run")
        assert done.exit_code == 0
        assert changes(done.stdout)["out/main.tf"] == "[~]"
        assert contents(home) == refused[1]


def in_a_fork() -> None:
    """Compile in a forked child: without Go's parser, whose threads do not come along when a process forks."""
    pipeline.verify = lambda files: []  # type: ignore[attr-defined] # the child's own, which ends here
    run("compile", "spec.yaml", "--out", "out")


def test_a_compile_that_was_killed_is_finished_by_the_next(home: Path) -> None:
    for step in count(1, 4):
        run("compile", write(home / "spec.yaml", READS), "--out", "out")
        write(home / "spec.yaml", WITH_A_ROLE)
        if not killed_at(step, in_a_fork):
            break
        assert run("compile", "spec.yaml", "--out", "out", "--check").exit_code in (0, 3)
        assert run("compile", "spec.yaml", "--out", "out").exit_code == 0
        assert run("compile", "spec.yaml", "--out", "out", "--check").exit_code == 0
    assert step > 12


def test_a_file_where_the_folder_should_be_is_a_finding(home: Path) -> None:
    done = run("compile", "spec.yaml", "--out", "spec.yaml")
    assert done.exit_code == 1
    assert "LB903" in done.stderr
    assert list(contents(home)) == ["spec.yaml"]


class TestCheck:
    """`--check`: exit 3 where the folder is not what the spec compiles to; nothing is written."""

    def test_no_drift(self, compiled: Path) -> None:
        forget()
        before = contents(compiled)
        done = run("compile", "spec.yaml", "--out", "out", "--check")
        assert done.exit_code == 0
        assert done.stdout == "out: would be 0 created, 0 changed, 0 removed, 12 left alone\n"
        assert contents(compiled) == before

    def test_nothing_has_changed_since_the_last_compile(self, compiled: Path) -> None:
        done = run("compile", "spec.yaml", "--out", "out", "--check")
        assert done.exit_code == 0
        assert done.stdout.startswith("out: would be 0 created, 0 changed, 0 removed")

    def test_it_takes_no_word_of_the_record_of_the_last_compile(
        self, compiled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("landbridge.unchanged.lookup", lambda key: pytest.fail("asked the record"))
        assert run("compile", "spec.yaml", "--out", "out", "--check").exit_code == 0

    def test_the_spec_was_edited(self, compiled: Path) -> None:
        write(compiled / "spec.yaml", WRITES)
        before = contents(compiled)
        done = run("compile", "spec.yaml", "--out", "out", "--check")
        assert (done.exit_code, done.stderr) == (3, "")
        assert changes(done.stdout) == {"out/modules/iam/main.tf": "[~]", "landbridge.lock": "[~]"}
        assert contents(compiled) == before

    def test_a_folder_that_is_not_there(self, home: Path) -> None:
        done = run("compile", "spec.yaml", "--out", "out", "--check")
        assert done.exit_code == 3
        assert "out: would be 12 created" in done.stdout
        assert list(contents(home)) == ["spec.yaml"]

    @pytest.mark.parametrize("name", ["main.tf", "modules/iam/README.md", ".landbridge.json"])
    def test_a_file_was_edited(self, name: str, compiled: Path) -> None:
        with (compiled / "out" / name).open("a") as file:
            file.write("\n")
        done = run("compile", "spec.yaml", "--out", "out", "--check")
        assert done.exit_code == 3
        assert changes(done.stdout) == {f"out/{name}": "[~]"}

    def test_a_file_was_deleted(self, compiled: Path) -> None:
        (compiled / "out/main.tf").unlink()
        done = run("compile", "spec.yaml", "--out", "out", "--check")
        assert (done.exit_code, changes(done.stdout)) == (3, {"out/main.tf": "[+]"})

    def test_a_module_is_stale(self, home: Path) -> None:
        run("compile", write(home / "spec.yaml", WITH_A_ROLE), "--out", "out")
        done = run("compile", write(home / "spec.yaml", READS), "--out", "out", "--check")
        assert done.exit_code == 3
        assert changes(done.stdout)["out/modules/iam/service_roles.tf"] == "[-]"

    def test_the_difference_can_be_shown(self, compiled: Path) -> None:
        write(compiled / "spec.yaml", READS.replace("{policy", "{description: Operators, policy"))
        done = run("compile", "spec.yaml", "--out", "out", "--check", "--diff")
        assert "--- a/modules/iam/main.tf\n+++ b/modules/iam/main.tf\n@@" in done.stdout
        assert "\n+# Operators\n" in done.stdout
        assert run("compile", "spec.yaml", "--out", "out", "--dry-run", "--diff").stdout == done.stdout

    def test_errors_count_more_than_drift(self, home: Path) -> None:
        write(home / "spec.yaml", BROKEN)
        assert run("compile", "spec.yaml", "--out", "out", "--check").exit_code == 1

    def test_json_lists_every_file(self, compiled: Path) -> None:
        (compiled / "out/main.tf").unlink()
        told = json.loads(run("compile", "spec.yaml", "--out", "out", "--check", "--format", "json").stdout)
        assert told["findings"] == []
        kinds = {change["path"]: change["kind"] for change in told["changes"]}
        assert kinds == {f"out/{path}": "created" if path == "main.tf" else "same" for path in ALL}


def test_a_dry_run_tells_and_writes_nothing(home: Path) -> None:
    done = run("compile", "spec.yaml", "--out", "out", "--dry-run")
    assert done.exit_code == 0
    assert "out: would be 12 created, 0 changed, 0 removed, 0 left alone" in done.stdout
    assert list(contents(home)) == ["spec.yaml"]


def test_json_tells_what_was_done(home: Path) -> None:
    done = run("compile", "spec.yaml", "--out", "out", "--format", "json")
    told = json.loads(done.stdout)
    assert (done.exit_code, done.stderr) == (0, "")
    assert told["findings"] == []
    assert {change["path"]: change["kind"] for change in told["changes"]} == {
        **{f"out/{path}": "created" for path in ALL},
        "landbridge.lock": "created",
    }
    again = json.loads(run("compile", "spec.yaml", "--out", "out", "--format", "json").stdout)
    assert again["changes"] == [{"path": f"out/{path}", "kind": "same"} for path in ALL]


def test_warnings_do_not_stop_and_are_told_every_time(home: Path) -> None:
    write(home / "spec.yaml", WARNS)
    first = run("compile", "spec.yaml", "--out", "out")
    second = run("compile", "spec.yaml", "--out", "out")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "warning LB393" in first.stderr
    assert "nothing to do" in second.stdout
    assert first.stderr == second.stderr
