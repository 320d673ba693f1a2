"""preflight: says in one run all that stands in the way of a hand-over."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from landbridge.handover.pages import Held, Preflight
from tests.handover.scripts.desk import Desk, Run, desk
from tests.handover.scripts.states import LINEAGE, SECRET, UGLY, State, old_state, resource, state

ACCOUNT = "123456789012"
KEYS = [key for key in UGLY if isinstance(key, str)]
MAIN = f"""\
variable "more" {{
  default = []
}}

resource "terraform_data" "ugly" {{
  for_each = toset(concat(jsondecode(file("keys.json")), var.more))
}}

module "team" {{
  source   = "./team"
  for_each = toset(["a b", "c.d[0]"])
}}

output "password" {{
  value     = "{SECRET}"
  sensitive = true
}}
"""
TEAM = 'resource "terraform_data" "counted" {\n  count = 2\n}\n'


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory, terraform: Path) -> Desk:
    """An old root with ugly keys, applied."""
    made = desk(tmp_path_factory.mktemp("applied"))
    (made.root / "main.tf").write_text(MAIN)
    (made.root / "keys.json").write_text(json.dumps(KEYS))
    (made.root / "team").mkdir()
    (made.root / "team/main.tf").write_text(TEAM)
    made.terraform("init")
    made.terraform("apply", "-auto-approve")
    made.account(ACCOUNT)
    (made.root / "as-applied").write_bytes((made.root / "terraform.tfstate").read_bytes())
    return made


@pytest.fixture
def ready(applied: Desk) -> Desk:
    """The same with nothing in the way."""
    (applied.root / "terraform.tfstate").write_bytes((applied.root / "as-applied").read_bytes())
    (applied.root / "main.tf").write_text(MAIN)
    applied.account(ACCOUNT)
    put(applied, held(applied))
    return applied


def held(at: Desk) -> list[Held]:
    """What an inventory of the root would know: addresses as terraform prints them, ids as its state has them."""
    shown = json.loads(at.terraform("show", "-json").stdout)["values"]["root_module"]
    modules = [shown, *shown["child_modules"]]
    return [Held(each["address"], "id", each["values"]["id"]) for module in modules for each in module["resources"]]


def put(at: Desk, objects: Iterable[Held], **other: object) -> None:
    """Put a preflight that has an object's address once, however much is known of it."""
    objects = tuple(objects)
    told = {
        "source": "legacy",
        "engine": "terraform",
        "folder": "old",
        "workspace": "default",
        "lineage": at.pulled()["lineage"],
        "addresses": tuple(dict.fromkeys(each.address for each in objects)),
        "objects": objects,
        "staying": (),
        "account": ACCOUNT,
        "region": "eu-west-1",
        "engine_version": "1.5",
    }
    at.put("preflight.sh", "preflight", Preflight(**{**told, **other}))


def wrong(run: Run, *complaints: str) -> None:
    assert run.returncode == 1, run.stderr
    for complaint in complaints:
        assert complaint in run.stderr
    assert "ready\n" not in run.stderr.replace("not ready", "")


def test_where_all_is_well_it_says_so(ready: Desk) -> None:
    run = ready.run("preflight.sh")
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    assert f"{len(held(ready))} names and ids are those of the inventory" in run.stderr
    assert run.stderr.endswith("OK     ready\n")


def test_it_reminds_of_the_pipeline(ready: Desk) -> None:
    assert "nobody else may apply in legacy until the hand-over is over" in ready.run("preflight.sh").stderr


def test_it_writes_nothing_and_leaves_nothing_behind(ready: Desk) -> None:
    before = {path: path.read_bytes() for path in ready.root.rglob("*") if path.is_file()}
    ready.run("preflight.sh")
    assert {path: path.read_bytes() for path in ready.root.rglob("*") if path.is_file()} == before
    assert list((ready.folder / "temporary").iterdir()) == []


def test_a_serial_that_moved_on_is_fine(ready: Desk) -> None:
    ready.change(lambda found: found.update(serial=found["serial"] + 100))
    assert ready.run("preflight.sh").returncode == 0


def test_it_says_all_that_is_wrong_in_one_run(ready: Desk) -> None:
    first, second, *rest = held(ready)
    put(
        ready,
        [first._replace(address="terraform_data.gone"), second._replace(value="other"), *rest],
        engine_version="99.1",
    )
    ready.account("999999999999")
    (ready.root / "main.tf").write_text(MAIN.replace('["a b", "c.d[0]"]', '["a b"]'))
    wrong(
        ready.run("preflight.sh"),
        "and has to be 99.1",
        "your credentials are of account 999999999999, and this is for 123456789012",
        "not in the state: terraform_data.gone",
        "terraform_data.gone: not in the state",
        f"{second.address}: id is not what the inventory says",
        'would delete: module.team["c.d[0]"].terraform_data.counted[0]',
        f"{first.address}: is in the state, and not in the inventory",
        "not ready: 6 of the checks",
    )


