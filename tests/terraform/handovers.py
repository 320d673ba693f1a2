"""Old roots, applied for real in an account of their own, and handed over by what the compiler makes of them.

`python -m tests.terraform.handovers` applies the old roots of the examples, and writes their inventories anew.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.examples import CHECKOUT, Example, compile_example
from tests.terraform.harness import Account, Lab, Plan, Root
from tests.terraform.harness.command import Completed, run
from tests.terraform.harness.lab import find_terraform

ACCOUNT, REGION = "123456789012", "eu-west-1"
USERS = ("ada.lovelace", "grace.hopper", "jane.doe")
VPC = "vpc-0a1b2c3d4e5f60718"
EXAMPLES = {"handover-terraform": ("legacy",), "handover-two-states": ("apps", "platform")}
"""The examples of hand-overs, and their old roots."""

_AWS = """\
#!{python}
import sys, boto3, json
if sys.argv[1:3] != ["sts", "get-caller-identity"]:
    sys.exit("not known here: " + " ".join(sys.argv))
answer = boto3.client("sts", region_name="{region}").get_caller_identity()
print(json.dumps({{name: answer[name] for name in ("UserId", "Account", "Arn")}}))
"""
"""Stands in for the AWS CLI, and asks whom it would ask."""


def held(account: Account) -> frozenset[str]:
    """All that an account has of what the old roots made: each thing as a line of JSON with all that the API tells."""
    return frozenset(json.dumps(found, sort_keys=True, default=str) for found in _held(account))


def _held(account: Account) -> Iterator[tuple[str, Any]]:
    iam, kms, ec2, logs, sns = (account.client(service) for service in ("iam", "kms", "ec2", "logs", "sns"))
    kinds = ["User", "Role", "Group", "LocalManagedPolicy"]
    for page in iam.get_paginator("get_account_authorization_details").paginate(Filter=kinds):
        for kind in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"):
            yield from ((kind, each) for each in page[kind])
    for key in kms.list_keys()["Keys"]:
        one = {"KeyId": key["KeyId"]}
        yield "key", kms.describe_key(**one)["KeyMetadata"]
        yield "key policy", [key["KeyArn"], kms.get_key_policy(**one, PolicyName="default")["Policy"]]
        yield "key rotation", [key["KeyArn"], kms.get_key_rotation_status(**one)["KeyRotationEnabled"]]
        yield "key tags", [key["KeyArn"], kms.list_resource_tags(**one)["Tags"]]
        yield "grants", [key["KeyArn"], kms.list_grants(**one)["Grants"]]
    yield from (("alias", each) for each in kms.list_aliases()["Aliases"])
    yield from (("security group", each) for each in ec2.describe_security_groups()["SecurityGroups"])
    yield from (("rule", each) for each in ec2.describe_security_group_rules()["SecurityGroupRules"])
    yield from (("log group", each) for each in logs.describe_log_groups()["logGroups"])
    for topic in sns.list_topics()["Topics"]:
        yield "topic", sns.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]


@dataclass(frozen=True)
class HandOver:
    """A folder with a copy of an example, its old roots in it, and the new root.

    Attributes:
        lab: where it is applied.
        folder: its own.
        example: the name of the example.
    """

    lab: Lab
    folder: Path
    example: str

    @classmethod
    def begin(cls, lab: Lab, folder: Path, example: str) -> "HandOver":
        """Lay out a hand-over in an empty folder; nothing is applied."""
        made = cls(lab, folder, example)
        shutil.copytree(CHECKOUT / "examples" / example, made.specs)
        (folder / "tools").mkdir()
        aws = folder / "tools/aws"
        aws.write_text(_AWS.format(python=sys.executable, region=REGION))
        aws.chmod(0o755)
        for source in EXAMPLES[example]:
            made.old(source).adapt()
        return made

    def copied(self, folder: Path) -> "HandOver":
        """Go on in another folder, in the same account, as if this one had stopped here."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return HandOver(self.lab, folder, self.example)

    @property
    def place(self) -> Path:
        """The folder of the new root, as far from the old roots as in the checkout."""
        return self.folder / "modules" / self.example / "phase"

    @property
    def specs(self) -> Path:
        """The specs, where they are seen from the folder as in the checkout."""
        return self.folder / "examples" / self.example

    @property
    def account(self) -> Account:
        """The account, with who and what is there before any root."""
        return self.lab.account(ACCOUNT, REGION)

    def old(self, source: str = "legacy") -> Root:
        """An old root."""
        return self.lab.root(self.specs / source, account_id=ACCOUNT, region=REGION)

    @property
    def new(self) -> Root:
        """The new root, of the phase that was compiled last."""
        return self.lab.root(self.place, account_id=ACCOUNT, region=REGION)

    def runbook(self) -> str:
        """Return the runbook with the ledger, of the phase that was compiled last."""
        return (self.new.folder / "handover/README.md").read_text(encoding="utf-8")

    def apply_old(self) -> None:
        """Apply the old roots."""
        for source in EXAMPLES[self.example]:
            self.old(source).init()
            self.old(source).apply()

    def take_inventory(self, *flags: str) -> "subprocess.CompletedProcess[str]":
        """Read the states of the old roots into the inventory beside the specs, as people do."""
        states = [f"{name}={self.specs / name / 'terraform.tfstate'}" for name in EXAMPLES[self.example]]
        command = [sys.executable, "-m", "landbridge", "inventory", *states, *flags]
        command += ["--out", str(self.specs / "inventory.yaml")]
        return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=60)

    def compile(self, phase: str, *more: str, **handover: Any) -> None:
        """Compile a phase into the new root, see that it is laid out as by `terraform fmt`, and initialise it.

        Args:
            phase: the name of its spec.
            more: specs that lie over it.
            handover: what the hand-over's part says besides.
        """
        spec = {"extends": [f"{phase}.yaml", *more], "handover": {"phase": phase, **handover}}
        (self.specs / "spec.yaml").write_text(json.dumps(spec))
        done = compile_example(Example(self.specs / "spec.yaml", Path()), out=self.place)
        if done.returncode:
            raise AssertionError(f"{phase} does not compile:\n{done.stdout}{done.stderr}")
        self.new.adapt()
        self.new.fmt_check()
        self.new.init()

    def script(self, name: str, *options: str, expect: Iterable[int] = (0,), **environ: str) -> Completed:
        """Run a script of the hand-over as the runbook prints it: in the folder of the new root.

        Args:
            name: below `handover/`.
            options: of the script.
            expect: the exit codes that are fine.
            environ: what is put into its environment.
        """
        (self.folder / "home").mkdir(exist_ok=True)
        known = self.new.environ()
        known |= {"HOME": str(self.folder / "home"), "PATH": f"{self.folder / 'tools'}:{known['PATH']}"}
        known.pop("XDG_STATE_HOME", None)
        command = ["bash", f"handover/{name}", *options]
        return run(command, self.place, known | environ, expect=tuple(expect))

    def take_code_out(self, source: str, staying: Iterable[str]) -> None:
        """Delete the code of an old root but for these files."""
        kept = {*staying, "harness_override.tf"}
        for path in self.old(source).folder.glob("*.tf"):
            if path.name not in kept:
                path.unlink()


