"""The manifest tells which files became stale, and is never trusted further than that."""

import json
from pathlib import Path

import pytest

from landbridge.output.manifest import dump_manifest
from landbridge.output.ownership import seal
from landbridge.output.writer import WriteRefused, plan
from tests.output.trees import compile_to, contents, finding_ids, on_disk

FILES = {"main.tf": "a\n", "map.json": "{}\n"}


def list_in_manifest(root: Path, *paths: str) -> None:
    (root / ".landbridge.json").write_text(dump_manifest(paths))


def test_it_lists_our_files_sorted_and_nothing_that_churns() -> None:
    assert dump_manifest(["b.tf", "a/c.tf"]) == ('{\n  "format": 1,\n  "files": [\n    "a/c.tf",\n    "b.tf"\n  ]\n}\n')


DAMAGED = {
    "a merge conflict": ('{\n<<<<<<< HEAD\n"files": []\n=======\n', "holds a merge conflict"),
    "no JSON": ("files: []", "is damaged: Expecting value: line 1 column 1 (char 0)"),
    "no UTF-8": ("\udcff", "is damaged: Expecting value: line 1 column 1 (char 0)"),
    "another document": ("[]", 'is damaged: it has no "format": 1'),
    "another format": ('{"format": 2, "files": []}', 'is damaged: it has no "format": 1'),
    "no list": ('{"format": 1, "files": "main.tf"}', 'is damaged: "files" is not a list of paths'),
    "no addresses": ('{"format": 1, "files": [], "held": {}}', 'is damaged: "held" is not a list of addresses'),
    "no paths": ('{"format": 1, "files": [1]}', 'is damaged: "files" is not a list of paths'),
    "too deep": ("[" * 100_000, "is damaged: it is nested too deeply"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_manifest_is_refused_and_healed_by_force(tmp_path: Path, damage: str) -> None:
    text, why = DAMAGED[damage]
    compile_to(tmp_path, FILES)
    (tmp_path / ".landbridge.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    before = contents(tmp_path) if damage != "no UTF-8" else None
    with pytest.raises(WriteRefused) as refused:
        compile_to(tmp_path, FILES)
    (finding,) = (finding for finding in refused.value.findings if finding.id == "LB904")
    assert finding.message == f"the manifest .landbridge.json {why}"
    assert before is None or contents(tmp_path) == before
    compile_to(tmp_path, FILES, force=True)
    assert contents(tmp_path) == on_disk(FILES)


def test_a_merge_conflict_is_shown_in_its_line(tmp_path: Path) -> None:
    (tmp_path / ".landbridge.json").write_text(DAMAGED["a merge conflict"][0])
    (finding,) = plan(tmp_path, {}).findings
    assert str(finding.place) == f"{tmp_path}/.landbridge.json:2:1"


def test_force_still_finds_stale_files_in_a_manifest_with_a_conflict(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES | {"stale.tf": "s\n", "stale.json": "{}\n"})
    manifest = (tmp_path / ".landbridge.json").read_text()
    (tmp_path / ".landbridge.json").write_text(manifest.replace('    "stale.tf"', '<<<<<<< a\n    "stale.tf"'))
    compile_to(tmp_path, FILES, force=True)
    # A JSON file is ours by the manifest alone, and nobody knows what a damaged one meant.
    assert contents(tmp_path) == on_disk(FILES) | {"stale.json": "{}\n"}


@pytest.mark.parametrize(
    "victim", ["../x.tf", "../x.json", ".terraform.lock.hcl", ".terraform/x.json", "terraform.tfstate.json"]
)
@pytest.mark.parametrize("force", [False, True])
def test_what_is_never_ours_is_not_removed_whoever_lists_it(tmp_path: Path, victim: str, force: bool) -> None:
    root = tmp_path / "out"
    compile_to(root, FILES)
    (root / victim).parent.mkdir(exist_ok=True)
    (root / victim).write_text(seal("x.tf", "precious\n"))
    list_in_manifest(root, victim, *FILES)
    assert finding_ids(plan(root, FILES, force=force)) == ([] if force else ["LB904"])
    if force:
        compile_to(root, FILES, force=True)
    assert (root / victim).read_text() == seal("x.tf", "precious\n")


def test_a_listed_path_that_is_never_ours_is_named(tmp_path: Path) -> None:
    list_in_manifest(tmp_path, "../" + "x" * 100)
    (finding,) = plan(tmp_path, {}).findings
    assert finding.message == (
        f'the manifest .landbridge.json lists "../{"x" * 74}...", which is never ours: it leads out of the folder'
    )


def test_a_manifest_that_another_tool_laid_out_is_written_anew(tmp_path: Path) -> None:
    compile_to(tmp_path, FILES)
    (tmp_path / ".landbridge.json").write_text(json.dumps({"files": ["map.json", "main.tf"], "format": 1}))
    assert [change.path for change in plan(tmp_path, FILES).changes if change.kind != "same"] == [".landbridge.json"]
    compile_to(tmp_path, FILES)
    assert contents(tmp_path) == on_disk(FILES)
