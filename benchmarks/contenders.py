"""What is measured: Landbridge, the bare script and the peers, each a command that makes a folder of a spec."""

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from workloads import Workload

HERE = Path(__file__).resolve().parent

BARE = "bare Jinja2 script"
COMPILE = "landbridge compile"
UNCHANGED = "unchanged re-compile"


@dataclass(frozen=True)
class Contender:
    """One that is measured.

    Attributes:
        name: what the table calls it.
        command: `SPEC` and `OUT` stand in it for the spec and for the folder that it works in.
        start: what that folder is before each run: missing, as the last run left it, or a copy of what
            Landbridge has compiled.
        missing: why it cannot be measured on this machine, or empty.
    """

    name: str
    command: tuple[str, ...]
    start: Literal["missing", "left", "compiled"] = "missing"
    missing: str = ""

    def words(self, spec: Path, out: Path) -> list[str]:
        """Return the command for a spec and a folder."""
        return [{"SPEC": str(spec), "OUT": str(out)}.get(word, word) for word in self.command]


def contenders(workload: Workload) -> list[Contender]:
    """List all that compile a workload, also those that this machine does not have."""
    # The interpreter itself, not whatever `python` may be on the path: a shim can cost more than Python's own start.
    python = sys.executable
    landbridge = (python, "-m", "landbridge", "compile", "SPEC", "--out", "OUT")
    terraform = shutil.which("terraform")
    return [
        Contender(BARE, (python, str(HERE / f"bare_{workload.name}.py"), "SPEC", "OUT")),
        Contender(COMPILE, landbridge),
        Contender(UNCHANGED, landbridge, start="left"),
        Contender(
            "terraform fmt of the result",
            (terraform or "", "fmt", "-recursive", "OUT"),
            start="compiled",
            missing="" if terraform else "there is no terraform on the path",
        ),
        *(_peers(python) if workload.has_peers else ()),
    ]


def _peers(python: str) -> tuple[Contender, ...]:
    return (
        Contender(
            "troposphere",
            (python, str(HERE / "troposphere_script.py"), "SPEC", "OUT"),
            missing="" if find_spec("troposphere") else "pip install --group bench",
        ),
        Contender(
            "AWS CDK app",
            (python, str(HERE / "cdk_script.py"), "SPEC", "OUT"),
            missing="" if find_spec("aws_cdk") and shutil.which("node") else "needs node and pip install aws-cdk-lib",
        ),
    )
