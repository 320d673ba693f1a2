"""One Terraform root module on disk, and the commands that are run in it."""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.terraform.harness.account import Account
from tests.terraform.harness.command import CommandError, Completed, run
from tests.terraform.harness.provider import Provider

_OVERRIDE = """\
terraform {
  backend "local" {}
}

provider "aws" {
  # The default of 25 makes what moto does not implement look like a command that hangs.
  max_retries             = 2
  s3_use_path_style       = true
  skip_metadata_api_check = true
}
"""


class Root:
    """A folder with a root module.

    Args:
        folder: the folder.
        terraform: the terraform executable.
        environ: the environment for its commands.
        account: the account that the commands reach.
        provider: the provider process to attach to; without one each command starts its own.
    """

    def __init__(
        self,
        folder: Path,
        terraform: Path,
        environ: dict[str, str],
        account: Account,
        provider: Provider | None,
    ) -> None:
        self.folder = folder
        self.account = account
        self._terraform = terraform
        self._environ = environ
        self.provider = provider

    def without_shared_provider(self) -> "Root":
        """Return the same root, whose commands install and start the provider as a user's would."""
        return Root(self.folder, self._terraform, self._environ, self.account, None)

    def adapt(self) -> None:
        """Add an override file for this harness: state in the folder, and few retries.

        Everything else of the root stays in force, `allowed_account_ids` and default tags among it.
        """
        (self.folder / "harness_override.tf").write_text(_OVERRIDE)

    def environ(self) -> dict[str, str]:
        """Return the environment that commands run in, with the provider to attach to, which runs then."""
        return self._environ | (self.provider.attach() if self.provider else {})

    def run(self, *arguments: str, expect: Sequence[int] = (0,), stdin: str = "") -> Completed:
        """Run `terraform` with these arguments in the folder; see `command.run`."""
        return run(
            [str(self._terraform), *arguments],
            self.folder,
            self.environ(),
            expect=expect,
            stdin=stdin,
        )

    def init(self, *flags: str) -> Completed:
        """Install modules, and the provider where none is attached."""
        return self.run("init", "-no-color", *flags)

    def fmt_check(self) -> None:
        """Fail where `terraform fmt` would change a file of the root or below it, showing how."""
        self.run("fmt", "-check", "-diff", "-recursive", "-no-color")

    def validate(self) -> None:
        """Fail where the configuration is not valid, or is deprecated."""
        answer = json.loads(self.run("validate", "-json", expect=(0, 1)).stdout)
        if not answer["valid"] or answer["diagnostics"]:
            raise CommandError(f"terraform validate in {self.folder}:\n{json.dumps(answer['diagnostics'], indent=2)}")

    def plan(self, *flags: str) -> "Plan":
        """Plan, and keep the plan in the folder as `harness.tfplan`."""
        done = self.run("plan", "-no-color", "-detailed-exitcode", "-out=harness.tfplan", *flags, expect=(0, 2))
        return Plan(self, done)

    def apply(self, *flags: str) -> Completed:
        """Plan and apply."""
        return self.run("apply", "-no-color", "-auto-approve", *flags)

    def state(self) -> dict[str, Any]:
        """Return the state, parsed."""
        state: dict[str, Any] = json.loads(self.run("state", "pull").stdout)
        return state

    def addresses(self) -> list[str]:
        """Return the addresses in the state, in the order in which terraform lists them."""
        return self.run("state", "list").stdout.splitlines()

    def import_(self, address: str, identifier: str) -> Completed:
        """Import one existing object."""
        return self.run("import", "-no-color", address, identifier)


class Plan:
    """What a plan would do.

    Attributes:
        changes: whether terraform says that there is anything to do, imports and outputs included.
        text: what terraform printed, without a line for each object that it refreshed.
    """

    def __init__(self, root: Root, done: Completed, file: str = "harness.tfplan") -> None:
        self._file = file
        self.changes = done.code == 2
        self.text = "".join(line for line in done.stdout.splitlines(keepends=True) if ": Refreshing state" not in line)
        self._root = root

    @cached_property
    def json(self) -> dict[str, Any]:
        """The plan in terraform's JSON form; costs a command of its own."""
        shown: dict[str, Any] = json.loads(self._root.run("show", "-json", self._file).stdout)
        return shown

    def actions(self) -> dict[str, tuple[str, ...]]:
        """Map each address that changes to its actions, e.g. ("create",) or ("delete", "create")."""
        changes = {change["address"]: tuple(change["change"]["actions"]) for change in self.json["resource_changes"]}
        return {address: actions for address, actions in changes.items() if actions != ("no-op",)}
