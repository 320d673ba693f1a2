"""An old root handed over for real: read, imported by a new root, and forgotten, while the account stays as it is."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.terraform.handovers import HandOver, effects, held
from tests.terraform.harness import Plan
from tests.terraform.harness.command import Completed
from tests.terraform.taken import Taken

TAGGED = "module.network.aws_vpc_security_group_egress_rule.etl__to_10_10_0_0_16__5432"
"""A rule that gets its first tag when it is adopted."""

STAYS = {"aws_cloudwatch_log_group.jobs"}


def changed(before: frozenset[str], after: frozenset[str]) -> list[str]:
    """What an account has more and less than before."""
    return sorted([f"- {each}" for each in before - after] + [f"+ {each}" for each in after - before])


class TestPrepare:
    """Nobody may apply the new root yet."""

    def test_a_plan_stops_and_says_why(self, taken: Taken) -> None:
        assert taken.prepared.code == 1
        said = " ".join(taken.prepared.stderr.split())
        assert "nothing of this root may be planned or applied. See handover/README.md." in said

    def test_the_preflight_finds_all_as_the_inventory_says(self, taken: Taken) -> None:
        assert taken.preflight.code == 0
        assert "OK     ready" in taken.preflight.stderr


class TestImport:
    """The new root takes over."""

    def test_the_gate_lets_the_plan_pass(self, taken: Taken) -> None:
        assert taken.gate.code == 0, taken.gate.stderr
        assert "and nothing else" in taken.gate.stderr

    def test_the_plan_has_imports_and_what_the_ledger_shows(self, taken: Taken) -> None:
        others = {address: actions for address, actions in taken.planned.items() if actions != ("import",)}
        assert others == {
            "module.kms.aws_kms_key.lake": ("import", "update"),
            TAGGED: ("import", "update"),
        }
        ledger = taken.at.runbook()
        assert all(address in ledger.partition("## What adoption changes")[2] for address in others)

    def test_the_apply_destroys_and_creates_nothing(self, taken: Taken) -> None:
        counts = f"Resources: {len(taken.planned)} imported, 0 added, 2 changed, 0 destroyed"
        assert counts in taken.applied.stdout

    def test_a_second_plan_changes_nothing(self, taken: Taken) -> None:
        assert not taken.unsettled, taken.unsettled

    def test_the_account_has_what_it_had_and_the_tag_that_the_ledger_shows(self, taken: Taken) -> None:
        """A rule gets it: as aws_security_group_rule it could have none."""
        was, now = (dict(map(json.loads, found)) for found in (taken.before - taken.after, taken.after - taken.before))
        rule = now["rule"]
        assert rule["CidrIpv4"] == "10.10.0.0/16"
        assert {name for name in rule if rule[name] != was["rule"].get(name)} == {"Tags"}
        assert rule["Tags"] == [{"Key": "CostCenter", "Value": "4711"}]
        assert now.keys() == was.keys() == {"rule"}


@dataclass(frozen=True)
class Forgotten:
    """The old root lets go."""

    at: HandOver
    preflight: Completed
    shown: Completed
    removed: Completed
    again: Completed
    left: list[str]
    new: Plan
    old: Plan
    after: frozenset[str]


@pytest.fixture(scope="module")
def forgotten(taken: Taken, tmp_path_factory: pytest.TempPathFactory) -> Forgotten:
    at = taken.at.copied(tmp_path_factory.mktemp("forgotten"))
    at.compile("forget", "ugly.yaml")
    preflight = at.script("legacy/1-preflight.sh", expect=(0, 1))
    shown = at.script("legacy/3-state-rm.sh", expect=(0, 1, 3))
    removed = at.script("legacy/3-state-rm.sh", "--apply", expect=(0, 1))
    again = at.script("legacy/3-state-rm.sh", "--apply", expect=(0, 1))
    at.take_code_out("legacy", ("main.tf", "logs.tf"))
    left = at.old().addresses()
    old = at.old().plan()
    assert old.json
    at.compile("done", "ugly.yaml")
    return Forgotten(at, preflight, shown, removed, again, left, at.new.plan(), old, held(at.account))


class TestForget:
    """The old root's state lets go, while both own everything."""

    def test_the_preflight_passes_when_both_own_everything(self, forgotten: Forgotten) -> None:
        assert forgotten.preflight.code == 0, forgotten.preflight.stderr

    def test_a_dry_run_shows_what_leaves(self, forgotten: Forgotten, taken: Taken) -> None:
        assert forgotten.shown.code == 3
        shown = {line[2:] for line in forgotten.shown.stdout.splitlines()}
        assert shown == {each for each in taken.old if not each.startswith(("aws_cloudwatch_log_group.", "data."))}

    def test_the_script_takes_them_out(self, forgotten: Forgotten) -> None:
        assert forgotten.removed.code == 0, forgotten.removed.stderr
        assert {each.partition("[")[0] for each in forgotten.left} == {*STAYS, "data.aws_caller_identity.me"}

    def test_a_second_run_has_nothing_to_do(self, forgotten: Forgotten) -> None:
        assert forgotten.again.code == 0
        assert "nothing to do" in forgotten.again.stderr

    def test_the_old_root_without_its_code_destroys_nothing(self, forgotten: Forgotten) -> None:
        assert effects(forgotten.old) == {}

    def test_the_new_root_has_nothing_to_change(self, forgotten: Forgotten) -> None:
        assert not forgotten.new.changes, forgotten.new.text

    def test_the_account_is_as_it_was(self, forgotten: Forgotten, taken: Taken) -> None:
        assert changed(taken.after, forgotten.after) == []

    def test_the_backup_is_nobody_elses_and_not_in_the_checkout(self, forgotten: Forgotten) -> None:
        (backup,) = (forgotten.at.folder / "home").rglob("backup.tfstate")
        assert backup.stat().st_mode & 0o777 == 0o600


