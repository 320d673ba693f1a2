"""The scripts with the roots that people have: workspaces, remote backends, locks, and very many addresses."""

import fcntl
import json
import resource as limits
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.handover.scripts.conftest import LEAVE, SMALL
from tests.handover.scripts.desk import Desk, catching, desk
from tests.handover.scripts.states import State, canonical, resource, state
from tests.terraform.harness.moto import Moto

LEFT = ['aws_iam_role.a["l"]', "aws_iam_role.stays[0]", "aws_iam_role.stays[1]"]


class TestWorkspaces:
    """A root has several states, and the script is for one of them."""

    @pytest.fixture
    def at(self, tmp_path: Path, terraform: Path) -> Desk:
        made = desk(tmp_path, {**SMALL, "lineage": "another"})
        made.put_both(LEAVE, workspace="prod")
        made.terraform("workspace", "new", "prod")
        (made.root / "terraform.tfstate.d/prod/terraform.tfstate").write_text(json.dumps(SMALL))
        return made

    def test_the_right_one_is_selected(self, at: Desk) -> None:
        assert at.rm("--apply").returncode == 0
        assert at.listed() == LEFT
        assert at.restore("--apply").returncode == 0
        assert canonical(at.pulled()) == canonical(SMALL)

    def test_the_right_one_is_in_the_environment(self, at: Desk) -> None:
        at.terraform("workspace", "select", "default")
        assert at.rm("--apply", TF_WORKSPACE="prod").returncode == 0
        assert len(at.listed()) == 5
        assert at.terraform("state", "list", TF_WORKSPACE="prod").stdout.splitlines() == LEFT

    @pytest.mark.parametrize("mistyped", ["default", "prd"])
    def test_another_one_is_refused(self, at: Desk, mistyped: str) -> None:
        run = at.rm("--apply", TF_WORKSPACE=mistyped)
        assert run.returncode == 1
        assert "and this is for prod" in run.stderr
        assert "TF_WORKSPACE is set" in run.stderr
        assert len(at.listed()) == 5

    def test_one_that_does_not_exist_is_no_empty_state(self, at: Desk) -> None:
        at.put_both(LEAVE, workspace="prd")
        run = at.rm("--apply", TF_WORKSPACE="prd")
        assert run.returncode == 1
        assert "there is no state in workspace prd" in run.stderr

    def test_a_root_whose_data_is_elsewhere(self, at: Desk) -> None:
        (at.root / ".terraform").rename(at.root / "data")
        assert at.rm("--apply").returncode == 1
        assert at.rm("--apply", TF_DATA_DIR="data").returncode == 0


class TestLocks:
    """Somebody else is at work on the state."""

    @pytest.fixture
    def held(self, small: Desk) -> Iterator[threading.Event]:
        released = threading.Event()
        with (small.root / "terraform.tfstate").open("r+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            known = {
                "ID": "9db590f1-b6fe-c5f2-2678-8804f089deba",
                "Operation": "apply",
                "Who": "ana",
                "Path": "terraform.tfstate",
            }
            (small.root / ".terraform.tfstate.lock.info").write_text(json.dumps(known))

            def release() -> None:
                released.wait(30)
                time.sleep(1)
                fcntl.lockf(file, fcntl.LOCK_UN)

            waiting = threading.Thread(target=release)
            waiting.start()
            yield released
            released.set()
            waiting.join()

    def test_nothing_happens(self, small: Desk, held: threading.Event) -> None:
        run = small.rm("--apply")
        assert run.returncode == 1
        assert "HINT   somebody is at work on this state" in run.stderr
        assert not small.backups
        assert len(small.listed()) == 5

    def test_it_can_wait(self, small: Desk, held: threading.Event) -> None:
        held.set()
        run = small.rm("--apply", "--lock-timeout", "30s")
        assert run.returncode == 0, run.stderr
        assert small.listed() == LEFT

    def test_no_way_back_meanwhile(self, small: Desk) -> None:
        small.rm("--apply")
        with (small.root / "terraform.tfstate").open("r+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            run = small.restore("--apply")
        assert run.returncode == 1
        assert "HINT   somebody is at work on this state" in run.stderr
        assert small.listed() == LEFT


class TestCode:
    """A root with code; only its backend matters here."""

    def test_providers_and_variables_need_not_be_there(self, small: Desk) -> None:
        (small.root / "main.tf").write_text('variable "x" {}\nprovider "aws" {\n  region = var.x\n}\n')
        assert small.rm("--apply").returncode == 0
        assert small.restore("--apply").returncode == 0

    def test_a_module_that_is_not_installed(self, small: Desk) -> None:
        (small.root / "main.tf").write_text('module "m" {\n  source = "./m"\n}\n')
        (small.root / "m").mkdir()
        run = small.rm("--apply")
        assert run.returncode == 1
        assert f"HINT   terraform -chdir={small.root} get" in run.stderr
        small.terraform("get")
        assert small.rm("--apply").returncode == 0

    def test_a_version_that_is_not_this_one(self, small: Desk) -> None:
        (small.root / "main.tf").write_text('terraform {\n  required_version = "0.12.0"\n}\n')
        run = small.rm("--apply")
        assert run.returncode == 1
        assert "HINT   take the version that the root asks for" in run.stderr


@pytest.fixture(scope="module")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moto]:
    """An account with a bucket for states."""
    server = Moto("123456789012", tmp_path_factory.mktemp("moto") / "log")
    server.client("s3").create_bucket(Bucket="states")
    yield server
    server.stop()


