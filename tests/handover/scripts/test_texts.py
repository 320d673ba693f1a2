"""The scripts' texts: data stays data, and shellcheck finds nothing."""

import subprocess
from pathlib import Path

import pytest

from landbridge.handover.pages import Argument, Changed, Gate, Held, Imported, Move, OldState, Preflight
from tests.handover.scripts.desk import desk, script

HOSTILE = "'; touch owned; '$(touch owned)`touch owned`\"\\\n# {{ x }} {% raw %} ${x}"
OBJECT = Held(HOSTILE, HOSTILE, HOSTILE)
STATE = OldState(
    HOSTILE, "terraform", HOSTILE, HOSTILE, HOSTILE, (HOSTILE, "aws_iam_role.a"), (OBJECT,), "terraform", (OBJECT,)
)
CONTENTS = {
    "state_rm": (STATE, OldState("legacy", "tofu", "", "default", "", ())),
    "state_restore": (STATE, OldState("legacy", "tofu", "", "default", "", ())),
    "preflight": (
        Preflight(*STATE[:7], (HOSTILE,), HOSTILE, HOSTILE, HOSTILE),
        Preflight("legacy", "tofu", "", "default", "", (), (), (), "123456789012", "eu-west-1", "1.8"),
    ),
    "import_gate": (
        Gate(
            "terraform",
            (Imported(HOSTILE, HOSTILE, HOSTILE, (OBJECT,)),),
            (HOSTILE,),
            (Changed(HOSTILE, (Argument(HOSTILE, HOSTILE, True), Argument("tags", "{}"))),),
            (HOSTILE,),
            (Move(HOSTILE, HOSTILE),),
        ),
        Gate("tofu"),
    ),
}
TEXTS = [(template, content) for template, contents in CONTENTS.items() for content in contents]


@pytest.mark.parametrize(("template", "content"), TEXTS)
def test_shellcheck_finds_nothing(template: str, content: object, tmp_path: Path) -> None:
    (tmp_path / "script.sh").write_text(script(template, content))
    found = subprocess.run(["shellcheck", tmp_path / "script.sh"], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize("template", CONTENTS)
@pytest.mark.parametrize("options", [(), ("--apply",), ("--help",), ("--backups", "backups"), ("--json", "plan.json")])
def test_no_data_becomes_a_command(template: str, options: tuple[str, ...], tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.put("script.sh", template, CONTENTS[template][0])
    at.run("script.sh", *options)
    at.run("script.sh", "--root", "old", "--lineage", HOSTILE, *options)
    assert not list(tmp_path.rglob("owned"))


@pytest.mark.parametrize("template", CONTENTS)
def test_without_data_the_logic_is_the_same_in_every_script(template: str) -> None:
    hostile, empty = (script(template, content) for content in CONTENTS[template])
    start = "# What all scripts share."
    assert hostile[hostile.index(start) :] == empty[empty.index(start) :]


@pytest.mark.parametrize("template", CONTENTS)
def test_nothing_is_newer_than_bash_3_2(template: str) -> None:
    text = script(template, CONTENTS[template][1])
    for newer in (
        "mapfile",
        "readarray",
        "declare -A",
        "local -A",
        "local -n",
        "declare -n",
        "|&",
        "&>>",
        "coproc",
        ";;&",
    ):
        assert newer not in text, newer
    for operator in ("@Q}", "@U}", "^^}", ",,}", "EPOCH", "BASHPID", "wait -n", "%(%"):
        assert operator not in text, operator