def test_only_code_that_is_gone_and_a_state_that_is_not_destroys(taken: Taken, tmp_path: Path) -> None:
    """Why the order of the runbook is what it is."""
    at = taken.at.copied(tmp_path)
    at.take_code_out("legacy", ("main.tf", "logs.tf"))
    actions = set(effects(at.old().plan("-refresh=false")).values())
    assert actions == {("delete",)}


@pytest.fixture
def spoilt(taken: Taken, tmp_path: Path) -> Iterator[HandOver]:
    """The import phase before its apply."""
    at = taken.at.copied(tmp_path)
    (at.new.folder / "terraform.tfstate").unlink()
    yield at
    shutil.rmtree(tmp_path)


CHANGED = """\
handover:
  decisions:
    - {addresses: aws_cloudwatch_log_group.*, decide: leave}
    - {addresses: "aws_iam_role.worker[0]", decide: adopt, changes: max_session_duration, reason: longer jobs}
    - {addresses: aws_kms_key.lake, decide: adopt, changes: policy, reason: another role decrypts}
security:
  policies:
    read_lake:
      tags: {Owner: lake}
      statements: [{sid: Reading, actions: ["s3:GetObject"], resources: ["arn:aws:s3:::edge-lake/*"]}]
  users: {bot: {tags: {Owner: lake}}}
  service_roles:
    etl_nightly: {description: Loads the lake each night, tags: {Owner: lake}}
    worker_0: {max_session_duration: 7200}
kms:
  keys:
    lake:
      description: Encrypts all of the lake
      tags: {Owner: lake}
      users: ["{role:etl_hourly}", "{role:etl_nightly}", "{role:report}"]
network:
  security_groups:
    catalogue:
      tags: {Owner: lake}
      ingress: [{from: etl, port: 9083, description: all jobs}]
"""


