"""Verification as a whole: what Terraform or a reader would trip over is found, the rest is let through."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.render.layout import lay_out
from landbridge.verify import verify
from landbridge.verify.syntax import syntax_problem
from tests.render.strategies import files as hcl_files
from tests.terraform.harness.command import run
from tests.terraform.harness.environment import environment

FOLDER = Path(__file__).parent
SOUND = (FOLDER / "sound.tf").read_text(encoding="utf-8")
BROKEN = json.loads((FOLDER / "broken_hcl.json").read_text(encoding="utf-8"))
STRUCTURE = '{}[]()"=,:$%\\#\n x.1'


def messages(files: dict[str, str]) -> list[str]:
    return [finding.message for finding in verify(files)]


def test_sound_files_pass() -> None:
    files = {
        "modules/iam/main.tf": SOUND,
        "main.tf": 'module "iam" {\n  source = "./modules/iam"\n}\n',
        "outputs.tf": 'output "arn" {\n  value = module.iam.role_arn\n}\n',
        "empty.tf": "",
        "comments.tf": "# Nothing here.\n",
        ".landbridge.json": '{"files": ["main.tf"]}\n',
        "handover/10-state-rm.sh": "#!/bin/sh\n\techo 'ü'\n",
    }
    assert messages(files) == []


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_known_broken_file_is_found(name: str) -> None:
    case = BROKEN[name]
    text = case["hcl"] if "hcl" in case else bytes.fromhex(case["hcl_hex"]).decode(errors="surrogateescape")
    findings = verify({"modules/iam/main.tf": text})
    assert {(finding.id, finding.place.file) for finding in findings if finding.place} == {
        ("LB990", "modules/iam/main.tf")
    }


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_known_broken_file_is_found_among_sound_blocks(name: str) -> None:
    case = BROKEN[name]
    text = case["hcl"] if "hcl" in case else bytes.fromhex(case["hcl_hex"]).decode(errors="surrogateescape")
    assert messages({"main.tf": SOUND + "\n" + text + "\n" + SOUND.replace('"', '"z_', 1)})


def test_a_finding_says_where_and_what_to_do() -> None:
    [finding] = verify({"modules/iam/main.tf": SOUND.replace("max_session_duration = ", "max_session_duration = = ")})
    assert str(finding.place) == "modules/iam/main.tf:18:26"
    assert finding.message.startswith("modules/iam/main.tf:18: Invalid expression")
    assert (
        finding.hint
        == "this is a bug in Landbridge; please report it with the part of the spec that the file comes from"
    )


def mutants(text: str) -> Iterator[str]:
    """The text with one character of its structure taken out, or one put in, anywhere."""
    for at, character in enumerate(text):
        if character in STRUCTURE:
            yield text[:at] + text[at + 1 :]
        yield from (text[:at] + added + text[at:] for added in STRUCTURE)


SMALL = """\
variable "p" {}

# It's "x"
resource "aws_x" "a" {
  n = "${var.p}-$${b}"
  j = f({
    "k" = [
      "v",
      var.p,
    ]
    l = [1]
  })

  b {
    c = var.p ? 1 : "x"
  }
}
"""


def test_what_passes_with_a_character_more_or_less_is_right_to_terraform(terraform: Path, tmp_path: Path) -> None:
    passing = [mutant for mutant in mutants(SMALL) if not verify({"main.tf": mutant})]
    for number, mutant in enumerate(passing):
        (tmp_path / f"{number}.tf").write_text(mutant, encoding="utf-8", newline="")
    assert len(passing) > 100
    run([str(terraform), "fmt", "-write=false", "-list=false"], tmp_path, environment(Path(os.devnull)))


_places = st.integers(0, len(SOUND))


@settings(max_examples=300)
@given(edits=st.lists(st.tuples(_places, st.integers(0, 3), st.sampled_from(["", *STRUCTURE])), min_size=1, max_size=3))
def test_what_the_parser_rejects_is_found_after_any_edits(edits: list[tuple[int, int, str]]) -> None:
    text = SOUND
    for at, removed, added in edits:
        text = text[:at] + added + text[at + removed :]
    assert messages({"main.tf": text}) or syntax_problem(text) is None


@given(text=st.lists(st.sampled_from([*SOUND.split("\n"), *SOUND.split(), *STRUCTURE, "\n}\n", "<<EOT\n", "/*", "*/"])))
def test_no_text_is_too_odd_to_judge(text: list[str]) -> None:
    joined = " ".join(text)
    assert messages({"main.tf": joined}) or syntax_problem(joined) is None


@settings(max_examples=60)
@given(text=hcl_files)
def test_whatever_rendering_quotes_and_lays_out_is_sound(text: str) -> None:
    expected = ("refers to nothing", "is declared a second time")
    assert [
        message for message in messages({"main.tf": lay_out(text)}) if not any(e in message for e in expected)
    ] == []


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("a.json", '{"a": 1,}\n', "a.json:1: "),
        ("a.json", "[" * 100_000, "a.json:1: nested too deeply"),
        ("a.json", '{"a": "\0"}', "a.json:1: the character U+0000 stands in the file"),
        ("a.sh", "echo\n\0\n", "a.sh:2: the character U+0000 stands in the file"),
        ("README.md", "a\n\n\udcff\n", "README.md:3: the character U+DCFF stands in the file"),
    ],
)
def test_other_files(path: str, text: str, found: str) -> None:
    [message] = messages({path: text})
    assert message.startswith(found)
