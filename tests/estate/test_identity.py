"""One table says by what Terraform imports an object, by what AWS knows it, and what adoption could change."""

import json
from typing import Any

import pytest

from landbridge.areas import load_all
from landbridge.estate.identity import adoptable, attributes_read, identity, import_id, kind, told_by
from landbridge.estate.kinds import KINDS
from landbridge.ir import Resource
from landbridge.policy.document import PolicyDocument, Principal, Statement

ARN = "arn:aws:iam::123456789012"
POLICY = f"{ARN}:policy/p"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/"
RULE = {"security_group_id": "sg-1", "type": "ingress", "protocol": "tcp", "from_port": 443, "to_port": 443}

# Ids that the provider took in imports, by the attributes that a state has. A state's own id is given where it differs.
IDS: list[tuple[str, dict[str, Any], str]] = [
    ("aws_iam_group", {"id": "admins", "name": "admins", "path": "/a/"}, "admins"),
    ("aws_iam_role", {"id": "etl", "name": "etl", "arn": f"{ARN}:role/a/etl"}, "etl"),
    ("aws_iam_user", {"name": "jane.doe"}, "jane.doe"),
    ("aws_iam_policy", {"arn": POLICY, "name": "p"}, POLICY),
    ("aws_iam_group_policy", {"group": "g", "name": "inline"}, "g:inline"),
    ("aws_iam_role_policy", {"role": "r", "name": "inline"}, "r:inline"),
    ("aws_iam_role_policy_attachment", {"id": "r-2024", "role": "r", "policy_arn": POLICY}, f"r/{POLICY}"),
    ("aws_iam_user_group_membership", {"id": "x", "user": "jane", "groups": ["b", "a"]}, "jane/a/b"),
    ("aws_iam_user_group_membership", {"user": "jane", "groups": []}, ""),
    ("aws_iam_instance_profile", {"name": "prof"}, "prof"),
    ("aws_iam_service_linked_role", {"arn": f"{ARN}:role/aws-service-role/x/Y"}, f"{ARN}:role/aws-service-role/x/Y"),
    ("aws_kms_key", {"id": "0a06", "key_id": "0a06"}, "0a06"),
    ("aws_kms_key", {"id": "0a06"}, "0a06"),
    ("aws_kms_replica_key", {"id": "mrk-0a06", "key_id": "mrk-0a06"}, "mrk-0a06"),
    ("aws_kms_external_key", {"id": "0a06"}, "0a06"),
    ("aws_kms_replica_external_key", {"id": "mrk-0a06"}, "mrk-0a06"),
    ("aws_kms_key_policy", {"key_id": "0a06"}, "0a06"),
    ("aws_kms_key_policy", {"key_id": "arn:aws-cn:kms:cn-north-1:123456789012:key/0a06"}, "0a06"),
    ("aws_kms_alias", {"name": "alias/my/key"}, "alias/my/key"),
    ("aws_kms_grant", {"id": "0a06:d61c", "key_id": "arn:aws:kms:x:1:key/0a06", "grant_id": "d61c"}, "0a06:d61c"),
    ("aws_kms_grant", {"key_id": "0a06", "grant_id": "d61c"}, "0a06:d61c"),
    ("aws_opensearch_domain", {"id": "arn:aws:es:…", "domain_name": "logs"}, "logs"),
    ("aws_elasticsearch_domain", {"domain_name": "logs"}, "logs"),
    ("aws_opensearchserverless_access_policy", {"name": "x"}, "x/data"),
    ("aws_opensearchserverless_security_policy", {"name": "x", "type": "network"}, "x/network"),
    ("aws_security_group", {"id": "sg-1", "name": "web"}, "sg-1"),
    ("aws_vpc_security_group_ingress_rule", {"id": "sgr-1", "security_group_rule_id": "sgr-1"}, "sgr-1"),
    (
        "aws_security_group_rule",
        {**RULE, "cidr_blocks": ["10.0.0.0/8", "172.16.0.0/12"], "self": False},
        "sg-1_ingress_tcp_443_443_10.0.0.0/8_172.16.0.0/12",
    ),
    (
        "aws_security_group_rule",
        {**RULE, "cidr_blocks": ["10.1.2.3/8"], "ipv6_cidr_blocks": ["2001:DB8:0::/32"]},
        "sg-1_ingress_tcp_443_443_10.0.0.0/8_2001:db8::/32",
    ),
    ("aws_security_group_rule", {**RULE, "from_port": 1, "to_port": 2, "self": True}, "sg-1_ingress_tcp_1_2_self"),
    (
        "aws_security_group_rule",
        {**RULE, "type": "egress", "protocol": "-1", "from_port": 0, "to_port": 0, "source_security_group_id": "sg-2"},
        "sg-1_egress_all_0_0_sg-2",
    ),
    ("aws_security_group_rule", RULE, ""),
    ("aws_vpc_endpoint", {"id": "vpce-1"}, "vpce-1"),
    ("aws_vpc_endpoint_subnet_association", {"vpc_endpoint_id": "vpce-1", "subnet_id": "s"}, "vpce-1/s"),
    ("aws_dms_endpoint", {"id": "src", "endpoint_id": "src"}, "src"),
    ("aws_dms_replication_instance", {"replication_instance_id": "ri-1"}, "ri-1"),
    ("aws_secretsmanager_secret", {"arn": SECRET, "name": "db"}, SECRET),
    ("aws_secretsmanager_secret_policy", {"secret_arn": SECRET}, SECRET),
    ("aws_sns_topic", {"arn": "arn:aws:sns:eu-west-1:123456789012:t"}, "arn:aws:sns:eu-west-1:123456789012:t"),
    ("aws_iam_group_membership", {"group": "g", "name": "x"}, ""),
    ("aws_opensearch_domain_policy", {"domain_name": "logs"}, ""),
    ("aws_instance", {"id": "i-1"}, ""),
    ("random_password", {"id": "none", "name": "x"}, ""),
]


