"""Desks with old roots; all that is run there is the real terraform."""

import json
from pathlib import Path

import pytest

from tests.handover.scripts.desk import TAKEN, Desk, Run, desk
from tests.handover.scripts.states import State, canonical, old_state, resource, state

SMALL = state(resource("a", ("k", "l")), resource("b", module='module.m["x y"]'), resource("stays", (0, 1)))
LEAVE = ('aws_iam_role.a["k"]', 'module.m["x y"].aws_iam_role.b')


@pytest.fixture
def at_desk(tmp_path: Path, terraform: Path) -> Desk:
    """A bare root with a state with ugly keys, and scripts for all of it that is in modules."""
    made = desk(tmp_path, old_state())
    made.put_both(each for each in made.listed() if each.startswith("module."))
    return made


@pytest.fixture
def small(tmp_path: Path, terraform: Path) -> Desk:
    """A bare root with five objects, and scripts for two of them, which a new root has taken over."""
    made = desk(tmp_path, SMALL)
    made.put_both(LEAVE, taken=TAKEN)
    made.take_over()
    return made


def nothing_done(at: Desk, run: Run, complaint: str, before: State = SMALL) -> None:
    """Hold a run of state-rm to having changed nothing, and to saying why."""
    assert run.returncode == 1, run.stderr
    assert complaint in run.stderr
    assert canonical(json.loads((at.root / "terraform.tfstate").read_text())) == canonical(before)
    assert not at.backups
