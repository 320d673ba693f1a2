"""The script of the replication template, run for real: what it shows, what it writes, and what it leaves alone."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.areas.mgn.specs import KMS, SUBNET, VPC, network
from tests.areas.mgn.template_runs import (
    ACCOUNT,
    ALIAS,
    GROUP,
    GROUP_NAME,
    KEY,
    Desk,
    as_found,
    as_wanted,
    desk,
    script,
    spec,
)
from tests.scripts import shellcheck

LOOKS = [
    "sts get-caller-identity",
    "ec2 describe-security-groups",
    "kms describe-key",
    "mgn describe-replication-configuration-templates",
]


def test_without_apply_it_shows_every_field_and_writes_nothing(at_desk: Desk) -> None:
    run = at_desk.run()
    assert run.returncode == 3, run.stderr
    assert run.stdout.splitlines() == [
        "  - associateDefaultSecurityGroup true",
        "  + associateDefaultSecurityGroup false",
        "  - bandwidthThrottling 0",
        "  + bandwidthThrottling 200",
        "  - createPublicIP true",
        "  + createPublicIP false",
        '  - dataPlaneRouting "PUBLIC_IP"',
        '  + dataPlaneRouting "PRIVATE_IP"',
        '  - defaultLargeStagingDiskType "GP2"',
        '  + defaultLargeStagingDiskType "GP3"',
        '  - ebsEncryption "DEFAULT"',
        '  + ebsEncryption "CUSTOM"',
        '  - ebsEncryptionKeyArn ""',
        f'  + ebsEncryptionKeyArn "{KEY}"',
        '  - replicationServerInstanceType "t3.small"',
        '  + replicationServerInstanceType "t3.large"',
        "  - replicationServersSecurityGroupsIDs []",
        f'  + replicationServersSecurityGroupsIDs ["{GROUP}"]',
        '  - stagingAreaSubnetId "subnet-00000000000000009"',
        f'  + stagingAreaSubnetId "{SUBNET}"',
        '  - stagingAreaTags {"Old":"tag"}',
        '  + stagingAreaTags {"Team":"movers"}',
    ]
    assert at_desk.calls == LOOKS
    assert sorted(path.name for path in at_desk.folder.iterdir()) == ["script.sh", "state.json", "tools"]


def test_apply_changes_what_the_spec_says_and_keeps_everything_else(at_desk: Desk) -> None:
    run = at_desk.run("--apply")
    assert run.returncode == 0, run.stderr
    assert at_desk.template == as_wanted()
    (sent,) = at_desk.writes
    assert not {"useDedicatedReplicationServer", "useFipsEndpoint", "tags", "arn"} & set(sent)


def test_a_second_run_has_nothing_to_do(at_desk: Desk) -> None:
    at_desk.run("--apply")
    for options in ((), ("--apply",)):
        run = at_desk.run(*options)
        assert (run.returncode, run.stdout) == (0, "")
        assert "nothing to do" in run.stderr
    assert len(at_desk.writes) == 1
    assert len(at_desk.backups) == 1


def test_what_mgn_leaves_out_is_no_difference(tmp_path: Path) -> None:
    settings = "replication_template: {dedicated: false, fips: false}"
    lean = {key: value for key, value in as_wanted().items() if key not in ("useFipsEndpoint", _DEDICATED)}
    assert desk(tmp_path, spec(settings), template=lean).run().returncode == 0


_DEDICATED = "useDedicatedReplicationServer"
SAFETY = {
    "associateDefaultSecurityGroup": False,
    "createPublicIP": False,
    "replicationServersSecurityGroupsIDs": [GROUP],
}


@pytest.mark.parametrize("name", SAFETY)
def test_a_field_of_safety_that_mgn_does_not_say_is_written(name: str, tmp_path: Path) -> None:
    lean = {key: value for key, value in as_wanted().items() if key != name}
    at_desk = desk(tmp_path, template=lean)
    shown = at_desk.run()
    assert (shown.returncode, shown.stdout.splitlines()[0]) == (3, f"  - {name} null")
    assert at_desk.run("--apply").returncode == 0
    assert [body[name] for body in at_desk.writes] == [SAFETY[name]]
    assert at_desk.template == as_wanted()


@pytest.mark.parametrize("name", SAFETY)
def test_a_field_of_safety_that_mgn_does_not_say_afterwards_is_an_error(name: str, tmp_path: Path) -> None:
    lean = {key: value for key, value in as_wanted().items() if key != name}
    at_desk = desk(tmp_path, template=lean)
    at_desk.change(afterwards={str(number): lean for number in range(1, 20)})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "MGN does not have the template that it was given" in run.stderr


@pytest.mark.parametrize("name", SAFETY)
def test_restore_leaves_a_field_of_safety_as_it_is_that_nobody_had_said(name: str, tmp_path: Path) -> None:
    lean = {key: value for key, value in as_found().items() if key != name}
    at_desk = desk(tmp_path, template=lean)
    at_desk.run("--apply")
    restored = at_desk.run("--restore", at_desk.backup, "--apply")
    assert restored.returncode == 0, restored.stderr
    assert _meant(at_desk.template) == _meant({**lean, name: SAFETY[name]})


@pytest.mark.parametrize("name", SAFETY)
def test_what_nobody_had_said_is_no_reason_to_fail_when_the_rest_is_put_back(name: str, tmp_path: Path) -> None:
    lean = {key: value for key, value in as_found().items() if key != name}
    at_desk = desk(tmp_path, template=lean)
    at_desk.change(fail={str(len(LOOKS) + 3): "garbage"})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "UNDO   the template is as it was" in run.stderr
    assert _meant(at_desk.template) == _meant({**lean, name: SAFETY[name]})


def test_fields_that_this_script_does_not_know_stay(at_desk: Desk) -> None:
    new = {"storageConfiguration": {"storageType": "EBS"}, "autoMagic": True}
    at_desk.change(template=as_found() | new)
    assert at_desk.run("--apply").returncode == 0
    assert at_desk.template == as_wanted() | new


def test_a_template_that_is_not_there_is_made(tmp_path: Path) -> None:
    at_desk = desk(tmp_path, template=None)
    shown = at_desk.run()
    assert shown.returncode == 3
    assert shown.stdout.startswith("(there is no replication template yet)\n  + associateDefaultSecurityGroup false\n")
    assert at_desk.run("--apply").returncode == 0
    found: Any = at_desk.template
    said = {key: value for key, value in as_wanted().items() if value != as_found().get(key)}
    assert {key: found[key] for key in said} == said
    assert found["useDedicatedReplicationServer"] is False
    assert at_desk.run("--apply").returncode == 0
    assert len(at_desk.writes) == 1


def test_what_a_new_template_needs_and_a_spec_does_not_say_is_what_the_console_offers(tmp_path: Path) -> None:
    at_desk = desk(tmp_path, spec("replication_template: {}", key="default", rest=network()), template=None)
    assert at_desk.run("--apply").returncode == 0
    (sent,) = at_desk.writes
    needed = {
        *("associateDefaultSecurityGroup", "bandwidthThrottling", "createPublicIP", "dataPlaneRouting"),
        *("defaultLargeStagingDiskType", "ebsEncryption", "replicationServerInstanceType", "stagingAreaTags"),
        *("replicationServersSecurityGroupsIDs", "stagingAreaSubnetId", "useDedicatedReplicationServer"),
    }
    assert needed <= set(sent)
    assert (sent["replicationServerInstanceType"], sent["ebsEncryption"]) == ("t3.small", "DEFAULT")
    assert set(sent) == needed


def test_the_backup_says_what_was_there_and_is_for_nobody_else(at_desk: Desk) -> None:
    at_desk.run("--apply")
    (backup,) = at_desk.backups
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    before = json.loads(backup.read_text())["before"]
    assert before.items() >= {key: value for key, value in as_found().items() if key not in _NO_SETTINGS}.items()


_NO_SETTINGS = ("replicationConfigurationTemplateID", "arn", "tags")


def test_backups_go_to_the_folder_that_is_named(at_desk: Desk) -> None:
    at_desk.run("--apply", "--backups", "my backups/of today")
    assert len(list((at_desk.folder / "my backups" / "of today").glob(f"{ACCOUNT}-eu-west-1-*.json"))) == 1


def test_without_a_place_for_the_backup_nothing_is_written(at_desk: Desk) -> None:
    (at_desk.folder / "replication-template-backups").write_text("a file")
    assert at_desk.run("--apply").returncode == 1
    assert at_desk.writes == []


def test_restore_puts_back_what_was_there(at_desk: Desk) -> None:
    at_desk.run("--apply")
    shown = at_desk.run("--restore", at_desk.backup)
    assert (shown.returncode, at_desk.template) == (3, as_wanted())
    assert "  + associateDefaultSecurityGroup true" in shown.stdout.splitlines()
    restored = at_desk.run("--restore", at_desk.backup, "--apply")
    assert restored.returncode == 0, restored.stderr
    assert _meant(at_desk.template) == _meant(as_found())


def _meant(template: Any) -> Any:
    """A template without the key that nothing uses."""
    return {key: value for key, value in template.items() if key != "ebsEncryptionKeyArn"}


def test_what_restore_did_can_be_restored(at_desk: Desk) -> None:
    at_desk.run("--apply")
    at_desk.run("--restore", at_desk.backup, "--apply")
    again = at_desk.run("--restore", str(at_desk.backups[-1]), "--apply")
    assert again.returncode == 0, again.stderr
    assert at_desk.template == as_wanted()


def test_restore_takes_a_template_away_that_was_made(tmp_path: Path) -> None:
    at_desk = desk(tmp_path, template=None)
    at_desk.run("--apply")
    shown = at_desk.run("--restore", at_desk.backup)
    assert shown.stdout == "(the replication template would go)\n"
    assert at_desk.run("--restore", at_desk.backup, "--apply").returncode == 0
    assert at_desk.template is None
    assert at_desk.run("--restore", at_desk.backups[0].as_posix(), "--apply").returncode == 0


def test_restore_leaves_alone_what_others_changed_besides(at_desk: Desk) -> None:
    at_desk.run("--apply")
    at_desk.change(template=as_wanted() | {"useFipsEndpoint": False})
    assert at_desk.run("--restore", at_desk.backup, "--apply").returncode == 0
    assert _meant(at_desk.template) == _meant(as_found() | {"useFipsEndpoint": False})


def test_restore_refuses_what_others_changed_since(at_desk: Desk) -> None:
    at_desk.run("--apply")
    changed = as_wanted() | {"bandwidthThrottling": 10}
    at_desk.change(template=changed)
    run = at_desk.run("--restore", at_desk.backup, "--apply")
    assert run.returncode == 1
    assert "others have changed" in run.stderr
    assert at_desk.template == changed
    assert at_desk.run("--restore", at_desk.backup, "--apply", "--force").returncode == 0
    assert _meant(at_desk.template) == _meant(as_found())


def test_a_backup_of_another_account_is_refused(at_desk: Desk) -> None:
    at_desk.run("--apply")
    (backup,) = at_desk.backups
    backup.write_text(backup.read_text().replace(ACCOUNT, "210987654321"))
    run = at_desk.run("--restore", str(backup), "--apply")
    assert run.returncode == 1
    assert f"is no backup of the replication template of {ACCOUNT} in eu-west-1" in run.stderr


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"format": 1, "before": 1}', "{} {}"])
def test_what_is_no_backup_is_refused_before_anything_is_asked(content: str, at_desk: Desk) -> None:
    (at_desk.folder / "backup.json").write_text(content)
    run = at_desk.run("--restore", "backup.json", "--apply")
    assert run.returncode == 1
    assert "is no backup" in run.stderr
    assert at_desk.calls == []


def test_another_account_is_noticed_before_anything_else(at_desk: Desk) -> None:
    at_desk.change(account="210987654321")
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert f"your credentials are of account 210987654321, and this is for {ACCOUNT}" in run.stderr
    assert at_desk.calls == ["sts get-caller-identity"]


def test_every_call_says_the_region(at_desk: Desk) -> None:
    at_desk.run("--apply", AWS_DEFAULT_REGION="us-east-1", AWS_REGION="us-east-1")
    for call in at_desk.state["calls"]:
        assert call["words"][call["words"].index("--region") + 1] == "eu-west-1"


@pytest.mark.parametrize(
    ("groups", "count"),
    [
        ([], 0),
        ([{"GroupId": GROUP, "GroupName": GROUP_NAME, "VpcId": "vpc-00000000000000009"}], 0),
        ([{"GroupId": GROUP, "GroupName": GROUP_NAME.upper(), "VpcId": VPC}], 0),
        ([{"GroupId": f"sg-{n}aaaaaaaaaaaaaaaa", "GroupName": GROUP_NAME, "VpcId": VPC} for n in (1, 2)], 2),
    ],
)
def test_the_group_is_found_exactly_once_or_nothing_goes_on(
    groups: list[dict[str, str]], count: int, at_desk: Desk
) -> None:
    at_desk.change(groups=groups)
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert f"{count} security groups in {VPC} are called {GROUP_NAME}" in run.stderr
    assert at_desk.writes == []


def test_a_star_in_a_groups_name_stands_for_itself(tmp_path: Path) -> None:
    named = network({"replication": f"{{vpc: {VPC}, name: 'mgn-*'}}"}) + KMS
    others = [
        {"GroupId": f"sg-{n}aaaaaaaaaaaaaaaa", "GroupName": name, "VpcId": VPC}
        for n, name in enumerate(("mgn-1", "mgn-*", "mgn-2"))
    ]
    at_desk = desk(tmp_path, spec(rest=named), groups=others)
    assert at_desk.run("--apply").returncode == 0
    found: Any = at_desk.template
    assert found["replicationServersSecurityGroupsIDs"] == ["sg-1aaaaaaaaaaaaaaaa"]


@pytest.mark.parametrize("key", [{"Arn": KEY, "KeyState": "PendingDeletion"}, {"Arn": KEY, "KeyState": "Disabled"}])
def test_a_key_that_cannot_be_used_is_refused(key: dict[str, str], at_desk: Desk) -> None:
    at_desk.change(keys={ALIAS: key})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert f"the key {ALIAS} is not enabled" in run.stderr
    assert at_desk.writes == []


def test_several_templates_are_nobodys_guess(at_desk: Desk) -> None:
    at_desk.change(template=[as_found(), as_found()])
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "several replication templates" in run.stderr
    assert at_desk.writes == []


def test_a_service_that_is_not_initialized_leads_to_the_runbook(at_desk: Desk) -> None:
    at_desk.change(template="uninitialized")
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "eu-west-1 is not initialized yet: see RUNBOOK.md" in run.stderr


def outside(tmp_path: Path, subnet: str, vpc: str, key: str) -> Desk:
    """A desk with a spec that leaves values to Terraform or SSM."""
    named = network({"replication": f"{{vpc: '{vpc}'}}"})
    return desk(tmp_path, spec(key=f'"{key}"', rest=named, subnets=f"['{subnet}']", vpc=f"'{vpc}'"))


def test_values_that_only_terraform_knows_are_given(tmp_path: Path) -> None:
    at_desk = outside(tmp_path, "{var:subnet}", "{var:vpc}", "{var:key}")
    options = ("--var", f"subnet={SUBNET}", "--var", f"vpc={VPC}", "--var", f"key={KEY}")
    assert at_desk.run("--apply", *options).returncode == 0
    assert at_desk.template == as_wanted()


def test_values_of_parameters_are_looked_up(tmp_path: Path) -> None:
    at_desk = outside(tmp_path, "{ssm:/mgn/subnet}", "{ssm:/mgn/vpc}", "{ssm:/mgn/key}")
    at_desk.change(parameters={"/mgn/subnet": SUBNET, "/mgn/vpc": VPC, "/mgn/key": KEY})
    assert at_desk.run("--apply").returncode == 0
    assert at_desk.template == as_wanted()


@pytest.mark.parametrize("subnet", ["subnet-1; touch owned", "$(touch owned)", "vpc-0a1b2c3d4e5f60718", "subnet-\n1"])
def test_a_value_that_is_none_is_refused(subnet: str, tmp_path: Path) -> None:
    at_desk = outside(tmp_path, "{ssm:/mgn/subnet}", VPC, KEY)
    at_desk.change(parameters={"/mgn/subnet": subnet})
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert "the id of the subnet is none" in run.stderr
    assert at_desk.writes == []
    assert not (tmp_path / "owned").exists()


def test_a_value_that_nobody_gives_is_asked_for(tmp_path: Path) -> None:
    at_desk = outside(tmp_path, "{var:subnet}", VPC, KEY)
    run = at_desk.run("--apply", "--var", "other=1")
    assert run.returncode == 2
    assert "the id of the subnet is wanted: --var subnet=…" in run.stderr


def test_a_key_without_an_alias_is_given(tmp_path: Path) -> None:
    plain = network() + KMS.replace("purpose: mgn_ebs,", "purpose: mgn_ebs, aliases: [],")
    at_desk = desk(tmp_path, spec(rest=plain))
    assert at_desk.run("--apply", "--var", f"volumes_arn={KEY}").returncode == 0
    assert at_desk.template == as_wanted()


@pytest.mark.parametrize(
    "options",
    [
        ("--aply",),
        ("--restore",),
        ("--restore", ""),
        ("--restore", "a", "--restore", "b"),
        ("--backups",),
        ("--var",),
        ("--var", "x"),
        ("--var", "=x"),
        ("--force",),
        ("template",),
    ],
)
def test_wrong_usage_is_told_apart(options: tuple[str, ...], at_desk: Desk) -> None:
    assert at_desk.run(*options).returncode == 2
    assert at_desk.calls == []


def test_it_explains_itself(at_desk: Desk) -> None:
    run = at_desk.run("--help")
    assert run.returncode == 0
    assert all(word in run.stdout for word in ("--apply", "--restore", "--force", "--var", "--backups", "Exit codes"))


@pytest.mark.parametrize("tool", ["aws", "jq"])
def test_a_missing_tool_is_named(tool: str, at_desk: Desk) -> None:
    (at_desk.tools / tool).unlink()
    run = at_desk.run("--apply")
    assert run.returncode == 1
    assert f"{tool} is missing" in run.stderr


def test_it_leaves_no_files_behind(at_desk: Desk) -> None:
    spare = at_desk.folder / "spare"
    spare.mkdir()
    for options in ((), ("--apply",), ("--restore", "x")):
        at_desk.run(*options, TMPDIR=str(spare))
    assert list(spare.iterdir()) == []


HOSTILE = "$(touch owned)`touch owned`'\"\\;&|!*%n#{}"


def test_hostile_names_stay_inert(tmp_path: Path) -> None:
    name = "mgn $(touch owned) #{}!*;& [x]"
    tags = json.dumps({"Team": HOSTILE, "$(touch owned)": "x"})
    rest = network({"replication": f"{{vpc: {VPC}, name: {json.dumps(name)}}}"}) + KMS
    allowed = "suppress: [{rule: LB847, path: mgn, reason: tags that AWS would refuse}]\n"
    at_desk = desk(
        tmp_path,
        spec(f"replication_template: {{tags: {tags}}}", rest=rest + allowed),
        groups=[{"GroupId": GROUP, "GroupName": name, "VpcId": VPC}],
    )
    run = at_desk.run("--apply")
    assert run.returncode == 0, run.stderr
    found: Any = at_desk.template
    assert found["stagingAreaTags"] == {"Team": HOSTILE, "$(touch owned)": "x"}
    assert at_desk.run("--restore", at_desk.backup, "--apply").returncode == 0
    assert not (tmp_path / "owned").exists()


def test_hostile_content_of_a_template_stays_inert_and_whole(at_desk: Desk) -> None:
    strange = {"a": HOSTILE, "b": "\x1b[2J\x7f\x9b1m", "c": "é→\U0001f600", "d": "x\ny"}
    at_desk.change(template=as_found() | {"stagingAreaTags": strange})
    run = at_desk.run("--apply")
    assert run.returncode == 0, run.stderr
    assert all(character.isprintable() or character == "\n" for character in run.stdout + run.stderr)
    assert at_desk.run("--restore", at_desk.backup, "--apply").returncode == 0
    found: Any = at_desk.template
    assert found["stagingAreaTags"] == strange
    assert not (at_desk.folder / "owned").exists()


def test_a_script_is_clean_to_shellcheck() -> None:
    rest = network({"replication": f"{{vpc: '{{var:vpc}}', name: {json.dumps('a b $(x) *')}}}"}) + KMS
    for text in (spec(), spec(rest=rest), spec(key="default", rest=network())):
        found = shellcheck(script(text))
        assert (found.returncode, found.stdout) == (0, "")