@pytest.mark.parametrize(("type_", "attributes", "expected"), IDS)
def test_an_import_id(type_: str, attributes: dict[str, Any], expected: str) -> None:
    assert import_id(type_, attributes) == expected


@pytest.mark.parametrize("missing", [None, "", True, ["etl"], {"a": "b"}, 1.5, "a\nb", "a\u200bb"])
def test_without_what_it_is_made_of_there_is_no_import_id(missing: object) -> None:
    assert import_id("aws_iam_role", {"name": missing}) == ""
    assert import_id("aws_iam_role_policy_attachment", {"role": "r", "policy_arn": missing}) == ""


@pytest.mark.parametrize(("type_", "attributes", "id_"), [each for each in IDS if each[2]])
def test_what_an_import_id_tells_makes_the_same_id_again(type_: str, attributes: object, id_: str) -> None:
    told = told_by(type_, id_)
    assert import_id(type_, told) in (id_, "")
    assert not told or import_id(type_, {"id": id_, **told}) == id_


def test_an_id_of_another_form_tells_nothing() -> None:
    assert told_by("aws_iam_role_policy", "no-colon") == {}
    assert told_by("aws_iam_group_membership", "x") == {}
    assert told_by("aws_instance", "i-1") == {}


def test_every_type_that_landbridge_emits_is_known() -> None:
    load_all()

    def leaves(of: type[Resource]) -> list[type[Resource]]:
        return [leaf for sub in of.__subclasses__() for leaf in (leaves(sub) or [sub])]

    ours = (each for each in leaves(Resource) if each.__module__.startswith("landbridge."))  # tests make some, too
    emitted = {each.type for each in ours if hasattr(each, "template")}
    assert emitted - KINDS.keys() == set()


def test_what_cannot_be_imported_says_why_and_what_can_be_imported_has_an_id() -> None:
    assert [each.type for each in KINDS.values() if each.importable != bool(each.imports or each.method)] == []
    twins = [each.twin for each in KINDS.values() if each.twin]
    assert [twin for twin in twins if not KINDS[twin].importable] == []


def test_nothing_is_kept_that_could_hold_a_secret() -> None:
    telling = (
        "password",
        "secret_string",
        "token",
        "user_data",
        "pem",
        "metadata",
        "connection",
        "username",
    )
    kept = {f"{each.type}.{name}" for each in KINDS.values() for name in (*each.names, *each.kept)}
    assert sorted(name for name in kept if any(word in name.partition(".")[2] for word in telling)) == []


