"""`landbridge init`: a commented spec that compiles, or one made of a config, and what is left to decide."""

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from landbridge.spec.schema import schema_text
from tests.cli.commands import run
from tests.examples import CHECKOUT

CONFIG = """\
client: {company_prefix: edge, account_id: 123456789012, tenant_id: b001}
environment: {env: prod, region: us-west-1}
deployment: {stack_name: edge}
security:
  iam_groups:
    data_scientists:
      description: Data scientists with ML model development access
      managed_policies:
        - CloudWatchLogsReadOnlyAccess
      policy_assignments:
        s3: level2 # read/write to project buckets
        sagemaker: level2 # dev endpoint access
"""
WIDE = CONFIG.replace("CloudWatchLogsReadOnlyAccess", "AdministratorAccess").replace("s3: level2", "s3: level4")


def converted(folder: Path, config: str) -> str:
    """Start from a config; return what the command said, with the folder's name taken out."""
    (folder / "config.yaml").write_text(config)
    done = run("init", folder / "live", "--from", folder / "config.yaml")
    assert done.exit_code == 0, done.output
    return done.stdout.replace(f"{folder}/", "")


@pytest.mark.parametrize("tier", ["startup", "medium", "enterprise"])
def test_the_spec_of_a_tier_checks_and_compiles(tier: str, tmp_path: Path) -> None:
    assert run("init", tmp_path, "--tier", tier).exit_code == 0
    spec = tmp_path / "spec.yaml"
    assert f"name: {tier}" in spec.read_text()
    assert run("check", spec).exit_code == 0
    assert run("compile", spec, "--out", tmp_path / "live").exit_code == 0


def test_without_a_choice_it_is_startup_with_the_schema_for_editors(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    done = run("init", tmp_path / "new")
    assert done.stdout.replace(f"{tmp_path}/", "") == snapshot
    lines = (tmp_path / "new/spec.yaml").read_text().splitlines()
    assert lines[0] == "# yaml-language-server: $schema=./landbridge.schema.json"
    assert "  name: startup" in lines
    assert (tmp_path / "new/landbridge.schema.json").read_text() == schema_text()


def test_the_current_folder_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["landbridge.schema.json", "spec.yaml"]


def test_the_spec_the_next_steps_and_the_readme_name_one_folder_for_the_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = "landbridge compile spec.yaml --out live"
    assert f"  {command}\n" in run("init").stdout
    assert f"# To compile it: {command}\n" in (tmp_path / "spec.yaml").read_text()
    assert f"$ {command}\n" in (CHECKOUT / "README.md").read_text()


@pytest.mark.parametrize("arguments", [(), ("--from", "config.yaml")])
def test_a_spec_that_is_there_is_never_overwritten(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec.yaml").write_text("mine")
    (tmp_path / "config.yaml").write_text(CONFIG)
    done = run("init", *arguments)
    assert done.exit_code == 1
    assert "LB901" in done.stderr
    assert (tmp_path / "spec.yaml").read_text() == "mine"
    assert not (tmp_path / "landbridge.schema.json").exists()


def test_a_schema_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "landbridge.schema.json").write_text("{}")
    assert run("init", tmp_path).exit_code == 0
    assert (tmp_path / "landbridge.schema.json").read_text() == "{}"


def test_a_config_and_a_tier_are_wrong_usage(tmp_path: Path) -> None:
    assert run("init", tmp_path, "--from", tmp_path / "config.yaml", "--tier", "medium").exit_code == 2


def test_a_config_becomes_a_spec_that_compiles_and_what_changed_is_told(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    assert converted(tmp_path, CONFIG) == snapshot
    assert (tmp_path / "live/spec.yaml").read_text() == snapshot
    assert run("compile", tmp_path / "live/spec.yaml", "--out", tmp_path / "out").exit_code == 0


def test_wide_access_waits_for_a_reason(tmp_path: Path) -> None:
    told = converted(tmp_path, WIDE)
    assert re.findall(r"error (LB\d+)", told) == ["LB347", "LB350"]
    spec = (tmp_path / "live/spec.yaml").read_text()
    for rule, line in (("LB347", "- AdministratorAccess"), ("LB350", "s3: level4")):
        assert re.search(rf"# To decide \({rule}\): [^\n]+\n( +# [^\n]+\n)* +{line}", spec)
    done = run("check", tmp_path / "live/spec.yaml")
    assert done.exit_code == 1
    assert re.findall(r"error (LB\d+)", done.stdout) == ["LB347", "LB350"]


def test_what_the_tier_brings_is_told(tmp_path: Path) -> None:
    told = converted(tmp_path, CONFIG + "tier: {name: Startup-5}\n")
    assert 'tier.name "Startup-5" is now startup' in told
    assert "  security.iam_groups: ml_engineers, platform_administrators, business_consumers" in told
    assert "  security.iam_groups.data_scientists.policy_assignments: sagemaker-inference\n" in told


@pytest.mark.parametrize(
    ("config", "finding"),
    [
        ("client: {\n", "config.yaml:2:1: error LB004"),
        ("client: 1\nclient: 2\n", "config.yaml:2:1: error LB005"),
        ("- a list\n", "config.yaml:1:1: error LB009"),
        ("name: !!python/object:os.system ls\n", "config.yaml:1:7: error LB007"),
        ("name: a\u202eb\n", "config.yaml:1:8: error LB012"),
    ],
)
def test_a_broken_config_is_findings_and_writes_nothing(config: str, finding: str, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(config)
    done = run("init", tmp_path / "live", "--from", tmp_path / "config.yaml")
    assert done.exit_code == 1
    assert finding in done.stderr
    assert not (tmp_path / "live").exists()


@pytest.mark.parametrize("name", ["none.yaml", "."])
def test_a_config_that_cannot_be_read_is_a_finding(name: str, tmp_path: Path) -> None:
    done = run("init", tmp_path / "live", "--from", tmp_path / name)
    assert done.exit_code == 1
    assert "LB0" in done.stderr
