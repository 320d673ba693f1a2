"""A plan as data: drift, digests and the unified diff."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from landbridge.output.plan import Change, Plan
from landbridge.output.writer import plan
from tests.output.trees import compile_to, contents

OLD = {"a.tf": "one\ntwo\n", "gone/b.tf": "b\n", "same.tf": "s\n", "x.sh": "#!/bin/sh\n"}
NEW = {"a.tf": "one\n2\n", "new/c.json": "{}\n", "same.tf": "s\n", "x.sh": "#!/bin/sh\n"}


def test_changes_are_sorted_and_say_what_happens(tmp_path: Path) -> None:
    compile_to(tmp_path, OLD)
    assert [(change.kind, change.path) for change in plan(tmp_path, NEW).changes] == [
        ("changed", ".landbridge.json"),
        ("changed", "a.tf"),
        ("removed", "gone/b.tf"),
        ("created", "new/c.json"),
        ("same", "same.tf"),
        ("same", "x.sh"),
    ]


def test_drift_is_any_change_and_any_finding(tmp_path: Path) -> None:
    same = Change("a.tf", "same", "", "")
    assert not Plan(tmp_path, (same,)).drift
    assert Plan(tmp_path, (same, Change("b.tf", "created", None, ""))).drift
    assert plan(tmp_path, {"../a.tf": ""}).drift


def test_digests_are_those_of_the_files_as_written(tmp_path: Path) -> None:
    compile_to(tmp_path, OLD)
    todo = compile_to(tmp_path, NEW)
    assert todo.digests() == {
        path: hashlib.sha256(text.encode()).hexdigest() for path, text in contents(tmp_path).items()
    }


def test_diff_of_nothing_is_empty(tmp_path: Path) -> None:
    compile_to(tmp_path, OLD)
    assert plan(tmp_path, OLD).diff() == ""


def test_diff_shows_what_was_and_what_will_be() -> None:
    changes = (
        Change("a.tf", "changed", "one\ntwo\n", "one\n2\n"),
        Change("b.tf", "removed", "b\n", None),
        Change("c.tf", "created", None, "c\n"),
        Change("d.tf", "same", "d\n", "d\n"),
        Change("e.sh", "changed", "e\n", "e\n"),
    )
    assert Plan(Path("out"), changes).diff() == (
        "--- a/a.tf\n+++ b/a.tf\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n"
        "--- a/b.tf\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n"
        "--- /dev/null\n+++ b/c.tf\n@@ -0,0 +1 @@\n+c\n"
        "diff --git a/e.sh b/e.sh\nold mode 100644\nnew mode 100755\n"
    )


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("no end", "-no end\n\\ No newline at end of file\n"),
        ("one\x0bline\u2028only\n", "-one\x0bline\u2028only\n"),
        ("windows\r\n", "-windows\r\n"),
        ("latin \udce4\n", "-latin ?\n"),
    ],
)
def test_diff_of_files_that_we_would_not_write(before: str, shown: str) -> None:
    diff = Plan(Path("out"), (Change("a.tf", "changed", before, ""),)).diff()
    assert diff.endswith("@@ -1 +0,0 @@\n" + shown)


def test_git_applies_the_diff(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for root in (old, new):
        compile_to(root, OLD)
        (root / "x.sh").chmod(0o644)
        (root / "a.tf").write_text("edited, no end")
    diff = plan(old, NEW, force=True).diff()
    compile_to(new, NEW, force=True)
    subprocess.run(["git", "apply", "-"], input=diff, text=True, cwd=old, check=True)
    assert contents(old) == contents(new)
    assert (old / "x.sh").stat().st_mode & 0o111
