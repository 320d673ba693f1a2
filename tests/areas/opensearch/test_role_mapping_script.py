"""The script of role mappings, run for real: what it shows, what it writes, and what it leaves alone."""

import json
import shutil
import stat
from pathlib import Path

import pytest

from tests.areas.opensearch.role_mapping_runs import (
    ADMIN,
    ANA,
    BASIC,
    SIGNED,
    Desk,
    as_found,
    as_wanted,
    desk,
    domain,
    quoted,
    script,
)
from tests.areas.opensearch.security_api import PASSWORD, SECRET_KEY, TOKEN, USER, SecurityApi, mapping, serving
from tests.scripts import shellcheck

OTHERS = f"{{readall: {{users: ['{ANA}']}}}}"
"""Mappings of which a run of another spec has added none."""
TOOLS = ("curl", "jq", "cut", "date", "mkdir", "mktemp", "rm", "tr")


def test_without_apply_it_shows_what_would_be_added_and_writes_nothing(at_desk: Desk) -> None:
    run = at_desk.run()
    assert run.returncode == 3
    assert run.stdout.splitlines() == [
        "all_access",
        f'  + backend_roles "{ADMIN}"',
        f'  + users "{ANA}"',
        "security_manager",
        f'  + backend_roles "{ADMIN}"',
    ]
    assert at_desk.api.writes == []
    assert sorted(path.name for path in at_desk.folder.iterdir()) == ["script.sh"]


def test_apply_adds_entries_and_keeps_everything_else(at_desk: Desk) -> None:
    run = at_desk.run("--apply")
    assert run.returncode == 0, run.stderr
    assert at_desk.api.mappings == as_wanted()


def test_a_second_apply_has_nothing_to_do(at_desk: Desk) -> None:
    at_desk.run("--apply")
    written = len(at_desk.api.writes)
    run = at_desk.run("--apply")
    assert (run.returncode, run.stdout) == (0, "")
    assert "nothing to do" in run.stderr
    assert len(at_desk.api.writes) == written
    assert len(at_desk.backups) == 1


def test_the_backup_says_what_was_there_and_is_for_nobody_else(at_desk: Desk) -> None:
    at_desk.run("--apply")
    (backup,) = at_desk.backups
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    before = {each["role"]: each["before"] for each in json.loads(backup.read_text())["mappings"]}
    assert before == {role: as_found()[role] for role in ("all_access", "security_manager")}


def test_backups_go_to_the_folder_that_is_named(at_desk: Desk) -> None:
    at_desk.run("--apply", "--backups", "my backups/of today")
    assert len(list((at_desk.folder / "my backups" / "of today").glob("edge-logs-*.json"))) == 1


def test_the_backup_is_written_before_the_domain(at_desk: Desk) -> None:
    seen: list[int] = []
    at_desk.api.meanwhile = lambda number: seen.append(len(at_desk.backups))
    at_desk.run("--apply")
    first_write = next(n for n, (method, _) in enumerate(at_desk.api.requests) if method != "GET")
    assert seen[first_write] == 1


def test_without_a_place_for_the_backup_nothing_is_written(at_desk: Desk) -> None:
    (at_desk.folder / "role-mapping-backups").write_text("a file")
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert at_desk.api.writes == []


def test_restore_puts_back_what_was_there(at_desk: Desk) -> None:
    at_desk.run("--apply")
    shown = at_desk.run("--restore", at_desk.backup)
    assert (shown.returncode, at_desk.api.mappings) == (3, as_wanted())
    assert f'  - users "{ANA}"' in shown.stdout.splitlines()
    restored = at_desk.run("--restore", at_desk.backup, "--apply")
    assert restored.returncode == 0, restored.stderr
    assert at_desk.api.mappings == as_found()


def test_what_restore_did_can_be_restored(at_desk: Desk) -> None:
    at_desk.run("--apply")
    at_desk.run("--restore", at_desk.backup, "--apply")
    again = at_desk.run("--restore", str(at_desk.backups[-1]), "--apply")
    assert again.returncode == 0, again.stderr
    assert at_desk.api.mappings == as_wanted()


def test_restore_refuses_what_others_changed_since(at_desk: Desk) -> None:
    at_desk.run("--apply")
    at_desk.api.mappings["all_access"]["users"].append("carl")
    changed = at_desk.api.state()
    run = at_desk.run("--restore", at_desk.backup, "--apply")
    assert run.returncode == 1
    assert "all_access: changed by others" in run.stderr
    assert at_desk.api.mappings == changed


