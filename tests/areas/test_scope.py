"""The scope of a lowering: names by the spec's patterns, placeholders, and the findings on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.areas.scope import Scope
from landbridge.ir import Expr, Traversal
from landbridge.policy.document import Condition
from landbridge.spec.root import Spec, spec_model

ROLE = Expr("arn:aws:iam::123456789012:role/etl", Traversal("aws_iam_role.etl.arn"))
PATH = ("security", "somewhere")


def spec(**parts: object) -> Spec:
    return spec_model(frozenset()).model_validate(
        {
            "version": 1,
            "client": {"company_prefix": "edge", "tenant_id": "b001", "account_id": "123456789012"},
            "environment": {"env": "prod", "region": "us-gov-west-1"},
            **parts,
        }
    )


@pytest.fixture
def scope() -> Scope:
    return Scope(spec(), {"role:etl": ROLE})


def written(value: str) -> list[str]:
    """How a value is written: its literals in quotes, its traversals without."""
    parts = value.parts if isinstance(value, Expr) else (str(value),)
    return [str(part) if isinstance(part, Traversal) else repr(part) for part in parts]


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{prefix}-{env}-{tenant}-role-{name}", "edge-prod-b001-role-data-loader"),
        ("{region}/{tier}/{name}", "us-gov-west-1/custom/data-loader"),
        ("{name}{name}", "data-loaderdata-loader"),
        ("x", "x"),
        ("{nme}-${name}", "{nme}-${name}"),
    ],
)
def test_names_follow_the_pattern(pattern: str, name: str) -> None:
    scope = Scope(spec(naming={"role": pattern}), {})
    assert scope.name("role", "data_loader") == name


def test_the_tier_is_a_word_of_names() -> None:
    scope = Scope(spec(naming={"group": "{tier}-{name}"}, tier={"name": "medium"}), {})
    assert scope.name("group", "ops") == "medium-ops"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("{stem}-logs", "edge-prod-b001-logs"),
        ("{stem_snake}", "edge_prod_b001"),
        ("{region} {account_id} {partition}", "us-gov-west-1 123456789012 aws-us-gov"),
        ("{role_names}", "edge-prod-b001-role-*"),
        ("${aws:username}", "${aws:username}"),
        ("${aws:PrincipalTag/{stem}}", "${aws:PrincipalTag/edge-prod-b001}"),
        ("{role:etl}", "arn:aws:iam::123456789012:role/etl"),
        ("}{", "}{"),
        ("", ""),
    ],
)
def test_placeholders_are_replaced_and_iams_variables_stay(text: str, value: str, scope: Scope) -> None:
    assert scope.expand(text, PATH) == value
    assert scope.findings == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("arn:{partition}:s3:::{stem}", ["'arn:'", "var.partition", "':s3:::edge-prod-b001'"]),
        ("arn:aws:s3:::x", ["'arn:aws:s3:::x'"]),
        (
            "arn:{partition}:sqs:{region}:{account_id}:x",
            ["'arn:'", "var.partition", "':sqs:'", "var.region", "':'", "var.account_id", "':x'"],
        ),
        ("{role:etl}", ["aws_iam_role.etl.arn"]),
        ("123456789012", ["var.account_id"]),
    ],
)
def test_what_is_the_accounts_own_is_written_with_the_modules_variables(
    text: str, parts: list[str], scope: Scope
) -> None:
    assert written(scope.expand(text, PATH)) == parts


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{stme}", "{stem}"),
        ("arn:{partition}:s3:::{prefx}", "{partition}"),
        ("{role:et}", "{role:etl}"),
        ("{}", "{var:NAME} and {ssm:/NAME} stand alone"),
        ("a {role:etl} b", "stand alone"),
    ],
)
def test_an_unknown_placeholder_is_told(text: str, hint: str, scope: Scope) -> None:
    scope.expand(text, PATH)
    (finding,) = scope.findings
    assert (finding.id, finding.path) == ("LB105", PATH)
    assert hint in finding.hint


def test_it_is_told_everywhere_where_it_stands(scope: Scope) -> None:
    for index in range(3):
        scope.expand("{nobody}", (*PATH, index))
    assert [finding.path for finding in scope.findings] == [(*PATH, 0), (*PATH, 1), (*PATH, 2)]


def test_a_key_that_leads_nowhere_is_told_with_the_nearest_ones(scope: Scope) -> None:
    scope.missing(PATH, "group", "opps", {"ops": 1, "data": 2}, where="security.iam_groups")
    scope.missing(PATH, "group", "x", {"ops": 1, "data": 2}, where="security.iam_groups")
    scope.missing(PATH, "group", "x", {}, where="security.iam_groups")
    assert [(finding.id, finding.message, finding.hint) for finding in scope.findings] == [
        ("LB104", '"opps" is no group of this spec', "did you mean ops?"),
        ("LB104", '"x" is no group of this spec', "security.iam_groups has data, ops"),
        ("LB104", '"x" is no group of this spec', "security.iam_groups has none"),
    ]


@given(text=st.text(max_size=20) | st.text("{}$:arn*stemrol", max_size=20) | st.just("x" * 5_000))
def test_no_text_raises_and_messages_stay_short(text: str) -> None:
    scope = Scope(spec(), {"role:etl": ROLE})
    expanded = scope.expand(text, PATH)
    assert expanded == text or "{" in text
    for finding in scope.findings:
        assert len(finding.message) < 250
        assert finding.message.isprintable()


def reported(scope: Scope) -> list[tuple[str, str]]:
    return [(finding.id, finding.message) for finding in scope.findings]


def test_conditions_are_the_authors_and_then_those_of_other_fields(scope: Scope) -> None:
    ours = Condition("Bool", "aws:MultiFactorAuthPresent", ("true",))
    found = scope.conditions(PATH, {"StringEquals": {"aws:SourceVpc": "{region}"}}, (ours,))
    assert found == (Condition("StringEquals", "aws:SourceVpc", ("us-gov-west-1",)), ours)
    assert scope.findings == []


@pytest.mark.parametrize("key", ["aws:SourceIp", "AWS:sourceip"])
def test_a_key_that_another_field_limits_cannot_be_limited_again(scope: Scope, key: str) -> None:
    ours = Condition("IpAddress", "aws:SourceIp", ("192.0.2.0/24",))
    scope.conditions(PATH, {"IpAddress": {key: "198.51.100.0/24"}}, (ours,))
    assert reported(scope) == [
        ("LB313", f"IpAddress {key} is set by Landbridge already, and AWS would take either value")
    ]


@pytest.mark.parametrize(
    "given",
    [{"IpAddress": {"aws:SourceIp": "a", "aws:sourceip": "b"}}, {"Bool": {"aws:x": "a"}, "bool": {"aws:x": "b"}}],
)
def test_a_key_is_not_said_twice_in_other_letters(scope: Scope, given: dict[str, dict[str, str]]) -> None:
    scope.conditions(PATH, given)
    assert [id_ for id_, _ in reported(scope)] == ["LB313"]


def test_the_same_key_of_another_operator_is_another_limit(scope: Scope) -> None:
    scope.conditions(PATH, {"IpAddress": {"aws:SourceIp": "a"}, "NotIpAddress": {"aws:SourceIp": "b"}})
    assert scope.findings == []
