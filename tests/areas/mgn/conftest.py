"""A desk with the script of the usual spec."""

from pathlib import Path

import pytest

from tests.areas.mgn.template_runs import Desk, desk


@pytest.fixture
def at_desk(tmp_path: Path) -> Desk:
    """The script of the usual spec, and an account with a template that the console made."""
    return desk(tmp_path)
