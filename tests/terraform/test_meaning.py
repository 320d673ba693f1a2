"""The reading of specs that examples are judged by: small specs, and what they mean, worked out by hand."""

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.terraform.harness import Grant
from tests.terraform.harness.account import Contents
from tests.terraform.harness.iam import Group as GroupFound
from tests.terraform.harness.iam import Policy
from tests.terraform.meaning import Meaning, from_account, read
from tests.terraform.meaning.form import Group

TOP = """
version: 1
client: {company_prefix: edge, tenant_id: b001, account_id: "123456789012"}
environment: {env: prod, region: us-west-1}
"""

MANAGED = {"SecurityAudit": "arn:aws:iam::aws:policy/SecurityAudit"}


def write(folder: Path, security: str) -> Path:
    """Write a spec with this `security:` part and no boundary for all."""
    spec = folder / "spec.yaml"
    part = textwrap.indent("permissions_boundary: none\n" + textwrap.dedent(security), "  ")
    spec.write_text(f"{TOP}security:\n{part}")
    return spec


def meaning(folder: Path, security: str) -> Meaning:
    """Write such a spec and read what it means."""
    return read(write(folder, security)).meaning(MANAGED)


def cells(grants: frozenset[Grant]) -> set[tuple[str, str]]:
    """Keep action and resource of grants, or action and principal of trust."""
    return {(grant.action, grant.resource or grant.principal) for grant in grants}


def test_a_group_has_its_name_by_the_rule_and_its_policies_by_arn(tmp_path: Path) -> None:
    found = meaning(
        tmp_path,
        """
        iam_groups:
          data_scientists:
            managed_policies: [SecurityAudit, "arn:{partition}:iam::{account_id}:policy/x"]
        """,
    )
    assert found.groups == {
        "edge-prod-b001-group-data-scientists": Group(
            path="/",
            attached=frozenset({MANAGED["SecurityAudit"], "arn:aws:iam::123456789012:policy/x"}),
            grants=frozenset(),
        )
    }


def test_group_and_role_shake_hands(tmp_path: Path) -> None:
    found = meaning(
        tmp_path,
        """
        iam_groups: {ops: {}}
        assumable_roles:
          break_glass: {path: /ops/, assumable_by: {groups: [ops], require_mfa: true}}
        """,
    )
    role = found.roles["edge-prod-b001-role-break-glass"]
    assert cells(found.groups["edge-prod-b001-group-ops"].grants) == {
        ("sts:AssumeRole", "arn:aws:iam::123456789012:role/ops/edge-prod-b001-role-break-glass")
    }
    [trust] = role.trust
    assert (trust.principal, trust.conditions) == (
        "AWS arn:aws:iam::123456789012:root",
        (("Bool", "aws:MultiFactorAuthPresent", ("true",)),),
    )


@pytest.mark.parametrize(
    ("security", "trust"),
    [
        ("service_roles: {r: {service: lambda}}", {("sts:AssumeRole", "Service lambda.amazonaws.com")}),
        (
            "service_roles: {r: {service: pods.eks.amazonaws.com}}",
            {
                ("sts:AssumeRole", "Service pods.eks.amazonaws.com"),
                ("sts:TagSession", "Service pods.eks.amazonaws.com"),
            },
        ),
        (
            'cross_account_roles: {r: {account_ids: ["210987654321"], external_id: x1}}',
            {("sts:AssumeRole", "AWS arn:aws:iam::210987654321:root")},
        ),
        (
            "federated_roles: {r: {saml: {provider: corporate}}}",
            {("sts:AssumeRoleWithSAML", "Federated arn:aws:iam::123456789012:saml-provider/corporate")},
        ),
        (
            "federated_roles: {r: {oidc: {provider: example.com, subjects: 'a:*'}}}",
            {
                (
                    "sts:AssumeRoleWithWebIdentity",
                    "Federated arn:aws:iam::123456789012:oidc-provider/example.com",
                )
            },
        ),
    ],
)
def test_each_kind_of_role_trusts_whom_it_is_for(tmp_path: Path, security: str, trust: set[tuple[str, str]]) -> None:
    assert cells(meaning(tmp_path, security).roles["edge-prod-b001-role-r"].trust) == trust


