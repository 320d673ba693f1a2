"""The scripts when things go wrong: at every call of every tool, in every way, and in the midst of it.

Whatever happens: either nothing happened, or a second run finishes, or state-restore brings the old state back.
"""

import json
from pathlib import Path

import pytest

from tests.handover.scripts.conftest import LEAVE, SMALL
from tests.handover.scripts.desk import Desk, Run, desk
from tests.handover.scripts.states import State, canonical

OLD = canonical(SMALL)
MOST_CALLS = 60
"""More than any tool is called in one run."""


def after_removal() -> State:
    found: State = json.loads(json.dumps(SMALL))
    found["resources"] = [each for each in found["resources"] if each["name"] != "b"]
    found["resources"][0]["instances"] = found["resources"][0]["instances"][1:]
    return found


NEW = canonical(after_removal())


def on_disk(at: Desk) -> str:
    return canonical(json.loads((at.root / "terraform.tfstate").read_text()))


def put_back(at: Desk) -> None:
    """Begin anew, with neither journal nor removal."""
    at.write(SMALL)
    for path in sorted(at.journal.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def began(at: Desk) -> bool:
    return any(at.journal.glob("*/began"))


def judge_broken_rm(at: Desk, run: Run, where: str) -> None:
    found = on_disk(at)
    assert found in (OLD, NEW), where
    if run.returncode == 0:
        assert found == NEW, where
    if found == OLD and not began(at):
        return
    again = at.rm("--apply")
    assert again.returncode == 0, (where, run.stderr, again.stderr)
    assert on_disk(at) == NEW, where
    back = at.restore("--apply")
    assert back.returncode == 0, (where, back.stderr)
    assert on_disk(at) == OLD, where


@pytest.mark.parametrize("how", ["fails", "fails after", "kills", "kills after"])
def test_state_rm_with_a_terraform_that_breaks(small: Desk, how: str) -> None:
    for number in range(1, MOST_CALLS):
        run = small.rm("--apply", **small.breaks("terraform", how, number))
        if small.calls < number:
            break
        where = f"terraform {how} at call {number}"
        assert run.returncode != 0, where
        judge_broken_rm(small, run, where)
        put_back(small)
    assert number == 9 + 1


def test_the_way_back_after_a_kill(small: Desk) -> None:
    for number in range(1, MOST_CALLS):
        small.rm("--apply", **small.breaks("terraform", "kills after", number))
        if small.calls < number:
            break
        where = f"killed after call {number}"
        if began(small):
            back = small.restore("--apply")
            assert back.returncode == 0, (where, back.stderr)
            assert small.restore("--apply").returncode == 0, where
        assert on_disk(small) == OLD, where
        put_back(small)


@pytest.mark.parametrize("number", range(1, 10))
def test_state_rm_that_is_interrupted(small: Desk, number: int) -> None:
    run = small.rm("--apply", **small.breaks("terraform", "interrupts", number))
    assert run.returncode == 143
    assert {path.name for path in small.journal.iterdir()} <= {"0001"}
    judge_broken_rm(small, run, f"interrupted at call {number}")


@pytest.mark.parametrize(
    ("tool", "how"),
    [
        *(("jq", how) for how in ("fails", "kills")),
        *(("cat", how) for how in ("fails", "kills after")),
        *((tool, "fails") for tool in ("comm", "sed", "sort", "cmp", "sha256sum", "mktemp", "env", "find")),
        ("mkdir", "kills after"),
    ],
)
def test_state_rm_with_a_tool_that_breaks(small: Desk, tool: str, how: str) -> None:
    for number in range(1, MOST_CALLS):
        run = small.rm("--apply", **small.breaks(tool, how, number))
        if small.calls < number:
            break
        judge_broken_rm(small, run, f"{tool} {how} at call {number}")
        put_back(small)
    assert 1 < number < MOST_CALLS - 1


@pytest.mark.parametrize(
    ("tool", "how"),
    [
        *(("terraform", how) for how in ("fails", "fails after", "kills", "kills after")),
        *((tool, "fails") for tool in ("jq", "cat", "comm", "sed")),
    ],
)
def test_state_restore_with_a_tool_that_breaks(small: Desk, tool: str, how: str) -> None:
    small.rm("--apply")
    journal = {path: path.read_bytes() for path in small.journal.rglob("*") if path.is_file()}
    for number in range(1, MOST_CALLS):
        run = small.restore("--apply", **small.breaks(tool, how, number))
        if small.calls < number:
            break
        where = f"{tool} {how} at call {number}"
        assert on_disk(small) in (OLD, NEW), where
        if run.returncode == 0:
            assert on_disk(small) == OLD, where
        again = small.restore("--apply")
        assert again.returncode == 0, (where, run.stderr, again.stderr)
        assert on_disk(small) == OLD, where
        put_back(small)
        small.write(after_removal())
        for path, content in journal.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
    assert 1 < number < MOST_CALLS - 1


def test_where_nothing_was_taken_out_it_says_so(small: Desk) -> None:
    run = small.rm("--apply", **small.breaks("terraform", "fails", 7))
    assert run.returncode == 1
    assert "nothing was taken out" in run.stderr
    assert small.restore("--apply").returncode == 1


def test_an_error_after_the_removal_is_no_success_but_the_state_is(small: Desk) -> None:
    run = small.rm("--apply", **small.breaks("terraform", "fails after", 7))
    assert run.returncode == 1
    assert "the state is as it should be" in run.stderr


def test_what_others_write_while_it_runs_is_noticed(small: Desk) -> None:
    wrapper = small.folder / "others"
    wrapper.mkdir()
    count = small.folder / "count"
    real = (small.folder / "tools/terraform").resolve()
    other = json.dumps({**SMALL, "serial": 8, "outputs": {}})
    (small.folder / "other.json").write_text(other)
    (wrapper / "terraform").write_text(
        "#!/bin/bash\n"
        f"printf . >> {count}\n"
        f"[[ $(wc -c < {count}) -ne 7 ]] || cat {small.folder}/other.json > {small.root}/terraform.tfstate\n"
        f'exec {real} "$@"\n'
    )
    (wrapper / "terraform").chmod(0o755)
    run = small.rm("--apply", PATH=f"{wrapper}:{small.folder / 'tools'}")
    assert run.returncode == 1
    assert "since the backup: changed outputs: password" in run.stderr
    assert LEAVE[0] not in small.listed()
    refused = small.restore("--apply")
    assert refused.returncode == 1
    assert "others have written" in refused.stderr


def test_what_terraform_would_take_out_besides_stops_everything(small: Desk) -> None:
    wrapper = small.folder / "others"
    wrapper.mkdir()
    real = (small.folder / "tools/terraform").resolve()
    (wrapper / "terraform").write_text(
        f'#!/bin/bash\n[[ "$*" != *-dry-run* ]] || echo "Would remove aws_iam_role.stays[0]"\nexec {real} "$@"\n'
    )
    (wrapper / "terraform").chmod(0o755)
    run = small.rm("--apply", PATH=f"{wrapper}:{small.folder / 'tools'}")
    assert run.returncode == 1
    assert "would take out as well: aws_iam_role.stays[0]" in run.stderr
    assert on_disk(small) == OLD


def test_a_run_that_was_killed_in_the_midst_of_several_parts(tmp_path: Path, terraform: Path) -> None:
    """The first of its parts is out of the state, the others are not."""
    at = desk(tmp_path, SMALL)
    at.put_both(LEAVE)
    at.rm("--apply")
    (at.journal / "0001/forgotten").unlink()
    half = json.loads(json.dumps(SMALL))
    half["resources"][0]["instances"] = half["resources"][0]["instances"][1:]
    at.write(half)
    again = at.rm("--apply")
    assert again.returncode == 0, again.stderr
    assert "of a run that was interrupted" in again.stderr
    assert on_disk(at) == NEW
    assert len(at.backups) == 1
    assert at.restore("--apply").returncode == 0
    assert on_disk(at) == OLD
