"""`landbridge diff`: two specs, or a revision and a spec; the exit code tells whether access grew."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import BROKEN, READS, WRITES, run, write
from tests.specs import HEAD, spec


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [(READS, WRITES, 4), (WRITES, READS, 0), (READS, READS, 0), (BROKEN, READS, 1), (READS, BROKEN, 1)],
    ids=["grew", "shrank", "same", "old has errors", "new has errors"],
)
def test_the_exit_code_tells_whether_access_grew(old: str, new: str, code: int, tmp_path: Path) -> None:
    done = run("diff", write(tmp_path / "old.yaml", old), write(tmp_path / "new.yaml", new))
    assert done.exit_code == code, done.output


def test_errors_are_told_with_their_places_and_nothing_is_compared(tmp_path: Path) -> None:
    done = run("diff", write(tmp_path / "old.yaml", READS), write(tmp_path / "new.yaml", BROKEN))
    assert "new.yaml:7:36: error LB102" in done.stderr
    assert done.stdout == ""


def test_errors_as_json(tmp_path: Path) -> None:
    specs = write(tmp_path / "old.yaml", READS), write(tmp_path / "new.yaml", BROKEN)
    done = run("diff", *specs, "--format", "json")
    assert [finding["id"] for finding in json.loads(done.stdout)["findings"]] == ["LB102"]


def test_the_formats(tmp_path: Path) -> None:
    specs = write(tmp_path / "old.yaml", READS), write(tmp_path / "new.yaml", WRITES)
    assert run("diff", *specs).stdout.startswith("Access grew for 1 principal.\n\ngroup edge-prod-b001-group-ops: ")
    assert run("diff", *specs, "--format", "markdown").stdout.startswith("**Access grew for 1 principal.**\n\n| ")
    assert json.loads(run("diff", *specs, "--format", "json").stdout)["grew"] is True


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = run("diff", tmp_path / "old.yaml", write(tmp_path / "new.yaml", READS))
    assert done.exit_code == 2
    assert "there is no file" in done.stderr


KEY = """
kms:
  keys:
    storage:
      purpose: plain
      aliases: [lake]
"""
OPEN_KEY = (
    KEY
    + """\
      other_accounts:
        - {principals: ["arn:aws:iam::210987654321:role/reader"], use: decrypt, reason: They read the dumps}
"""
)
LOOSE_KEY = (
    KEY
    + """\
      destroyable: A rehearsal
      without_rotation: A rehearsal
"""
)
NETWORK = """
network:
  security_groups:
    clients: {vpc: vpc-0a1b2c3d4e5f60718}
    orders_db:
      vpc: vpc-0a1b2c3d4e5f60718
      ingress: [{from: 10.0.0.0/16, engine: oracle, description: Replication}]
  vpc_endpoints:
    dms: {service: dms, vpc: vpc-0a1b2c3d4e5f60718, subnets: [subnet-0a1b2c3d4e5f60718], clients: [clients]}
