"""What people are allowed, held against AWS's own lists of actions, resource types and condition keys."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from landbridge.areas.mgn.abilities import ABILITIES, READ, Actions
from landbridge.areas.mgn.lower import dates
from landbridge.areas.mgn.roles import SERVICE_ROLES, ServiceRole
from landbridge.areas.mgn.spec_people import Ability
from landbridge.aws import actions as catalogue
from landbridge.aws import managed_policies, quotas
from landbridge.policy.size import size
from tests.areas.mgn.specs import KMS, SECURITY, area, installer, mgn, network, operator, people, policies, statements
from tests.specs import analysed, compiled

HERE = "eu-west-1:123456789012"
TAGS = "tags: {Wave: ['1', '2']}"
EVERYTHING = "may: [read, replicate, settings, test, cutover, organise, retire, templates], reason: all of it"


def with_all(text: str = EVERYTHING) -> str:
    """A spec with a staging area, a key, actions after a launch, and one operator."""
    lines = (
        f"operators: {{team: {{groups: [movers], roles: [installer], instance_roles: [app], {text}}}}}",
        "post_launch_actions: {}",
    )
    return mgn(*lines, staging=area(ebs_encryption="volumes"), rest=network() + KMS + SECURITY)


def tables() -> Iterator[Actions]:
    """Every entry of the tables of actions."""
    yield from READ
    for some in ABILITIES.values():
        yield from some


def test_every_ability_has_its_actions() -> None:
    assert set(ABILITIES) == set(get_args(Ability))


@pytest.mark.parametrize("entry", list(tables()), ids=lambda entry: entry.sid)
def test_actions_are_checked_on_what_the_table_says(entry: Actions) -> None:
    for name in entry.actions:
        info = catalogue.action(name)
        assert info is not None, name
        assert info.name == name
        kinds = {
            catalogue.resource_type("mgn", use.name).arn.split(":")[5].partition("/")[0] for use in info.resource_types
        }
        if name == "mgn:TagResource":
            assert set(entry.on) <= kinds
            assert "mgn:CreateAction" in info.condition_keys
        else:
            assert set(entry.on) == kinds, name


@pytest.mark.parametrize("entry", [each for each in tables() if each.creating], ids=lambda entry: entry.sid)
def test_tags_are_given_while_something_is_made_that_there_is(entry: Actions) -> None:
    for verb in entry.creating:
        info = catalogue.action(f"mgn:{verb}")
        assert info is not None
        assert "aws:RequestTag/${TagKey}" in info.condition_keys


def test_every_tagged_kind_has_tags() -> None:
    for entry in tables():
        for name in entry.actions if entry.tagged and entry.on else ():
            info = catalogue.action(name)
            assert info is not None
            for use in info.resource_types:
                assert "aws:ResourceTag/${TagKey}" in catalogue.resource_type("mgn", use.name).condition_keys


def test_reading_changes_nothing() -> None:
    for name in (name for entry in READ for name in entry.actions):
        info = catalogue.action(name)
        assert info is not None
        assert info.access_level in ("list", "read")


def actions_of(statement: dict[str, Any]) -> list[str]:
    """The actions of a statement in JSON, of which one may stand alone."""
    found = statement["Action"]
    return found if isinstance(found, list) else [found]


def written() -> dict[str, dict[str, Any]]:
    """Every statement of everybody, by Sid."""
    return statements(with_all()) | statements(installer(f"until: '2026-12-31', {TAGS}"))


@pytest.mark.parametrize("sid", sorted(written()))
def test_every_action_that_is_written_is_one_of_aws_and_takes_its_resources(sid: str) -> None:
    statement = written()[sid]
    actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
    for pattern in actions:
        assert catalogue.matching(pattern), pattern
        for name in catalogue.matching(pattern):
            info = catalogue.action(name)
            assert info is not None
            kinds = [catalogue.resource_type(info.service, use.name).arn for use in info.resource_types]
            if resources == ["*"]:
                assert not any(use.required for use in info.resource_types) or sid == "SeeCommands", name
            else:
                assert any(_is_of(resource, kind) for resource in resources for kind in kinds), (name, resources)


def _is_of(resource: str, kind: str) -> bool:
    """Whether a resource is of a kind, by the services and the words before the first variable."""
    ours, theirs = resource.split(":", 5), kind.split(":", 5)
    word = theirs[5].partition("${")[0]
    return ours[2] == theirs[2] and (ours[5].startswith(word) if word else True)


def test_nothing_but_what_takes_no_resource_is_on_everything() -> None:
    wide = {sid for sid, statement in written().items() if statement["Resource"] == "*"}
    assert wide == {
        *("InstallAgents", "RegisterServers", "Lists", "MakeGroups", "MakeTemplates", "SeeCommands", "SeeEc2"),
    }
    for sid in wide:
        assert written()[sid]["Condition"]["StringEquals"]["aws:RequestedRegion"] == "eu-west-1"


def test_roles_are_passed_to_ec2_alone_and_by_name() -> None:
    passing = {sid: each for sid, each in written().items() if each["Action"] == "iam:PassRole"}
    service = "arn:aws:iam::123456789012:role/service-role"
    assert {sid: each["Resource"] for sid, each in passing.items()} == {
        "PassConversionRole": f"{service}/AWSApplicationMigrationConversionServerRole",
        "PassLaunchRoles": [
            f"{service}/AWSApplicationMigrationLaunchInstanceWithDrsRole",
            f"{service}/AWSApplicationMigrationLaunchInstanceWithSsmRole",
        ],
        "PassInstanceRoles": "arn:aws:iam::123456789012:role/edge-prod-b001-role-app",
    }
    assert all(
        each["Condition"]["StringEquals"]["iam:PassedToService"] == "ec2.amazonaws.com" for each in passing.values()
    )


def test_ec2_is_changed_through_mgn_or_on_what_mgn_made() -> None:
    managed = "AWSApplicationMigrationServiceManaged"
    for sid, each in written().items():
        actions = each["Action"] if isinstance(each["Action"], list) else [each["Action"]]
        if not any(action.startswith("ec2:") and not action.startswith("ec2:Describe") for action in actions):
            continue
        text = json.dumps(each["Condition"])
        assert "aws:ViaAWSService" in text or "aws:CalledVia" in text or f"aws:ResourceTag/{managed}" in text, sid


def test_tags_of_an_operator_are_asked_of_every_server() -> None:
    found = statements(operator(f"may: [replicate, test], {TAGS}"))
    on_servers = {sid: each for sid, each in found.items() if each["Resource"] == f"arn:aws:mgn:{HERE}:source-server/*"}
    assert set(on_servers) == {"SeeSettings", "Replicate", "Test"}
    for each in on_servers.values():
        assert each["Condition"]["StringEquals"]["aws:ResourceTag/Wave"] == ["1", "2"]


def test_who_reads_changes_nothing_and_launches_nothing() -> None:
    found = statements(operator("may: [read]"))
    names = [
        name
        for each in found.values()
        for name in (each["Action"] if isinstance(each["Action"], list) else [each["Action"]])
    ]
    assert all(info and info.access_level in ("list", "read") for info in map(catalogue.action, names))


def test_settings_without_launching_come_with_launch_templates_of_mgn() -> None:
    found = statements(operator(f"may: [settings], {TAGS}"))
    assert found["EditLaunchTemplates"]["Condition"] == {
        "Null": {"aws:ResourceTag/AWSApplicationMigrationServiceManaged": "false"}
    }
    assert "MakeInstances" not in found


def test_an_end_is_the_first_moment_that_is_too_late() -> None:
    for each in statements(operator(f"may: [test], until: '2026-12-31', {TAGS}")).values():
        assert each["Condition"]["DateLessThan"] == {"aws:CurrentTime": "2027-01-01T00:00:00Z"}


def test_ends_are_told_to_who_asks_what_expires() -> None:
    text = people(
        "agent_installers: {field: {roles: [installer], until: '2026-12-31'}}",
        "operators: {team: {may: [read], until: '2027-01-31'}, ever: {may: [read]}}",
    )
    spec: Any = analysed(text).spec
    assert [(each.path[1:], each.day) for each in dates(spec)] == [
        (("agent_installers", "field", "until"), "2026-12-31"),
        (("operators", "team", "until"), "2027-01-31"),
    ]


def test_mfa_is_asked_where_people_call_and_not_where_mgn_does() -> None:
    found = statements(with_all(f"require_mfa: true, {EVERYTHING}"))
    asked = {
        sid for sid, each in found.items() if "aws:MultiFactorAuthPresent" in json.dumps(each.get("Condition", {}))
    }
    for sid, each in found.items():
        behind = any(word in json.dumps(each.get("Condition", {})) for word in ("aws:ViaAWSService", "aws:CalledVia"))
        assert not (behind and sid in asked), sid
    assert {"Test", "CutOver", "Replicate", "SeeEc2", "Applications", "ReplicationTemplates"} <= asked
    assert "SeeForMgn" in found


def test_what_does_not_ask_for_mfa_asks_for_a_service_that_was_called_with_it() -> None:
    through = ("aws:ViaAWSService", "aws:CalledVia", "kms:ViaService")
    for sid, each in statements(with_all(f"require_mfa: true, {EVERYTHING}")).items():
        conditions = json.dumps(each["Condition"])
        assert "aws:MultiFactorAuthPresent" in conditions or any(key in conditions for key in through), sid


def test_roles_are_passed_through_mgn_alone_as_aws_own_policy_for_it_has_them() -> None:
    passed = {sid: each for sid, each in statements(with_all()).items() if each["Action"] == "iam:PassRole"}
    assert set(passed) == {"PassConversionRole", "PassInstanceRoles", "PassLaunchRoles"}
    for each in passed.values():
        assert each["Condition"]["ForAnyValue:StringEquals"] == {"aws:CalledVia": "mgn.amazonaws.com"}
        assert each["Condition"]["StringEquals"] == {"iam:PassedToService": "ec2.amazonaws.com"}


@pytest.mark.parametrize("may", ["settings", "replicate, settings, retire", "read", "templates, organise"])
def test_who_launches_nothing_passes_no_role(may: str) -> None:
    text = operator(f"may: [{may}], {TAGS}, instance_roles: [app], reason: they run it")
    suppressed = text + "suppress: [{rule: LB848, path: mgn, reason: a role for later}]\n"
    assert not any(each["Action"] == "iam:PassRole" for each in statements(suppressed).values())


def test_what_became_of_imports_and_exports_is_for_who_runs_them_which_is_nobody() -> None:
    actions = {name for each in statements(with_all()).values() for name in actions_of(each)}
    assert actions.isdisjoint({"mgn:ListImportErrors", "mgn:ListExportErrors", "mgn:StartImport", "mgn:StartExport"})


def test_the_installer_may_what_aws_policy_allows_and_no_more() -> None:
    found = statements(installer("until: '2026-12-31'"))
    actions = {
        name
        for each in found.values()
        for name in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }
    assert actions == {
        *("mgn:GetAgentInstallationAssetsForMgn", "mgn:SendClientMetricsForMgn", "mgn:SendClientLogsForMgn"),
        *("mgn:RegisterAgentForMgn", "mgn:VerifyClientRoleForMgn", "mgn:IssueClientCertificateForMgn"),
        "mgn:TagResource",
    }
    assert found["TagServers"]["Condition"]["StringEquals"] == {"mgn:CreateAction": "RegisterAgentForMgn"}


def test_an_installer_with_tags_registers_nothing_without_them() -> None:
    found = statements(installer(f"until: '2026-12-31', {TAGS}"))
    assert "mgn:RegisterAgentForMgn" not in found["InstallAgents"]["Action"]
    for sid in ("RegisterServers", "TagServers"):
        assert found[sid]["Condition"]["StringEquals"]["aws:RequestTag/Wave"] == ["1", "2"]


def test_an_installer_with_tags_gets_no_certificate_for_servers_without_them() -> None:
    tagged, all_of_them = (
        statements(installer(f"until: '2026-12-31'{more}"))["IssueCertificates"] for more in (f", {TAGS}", "")
    )
    assert tagged["Condition"]["StringEquals"] == {"aws:ResourceTag/Wave": ["1", "2"]}
    assert "StringEquals" not in all_of_them["Condition"]


def test_policies_are_cut_by_what_they_are_about() -> None:
    found = {
        each.label: size(each.policy)
        for each in policies(with_all(f"require_mfa: true, until: '2026-12-31', {TAGS}, {EVERYTHING}"))
    }
    assert set(found) == {"team", "team__plan", "team__see", "team__launch", "team__work"}
    assert max(found.values()) <= quotas.MANAGED_POLICY
    assert {each.label for each in policies(operator(f"may: [replicate], {TAGS}"))} == {"team"}


def test_each_policy_is_attached_to_everybody() -> None:
    files = compiled(with_all())["modules/mgn/operators.tf"]
    for name in ("team", "team__see", "team__launch", "team__work"):
        if f'"aws_iam_policy" "{name}"' in files:
            assert f'"aws_iam_group_policy_attachment" "{name}__to__movers"' in files
            assert f'"aws_iam_role_policy_attachment" "{name}__to__installer"' in files


def test_who_is_renamed_keeps_the_policies() -> None:
    files = compiled(operator(f"may: [replicate], {TAGS}, renamed_from: wave"))
    assert "aws_iam_policy.wave" in files["modules/mgn/moved.tf"]
    assert "aws_iam_group_policy_attachment.wave__to__movers" in files["modules/mgn/moved.tf"]


def test_in_china_roles_are_passed_to_ec2_of_there() -> None:
    from tests.heads import head

    found = statements(operator(f"may: [test], {TAGS}", head=head(region="cn-north-1")))
    assert found["PassConversionRole"]["Condition"]["StringEquals"]["iam:PassedToService"] == "ec2.amazonaws.com.cn"
    assert found["PassConversionRole"]["Resource"].startswith("arn:aws-cn:iam::")


def test_templates_come_with_what_the_script_looks_up() -> None:
    staging = area(ebs_encryption="volumes", subnets="['{ssm:/mgn/subnet}']")
    text = mgn(
        f"operators: {{team: {{groups: [movers], {EVERYTHING}}}}}", staging=staging, rest=network() + KMS + SECURITY
    )
    found = statements(text)
    assert found["SeeKey"]["Action"] == "kms:DescribeKey"
    assert found["SeeValues"]["Resource"] == f"arn:aws:ssm:{HERE}:parameter/mgn/subnet"


@pytest.mark.parametrize("role", SERVICE_ROLES, ids=lambda role: role.name)
def test_the_policies_of_the_services_roles_are_aws_own(role: ServiceRole) -> None:
    for policy in role.policies:
        path, _, name = f"/{policy}".rpartition("/")
        found = managed_policies.find(name)
        assert found is not None, policy
        assert found.path == f"{path}/"