class TestIdentity:
    """What AWS knows an object by."""

    def test_names_and_arns_that_are_there(self) -> None:
        attributes = {"name": "etl", "arn": f"{ARN}:role/etl", "unique_id": "AROA", "description": "x"}
        assert identity("aws_iam_role", attributes) == {"arn": f"{ARN}:role/etl", "name": "etl"}

    def test_of_a_type_that_is_not_known_only_the_arn(self) -> None:
        found = identity("aws_lambda_function", {"arn": "arn:aws:lambda:eu-west-1:123456789012:function:f", "id": "f"})
        assert found == {"arn": "arn:aws:lambda:eu-west-1:123456789012:function:f"}

    def test_what_is_no_arn_is_none(self) -> None:
        assert identity("aws_lambda_function", {"arn": "hunter2"}) == {}
        assert identity("random_password", {"arn": "arn:aws:x:y:z:w"}) == {}

    @pytest.mark.parametrize("kind", ["key", "replica_key", "external_key", "replica_external_key"])
    @pytest.mark.parametrize("attributes", [{"id": "0a06"}, {"key_id": "0a06", "id": "0a06"}, {"key_id": f"{KEY}0a06"}])
    def test_every_kind_of_key_is_known_by_its_id(self, kind: str, attributes: dict[str, Any]) -> None:
        assert identity(f"aws_kms_{kind}", attributes) == {"key_id": "0a06"}

    @pytest.mark.parametrize("kind", ["key_policy", "grant"])
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            (f"{KEY}mrk-0a06", "mrk-0a06"),
            ("mrk-0a06", "mrk-0a06"),
            ("alias/a", "alias/a"),
            ("arn:aws:kms:eu-west-1:123456789012:alias/key/a", "arn:aws:kms:eu-west-1:123456789012:alias/key/a"),
        ],
    )
    def test_what_belongs_to_a_key_names_it_by_its_id(self, kind: str, given: str, expected: str) -> None:
        assert identity(f"aws_kms_{kind}", {"key_id": given}) == {"key_id": expected}

    def test_so_does_an_alias(self) -> None:
        attributes = {"name": "alias/a", "target_key_id": f"{KEY}0a06"}
        assert identity("aws_kms_alias", attributes) == {"name": "alias/a", "target_key_id": "0a06"}
        assert adoptable("aws_kms_alias", attributes) == {"target_key_id": "0a06"}