def test_members_come_from_groups_and_from_the_export_of_the_old_ones(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("auditors: ann bob\ninterns: eve\n")
    found = meaning(
        tmp_path,
        """
        iam_groups: {ops: {members: [ann]}, audit: {}}
        users: {bob: {}}
        user_group_mappings: {file: old.txt, groups: {auditors: audit, interns: null}}
        """,
    )
    assert {name: {group.rpartition("-")[2] for group in user.groups} for name, user in found.users.items()} == {
        "ann": {"ops", "audit"},
        "bob": {"audit"},
    }


def test_statements_keep_their_words_with_placeholders_filled(tmp_path: Path) -> None:
    found = meaning(
        tmp_path,
        """
        policies:
          own:
            statements:
              - actions: s3:GetObject
                resources: ["arn:{partition}:s3:::{stem}-x/${aws:username}/*"]
                conditions: {Bool: {"aws:SecureTransport": true}}
        """,
    )
    [grant] = found.policies["arn:aws:iam::123456789012:policy/edge-prod-b001-policy-own"].grants
    assert grant == Grant(
        effect="Allow",
        principal="",
        action="s3:GetObject",
        resource="arn:aws:s3:::edge-prod-b001-x/${aws:username}/*",
        conditions=(("Bool", "aws:SecureTransport", ("true",)),),
    )


def test_a_level_includes_those_below_it(tmp_path: Path) -> None:
    reads, works = (
        meaning(tmp_path, f"iam_groups: {{g: {{policy_assignments: {{s3: {level}}}}}}}").groups[
            "edge-prod-b001-group-g"
        ]
        for level in ("level1", "level2")
    )
    assert ("s3:GetObject", "arn:aws:s3:::edge-prod-b001-*/*") in cells(reads.grants)
    assert ("s3:PutObject", "arn:aws:s3:::edge-prod-b001-*/*") not in cells(reads.grants)
    assert reads.grants < works.grants


def test_access_goes_to_the_projects_own_and_to_what_an_action_can_have(tmp_path: Path) -> None:
    formats = {
        "table": "arn:${Partition}:x:${Region}:${Account}:table/${Name}/${Part}",
        "job": "arn:${Partition}:x:::${JobId}",
    }
    actions = {"x:ListAll": [], "x:GetTable": ["table"], "x:GetAny": ["job", "table"]}
    (tmp_path / "landbridge.lock").write_text(lock({"x/read": {"actions": actions, "types": formats}}))
    found = meaning(tmp_path, "iam_groups: {g: {access: [{service: x, level: read}]}}")
    table = "arn:aws:x:us-west-1:123456789012:table/edge-prod-b001-*/*"
    assert cells(found.groups["edge-prod-b001-group-g"].grants) == {
        ("x:ListAll", "*"),
        ("x:GetTable", table),
        ("x:GetAny", table),
    }


def test_named_resources_go_to_the_actions_that_can_have_them(tmp_path: Path) -> None:
    formats = {"table": "arn:${Partition}:x:::table/${Name}", "job": "arn:${Partition}:x:::job/${Name}"}
    (tmp_path / "landbridge.lock").write_text(
        lock({"x/read": {"actions": {"x:GetTable": ["table"], "x:GetJob": ["job"]}, "types": formats}})
    )
    security = 'iam_groups: {g: {access: [{service: x, level: read, resources: "arn:aws:x:::t*"}]}}'
    found = meaning(tmp_path, security)
    assert cells(found.groups["edge-prod-b001-group-g"].grants) == {("x:GetTable", "arn:aws:x:::t*")}


def lock(levels: dict[str, Any]) -> str:

    return json.dumps({"format": 1, "levels": levels})


def test_overlays_merge_mappings_replace_the_rest_and_remove_with_null(tmp_path: Path) -> None:
    base = "security: {permissions_boundary: none, iam_groups: {a: {members: [x, y]}, b: {}, c: {path: /c/}}}\n"
    (tmp_path / "base.yaml").write_text(TOP + base)
    spec = tmp_path / "prod.yaml"
    spec.write_text("extends: base.yaml\nsecurity: {iam_groups: {a: {members: [z], path: /a/}, b: null}}\n")
    found = read(spec).meaning({})
    assert {name.rpartition("-")[2]: group.path for name, group in found.groups.items()} == {
        "a": "/a/",
        "c": "/c/",
    }
    assert set(found.users) == {"z"}


def test_what_a_spec_refers_to_and_does_not_make_has_to_exist(tmp_path: Path) -> None:
    security = """
    policies: {own: {statements: [{actions: "sts:GetCallerIdentity", resources: "*"}]}}
    iam_groups:
      g: {members: [ann, bob], managed_policies: ["arn:aws:iam::123456789012:policy/x", SecurityAudit]}
    users: {bob: {}}
    service_roles:
      r: {service: lambda, permissions_boundary: "arn:aws:iam::123456789012:policy/limits/y"}
      s: {service: lambda, permissions_boundary: own}
    federated_roles: {f: {saml: {provider: corporate}}}
    """
    reading = read(write(tmp_path, security))
    assert reading.existing_users == {"ann"}
    assert reading.existing_policies == {
        "arn:aws:iam::123456789012:policy/x",
        "arn:aws:iam::123456789012:policy/limits/y",
    }
    assert reading.identity_providers == {("saml", "arn:aws:iam::123456789012:saml-provider/corporate")}


def policy(action: str) -> Policy:
    """Make a policy as an account holds it."""
    return Policy({"Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})


def test_a_policy_that_was_split_off_counts_for_its_holder(tmp_path: Path) -> None:
    meant = meaning(tmp_path, 'policies: {own: {statements: [{actions: "sts:GetCallerIdentity", resources: "*"}]}}')
    [named] = meant.policies
    split, stray = "arn:aws:iam::123456789012:policy/split", "arn:aws:iam::123456789012:policy/stray"
    contents = Contents(
        groups={"g": GroupFound("/", {"inline": policy("a").document}, frozenset({named, split}))},
        roles={},
        users={},
        policies={named: policy("n"), split: policy("s"), stray: policy("x")},
        instance_profiles={},
        oidc_providers={},
        saml_providers=frozenset(),
    )
    found = from_account(contents, meant)
    assert found.groups["g"].attached == {named}
    assert cells(found.groups["g"].grants) == {("a", "*"), ("s", "*")}
    assert set(found.policies) == {named}
    assert found.others == {stray}
