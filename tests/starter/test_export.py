"""The export of the old groups beside a config: what waits in the spec for new groups, and what is to be done."""

import re
from pathlib import Path

import pytest

from landbridge.starter.conversion import Conversion, convert
from tests.specs import analysed
from tests.starter.test_conversion import GROUP, HEAD, spec

NAME = "user-group-mappings.txt"


def converted(folder: Path, export: str | bytes | None, security: str = GROUP) -> Conversion:
    """Convert a config with an export beside it."""
    (folder / "config.yaml").write_text(HEAD + security)
    if export is not None:
        (folder / NAME).write_bytes(export.encode() if isinstance(export, str) else export)
    conversion, findings = convert(folder / "config.yaml")
    assert conversion is not None, findings
    return conversion


def uncommented(text: str) -> str:
    """Put the commented block to use: a # without one blank behind it."""
    return re.sub(r"^(\s*)#(?! \S|$)", r"\1", text, flags=re.MULTILINE)


def test_the_old_groups_wait_above_the_new_ones(tmp_path: Path) -> None:
    text = converted(tmp_path, "OPS: jane\ninterns: jim joe\nOPS: joe\n").text()
    block = "".join(
        f"  {line}\n"
        for line in (
            "#user_group_mappings:",
            f"#  file: {NAME}",
            "#  groups:",
            "#    OPS: ops",
            "#    interns: KEY",
            "#  left_behind: []",
            "iam_groups:",
        )
    )
    assert block in text


def test_the_lines_work_once_they_are_decided(tmp_path: Path) -> None:
    export = "ops: jane\n'a #b': x\nq\"uote: jim\n"
    text = uncommented(converted(tmp_path, export).text()).replace("KEY", "ops")
    analysis = analysed(text, user__group__mappings_txt='ops: jane\nq"uote: jim\n')
    assert [finding for finding in analysis.findings if finding.severity == "error"] == []


def test_an_old_group_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    text = uncommented(converted(tmp_path, "interns: jim\n").text())
    analysis = analysed(text, user__group__mappings_txt="interns: jim\n")
    assert ("security", "user_group_mappings", "groups", "interns") in {found.path for found in analysis.findings}


@pytest.mark.parametrize("export", [b"\xff\xfe", "", "no groups\n", "a\u202eb: jim\n", "e\u0301: jim\n"])
def test_what_cannot_be_read_as_groups_lists_none(export: str | bytes, tmp_path: Path) -> None:
    conversion = converted(tmp_path, export)
    assert conversion.export is not None
    assert conversion.export.groups == ()
    assert "#  groups: {}\n" in conversion.text()


@pytest.mark.parametrize("security", ["", "security: {}\n", "security: []\n", "security: {service_roles: {}}\n"])
def test_a_config_without_groups_still_says_what_to_do(security: str, tmp_path: Path) -> None:
    conversion = converted(tmp_path, "ops: jane\n", security)
    assert conversion.export is not None
    assert spec(conversion)["version"] == 1


def test_without_an_export_nothing_is_said(tmp_path: Path) -> None:
    conversion = converted(tmp_path, None)
    assert conversion.export is None
    assert "user_group_mappings" not in conversion.text()


def test_an_export_that_the_config_names_is_not_told_again(tmp_path: Path) -> None:
    mapped = GROUP.replace("iam_groups:", f"user_group_mappings: {{file: {NAME}, groups: {{ops: ops}}}}, iam_groups:")
    conversion = converted(tmp_path, "ops: jane\n", mapped)
    assert conversion.export is None
    assert "#user_group_mappings" not in conversion.text()


def test_the_next_step_tells_to_copy_it_where_the_spec_stands_elsewhere(tmp_path: Path) -> None:
    export = converted(tmp_path, "ops: jane\n").export
    assert export is not None
    assert export.next_step(tmp_path / "spec.yaml").startswith("map the old groups")
    elsewhere = tmp_path / "live/spec.yaml"
    assert export.next_step(elsewhere).startswith(f"copy {tmp_path / NAME} to {elsewhere.parent}, and map")
