"""One spec: everything that is measured on it."""

import json
import shutil
import sys
from pathlib import Path

from contenders import BARE, HERE, UNCHANGED, Contender, contenders
from measuring import Usage, environment, run
from workloads import Workload


class Bench:
    """A spec of one workload and size, and a folder in which all outputs lie."""

    def __init__(self, workload: Workload, size: int, folder: Path) -> None:
        self.contenders = [contender for contender in contenders(workload) if not contender.missing]
        self.title = workload.title(size)
        self._writer, self._units = f"{workload.name}.py", workload.units[size]
        self._templates = workload.templates
        self._folder = folder
        self._spec = folder / "spec.yaml"  # its lock lies beside it, as in a repository

    def set_up(self) -> None:
        """Write the spec, compile it, and make sure that the bare script makes the same text of it.

        Raises:
            SystemExit: it does not.
        """
        self._folder.mkdir(parents=True)
        self._script(self._writer, str(self._units), str(self._spec))
        if self._templates:
            self._script(self._templates, str(self._spec))
        for contender in self.contenders:
            if contender.name in (BARE, UNCHANGED):
                self.measure(contender)
        self._script("same_text.py", str(self._out(BARE)), str(self._out(UNCHANGED)))

    def measure(self, contender: Contender) -> Usage:
        """Run a contender once."""
        out = self._out(contender.name)
        if contender.start != "left":
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(_cache(out), ignore_errors=True)
        if contender.start == "compiled":
            shutil.copytree(self._out(UNCHANGED), out)
        return self._run(contender.words(self._spec, out), out)

    def stages(self) -> dict[str, float]:
        """Compile once and return the seconds of CPU time by stage."""
        out, answer = self._out("stages"), self._folder / "stages.json"
        shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(_cache(out), ignore_errors=True)
        self._script("stages.py", str(self._spec), str(out), str(answer))
        spent: dict[str, float] = json.loads(answer.read_bytes())
        return spent

    def _script(self, name: str, *words: str) -> None:
        # Everything that needs memory is a process of its own: see `measuring.run`.
        self._run([sys.executable, str(HERE / name), *words], self._out("stages"))

    def _run(self, command: list[str], out: Path) -> Usage:
        return run(command, self._folder / "output", environment(_cache(out)))

    def _out(self, name: str) -> Path:
        return self._folder / name.replace(" ", "-")


def _cache(out: Path) -> Path:
    """Return the folder where Landbridge remembers what it compiled into `out`, instead of in the user's own."""
    return out.with_name(f"{out.name}.cache")
