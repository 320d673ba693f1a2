"""The old root of an example, with ugly addresses added, as far as the new root has imported it all."""

from dataclasses import dataclass
from pathlib import Path

from tests.terraform import ugly
from tests.terraform.handovers import HandOver, effects, held, prepared
from tests.terraform.harness import Lab
from tests.terraform.harness.command import Completed
from tests.terraform.harness.root import Plan

EXAMPLE = "handover-terraform"


@dataclass(frozen=True)
class Taken:
    """What was found on the way.

    Attributes:
        at: the folder, in the phase `import`, applied. Whoever goes on from there takes a copy.
        inventory: of the example alone, as the command wrote it.
        old: the addresses in the old state.
        prepared: a plan in the phase `prepare`.
        preflight: in the same phase.
        gate: the gate of the import.
        planned: what the plan would do that the gate let pass: actions by address.
        applied: the apply of that plan.
        unsettled: what a plan right after it would still change, empty where nothing.
        before: what the account had before the import.
        after: what it has after it.
    """

    at: HandOver
    inventory: str
    old: list[str]
    prepared: Completed
    preflight: Completed
    gate: Completed
    planned: dict[str, tuple[str, ...]]
    applied: Completed
    unsettled: str
    before: frozenset[str]
    after: frozenset[str]


def take_over(lab: Lab, folder: Path) -> Taken:
    """Go as far as the import, in accounts of `lab`, which nobody else uses."""
    account = prepared(lab)
    at = HandOver.begin(lab, folder, EXAMPLE)
    at.apply_old()
    at.take_inventory().check_returncode()
    inventory = (at.specs / "inventory.yaml").read_text(encoding="utf-8")
    ugly.add_to_root(at.old().folder)
    ugly.add_to_spec(at.specs / "ugly.yaml")
    at.apply_old()
    at.take_inventory().check_returncode()
    account.create_principals([f"arn:aws:iam::{account.id}:role/bystander"])
    before = held(account)

    at.compile("prepare", "ugly.yaml")
    stopped = at.new.run("plan", "-no-color", expect=(0, 1))
    preflight = at.script("legacy/1-preflight.sh", expect=(0, 1))

    at.compile("import", "ugly.yaml")
    gate = at.script("2-import-gate.sh", "--save", str(at.folder / "passed.tfplan"), expect=(0, 1, 3))
    plan = Plan(at.new, Completed(2, "", ""), str(at.folder / "passed.tfplan"))
    applied = at.new.run("apply", "-no-color", str(at.folder / "passed.tfplan"), expect=(0, 1))
    second = at.new.plan()
    return Taken(
        at=at,
        inventory=inventory,
        old=at.old().addresses(),
        prepared=stopped,
        preflight=preflight,
        gate=gate,
        planned=effects(plan),
        applied=applied,
        unsettled=second.text if second.changes else "",
        before=before,
        after=held(account),
    )
