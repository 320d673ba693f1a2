"""state-rm: nothing leaves that is another object by now, or that the new root does not have."""

import json

import pytest

from landbridge.handover.pages import Held
from tests.handover.scripts.conftest import LEAVE, SMALL, nothing_done
from tests.handover.scripts.desk import TAKEN, Desk
from tests.handover.scripts.states import SECRET, state


class TestWhatAnAddressStandsFor:
    """It can be another object by now, and then nothing of it leaves."""

    OBJECTS = (Held(LEAVE[0], "arn", "arn:aws:iam::123456789012:role/a-k"), Held(LEAVE[0], "id", "a-k"))

    def test_what_the_inventory_says(self, small: Desk) -> None:
        small.put_both(LEAVE, self.OBJECTS, TAKEN)
        assert small.rm("--apply").returncode == 0
        again = small.rm("--apply")
        assert again.returncode == 0, again.stderr

    @pytest.mark.parametrize("options", [(), ("--apply",)])
    def test_something_else(self, small: Desk, options: tuple[str, ...]) -> None:
        small.put_both(LEAVE, self.OBJECTS, TAKEN)
        other = json.loads(json.dumps(SMALL))
        other["resources"][0]["instances"][0]["attributes"]["id"] = "made anew"
        small.write(other)
        run = small.rm(*options)
        nothing_done(small, run, f"{LEAVE[0]}: id is made anew, and the inventory says a-k", other)
        assert "stand for other objects than the inventory says" in run.stderr

    def test_what_an_interrupted_run_took_out_is_no_concern(self, small: Desk) -> None:
        small.put_both(LEAVE, self.OBJECTS, TAKEN)
        small.rm("--apply", **small.breaks("terraform", "kills after", 7))
        assert LEAVE[0] not in small.listed()
        assert small.rm("--apply").returncode == 0


class TestTheNewRoot:
    """What it does not have would be nobody's."""

    def test_another_object(self, small: Desk) -> None:
        small.take_over("other")
        run = small.rm("--apply")
        nothing_done(small, run, "in the new root: module.iam.aws_iam_role.etl: name is other, and the ledger says etl")
        assert "does not have all of it" in run.stderr

    def test_nothing_there(self, small: Desk) -> None:
        (small.new / "terraform.tfstate").write_text(json.dumps(state(lineage="of the new one")))
        nothing_done(small, small.rm("--apply"), "in the new root: module.iam.aws_iam_role.etl: not in the state")

    def test_what_has_no_id_has_to_be_there(self, small: Desk) -> None:
        small.put_both(LEAVE, taken=[Held("module.iam.aws_iam_role.etl", "", "")])
        assert small.rm().returncode == 3
        small.put_both(LEAVE, taken=[Held("module.iam.aws_iam_role.other", "", "")])
        nothing_done(small, small.rm("--apply"), "in the new root: module.iam.aws_iam_role.other: not in the state")

    def test_no_state(self, small: Desk) -> None:
        (small.new / "terraform.tfstate").unlink()
        nothing_done(small, small.rm("--apply"), "there is no state in the new root: apply its import first")

    def test_no_folder(self, small: Desk) -> None:
        nothing_done(small, small.rm("--apply", "--new-root", "nowhere"), "which one is the new root? --new-root")

    def test_the_old_root_is_not_the_new_one(self, small: Desk) -> None:
        nothing_done(small, small.rm("--apply", "--new-root", "old"), "this is the old root itself")

    def test_it_is_two_folders_above_the_script(self, small: Desk) -> None:
        there = small.new / "handover/legacy"
        there.mkdir(parents=True)
        (small.folder / "rm.sh").rename(there / "rm.sh")
        run = small.run("new/handover/legacy/rm.sh")
        assert run.returncode == 3, run.stderr
        assert f"NEW    {small.new}\n" in run.stderr
        assert small.run("rm.sh", "--root", "../../../old", folder=there).returncode == 3

    def test_who_cannot_read_it_says_so_and_is_warned(self, small: Desk) -> None:
        (small.new / "terraform.tfstate").unlink()
        run = small.rm("--apply", "--without-new-root")
        assert run.returncode == 0, run.stderr
        assert "WARN   nobody looks whether the new root has these objects" in run.stderr

    def test_the_workspace_of_the_old_root_is_not_its_own(self, small: Desk) -> None:
        small.terraform("workspace", "new", "prod")
        (small.root / "terraform.tfstate.d/prod/terraform.tfstate").write_text(json.dumps(SMALL))
        small.put_both(LEAVE, taken=TAKEN, workspace="prod")
        run = small.rm("--apply", TF_WORKSPACE="prod", TF_DATA_DIR=str(small.root / ".terraform"))
        assert run.returncode == 0, run.stderr
        assert len(small.listed()) == 3

    def test_its_engine_has_to_be_there(self, small: Desk) -> None:
        small.put_both(LEAVE, taken=TAKEN, new_engine="tofu")
        nothing_done(small, small.rm("--apply"), "tofu is missing")

    def test_its_secrets_stay_its_own(self, small: Desk) -> None:
        small.take_over("other")
        run = small.rm("--apply")
        assert SECRET not in run.stdout + run.stderr
        assert not list(small.journal.iterdir())