class TestAdoptable:
    """What adoption could change, in one form whatever the state's was."""

    def test_a_policy_is_the_same_however_it_was_written(self) -> None:
        one = {
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": ["s3:B", "s3:A"], "Resource": "*"},
        }
        other = {
            "Statement": [{"Resource": ["*"], "Action": ["s3:A", "s3:B", "s3:A"], "Effect": "Allow"}],
            "Version": "2012-10-17",
        }
        texts = {adoptable("aws_iam_policy", {"policy": json.dumps(each)})["policy"] for each in (one, other)}
        assert texts == {
            '{"Statement":[{"Action":["s3:A","s3:B"],"Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}'
        }

    def test_statements_keep_their_order_and_their_sids(self) -> None:
        statements = [{"Sid": sid, "Effect": "Allow", "Action": "s3:A", "Resource": "*"} for sid in ("Z", "A")]
        text = json.dumps({"Version": "2012-10-17", "Statement": statements})
        found = json.loads(str(adoptable("aws_iam_policy", {"policy": text})["policy"]))
        assert [each["Sid"] for each in found["Statement"]] == ["Z", "A"]

    @pytest.mark.parametrize(
        "more", [{"Id": "x"}, {"Version": "2008-10-17"}, {"Statement": [{"Effect": "Allow", "Unknown": 1}]}]
    )
    def test_what_the_model_of_policies_cannot_hold_is_kept_word_for_word(self, more: dict[str, Any]) -> None:
        document = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Action": ["b:B", "a:A"], "Resource": "*"}],
            **more,
        }
        found = str(adoptable("aws_iam_policy", {"policy": json.dumps(document)})["policy"])
        assert json.loads(found) == json.loads(json.dumps(document), parse_int=str)

    def test_the_documents_of_the_spec_have_the_same_form(self) -> None:
        document = PolicyDocument(
            (Statement(actions=("sts:AssumeRole",), principals=(Principal("AWS", ("123456789012",)),)),)
        )
        text = json.dumps(document.to_json())
        made = adoptable("aws_iam_role", {"assume_role_policy": document})
        assert made == adoptable("aws_iam_role", {"assume_role_policy": text})
        assert '"AWS":"arn:aws:iam::123456789012:root"' in str(made["assume_role_policy"])

    def test_an_account_is_an_arn_of_the_objects_own_partition(self) -> None:
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "123456789012"}}
        text = json.dumps({"Version": "2012-10-17", "Statement": statement})
        found = adoptable("aws_iam_role", {"arn": "arn:aws-cn:iam::1:role/x", "assume_role_policy": text})
        assert "arn:aws-cn:iam::123456789012:root" in str(found["assume_role_policy"])

    def test_sets_are_sorted(self) -> None:
        assert adoptable("aws_iam_group_membership", {"users": ["b", "a"]}) == {"users": ["a", "b"]}

    def test_the_tags_are_those_with_the_defaults_of_the_provider(self) -> None:
        found = adoptable("aws_iam_user", {"tags": {"a": "1"}, "tags_all": {"b": "2", "a": "1"}})
        assert found == {"tags": {"a": "1", "b": "2"}}
        assert adoptable("aws_iam_user", {"tags": {}, "tags_all": {}}) == {"tags": {}}

    def test_rules_say_nothing_that_says_nothing(self) -> None:
        empty: dict[str, object] = {
            "description": "",
            "ipv6_cidr_blocks": [],
            "prefix_list_ids": None,
            "security_groups": [],
            "self": False,
        }
        rules = [
            {**empty, "from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8", "1.0.0.0/8"]},
            {**empty, "from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": [], "self": True},
        ]
        found = adoptable("aws_security_group", {"ingress": rules, "egress": []})
        assert found == {
            "egress": [],
            "ingress": [
                {"cidr_blocks": ["1.0.0.0/8", "10.0.0.0/8"], "from_port": 443, "protocol": "tcp", "to_port": 443},
                {"from_port": 0, "protocol": "-1", "self": True, "to_port": 0},
            ],
        }
        assert found == adoptable("aws_security_group", {"ingress": rules[::-1], "egress": []})

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("2001:DB8:0:0::1/32", "2001:db8::/32"),
            ("10.0.0.0/33", "10.0.0.0/33"),
            ("10.0.0.0", "10.0.0.0"),
            ("x/y", "x/y"),
        ],
    )
    def test_a_network_has_one_spelling(self, given: str, expected: str) -> None:
        for name in ("cidr_blocks", "ipv6_cidr_blocks"):
            assert adoptable("aws_security_group_rule", {name: [given]}) == {name: [expected]}
            assert adoptable("aws_security_group", {"ingress": [{name: [given]}]}) == {"ingress": [{name: [expected]}]}
        for name in ("cidr_ipv4", "cidr_ipv6"):
            assert adoptable("aws_vpc_security_group_egress_rule", {name: given}) == {name: expected}

    def test_what_is_no_network_has_its_own(self) -> None:
        assert adoptable("aws_security_group_rule", {"description": "10.1.2.3/8"}) == {"description": "10.1.2.3/8"}
        assert adoptable("aws_security_group_rule", {"cidr_blocks": None}) == {"cidr_blocks": None}

    def test_inline_policies_have_the_form_of_policies(self) -> None:
        text = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:A"],"Resource":["*"]}]}'
        found = adoptable(
            "aws_iam_role", {"inline_policy": [{"name": "b", "policy": text}, {"name": "", "policy": ""}]}
        )
        policy = '{"Statement":[{"Action":"s3:A","Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}'
        assert found == {"inline_policy": [{"name": "b", "policy": policy}]}

    def test_what_has_not_its_form_is_left_out(self) -> None:
        wrong = {
            "assume_role_policy": "hunter2",
            "description": {"a": "b"},
            "inline_policy": "x",
            "managed_policy_arns": "x",
            "max_session_duration": [1],
            "path": None,
            "tags": ["x"],
        }
        assert adoptable("aws_iam_role", wrong) == {"path": None}

    def test_what_nobody_sees_is_shown(self) -> None:
        found = adoptable("aws_iam_role", {"description": "a\u200bb\u202ec", "tags": {"\ufeffk": "\x1b"}})
        assert found == {"description": r"a\u200bb\u202ec", "tags": {r"\ufeffk": r"\u001b"}}

    def test_a_number_of_many_digits_is_a_text(self) -> None:
        assert adoptable("aws_iam_role", {"max_session_duration": 10**30}) == {"max_session_duration": str(10**30)}


@pytest.mark.parametrize("type_", [*sorted(KINDS), "aws_instance"])
def test_nothing_is_looked_at_but_what_is_told_to_be(type_: str) -> None:
    """Whatever is hidden there is hidden for good."""
    looked: set[str] = set()

    class Watched(dict[str, object]):
        def get(self, name: str, default: object = None) -> object:
            looked.add(name)
            return super().get(name, default)

        def __getitem__(self, name: str) -> object:
            looked.add(name)
            return super().__getitem__(name)

    whole = dict.fromkeys((*attributes_read(type_), "secret"), "x")
    for given in (Watched(whole), Watched()):
        for read in (import_id, identity, adoptable):
            read(type_, given)
    assert looked - attributes_read(type_) == set()


def test_a_type_outside_the_table_has_no_kind() -> None:
    assert kind("aws_instance") is None
    assert adoptable("aws_instance", {"tags": {"a": "b"}}) == {}
