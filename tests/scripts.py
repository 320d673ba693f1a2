"""Scripts that specs compile to: how tests start them, and what shellcheck says of them."""

import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from tests.workplace import lacking

_SECONDS = 60


@dataclass(frozen=True)
class Desk:
    """A folder with a script in it, which is called `script.sh` there.

    Attributes:
        name: of the script, by which it names the folder of its backups.
        folder: where it is, and where it runs.
    """

    name: ClassVar[str]
    folder: Path

    def surroundings(self, given: Mapping[str, str]) -> dict[str, str]:
        """The whole environment of a run, with what is given to it."""
        raise NotImplementedError

    def start(self, *options: str, **given: str) -> "subprocess.Popen[str]":
        """Start the script with nothing in its environment but its surroundings."""
        return subprocess.Popen(
            ["bash", "script.sh", *options],
            cwd=self.folder,
            env=self.surroundings(given),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_catching,
        )

    def run(self, *options: str, **given: str) -> "subprocess.CompletedProcess[str]":
        """Run the script to its end."""
        return ended(self.start(*options, **given))

    @property
    def backups(self) -> list[Path]:
        """The backups that runs made, oldest first."""
        found = (self.folder / f"{self.name}-backups").glob("*.json")
        return sorted(found, key=lambda path: path.stat().st_mtime_ns)

    @property
    def backup(self) -> str:
        """The only one, as an option names it."""
        (only,) = self.backups
        return str(only.relative_to(self.folder))


def ended(process: "subprocess.Popen[str]") -> "subprocess.CompletedProcess[str]":
    """Wait for the end of a script, and say how it was."""
    with process:
        try:
            out, err = process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _catching() -> None:
    """Begin with signals as a terminal gives them.

    What ignores one, as nohup does, passes that on to all it starts, and bash cannot trap what it was told to ignore.
    """
    for each in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)


def shellcheck(text: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """Let shellcheck read a script; what it finds is on its standard output."""
    if shutil.which("shellcheck") is None:
        lacking("shellcheck is not on the PATH: install it with your package manager")
    return subprocess.run(["shellcheck", *options, "-"], input=text, capture_output=True, text=True, check=False)
