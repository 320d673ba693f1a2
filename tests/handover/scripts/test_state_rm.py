"""state-rm: takes addresses out of an old state, and these only."""

import json
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.handover.scripts.conftest import LEAVE, SMALL, nothing_done
from tests.handover.scripts.desk import Desk, desk
from tests.handover.scripts.states import LINEAGE, SECRET, UGLY, State, canonical, resource, state


def test_without_apply_it_shows_what_it_would_do(at_desk: Desk) -> None:
    before = (at_desk.root / "terraform.tfstate").read_bytes()
    run = at_desk.rm()
    assert run.returncode == 3, run.stderr
    shown = [line.removeprefix("- ") for line in run.stdout.splitlines()]
    assert sorted(shown) == sorted(each for each in at_desk.listed() if each.startswith("module."))
    assert (at_desk.root / "terraform.tfstate").read_bytes() == before
    assert not list(at_desk.journal.iterdir())


def test_with_apply_exactly_the_rest_is_left(at_desk: Desk) -> None:
    before = at_desk.pulled()
    run = at_desk.rm("--apply")
    assert run.returncode == 0, run.stderr
    before["resources"] = [each for each in before["resources"] if "module" not in each]
    assert canonical(at_desk.pulled()) == canonical(before)


def test_the_rest_keeps_its_place_in_one_write(at_desk: Desk) -> None:
    serial = at_desk.pulled()["serial"]
    at_desk.rm("--apply")
    assert at_desk.pulled()["serial"] == serial + 1


def test_a_second_run_has_nothing_to_do(at_desk: Desk) -> None:
    at_desk.rm("--apply")
    after = (at_desk.root / "terraform.tfstate").read_bytes()
    for run in (at_desk.rm("--apply"), at_desk.rm()):
        assert (run.returncode, run.stdout) == (0, "")
        assert "nothing to do" in run.stderr
    assert (at_desk.root / "terraform.tfstate").read_bytes() == after
    assert len(at_desk.backups) == 1


