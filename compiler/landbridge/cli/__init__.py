"""The command line: options, exit codes and printing. The only importer of typer and rich."""

import gc
import os
import sys
from io import TextIOWrapper
from types import ModuleType


def _without_plugins() -> None:
    """Keep plugins that other packages bring for pydantic out of here: nobody asked for their code to see a spec.

    The setting alone would still import what looks for them, which at ten roles is a twentieth of a compile.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    none = ModuleType("pydantic.plugin._loader")
    vars(none)["get_plugins"] = lambda: ()  # the one function that pydantic asks of it
    sys.modules.setdefault(none.__name__, none)


def main() -> None:
    """Run the command line."""
    # A compile builds values that live until its end and makes hardly any cycles: with 10,000 roles the collector
    # would take a third of the time to find nothing.
    gc.disable()
    _without_plugins()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # File names that are not UTF-8, and terminals that take only ASCII, are no reason for a traceback.
            stream.reconfigure(errors="backslashreplace")
    from landbridge.cli.app import app

    try:
        app(prog_name="landbridge")
    except OSError as error:  # what no command can help: stdout is full, the current folder is gone
        sys.exit(f"landbridge: {error}")
    finally:
        # At its end Python collects once more, even so; what is frozen it leaves alone.
        gc.freeze()
