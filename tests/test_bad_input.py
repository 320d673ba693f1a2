"""Bad input, through the whole command: one finding at its place, exit code 1, and nothing is written."""

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from landbridge.cli.app import app
from tests.bad_inputs import BAD_INPUTS, BadInput
from tests.specs import spec

GOOD = spec("permissions_boundary: none\niam_groups:\n  ops: {access: [{service: sqs, level: read}]}")
EACH = pytest.mark.parametrize("bad", BAD_INPUTS, ids=[bad.name for bad in BAD_INPUTS])


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a good spec compiles to, which needs a lock."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "spec.yaml").write_text(GOOD)
    done = run("compile", str(folder / "spec.yaml"), "--out", str(folder / "out"))
    assert done.exit_code == 0, done.output
    assert (folder / "landbridge.lock").exists()
    return folder / "out"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, with a file beside it that no spec may read."""
    (tmp_path / "outside.yaml").write_text(GOOD)
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    return tmp_path / "inside"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def snapshot(folder: Path) -> dict[str, object]:
    """Everything in and beside a folder: kind, time of the last change, and content."""
    found: dict[str, object] = {}
    for path in sorted(folder.parent.rglob("*")):
        status = path.lstat()
        small = stat.S_ISREG(status.st_mode) and status.st_size < 1_000_000
        found[str(path)] = (status.st_mode, status.st_size, status.st_mtime_ns, path.read_bytes() if small else None)
    return found


def check_told(done: Result, bad: BadInput, stream: str) -> None:
    """The one error, in the words of a finding."""
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit)
    errors = [line for line in stream.splitlines() if ": error LB" in line]
    assert [line.partition(": error ")[0] for line in errors] == [bad.place], stream
    assert errors[0].partition(": error ")[2].startswith(f"{bad.id}: ")
    assert bad.message in errors[0]
    assert "Traceback" not in done.output
    assert "s3cr3t" not in done.output


@EACH
def test_check_tells_what_is_wrong(bad: BadInput, folder: Path) -> None:
    bad.write(folder)
    before = snapshot(folder)
    done = run("check", "spec.yaml")
    check_told(done, bad, done.stdout)
    assert snapshot(folder) == before


@EACH
def test_compile_makes_nothing(bad: BadInput, folder: Path) -> None:
    bad.write(folder)
    before = snapshot(folder)
    done = run("compile", "spec.yaml", "--out", "out/deep")
    check_told(done, bad, done.stderr)
    assert done.stdout == ""
    assert snapshot(folder) == before


@EACH
@pytest.mark.parametrize("flags", [[], ["--force"]], ids=["compile", "force"])
def test_compile_leaves_what_is_there(bad: BadInput, flags: list[str], folder: Path, compiled: Path) -> None:
    bad.write(folder)
    shutil.copytree(compiled, folder / "out")
    before = snapshot(folder)
    check_told(done := run("compile", "spec.yaml", "--out", "out", *flags), bad, done.stderr)
    assert snapshot(folder) == before


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_findings_for_machines(form: str, folder: Path) -> None:
    (folder / "spec.yaml").write_text(GOOD.replace("level: read", "level: reed"))
    done = run("check", "spec.yaml", "--format", form)
    assert done.exit_code == 1
    if form == "github":
        assert done.stdout.startswith("::error file=spec.yaml,line=7,col=42,title=LB102::")
    else:
        assert "LB102" in json.dumps(json.loads(done.stdout))


def test_one_bad_spec_of_many_stops_all(folder: Path) -> None:
    (folder / "good.yaml").write_text(GOOD)
    (folder / "bad.yaml").write_text(GOOD.replace("level: read", "level: reed"))
    before = snapshot(folder)
    done = run("compile", "good.yaml", "bad.yaml", "--out-root", "live")
    assert done.exit_code == 1
    assert "bad.yaml:7:42: error LB102" in done.stderr
    assert snapshot(folder) == before


@pytest.mark.parametrize("name", ["50 MB", "anchors that explode", "a pipe as spec", "a base that is a pipe"])
def test_a_process_of_its_own_ends_at_once(name: str, folder: Path) -> None:
    (bad,) = (bad for bad in BAD_INPUTS if bad.name == name)
    bad.write(folder)
    command = [sys.executable, "-m", "landbridge", "compile", "spec.yaml", "--out", "out"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{bad.place}: error {bad.id}: ")
    assert "Traceback" not in done.stderr
    assert {path.name for path in folder.iterdir()} == bad.files.keys()
