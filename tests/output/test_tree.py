"""Nothing leaves the folder: links, special files and swapped folders are met and refused."""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge.output.ownership import seal
from landbridge.output.writer import WriteRefused, apply, plan
from tests.output.trees import compile_to, contents, finding_ids, on_disk, on_step, outcome_of

FILES = {"main.tf": "a\n", "modules/iam/main.tf": "b\n"}


def refusal(root: Path, files: dict[str, str] = FILES, *, force: bool = True) -> list[tuple[str, str]]:
    with pytest.raises(WriteRefused) as refused:
        compile_to(root, files, force=force)
    return [(finding.id, finding.message) for finding in refused.value.findings]


OBSTACLES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a symlink to a file": ("main.tf", lambda path: path.symlink_to("../victim.tf"), "a symlink"),
    "a dangling symlink": ("main.tf", lambda path: path.symlink_to("nowhere"), "a symlink"),
    "a symlink to a folder": ("modules", lambda path: path.symlink_to("../victims"), "a symlink"),
    "a symlink to itself": ("modules", lambda path: path.symlink_to("modules"), "a symlink"),
    "a deeper symlink": ("modules/iam", lambda path: path.symlink_to("../../victims/iam"), "a symlink"),
    "a named pipe": ("main.tf", os.mkfifo, "a named pipe"),
    "a named pipe for a folder": ("modules", os.mkfifo, "a named pipe"),
    "a folder for a file": ("main.tf", Path.mkdir, "a folder"),
    "a file for a folder": ("modules", Path.touch, "a file"),
    "a symlinked manifest": (".landbridge.json", lambda path: path.symlink_to("../victim.tf"), "a symlink"),
    "a folder for the manifest": (".landbridge.json", Path.mkdir, "a folder"),
}


@pytest.mark.parametrize("name", OBSTACLES)
def test_what_stands_in_the_way_is_named_and_never_followed_or_replaced(tmp_path: Path, name: str) -> None:
    where, make, what = OBSTACLES[name]
    victims = {"victim.tf": seal("main.tf", "v\n"), "victims/iam/main.tf": seal("main.tf", "v\n")}
    for path, text in victims.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "out" / where).parent.mkdir(parents=True)
    make(tmp_path / "out" / where)
    ((finding_id, message),) = refusal(tmp_path / "out")
    assert finding_id == "LB903"
    assert message.endswith(f": {where} is {what}")
    assert {path: (tmp_path / path).read_text() for path in victims} == victims
    assert [path.name for path in (tmp_path / "out").iterdir()] == [Path(where).parts[0]]


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("main.tf")
        assert refusal(tmp_path) == [("LB903", "cannot write main.tf: main.tf is a socket")]


@pytest.mark.parametrize("name", [".landbridge.staging", ".landbridge.journal"])
def test_a_symlink_in_the_place_of_our_litter_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "victims").mkdir()
    (tmp_path / "victims" / "do0").write_text("v")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).symlink_to("../victims")
    assert refusal(tmp_path / "out") == [("LB903", f"cannot write {name}: {name} is a symlink")]
    assert (tmp_path / "victims" / "do0").read_text() == "v"


def test_a_stale_file_behind_a_symlink_is_not_removed(tmp_path: Path) -> None:
    compile_to(tmp_path / "out", FILES)
    (tmp_path / "out/modules").rename(tmp_path / "elsewhere")
    (tmp_path / "out/modules").symlink_to("../elsewhere")
    compile_to(tmp_path / "out", {"main.tf": "a\n"})
    assert (tmp_path / "elsewhere/iam/main.tf").read_text() == seal("main.tf", "b\n")


def test_the_output_folder_itself_may_be_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    compile_to(tmp_path / "out", FILES)
    assert contents(tmp_path / "real") == on_disk(FILES)


ROOTS: dict[str, Callable[[Path], object]] = {
    "a file": Path.touch,
    "a dangling symlink": lambda path: path.symlink_to("nowhere"),
    "a named pipe": os.mkfifo,
}


@pytest.mark.parametrize("kind", ROOTS)
def test_an_output_folder_that_is_no_folder_is_refused(tmp_path: Path, kind: str) -> None:
    ROOTS[kind](tmp_path / "out")
    assert refusal(tmp_path / "out") == [
        ("LB903", f"cannot write {tmp_path / 'out'}: the output folder is not a folder")
    ]