def test_the_backup_is_the_state_and_nobody_else_can_read_it(at_desk: Desk) -> None:
    before = at_desk.terraform("state", "pull").stdout
    at_desk.rm("--apply")
    (backup,) = at_desk.backups
    assert backup.read_text() == before
    for path in (at_desk.journal, *at_desk.journal.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_nothing_but_the_journal_is_left_behind(at_desk: Desk) -> None:
    at_desk.rm("--apply")
    assert sorted(path.name for path in at_desk.journal.iterdir()) == ["0001"]
    assert list((at_desk.folder / "temporary").iterdir()) == []


def test_a_secret_of_the_state_is_never_printed(at_desk: Desk) -> None:
    for run in (at_desk.rm(TF_LOG="TRACE"), at_desk.rm("--apply", TF_LOG="TRACE"), at_desk.restore(), at_desk.rm("-x")):
        assert SECRET not in run.stdout + run.stderr


def test_no_key_becomes_a_command(at_desk: Desk) -> None:
    at_desk.rm("--apply")
    at_desk.restore("--apply")
    assert not list(at_desk.folder.rglob("owned"))


@pytest.mark.parametrize(
    "hostile",
    [
        "$(touch owned)",
        "`touch owned`",
        "'; touch owned; '",
        "-state=/dev/null",
        "-lock=false",
        "aws_iam_role.a",
        "module.m",
        'module.m["x y"]',
        "aws_iam_role.stays",
        "aws_iam_role.stays[00]",
        'aws_iam_role.stays["0"]',
        "aws_iam_role.stays[0]\naws_iam_role.stays[1]\n'",
        "aws_iam_role.*",
        "",
    ],
)
def test_what_is_no_address_of_the_state_stops_everything(small: Desk, hostile: str) -> None:
    small.put_both((*LEAVE, hostile))
    for options in ((), ("--apply",)):
        nothing_done(small, small.rm(*options), "this is no address" if "\n" in hostile else "missing ")
    assert not list(small.folder.rglob("owned"))


def test_an_address_that_somebody_else_took_out_is_an_error(small: Desk) -> None:
    small.terraform("state", "rm", LEAVE[0])
    run = small.rm("--apply")
    assert run.returncode == 1
    assert f"missing {LEAVE[0]}\n" in run.stderr
    assert LEAVE[1] in small.listed()
    assert not small.backups


def test_an_address_that_was_taken_out_and_brought_back_is_no_longer_accounted_for(small: Desk) -> None:
    small.rm("--apply")
    small.restore("--apply")
    small.terraform("state", "rm", LEAVE[0])
    assert small.rm("--apply").returncode == 1


def test_after_a_way_back_it_can_be_done_again(small: Desk) -> None:
    for times in (1, 2, 3):
        assert small.rm("--apply").returncode == 0
        assert len(small.backups) == times
        assert not set(LEAVE) & set(small.listed())
        assert small.restore("--apply").returncode == 0
        assert canonical(small.pulled()) == canonical(SMALL)


def test_more_can_be_taken_out_later(small: Desk) -> None:
    small.rm("--apply")
    small.put_both((*LEAVE, "aws_iam_role.stays[0]"))
    run = small.rm("--apply")
    assert (run.returncode, run.stdout) == (0, "- aws_iam_role.stays[0]\n")
    assert small.listed() == ['aws_iam_role.a["l"]', "aws_iam_role.stays[1]"]


def test_all_of_a_state_can_leave(small: Desk) -> None:
    small.put_both(small.listed())
    assert small.rm("--apply").returncode == 0
    assert small.listed() == []
    assert small.rm("--apply").returncode == 0
    assert small.restore("--apply").returncode == 0
    assert canonical(small.pulled()) == canonical(SMALL)


@pytest.mark.parametrize("other", ["", "3f2a8c11", LINEAGE + "\n", "../../../x", "$(touch owned)"])
def test_another_state_is_refused(small: Desk, other: str) -> None:
    small.write({**SMALL, "lineage": other})
    nothing_done(small, small.rm("--apply"), "this is another state", {**SMALL, "lineage": other})


def test_where_the_inventory_knows_no_lineage_it_has_to_be_told(small: Desk) -> None:
    small.put_both(LEAVE, lineage="")
    nothing_done(small, small.rm("--apply"), "--lineage")
    nothing_done(small, small.rm("--apply", "--lineage", "other"), "this is another state")
    assert small.rm("--apply", "--lineage", LINEAGE).returncode == 0


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "not JSON", '{"version": 3, "serial": 1}', "\x00"])
def test_what_is_no_state_is_refused(small: Desk, text: str) -> None:
    (small.root / "terraform.tfstate").write_text(text)
    run = small.rm("--apply")
    assert run.returncode == 1
    assert "ERROR" in run.stderr
    assert (small.root / "terraform.tfstate").read_text() == text


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TF_CLI_ARGS", "-dry-run"),
        ("TF_CLI_ARGS_state_rm", "aws_iam_role.stays"),
        ("TF_CLI_ARGS_state_rm", "-state=elsewhere -lock=false"),
        ("TF_CLI_ARGS_state_pull", "-help"),
        ("TF_CLI_ARGS_state_list", "-id=x"),
        ("TF_CLI_ARGS_workspace_show", "-help"),
    ],
)
def test_arguments_that_a_shell_has_set_are_not_taken(small: Desk, variable: str, value: str) -> None:
    run = small.rm("--apply", **{variable: value})
    assert run.returncode == 0, run.stderr
    assert f"{variable} is set, and ignored here" in run.stderr
    assert small.listed() == ['aws_iam_role.a["l"]', "aws_iam_role.stays[0]", "aws_iam_role.stays[1]"]


@pytest.mark.parametrize("options", [(), ("--root", "old")])
def test_where_a_shell_looks_for_folders_is_no_matter(small: Desk, options: tuple[str, ...]) -> None:
    elsewhere = small.folder / "elsewhere"
    (elsewhere / "old").mkdir(parents=True)
    (elsewhere / "old/terraform.tfstate").write_text(json.dumps(SMALL))
    run = small.rm("--apply", *options, CDPATH=str(elsewhere))
    assert run.returncode == 0, run.stderr
    assert json.loads((elsewhere / "old/terraform.tfstate").read_text()) == SMALL
    assert LEAVE[0] not in small.listed()


