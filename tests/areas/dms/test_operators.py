"""What an operator may do: the sections of the DMS user policy, its conditions, and who has it."""

import json
import re

import pytest
from syrupy.assertion import SnapshotAssertion

from landbridge.areas.dms.actions import LISTS, WRITES
from landbridge.aws import actions as catalogue
from landbridge.aws import quotas
from landbridge.policy.size import size
from tests.areas.dms.operator_specs import (
    ACCOUNT,
    SECURITY,
    operator,
    policies,
    role,
    statements,
    with_endpoints,
)
from tests.specs import HEAD, analysed, compiled

OUTPUTS = "modules/dms/outputs.tf"
HERE = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
ALL_SECTIONS = (
    "sections: {console: true, logs: true, metrics: true, view_own_permissions: true,"
    " create_roles: nobody made them ahead, redshift_console: the cluster is set up in the console}"
)


def test_an_operator_may_do_everything_in_dms_in_the_account_and_region() -> None:
    found = statements(operator())
    assert found["Dms"]["Action"] == "dms:*"
    assert found["Dms"]["Resource"] == f"arn:aws:dms:eu-west-1:{ACCOUNT}:*"
    assert found["DmsWithoutResource"]["Resource"] == "*"
    assert found["DmsWithoutResource"]["Condition"] == HERE


def test_in_every_region_for_a_reason_only() -> None:
    found = statements(operator("all_regions: they help everywhere"))
    assert found["Dms"]["Resource"] == f"arn:aws:dms:*:{ACCOUNT}:*"
    assert "Condition" not in found["DmsWithoutResource"]


def test_what_takes_no_resource_is_named_as_aws_has_it() -> None:
    for name in (*LISTS, *WRITES):
        info = catalogue.action(name)
        assert info is not None
        assert not any(use.required for use in info.resource_types), name
        assert (info.access_level in ("list", "read")) == (name in LISTS), name


def test_every_action_of_the_pinned_data_that_takes_no_resource_is_named() -> None:
    without = {
        info.name
        for info in catalogue.actions_of("dms")
        if not any(use.required for use in info.resource_types) and info.access_level != "tag"
    }
    # What tags works on some resource always, whichever of its types it is.
    assert without - {"dms:ListTagsForResource"} == {*LISTS, *WRITES}


def test_lists_of_dms_are_covered_by_the_patterns_that_stand_for_them() -> None:
    assert all(re.match(r"dms:(Describe|List)", name) for name in LISTS)


@pytest.mark.parametrize(
    ("section", "sids"),
    [
        ("console: true", {"ListKeyAliases", "SeeKeys"}),
        ("logs: true", {"FindLogs", "ReadLogs"}),
        ("metrics: true", {"Metrics"}),
        ("view_own_permissions: true", {"SeeOwnUser", "FindOwnUser"}),
        ("create_roles: nobody made them", {"SeeMadeRoles", "MakeRoles", "PassMadeRoles", "AttachRolePolicies"}),
        ("redshift_console: it is set up there", {"SeeRedshift", "ChangeClusterRoles"}),
    ],
)
def test_a_section_is_in_where_the_spec_says_so(section: str, sids: set[str]) -> None:
    assert set(statements(operator(f"sections: {{{section}}}"))) - set(statements(operator())) == sids


def test_the_network_is_in_unless_the_spec_says_no() -> None:
    gone = set(statements(operator())) - set(statements(operator("sections: {vpc: false}")))
    assert gone == {"SeeNetwork", "NetworkInterfaces"}


def test_roles_are_made_by_their_three_names_and_get_the_policies_of_dms_alone() -> None:
    found = statements(operator("sections: {create_roles: nobody made them}"))
    roles = [role(name) for name in ("dms-access-for-endpoint", "dms-cloudwatch-logs-role", "dms-vpc-role")]
    assert found["MakeRoles"]["Resource"] == found["AttachRolePolicies"]["Resource"] == roles
    names = ("AmazonDMSCloudWatchLogsRole", "AmazonDMSRedshiftS3Role", "AmazonDMSVPCManagementRole")
    arns = [f"arn:aws:iam::aws:policy/service-role/{name}" for name in names]
    assert found["AttachRolePolicies"]["Condition"] == {"ArnEquals": {"iam:PolicyARN": arns}}