def test_restore_by_force_puts_back_even_so(at_desk: Desk) -> None:
    at_desk.run("--apply")
    at_desk.api.mappings["all_access"]["users"].append("carl")
    assert '  - users "carl"' in at_desk.run("--restore", at_desk.backup, "--force").stdout.splitlines()
    assert at_desk.run("--restore", at_desk.backup, "--force", "--apply").returncode == 0
    assert at_desk.api.mappings == as_found()


def test_remove_takes_away_what_the_run_added_and_nothing_else(at_desk: Desk) -> None:
    at_desk.api.mappings["security_manager"]["backend_roles"].append(ADMIN)  # had it before us
    at_desk.run("--apply")
    at_desk.api.mappings["all_access"]["users"].append("carl")
    (at_desk.folder / "script.sh").write_text(script(domain(OTHERS)))
    run = at_desk.run("--remove", at_desk.backup, "--apply")
    assert run.returncode == 0, run.stderr
    assert "STAYS" not in run.stderr
    left = as_found()
    left["security_manager"]["backend_roles"].append(ADMIN)
    left["all_access"]["users"].append("carl")
    assert at_desk.api.mappings == left


def test_remove_leaves_what_the_script_adds_today_though_the_same_run_added_it(at_desk: Desk) -> None:
    at_desk.run("--apply")
    (at_desk.folder / "script.sh").write_text(
        script(domain(f"{{all_access: {{users: ['{ANA}'], reason: she stays}}}}"))
    )
    run = at_desk.run("--remove", at_desk.backup, "--apply")
    assert run.returncode == 0, run.stderr
    assert f'STAYS  all_access: users "{ANA}"' in run.stderr
    left = as_found()
    left["all_access"]["users"].append(ANA)
    assert at_desk.api.mappings == left


def test_remove_has_nothing_to_do_while_the_script_adds_all_of_it(at_desk: Desk) -> None:
    at_desk.run("--apply")
    run = at_desk.run("--remove", at_desk.backup, "--apply")
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr.count("STAYS") == 3
    assert at_desk.api.mappings == as_wanted()


def test_a_role_without_a_mapping_gets_one_and_loses_it_again(tmp_path: Path, api: SecurityApi) -> None:
    at_desk = desk(tmp_path, api, domain(f"{{own_role: {{users: ['{ANA}']}}}}"))
    assert "no mapping yet" in at_desk.run().stdout
    assert at_desk.run("--apply").returncode == 0
    assert api.mappings["own_role"] == mapping(users=[ANA])
    (tmp_path / "script.sh").write_text(script(domain(OTHERS)))
    removed = at_desk.run("--remove", at_desk.backup, "--apply")
    assert removed.returncode == 0, removed.stderr
    assert api.mappings == as_found()


@pytest.mark.parametrize("option", ["--restore", "--remove"])
def test_a_backup_of_another_domain_is_refused(option: str, at_desk: Desk) -> None:
    at_desk.run("--apply")
    (backup,) = at_desk.backups
    backup.write_text(backup.read_text().replace('"edge-logs"', '"edge-other"'))
    run = at_desk.run(option, str(backup), "--apply")
    assert run.returncode == 1
    assert "is no backup of role mappings of edge-logs" in run.stderr
    assert at_desk.api.mappings == as_wanted()


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"format": 1, "mappings": 1}'])
def test_what_is_no_backup_is_refused(content: str, at_desk: Desk) -> None:
    (at_desk.folder / "backup.json").write_text(content)
    run = at_desk.run("--restore", "backup.json", "--apply")
    assert run.returncode == 1
    assert "is no backup" in run.stderr
    assert at_desk.api.requests == []


@pytest.mark.parametrize("flag", ["reserved", "hidden"])
def test_a_protected_mapping_is_left_alone_and_so_is_everything_else(flag: str, at_desk: Desk) -> None:
    at_desk.api.mappings["security_manager"][flag] = True
    protected = at_desk.api.state()
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "security_manager" in run.stderr
    # A hidden mapping looks like none, so that the domain refuses to write it; what was written is put back.
    assert at_desk.api.mappings == protected


def test_a_role_that_the_domain_does_not_have_is_an_error(tmp_path: Path, api: SecurityApi) -> None:
    run = desk(tmp_path, api, domain(f"{{all-access: {{users: ['{ANA}']}}}}")).run("--apply")
    assert run.returncode == 1
    assert "all-access: the domain has no such security role" in run.stderr
    assert api.writes == []


def test_a_field_that_the_script_does_not_know_is_not_lost(at_desk: Desk) -> None:
    at_desk.api.mappings["all_access"]["valid_until"] = "2030"
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "valid_until" in run.stderr
    assert at_desk.api.writes == []