class TestWhereBackupsGo:
    """A state holds secrets, so a checkout is no place for its backup."""

    def test_below_the_folder_for_state(self, small: Desk) -> None:
        elsewhere = small.folder / "elsewhere"
        small.rm("--apply", XDG_STATE_HOME=str(elsewhere))
        assert len(list(elsewhere.glob(f"landbridge/legacy-{LINEAGE}/0001/backup.tfstate"))) == 1
        assert not small.backups

    def test_where_they_are_told_to(self, small: Desk) -> None:
        assert small.rm("--apply", "--backups", "my backups").returncode == 0
        assert (small.folder / "my backups/0001/backup.tfstate").is_file()
        assert small.restore("--apply", "--backups", "my backups").returncode == 0

    @pytest.mark.parametrize("where", ["checkout", "checkout/a/b", "old/../checkout/a", "link/a"])
    def test_but_not_into_a_checkout(self, small: Desk, where: str) -> None:
        (small.folder / "checkout/.git").mkdir(parents=True)
        (small.folder / "link").symlink_to(small.folder / "checkout")
        nothing_done(small, small.rm("--apply", "--backups", where), "is inside a checkout")
        assert list((small.folder / "checkout").iterdir()) == [small.folder / "checkout/.git"]

    def test_nor_into_a_worktree(self, small: Desk) -> None:
        (small.folder / "home/.git").write_text("gitdir: elsewhere")
        nothing_done(small, small.rm("--apply"), "is inside a checkout")

    def test_unless_that_is_meant(self, small: Desk) -> None:
        (small.folder / "checkout/.git").mkdir(parents=True)
        run = small.rm("--apply", "--backups", "checkout/a", "--in-checkout")
        assert run.returncode == 0, run.stderr
        assert (small.folder / "checkout/a/0001/backup.tfstate").is_file()


class TestUsage:
    """Wrong usage is said before anything is read."""

    @pytest.mark.parametrize(
        "options",
        [
            ("-x",),
            ("--root",),
            ("--backups", ""),
            ("--lock-timeout", "soon"),
            ("--lock-timeout", "5m -force"),
            ("--lineage", "other"),
            ("surplus",),
        ],
    )
    def test_wrong_words(self, small: Desk, options: tuple[str, ...]) -> None:
        run = small.rm("--apply", *options)
        assert (run.returncode, run.stdout) == (2, "")
        assert "see --help" in run.stderr

    def test_help(self, small: Desk) -> None:
        run = small.rm("--help")
        assert (run.returncode, run.stderr) == (0, "")
        assert "Usage: rm.sh" in run.stdout

    def test_another_root(self, small: Desk) -> None:
        small.root.rename(small.folder / "my root")
        nothing = small.rm("--apply")
        assert nothing.returncode == 1
        assert "which one is the root?" in nothing.stderr
        assert small.rm("--apply", "--root", "my root").returncode == 0

    @pytest.mark.parametrize("tool", ["terraform", "jq", "comm", "mktemp"])
    def test_a_tool_that_is_missing(self, small: Desk, tool: str) -> None:
        (small.folder / "tools" / tool).unlink()
        run = small.rm("--apply")
        assert run.returncode == 1
        assert f"{tool} is missing" in run.stderr


KEYS = st.one_of(
    st.sampled_from([key for key in UGLY if isinstance(key, str)]),
    st.text(st.characters(codec="utf-8"), max_size=6).map(lambda text: unicodedata.normalize("NFC", text)),
)


@st.composite
def states(draw: st.DrawFn) -> tuple[list[State], list[bool]]:
    """Resources of one module, and which of their instances leave."""
    resources: list[State] = []
    for number in range(draw(st.integers(1, 3))):
        numbers = st.lists(st.integers(0, 20), min_size=1, max_size=4, unique=True)
        texts = st.lists(KEYS, min_size=1, max_size=4, unique=True)
        keys = draw(st.one_of(st.just([None]), numbers, texts))
        below = draw(st.sampled_from(("", ".module.a", '.module.b["x y"].module.c[1]')))
        resources.append(resource(f"r{number}", keys, module=below))
    return resources, draw(st.lists(st.booleans(), min_size=12, max_size=12))


@settings(max_examples=25)
@given(drawn=st.lists(states(), min_size=8, max_size=8))
def test_of_any_state_any_part_can_leave(
    drawn: list[tuple[list[State], list[bool]]], tmp_path_factory: pytest.TempPathFactory, terraform: Path
) -> None:
    """200 states, eight at a time as modules of one: a run costs a second, whatever is in the state."""
    modules = [f"module.s[{number}]" for number in range(len(drawn))]
    parts = [
        {**each, "module": f"{module}{each.get('module', '')}"}
        for module, (resources, _) in zip(modules, drawn, strict=True)
        for each in resources
    ]
    at = desk(tmp_path_factory.mktemp("any"), state(*parts))
    before = at.listed()
    leaving: list[str] = []
    for module, (_, chosen) in zip(modules, drawn, strict=True):
        inside = [each for each in before if each.startswith(f"{module}.")]
        leaving += [address for address, leaves in zip(inside, chosen, strict=False) if leaves]
    at.put_both(leaving)
    run = at.rm("--apply")
    assert run.returncode == 0, run.stderr
    assert at.listed() == [address for address in before if address not in leaving]
    if leaving:
        assert at.restore("--apply").returncode == 0
        assert at.listed() == before
