"""What Terraform would apply as part of a module of ours is refused; what it would not, is nobody's business."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge.output.paths import is_configuration, module_folders
from landbridge.output.tree import Tree
from landbridge.output.writer import plan
from tests.output.trees import compile_to, contents, finding_ids, on_disk, outcome_of
from tests.workplace import lacking

FILES = {"main.tf": "a\n", "modules/iam/main.tf": "b\n", "modules/iam/README.md": "c\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder that `FILES` were compiled to."""
    compile_to(tmp_path / "out", FILES)
    return tmp_path / "out"


def put(root: Path, path: str, text: str = "") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


LOADED = [
    "evil.tf",
    "evil.tf.json",
    "evil.tofu",
    "evil.tofu.json",
    "override.tf",
    "x_override.tf.json",
    "main.tofu",
    "#half.tf",
    "~x.tf",
    "two\nlines.tf",
]
NOT_LOADED = [
    "notes.md",
    ".hidden.tf",
    ".tf",
    ".tf.json",
    ".terraform.lock.hcl",
    "terraform.tfstate",
    "evil.tf.bak",
    "evil.tf~",
    "#evil.tf#",
    "UPPER.TF",
    "x.tf.JSON",
    "x.auto.tfvars",
    "x.tftest.hcl",
    "tf",
]


@pytest.mark.parametrize("name", LOADED)
def test_names_that_terraform_or_opentofu_loads(name: str) -> None:
    assert is_configuration(name)


@pytest.mark.parametrize("name", NOT_LOADED)
def test_names_that_neither_loads(name: str) -> None:
    assert not is_configuration(name)


def test_module_folders_are_those_that_hold_files_but_for_the_root() -> None:
    assert module_folders(["main.tf", "a/b/x.tf", "a/b/y.tf", "c/z.md"]) == ["a/b", "c"]


def test_a_stray_file_in_a_module_is_named_and_placed(root: Path) -> None:
    put(root, "modules/iam/evil.tf")
    (finding,) = plan(root, FILES).findings
    assert (finding.id, finding.message, finding.hint) == (
        "LB905",
        "modules/iam/evil.tf stands in a module that Landbridge makes, and Terraform would apply it as part of it",
        "move it to the root or to a module of your own",
    )
    assert str(finding.place) == f"{root}/modules/iam/evil.tf:1:1"
    assert finding.severity == "error"


def test_all_stray_files_are_reported_and_printed_on_one_line(root: Path) -> None:
    for name in LOADED:
        put(root, f"modules/iam/{name}")
    findings = plan(root, FILES).findings
    assert [finding.id for finding in findings] == ["LB905"] * len(LOADED)
    assert all(f"{finding.message}{finding.place}".isprintable() for finding in findings)


@pytest.mark.parametrize("name", NOT_LOADED)
def test_other_files_in_a_module_are_left_alone(root: Path, name: str) -> None:
    put(root, f"modules/iam/{name}")
    assert not plan(root, FILES).drift


@pytest.mark.parametrize("folder", [".", "modules", "modules/other", "modules/iam/nested"])
def test_the_root_and_folders_without_files_of_ours_are_the_users(root: Path, folder: str) -> None:
    put(root, f"{folder}/evil.tf")
    assert not plan(root, FILES).drift


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("force", [False, True])
def test_it_is_drift_and_an_error_even_with_force(root: Path, read_only: bool, force: bool) -> None:
    put(root, "modules/iam/evil.tf")
    todo = plan(root, FILES, force=force, read_only=read_only)
    assert finding_ids(todo) == ["LB905"]
    assert todo.drift


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("files", [FILES, FILES | {"main.tf": "new\n"}, FILES | {"modules/iam/more.tf": "new\n"}])
def test_nothing_is_written_and_nothing_removed(root: Path, files: dict[str, str], force: bool) -> None:
    put(root, "modules/iam/evil.tf", "mine\n")
    before = contents(root)
    assert outcome_of(lambda: compile_to(root, files, force=force)) == ["LB905"]
    assert contents(root) == before