def test_no_credentials(ready: Desk) -> None:
    ready.account("")
    wrong(ready.run("preflight.sh"), "Unable to locate credentials", "does not find out who you are", "not ready: 1 of")


def test_the_wrong_workspace(ready: Desk) -> None:
    wrong(ready.run("preflight.sh", TF_WORKSPACE="staging"), "the workspace is staging, and this is for default")
    put(ready, held(ready), workspace="prod")
    wrong(ready.run("preflight.sh"), "the workspace is default, and this is for prod", "workspace select prod")


def test_another_state(ready: Desk) -> None:
    put(ready, held(ready), lineage=LINEAGE)
    wrong(ready.run("preflight.sh"), "this is another state")


def test_a_plan_that_creates_and_reads_variables_from_a_file(ready: Desk) -> None:
    (ready.folder / "more.tfvars").write_text('more = ["new"]\n')
    wrong(ready.run("preflight.sh", "--var-file", "more.tfvars"), 'would create: terraform_data.ugly["new"]')


def test_arguments_for_plans_that_a_shell_has_set_are_not_taken(ready: Desk) -> None:
    assert ready.run("preflight.sh", TF_CLI_ARGS_plan='-var=more=["new"] -destroy').returncode == 0


def test_a_plan_that_fails(ready: Desk) -> None:
    (ready.root / "main.tf").write_text(MAIN + 'resource "terraform_data" "x" {\n  input = file("missing")\n}\n')
    wrong(ready.run("preflight.sh"), "planning: terraform ended with 1")


def test_a_module_that_is_not_installed(ready: Desk) -> None:
    (ready.root / "main.tf").write_text(MAIN + 'module "more" {\n  source = "./team"\n}\n')
    wrong(ready.run("preflight.sh"), f"HINT   terraform -chdir={ready.root} get")


def test_outputs_alone_are_no_obstacle(ready: Desk) -> None:
    (ready.root / "main.tf").write_text(MAIN + 'output "more" {\n  value = 1\n}\n')
    run = ready.run("preflight.sh")
    assert run.returncode == 0, run.stderr
    assert "changes outputs only" in run.stderr


def test_a_pending_move_is_one(ready: Desk) -> None:
    moved = "moved {\n  from = terraform_data.ugly\n  to   = terraform_data.pretty\n}\n"
    (ready.root / "main.tf").write_text(MAIN.replace('"ugly"', '"pretty"') + moved)
    wrong(ready.run("preflight.sh"), 'would move: terraform_data.ugly["a/b"] to terraform_data.pretty["a/b"]')


def test_no_secret_is_printed(ready: Desk) -> None:
    for run in (ready.run("preflight.sh", TF_LOG="TRACE"), ready.run("preflight.sh", TF_WORKSPACE="x")):
        assert SECRET not in run.stdout + run.stderr


