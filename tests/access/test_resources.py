"""What keys, VPC endpoints and security groups let others do: every kind of change, in both directions."""

from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from typing import Any

import pytest

from landbridge.access import Change, HolderChange, compare, resources
from landbridge.access.wording import line
from landbridge.areas import load_all
from landbridge.ir import Resource
from landbridge.policy.document import PolicyDocument, Statement
from tests.access.models import (
    ACCOUNT,
    allow,
    by,
    egress,
    endpoint,
    grant,
    group_id,
    ingress,
    key,
    key_arn,
    role,
    root,
    security_group,
)

ETL = f"arn:aws:iam::{ACCOUNT}:role/etl"
PARTNER = "arn:aws:iam::210987654321:role/partner"
LINKED = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/mgn.amazonaws.com/AWSServiceRoleForApplicationMigrationService"
DB = group_id("db")

Resources = list[Resource] | Resource


@dataclass(frozen=True)
class Case:
    """Two models that differ for one resource.

    `forth` and `back` tell whether access grows, and whether it shrinks, on the way from old to new and back;
    `opens_to` to which strangers it opens on the way forth. Nothing opens to strangers on the way back.
    """

    about: str
    holder: str
    old: tuple[Resources, ...]
    new: tuple[Resources, ...]
    lines: tuple[str, ...]
    forth: str
    back: str
    opens_to: tuple[str, ...] = field(default=())


def db(*rules: Resource) -> tuple[Resources, ...]:
    return (security_group("db"), *rules)


