"""The journal of state-rm: it counts where nobody else could have written it, and nothing else happened."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from tests.handover.scripts.conftest import LEAVE, SMALL, nothing_done
from tests.handover.scripts.desk import Desk
from tests.handover.scripts.states import State, canonical, resource


class TestTheJournal:
    """What it says counts only where nobody else could have written it, and nothing else happened."""

    def interrupted(self, at: Desk) -> Path:
        """A run that was killed before it took anything out."""
        at.rm("--apply", **at.breaks("terraform", "kills", 7))
        assert set(LEAVE) <= set(at.listed())
        assert (at.journal / "0001/began").exists()
        return at.journal / "0001"

    def test_what_others_destroyed_after_an_interrupted_run_is_missing(self, small: Desk) -> None:
        run = self.interrupted(small)

        def destroy(found: State) -> None:
            found["resources"][0]["instances"].pop(0)
            (stays,) = (each for each in found["resources"] if each["name"] == "stays")
            stays["instances"][0]["attributes"]["id"] = "changed"

        small.change(destroy)
        refused = small.rm("--apply")
        assert refused.returncode == 1
        assert f"missing {LEAVE[0]}\n" in refused.stderr
        assert "since an interrupted run: changed aws_iam_role.stays[0]: id" in refused.stderr
        assert f"touch {run}/forgotten" in refused.stderr
        assert LEAVE[1] in small.listed()
        (run / "forgotten").touch()
        assert small.rm("--apply").returncode == 0

    def test_what_others_wrote_after_an_interrupted_run_is_no_matter_where_nothing_is_missing(
        self, small: Desk
    ) -> None:
        self.interrupted(small)
        small.change(lambda found: found.update(outputs={}))
        run = small.rm("--apply")
        assert run.returncode == 0, run.stderr
        assert len(small.backups) == 2

    @pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
    def test_a_folder_into_which_others_can_write_is_refused(self, small: Desk, mode: int) -> None:
        shared = small.folder / "shared"
        shared.mkdir()
        shared.chmod(mode)
        nothing_done(small, small.rm("--apply", "--backups", "shared"), "others can write into")
        assert small.restore("--apply", "--backups", "shared").returncode == 1

    def test_one_that_others_can_read_will_do(self, small: Desk) -> None:
        (small.folder / "mine").mkdir(mode=0o755)
        assert small.rm("--apply", "--backups", "mine").returncode == 0

    def test_a_run_into_which_others_can_write_is_refused(self, small: Desk) -> None:
        self.interrupted(small).chmod(0o777)
        for run in (small.rm("--apply"), small.restore("--apply")):
            assert run.returncode == 1
            assert "others can write into" in run.stderr

    @pytest.mark.parametrize("name", ["link", "link/", "link//"])
    def test_a_link_is_refused(self, small: Desk, name: str) -> None:
        (small.folder / "mine").mkdir(mode=0o700)
        (small.folder / "link").symlink_to("mine")
        nothing_done(small, small.rm("--apply", "--backups", name), "is a link")

    def test_a_run_that_is_a_link_is_refused(self, small: Desk) -> None:
        run = self.interrupted(small)
        run.rename(small.folder / "elsewhere")
        run.symlink_to(small.folder / "elsewhere")
        assert "is a link" in small.rm("--apply").stderr
        assert set(LEAVE) <= set(small.listed())

    def test_a_folder_of_somebody_else_is_refused(self, small: Desk) -> None:
        if os.geteuid() != 0:
            pytest.skip("nobody but root can give a folder away")
        (small.folder / "theirs").mkdir(mode=0o700)
        os.chown(small.folder / "theirs", 65534, 65534)
        nothing_done(small, small.rm("--apply", "--backups", "theirs"), "is no folder of yours")

    def forge(self, at: Desk, found: State, *addresses: str) -> None:
        """Let there be a run of somebody else, that was interrupted."""
        run = at.journal / "0001"
        run.mkdir(parents=True, mode=0o700)
        for folder in (at.journal, *at.journal.parents[:4]):
            folder.chmod(0o700)
        (run / "backup.tfstate").write_text(json.dumps(found, indent=2) + "\n")
        (run / "addresses").write_text("".join(f"{each}\n" for each in sorted(addresses)))
        sums = (hashlib.sha256((run / each).read_bytes()).hexdigest() for each in ("backup.tfstate", "addresses"))
        (run / "checksums").write_text("".join(f"{each}\n" for each in sums))
        (run / "began").touch()

    def test_what_another_hand_over_took_out_is_not_ours(self, small: Desk) -> None:
        self.forge(
            small, {**SMALL, "resources": [*SMALL["resources"], resource("victim")]}, *LEAVE, "aws_iam_role.victim"
        )
        for run in (small.rm("--apply"), small.restore("--apply")):
            assert run.returncode == 1
            assert "not of this script: aws_iam_role.victim" in run.stderr
        assert len(small.listed()) == 5

    def test_what_was_taken_out_has_to_be_in_the_backup(self, small: Desk) -> None:
        self.forge(small, {**SMALL, "resources": SMALL["resources"][1:]}, *LEAVE)
        assert "not all in the backup" in small.rm("--apply").stderr

    def test_a_run_of_another_state_is_refused(self, small: Desk) -> None:
        self.forge(small, {**SMALL, "lineage": "another"}, *LEAVE)
        (small.journal / "0001/forgotten").touch()
        run = small.rm("--apply")
        assert run.returncode == 1
        assert "the backup is of another state" in run.stderr

    def test_a_backup_that_is_not_the_state_before_is_not_gone_on_with(self, small: Desk) -> None:
        other = json.loads(json.dumps(SMALL))
        other["resources"][0]["instances"][0]["attributes"]["id"] = "forged"
        self.forge(small, other, *LEAVE)
        run = small.rm("--apply")
        assert run.returncode == 0, run.stderr
        assert "of a run that was interrupted" not in run.stderr
        assert small.restore("--apply").returncode == 0
        assert canonical(small.pulled()) == canonical(SMALL)