class TestObjects:
    """Every address still has to stand for the same thing."""

    @pytest.fixture
    def at(self, tmp_path: Path, terraform: Path) -> Desk:
        """A state of AWS's resources, with no code: its plan cannot be made, and is not what is looked at here."""
        made = desk(tmp_path, old_state())
        made.account(ACCOUNT)
        return made

    def differing(self, at: Desk, *objects: Held) -> list[str]:
        put(at, objects)
        lines = at.run("preflight.sh").stderr.splitlines()
        about = [line for line in lines if line.startswith(("aws_", "module.", "x"))]
        return [line for line in about if not line.endswith(": is in the state, and not in the inventory")]

    def known(self, at: Desk, **attributes: str) -> None:
        """Let the state have something else of the tainted role."""

        def edit(found: State) -> None:
            (role,) = (each for each in found["resources"] if each["name"] == "tainted")
            role["instances"][0]["attributes"].update(attributes)

        at.change(edit)

    def test_all_keys_are_found(self, at: Desk) -> None:
        name = {
            "aws_iam_role.tainted": "tainted",
            "aws_iam_role.deposed": "deposed",
            "module.team.aws_iam_role.other": "other",
        }
        known = [Held(address, "id", found) for address, found in name.items()]
        ids = {instance["attributes"]["id"] for each in at.pulled()["resources"] for instance in each["instances"]}
        known += [Held(each, "id", "?") for each in at.listed() if each.endswith("]")]
        lines = self.differing(at, *known)
        found = {line.rpartition(": id is ")[2].removesuffix(", and the inventory says ?") for line in lines}
        control = {"\t": "?", "\n": "?", "\u009b": "?", "\u00a0": "\u00a0"}
        expected = {"".join(control.get(one, one) for one in each) for each in ids}
        assert found == expected - {"me", "tainted", "deposed", "other"}

    def test_all_that_is_known_has_to_be_so(self, at: Desk) -> None:
        """An attachment has another role, and the same policy."""
        other = {"role": "other", "policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}
        self.known(at, **other)
        known = ("aws_iam_role.tainted", "policy_arn", other["policy_arn"]), ("aws_iam_role.tainted", "role", "etl")
        lines = self.differing(at, *(Held(*each) for each in known))
        assert lines == ["aws_iam_role.tainted: role is other, and the inventory says etl"]

    def test_a_key_may_be_known_by_its_arn_where_the_inventory_has_its_id(self, at: Desk) -> None:
        self.known(at, key_id="arn:aws:kms:eu-west-1:123456789012:key/mrk-1")
        assert self.differing(at, Held("aws_iam_role.tainted", "key_id", "mrk-1")) == []
        assert self.differing(at, Held("aws_iam_role.tainted", "key_id", "mrk-2")) != []

    def test_what_is_not_there(self, at: Desk) -> None:
        lines = self.differing(
            at, Held("aws_iam_role.gone", "id", "x"), Held('aws_iam_role.counted["0"]', "id", "counted-0")
        )
        assert lines == ["aws_iam_role.gone: not in the state", 'aws_iam_role.counted["0"]: not in the state']

    @pytest.mark.parametrize("attribute", ["secret", "number", "none", "__proto__"])
    def test_only_names_and_ids_are_shown(self, at: Desk, attribute: str) -> None:
        lines = self.differing(at, Held("aws_iam_role.tainted", attribute, "x"))
        assert lines == [f"aws_iam_role.tainted: {attribute} is not what the inventory says"]

    def test_what_a_state_says_reaches_the_terminal_harmlessly(self, at: Desk) -> None:
        at.change(lambda found: found["resources"][0]["instances"][0]["attributes"].update(id="\x1b[2J\u009b1m\x07"))
        put(at, [Held(each, "id", "?") for each in at.listed()])
        printed = at.run("preflight.sh").stderr
        assert all(character.isprintable() or character in "\n\u00a0\U000e0001" for character in printed)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "x",
            "$(touch owned)",
            "`touch owned`",
            "'; touch owned; '",
            "a\nb",
            'module.a["',
            'aws_iam_role.ugly["\\"]',
        ],
    )
    def test_what_is_no_address(self, at: Desk, address: str) -> None:
        put(at, [Held(address, address, address)])
        run = at.run("preflight.sh")
        assert run.returncode == 1
        assert not list(at.folder.rglob("owned"))


class TestInstances:
    """What has come to the state since the inventory was read."""

    @pytest.fixture
    def at(self, tmp_path: Path, terraform: Path) -> Desk:
        made = desk(tmp_path, state(resource("counted", (0, 1, 2)), resource("this", ("a",), module='module.m["x y"]')))
        made.account(ACCOUNT)
        return made

    def new(self, at: Desk, *addresses: str, staying: tuple[str, ...] = ()) -> list[str]:
        put(at, [Held(each, "", "") for each in addresses], staying=staying)
        lines = at.run("preflight.sh").stderr.splitlines()
        return [line.partition(": is in the state, and not")[0] for line in lines if "not in the inventory" in line]

    def test_one_more_of_a_count(self, at: Desk) -> None:
        assert self.new(at, "aws_iam_role.counted[0]", "aws_iam_role.counted[1]") == ["aws_iam_role.counted[2]"]

    def test_one_more_of_a_module(self, at: Desk) -> None:
        """A removed block would forget it along with the others."""
        at.change(
            lambda found: found["resources"].append({**found["resources"][1], "module": 'module.m["it\'s \\"b"]'})
        )
        assert self.new(at, 'module.m["x y"].aws_iam_role.this["a"]') == [
            'module.m["it\'s \\"b"].aws_iam_role.this["a"]'
        ]

    def test_nothing_else(self, at: Desk) -> None:
        at.change(lambda found: found["resources"].append(resource("counted", (0,), module="module.m")))
        at.change(lambda found: found["resources"].append(resource("counted", (0,), kind="aws_iam_user")))
        at.change(lambda found: found["resources"].append(resource("counted", (5,), mode="data")))
        assert self.new(at, *(f"aws_iam_role.counted[{number}]" for number in range(3))) == []

    def test_nor_what_the_inventory_knows_to_stay(self, at: Desk) -> None:
        assert self.new(at, "aws_iam_role.counted[0]", staying=("aws_iam_role.counted[1]",)) == [
            "aws_iam_role.counted[2]"
        ]


@pytest.mark.parametrize("tool", ["terraform", "jq", "aws"])
def test_a_tool_that_breaks_is_never_taken_for_good_news(ready: Desk, tool: str) -> None:
    for number in range(1, 30):
        run = ready.run("preflight.sh", **ready.breaks(tool, "fails", number))
        if ready.calls < number:
            break
        assert run.returncode == 1, (tool, number, run.stderr)
    assert 1 < number < 29


def test_a_clean_plan_is_planned_only_once(ready: Desk) -> None:
    ready.run("preflight.sh", **ready.breaks("terraform", "fails", 0))
    assert ready.calls == 5
