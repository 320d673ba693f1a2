"""What a machine may lack: on a workplace a test is skipped for it, where everything is to be proven it fails."""

import os
from typing import NoReturn

import pytest


def lacking(reason: str, *switches: str) -> NoReturn:
    """End a test that this machine cannot run.

    Args:
        reason: what is missing, and where it comes from.
        switches: environment variables that, besides `CI`, demand the proof where they are switched on.
    """
    __tracebackhide__ = True
    if any(os.environ.get(switch, "") not in ("", "0", "false") for switch in ("CI", *switches)):
        pytest.fail(reason)
    pytest.skip(reason)