def test_what_changes_between_reading_and_writing_is_not_overwritten(at_desk: Desk) -> None:
    def somebody_else(number: int) -> None:
        if number == 3:  # after both mappings were read
            at_desk.api.mappings["all_access"]["users"].append("carl")

    at_desk.api.meanwhile = somebody_else
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "somebody else" in run.stderr
    assert "UNDO" not in run.stderr
    expected = as_found()
    expected["all_access"]["users"].append("carl")
    assert at_desk.api.mappings == expected


def test_elasticsearch_has_its_own_path(tmp_path: Path) -> None:
    with serving(SecurityApi(as_found(), plugin="_opendistro")) as api:
        run = desk(tmp_path, api, domain(*(), **{}).replace("network:", "engine: elasticsearch\n      network:")).run(
            "--apply"
        )
        assert run.returncode == 0, run.stderr
        assert api.mappings == as_wanted()


def test_an_endpoint_that_is_no_security_api_is_an_error(tmp_path: Path) -> None:
    with serving(SecurityApi(as_found(), plugin="_opendistro")) as api:
        run = desk(tmp_path, api).run("--apply")
        assert run.returncode == 1
        assert api.mappings == as_found()


def test_requests_can_be_signed(at_desk: Desk) -> None:
    run = at_desk.run("--apply", **SIGNED)
    assert run.returncode == 0, run.stderr
    assert at_desk.api.mappings == as_wanted()
    assert all(signer.startswith("AWS4-HMAC-SHA256 Credential=") for signer in at_desk.api.signers)


def test_who_has_a_password_uses_it(at_desk: Desk) -> None:
    at_desk.run(**SIGNED, **BASIC)
    assert set(at_desk.api.signers) == {"basic"}


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"NOTHING": "x"}, "who are you?"),
        ({"OPENSEARCH_USER": USER}, "OPENSEARCH_PASSWORD is not"),
        ({"OPENSEARCH_USER": "a:b", "OPENSEARCH_PASSWORD": "x"}, "holds a colon"),
        ({"OPENSEARCH_USER": "a", "OPENSEARCH_PASSWORD": "x\nurl = http://127.0.0.1"}, "control characters"),
        ({**BASIC, "OPENSEARCH_ENDPOINT": ""}, "where is the domain?"),
        ({**BASIC, "OPENSEARCH_ENDPOINT": "http://logs.example.com"}, "is no https://"),
        ({**BASIC, "OPENSEARCH_ENDPOINT": "https://me:secret@logs.example.com"}, "is no https://"),
        ({**BASIC, "OPENSEARCH_ENDPOINT": "https://logs.example.com/$(id)"}, "is no https://"),
        ({**BASIC, "OPENSEARCH_ENDPOINT": "http://127.0.0.1:1@logs.example.com"}, "is no https://"),
    ],
)
def test_without_a_way_to_ask_nothing_is_asked(environment: dict[str, str], message: str, at_desk: Desk) -> None:
    run = at_desk.run("--apply", **environment)
    assert run.returncode == 1
    assert message in run.stderr
    assert at_desk.api.requests == []


@pytest.mark.parametrize(
    "options",
    [
        ("--aply",),
        ("--restore",),
        ("--restore", ""),
        ("--backups",),
        ("--force",),
        ("--remove", "a", "--force"),
        ("--restore", "a", "--remove", "b"),
        ("logs",),
    ],
)
def test_wrong_usage_is_told_apart(options: tuple[str, ...], at_desk: Desk) -> None:
    assert at_desk.run(*options).returncode == 2
    assert at_desk.api.requests == []


def test_it_explains_itself(at_desk: Desk) -> None:
    run = at_desk.run("--help")
    assert run.returncode == 0
    assert all(
        word in run.stdout for word in ("--apply", "--restore", "--remove", "--force", "--backups", "Exit codes")
    )


@pytest.mark.parametrize("credentials", [BASIC, SIGNED], ids=["basic", "signed"])
@pytest.mark.parametrize("right", [True, False], ids=["accepted", "refused"])
def test_secrets_are_in_no_output_and_on_no_command_line(
    credentials: dict[str, str], right: bool, at_desk: Desk, tmp_path: Path
) -> None:
    wrong = {"OPENSEARCH_PASSWORD": PASSWORD + "x", "AWS_SECRET_ACCESS_KEY": SECRET_KEY + "x"}
    given = {name: value if right else wrong.get(name, value) for name, value in credentials.items()}
    words = tmp_path / "words"
    run = at_desk.run("--apply", PATH=_watched(tmp_path, words), **given)
    assert run.returncode == (0 if right else 1)
    backups = "".join(path.read_text() for path in at_desk.backups)
    seen = run.stdout + run.stderr + words.read_text() + backups
    for secret in (PASSWORD, SECRET_KEY, TOKEN, *_encoded(given)):
        assert secret not in seen
    assert "--config" in words.read_text()