def test_the_gate_lets_changes_pass_that_the_ledger_shows_and_the_plan_has_all_of_them(spoilt: HandOver) -> None:
    """Tags, descriptions, Sids; access where the spec allows it; and what only the state learns of along with them."""
    (spoilt.specs / "changed.yaml").write_text(CHANGED)
    spoilt.compile("import", "ugly.yaml", "changed.yaml")
    gate = spoilt.script("2-import-gate.sh", expect=(0, 3))
    assert gate.code == 0, gate.stderr
    planned = {
        line.removeprefix("change ").replace(", tags_all", "")
        for line in gate.stdout.splitlines()
        if line.startswith("change ")
    }
    shown: dict[str, list[str]] = {}
    for address, argument in re.findall(r"^- `(module\S+)`, `(\w+)`", spoilt.runbook(), flags=re.MULTILINE):
        shown.setdefault(address, []).append(argument)
    assert shown.pop(TAGGED) == ["tags"]  # the account has that tag already
    assert {f"{address}: {', '.join(sorted(names))}" for address, names in shown.items()} == planned


class TestTheGateRefuses:
    """Plans of Terraform itself that hold more than the hand-over declares."""

    def test_what_would_be_created_and_what_has_another_id(self, spoilt: HandOver) -> None:
        (spoilt.new.folder / "extra.tf").write_text('resource "aws_iam_group" "extra" {\n  name = "extra"\n}\n')
        imports = spoilt.new.folder / "imports.tf"
        imports.write_text(
            imports.read_text().replace('"ada.lovelace/analysts/data-science/on-call"', '"ada.lovelace/analysts"')
        )
        gate = spoilt.script("2-import-gate.sh", "--save", str(spoilt.folder / "plan"), expect=(3,))
        ada = "module.iam.aws_iam_user_group_membership.ada_lovelace"
        assert set(re.findall("REFUSED  (.*)", gate.stderr)) == {
            "aws_iam_group.extra: would be created, which is not declared",
            f"{ada}: would be imported by another id than is declared",
            f"{ada}: would change: groups",
        }
        assert not (spoilt.folder / "plan").exists()

    def test_a_plan_that_ended_in_an_error(self, spoilt: HandOver, taken: Taken) -> None:
        """The id of another role: its name would change, so it would be replaced, and prevent_destroy says no."""
        imports = spoilt.new.folder / "imports.tf"
        imports.write_text(imports.read_text().replace('id = "worker-0"', 'id = "bystander"'))
        spoilt.new.run("plan", "-out=errored", expect=(1,))
        gate = spoilt.script("2-import-gate.sh", "--plan", str(spoilt.new.folder / "errored"), expect=(3,))
        assert "REFUSED  the plan ended in an error" in gate.stderr
        assert "module.iam.aws_iam_role.worker_0: would be imported by another id than is declared" in gate.stderr

    def test_what_would_be_destroyed_or_replaced(self, taken: Taken, tmp_path: Path) -> None:
        at = taken.at.copied(tmp_path)
        extra = at.new.folder / "extra.tf"
        extra.write_text('resource "terraform_data" "extra" {\n  triggers_replace = 1\n}\n')
        at.new.apply("-target=terraform_data.extra")
        extra.write_text(extra.read_text().replace("1", "2"))
        roles = at.new.folder / "modules/iam/service_roles.tf"
        roles.write_text(
            re.sub(r'resource "aws_iam_role" "ugly_0" \{.*?\n\}\n', "", roles.read_text(), flags=re.DOTALL)
        )
        outputs = at.new.folder / "modules/iam/outputs.tf"
        outputs.write_text(re.sub(r".*aws_iam_role\.ugly_0\..*\n", "", outputs.read_text()))
        imports = at.new.folder / "imports.tf"
        imports.write_text(re.sub(r"import \{\n  to = \S+ugly_0\n.*?\n\}\n", "", imports.read_text(), flags=re.DOTALL))
        gate = at.script("2-import-gate.sh", expect=(3,))
        assert "REFUSED  terraform_data.extra: would delete and create" in gate.stderr
        assert "REFUSED  module.iam.aws_iam_role.ugly_0: would delete" in gate.stderr
