"""Measures a command as a whole process: CPU time and peak memory, of it and of all that it starts."""

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_UNITS_PER_MIB = 2**20 if sys.platform == "darwin" else 2**10
_SETTINGS = ("PYTHON", "TF_LOG", "TF_CLI_ARGS", "TF_WORKSPACE", "TF_DATA_DIR")
_LAST_WORDS = 2000
"""Characters of a failed command's output that are shown."""


class Usage(NamedTuple):
    """User and system CPU time in seconds, and the peak of the resident memory of the largest process in MiB."""

    cpu: float
    memory: float


def run(command: Sequence[str], output: Path, environment: Mapping[str, str]) -> Usage:
    """Run a command and measure it; what it prints goes to the file `output`.

    The kernel counts the memory of the process that starts a command as the command's own until it is running. So
    the one that calls this must stay smaller than any Python that has loaded something.

    Raises:
        SystemExit: the command failed; the message has the end of what it printed.
    """
    with output.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, env=dict(environment))
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        said = output.read_text(encoding="utf-8", errors="replace")[-_LAST_WORDS:]
        raise SystemExit(f"{' '.join(command)}\nfailed with exit code {process.returncode}:\n{said}")
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _UNITS_PER_MIB)


def environment(cache: Path) -> dict[str, str]:
    """Return the environment for a command: this one, without what would change what things cost.

    Args:
        cache: the folder where Landbridge remembers what it compiled, instead of in the user's own.
    """
    # Such as PYTHONDONTWRITEBYTECODE, TF_LOG, and Terraform's question for a newer version.
    plain = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    own = {"PYTHONPATH": str(Path(__file__).resolve().parent.parent / "compiler"), "XDG_CACHE_HOME": str(cache)}
    return {**plain, **own, "CHECKPOINT_DISABLE": "1"}


def median(usages: Sequence[Usage]) -> Usage:
    """Return the medians of both."""
    return Usage(*map(statistics.median, zip(*usages, strict=True)))