BACKEND = """\
terraform {
  backend "s3" {
    bucket         = "states"
    key            = "old.tfstate"
    region         = "us-east-1"
    use_lockfile   = true
    use_path_style = true
    max_retries    = 1
  }
}
"""


class TestS3:
    """A remote backend: no backup but ours, and locks that outlive their owner."""

    @pytest.fixture
    def keys(self, moto: Moto, tmp_path: Path) -> dict[str, str]:
        return {
            "TF_CLI_CONFIG_FILE": str(tmp_path / "terraform.tfrc"),
            "AWS_ENDPOINT_URL": moto.endpoint,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @pytest.fixture
    def at(self, tmp_path: Path, terraform: Path, moto: Moto, keys: dict[str, str]) -> Desk:
        made = desk(tmp_path)
        made.put_both(LEAVE)
        mirror = 'provider_installation {\n  filesystem_mirror {\n    path = "/nonexistent"\n  }\n}\n'
        (made.folder / "terraform.tfrc").write_text(mirror)
        (made.root / "backend.tf").write_text(BACKEND)
        moto.client("s3").put_object(Bucket="states", Key="old.tfstate", Body=json.dumps(SMALL))
        moto.client("s3").delete_object(Bucket="states", Key="old.tfstate.tflock")
        return made

    def init(self, at: Desk, keys: dict[str, str]) -> None:
        """Configure the backend. The providers of what is in the state are not found, which is no matter."""
        assert at.terraform("init", check=False, **keys).returncode == 1

    def live(self, moto: Moto) -> State:
        found: State = json.loads(moto.client("s3").get_object(Bucket="states", Key="old.tfstate")["Body"].read())
        return found

    def test_there_and_back(self, at: Desk, moto: Moto, keys: dict[str, str]) -> None:
        self.init(at, keys)
        assert at.rm(**keys).returncode == 3
        run = at.rm("--apply", **keys)
        assert run.returncode == 0, run.stderr
        assert at.terraform("state", "list", **keys).stdout.splitlines() == LEFT
        assert at.rm("--apply", **keys).returncode == 0
        assert at.restore("--apply", **keys).returncode == 0
        assert canonical(self.live(moto)) == canonical(SMALL)
        assert at.restore("--apply", **keys).returncode == 0

    def test_a_root_without_init(self, at: Desk, moto: Moto, keys: dict[str, str]) -> None:
        run = at.rm("--apply", **keys)
        assert run.returncode == 1
        assert f"HINT   terraform -chdir={at.root} init" in run.stderr
        assert self.live(moto) == SMALL

    def test_a_lock_of_somebody_else(self, at: Desk, moto: Moto, keys: dict[str, str]) -> None:
        self.init(at, keys)
        lock = {
            "ID": "9db590f1-b6fe-c5f2-2678-8804f089deba",
            "Operation": "apply",
            "Who": "ana",
            "Path": "states/old.tfstate",
        }
        moto.client("s3").put_object(Bucket="states", Key="old.tfstate.tflock", Body=json.dumps(lock))
        run = at.rm("--apply", **keys)
        assert run.returncode == 1
        assert "HINT   somebody is at work on this state" in run.stderr
        assert "ana" in run.stderr
        assert self.live(moto) == SMALL

    def test_a_bucket_that_does_not_answer(self, at: Desk, moto: Moto, keys: dict[str, str]) -> None:
        self.init(at, keys)
        run = at.rm("--apply", **{**keys, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
        assert run.returncode == 1
        assert self.live(moto) == SMALL

    @pytest.mark.parametrize("how", ["fails after", "kills", "kills after"])
    def test_a_terraform_that_breaks_while_it_takes_out(
        self, at: Desk, moto: Moto, keys: dict[str, str], how: str
    ) -> None:
        self.init(at, keys)
        at.rm("--apply", **{**keys, **at.breaks("terraform", how, 5)})
        again = at.rm("--apply", **keys)
        assert again.returncode == 0, again.stderr
        assert at.terraform("state", "list", **keys).stdout.splitlines() == LEFT
        assert at.restore("--apply", **keys).returncode == 0
        assert canonical(self.live(moto)) == canonical(SMALL)

    def test_what_is_put_back_is_no_match_for_what_others_write_at_that_moment(
        self, at: Desk, moto: Moto, keys: dict[str, str]
    ) -> None:
        self.init(at, keys)
        at.rm("--apply", **keys)
        others = at.folder / "others"
        others.mkdir()
        newer = {**self.live(moto), "outputs": {}}
        newer["serial"] += 1
        (at.folder / "newer.json").write_text(json.dumps(newer))
        real = (at.folder / "tools/terraform").resolve()
        push = f'{real} "$1" state push {at.folder}/newer.json'
        (others / "terraform").write_text(
            f'#!/bin/bash\nif [[ "$*" == *"state push"* ]]; then {push}; fi\nexec {real} "$@"\n'
        )
        (others / "terraform").chmod(0o755)
        run = at.restore("--apply", **keys, PATH=f"{others}:{at.folder / 'tools'}")
        assert run.returncode == 1, run.stderr
        assert self.live(moto)["outputs"] == {}
        assert len(at.terraform("state", "list", **keys).stdout.splitlines()) == 3


def many(modules: int) -> State:
    """A state with 100 objects in each module."""
    names = [f"module.m[{number}]" for number in range(modules)]
    return state(*(resource("this", [f"key {each:03}" for each in range(100)], module=name) for name in names))


def short_commands() -> None:
    """Begin with a small stack: the system takes commands of a quarter of it."""
    catching()
    limits.setrlimit(limits.RLIMIT_STACK, (1 << 19, 1 << 19))


class TestMany:
    """More addresses than a command line can hold."""

    @pytest.fixture
    def in_parts(self, tmp_path: Path, terraform: Path) -> Desk:
        """All but one of 4,000 objects leave, on a system with commands of 128 KiB."""
        made = desk(tmp_path, many(40))
        made.put_both(made.listed()[1:])
        return made

    def test_as_few_commands_as_the_system_can_take(self, in_parts: Desk) -> None:
        leaving = in_parts.listed()[1:]
        serial = in_parts.pulled()["serial"]
        run = in_parts.run("rm.sh", "--apply", before=short_commands)
        assert run.returncode == 0, run.stderr
        assert len(in_parts.listed()) == 1
        commands = in_parts.pulled()["serial"] - serial
        needed = sum(len(each) + 9 for each in leaving) / (1 << 17)
        assert 1 < needed < commands < needed * 1.2 + 1

    @pytest.mark.parametrize("finish", ["again", "restore"])
    def test_a_kill_between_two_commands(self, in_parts: Desk, finish: str) -> None:
        before = in_parts.pulled()
        in_parts.run("rm.sh", before=short_commands, **in_parts.breaks("terraform", "fails", 0))
        rehearsed = in_parts.calls
        run = in_parts.run(
            "rm.sh", "--apply", before=short_commands, **in_parts.breaks("terraform", "kills", rehearsed + 3)
        )
        assert run.returncode < 0
        assert 1 < len(in_parts.listed()) < len(before["resources"]) * 100
        if finish == "again":
            again = in_parts.rm("--apply")
            assert again.returncode == 0, again.stderr
            assert len(in_parts.listed()) == 1
            assert len(in_parts.backups) == 1
        assert in_parts.restore("--apply").returncode == 0
        assert canonical(in_parts.pulled()) == canonical(before)

    def test_twenty_thousand(self, tmp_path: Path, terraform: Path) -> None:
        made = desk(tmp_path, many(200))
        listed = made.listed()
        assert len(listed) == 20_000
        made.put_both(listed[::2])
        run = made.rm("--apply")
        assert run.returncode == 0, run.stderr
        assert made.listed() == listed[1::2]
        assert made.restore("--apply").returncode == 0
        assert canonical(made.pulled()) == canonical(many(200))
