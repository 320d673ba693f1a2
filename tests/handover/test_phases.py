"""What is compiled in each phase of a hand-over: each is a change for review of its own."""

import subprocess
from pathlib import Path

import hcl2
import pytest
from syrupy.assertion import SnapshotAssertion

from landbridge.pipeline import compile_tree
from tests.handover.estates import arn, found, group, membership, role, root

OLD = 'module.team["a b"].aws_iam_role.this'
HOSTILE = 'aws_iam_group.x["$${evil} `id` $(id) \\"; rm -rf / | \'<!-- "]'
OBJECTS = (
    role(OLD, description="loads", permissions_boundary="", tags_all={"CostCenter": "4711"}),
    group(HOSTILE),
    membership("aws_iam_user_group_membership.jane", "jane.doe", "analysts"),
    role("aws_iam_role.report", "report"),
    role("aws_iam_role.batch", "batch"),
    found("aws_s3_bucket.logs", bucket="logs", arn="arn:aws:s3:::logs"),
)
DECISIONS = """\
sources: {legacy: {folder: infra/legacy, workspace: prod}}
decisions:
  - {addresses: aws_iam_role.report, decide: retire, reason: reports ended in October}
  - {addresses: aws_iam_role.batch, decide: replace, becomes: module.iam.aws_iam_role.etl}
unmatched: leave
"""
BLOCKS = DECISIONS.replace("workspace: prod", "workspace: prod, forget: blocks, engine: terraform")


def tree(phase: str, decisions: str = DECISIONS) -> dict[str, str]:
    """The files of a phase."""
    files, broken = compile_tree(root(f"phase: {phase}\n{decisions}", *OBJECTS))
    assert broken == []
    return files


FILES = {
    "prepare": {"handover.tf", "handover/README.md", "handover/legacy/1-preflight.sh"},
    "import": {"handover/2-import-gate.sh", "handover/README.md", "handover/legacy/1-preflight.sh", "imports.tf"},
    "forget": {
        "handover/2-import-gate.sh",
        "handover/README.md",
        "handover/legacy/1-preflight.sh",
        "handover/legacy/3-state-rm.sh",
        "handover/legacy/4-state-restore.sh",
    },
    "done": {"handover/README.md"},
}


@pytest.mark.parametrize("phase", FILES)
def test_a_phase_has_its_files(phase: str) -> None:
    assert {name for name in tree(phase) if "handover" in name or name == "imports.tf"} == FILES[phase]


@pytest.mark.parametrize("phase", FILES)
def test_the_runbook_of_a_phase(phase: str, snapshot: SnapshotAssertion) -> None:
    assert tree(phase)["handover/README.md"] == snapshot


def test_removed_blocks_take_the_place_of_the_script_where_the_spec_wants_them(snapshot: SnapshotAssertion) -> None:
    files = tree("forget", BLOCKS)
    assert {name for name in files if name.startswith("handover/legacy/")} == {
        "handover/legacy/1-preflight.sh",
        "handover/legacy/removed.tf",
    }
    assert files["handover/legacy/removed.tf"] == snapshot


@pytest.mark.parametrize(
    ("engine", "version", "lifecycle"),
    [
        ("terraform", "1.7.0", True),
        ("opentofu", "1.7.0", False),
        ("opentofu", "1.9.4", False),
        ("opentofu", "1.10.0", True),
    ],
)
def test_a_removed_block_forgets_in_the_words_of_its_engine(engine: str, version: str, lifecycle: bool) -> None:
    given = BLOCKS.replace("engine: terraform", f"engine: {engine}, version: {version}")
    blocks = hcl2.loads(tree("forget", given)["handover/legacy/removed.tf"])["removed"]
    assert [block.get("lifecycle", [{}])[0].get("destroy") for block in blocks] == [False if lifecycle else None] * 3


@pytest.mark.parametrize(
    "command",
    [
        ("validate",),
        ("plan",),
        ("plan", "-target=module.m"),
        ("plan", "-target=terraform_data.a", "-refresh=false"),
        ("plan", "-destroy"),
        ("apply", "-auto-approve"),
        ("apply", "-auto-approve", "-target=module.m.terraform_data.b"),
        ("destroy", "-auto-approve"),
        ("import", "terraform_data.a", "x"),
    ],
)
def test_nothing_can_be_planned_while_it_is_prepared(command: tuple[str, ...], terraform: Path, tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m/main.tf").write_text('resource "terraform_data" "b" {}\n')
    (tmp_path / "main.tf").write_text('resource "terraform_data" "a" {}\nmodule "m" {\n  source = "./m"\n}\n')
    (tmp_path / "handover.tf").write_text(tree("prepare")["handover.tf"])
    for words, code in ((("init",), 0), (command, 1)):
        run = subprocess.run(
            ["terraform", *words, "-no-color"], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert run.returncode == code, run.stdout + run.stderr
    said = " ".join(run.stderr.split())
    assert "nothing of this root may be planned or applied. See handover/README.md." in said
    assert not (tmp_path / "terraform.tfstate").exists()


@pytest.mark.parametrize("phase", ["import", "forget", "done"])
def test_and_afterwards_it_can(phase: str) -> None:
    assert "handover.tf" not in tree(phase)


def test_what_leaves_is_what_is_adopted_and_nothing_else() -> None:
    script = tree("forget")["handover/legacy/3-state-rm.sh"]
    listed = script.partition("ADDRESSES=(\n")[2].partition("\n)")[0].splitlines()
    assert len(listed) == 3
    assert not any(name in script for name in ("aws_iam_role.report", "aws_iam_role.batch", "aws_s3_bucket.logs"))


def test_the_engine_of_an_old_root_is_called_by_its_command() -> None:
    files = tree("forget", DECISIONS.replace("workspace: prod", "workspace: prod, engine: opentofu"))
    assert "readonly ENGINE=tofu\n" in files["handover/legacy/3-state-rm.sh"]


def test_the_arn_of_an_object_is_what_it_is_known_by_again() -> None:
    assert arn("role", "etl") in tree("prepare")["handover/legacy/1-preflight.sh"]
