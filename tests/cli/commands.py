"""What the tests of commands share: run one, and write the specs that it is run on."""

from pathlib import Path

from typer.testing import CliRunner, Result

from landbridge.cli.app import app
from tests.specs import spec

READS = """
    permissions_boundary: none
    iam_groups:
      ops: {policy_assignments: {s3: level1}}
"""
WRITES = READS.replace("level1", "level2")
BROKEN = READS.replace("level1", "level0")


def run(*arguments: str | Path) -> Result:
    """Run a command line, as if from a shell."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def write(path: Path, security: str) -> Path:
    """Write a spec with this `security:` part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(spec(security))
    return path
