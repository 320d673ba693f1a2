"""Which files the writer replaces and removes, and which it refuses to, by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge.output.ownership import seal
from landbridge.output.writer import Plan, WriteRefused, apply, plan
from tests.output.trees import compile_to, contents, finding_ids, on_disk
from tests.workplace import lacking

FILES = {"main.tf": "a\n", "modules/iam/main.tf": "b\n", "map.json": "{}\n", "run.sh": "#!/bin/sh\n"}


def kinds(todo: Plan) -> dict[str, str]:
    return {change.path: change.kind for change in todo.changes if change.kind != "same"}


def test_files_that_are_as_they_should_be_are_not_written(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES)
    before = {path: (tmp_path / path).stat() for path in contents(tmp_path)}
    compile_to(tmp_path, FILES)
    assert {path: (tmp_path / path).stat() for path in before} == before


def test_a_foreign_file_is_refused_by_name_and_kept(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("mine\n")
    (tmp_path / "map.json").write_text('{"mine": 1}\n')
    before = contents(tmp_path)
    todo = plan(tmp_path, FILES)
    assert [(finding.id, finding.message) for finding in todo.findings] == [
        ("LB901", "main.tf exists and was not written by Landbridge"),
        ("LB901", "map.json exists and was not written by Landbridge"),
    ]
    assert all("--force" in finding.hint for finding in todo.findings)
    assert str(todo.findings[0].place) == f"{tmp_path}/main.tf:1:1"
    with pytest.raises(WriteRefused) as refused:
        apply(todo)
    assert refused.value.findings == todo.findings
    assert contents(tmp_path) == before


def test_an_edited_file_is_refused_by_name(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES)
    with (tmp_path / "main.tf").open("a") as file:
        file.write("# by hand\n")
    (finding,) = plan(tmp_path, FILES).findings
    assert (finding.id, finding.message) == ("LB902", "main.tf was edited by hand")
    assert "spec" in finding.hint
    assert "--force" in finding.hint


def test_a_merge_conflict_is_called_one_and_shown_in_its_line(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES)
    (tmp_path / "main.tf").write_text(seal("main.tf", "a\n") + "<<<<<<< HEAD\n=======\n>>>>>>> b\n")
    (finding,) = plan(tmp_path, FILES).findings
    assert (finding.id, finding.message) == ("LB902", "main.tf holds a merge conflict")
    assert finding.hint == "compile again with --force, which heals it"
    assert str(finding.place) == f"{tmp_path}/main.tf:5:1"


def test_force_takes_over_what_is_foreign_or_edited(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES)
    (tmp_path / "main.tf").write_text("mine\n")
    (tmp_path / "run.sh").write_bytes(b"\xff" + (tmp_path / "run.sh").read_bytes())
    (tmp_path / ".landbridge.json").write_text("<<<<<<< HEAD\n")
    assert finding_ids(plan(tmp_path, FILES)) == ["LB904", "LB901", "LB902"]
    compile_to(tmp_path, FILES, force=True)
    assert contents(tmp_path) == on_disk(FILES)


def test_a_foreign_file_with_just_the_right_text_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text(FILES["map.json"])
    assert finding_ids(plan(tmp_path, FILES)) == []


def test_a_listed_json_file_is_replaced(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES)
    (tmp_path / "map.json").write_text("<<<<<<< HEAD\n")
    assert kinds(compile_to(tmp_path, FILES)) == {"map.json": "changed"}


def test_a_checkout_with_crlf_is_written_with_lf(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES)
    for path in ("main.tf", "run.sh"):
        (tmp_path / path).write_bytes((tmp_path / path).read_bytes().replace(b"\n", b"\r\n"))
    assert kinds(compile_to(tmp_path, FILES)) == {"main.tf": "changed", "run.sh": "changed"}
    assert b"\r" not in (tmp_path / "run.sh").read_bytes()


def test_stale_files_go_and_so_do_the_folders_they_leave_empty(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES | {"a/b/c/stale.tf": "s\n", "modules/iam/stale.md": "s\n", "stale.json": "{}\n"})
    compile_to(tmp_path, FILES)
    assert contents(tmp_path) == on_disk(FILES)


def test_what_is_not_ours_stays_and_keeps_its_folder(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES | {"modules/gone/main.tf": "g\n"})
    others = {
        "modules/gone/.terraform/modules.json": "{}",
        "modules/gone/notes.txt": "n",
        "unlisted.json": "{}",
        "terraform.tfstate": "{}",
        ".terraform.lock.hcl": seal("x.hcl", ""),
        "empty/": "",
    }
    for path, text in others.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).mkdir() if path.endswith("/") else (tmp_path / path).write_text(text)
    compile_to(tmp_path, FILES)
    assert contents(tmp_path) == on_disk(FILES) | others


def test_an_edited_stale_file_is_refused_until_force_removes_it(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES | {"stale.tf": "s\n"})
    (tmp_path / "stale.tf").write_text(seal("stale.tf", "s\n") + "by hand\n")
    (finding,) = plan(tmp_path, FILES).findings
    assert finding.id == "LB902"
    assert finding.message == "stale.tf was edited by hand, and the spec no longer makes it"
    compile_to(tmp_path, FILES, force=True)
    assert contents(tmp_path) == on_disk(FILES)


REPLACEMENTS: dict[str, Callable[[Path], object]] = {
    "a file without our header": lambda path: path.write_text("mine\n"),
    "a symlink": lambda path: path.symlink_to("main.tf"),
    "a folder": lambda path: (path / "x").mkdir(parents=True),
    "nothing": lambda path: None,
}


@pytest.mark.parametrize("replacement", REPLACEMENTS)
@pytest.mark.parametrize("force", [False, True])
def test_what_took_the_place_of_a_stale_file_stays(tmp_path: Path, replacement: str, force: bool) -> None:
    compile_to(tmp_path, FILES | {"stale.tf": "s\n"})
    (tmp_path / "stale.tf").unlink()
    REPLACEMENTS[replacement](tmp_path / "stale.tf")
    compile_to(tmp_path, FILES, force=force)
    assert (
        set(contents(tmp_path)) - set(on_disk(FILES))
        == {
            "a file without our header": {"stale.tf"},
            "a symlink": {"stale.tf"},
            "a folder": {"stale.tf/x/"},
            "nothing": set(),
        }[replacement]
    )


def test_a_listed_file_of_a_form_that_we_do_not_write_stays(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES)
    (tmp_path / "spec.txt").write_text(seal("x.tf", ""))
    (tmp_path / ".landbridge.json").write_text('{"format": 1, "files": ["spec.txt"]}')
    compile_to(tmp_path, {})
    assert (tmp_path / "spec.txt").exists()


def test_a_name_that_changed_its_case_only_is_one_file_where_case_is_ignored(tmp_path: Path) -> None:
    """Elsewhere a hard link stands for what such a file system does: both names lead to the same file."""
    compile_to(tmp_path, {"Main.tf": "a\n"})
    if not (tmp_path / "main.tf").exists():
        (tmp_path / "main.tf").hardlink_to(tmp_path / "Main.tf")
    assert kinds(plan(tmp_path, {"main.tf": "a\n"})) == {".landbridge.json": "changed"}


def test_a_name_that_changed_its_case_only_is_another_file_where_case_counts(tmp_path: Path) -> None:
    compile_to(tmp_path, {"Main.tf": "a\n"})
    if (tmp_path / "main.tf").exists():
        lacking("this file system ignores case")
    assert kinds(plan(tmp_path, {"main.tf": "a\n"})) == {
        ".landbridge.json": "changed",
        "Main.tf": "removed",
        "main.tf": "created",
    }


def test_files_and_folders_of_ours_may_trade_places(tmp_path: Path) -> None:
    compile_to(tmp_path, {"a.tf": "a\n", "b.tf/c/d.tf": "d\n", "b.tf/e.tf": "e\n"})
    new = {"a.tf/x/y.tf": "y\n", "b.tf": "b\n"}
    compile_to(tmp_path, new)
    assert contents(tmp_path) == on_disk(new)


def test_a_folder_with_something_foreign_in_it_does_not_become_a_file(tmp_path: Path) -> None:
    compile_to(tmp_path, {"b.tf/e.tf": "e\n"})
    (tmp_path / "b.tf/notes.txt").write_text("n")
    (finding,) = plan(tmp_path, {"b.tf": "b\n"}).findings
    assert (finding.id, finding.message) == ("LB903", "cannot write b.tf: b.tf is a folder")


@pytest.mark.parametrize("path", ["../x.tf", "/x.tf", ".terraform/x.tf", ".landbridge.json"])
def test_a_path_that_is_never_ours_is_refused(tmp_path: Path, path: str) -> None:
    (finding,) = plan(tmp_path / "out", {path: ""}, force=True).findings
    assert finding.id == "LB903"
    assert finding.message.startswith(f"cannot write {path}: not a path that Landbridge writes to: it ")
    assert list(tmp_path.iterdir()) == []


def test_paths_that_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    (finding,) = plan(tmp_path, {"iam.tf": "", "IAM.tf": ""}, force=True).findings
    assert finding.id == "LB903"
    assert finding.message == ("cannot write iam.tf: its name collides with IAM.tf, at least where case is ignored")
