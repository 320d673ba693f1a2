"""Stands in for a tool on the PATH: calls the real one, but fails or kills its caller at one call.

Read as text and run with `python -IS`, so it imports nothing but the standard library. STAND_IN in the environment is
JSON: `real` (path of the real tool), `count` (file that gets a character for each call), `number` (the call that goes
wrong, counting from 1; 0 for none) and `how`:

- `fails`: nothing is done, exit code 1
- `fails after`: it is done, and yet the exit code is 1
- `kills`: the caller dies by SIGKILL before anything is done
- `kills after`: the caller dies by SIGKILL when it is done
- `interrupts`: the script (which leads its group) gets a SIGTERM, and it is done
"""

import json
import os
import signal
import subprocess
import sys


def main() -> None:
    """Call the tool, or go wrong."""
    plan = json.loads(os.environ["STAND_IN"])
    with open(plan["count"], "a") as file:  # noqa: PTH123
        file.write(".")
    with open(plan["count"]) as file:  # noqa: PTH123
        number = len(file.read())
    command = [plan["real"], *sys.argv[1:]]
    if number == plan["number"] and plan["how"] == "interrupts":
        os.kill(os.getpgrp(), signal.SIGTERM)
        os.execv(command[0], command)  # noqa: S606
    if number != plan["number"]:
        os.execv(command[0], command)  # noqa: S606
    if plan["how"].endswith("after"):
        subprocess.run(command, check=False)
    if plan["how"].startswith("kills"):
        os.killpg(0, signal.SIGKILL)
    sys.exit(1)


if __name__ == "__main__":
    main()
