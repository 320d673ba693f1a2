"""The AWS provider as one long-lived process, which terraform attaches to instead of starting its own."""

from collections.abc import Mapping
from pathlib import Path

from tests.terraform.harness.background import Background


class Provider:
    """A provider process for one account and region; starting the 700 MB binary per command costs seconds.

    A process holds one configuration at a time: roots with aliased providers must not use it. It takes
    credentials and endpoint from its own environment, not from terraform's.

    Args:
        binary: the provider's executable.
        environ: its environment.
        log: the file for what it prints; truncated at each start.
    """

    def __init__(self, binary: Path, environ: Mapping[str, str], log: Path) -> None:
        self._binary = binary
        self._environ = environ
        self._log = log
        self._process: Background | None = None

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.alive

    def attach(self) -> dict[str, str]:
        """Return the variable that makes terraform use this process, which is started if it does not run.

        One that panicked is gone, and would fail every later command with a misleading message.
        """
        if self._process is None or not self.alive:
            command = [str(self._binary), "-debug"]
            self._process = Background(
                command, self._environ, r"TF_REATTACH_PROVIDERS='(.+)'", self._log, keep_stderr=False
            )
        return {"TF_REATTACH_PROVIDERS": self._process.match[1]}

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.stop()
            self._process = None