def test_a_module_that_is_yet_to_be_made_has_no_place_for_it_either(tmp_path: Path) -> None:
    put(tmp_path, "modules/iam/evil.tf")
    assert finding_ids(plan(tmp_path, FILES)) == ["LB905"]


KINDS: dict[str, Callable[[Path], object]] = {
    "a link to a file": lambda path: path.symlink_to("main.tf"),
    "a dangling link": lambda path: path.symlink_to("nowhere"),
    "a link to a folder": lambda path: path.symlink_to("."),
    "an empty folder": Path.mkdir,
    "a folder that holds something": lambda path: (path / "x").mkdir(parents=True),
    "a named pipe": os.mkfifo,
}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_stands_under_the_name_counts(root: Path, kind: str) -> None:
    KINDS[kind](root / "modules/iam/evil.tf")
    assert finding_ids(plan(root, FILES, force=True)) == ["LB905"]


def test_stale_files_of_ours_are_removed_and_not_refused(root: Path) -> None:
    compile_to(root, FILES | {"modules/iam/old.tf": "s\n", "modules/iam/old.tf.json": "{}\n"})
    compile_to(root, FILES)
    assert contents(root) == on_disk(FILES)


def test_an_edited_stale_file_is_refused_as_one(root: Path) -> None:
    compile_to(root, FILES | {"modules/iam/old.tf": "s\n"})
    with (root / "modules/iam/old.tf").open("a") as file:
        file.write("by hand\n")
    assert finding_ids(plan(root, FILES)) == ["LB902"]
    assert finding_ids(plan(root, FILES, force=True)) == []


def test_what_took_the_place_of_a_stale_file_is_a_stray(root: Path) -> None:
    compile_to(root, FILES | {"modules/iam/old.tf": "s\n"})
    (root / "modules/iam/old.tf").write_text("mine\n")
    assert finding_ids(plan(root, FILES)) == ["LB905"]


def test_a_file_with_our_header_that_no_manifest_lists_would_stay_and_so_is_a_stray(root: Path) -> None:
    compile_to(root, FILES | {"modules/iam/old.tf": "s\n"})
    (root / ".landbridge.json").unlink()
    assert finding_ids(plan(root, FILES)) == ["LB905"]


def test_a_folder_of_ours_may_be_called_like_a_configuration_file(root: Path) -> None:
    compile_to(root, FILES | {"modules/iam/x.tf/main.tf": "x\n"})
    assert not plan(root, FILES | {"modules/iam/x.tf/main.tf": "x\n"}).drift
    compile_to(root, FILES)
    assert contents(root) == on_disk(FILES)


def test_a_stale_folder_that_keeps_something_foreign_is_a_stray(root: Path) -> None:
    compile_to(root, FILES | {"modules/iam/x.tf/main.tf": "x\n"})
    put(root, "modules/iam/x.tf/notes.txt")
    assert finding_ids(plan(root, FILES)) == ["LB905"]


def test_a_name_in_another_case_is_a_stray_where_case_counts(root: Path) -> None:
    put(root, "modules/iam/Main.tf")
    if (root / "modules/iam/Main.tf").samefile(root / "modules/iam/main.tf"):
        lacking("this file system ignores case")
    assert finding_ids(plan(root, FILES)) == ["LB905"]


def test_a_name_in_another_case_is_our_file_where_case_is_ignored(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a file system lists the old form of the name, and opens the file by any."""
    monkeypatch.setattr(Tree, "names", lambda tree, path: ["Main.tf", "README.md"])
    assert not plan(root, FILES).drift


def test_a_folder_that_cannot_be_listed_is_not_taken_for_clean(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def names(tree: Tree, path: str) -> list[str]:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Tree, "names", names)
    (finding,) = plan(root, FILES, read_only=True).findings
    assert (finding.id, finding.message) == ("LB907", "cannot read or write modules/iam: Input/output error")


def test_a_module_folder_that_is_a_link_is_not_looked_into(root: Path) -> None:
    (root / "modules/iam").rename(root.parent / "elsewhere")
    (root / "modules/iam").symlink_to(root.parent / "elsewhere")
    put(root.parent, "elsewhere/evil.tf")
    assert set(finding_ids(plan(root, FILES))) == {"LB903"}
