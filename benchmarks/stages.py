"""Tells where a compile spends its CPU time: writes JSON, seconds by stage, which add up to all but the process's end.

Usage: python benchmarks/stages.py spec.yaml out stages.json

It runs the command as it is, with a clock around the functions that the stages begin with. Libraries that a stage
loads when it first needs them are on its bill.
"""

import gc
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the clock begins before anything of Landbridge is imported
    from landbridge.areas import Listing
    from landbridge.areas.area import Area

STAGES = ("start", "import", "load", "check", "lower", "wire", "render", "verify", "write", "rest")
"""`start` is Python's own; `check` is the spec's shape and the rules; `wire` joins modules; `rest` is the command."""


class Clock:
    """Charges the CPU time of this process to one stage at a time: the innermost that is running."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._stage, self._since = "start", 0.0

    def turn(self, stage: str) -> str:
        """Begin a stage, and return the one that this ends."""
        now, ended = process_time(), self._stage
        self.spent[ended] += now - self._since
        self._stage, self._since = stage, now
        return ended

    def charged(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """Return the function with its time charged to a stage."""

        def timed(*args: Any, **options: Any) -> Any:
            ended = self.turn(stage)
            try:
                return function(*args, **options)
            finally:
                self.turn(ended)

        return timed


def _load(clock: Clock) -> Callable[["Listing"], "Area"]:
    """Make what loads an area, where a spec uses it and nowhere before, with a clock around what lowers."""
    from landbridge.areas import Listing

    imported = clock.charged(Listing.load, "import")

    def load(listing: Listing) -> "Area":
        area: Area = imported(listing)
        return replace(
            area,
            names=clock.charged(area.names, "lower"),
            contribute=clock.charged(lambda spec, references: tuple(area.contribute(spec, references)), "lower"),
            pin=clock.charged(area.pin, "lower"),
            lower=clock.charged(area.lower, "lower"),
        )

    return load


def main(spec: str, out: str) -> dict[str, float]:
    """Compile a spec and return the seconds of CPU time of each stage."""
    clock = Clock()
    clock.turn("import")
    # The command sets these before it imports anything, which it does too late for the clock.
    gc.disable()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from landbridge import pipeline
    from landbridge.areas import Listing
    from landbridge.output import writer

    for module, name, stage in (
        (pipeline, "load", "load"),
        (pipeline, "analyse", "check"),
        (pipeline, "open_circles", "wire"),
        (pipeline, "wire", "wire"),
        (pipeline, "render", "render"),
        (pipeline, "verify", "verify"),
        (writer, "plan", "write"),
        (writer, "apply", "write"),
    ):
        setattr(module, name, clock.charged(getattr(module, name), stage))
    setattr(Listing, Listing.load.__name__, _load(clock))
    import landbridge.cli.app

    clock.turn("rest")
    sys.argv = ["landbridge", "compile", spec, "--out", out]
    try:
        landbridge.cli.main()
    except SystemExit as end:
        if end.code:
            raise
    clock.turn("end")
    return {stage: clock.spent[stage] for stage in STAGES}


if __name__ == "__main__":
    Path(sys.argv[3]).write_text(json.dumps(main(sys.argv[1], sys.argv[2])), encoding="utf-8")
