"""`landbridge inventory`: from old states to a file that people commit."""

import json
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from landbridge.cli.app import app
from landbridge.estate.file import parse
from landbridge.output.ownership import INVENTORY_MARKER
from tests.cli.commands import run
from tests.cli.terminal import plain
from tests.estate.states import LINEAGE, instance, resource, state

OLD = state(
    resource("aws_iam_role", "etl", instance({"name": "etl", "path": "/"})),
    resource(
        "aws_iam_role",
        "marked",
        instance({"name": "x"}, sensitive_attributes=[[{"type": "get_attr", "value": "name"}]]),
    ),
    resource("aws_iam_group_membership", "ops", instance({"group": "ops", "users": ["b", "a"]})),
    resource("aws_opensearch_domain_policy", "logs", instance({"domain_name": "logs"})),
    resource("aws_instance", "web", instance({"id": "i-1", "arn": "arn:aws:ec2:eu-west-1:123456789012:instance/i-1"})),
    resource("random_string", "suffix", instance({"id": "hunter2"})),
    resource("aws_vpc", "main", instance({"id": "vpc-1"}), mode="data"),
)
EMPTY = state(lineage="0")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two old states in it."""
    folder = tmp_path / "home"
    save(folder / "legacy.tfstate", OLD)
    save(
        folder / "net" / "terraform.tfstate",
        state(resource("aws_security_group", "g", instance({"id": "sg-1"})), lineage="1"),
    )
    monkeypatch.chdir(folder)
    return folder


def save(path: Path, content: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))
    return path


def names(path: Path) -> list[str]:
    """The sources of an inventory."""
    found = parse(path.read_bytes(), path.name, [])
    assert found is not None
    return list(found.sources)


def test_what_it_says_and_writes(home: Path, snapshot: SnapshotAssertion) -> None:
    done = run("inventory", "legacy=legacy.tfstate", "net=net/terraform.tfstate", "--out", "inventory.yaml")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == snapshot(name="said")
    assert (home / "inventory.yaml").read_text() == snapshot(name="written")


def last_line(*blocks: dict[str, Any]) -> str:
    """What the summary of a state says last."""
    save(Path("last.tfstate"), state(*blocks))
    return run("inventory", "last.tfstate").stdout.splitlines()[-2].strip()


@pytest.mark.parametrize(
    ("block", "why"),
    [
        (resource("aws_iam_group_membership", "x", instance({"group": "g"})), "without an import"),
        (resource("aws_iam_role", "x", instance({"path": "/"})), "without an id"),
        (resource("aws_instance", "x", instance({"id": "i-1"})), "of kinds that no hand-over adopts"),
        (resource("random_string", "x", instance({"id": "i"})), "of kinds that no hand-over adopts"),
        (resource("aws_iam_role", "x", instance({"name": "x"}, deposed="deadbeef")), "waiting to be destroyed"),
    ],
)
@pytest.mark.usefixtures("home")
def test_it_says_what_cannot_be_adopted_and_why(block: dict[str, Any], why: str) -> None:
    whole = resource("aws_iam_role", "whole", instance({"name": "etl"}))
    assert last_line(whole, block) == f"1 of 2 cannot be adopted as they stand here: 1 {why}"


@pytest.mark.usefixtures("home")
def test_it_says_nothing_of_that_where_everything_can_be_adopted() -> None:
    assert last_line(resource("aws_iam_role", "whole", instance({"name": "etl"}))) == "1 aws_iam_role"


@pytest.mark.usefixtures("home")
def test_of_many_kinds_those_with_a_remark_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("landbridge.cli.inventory._SHOWN", 1)
    whole = resource("aws_iam_role", "whole", instance({"name": "etl"}))
    save(Path("many.tfstate"), state(whole, resource("zzz_last", "x", instance())))
    assert [line.strip() for line in run("inventory", "many.tfstate").stdout.splitlines()[1:3]] == [
        "1 zzz_last  address only",
        "and 1 kind more",
    ]


def test_without_names_sources_are_called_after_their_files(home: Path) -> None:
    assert run("inventory", "legacy.tfstate", "net/terraform.tfstate").exit_code == 0
    assert names(home / "inventory.yaml") == ["legacy", "net"]


def test_standard_input_is_read(home: Path) -> None:
    done = CliRunner().invoke(app, ["inventory", "legacy=-"], input=json.dumps(OLD))
    assert done.exit_code == 0
    assert names(home / "inventory.yaml") == ["legacy"]


def test_an_empty_standard_input_is_named(home: Path) -> None:
    done = run("inventory", "legacy=-")
    assert done.exit_code == 1
    assert "standard input:1:1: error LB030: it is empty" in done.stderr


def test_a_second_run_has_nothing_to_do(home: Path) -> None:
    run("inventory", "legacy.tfstate")
    before = (home / "inventory.yaml").stat().st_mtime_ns
    done = run("inventory", "legacy.tfstate")
    assert done.exit_code == 0
    assert done.stdout.endswith("inventory.yaml: nothing to do, it says the same\n")
    assert (home / "inventory.yaml").stat().st_mtime_ns == before


def test_the_serial_of_a_state_says_nothing(home: Path) -> None:
    run("inventory", "legacy.tfstate")
    save(home / "legacy.tfstate", {**OLD, "serial": 99})
    assert run("inventory", "legacy.tfstate", "--check").exit_code == 0


class TestCheck:
    """`--check` writes nothing, and tells by its exit code."""

    def test_the_same(self, home: Path) -> None:
        run("inventory", "legacy.tfstate")
        done = run("inventory", "legacy.tfstate", "--check")
        assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "inventory.yaml: says the same")

    def test_another_state(self, home: Path) -> None:
        run("inventory", "legacy.tfstate")
        text = (home / "inventory.yaml").read_text()
        save(home / "legacy.tfstate", state(resource("aws_iam_role", "new", instance({"name": "new"}))))
        done = run("inventory", "legacy.tfstate", "--check")
        assert (done.exit_code, done.stdout.splitlines()[-1]) == (3, "inventory.yaml: does not say the same")
        assert (home / "inventory.yaml").read_text() == text

    def test_no_inventory(self, home: Path) -> None:
        done = run("inventory", "legacy.tfstate", "--check")
        assert (done.exit_code, done.stdout.splitlines()[-1]) == (3, "inventory.yaml: is not there")
        assert not (home / "inventory.yaml").exists()

    def test_a_checkout_with_crlf(self, home: Path) -> None:
        run("inventory", "legacy.tfstate")
        path = home / "inventory.yaml"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert run("inventory", "legacy.tfstate", "--check").exit_code == 0

    def test_a_folder_in_its_place(self, home: Path) -> None:
        (home / "inventory.yaml").mkdir()
        done = run("inventory", "legacy.tfstate", "--check")
        assert (done.exit_code, "LB903" in done.stderr) == (1, True)


class TestOverwriting:
    """Only what this command wrote, and nobody changed since, is replaced without being asked."""

    def test_its_own_file(self, home: Path) -> None:
        run("inventory", "legacy.tfstate")
        assert run("inventory", "net/terraform.tfstate").exit_code == 0
        assert names(home / "inventory.yaml") == ["net"]

    def test_a_file_of_somebody_else(self, home: Path) -> None:
        (home / "inventory.yaml").write_text("mine: true\n")
        done = run("inventory", "legacy.tfstate")
        assert done.exit_code == 1
        assert "error LB901: inventory.yaml exists and was not written by `landbridge inventory`" in done.stderr
        assert (home / "inventory.yaml").read_text() == "mine: true\n"

    def test_a_file_that_was_completed_by_hand(self, home: Path) -> None:
        (home / "list.txt").write_text("aws_iam_role.etl\n")
        run("inventory", "legacy=list.txt")
        path = home / "inventory.yaml"
        edited = path.read_text() + "        id: etl\n"
        path.write_text(edited)
        done = run("inventory", "legacy=list.txt")
        assert done.exit_code == 1
        assert "error LB902: inventory.yaml was edited by hand" in done.stderr
        assert path.read_text() == edited

    def test_a_merge_conflict_is_named_by_its_line(self, home: Path) -> None:
        run("inventory", "legacy.tfstate")
        path = home / "inventory.yaml"
        path.write_text(path.read_text() + "<<<<<<< HEAD\n")
        done = run("inventory", "legacy.tfstate")
        line = path.read_text().count("\n")
        assert f"inventory.yaml:{line}:1: error LB902: inventory.yaml holds a merge conflict" in done.stderr

    @pytest.mark.parametrize("content", ["mine: true\n", f"# {INVENTORY_MARKER}\nx"])
    def test_force_replaces_either(self, content: str, home: Path) -> None:
        (home / "inventory.yaml").write_text(content)
        assert run("inventory", "legacy.tfstate", "--force").exit_code == 0
        assert names(home / "inventory.yaml") == ["legacy"]

    def test_a_link_is_not_followed(self, home: Path) -> None:
        (home / "inventory.yaml").symlink_to(home / "elsewhere.yaml")
        done = run("inventory", "legacy.tfstate", "--force")
        assert (done.exit_code, "LB903" in done.stderr) == (1, True)
        assert not (home / "elsewhere.yaml").exists()

    def test_a_folder_that_is_not_there(self, home: Path) -> None:
        done = run("inventory", "legacy.tfstate", "--out", "absent/inventory.yaml")
        assert (done.exit_code, "LB907" in done.stderr) == (1, True)


class TestFindings:
    """Where a file has errors nothing is written; warnings stop nothing."""

    def test_all_files_are_read_before_it_ends(self, home: Path) -> None:
        (home / "a.tfstate").write_text("{")
        (home / "b.tfstate").write_text("")
        done = run("inventory", "a.tfstate", "b.tfstate", "legacy.tfstate")
        assert (done.exit_code, done.stdout) == (1, "")
        assert [line.split(":")[0] for line in done.stderr.splitlines() if "error LB" in line] == [
            "a.tfstate",
            "b.tfstate",
        ]
        assert not (home / "inventory.yaml").exists()

    def test_a_warning(self, home: Path) -> None:
        save(home / "empty.tfstate", EMPTY)
        done = run("inventory", "empty.tfstate")
        assert done.exit_code == 0
        assert "empty.tfstate:1:1: warning LB034: it holds no object at all" in done.stderr
        assert names(home / "inventory.yaml") == ["empty"]

    def test_one_state_twice(self, home: Path) -> None:
        done = run("inventory", "a=legacy.tfstate", "b=legacy.tfstate")
        assert done.exit_code == 0
        assert "warning LB037: b has the lineage of a" in done.stderr
        assert LINEAGE not in done.output

    def test_for_a_machine_they_are_the_whole_of_stdout(self, home: Path) -> None:
        (home / "a.tfstate").write_text("{")
        done = run("inventory", "a.tfstate", "--format", "json")
        assert (done.exit_code, done.stderr) == (1, "")
        assert [each["id"] for each in json.loads(done.stdout)["findings"]] == ["LB032"]

    def test_an_inventory_beyond_the_limit(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("landbridge.source.limits.MAX_BYTES", 1200)
        done = run("inventory", "legacy.tfstate")
        assert (done.exit_code, "LB003" in done.stderr) == (1, True)
        assert not (home / "inventory.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument"),
        (["-"], "no name can be made of '-'"),
        (["Legacy=legacy.tfstate"], "'Legacy' is no name of a source"),
        (["=legacy.tfstate"], "'' is no name of a source"),
        (["legacy="], "names no file"),
        (["a b.tfstate"], "no name can be made of 'a b.tfstate'"),
        (["a=legacy.tfstate", "a=net/terraform.tfstate"], "two sources are called a"),
        (["a=-", "b=-"], "standard input can be read once"),
        (["legacy.tfstate", "--out", "inventory.json"], "a name that ends in .yaml"),
        (["legacy.tfstate", "--check", "--force"], "--check does not go with --force"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, home: Path) -> None:
    done = run("inventory", *arguments)
    assert done.exit_code == 2
    assert message in " ".join(plain(done.stderr).replace("│", " ").split())
    assert not (home / "inventory.yaml").exists()
