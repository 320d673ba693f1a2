"""Programs that run beside the tests: waited for until they are ready, ended by their process id."""

import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


class Background:
    """A running program whose output goes to a file.

    Args:
        command: the program and its arguments.
        environ: its whole environment.
        ready: what it prints once it is ready; `match` is then the match.
        log: the file for its output.
        folder: the folder to run it in.
        keep_stderr: whether stderr goes there too; the provider's trace grows by megabytes a minute.
    """

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        ready: str,
        log: Path,
        *,
        folder: Path | None = None,
        keep_stderr: bool = True,
    ) -> None:
        self._log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT if keep_stderr else subprocess.DEVNULL,
            )
        try:
            self.match = self._wait_for(ready)
        except BaseException:
            self.stop()
            raise

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _wait_for(self, ready: str, seconds: float = 60) -> re.Match[str]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            alive = self.alive
            text = self._log.read_text(errors="replace")
            if match := re.search(ready, text):
                return match
            if not alive:
                raise RuntimeError(f"{self._process.args!r} ended with {self._process.returncode}:\n{text}")
            time.sleep(0.05)
        raise TimeoutError(f"{self._process.args!r} was not ready after {seconds:.0f} s:\n{text}")
