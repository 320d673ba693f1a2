"""The command line as people have it: a process of its own, with or without a terminal."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

COMMAND = [sys.executable, "-m", "landbridge"]

DECIDE_COLOURS = ("COLORTERM", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "PY_COLORS")


def environment(**changes: str) -> dict[str, str]:
    """The environment, without what would colour the output or change its width."""
    kept = {name: value for name, value in os.environ.items() if name not in DECIDE_COLOURS}
    return kept | {"TERM": "dumb", "COLUMNS": "80"} | changes


def landbridge(*arguments: str | bytes, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m landbridge` without a terminal."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(**environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )


def on_terminal(*arguments: str, cwd: Path, environ: Mapping[str, str]) -> str:
    """Run `python -m landbridge` on a terminal of its own, and return all that it shows there."""
    ours, its = pty.openpty()
    try:
        process = subprocess.Popen(
            [*COMMAND, *arguments], cwd=cwd, env=environment(**environ), stdin=its, stdout=its, stderr=its
        )
    finally:
        os.close(its)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # how Linux says that nobody holds the other end any more
        pass
    finally:
        os.close(ours)
        process.wait(timeout=60)
    return shown.decode()


def plain(text: str) -> str:
    """What a message says, without colours, frames and line breaks."""
    return " ".join(re.sub(r"\x1b\[[0-9;]*m|[│╭╮╰╯─]", " ", text).split())