CASES = (
    Case(
        "a user of a key",
        "key storage",
        (key("storage"),),
        (key("storage", by("kms:Decrypt", ETL)),),
        (f"+ Allow kms:Decrypt on * by AWS {ETL}",),
        "grew",
        "shrank",
    ),
    Case(
        "a key opens to a role of another account",
        "key storage",
        (key("storage", by("kms:Decrypt", ETL)),),
        (key("storage", by("kms:Decrypt", ETL, PARTNER)),),
        (f"+ Allow kms:Decrypt on * by AWS {PARTNER}",),
        "grew",
        "shrank",
        ("account 210987654321",),
    ),
    Case(
        "a key opens to everybody",
        "key storage",
        (key("storage"),),
        (key("storage", by("kms:Decrypt", "*")),),
        ("+ Allow kms:Decrypt on * by everybody",),
        "grew",
        "shrank",
        ("everybody",),
    ),
    Case(
        "a Deny less in a key policy",
        "key storage",
        (key("storage", by("kms:ScheduleKeyDeletion", "*", effect="Deny")),),
        (key("storage"),),
        ("- Deny kms:ScheduleKeyDeletion on * by everybody",),
        "grew",
        "shrank",
    ),
    Case(
        "one service less that a key has to be used through",
        "key storage",
        (key("storage", by("kms:Decrypt", ETL, StringEquals="kms:ViaService=s3.eu-west-1.amazonaws.com")),),
        (key("storage", by("kms:Decrypt", ETL)),),
        (
            f"+ Allow kms:Decrypt on * by AWS {ETL}",
            f"- Allow kms:Decrypt on * by AWS {ETL} if StringEquals kms:ViaService = s3.eu-west-1.amazonaws.com",
        ),
        "grew",
        "shrank",
    ),
    Case(
        "a statement that another one covers",
        "key storage",
        (key("storage", by("kms:Decrypt", f"arn:aws:iam::{ACCOUNT}:root")),),
        (key("storage"),),
        (f"- Allow kms:Decrypt on * by AWS arn:aws:iam::{ACCOUNT}:root",),
        "",
        "",
    ),
    Case(
        "a grant",
        "key storage",
        (key("storage"),),
        (key("storage"), grant(key_arn("storage"), LINKED, "Decrypt", "CreateGrant")),
        (f"+ grant: Allow kms:CreateGrant, kms:Decrypt by AWS {LINKED}",),
        "grew",
        "shrank",
    ),
    Case(
        "a grant of a key of another account",
        "key arn:aws:kms:eu-west-1:210987654321:key/1234",
        (),
        (grant("arn:aws:kms:eu-west-1:210987654321:key/1234", LINKED, "Decrypt"),),
        (f"+ grant: Allow kms:Decrypt by AWS {LINKED}",),
        "grew",
        "shrank",
    ),
    Case(
        "one operation more in a grant",
        "key storage",
        (key("storage"), grant(key_arn("storage"), LINKED, "Decrypt")),
        (key("storage"), grant(key_arn("storage"), LINKED, "Decrypt", "Encrypt")),
        (f"+ grant: Allow kms:Encrypt by AWS {LINKED}",),
        "grew",
        "shrank",
    ),
    Case(
        "an alias, by which policies may go",
        "key storage",
        (key("storage"),),
        (key("storage", aliases=["lake"]),),
        ("+ alias alias/lake",),
        "grew",
        "shrank",
    ),
    Case(
        "a tag of a key, by which policies may go",
        "key storage",
        (key("storage", tags={"team": "a"}),),
        (key("storage", tags={"team": "b"}),),
        ("+ tag team=b", "- tag team=a"),
        "grew",
        "grew",
    ),
    Case(
        "an action more in the policy of a VPC endpoint",
        "vpc endpoint dms",
        (endpoint("dms", by("dms:Describe*", ETL)),),
        (endpoint("dms", by("dms:Describe* dms:StartReplicationTask", ETL)),),
        (f"+ Allow dms:StartReplicationTask on * by AWS {ETL}",),
        "grew",
        "shrank",
    ),
    Case(
        "a VPC endpoint behind one more group",
        "vpc endpoint dms",
        (endpoint("dms"),),
        (endpoint("dms", security_group_ids=(group_id("clients"),)),),
        ("+ behind the rules of group clients",),
        "grew",
        "shrank",
    ),
    Case(
        "one more route table that leads to a VPC endpoint",
        "vpc endpoint dms",
        (endpoint("dms", route_table_ids=("rtb-1",)),),
        (endpoint("dms", route_table_ids=("rtb-1", "rtb-2")),),
        ("+ route table rtb-2",),
        "grew",
        "shrank",
    ),
    Case(
        "a VPC endpoint of another service",
        "vpc endpoint dms",
        (endpoint("dms"),),
        (endpoint("dms", service_name="com.amazonaws.eu-west-1.kms"),),
        ("+ leads to com.amazonaws.eu-west-1.kms", "- leads to com.amazonaws.eu-west-1.dms"),
        "grew",
        "grew",
    ),
    Case(
        "a rule that lets in",
        "security group db",
        db(),
        db(ingress(DB, "10.0.0.0/24")),
        ("+ ingress from 10.0.0.0/24 on TCP port 5432",),
        "grew",
        "shrank",
    ),
    Case(
        "a rule that lets out",
        "security group db",
        db(),
        db(egress(DB, "0.0.0.0/0", "443")),
        ("+ egress to everywhere (0.0.0.0/0) on TCP port 443",),
        "grew",
        "shrank",
    ),
    Case(
        "a rule that lets in the internet",
        "security group db",
        db(ingress(DB, "10.0.0.0/8")),
        db(ingress(DB, "0.0.0.0/0")),
        (
            "+ ingress from everywhere (0.0.0.0/0) on TCP port 5432",
            "- ingress from 10.0.0.0/8 on TCP port 5432 (no loss: other rules let it through)",
        ),
        "grew",
        "shrank",
        ("0.0.0.0/0",),
    ),
    Case(
        "a rule for a group of another account",
        "security group db",
        db(),
        db(ingress(DB, "210987654321/sg-1")),
        ("+ ingress from group sg-1 of account 210987654321 on TCP port 5432",),
        "grew",
        "shrank",
        ("account 210987654321",),
    ),
    Case(
        "a rule that another one covers",
        "security group db",
        db(ingress(DB, "10.0.0.0/8", "1-9"), ingress(DB, "10.1.0.0/16")),
        db(ingress(DB, "10.0.0.0/8", "1-9"), ingress(DB, "10.1.0.0/16"), ingress(DB, "10.1.2.0/24")),
        ("+ ingress from 10.1.2.0/24 on TCP port 5432 (nothing new: other rules let it through before)",),
        "",
        "",
    ),
    Case(
        "one rule in the place of two that say the same",
        "security group db",
        db(ingress(DB, "10.0.0.0/9"), ingress(DB, "10.128.0.0/9")),
        db(ingress(DB, "10.0.0.0/8")),
        (
            "+ ingress from 10.0.0.0/8 on TCP port 5432 (nothing new: other rules let it through before)",
            "- ingress from 10.0.0.0/9 on TCP port 5432 (no loss: other rules let it through)",
            "- ingress from 10.128.0.0/9 on TCP port 5432 (no loss: other rules let it through)",
        ),
        "",
        "",
    ),
    Case(
        "a rule of a group that exists elsewhere",
        "security group sg-1",
        (),
        (ingress("sg-1", group_id("replication"), "1521-1530"),),
        ("+ ingress from group replication on TCP ports 1521-1530",),
        "grew",
        "shrank",
    ),
    Case(
        "a rule of the group of a VPC endpoint",
        "security group dms__endpoint",
        (security_group("dms__endpoint"),),
        (security_group("dms__endpoint"), ingress("{vpc_endpoint_group:dms__endpoint}", DB, "443")),
        ("+ ingress from group db on TCP port 443",),
        "grew",
        "shrank",
    ),
    Case(
        "a group in another VPC",
        "security group db",
        db(),
        (security_group("db", vpc_id="vpc-2"),),
        ("+ in VPC vpc-2", "- in VPC vpc-1"),
        "grew",
        "grew",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
@pytest.mark.parametrize("forth", [True, False], ids=["forth", "back"])
def test_a_change_is_told_with_what_it_means(case: Case, forth: bool) -> None:
    old, new = (case.old, case.new) if forth else (case.new, case.old)
    (change,) = compare(root(*old), root(*new))
    assert f"{change.holder.kind} {change.holder.name}" == case.holder
    lines = [told(each) for each in change.changes if each.sign != "!"]
    if forth:
        assert sorted(lines) == sorted(case.lines)
    else:
        assert {_bare(text) for text in lines} == {_flipped(_bare(text)) for text in case.lines}
    assert verdict(change) == (case.forth if forth else case.back)
    assert change.opens_to == (case.opens_to if forth else ())


def told(change: Change) -> str:
    return f"{change.sign} {line(change)}"


def verdict(change: HolderChange) -> str:
    return " ".join(["grew"] * change.grew + ["shrank"] * change.shrank)


def _bare(text: str) -> str:
    """Without the note on other rules, which is another one on the way back."""
    return text.partition(" (n")[0]


def _flipped(text: str) -> str:
    return {"+": "-", "-": "+"}[text[0]] + text[1:]


@pytest.mark.parametrize(
    ("about", "old", "new"),
    [
        ("the same", key("storage", by("kms:Decrypt", ETL)), key("storage", by("kms:Decrypt", ETL))),
        ("what people read", key("storage"), key("storage", description="Other words")),
        (
            "another order",
            db(ingress(DB, "10.0.0.0/8"), ingress(DB, "pl-1")),
            db(ingress(DB, "pl-1"), ingress(DB, "10.0.0.0/8")),
        ),
        ("a protocol by its number", db(ingress(DB, "pl-1", "1")), db(ingress(DB, "pl-1", "1", "6"))),
        ("the tags of a group", db(), (security_group("db", tags={"team": "a"}),)),
        ("the subnets of an endpoint", (endpoint("dms"),), (endpoint("dms", subnet_ids=("subnet-1",)),)),
        ("a safeguard switched on", key("storage", prevent_destroy=False), key("storage")),
        (
            "statements that are one",
            key("storage", by("kms:Decrypt", ETL), by("kms:Encrypt", ETL)),
            key("storage", by("kms:Decrypt kms:Encrypt", ETL)),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_changes_no_access_is_not_told(about: str, old: tuple[Resources, ...], new: tuple[Resources, ...]) -> None:
    assert compare(root(*old), root(*new)) == []


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (
            key("storage", by("kms:Decrypt", ETL), aliases=["lake"], tags={"team": "a"}),
            [
                f"+ Allow kms:* on * by AWS arn:aws:iam::{ACCOUNT}:root",
                f"+ Allow kms:Decrypt on * by AWS {ETL}",
                "+ alias alias/lake",
                "+ tag team=a",
            ],
        ),
        (
            [endpoint("dms", by("dms:*", ETL), route_table_ids=("rtb-1",))],
            [
                f"+ Allow dms:* on * by AWS {ETL}",
                "+ route table rtb-1",
                "+ leads to com.amazonaws.eu-west-1.dms",
                "+ in VPC vpc-1",
            ],
        ),
        (
            [security_group("db"), ingress(DB, "pl-1")],
            ["+ ingress from prefix list pl-1 on TCP port 5432", "+ in VPC vpc-1"],
        ),
    ],
    ids=["key", "endpoint", "group"],
)
def test_of_what_is_new_everything_is_told_and_of_what_is_gone_whom_it_let_in(
    new: list[Resource], lines: list[str]
) -> None:
    (change,) = compare(None, root(*new))
    assert (change.status, verdict(change)) == ("new", "grew")
    assert [told(each) for each in change.changes] == lines
    (change,) = compare(root(*new), None)
    assert (change.status, verdict(change)) == ("gone", "shrank")
    *lost, last = [told(each) for each in change.changes]
    assert {text[0] for text in lost} == {"-"}
    assert last.startswith("! apply destroys it")


def test_a_new_group_without_rules_lets_nobody_in() -> None:
    (change,) = compare(None, root(security_group("db")))
    assert (change.status, verdict(change)) == ("new", "")


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("prevent_destroy", "! prevent_destroy is off: Terraform may destroy it"),
        ("enable_key_rotation", "! key rotation is off"),
        ("deletion_window_in_days", "! its deletion can be stopped for 7 days, no longer for 30"),
    ],
)
def test_a_safeguard_switched_off_or_shortened_is_a_warning_and_no_growth(argument: str, words: str) -> None:
    off: dict[str, Any] = {argument: 7 if argument == "deletion_window_in_days" else False}
    (change,) = compare(root(key("storage")), root(key("storage", **off)))
    assert [told(each) for each in change.changes] == [words]
    assert (verdict(change), change.unguarded) == ("", True)


@pytest.mark.parametrize(
    ("old", "new", "argument"),
    [
        (security_group("db"), security_group("db", description="Orders"), "description"),
        (security_group("db"), security_group("db", name="orders"), "name"),
        (security_group("db"), security_group("db", vpc_id="vpc-2"), "vpc_id"),
        (key("a"), key("a", key_spec="RSA_2048"), "key_spec"),
        (key("a"), key("a", key_usage="SIGN_VERIFY"), "key_usage"),
        (key("a"), key("a", multi_region=True), "multi_region"),
        (endpoint("dms"), endpoint("dms", service_name="com.amazonaws.eu-west-1.kms"), "service_name"),
    ],
)
def test_what_cannot_be_changed_is_replaced(old: Resources, new: Resources, argument: str) -> None:
    (change,) = compare(root(old), root(new))
    assert f"! another {argument}: apply destroys it and makes a new one" in [told(each) for each in change.changes]
    assert change.ends == "replaced"


def test_another_description_of_a_key_changes_nothing() -> None:
    assert compare(root(key("a")), root(key("a", description="Orders"))) == []


def test_of_a_key_that_is_gone_it_is_said_when_nobody_can_read_what_it_encrypts() -> None:
    (change,) = compare(root(key("a", deletion_window_in_days=7)), root())
    assert told(change.changes[-1]) == "! apply destroys it: 7 days later nobody can read what it encrypts"


def test_a_new_key_has_no_safeguard_to_lose() -> None:
    (change,) = compare(None, root(key("storage", prevent_destroy=False)))
    assert not change.unguarded


def test_what_opens_to_strangers_comes_first_then_what_grew_then_what_is_less_safe_then_by_kind_and_name() -> None:
    old = root(key("a"), key("b"), key("c", by("kms:Decrypt", ETL)), key("d"), *db(), role("r", allow("s3:*")))
    new = root(
        key("a", by("kms:Decrypt", ETL)),
        key("b", prevent_destroy=False),
        key("c"),
        key("d", by("kms:Decrypt", PARTNER)),
        role("r"),
    )
    found = [f"{change.holder.kind} {change.holder.name}" for change in compare(old, new)]
    assert found == ["key d", "key a", "key b", "security group db", "role r", "key c"]


def test_a_resource_of_another_region_is_another_one() -> None:
    before, after = (root(key("storage"), region=region) for region in ("eu-west-1", "us-east-1"))
    found = [(change.holder.region, change.status) for change in compare(before, after)]
    assert found == [("us-east-1", "new"), ("eu-west-1", "gone")]


def test_a_policy_of_the_same_statements_for_another_key_opens_that_one() -> None:
    statement = by("kms:Decrypt", ETL)
    old, new = root(key("a", statement), key("b")), root(key("a"), key("b", statement))
    assert [(change.holder.name, verdict(change)) for change in compare(old, new)] == [("b", "grew"), ("a", "shrank")]


def test_a_tag_of_everything_is_a_tag_of_each_key() -> None:
    resources = (key("a"), security_group("b"), endpoint("c"))
    (change,) = compare(root(*resources, tags={"team": "x"}), root(*resources, tags={"team": "y"}))
    assert (change.holder.name, change.grew) == ("a", True)
    assert [told(each) for each in change.changes] == ["+ tag team=y", "- tag team=x"]


def test_another_type_with_a_policy_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    part = resources.Part("key", "domain_name", resources.policy_in("access_policies"))
    monkeypatch.setitem(resources.PARTS, "aws_search_policy", part)
    old, new = (_domain_policy(allow(action)) for action in ("es:ESHttpGet", "es:ESHttp*"))
    (change,) = compare(root(old), root(new))
    assert (change.holder.name, verdict(change)) == ("search", "grew")


@dataclass(frozen=True, kw_only=True)
class _DomainPolicy(Resource):
    type = "aws_search_policy"
    domain_name: str
    access_policies: PolicyDocument


def _domain_policy(*statements: Statement) -> Resource:
    document = PolicyDocument(statements)
    return _DomainPolicy(label="search", origin=(), domain_name="search", access_policies=document)


IDENTITIES = {"aws_iam_group_policy", "aws_iam_policy", "aws_iam_role", "aws_iam_role_policy"}
"""What principals have is compared by principal."""


def test_every_terraform_type_with_a_policy_is_compared() -> None:
    load_all()
    with_policy = {kind.type for kind in _types(Resource) if any(_is_document(each) for each in fields(kind))}
    assert with_policy == IDENTITIES | (with_policy & (resources.TYPES.keys() | resources.PARTS.keys()))


def _types(kind: type[Resource]) -> Iterator[type[Resource]]:
    for each in kind.__subclasses__():
        yield from _types(each)
        if each.__module__.startswith("landbridge.") and hasattr(each, "type"):  # others are what some have in common
            yield each


def _is_document(field_: Field[Any]) -> bool:
    return "PolicyDocument" in str(field_.type)
