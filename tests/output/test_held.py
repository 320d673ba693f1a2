"""What a tree keeps from being destroyed does not vanish from it unseen."""

from collections.abc import Collection
from pathlib import Path

import pytest

from landbridge.output.writer import Plan, apply, plan
from tests.output.trees import compile_to, contents, finding_ids

LAKE, ROLE = "module.kms.aws_kms_key.lake", "module.dms.aws_iam_role.vpc"
FILES = {"main.tf": "a\n"}


def planned(root: Path, held: Collection[str], known: Collection[str] | None = None, *, force: bool = False) -> Plan:
    return plan(root, FILES, held=held, known=held if known is None else known, force=force)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree that holds two things."""
    apply(planned(tmp_path, [ROLE, LAKE]))
    return tmp_path


def test_it_is_listed_in_the_manifest_sorted(root: Path) -> None:
    listed = f'  "held": [\n    "{ROLE}",\n    "{LAKE}"\n  ]\n'
    assert listed in (root / ".landbridge.json").read_text()


def test_a_tree_without_any_lists_none(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES)
    assert "held" not in (tmp_path / ".landbridge.json").read_text()


def test_each_that_is_gone_is_refused_by_address_and_nothing_is_written(root: Path) -> None:
    before = contents(root)
    todo = planned(root, [])
    assert [(each.id, each.message) for each in todo.findings] == [
        (
            "LB906",
            f"{address} is to be kept from being destroyed, and the spec no longer has it:"
            " the next apply would destroy it",
        )
        for address in (ROLE, LAKE)
    ]
    assert all("takeover" in each.hint and "destroyable" in each.hint for each in todo.findings)
    assert contents(root) == before


def test_what_the_tree_still_has_moves_or_forgets_is_not_gone(root: Path) -> None:
    assert finding_ids(planned(root, [ROLE], [ROLE, LAKE])) == []


def test_what_is_no_longer_held_may_go_the_next_time(root: Path) -> None:
    apply(planned(root, [ROLE], [ROLE, LAKE]))
    assert finding_ids(planned(root, [ROLE])) == []


def test_force_lets_it_go(root: Path) -> None:
    apply(planned(root, [LAKE], force=True))
    assert finding_ids(planned(root, [LAKE])) == []


def test_a_check_tells_it_too(root: Path) -> None:
    todo = plan(root, FILES, held=[ROLE], known=[ROLE], read_only=True)
    assert finding_ids(todo) == ["LB906"]
    assert todo.drift
