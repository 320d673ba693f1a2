"""`landbridge schema`: the schema goes to stdout, ready to be redirected into a file."""

import json

from landbridge.spec.schema import schema
from tests.cli.commands import run


def test_it_is_json_on_stdout_and_nothing_else() -> None:
    done = run("schema")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == schema()
    assert done.stdout.endswith("}\n")
