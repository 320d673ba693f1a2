"""The examples of hand-overs: their inventories are those of their old roots, and the second one applied to its end."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.examples import CHECKOUT
from tests.terraform.handovers import USERS, HandOver, effects, held, prepared
from tests.terraform.harness import Lab, Plan
from tests.terraform.harness.command import Completed
from tests.terraform.taken import Taken

EXAMPLE = "handover-two-states"

_MADE_UP = re.compile(r'"?(\bsgr?-[0-9a-f]{17}|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)"?')
"""What AWS and Terraform make up: ids of groups, rules and keys, and lineages; some need quotes, as text of YAML."""


def numbered(inventory: str) -> str:
    """An inventory with numbers, in their order, for what is another text each time; without its checksum."""
    found: dict[str, str] = {}
    numbers = count()
    body = "".join(line for line in inventory.splitlines(keepends=True) if not line.startswith("# landbridge:sha256:"))
    return _MADE_UP.sub(lambda match: found.setdefault(match[1], f"<{next(numbers)}>"), body)


def committed(example: str) -> str:
    """The inventory of an example."""
    return (CHECKOUT / "examples" / example / "inventory.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Two:
    """Two old roots, handed over.

    Attributes:
        at: the folder.
        inventory: as the command wrote it.
        old: what the account had before.
        gate: of the import.
        applied: the import.
        settled: a plan after it.
        apps: a plan of the root that forgets by blocks, its code but for the pipeline's gone.
        emptied: the apply of that plan.
        platform: a plan of the root that forgets by a script, its code but for the alarms gone.
        new: a plan of the new root at the end.
        after: what the account has then.
    """

    at: HandOver
    inventory: str
    old: frozenset[str]
    gate: Completed
    applied: Completed
    settled: Plan
    apps: dict[str, tuple[str, ...]]
    emptied: Completed
    platform: dict[str, tuple[str, ...]]
    new: Plan
    after: frozenset[str]


@pytest.fixture(scope="module")
def two(session_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """The second example, from its first phase to its last."""
    lab = session_lab.apart("two-states")
    try:
        yield hand_over(lab, tmp_path_factory.mktemp("two"))
    finally:
        lab.close()


def hand_over(lab: Lab, folder: Path) -> Two:
    """Go through all phases."""
    account = prepared(lab)
    at = HandOver.begin(lab, folder, EXAMPLE)
    at.apply_old()
    at.take_inventory("--force").check_returncode()
    inventory = (at.specs / "inventory.yaml").read_text(encoding="utf-8")
    old = held(account)

    at.compile("import")
    for source in ("apps", "platform"):
        at.script(f"{source}/1-preflight.sh")
    gate = at.script("2-import-gate.sh", "--save", str(at.folder / "passed.tfplan"), expect=(0, 1, 3))
    applied = at.new.run("apply", "-no-color", str(at.folder / "passed.tfplan"), expect=(0, 1))
    settled = at.new.plan()

    at.compile("forget")
    at.script("platform/3-state-rm.sh", "--apply")
    at.take_code_out("platform", ("alarms.tf", "main.tf"))
    keep_providers(at, "platform")
    platform = effects(at.old("platform").plan())
    at.take_code_out("apps", ("main.tf",))
    keep_providers(at, "apps")
    removed = at.new.folder / "handover/apps/removed.tf"
    (at.old("apps").folder / "removed.tf").write_text(removed.read_text())
    apps = effects(at.old("apps").plan())
    emptied = at.old("apps").run("apply", "-no-color", "harness.tfplan")

    at.compile("done")
    return Two(at, inventory, old, gate, applied, settled, apps, emptied, platform, at.new.plan(), held(account))


def keep_providers(at: HandOver, source: str) -> None:
    """Leave nothing in a root's main.tf but what comes before its first resource."""
    file = at.old(source).folder / "main.tf"
    file.write_text(re.split(r"\n(?=#.*\nresource|resource|locals)", file.read_text())[0])


