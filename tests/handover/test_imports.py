"""What the new root imports: which resource takes which object over, and by which id."""

from collections.abc import Sequence

import pytest

from landbridge.estate.inventory import Object
from landbridge.findings import Place, Severity
from landbridge.handover.pages import Gate, Move
from landbridge.ir import Root
from landbridge.pipeline import Analysis, compile_specs
from tests.handover.estates import (
    SECURITY,
    TRUST,
    findings,
    found,
    group,
    imports,
    inventory,
    membership,
    role,
    root,
    spec,
)
from tests.specs import analysed, in_full

POLICY = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}'
)
MANAGED = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
ETL = "module.iam.aws_iam_role.etl"
WITH_POLICY = f"{SECURITY}    managed_policies: [AWSLambdaBasicExecutionRole]\n"
ATTACHMENT = "module.iam.aws_iam_role_policy_attachment.etl__AWSLambdaBasicExecutionRole"
JANE = "module.iam.aws_iam_user_group_membership.jane_doe"
JOE = "module.iam.aws_iam_user_group_membership.joe_new"

ONE_AND_THE_SAME: dict[str, tuple[Sequence[Object], dict[str, str]]] = {
    "by its name, whatever its address": (
        [role('module.x["a/b"].aws_iam_role.this[0]')],
        {ETL: "etl"},
    ),
    "by its name, whatever its case: AWS takes it for one": (
        [group(name="analysts")],
        {"module.iam.aws_iam_group.analysts": "analysts"},
    ),
    "a membership by user and group": (
        [membership("aws_iam_user_group_membership.j", "jane.doe", "analysts")],
        {JANE: "jane.doe/analysts"},
    ),
    "the memberships of a group, by user": (
        [found("aws_iam_group_membership.a", group="analysts", users=["jane.doe", "joe.new"])],
        {JANE: "jane.doe/analysts", JOE: "joe.new/analysts"},
    ),
    "an attachment by role and policy": (
        [found("aws_iam_role_policy_attachment.a", role="etl", policy_arn=MANAGED)],
        {ATTACHMENT: f"etl/{MANAGED}"},
    ),
    "the attachments of a policy, by role": (
        [found("aws_iam_policy_attachment.a", roles=["etl"], users=[], groups=[], policy_arn=MANAGED)],
        {ATTACHMENT: f"etl/{MANAGED}"},
    ),
    "what a role has attached in its own block": (
        [role(managed_policy_arns=[MANAGED])],
        {ETL: "etl", ATTACHMENT: f"etl/{MANAGED}"},
    ),
}


@pytest.mark.parametrize("name", ONE_AND_THE_SAME)
def test_an_object_is_taken_over_by_what_is_the_same_thing_of_aws(name: str) -> None:
    objects, wanted = ONE_AND_THE_SAME[name]
    assert imports(root("unmatched: error", *objects, security=WITH_POLICY)) == wanted


def test_what_looks_alike_and_is_another_thing_is_not_taken_over() -> None:
    objects = [role("aws_iam_role.etl", "etl-2"), group("aws_iam_group.analysts", "analysts-2")]
    assert imports(root("unmatched: leave", *objects)) == {}


def test_what_is_made_anew_is_not_imported() -> None:
    made = root("unmatched: error", role())
    assert imports(made) == {ETL: "etl"}
    assert {each.address for module in made.modules for each in module.resources} > {"aws_iam_role.etl"}


def test_an_id_of_the_spec_goes_before_what_the_inventory_says() -> None:
    assert imports(root("ids: {module.iam.aws_iam_role.etl: etl}", role())) == {ETL: "etl"}


def test_what_no_old_root_has_is_taken_over_by_an_id_of_the_spec() -> None:
    made = root("ids: {module.iam.aws_iam_group.analysts: analysts}", role())
    assert imports(made) == {ETL: "etl", "module.iam.aws_iam_group.analysts": "analysts"}


def test_what_is_taken_over_cannot_be_destroyed() -> None:
    (module,) = root("phase: done", role()).modules
    held = {each.address for each in module.resources if each.prevent_destroy}
    assert held == {"aws_iam_role.etl"}


@pytest.mark.parametrize(("phase", "imported"), [("prepare", 0), ("import", 1), ("forget", 0), ("done", 0)])
def test_import_blocks_are_there_while_the_phase_is_import(phase: str, imported: int) -> None:
    assert len(imports(root(f"phase: {phase}", role()))) == imported


