"""What adoption changes, to the argument: the gate lets exactly that pass, so each was found in a plan of Terraform."""

import json
import shlex

from landbridge.estate.inventory import Object
from landbridge.pipeline import compile_tree
from tests.handover.estates import SECURITY, TRUST, findings, found, group, inventory, membership, role, spec
from tests.handover.test_imports import GROUP_ID, KEY, KEY_ID, KEYS, NETWORK, RULE, VPC
from tests.specs import analysed, in_full

SID = json.dumps(json.loads(TRUST) | {"Statement": [{**json.loads(TRUST)["Statement"][0], "Sid": "Mine"}]})


def shown(*objects: Object, security: str = SECURITY, more: str = "") -> list[str]:
    """The lines of the runbook on what adoption changes."""
    analysis = analysed(spec("unmatched: leave", security, more.lstrip()), inventory_yaml=inventory(*objects))
    assert analysis.root is not None, in_full(analysis.findings)
    files, _ = compile_tree(analysis.root)
    part = files["handover/README.md"].partition("## What adoption changes")[2].partition("## What is made anew")[0]
    return [line.strip() for line in part.splitlines() if line.strip().startswith("- ")]


def declared(address: str, *objects: Object, more: str) -> set[str]:
    """The arguments of a resource that the gate lets change."""
    analysis = analysed(spec("unmatched: leave", more=more.lstrip()), inventory_yaml=inventory(*objects))
    assert analysis.root is not None, in_full(analysis.findings)
    files, _ = compile_tree(analysis.root)
    part = files["handover/2-import-gate.sh"].partition("CHANGES=(\n")[2].partition("\n)")[0]
    return {words[1] for words in map(shlex.split, part.splitlines()) if words[0] == address}


def test_a_policy_with_other_sids_is_written_anew_and_grants_the_same() -> None:
    told = shown(role(assume_role_policy=SID))
    assert told[0] == "- `module.iam.aws_iam_role.etl`, `assume_role_policy` (the same access in other words)"
    assert [line[:14] for line in told[1:]] == ['- `- {"Sid": "', '- `+ {"Sid": "']
    assert '"Mine"' in told[1]


def test_statements_in_another_order_are_no_change() -> None:
    one = {"Sid": "Service", **json.loads(TRUST)["Statement"][0]}
    assert shown(role(assume_role_policy=json.dumps({"Statement": [one], "Version": "2012-10-17"}))) == []


def test_memberships_of_one_user_that_several_objects_have_are_no_change() -> None:
    security = SECURITY.replace("  analysts:\n", "  others: {name: others, members: [jane.doe]}\n  analysts:\n")
    both = [membership("aws_iam_user_group_membership.j", "jane.doe", "analysts")]
    both += [found("aws_iam_group_membership.o", group="others", users=["jane.doe"])]
    assert shown(*both, security=security) == []


def test_a_group_that_a_user_is_not_in_yet_is_a_change_of_access() -> None:
    security = SECURITY.replace("  analysts:\n", "  others: {name: others, members: [jane.doe]}\n  analysts:\n")
    one = membership("aws_iam_user_group_membership.j", "jane.doe", "analysts")
    told = [
        each.message for each in findings("unmatched: leave", one, group(), security=security) if each.id == "LB870"
    ]
    assert told == [
        '"aws_iam_user_group_membership.j" of legacy becomes module.iam.aws_iam_user_group_membership.jane_doe,'
        ' which would change its groups: "+ others"'
    ]


def test_of_a_key_the_state_alone_learns_what_aws_does_not_keep() -> None:
    key = Object(
        address=KEY.address,
        type=KEY.type,
        id=KEY.id,
        identity=KEY.identity,
        attributes={
            **KEY.attributes,
            "deletion_window_in_days": None,
            "rotation_period_in_days": 365,
            "multi_region": False,
        },
    )
    alias = found("aws_kms_alias.lake", name="alias/edge-lake", target_key_id=KEY_ID)
    told = declared("module.kms.aws_kms_key.lake", key, alias, more=KEYS)
    assert told == {"bypass_policy_lockout_safety_check", "deletion_window_in_days"}


def test_a_rule_that_was_no_resource_of_its_own_kind_gets_its_first_tags() -> None:
    rule = found(
        "aws_security_group_rule.clients",
        security_group_id=GROUP_ID,
        security_group_rule_id="sgr-0a1b2c3d4e5f60718",
        type="ingress",
        protocol="tcp",
        from_port=443,
        to_port=443,
        cidr_blocks=["10.1.0.0/16"],
        description="clients",
    )
    given = {"id": GROUP_ID, "name": "web", "vpc_id": VPC, "description": "web servers"}
    address = f"{RULE}.web__from_10_1_0_0_16__443"
    more = f"{NETWORK}tags: {{CostCenter: a}}\n"
    assert declared(address, found("aws_security_group.web", **given), rule, more=more) == {"tags", "tags_all"}