def test_the_committed_inventory_of_one_old_root_is_what_the_command_says(taken: Taken) -> None:
    """Where it is not: python -m tests.terraform.handovers, then make examples."""
    assert numbered(taken.inventory) == numbered(committed("handover-terraform"))


def test_the_committed_inventory_of_two_is_what_the_command_says(two: Two) -> None:
    assert numbered(two.inventory) == numbered(committed(EXAMPLE))


def test_what_differs_between_inventories_is_seen() -> None:
    first, second = "sg-0a1b2c3d4e5f60718", "sg-0a1b2c3d4e5f60719"
    assert numbered(f"id: {first}, of: {first}") == "id: <0>, of: <0>"
    assert numbered(f"id: {first}, of: {second}") == "id: <0>, of: <1>"


class TestTwoStates:
    """Some of two old roots is adopted, replaced, retired and left."""

    def test_the_gate_lets_pass_what_the_ledger_shows(self, two: Two) -> None:
        assert two.gate.code == 0, two.gate.stderr
        assert {line for line in two.gate.stdout.splitlines() if not line.startswith(("import ", "change "))} == {
            "create module.iam.aws_iam_group_policy.developers__assume_roles",
            "create module.iam.aws_iam_role.key_admin",
            "create module.iam.aws_iam_role_policy.shop_worker__statements",
            "create module.kms.aws_kms_alias.backups",
        }

    def test_the_apply_destroys_nothing(self, two: Two) -> None:
        assert "11 imported, 4 added, 5 changed, 0 destroyed" in two.applied.stdout

    def test_a_second_plan_changes_nothing(self, two: Two) -> None:
        assert not two.settled.changes, two.settled.text

    def test_the_root_with_the_script_has_what_stays_and_nothing_to_change(self, two: Two) -> None:
        assert two.platform == {}
        assert two.at.old("platform").addresses() == ["aws_iam_role.alarms", "aws_sns_topic.alarms"]

    def test_the_root_with_blocks_forgets_what_left_and_destroys_what_is_replaced_and_retired(self, two: Two) -> None:
        assert two.apps == {
            "aws_iam_policy.orders": ("forget",),
            'aws_iam_role.app["api"]': ("forget",),
            'aws_iam_role.app["worker"]': ("forget",),
            'aws_iam_role_policy_attachment.orders["api"]': ("forget",),
            'aws_iam_role_policy_attachment.orders["worker"]': ("forget",),
            "aws_iam_role_policy.queue": ("delete",),
            "aws_iam_user.pipeline": ("delete",),
            "aws_iam_user_policy_attachment.pipeline": ("delete",),
        }
        assert "3 destroyed" in two.emptied.stdout
        assert two.at.old("apps").addresses() == []

    def test_the_new_root_has_nothing_to_change_at_the_end(self, two: Two) -> None:
        assert not two.new.changes, two.new.text

    def test_what_stays_is_as_it_was(self, two: Two) -> None:
        staying = {each for each in two.old if "platform-alarms" in each}
        assert len(staying) == 2
        assert staying <= two.after

    def test_what_is_retired_is_gone_and_nobody_else(self, two: Two) -> None:
        found = [json.loads(each) for each in two.after]
        assert {each["UserName"] for kind, each in found if kind == "UserDetailList"} == set(USERS)
        assert {each["RoleName"] for kind, each in found if kind == "RoleDetailList"} == {
            "edge-prod-b001-role-key-admin",
            "platform-alarms",
            "shop-api",
            "shop-worker",
        }

    @pytest.mark.parametrize("phase", ["prepare", "import", "forget", "done"])
    def test_the_committed_tree_of_a_phase_has_its_ledger(self, phase: str) -> None:
        text = (CHECKOUT / "modules" / EXAMPLE / phase / "handover/README.md").read_text(encoding="utf-8")
        assert f"**The phase is `{phase}`.**" in text