"""


def write_whole(path: Path, parts: str) -> Path:
    """Write a spec with these parts and nobody in it."""
    path.write_text(spec("permissions_boundary: none", HEAD + parts))
    return path


@pytest.mark.parametrize(
    ("old", "new", "told", "code"),
    [
        (KEY, OPEN_KEY, "Access grew for 1 key. Opens to account 210987654321.", 4),
        (OPEN_KEY, KEY, "Access shrank for 1 key.", 0),
        (KEY, LOOSE_KEY, "Access stays the same for 1 key. 1 key lost a safeguard.", 0),
        (LOOSE_KEY, KEY, "No access changes.", 0),
        (KEY, KEY.replace("storage:", "dumps:\n      renamed_from: storage"), "No access changes.", 0),
        (NETWORK, NETWORK, "No access changes.", 0),
        (NETWORK, NETWORK.replace("/16", "/8"), "Access grew for 1 security group.", 4),
        (NETWORK, NETWORK.replace("/16", "/24"), "Access shrank for 1 security group.", 0),
        (NETWORK, NETWORK.replace("10.0.0.0/16", "clients"), "Access grew for 1 security group, shrank for 1.", 4),
    ],
    ids=["opened", "closed", "unguarded", "guarded", "renamed", "network", "wider", "narrower", "other"],
)
def test_keys_and_networks_are_compared_like_principals(
    old: str, new: str, told: str, code: int, tmp_path: Path
) -> None:
    done = run("diff", write_whole(tmp_path / "old.yaml", old), write_whole(tmp_path / "new.yaml", new))
    assert done.stdout.splitlines()[0] == told, done.output
    assert done.exit_code == code


def test_what_keys_and_networks_open_is_listed_for_each(tmp_path: Path) -> None:
    done = run("diff", write_whole(tmp_path / "old.yaml", KEY), write_whole(tmp_path / "new.yaml", OPEN_KEY + NETWORK))
    assert "\nkey storage: access grew, opens to account 210987654321\n" in done.stdout
    assert (
        "\nsecurity group orders_db (new): access grew\n  + ingress from 10.0.0.0/16 on TCP port 1521\n" in done.stdout
    )
    assert "\nvpc endpoint dms (new): access grew\n" in done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with one commit, tagged v1, that has live/spec.yaml."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Jane")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "jane@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    write(tmp_path / "live/spec.yaml", READS)
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "One"], ["tag", "v1"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def test_a_revision_is_compared_with_the_working_tree(repository: Path) -> None:
    spec = write(repository / "live/spec.yaml", WRITES)
    done = run("diff", "v1", spec)
    assert done.exit_code == 4
    assert "+ Allow s3:AbortMultipartUpload" in done.stdout
    assert run("diff", "HEAD", write(spec, READS)).stdout == "No access changes.\n"


def test_a_spec_that_the_revision_does_not_have_is_all_new(repository: Path) -> None:
    done = run("diff", "v1", write(repository / "live/second.yaml", READS))
    assert done.exit_code == 4
    assert "everything in it is new" in done.stderr
    assert "group edge-prod-b001-group-ops (new): access grew" in done.stdout


@pytest.mark.parametrize("revision", ["v2", "--output=x", "", "HEAD:live"])
def test_what_is_no_revision_is_a_finding(revision: str, repository: Path) -> None:
    done = run("diff", "--", revision, repository / "live/spec.yaml")
    assert done.exit_code == 1
    assert "LB001" in done.stderr


def test_a_spec_that_is_not_there_is_a_finding_whatever_the_revision(repository: Path) -> None:
    done = run("diff", "v1", repository / "live/none.yaml")
    assert done.exit_code == 1
    assert "LB001" in done.stderr


def test_a_refreshed_lock_alone_shows_whose_access_it_changes(repository: Path) -> None:
    queues = "permissions_boundary: none\niam_groups: {ops: {access: [{service: sqs, level: read}]}}"
    spec, lock = write(repository / "live/spec.yaml", queues), repository / "live/landbridge.lock"
    assert run("update", spec).exit_code == 0
    fresh = lock.read_text()
    older = json.loads(fresh)
    action, _ = older["levels"]["sqs/read"]["actions"].popitem()
    lock.write_text(json.dumps(older))
    for command in (["add", "."], ["commit", "-q", "-m", "Two"]):
        subprocess.run(["git", *command], cwd=repository, check=True)
    lock.write_text(fresh)
    done = run("diff", "HEAD", spec)
    assert done.exit_code == 4, done.output
    assert f"+ Allow sqs:{action.removeprefix('sqs:')} on" in done.stdout


def test_a_file_named_like_a_revision_does_not_take_its_place(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = write(repository / "live/spec.yaml", WRITES)
    monkeypatch.chdir(write(repository / "v1", WRITES).parent)
    assert run("diff", "v1", spec).exit_code == 4
    assert run("diff", "./v1", spec).exit_code == 0


@pytest.mark.parametrize("old", ["./v1", "../v1", "/nowhere/v1", "v1.yaml", "v1.yml"])
def test_what_is_written_as_a_file_is_never_a_revision(
    old: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    done = run("diff", old, "live/spec.yaml")
    assert done.exit_code == 2
    assert f"there is no file {old}" in done.stderr


def test_a_name_of_a_branch_and_a_tag_is_a_finding(repository: Path) -> None:
    subprocess.run(["git", "branch", "v1"], cwd=repository, check=True)
    done = run("diff", "v1", repository / "live/spec.yaml")
    assert done.exit_code == 1
    assert 'LB001: "v1" names "refs/tags/v1" and "refs/heads/v1"' in done.stderr
    assert run("diff", "refs/heads/v1", repository / "live/spec.yaml").exit_code == 0


def test_a_report_that_is_cut_still_exits_with_growth(repository: Path) -> None:
    groups = ", ".join(
        f"{'g' * 20}{number}: {{managed_policies: [ReadOnlyAccess], members: [u{number}]}}" for number in range(400)
    )
    spec = write(repository / "live/spec.yaml", f"permissions_boundary: none\niam_groups: {{{groups}}}")
    done = run("diff", "v1", spec, "--format", "markdown")
    assert done.exit_code == 4, done.output
    assert "Cut to the length of a comment" in done.stdout.splitlines()[2]