@pytest.mark.parametrize("read_only", [False, True])
def test_an_output_folder_below_a_file_is_refused(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / "file").touch()
    assert finding_ids(plan(tmp_path / "file" / "out", FILES, read_only=read_only)) == ["LB903"]


@pytest.mark.parametrize(
    ("swap", "finding"),
    [
        (lambda path: path.symlink_to("../victim.tf"), "LB907"),
        (os.mkfifo, "LB903"),
    ],
    ids=["a symlink", "a named pipe"],
)
def test_a_file_swapped_right_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swap: Callable[[Path], object], finding: str
) -> None:
    root = tmp_path / "out"
    compile_to(root, {"a.tf": "a\n"})
    (tmp_path / "victim.tf").write_text(seal("a.tf", "secret\n"))
    genuine = os.open

    def swap_first(path: str, flags: int, *args: int, **kwargs: int) -> int:
        if path == "a.tf" and (root / "a.tf").is_file():
            (root / "a.tf").unlink()
            swap(root / "a.tf")
        return genuine(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", swap_first)
    todo = plan(root, {"a.tf": "new\n"}, force=True)
    assert finding_ids(todo) == [finding]
    assert "secret" not in todo.diff()


def top_level(tree: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in tree.items() if "/" not in path}


def test_a_folder_swapped_for_a_symlink_after_the_plan(tmp_path: Path) -> None:
    root, outside = tmp_path / "out", tmp_path / "outside"
    compile_to(root, FILES)
    (outside / "iam").mkdir(parents=True)
    todo = plan(root, {"main.tf": "new\n", "modules/iam/main.tf": "new\n"})
    (root / "modules").rename(tmp_path / "modules")
    (root / "modules").symlink_to(outside)
    with pytest.raises(WriteRefused) as refused:
        apply(todo)
    assert [finding.id for finding in refused.value.findings] == ["LB907"]
    assert contents(outside) == {"iam/": ""}
    assert (root / "main.tf").read_text() == seal("main.tf", "a\n")


@pytest.mark.parametrize("step", range(1, 22))
def test_a_folder_swapped_for_a_symlink_in_the_midst_of_it(tmp_path: Path, step: int) -> None:
    """Whenever it is swapped, nothing arrives outside, and the folder's own files are all old or all new."""
    root, outside = tmp_path / "out", tmp_path / "outside"
    compile_to(root, FILES)
    (outside / "iam").mkdir(parents=True)
    new = {"main.tf": "new\n", "modules/iam/new.tf": "new\n"}

    def swap(name: str, argument: object) -> None:
        (root / "modules").rename(tmp_path / "modules")
        (root / "modules").symlink_to(outside)

    with on_step(step, swap):
        outcome = outcome_of(lambda: compile_to(root, new))
    assert set(outcome) <= {"LB903", "LB907"}
    assert contents(outside) == {"iam/": ""}
    expected = on_disk(FILES if outcome else new)
    assert not any(path.startswith(".landbridge.journal") for path in contents(root))
    assert top_level(contents(root)) == top_level(expected)


def test_a_name_that_the_file_system_does_not_take_is_a_finding(tmp_path: Path) -> None:
    ((finding_id, message),) = refusal(tmp_path / "out", {"x" * 300 + ".tf": ""})
    assert finding_id == "LB907"
    assert message == f"cannot read or write {'x' * 77}...: File name too long"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT])
def test_what_the_system_refuses_is_a_finding_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    genuine = os.open

    def refuse(path: str, flags: int, *args: int, **kwargs: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(code, os.strerror(code))
        return genuine(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    path = ".landbridge.staging/do0"
    assert refusal(tmp_path / "out") == [("LB907", f"cannot read or write {path}: {os.strerror(code)}")]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_to(tmp_path, FILES | {"stale.tf": "s\n"})
    genuine = os.open

    def refuse(path: str, flags: int, *args: int, **kwargs: int) -> int:
        if path in ("main.tf", "stale.tf"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return genuine(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    assert [finding.message for finding in plan(tmp_path, FILES, read_only=True).findings] == [
        "cannot read or write stale.tf: Permission denied",
        "cannot read or write main.tf: Permission denied",
        "cannot read or write modules/iam/main.tf: Permission denied",
    ]


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    before = sorted(Path("/dev/fd").iterdir())
    compile_to(tmp_path, FILES)
    compile_to(tmp_path, {"main.tf": "new\n"})
    assert sorted(Path("/dev/fd").iterdir()) == before
