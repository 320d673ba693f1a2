"""A journal lay where anybody could write: what it says is checked before any of it is done."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from landbridge.output.writer import WriteRefused, plan, recover
from tests.output.trees import compile_to, contents, finding_ids, killed_at, on_disk

OLD = {"main.tf": "old\n", "gone.tf": "gone\n"}
NEW = {"main.tf": "new\n", "modules/iam/main.tf": "new\n"}
JOURNAL = ".landbridge.journal"


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("killed")
    compile_to(root, OLD)
    for step in range(1, 100):
        assert killed_at(step, lambda: compile_to(root, NEW))
        if (root / JOURNAL).exists():
            return root
        assert recover(root) in (["removed what an interrupted run had prepared"], [])
    raise AssertionError("the run never wrote a journal")


@pytest.fixture
def interrupted(killed: Path, tmp_path: Path) -> Path:
    """A folder with the journal of a run that was killed before its first step."""
    return Path(shutil.copytree(killed, tmp_path, dirs_exist_ok=True))


def refusal(root: Path) -> list[tuple[str, str]]:
    with pytest.raises(WriteRefused) as refused:
        recover(root)
    return [(finding.id, finding.message) for finding in refused.value.findings]


def test_a_sound_journal_is_finished(interrupted: Path) -> None:
    assert recover(interrupted) == ["finished an interrupted run (4 files)"]
    assert contents(interrupted) == on_disk(NEW)
    assert recover(interrupted) == []


def test_a_reader_only_reports_it(interrupted: Path) -> None:
    before = contents(interrupted)
    for files in (OLD, NEW):
        todo = plan(interrupted, files, read_only=True)
        assert [(finding.id, finding.message, finding.hint) for finding in todo.findings] == [
            ("LB909", "an earlier run was interrupted", "compile once to finish it")
        ]
        assert todo.drift
    assert contents(interrupted) == before


def test_prepared_files_without_a_journal_are_taken_back(interrupted: Path) -> None:
    (interrupted / JOURNAL).unlink()
    assert finding_ids(plan(interrupted, OLD, read_only=True)) == ["LB909"]
    assert recover(interrupted) == ["removed what an interrupted run had prepared"]
    assert contents(interrupted) == on_disk(OLD)


def test_what_we_did_not_put_into_the_staging_folder_stays(tmp_path: Path) -> None:
    (tmp_path / ".landbridge.staging").mkdir()
    (tmp_path / ".landbridge.staging" / "thesis.md").write_text("t")
    message = "cannot write .landbridge.staging: it holds what Landbridge did not put there"
    assert refusal(tmp_path) == [("LB903", message)]
    assert contents(tmp_path) == {".landbridge.staging/thesis.md": "t"}


@pytest.mark.parametrize("path", ["main.tf", "gone.tf", "modules/iam/main.tf"])
def test_a_file_that_was_edited_since_is_not_lost(interrupted: Path, path: str) -> None:
    (interrupted / path).parent.mkdir(parents=True, exist_ok=True)
    (interrupted / path).write_text("precious\n")
    before = contents(interrupted)
    assert refusal(interrupted) == [
        ("LB909", f"an earlier run was interrupted and cannot be finished: {path} was changed since")
    ]
    assert contents(interrupted) == before


def test_force_gives_the_interrupted_run_up(interrupted: Path) -> None:
    (interrupted / "main.tf").write_text("precious\n")
    assert recover(interrupted, force=True) == ["gave up an interrupted run that could not be finished"]
    assert contents(interrupted) == on_disk(OLD) | {"main.tf": "precious\n"}
    compile_to(interrupted, NEW, force=True)
    assert contents(interrupted) == on_disk(NEW)


def test_prepared_files_that_are_gone_or_changed(interrupted: Path) -> None:
    steps = {step["path"]: step for step in json.loads((interrupted / JOURNAL).read_text())["steps"]}
    (interrupted / ".landbridge.staging" / steps["main.tf"]["staged"]).unlink()
    (interrupted / ".landbridge.staging" / steps["modules/iam/main.tf"]["staged"]).write_text("evil\n")
    prefix = "an earlier run was interrupted and cannot be finished: "
    assert sorted(refusal(interrupted)) == [
        ("LB909", prefix + "main.tf is no longer prepared"),
        ("LB909", prefix + "modules/iam/main.tf was not prepared by Landbridge"),
    ]


def test_a_journal_that_somebody_else_made_moves_nobodys_files(tmp_path: Path) -> None:
    """A pull request can hold a journal and staged files whose digests fit."""
    (tmp_path / "handwritten.tf").write_text("# mine\n")
    staged = tmp_path / ".landbridge.staging" / "do0"
    staged.parent.mkdir()
    staged.write_text("on: push\n")
    digests = [hashlib.sha256(text).hexdigest() for text in (b"# mine\n", b"on: push\n")]
    steps = [
        {"path": "handwritten.tf", "before": digests[0], "after": None, "staged": None},
        {"path": ".github/workflows/x.yml", "before": None, "after": digests[1], "staged": "do0"},
    ]
    (tmp_path / JOURNAL).write_text(json.dumps({"format": 1, "steps": steps}))
    prefix = "an earlier run was interrupted and cannot be finished: "
    assert sorted(refusal(tmp_path)) == [
        ("LB909", prefix + ".github/workflows/x.yml was not prepared by Landbridge"),
        ("LB909", prefix + "handwritten.tf is not Landbridge's"),
    ]
    assert (tmp_path / "handwritten.tf").read_text() == "# mine\n"


def test_a_symlink_on_the_way_of_a_step(interrupted: Path) -> None:
    (interrupted / "outside").mkdir()
    (interrupted / "modules").symlink_to("outside")
    assert refusal(interrupted) == [
        (
            "LB909",
            "an earlier run was interrupted and cannot be finished: "
            "modules/iam/main.tf cannot be reached: modules is a symlink",
        )
    ]


def _set(key: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda content: content["steps"][0].update({key: value})


DAMAGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another format": lambda content: content.update(format=2),
    "no steps": lambda content: content.pop("steps"),
    "steps that are no list": lambda content: content.update(steps=3),
    "a step that is no object": lambda content: content.update(steps=["main.tf"]),
    "a step with more in it": _set("more", 1),
    "a path twice": lambda content: content["steps"].append(content["steps"][0]),
    "a path that leads out": _set("path", "../x.tf"),
    "an absolute path": _set("path", "/etc/passwd"),
    "a path of Terraform's": _set("path", ".terraform.lock.hcl"),
    "a path of the writer's": _set("path", ".landbridge.journal"),
    "a path that is no text": _set("path", 5),
    "a path that is a list": _set("path", []),
    "no digest": _set("before", "x"),
    "a digest that is no text": _set("before", 5),
    "a removal that moves": _set("after", None),
    "a move without a file": _set("staged", None),
    "a prepared file elsewhere": _set("staged", "../main.tf"),
    "nothing before and after": lambda content: content["steps"][0].update(before=None, after=None, staged=None),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_journal_is_refused_until_force_gives_it_up(interrupted: Path, damage: str) -> None:
    content = json.loads((interrupted / JOURNAL).read_text())
    content["steps"].sort(key=lambda step: step["staged"] is None)
    DAMAGES[damage](content)
    (interrupted / JOURNAL).write_text(json.dumps(content))
    before = contents(interrupted)
    assert refusal(interrupted) == [
        ("LB909", f"an earlier run was interrupted and cannot be finished: {JOURNAL} is damaged")
    ]
    assert contents(interrupted) == before
    compile_to(interrupted, NEW, force=True)
    assert contents(interrupted) == on_disk(NEW)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "\0", "[" * 100_000])
def test_a_journal_that_is_something_else(interrupted: Path, text: str) -> None:
    (interrupted / JOURNAL).write_text(text)
    assert finding_ids(plan(interrupted, NEW)) == ["LB909"]