def test_roles_that_people_make_have_the_boundary_that_the_spec_has_for_roles() -> None:
    made = "sections: {create_roles: nobody made them}"
    arn = f"arn:aws:iam::{ACCOUNT}:policy/bound"
    found = statements(operator(made, dms=f"permissions_boundary: {arn}"))
    assert found["MakeRoles"]["Action"] == "iam:CreateRole"
    assert found["MakeRoles"]["Condition"] == {"StringEquals": {"iam:PermissionsBoundary": arn}}
    assert "Condition" not in found["SeeMadeRoles"], "iam:PermissionsBoundary does not come with iam:GetRole"
    assert "Condition" not in statements(operator(made))["MakeRoles"]


def test_a_boundary_of_the_spec_is_one_by_reference() -> None:
    security = SECURITY.replace("permissions_boundary: none", "permissions_boundary: bound").replace(
        "  assumable_roles",
        '  policies: {bound: {statements: [{actions: "dms:*", resources: "*"}]}}\n  assumable_roles',
    )
    text = compiled(operator("sections: {create_roles: nobody made them}", security=security))
    found = text["modules/dms/operators.tf"]
    assert re.search(r'"iam:PermissionsBoundary" += var\.\w*bound\w*', found), found


def test_own_keys_are_used_through_dms_and_lent_to_aws_alone() -> None:
    key = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    found = statements(operator(f'sections: {{own_keys: ["{key}"]}}'))
    assert {found[sid]["Resource"] for sid in ("SeeOwnKeys", "UseOwnKeys", "LendOwnKeys")} == {key}
    assert found["UseOwnKeys"]["Condition"] == {"StringEquals": {"kms:ViaService": "dms.eu-west-1.amazonaws.com"}}
    assert found["LendOwnKeys"]["Condition"] == {
        "Bool": {"kms:GrantIsForAWSResource": "true"},
        "StringEquals": {"kms:ViaService": "dms.eu-west-1.amazonaws.com"},
    }
    assert "Condition" not in found["SeeOwnKeys"], "the console calls it itself"


