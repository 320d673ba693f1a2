"""import-gate: lets a plan pass that holds what the hand-over declares, and no other."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from landbridge.handover.pages import Argument, Changed, Gate, Held, Imported, Move
from tests.handover.scripts.desk import Desk, Run, desk
from tests.handover.scripts.states import SECRET

ROLE = Imported("aws_iam_role.etl", "aws_iam_role", "etl", (Held("aws_iam_role.etl", "name", "etl"),))
Change = dict[str, Any]


def change(address: str, *actions: str, id: str | None = None, **more: Any) -> Change:  # noqa: A002
    """A change of a plan, as `terraform show -json` says it."""
    importing = {"importing": {"id": id}} if id is not None else {}
    known = {"mode": "managed", "type": address.split(".")[0]}
    body = {"actions": list(actions), "before": None, "after": {}, "after_unknown": {}, **importing}
    body.update({name: more.pop(name) for name in ("before", "after", "after_unknown") if name in more})
    return {"address": address, **known, "change": body, **more}


def role(*actions: str, **more: Any) -> Change:
    return change("aws_iam_role.etl", *actions, **more)


def planned(*changes: Change, **more: Any) -> dict[str, Any]:
    return {"format_version": "1.2", "resource_changes": list(changes), "errored": False, "complete": True, **more}


@pytest.fixture
def gate(tmp_path: Path) -> Desk:
    """A desk to look at plans in JSON."""
    return desk(tmp_path)


def judged(at: Desk, content: Gate, plan: object) -> Run:
    at.put("gate.sh", "import_gate", content)
    (at.folder / "plan.json").write_text(json.dumps(plan))
    return at.run("gate.sh", "--json", "plan.json")


TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "a"}}],
}
"""A trust policy, as the ledger has it: without Sids."""
CHANGES = (
    Argument("assume_role_policy", json.dumps(TRUST)),
    Argument("description", ""),
    Argument("inline", json.dumps(TRUST), unsettled=True),
    Argument("max_session_duration", "7200"),
    Argument("permissions_boundary", "null"),
    Argument("subjects", '["a","b"]'),
    Argument("tags", '{"Owner":"lake","Team":"data"}'),
    Argument("tags_all", '{"Owner":"lake","Team":"data"}'),
)
GATE = Gate(
    engine="terraform",
    imports=(ROLE,),
    creates=("aws_iam_policy.new",),
    changes=(Changed("aws_iam_role.etl", CHANGES), Changed("aws_iam_role.in_place", (Argument("tags", '{"a":"b"}'),))),
    forgets=("aws_iam_user.old",),
    moves=(Move("aws_iam_group.a", "aws_iam_group.b"),),
)
IMPORT = role("no-op", id="etl")
THERE = {"name": "etl", "id": "etl", "tags": {"a": SECRET}}


def becoming(name: str, value: object, **more: Any) -> tuple[Change, ...]:
    """A plan that changes one argument of an imported role."""
    return (role("update", id="etl", before={name: SECRET, "x": 1}, after={name: value, "x": 1}, **more),)


def trusting(**statement: object) -> str:
    """The trust policy with something else in its statement."""
    return json.dumps({**TRUST, "Statement": [{**TRUST["Statement"][0], **statement}]})


PASSING = {
    "an import": (IMPORT,),
    "an object that is imported already": (role("no-op", before=THERE, after={**THERE, "inline": json.dumps(TRUST)}),),
    "an object that is imported already, and changes": (
        role("update", before=THERE, after={**THERE, "tags": {"Owner": "lake"}}),
    ),
    "a policy as the ledger has it": becoming("assume_role_policy", json.dumps(TRUST)),
    "a policy in another order, with Sids": becoming(
        "assume_role_policy",
        json.dumps(
            {
                "Statement": {
                    "Sid": "Trust",
                    "Principal": {"AWS": ["a"]},
                    "Action": ["sts:AssumeRole"],
                    "Effect": "Allow",
                },
                "Version": "2012-10-17",
            }
        ),
    ),
    "a number": becoming("max_session_duration", 7200),
    "nothing": becoming("permissions_boundary", ""),
    "a set in another order": becoming("subjects", ["b", "a"]),
    "all tags": becoming("tags_all", {"Team": "data", "Owner": "lake"}),
    "tags without those of the provider": becoming("tags", {"Owner": "lake"}),
    "no tags but those of the provider": becoming("tags", None),
    "any value where only the plan can know it": becoming("description", "anything"),
    "an unknown value where only the plan can know it": becoming(
        "description", None, after_unknown={"description": True}
    ),
    "an unknown value that reads what is made anew": becoming("inline", None, after_unknown={"inline": True}),
    "a known value that reads what is made anew": becoming("inline", json.dumps(TRUST)),
    "what a plan could not know, and is there now": (
        role("no-op", before=THERE, after={**THERE, "inline": json.dumps(TRUST)}),
    ),
    "a declared creation": (IMPORT, change("aws_iam_policy.new", "create")),
    "a declared forgetting": (IMPORT, change("aws_iam_user.old", "forget")),
    "a declared move": (IMPORT, change("aws_iam_group.b", "no-op", previous_address="aws_iam_group.a")),
    "a declared change of what is there": (
        IMPORT,
        change("aws_iam_role.in_place", "update", before={"tags": None}, after={"tags": {"a": "b"}}),
    ),
    "a data source": (IMPORT, {**change("data.aws_vpc.x", "read"), "mode": "data"}),
    "what does not change": (IMPORT, change("aws_iam_role.more", "no-op")),
}
REFUSED = {
    "nothing at all": ((), "aws_iam_role.etl: should be imported, and is not in the plan"),
    "another import": ((IMPORT, change("aws_iam_role.x", "no-op", id="x")), "aws_iam_role.x: would be imported"),
    "another id": ((role("no-op", id="other"),), "aws_iam_role.etl: would be imported by another id"),
    "an import that would be a creation": (
        (role("create"),),
        "aws_iam_role.etl: would be created, and should be imported",
    ),
    "another creation": ((IMPORT, change("aws_iam_policy.x", "create")), "aws_iam_policy.x: would be created, which"),
    "a destroy": ((IMPORT, change("aws_iam_policy.new", "delete")), "aws_iam_policy.new: would delete"),
    "a replacement": ((role("delete", "create", id="etl"),), "aws_iam_role.etl: would delete and create"),
    "a replacement the other way": ((role("create", "delete"),), "aws_iam_role.etl: would create and delete"),
    "a replacement that forgets": ((role("create", "forget"),), "aws_iam_role.etl: would create and forget"),
    "another forgetting": ((IMPORT, change("aws_iam_user.x", "forget")), "aws_iam_user.x: would be forgotten"),
    "another move": (
        (IMPORT, change("aws_iam_group.c", "no-op", previous_address="aws_iam_group.a")),
        "aws_iam_group.a: would become aws_iam_group.c",
    ),
    "a declared move that is a replacement too": (
        (IMPORT, change("aws_iam_group.b", "delete", "create", previous_address="aws_iam_group.a")),
        "aws_iam_group.b: would delete and create",
    ),
    "another object at an address": (
        (role("no-op", before={"name": "other", "id": "other"}, after={"name": "other", "id": "other"}),),
        "aws_iam_role.etl: is there already, and is another object: name\n",
    ),
    "another object at an address, that changes": (
        (role("update", before={**THERE, "name": SECRET}, after={**THERE, "name": SECRET, "tags": {"Owner": "lake"}}),),
        "aws_iam_role.etl: is there already, and is another object: name\n",
    ),
    "an object that is nothing yet": (
        (role("no-op"),),
        "aws_iam_role.etl: is there already, and nothing tells as what\n",
    ),
    **{
        f"a policy that {what}": (
            becoming("assume_role_policy", trusting(**statement)),
            "aws_iam_role.etl: would become other than the ledger says: assume_role_policy\n",
        )
        for what, statement in {
            "trusts everybody": {"Principal": {"AWS": "*"}},
            "trusts somebody else, too": {"Principal": {"AWS": ["a", "b"]}},
            "has a condition": {"Condition": {}},
            "denies": {"Effect": "Deny"},
        }.items()
    },
    "a policy with another statement": (
        becoming("assume_role_policy", json.dumps({**TRUST, "Statement": [*TRUST["Statement"], {"Effect": "Allow"}]})),
        "aws_iam_role.etl: would become other than the ledger says: assume_role_policy\n",
    ),
    "a policy of another version": (
        becoming("assume_role_policy", json.dumps({**TRUST, "Version": "2008-10-17"})),
        "aws_iam_role.etl: would become other than the ledger says: assume_role_policy\n",
    ),
    "no policy": (
        becoming("assume_role_policy", "[no JSON"),
        "aws_iam_role.etl: would become other than the ledger says: assume_role_policy\n",
    ),
    "a policy that reads what is made anew, and is another one": (
        becoming("inline", trusting(Principal="*")),
        "aws_iam_role.etl: would become other than the ledger says: inline\n",
    ),
    "what a plan could not know, and is another one": (
        (role("no-op", before=THERE, after={**THERE, "inline": trusting(Principal="*")}),),
        "aws_iam_role.etl: has become other than the ledger says: inline\n",
    ),
    "a policy that the plan should know": (
        becoming("assume_role_policy", None, after_unknown={"assume_role_policy": True}),
        "aws_iam_role.etl: would become other than the ledger says: assume_role_policy\n",
    ),
    "another number": (
        becoming("max_session_duration", 43200),
        "aws_iam_role.etl: would become other than the ledger says: max_session_duration\n",
    ),
    "something instead of nothing": (
        becoming("permissions_boundary", f"arn:{SECRET}"),
        "aws_iam_role.etl: would become other than the ledger says: permissions_boundary\n",
    ),
    "more in a set": (
        becoming("subjects", ["a", "b", "c"]),
        "aws_iam_role.etl: would become other than the ledger says: subjects\n",
    ),
    "a tag that is not declared": (
        becoming("tags", {"Owner": "lake", "Admin": "yes"}),
        "aws_iam_role.etl: would become other than the ledger says: tags\n",
    ),
    "a tag that is missing in the end": (
        becoming("tags_all", {"Owner": "lake"}),
        "aws_iam_role.etl: would become other than the ledger says: tags_all\n",
    ),
    "another argument": (
        (
            role(
                "update", id="etl", before={"tags": {}, "path": SECRET}, after={"tags": {"Owner": "lake"}, "path": "/"}
            ),
        ),
        "aws_iam_role.etl: would change: path\n",
    ),
    "an unknown value": (
        (role("update", id="etl", before={"path": SECRET}, after={}, after_unknown={"path": True}),),
        "aws_iam_role.etl: would change: path\n",
    ),
    "a change that no attribute shows": (
        (role("update", id="etl", before={"tags": {}}, after={"tags": {}}),),
        "aws_iam_role.etl: would change: what no attribute shows",
    ),
    "a change of another object": (
        (IMPORT, change("aws_iam_role.x", "update", before={"tags": {}}, after={"tags": {"a": "b"}})),
        "aws_iam_role.x: would change: tags",
    ),
    "an action that is not known": ((IMPORT, change("aws_iam_role.x", "explode")), "aws_iam_role.x: would explode"),
}


@pytest.mark.parametrize("changes", PASSING.values(), ids=PASSING)
def test_what_passes(gate: Desk, changes: tuple[Change, ...]) -> None:
    run = judged(gate, GATE, planned(*changes))
    assert run.returncode == 0, run.stderr
    assert "the plan passes" in run.stderr
    assert SECRET not in run.stderr + run.stdout


@pytest.mark.parametrize(("changes", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(gate: Desk, changes: tuple[Change, ...], said: str) -> None:
    run = judged(gate, GATE, planned(*changes))
    assert run.returncode == 3, run.stderr
    assert f"REFUSED  {said}" in run.stderr
    assert SECRET not in run.stderr + run.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"errored": True}, "ended in an error"),
        ({"complete": False}, "not complete"),
        ({"deferred_changes": [{"reason": "x", "resource_change": IMPORT}]}, "put off"),
        ({"action_invocations": [{"address": "action.aws_lambda_invoke.x"}]}, "would be called"),
    ],
)
def test_a_plan_that_is_no_whole_one(gate: Desk, more: dict[str, Any], said: str) -> None:
    run = judged(gate, GATE, planned(IMPORT, **more))
    assert run.returncode == 3
    assert said in run.stderr


def test_another_type_is_refused(gate: Desk) -> None:
    run = judged(gate, GATE, planned({**IMPORT, "type": "aws_iam_user"}))
    assert run.returncode == 3
    assert "is of another type than is declared" in run.stderr


@pytest.mark.parametrize(
    "plan", ["", [], {}, {"format_version": "2.0"}, {"format_version": "1.0", "resource_changes": 1}]
)
def test_what_is_no_plan_is_an_error_and_no_refusal(gate: Desk, plan: object) -> None:
    run = judged(gate, Gate(engine="terraform"), plan)
    assert run.returncode == 1
    assert "this is not what terraform show -json says" in run.stderr


def test_it_says_what_passes(gate: Desk) -> None:
    run = judged(gate, GATE, planned(*PASSING["all tags"]))
    assert run.stdout == "import aws_iam_role.etl\nchange aws_iam_role.etl: tags_all\n"


def test_it_says_all_that_is_refused_in_one_run(gate: Desk) -> None:
    run = judged(gate, GATE, planned(change("aws_iam_role.x", "delete"), change("aws_iam_role.y", "create")))
    assert run.stderr.count("REFUSED") == 3


def test_what_a_plan_says_reaches_the_terminal_harmlessly(gate: Desk) -> None:
    run = judged(gate, GATE, planned(change('aws_iam_role.x["\x1b[2J\u009b1m\x07\n"]', "delete")))
    assert run.returncode == 3
    assert all(character.isprintable() or character == "\n" for character in run.stderr)


@pytest.mark.parametrize("hostile", ["$(touch owned)", "`touch owned`", "'; touch owned; '", 'a["${x}"]', "a\nb", ""])
def test_data_stays_data(gate: Desk, hostile: str) -> None:
    everything = Gate(
        engine="terraform",
        imports=(Imported(hostile, hostile, hostile, (Held(hostile, hostile, hostile),)),),
        creates=(hostile,),
        changes=(Changed(hostile, (Argument(hostile, hostile, True),)),),
        forgets=(hostile,),
        moves=(Move(hostile, hostile),),
    )
    found = {**change("x.y", "no-op", id=hostile, previous_address=hostile), "address": hostile, "type": hostile}
    run = judged(gate, everything, planned(found))
    assert run.returncode == 0, run.stderr
    assert not list(gate.folder.rglob("owned"))


@pytest.mark.parametrize(
    "options", [("-x",), ("--plan", ""), ("--json", "a", "--plan", "b"), ("--json", "a", "--save", "b"), ("--apply",)]
)
def test_wrong_usage(gate: Desk, options: tuple[str, ...]) -> None:
    gate.put("gate.sh", "import_gate", GATE)
    run = gate.run("gate.sh", *options)
    assert (run.returncode, run.stdout) == (2, "")


def test_jq_that_breaks_lets_nothing_pass(gate: Desk) -> None:
    judged(gate, GATE, planned(IMPORT))
    for number in range(1, 20):
        run = gate.run("gate.sh", "--json", "plan.json", **gate.breaks("jq", "fails", number))
        if gate.calls < number:
            break
        assert run.returncode == 1, (number, run.stderr)
    assert number == 9 + 1


class TestWithTerraform:
    """On plans that terraform itself makes, of a provider that it has built in."""

    UGLY = ("a b", "it's", 'q"q', "${tpl}", "é", "\u00a0")

    @pytest.fixture
    def new(self, tmp_path: Path, terraform: Path) -> Desk:
        """A new root that imports objects with ugly keys, with its gate in the folder `handover`."""
        made = desk(tmp_path)
        keys = json.dumps(dict.fromkeys(self.UGLY)).replace("${", "$${").replace("null", '""')
        (made.root / "main.tf").write_text(
            f'resource "terraform_data" "this" {{\n  for_each = {keys}\n}}\n'
            'resource "terraform_data" "new" {\n  count = 2\n}\n'
        )
        blocks = ""
        for number, key in enumerate(self.UGLY):
            printed = json.dumps(key, ensure_ascii=False).replace("${", "$${")
            blocks += f'import {{\n  to = terraform_data.this[{printed}]\n  id = "id-{number}"\n}}\n'
        (made.root / "imports.tf").write_text(blocks)
        made.terraform("init")
        (made.root / "handover").mkdir()
        return made

    def put(self, at: Desk, **more: Any) -> None:
        shown = [
            json.dumps(key, ensure_ascii=False).replace("${", "$${").replace("\u00a0", "\\u00a0") for key in self.UGLY
        ]
        ids = {f"terraform_data.this[{key}]": f"id-{number}" for number, key in enumerate(shown)}
        imports = (Imported(each, "terraform_data", id_, (Held(each, "id", id_),)) for each, id_ in ids.items())
        creates = ("terraform_data.new[0]", "terraform_data.new[1]")
        content = Gate(**{"engine": "terraform", "imports": tuple(imports), "creates": creates, **more})
        at.put("old/handover/gate.sh", "import_gate", content)

    def test_it_passes_and_the_plan_can_be_applied(self, new: Desk) -> None:
        self.put(new)
        run = new.run("old/handover/gate.sh", "--save", "kept.tfplan")
        assert run.returncode == 0, run.stderr
        assert stat.S_IMODE((new.folder / "kept.tfplan").stat().st_mode) == 0o600
        assert (
            "6 imported, 2 added, 0 changed, 0 destroyed"
            in new.terraform("apply", "-no-color", "../kept.tfplan").stdout
        )
        again = new.run("old/handover/gate.sh")
        assert (again.returncode, again.stdout) == (0, ""), again.stderr

    def test_what_was_imported_in_its_place_is_noticed(self, new: Desk) -> None:
        imports = new.root / "imports.tf"
        imports.write_text(imports.read_text().replace('"id-0"', '"other"'))
        new.terraform("apply", "-auto-approve")
        imports.unlink()
        self.put(new)
        run = new.run("old/handover/gate.sh")
        assert run.returncode == 3
        assert run.stderr.count("REFUSED") == 1
        assert "is there already, and is another object: id\n" in run.stderr
        assert list((new.folder / "temporary").iterdir()) == []

    def test_a_plan_that_is_kept_is_not_overwritten(self, new: Desk) -> None:
        self.put(new)
        (new.folder / "kept.tfplan").write_text("mine")
        run = new.run("old/handover/gate.sh", "--save", "kept.tfplan")
        assert run.returncode == 1
        assert (new.folder / "kept.tfplan").read_text() == "mine"

    def test_a_plan_that_is_refused_is_not_kept(self, new: Desk) -> None:
        self.put(new, creates=("terraform_data.new[0]",))
        run = new.run("old/handover/gate.sh", "--save", "kept.tfplan")
        assert run.returncode == 3
        assert "REFUSED  terraform_data.new[1]: would be created" in run.stderr
        assert not (new.folder / "kept.tfplan").exists()

    def test_a_plan_that_somebody_made(self, new: Desk) -> None:
        self.put(new)
        new.terraform("plan", "-out=made.tfplan")
        assert new.run("old/handover/gate.sh", "--plan", "old/made.tfplan").returncode == 0

    def test_it_is_found_from_its_own_folder(self, new: Desk) -> None:
        self.put(new)
        assert new.run("gate.sh", folder=new.root / "handover").returncode == 0

    def test_changes_replacements_moves_forgetting_and_destroys(self, new: Desk) -> None:
        (new.root / "imports.tf").unlink()
        head = 'resource "terraform_data" "{0}" {{\n  {1}\n}}\n'
        names = {"changed": "input = 1", "replaced": "triggers_replace = 1", "former": "", "forgotten": "", "gone": ""}
        (new.root / "main.tf").write_text("".join(head.format(*each) for each in names.items()))
        new.terraform("apply", "-auto-approve")
        (new.root / "main.tf").write_text(
            head.format("changed", "input = 2")
            + head.format("replaced", "triggers_replace = 2")
            + head.format("current", "")
            + "moved {\n  from = terraform_data.former\n  to = terraform_data.current\n}\n"
            + "removed {\n  from = terraform_data.forgotten\n  lifecycle {\n    destroy = false\n  }\n}\n"
        )
        self.put(new, imports=(), creates=())
        run = new.run("old/handover/gate.sh")
        assert run.returncode == 3
        assert sorted(line.removeprefix("REFUSED  ") for line in run.stderr.splitlines() if "REFUSED" in line) == [
            "terraform_data.changed: would change: input, output",
            "terraform_data.forgotten: would be forgotten, which is not declared",
            "terraform_data.former: would become terraform_data.current, which is not declared",
            "terraform_data.gone: would delete",
            "terraform_data.replaced: would delete and create",
        ]
        (new.root / "main.tf").write_text(
            (new.root / "main.tf").read_text().replace("replace = 2", "replace = 1") + head.format("gone", "")
        )
        self.put(
            new,
            imports=(),
            creates=(),
            changes=(Changed("terraform_data.changed", (Argument("input", "2"), Argument("output", "2", True))),),
            forgets=("terraform_data.forgotten",),
            moves=(Move("terraform_data.former", "terraform_data.current"),),
        )
        run = new.run("old/handover/gate.sh")
        assert run.returncode == 0, run.stderr
        assert sorted(run.stdout.splitlines()) == [
            "change terraform_data.changed: input, output",
            "forget terraform_data.forgotten",
            "move terraform_data.former to terraform_data.current",
        ]

    def test_a_plan_that_fails_is_an_error(self, new: Desk) -> None:
        self.put(new)
        (new.root / "imports.tf").write_text('import {\n  to = terraform_data.absent\n  id = "x"\n}\n')
        run = new.run("old/handover/gate.sh")
        assert run.returncode == 1
        assert "planning: terraform ended with 1" in run.stderr

    @pytest.mark.parametrize("how", ["fails", "kills"])
    def test_a_terraform_that_breaks_lets_nothing_pass(self, new: Desk, how: str) -> None:
        self.put(new)
        for number in (1, 2):
            run = new.run("old/handover/gate.sh", "--save", "kept.tfplan", **new.breaks("terraform", how, number))
            assert run.returncode not in (0, 3)
            assert not (new.folder / "kept.tfplan").exists()