def effects(plan: Plan) -> dict[str, tuple[str, ...]]:
    """What a plan would do: actions by address, `import` among them."""
    found = {}
    for change in plan.json["resource_changes"]:
        importing = ("import",) if change["change"].get("importing") else ()
        actions = tuple(change["change"]["actions"])
        if importing or actions not in (("no-op",), ("read",)):
            found[change["address"]] = importing + (actions if actions != ("no-op",) else ())
    return found


def prepared(lab: Lab) -> Account:
    """An account with the users and the VPC that the old roots expect."""
    account = lab.account(ACCOUNT, REGION)
    account.create_users(USERS)
    account.create_vpc(VPC)
    return account


def _inventories(lab: Lab, folder: Path) -> Iterator[tuple[str, str]]:
    for example in EXAMPLES:
        lab.reset()
        prepared(lab)
        made = HandOver.begin(lab, folder / example, example)
        made.apply_old()
        made.take_inventory("--force").check_returncode()
        yield example, (made.specs / "inventory.yaml").read_text(encoding="utf-8")


def main() -> None:
    """Write the inventories of the examples anew; what AWS makes up (ids, lineages) is another each time."""
    terraform = find_terraform()
    if terraform is None:
        sys.exit("terraform is not on the PATH")
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "lab").mkdir()
        lab = Lab(terraform, Path(name) / "lab")
        try:
            for example, text in _inventories(lab, Path(name)):
                (CHECKOUT / "examples" / example / "inventory.yaml").write_text(text, encoding="utf-8")
        finally:
            lab.close()


if __name__ == "__main__":
    main()
