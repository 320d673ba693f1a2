"""Which paths are ours to write or remove."""

import pytest

from landbridge.output.paths import collisions, folders, path_problem


@pytest.mark.parametrize(
    "path", ["main.tf", "modules/iam/main.tf", "handover/10-forget.sh", "with space.md", "ä.md", "...tf"]
)
def test_ours(path: str) -> None:
    assert path_problem(path) is None


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("", "it is empty"),
        ("/etc/passwd", "it is absolute"),
        ("../x.tf", "it leads out of the folder"),
        ("a/../../x.tf", "it leads out of the folder"),
        ("a/..", "it leads out of the folder"),
        ("./x.tf", "it is not in its simplest form"),
        ("a//x.tf", "it is not in its simplest form"),
        ("a/", "it is not in its simplest form"),
        ("a\nb.tf", "it holds a backslash or a character that does not print"),
        ("a\x00.tf", "it holds a backslash or a character that does not print"),
        ("a\udcff.tf", "it holds a backslash or a character that does not print"),
        ("..\\x.tf", "it holds a backslash or a character that does not print"),
        (".terraform/modules/modules.json", "it belongs to Terraform"),
        ("live/.Terraform/x", "it belongs to Terraform"),
        (".terraform.lock.hcl", "it belongs to Terraform"),
        (".terraformrc", "it belongs to Terraform"),
        ("terraform.tfstate", "it belongs to Terraform"),
        ("a/terraform.tfstate.backup", "it belongs to Terraform"),
        ("terraform.tfstate.d/prod/x.tf", "it belongs to Terraform"),
        (".git/hooks/pre-commit.sh", "it belongs to git"),
        (".landbridge.json", "it belongs to the writer"),
        (".landbridge.journal", "it belongs to the writer"),
        (".landbridge.staging/do0", "it belongs to the writer"),
    ],
)
def test_never_ours(path: str, problem: str) -> None:
    assert path_problem(path) == problem


@pytest.mark.parametrize(
    ("paths", "pairs"),
    [
        (["a.tf", "b.tf", "a/x.tf", "b/x.tf"], []),
        (["Main.tf", "main.tf"], [("Main.tf", "main.tf")]),
        (["modules/IAM/main.tf", "modules/iam/main.tf"], [("modules/IAM/main.tf", "modules/iam/main.tf")]),
        (["\u00e4.md", "a\u0308.md"], [("a\u0308.md", "\u00e4.md")]),
        (["a", "a/b.tf"], [("a", "a/b.tf")]),
        (["A", "a/b/c.tf"], [("A", "a/b/c.tf")]),
    ],
)
def test_collisions(paths: list[str], pairs: list[tuple[str, str]]) -> None:
    assert collisions(paths) == pairs


def test_folders_come_innermost_first() -> None:
    assert folders("a/b/c.tf") == ["a/b", "a"]
    assert folders("c.tf") == []