KEYS = """
kms:
  keys:
    lake:
      description: the lake
      aliases: [edge-lake]
      administrators: ["{role:etl}"]
"""
KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
KEY_ARN = f"arn:aws:kms:eu-west-1:123456789012:key/{KEY_ID}"
KEY = found(
    "aws_kms_key.lake",
    key_id=KEY_ID,
    arn=KEY_ARN,
    description="the lake",
    enable_key_rotation=True,
    customer_master_key_spec="SYMMETRIC_DEFAULT",
    key_usage="ENCRYPT_DECRYPT",
)
ALIAS = found(
    "aws_kms_alias.lake",
    name="alias/edge-lake",
    target_key_id=KEY_ID,
    arn="arn:aws:kms:eu-west-1:123456789012:alias/edge-lake",
)


def _keys(*objects: Object, handover: str = "unmatched: error") -> dict[str, str]:
    analysis = analysed(spec(handover, more=KEYS.lstrip()), inventory_yaml=inventory(*objects))
    assert analysis.root is not None, [each.message for each in analysis.findings]
    return imports(analysis.root)


def test_a_key_is_known_by_its_alias_and_its_policy_goes_with_it() -> None:
    taken = _keys(KEY, ALIAS)
    assert taken == {
        "module.kms.aws_kms_key.lake": KEY_ID,
        "module.kms.aws_kms_key_policy.lake": KEY_ID,
        "module.kms.aws_kms_alias.lake__edge_lake": "alias/edge-lake",
    }


def test_a_key_without_alias_is_named_by_a_decision() -> None:
    handover = "decisions: [{addresses: aws_kms_key.lake, decide: adopt, becomes: module.kms.aws_kms_key.lake}]"
    taken = _keys(KEY, handover=handover)
    assert taken["module.kms.aws_kms_key.lake"] == KEY_ID
    assert taken["module.kms.aws_kms_key_policy.lake"] == KEY_ID


def test_what_cannot_be_imported_has_to_be_written_over_by_a_word_of_the_spec() -> None:
    domain = """
opensearch:
  domains:
    shop:
      name: shop
      network: vpc
      current_policy: none
      fine_grained: true
      access:
        etl: {who: ["{role:etl}"], may: search, indexes: [orders]}
"""
    policy = found("aws_opensearch_domain_policy.shop", domain_name="shop", access_policies=POLICY)
    text = spec("unmatched: error", more=domain.lstrip())
    told = analysed(text, inventory_yaml=inventory(policy)).findings
    assert [each.message for each in told if each.id == "LB867"] == [
        '"aws_opensearch_domain_policy.shop" of legacy is to become aws_opensearch_domain_policy, which cannot'
        " be imported: the provider has no import for it; creating it puts the policy over the domain's own"
    ]


GROUP_ID = "sg-0a1b2c3d4e5f60718"
VPC = "vpc-0a1b2c3d4e5f60718"
RULE = "module.network.aws_vpc_security_group_ingress_rule"
NETWORK = f"""
network:
  security_groups:
    web:
      name: web
      description: web servers
      vpc: {VPC}
      ingress: [{{from: 10.1.0.0/16, port: 443, description: clients}}]
"""
PORTS = {"from_port": 443, "to_port": 443}
INGRESS = {"cidr_blocks": ["10.1.0.0/16"], "protocol": "tcp", **PORTS, "description": "clients"}


def _group(*rules: dict[str, object]) -> Object:
    return found(
        "aws_security_group.web", id=GROUP_ID, name="web", vpc_id=VPC, description="web servers", ingress=list(rules)
    )


def _network(handover: str, *objects: Object) -> Analysis:
    return analysed(spec(handover, more=NETWORK.lstrip()), inventory_yaml=inventory(*objects))


def _imported(analysis: Analysis) -> dict[str, str]:
    assert analysis.root is not None, in_full(analysis.findings)
    return imports(analysis.root)


def test_a_rule_in_the_block_of_its_group_has_no_id_in_a_state_and_is_asked_for() -> None:
    (told,) = (each for each in _network("unmatched: error", _group(INGRESS)).findings if each.id == "LB868")
    assert told.place == Place("inventory.yaml", 8, 18)
    address = told.message.split()[-1]
    assert address.startswith(RULE)
    assert told.hint == f"handover.ids: {{{address}: …}}, as aws ec2 describe-security-group-rules says"
    taken = _imported(_network(f"ids: {{{address}: sgr-0a1b2c3d4e5f60718}}", _group(INGRESS)))
    assert taken == {"module.network.aws_security_group.web": GROUP_ID, address: "sgr-0a1b2c3d4e5f60718"}


def test_a_rule_in_the_block_of_its_group_is_compared_with_its_own_description() -> None:
    address = f"{RULE}.web__from_10_1_0_0_16__443"
    made = _network(f"ids: {{{address}: sgr-0a1b2c3d4e5f60718}}", _group({**INGRESS, "description": "others"})).root
    assert made is not None
    (gate,) = (page.content for page in made.pages if page.name.endswith("gate.sh"))
    (changed,) = (each for each in gate.changes if each.address == address)
    assert [each.name for each in changed.arguments if each.name == "description"] == ["description"]


