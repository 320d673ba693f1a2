"""`landbridge compile A B --out-root`: specs that belong together are compiled together, or not at all."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import BROKEN, READS, WRITES, run
from tests.output.trees import contents
from tests.specs import HEAD, spec


def other(environment: str, security: str = READS) -> str:
    """A spec for another environment of the account, so that its names differ."""
    return spec(security, HEAD.replace("env: prod", f"env: {environment}"))


@pytest.fixture
def environments(home: Path) -> Path:
    """The current folder, with dev.yaml and prod.yaml."""
    (home / "spec.yaml").unlink()
    (home / "dev.yaml").write_text(other("dev"))
    (home / "prod.yaml").write_text(other("prod", WRITES))
    return home


def folders(home: Path) -> list[str]:
    return sorted(path.parent.relative_to(home).as_posix() for path in home.rglob(".landbridge.json"))


def levels(lock: Path) -> list[str]:
    return sorted(json.loads(lock.read_text())["levels"])


def test_each_spec_gets_a_folder_of_its_name(environments: Path) -> None:
    done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
    assert done.exit_code == 0
    assert folders(environments) == ["live/dev", "live/prod"]
    assert "edge-dev-" in (environments / "live/dev/modules/iam/main.tf").read_text()
    assert "edge-prod-" in (environments / "live/prod/modules/iam/main.tf").read_text()


def test_a_spec_yaml_gets_the_name_of_its_folder(home: Path) -> None:
    for name in ("dev", "prod"):
        (home / name).mkdir()
        (home / name / "spec.yaml").write_text(other(name))
    assert run("compile", "dev/spec.yaml", "prod/spec.yaml", "--out-root", "live").exit_code == 0
    assert run("compile", "spec.yaml", "--out-root", "alone").exit_code == 0
    assert folders(home) == ["alone/home", "live/dev", "live/prod"]


def test_a_second_compile_has_nothing_to_do(environments: Path) -> None:
    run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
    done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
    assert [line.partition(",")[0] for line in done.stdout.splitlines()] == [
        "live/dev: nothing to do",
        "live/prod: nothing to do",
    ]


def test_where_one_changed_the_other_is_left_alone(environments: Path) -> None:
    run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
    (environments / "dev.yaml").write_text(other("dev", WRITES))
    done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
    assert "[~] live/dev/modules/iam/main.tf\n" in done.stdout
    assert "live/prod: 0 created, 0 changed, 0 removed, 12 left alone" in done.stdout


def test_one_with_errors_stops_all(environments: Path) -> None:
    (environments / "prod.yaml").write_text(other("prod", BROKEN))
    before = contents(environments)
    done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
    assert (done.exit_code, done.stdout) == (1, "")
    assert contents(environments) == before


def test_one_refused_folder_stops_all(environments: Path) -> None:
    (environments / "live/prod").mkdir(parents=True)
    (environments / "live/prod/main.tf").write_text("# mine\n")
    before = contents(environments)
    done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "live/prod/main.tf:1:1: error LB901" in done.stderr
    assert contents(environments) == before


def test_drift_of_one_is_drift(environments: Path) -> None:
    run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
    (environments / "live/prod/main.tf").unlink()
    done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live", "--check")
    assert done.exit_code == 3
    assert "[+] live/prod/main.tf\n" in done.stdout


class TestOneAccount:
    """Two specs of one account that own one name."""

    @pytest.fixture
    def twins(self, environments: Path) -> Path:
        (environments / "prod.yaml").write_text(other("dev", WRITES))
        return environments

    def test_they_are_told_apart_and_nothing_is_written(self, twins: Path) -> None:
        before = contents(twins)
        done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
        assert done.exit_code == 1
        owned = "aws_iam_group edge-dev-b001-group-ops: dev.yaml owns it already, in the same account"
        assert f"prod.yaml:7:5: error LB112: {owned}" in done.stderr
        assert contents(twins) == before

    def test_even_where_each_was_compiled_before(self, twins: Path) -> None:
        for name in ("dev", "prod"):
            assert run("compile", f"{name}.yaml", "--out", f"live/{name}").exit_code == 0
        done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
        assert done.exit_code == 1
        assert "LB112" in done.stderr

    def test_in_two_accounts_they_are_fine(self, twins: Path) -> None:
        text = (twins / "prod.yaml").read_text()
        (twins / "prod.yaml").write_text(text.replace("123456789012", "210987654321"))
        assert run("compile", "dev.yaml", "prod.yaml", "--out-root", "live").exit_code == 0

    def test_what_a_tier_brings_is_told_with_a_way_out(self, twins: Path) -> None:
        for name in ("dev", "prod"):
            (twins / f"{name}.yaml").write_text(
                HEAD + "tier: {name: startup}\nsecurity: {permissions_boundary: none}\n"
            )
        done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
        assert "LB112" in done.stderr
        assert done.stderr.count("LB112") == 1
        assert "the tier brings this: set security.iam_groups.data_scientists in your spec, or drop" in done.stderr


class TestLock:
    """Specs of one folder share its lock, which then holds what all of them use."""

    def test_compiled_together(self, environments: Path) -> None:
        done = run("compile", "dev.yaml", "prod.yaml", "--out-root", "live")
        assert done.stdout.count("[+] landbridge.lock\n") == 1
        assert levels(environments / "landbridge.lock") == ["s3/level1", "s3/level2"]

    def test_compiled_one_after_the_other(self, environments: Path) -> None:
        run("compile", "dev.yaml", "--out-root", "live")
        done = run("compile", "prod.yaml", "--out-root", "live")
        assert "[~] landbridge.lock\n" in done.stdout
        assert levels(environments / "landbridge.lock") == ["s3/level1", "s3/level2"]
        assert run("compile", "dev.yaml", "prod.yaml", "--out-root", "live", "--check").exit_code == 0

    def test_named_in_two_ways(self, environments: Path) -> None:
        run("compile", "dev.yaml", environments / "prod.yaml", "--out-root", "live")
        assert levels(environments / "landbridge.lock") == ["s3/level1", "s3/level2"]

    def test_folders_of_their_own(self, home: Path) -> None:
        for name, security in (("dev", READS), ("prod", WRITES)):
            (home / name).mkdir()
            (home / name / "spec.yaml").write_text(other(name, security))
        run("compile", "dev/spec.yaml", "prod/spec.yaml", "--out-root", "live")
        assert levels(home / "dev/landbridge.lock") == ["s3/level1"]
        assert levels(home / "prod/landbridge.lock") == ["s3/level2"]
