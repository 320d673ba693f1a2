"""Running one command to its end, with everything it printed shown where it fails."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 240


class CommandError(AssertionError):
    """A command ended otherwise than it should have; the message holds everything that it printed."""


@dataclass(frozen=True)
class Completed:
    """A command that has ended as expected."""

    code: int
    stdout: str
    stderr: str


def run(
    command: Sequence[str],
    folder: Path,
    environ: Mapping[str, str],
    *,
    expect: Sequence[int] = (0,),
    stdin: str = "",
    seconds: float = _SECONDS,
) -> Completed:
    """Run a command in a folder.

    Args:
        command: program and arguments.
        folder: the working folder.
        environ: the whole environment.
        expect: the exit codes that are fine.
        stdin: text for its standard input.
        seconds: how long it may take.

    Raises:
        CommandError: it ended with another code, or did not end in time.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A process group of its own, so that what it started ends with it.
        start_new_session=True,
    )
    try:
        stdout, stderr = process.communicate(stdin, timeout=seconds)
    except BaseException as stopped:
        os.killpg(process.pid, signal.SIGKILL)
        stdout, stderr = process.communicate()
        if isinstance(stopped, subprocess.TimeoutExpired):
            raise CommandError(_report(command, folder, f"no end after {seconds:.0f} s", stdout, stderr)) from None
        raise
    if process.returncode not in expect:
        raise CommandError(_report(command, folder, f"exit code {process.returncode}", stdout, stderr))
    return Completed(process.returncode, stdout, stderr)


def _report(command: Sequence[str], folder: Path, what: str, stdout: str, stderr: str) -> str:
    return f"{' '.join(command)}\nin {folder}: {what}\n--- stdout\n{stdout}\n--- stderr\n{stderr}"