def _gate(made: Root) -> Gate:
    (gate,) = (page.content for page in made.pages if page.name.endswith("gate.sh"))
    assert isinstance(gate, Gate)
    return gate


def test_what_the_new_root_moves_by_itself_passes_its_gate() -> None:
    renamed = NETWORK.replace("      name: web\n", "      name: web\n      renamed_from: www\n")
    analysis = analysed(spec("unmatched: error", more=renamed.lstrip()), inventory_yaml=inventory(role()))
    assert analysis.root is not None, in_full(analysis.findings)
    assert set(_gate(analysis.root).moves) == {
        Move("module.network.aws_security_group.www", "module.network.aws_security_group.web"),
        Move(f"{RULE}.www__from_10_1_0_0_16__443", f"{RULE}.web__from_10_1_0_0_16__443"),
    }
    assert not any(".web" in address for address in _gate(analysis.root).creates)


def test_what_is_moved_is_not_imported_as_well() -> None:
    renamed = NETWORK.replace("      name: web\n", "      name: web\n      renamed_from: www\n")
    told = analysed(spec("unmatched: error", more=renamed.lstrip()), inventory_yaml=inventory(_group())).findings
    assert [each.message for each in told if each.id == "LB876"] == [
        "module.network.aws_security_group.web would be imported, and is what module.network.aws_security_group.www was"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        found(
            "aws_vpc_security_group_ingress_rule.clients",
            security_group_id=GROUP_ID,
            security_group_rule_id="sgr-0a1b2c3d4e5f60718",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_ipv4="10.1.0.0/16",
            description="clients",
        ),
        found(
            "aws_security_group_rule.clients",
            security_group_id=GROUP_ID,
            security_group_rule_id="sgr-0a1b2c3d4e5f60718",
            type="ingress",
            protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_blocks=["10.1.0.0/16"],
            description="clients",
        ),
    ],
    ids=lambda rule: str(rule.type),
)
def test_a_rule_with_a_resource_of_its_own_is_imported_by_its_id(rule: Object) -> None:
    taken = _imported(_network("unmatched: error", _group(INGRESS), rule))
    assert sorted(taken.values()) == [GROUP_ID, "sgr-0a1b2c3d4e5f60718"]


BY_ADDRESS = f"decisions: [{{addresses: aws_iam_role.r, decide: adopt, becomes: {ETL}}}]"


def _listed(handover: str, text: str) -> list[str]:
    objects = f"format: 1\nsources:\n  legacy:\n    kind: list\n    objects:\n{text}"
    analysis = analysed(spec(handover), inventory_yaml=objects)
    if analysis.root is not None:
        return [f"{address}={id_}" for address, id_ in imports(analysis.root).items()]
    return [f"{each.id} {each.message}" for each in analysis.findings if each.severity is Severity.ERROR]


def test_of_a_list_of_addresses_every_id_is_asked_for() -> None:
    listed = "      - {address: aws_iam_role.r, type: aws_iam_role}\n"
    undecided = ['LB863 "aws_iam_role.r" of legacy is neither in the spec nor decided about']
    assert _listed("unmatched: error", listed) == undecided
    assert _listed(BY_ADDRESS, listed) == ['LB868 "aws_iam_role.r" of legacy is known by its address alone']


def test_an_id_that_was_written_beside_an_address_says_what_it_is() -> None:
    listed = "      - {address: aws_iam_role.r, type: aws_iam_role, id: etl}\n"
    assert _listed("unmatched: error", listed) == [f"{ETL}=etl"]


def test_an_id_beside_an_address_that_is_not_what_it_is_to_become_is_refused() -> None:
    listed = "      - {address: aws_iam_role.r, type: aws_iam_role, id: former}\n"
    (told,) = _listed(BY_ADDRESS, listed)
    assert told.startswith(
        'LB869 "aws_iam_role.r" of legacy becomes module.iam.aws_iam_role.etl, which would change its name'
    )


def test_a_hand_over_without_its_root_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("spec")
    (folder / "spec.yaml").write_text(spec("unmatched: error"))
    (folder / "inventory.yaml").write_text(inventory(role()))
    (compilation,) = compile_specs([folder / "spec.yaml"], modules_only=True)
    assert [each.id for each in compilation.findings if each.id.startswith("LB8")] == ["LB875"]
    assert compilation.files is None


def test_a_trust_policy_that_says_the_same_in_other_words_is_no_change() -> None:
    assert [
        each.id for each in findings("unmatched: error", role(assume_role_policy=TRUST)) if each.id == "LB870"
    ] == []
