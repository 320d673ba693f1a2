"""A folder with an old root, the scripts for it, and runs of these with the real terraform."""

import json
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landbridge.handover.pages import Held, OldState
from landbridge.ir import Module, Page, Root
from landbridge.output.ownership import seal
from landbridge.render.engine import render
from tests.handover.scripts import stand_in
from tests.handover.scripts.states import LINEAGE, State, resource, state

TOOLS = (
    *(
        "bash",
        "cat",
        "chmod",
        "cmp",
        "comm",
        "cp",
        "cut",
        "date",
        "env",
        "find",
        "getconf",
        "grep",
        "jq",
        "mkdir",
        "mktemp",
        "rm",
    ),
    *("sed", "sha256sum", "shasum", "sort", "terraform", "tr", "wc"),
)
"""All that the scripts may call."""

Run = subprocess.CompletedProcess[str]


def script(template: str, content: object) -> str:
    """A script as it stands on disk."""
    page = Page("script.sh", "A hand-over", f"handover/{template}.sh.j2", content)
    module = Module(name="handover", description="", files={}, pages=(page,))
    root = Root(
        account_id="123456789012",
        partition="aws",
        region="eu-west-1",
        default_tags={},
        assume_role=None,
        backend=None,
        required_version="1.5",
        modules=(module,),
    )
    return seal(page.name, render(root, modules_only=True)["modules/handover/script.sh"])


TAKEN = (Held("module.iam.aws_iam_role.etl", "name", "etl"), Held("module.iam.aws_iam_role.etl", "id", "etl"))
"""What the new root has to have."""


def old(
    addresses: Iterable[str] = (), objects: Iterable[Held] = (), taken: Iterable[Held] = (), **other: str
) -> OldState:
    """What the scripts for an old state are given."""
    given = {"source": "legacy", "engine": "terraform", "folder": "old", "workspace": "default", "lineage": LINEAGE}
    return OldState(**{**given, **other}, addresses=tuple(addresses), objects=tuple(objects), taken=tuple(taken))


def catching() -> None:
    """Begin with signals as a terminal gives them: what ignores one, as nohup does, passes that on to all it starts."""
    for each in (signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)


@dataclass
class Desk:
    """A folder with an old root in `old`, scripts, a home, and a PATH with nothing but what the scripts may call."""

    folder: Path

    @property
    def root(self) -> Path:
        """The old root."""
        return self.folder / "old"

    @property
    def journal(self) -> Path:
        """Where backups and the journal go by themselves."""
        return self.folder / f"home/.local/state/landbridge/legacy-{LINEAGE}"

    @property
    def backups(self) -> list[Path]:
        """The backups that runs made, oldest first."""
        return sorted(self.journal.glob("*/backup.tfstate"))

    def put(self, name: str, template: str, content: object) -> None:
        """Put a script onto the desk."""
        (self.folder / name).write_text(script(template, content))

    @property
    def new(self) -> Path:
        """The new root, where there is one."""
        return self.folder / "new"

    def take_over(self, name: str = "etl", lineage: str = "that of the new root") -> None:
        """Let there be a new root that has what `TAKEN` says, or something else."""
        self.new.mkdir(exist_ok=True)
        taken = resource("etl", module="module.iam")
        taken["instances"][0]["attributes"].update(id=name, name=name)
        (self.new / "terraform.tfstate").write_text(json.dumps(state(taken, lineage=lineage)))

    def put_both(
        self, addresses: Iterable[str], objects: Iterable[Held] = (), taken: Iterable[Held] = (), **other: str
    ) -> None:
        """Put the scripts that take these addresses out of the state and bring them back."""
        content = old(addresses, objects, taken, **other)
        self.put("rm.sh", "state_rm", content)
        self.put("restore.sh", "state_restore", content)

    def environment(self, **more: str) -> dict[str, str]:
        """The whole environment of a run."""
        known = {
            "PATH": str(self.folder / "tools"),
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "temporary"),
            "CHECKPOINT_DISABLE": "1",
        }
        return {**known, **more}

    def run(
        self,
        name: str,
        *options: str,
        folder: Path | None = None,
        before: Callable[[], None] = catching,
        **environment: str,
    ) -> Run:
        """Run a script, in the desk's folder or another one, with nothing in its environment but this."""
        return subprocess.run(
            ["bash", name, *options],
            cwd=folder or self.folder,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            preexec_fn=before,
            start_new_session=True,
        )

    def rm(self, *options: str, **environment: str) -> Run:
        """Run state-rm."""
        new = ("--new-root", "new") if self.new.is_dir() else ()
        return self.run("rm.sh", *new, *options, **environment)

    def restore(self, *options: str, **environment: str) -> Run:
        """Run state-restore."""
        return self.run("restore.sh", *options, **environment)

    def terraform(self, *words: str, check: bool = True, **environment: str) -> Run:
        """Run terraform itself in the old root, as somebody would who knows of no script."""
        return subprocess.run(
            ["terraform", *words],
            cwd=self.root,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            check=check,
            timeout=120,
        )

    def pulled(self) -> State:
        """The state."""
        found: State = json.loads(self.terraform("state", "pull").stdout)
        return found

    def listed(self) -> list[str]:
        """The addresses in the state."""
        return self.terraform("state", "list").stdout.splitlines()

    def write(self, found: State) -> None:
        """Let the state be another one."""
        (self.root / "terraform.tfstate").write_text(json.dumps(found))

    def change(self, edit: Callable[[State], Any]) -> None:
        """Let somebody else write to the state."""
        found = self.pulled()
        edit(found)
        found["serial"] += 1
        self.write(found)

    def account(self, number: str) -> None:
        """Let the AWS CLI say that whoever asks is of this account; nothing, and it fails."""
        answer = json.dumps({"UserId": "AIDA", "Account": number, "Arn": f"arn:aws:iam::{number}:user/ana"})
        text = f"echo {shlex.quote(answer)}" if number else "echo 'Unable to locate credentials' >&2; exit 255"
        (self.folder / "tools/aws").write_text(
            f'#!/bin/bash\n[[ "$1 $2" == "sts get-caller-identity" ]] || exit 2\n{text}\n'
        )
        (self.folder / "tools/aws").chmod(0o755)

    def breaks(self, tool: str, how: str, number: int) -> dict[str, str]:
        """The environment for a run in which a tool fails at its call of that number; see `stand_in`."""
        count = self.folder / "count"
        count.write_text("")
        real = str((self.folder / "tools" / tool).resolve())
        broken = self.folder / "broken"
        broken.mkdir(exist_ok=True)
        for each in broken.iterdir():
            each.unlink()
        wrapper = broken / tool
        wrapper.write_text(f"#!{sys.executable} -IS\n{Path(stand_in.__file__).read_text()}")
        wrapper.chmod(0o755)
        plan = json.dumps({"real": real, "count": str(count), "how": how, "number": number})
        return {"PATH": f"{broken}:{self.folder / 'tools'}", "STAND_IN": plan}

    @property
    def calls(self) -> int:
        """How often the tool of `breaks` was called."""
        return len((self.folder / "count").read_text())


def desk(folder: Path, found: State | None = None) -> Desk:
    """A desk whose old root is a bare folder with this state."""
    made = Desk(folder)
    for name in ("old", "home", "temporary", "tools"):
        (folder / name).mkdir()
    for name in TOOLS:
        if real := shutil.which(name):  # where one is missing that a script needs, that says so
            (folder / "tools" / name).symlink_to(real)
    if found is not None:
        made.write(found)
    return made