def test_mfa_and_times_are_conditions_of_all_that_is_allowed_and_of_nothing_that_is_denied() -> None:
    window = 'between: {from: "2026-12-01T00:00:00Z", to: "2027-01-01T00:00:00Z"}'
    found = statements(
        operator("require_mfa: true", window, "sections: {logs: true}", "deny: [{types: [rep], ids: [A]}]")
    )
    for statement in found.values():
        condition = statement.get("Condition", {})
        asked = (
            condition.get("Bool", {}).get("aws:MultiFactorAuthPresent"),
            condition.get("DateGreaterThanEquals", {}).get("aws:CurrentTime"),
            condition.get("DateLessThan", {}).get("aws:CurrentTime"),
        )
        wanted = ("true", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")
        assert asked == (wanted if statement["Effect"] == "Allow" else (None, None, None))


def test_dms_is_denied_from_elsewhere_but_not_to_what_aws_calls_for_the_user() -> None:
    found = statements(operator("source_ips: [203.0.113.0/24, 198.51.100.0/24]"))
    assert found["NotFromElsewhere"] == {
        "Sid": "NotFromElsewhere",
        "Effect": "Deny",
        "Action": "dms:*",
        "Resource": "*",
        "Condition": {
            "Bool": {"aws:ViaAWSService": "false"},
            "NotIpAddress": {"aws:SourceIp": ["198.51.100.0/24", "203.0.113.0/24"]},
        },
    }


def test_network_interfaces_are_denied_from_elsewhere_where_they_are_allowed() -> None:
    found = statements(operator("source_ips: [203.0.113.0/24]"))
    denied, allowed = found["NoInterfacesFromElsewhere"], found["NetworkInterfaces"]
    assert denied["Effect"] == "Deny"
    assert (denied["Action"], denied["Resource"]) == (allowed["Action"], allowed["Resource"])
    assert denied["Condition"] == found["NotFromElsewhere"]["Condition"]


def test_networks_hold_for_the_users_own_calls_and_not_for_what_dms_calls_for_the_user() -> None:
    text = with_endpoints("source_ips: [203.0.113.0/24]", ALL_SECTIONS)
    allowed = {sid: each for sid, each in statements(text).items() if each["Effect"] == "Allow"}
    free = {sid for sid, each in allowed.items() if "IpAddress" not in each.get("Condition", {})}
    assert free == {
        *("Dms", "DmsWithoutResource", "SeeRoles", "PassRoles", "PassSecretRoles", "SeeSecrets"),
        *("SeeNetwork", "NetworkInterfaces"),
    }


def test_every_statement_says_why() -> None:
    text = with_endpoints("source_ips: [203.0.113.0/24]", ALL_SECTIONS, "deny: [{types: [rep], ids: [A]}]")
    assert all(statement.why for policy in policies(text) for statement in policy.policy.statements)


def test_groups_and_roles_get_the_policy_by_reference() -> None:
    files = compiled(operator("roles: [on_call]", groups="[dba, testers]"))
    text = files["modules/dms/operators.tf"]
    assert re.findall(r"(group|role) += (\S+)\n +policy_arn = (\S+)", text) == [
        ("group", "var.iam_group_dba_name", "aws_iam_policy.team.arn"),
        ("group", "var.iam_group_testers_name", "aws_iam_policy.team.arn"),
        ("role", "var.iam_role_on_call_name", "aws_iam_policy.team.arn"),
    ]


def test_without_a_security_part_groups_and_roles_are_not_there() -> None:
    found = analysed(operator("roles: [on_call]", security="")).findings
    assert [(f.id, f.hint) for f in found] == [
        ("LB104", "security.iam_groups has none"),
        ("LB104", "security has none"),
    ]


def test_a_policy_that_is_too_large_leaves_what_users_call_themselves_to_a_second_one() -> None:
    window = 'between: {from: "2026-12-01T00:00:00Z", to: "2027-01-01T00:00:00Z"}'
    text = with_endpoints("require_mfa: true", "source_ips: [203.0.113.0/24]", window, ALL_SECTIONS)
    found = policies(text)
    assert [policy.name for policy in found] == [
        "edge-prod-b001-policy-dms-team",
        "edge-prod-b001-policy-dms-team-console",
    ]
    assert all(size(policy.policy) <= quotas.MANAGED_POLICY for policy in found)
    assert {s.sid for s in found[0].policy.statements} >= {"Dms", "PassRoles", "NotFromElsewhere"}
    assert not {s.sid for s in found[0].policy.statements} & {s.sid for s in found[1].policy.statements}


def test_one_that_is_larger_still_is_cut_and_every_part_is_attached() -> None:
    entries = "".join(f"{{types: [rep], tags: {{T{number}: [{'x' * 200}]}}}}, " for number in range(60))
    text = operator(f"allow: [{entries}]")
    found = policies(text)
    assert len(found) > 2
    assert all(size(policy.policy) <= quotas.MANAGED_POLICY for policy in found)
    attached = re.findall(r"policy_arn = (\S+)", compiled(text)["modules/dms/operators.tf"])
    assert attached == [f"aws_iam_policy.{policy.label}.arn" for policy in found]


def test_an_output_has_every_part_of_every_policy() -> None:
    window = 'between: {from: "2026-12-01T00:00:00Z", to: "2027-01-01T00:00:00Z"}'
    text = with_endpoints("require_mfa: true", "source_ips: [203.0.113.0/24]", window, ALL_SECTIONS)
    made = compiled(text)
    assert re.search(r"team = \[\s*aws_iam_policy.team.arn,\s*aws_iam_policy.team__console.arn,\s*\]", made[OUTPUTS])
    assert "module.dms.dms_operator_policy_arns" in made["outputs.tf"]
    nobody = f"{HEAD}dms:\n  permissions_boundary: none\n  account_roles: {{vpc: own, cloudwatch_logs: own}}\n"
    assert "dms_operator_policy_arns" not in compiled(nobody)[OUTPUTS]


def test_a_name_of_ones_own_holds_for_every_part() -> None:
    window = 'between: {from: "2026-12-01T00:00:00Z", to: "2027-01-01T00:00:00Z"}'
    lines = ('name: "{stem}-movers"', "require_mfa: true", "source_ips: [203.0.113.0/24]", window, ALL_SECTIONS)
    names = [policy.name for policy in policies(with_endpoints(*lines))]
    assert names == ["edge-prod-b001-movers", "edge-prod-b001-movers-console"]


def test_a_renamed_operator_keeps_its_policy_and_attachments() -> None:
    moved = compiled(operator("renamed_from: crew"))["modules/dms/moved.tf"]
    assert re.findall(r"(?:from|to) +(?:= +)(\S+)", moved) == [
        "aws_iam_policy.crew",
        "aws_iam_policy.team",
        "aws_iam_group_policy_attachment.crew__to__dba",
        "aws_iam_group_policy_attachment.team__to__dba",
    ]


def test_another_partition_needs_no_word_of_its_own() -> None:
    head = HEAD.replace("eu-west-1", "us-gov-west-1")
    found = statements(operator("sections: {view_own_permissions: true}", head=head))
    assert found["Dms"]["Resource"] == f"arn:aws-us-gov:dms:us-gov-west-1:{ACCOUNT}:*"
    assert found["SeeOwnUser"]["Resource"] == f"arn:aws-us-gov:iam::{ACCOUNT}:user/${{aws:username}}"


def test_hostile_words_are_inert() -> None:
    text = operator('description: "${file(\\"x\\")} %{if} \\"quoted\\""', 'all_regions: "so \\n} resource {"')
    made = compiled(text)["modules/dms/operators.tf"]
    assert '"$${file(' in made
    assert "\n} resource {" not in made


HOSTILE = [
    "",
    " ",
    "${",
    "}",
    "*",
    "dms:",
    "dms:[",
    "dms:*:x",
    "::",
    "1/2/3",
    "\u202e",
    "\x00",
    "a\nb",
    "{key:x}",
    "é" * 300,
    "'\"`$(x)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_stands_in_an_entry_is_told_or_inert(text: str) -> None:
    word = json.dumps(text)
    for line in (
        f"allow: [{{types: [rep], actions: [{word}]}}]",
        f"allow: [{{types: [rep], ids: [{word}]}}]",
        f"deny: [{{types: [rep], tags: {{Env: [{word}]}}}}]",
        f"deny: [{{types: [rep], tags: {{{word}: x}}}}]",
        f"allow: [{{types: [endpoint], request_tags: {{{word}: {word}}}}}]",
        f"own_endpoints_only: {{tag: {word}}}",
        f"source_ips: [{word}]",
        f"between: {{from: {word}}}",
        f"sections: {{own_keys: [{word}]}}",
        f"name: {word}",
    ):
        analysis = analysed(operator(line))
        assert analysis.findings or analysis.root is not None


CASES = {
    "an operator of everything": with_endpoints(
        "description: Moves the databases", "sections: {console: true, logs: true}"
    ),
    "an operator of what is tagged": operator(
        "allow:",
        "  - {types: [rep, endpoint], tags: {Env: [Test, Dev]}, reason: rehearsals}",
        "  - {types: [endpoint], request_tags: {Env: [Test, Dev]}}",
        "deny: [{types: [task], ids: [ABC]}]",
        "require_mfa: true",
    ),
    "own endpoints": operator(
        "own_endpoints_only: {tag: Owner}", "source_ips: [203.0.113.0/24]", "sections: {vpc: false}"
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_operator_renders_to(name: str, snapshot: SnapshotAssertion) -> None:
    assert compiled(CASES[name])["modules/dms/operators.tf"] == snapshot