def _encoded(given: dict[str, str]) -> list[str]:
    import base64

    pair = f"{given.get('OPENSEARCH_USER', '')}:{given.get('OPENSEARCH_PASSWORD', '')}"
    return [base64.b64encode(pair.encode()).decode()] if "OPENSEARCH_USER" in given else []


def _watched(folder: Path, words: Path) -> str:
    """A PATH on which every tool first writes down its command line."""
    tools = folder / "tools"
    tools.mkdir()
    for name in (*TOOLS, "bash", "cat"):
        real = shutil.which(name)
        assert real, f"{name} is missing"
        (tools / name).write_text(
            f'#!{shutil.which("bash")}\nprintf "%s\\n" {name} "$@" >> {words}\nexec {real} "$@"\n'
        )
        (tools / name).chmod(0o755)
    return str(tools)


@pytest.mark.parametrize("tool", ["curl", "jq"])
def test_a_missing_tool_is_named(tool: str, at_desk: Desk, tmp_path: Path) -> None:
    tools = Path(_watched(tmp_path, tmp_path / "words"))
    (tools / tool).unlink()
    run = at_desk.run("--apply", PATH=str(tools))
    assert run.returncode == 1
    assert f"{tool} is missing" in run.stderr


@pytest.mark.parametrize(("version", "code"), [("7.74.0", 1), ("7.75.0", 3), ("8.0.1", 3)])
def test_signing_needs_a_curl_that_can(version: str, code: int, at_desk: Desk, tmp_path: Path) -> None:
    tools = Path(_watched(tmp_path, tmp_path / "words"))
    real = shutil.which("curl")
    (tools / "curl").write_text(
        f"#!{shutil.which('bash')}\n"
        f'[[ "$*" != --version ]] || {{ echo "curl {version} (x)"; exit; }}\n'
        f'exec {real} "$@"\n'
    )
    run = at_desk.run(PATH=str(tools), **SIGNED)
    assert run.returncode == code, run.stderr


def test_it_leaves_no_files_behind(at_desk: Desk, tmp_path: Path) -> None:
    spare = tmp_path / "spare"
    spare.mkdir()
    for options in ((), ("--apply",), ("--restore", "x")):
        at_desk.run(*options, **BASIC, TMPDIR=str(spare))
    assert list(spare.iterdir()) == []


HOSTILE = "arn:aws:iam::123456789012:role/$(touch${IFS}owned)/`touch owned`/'\"\\;&|!x".replace(
    "touch owned", "touch<owned"
)


def test_hostile_names_stay_inert(tmp_path: Path, api: SecurityApi) -> None:
    reason = "they said $(touch owned) `touch owned`\n'; touch owned #"
    at_desk = desk(tmp_path, api, domain(f"{{all_access: {{roles: [{quoted(HOSTILE)}], reason: {quoted(reason)}}}}}"))
    assert at_desk.run("--apply").returncode == 0
    expected = as_found()
    expected["all_access"]["backend_roles"].append(HOSTILE)
    assert api.mappings == expected
    assert at_desk.run("--restore", at_desk.backup, "--apply").returncode == 0
    assert api.mappings == as_found()
    assert not (tmp_path / "owned").exists()


def test_hostile_entries_of_others_stay_inert_and_whole(at_desk: Desk) -> None:
    strange = ["$(touch owned)", "`touch owned`", "a\nb\x1b[2J\x7f\u0085", "%s%n", '"\\', "-e", "é→\U0001f600", "*"]
    at_desk.api.mappings["all_access"]["users"] += strange
    run = at_desk.run("--apply")
    assert run.returncode == 0, run.stderr
    assert set(strange) <= set(at_desk.api.mappings["all_access"]["users"])
    assert at_desk.run("--restore", at_desk.backup, "--apply").returncode == 0
    assert at_desk.api.mappings["all_access"]["users"] == [USER, *strange]
    assert not (at_desk.folder / "owned").exists()


def test_what_a_domain_says_reaches_the_terminal_harmlessly(at_desk: Desk) -> None:
    at_desk.run("--apply")
    at_desk.api.mappings["all_access"]["users"].append("\x1b[2Jx\u009b1m\x7f")
    run = at_desk.run("--restore", at_desk.backup, "--force")
    assert run.returncode == 3
    assert all(character.isprintable() or character == "\n" for character in run.stdout + run.stderr)


def test_a_script_is_clean_to_shellcheck() -> None:
    texts = (
        f"{{all_access: {{roles: [{quoted(HOSTILE)}], reason: {quoted(HOSTILE)}}}}}",
        f"{{x.y: {{users: ['{ANA}']}}}}",
    )
    for text in texts:
        found = shellcheck(script(domain(text)))
        assert (found.returncode, found.stdout) == (0, "")
