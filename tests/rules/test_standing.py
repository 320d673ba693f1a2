"""Every finding that anybody can meet is explained by `landbridge rules`."""

import re
from pathlib import Path

from landbridge.areas import load_all
from landbridge.rules.standing import STANDING

PACKAGE = Path(__file__).parents[2] / "compiler" / "landbridge"
EVERY = [*STANDING, *(each for area in load_all() for each in (*area.told, *area.rules))]


def test_every_id_in_the_code_is_explained() -> None:
    used = {id_ for path in PACKAGE.rglob("*.py") for id_ in re.findall(r'"(LB\d{3})"', path.read_text())}
    assert used == {each.id for each in EVERY}


def test_no_id_is_used_twice() -> None:
    ids = [each.id for each in EVERY]
    assert sorted(ids) == sorted(set(ids))


def test_everything_says_what_must_hold_why_and_what_helps() -> None:
    assert [each.id for each in EVERY if not (each.title and each.why and each.fix)] == []
