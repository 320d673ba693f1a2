"""Whatever a folder held of ours before: after a compile it holds exactly the files that were asked for."""

import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.output.paths import collisions
from landbridge.output.writer import WriteRefused, apply, plan, recover, writing
from tests.output.trees import compile_to, contents, on_disk

NAMES = st.sampled_from(["a", "b", "c.tf", "d.tf", "e.sh", "f.json", "g.md"])
PATHS = st.builds(
    lambda folders, name: "/".join([*folders, name]),
    st.lists(NAMES, max_size=2),
    NAMES.filter(lambda name: "." in name),
)
FILE_SETS = st.dictionaries(PATHS, st.text(max_size=20), max_size=6).filter(lambda files: not collisions(files))


@settings(max_examples=60)
@given(st.lists(FILE_SETS, min_size=1, max_size=4))
def test_any_sequence_of_compiles(sequence: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "out"
        for files in sequence:
            expected = plan(root, files, read_only=True)
            todo = compile_to(root, files)
            assert todo == expected
            assert {path: (root / path).read_bytes().decode() for path in contents(root)} == on_disk(files)
            again = plan(root, files)
            assert [change.kind for change in again.changes] == ["same"] * (len(files) + 1)
            assert not again.drift


@pytest.mark.parametrize(("umask", "file", "script"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700), (0, 0o666, 0o777)])
def test_modes_follow_the_umask(tmp_path: Path, umask: int, file: int, script: int) -> None:
    before = os.umask(umask)
    try:
        compile_to(tmp_path, {"h/a.tf": "", "h/a.sh": "#!/bin/sh\n", "h/a.json": "{}\n"})
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "h").iterdir()}
    assert modes == {"a.tf": file, "a.sh": script, "a.json": file}
    assert stat.S_IMODE((tmp_path / "h").stat().st_mode) == script


def test_a_script_that_lost_its_mode_gets_it_back(tmp_path: Path) -> None:
    compile_to(tmp_path, {"a.sh": "#!/bin/sh\n"})
    (tmp_path / "a.sh").chmod(0o644)
    todo = compile_to(tmp_path, {"a.sh": "#!/bin/sh\n"})
    assert [(change.path, change.kind) for change in todo.changes if change.kind != "same"] == [("a.sh", "changed")]
    assert (tmp_path / "a.sh").stat().st_mode & 0o111 == 0o111


def test_a_file_that_is_hard_linked_elsewhere_is_replaced_not_written_through(tmp_path: Path) -> None:
    compile_to(tmp_path / "out", {"a.tf": "old\n"})
    (tmp_path / "elsewhere.tf").hardlink_to(tmp_path / "out/a.tf")
    before = (tmp_path / "elsewhere.tf").read_text()
    compile_to(tmp_path / "out", {"a.tf": "new\n"})
    assert (tmp_path / "elsewhere.tf").read_text() == before


def test_a_plan_with_nothing_to_do_touches_nothing(tmp_path: Path) -> None:
    compile_to(tmp_path, {"a.tf": ""})
    before = tmp_path.stat()
    apply(plan(tmp_path, {"a.tf": ""}))
    assert tmp_path.stat() == before


def test_a_plan_with_findings_is_not_applied(tmp_path: Path) -> None:
    todo = plan(tmp_path, {"../a.tf": ""})
    with pytest.raises(WriteRefused, match="it leads out of the folder") as refused:
        apply(todo)
    assert refused.value.findings == todo.findings


def test_a_relative_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    compile_to(Path("x/../out"), {"a.tf": ""})
    monkeypatch.chdir(tmp_path / "out")
    assert not plan(Path(), {"a.tf": ""}, read_only=True).drift
    compile_to(Path(), {"b.tf": ""})
    assert contents(tmp_path / "out") == on_disk({"b.tf": ""})


def test_writing_may_be_nested_and_tells_what_it_healed(tmp_path: Path) -> None:
    (tmp_path / ".landbridge.staging").mkdir()
    with writing(tmp_path) as notes, writing(tmp_path) as inner:
        assert notes == ["removed what an interrupted run had prepared"]
        assert inner == recover(tmp_path) == []
