"""`landbridge compile`: with an error in the spec or on the command line nothing is written at all."""

import os
from pathlib import Path

import pytest

from tests.cli.commands import BROKEN, READS, run, write
from tests.cli.terminal import plain
from tests.output.trees import contents

ERRORS = {
    "no such file": lambda spec: spec.unlink(),
    "a folder": lambda spec: (spec.unlink(), spec.mkdir()),
    "a pipe": lambda spec: (spec.unlink(), os.mkfifo(spec)),
    "empty": lambda spec: spec.write_text(""),
    "no YAML": lambda spec: spec.write_text("a: [\n"),
    "no UTF-8": lambda spec: spec.write_bytes(b"version: \xff\n"),
    "no mapping": lambda spec: spec.write_text("- a\n"),
    "wrong shape": lambda spec: spec.write_text("version: 2\n"),
    "a level that does not exist": lambda spec: write(spec, BROKEN),
    "a broken rule": lambda spec: write(spec, READS.replace("level1", "level4")),
    "a reference that leads nowhere": lambda spec: write(spec, READS.replace("none", "nobody")),
    "extends what is not there": lambda spec: spec.write_text("extends: base.yaml\n" + spec.read_text()),
    "extends itself": lambda spec: spec.write_text("extends: spec.yaml\n" + spec.read_text()),
    "a broken lock": lambda spec: (spec.parent / "landbridge.lock").write_text("<<<<<<< ours\n"),
}


@pytest.mark.parametrize("error", ERRORS)
def test_nothing_is_written_while_there_is_an_error(error: str, home: Path) -> None:
    ERRORS[error](home / "spec.yaml")
    before = sorted(path.name for path in home.iterdir())
    done = run("compile", "spec.yaml", "--out", "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert ": error LB" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in home.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument 'SPEC...'"),
        (["spec.yaml"], "give one of --out and --out-root"),
        (["spec.yaml", "--out", "a", "--out-root", "b"], "give one of --out and --out-root"),
        (["spec.yaml", "other.yaml", "--out", "a"], "--out takes one spec; --out-root takes many"),
        (["spec.yaml", "spec.yaml", "--out-root", "a"], "two specs would compile into one folder: home"),
        (["a/x.yaml", "b/x.yaml", "--out-root", "a"], "two specs would compile into one folder: x"),
        (["spec.yaml", "--out", "a", "--check", "--force"], "--check goes with neither --dry-run nor --force"),
        (["spec.yaml", "--out", "a", "--check", "--dry-run"], "--check goes with neither --dry-run nor --force"),
        (["spec.yaml", "--out", "a", "--diff"], "--diff goes with --check or --dry-run"),
        (["spec.yaml", "--out", "a", "--diff", "--force"], "--diff goes with --check or --dry-run"),
        (["spec.yaml", "--out", "a", "--format", "xml"], "'xml' is not one of 'text', 'json', 'sarif', 'github'"),
        (["spec.yaml", "--out"], "Option '--out' requires an argument"),
        (["spec.yaml", "--output", "a"], "No such option: --output"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, home: Path) -> None:
    done = run("compile", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in plain(done.stderr)
    assert list(contents(home)) == ["spec.yaml"]
