"""Reading ARNs, and writing the own ones without literals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.aws import arn
from landbridge.aws.arn import Arn
from landbridge.aws.identity import Identity
from landbridge.ir import Expr, Traversal

OWN = Identity("aws", "123456789012", "us-west-1")
CHINA = Identity("aws-cn", "123456789012", "cn-north-1")


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("arn:aws:s3:::bucket/key", Arn("aws", "s3", "", "", "bucket/key")),
        ("arn:aws:iam::123456789012:role/a/b", Arn("aws", "iam", "", "123456789012", "role/a/b")),
        ("arn:aws:logs:us-west-1:1:log-group:/x:*", Arn("aws", "logs", "us-west-1", "1", "log-group:/x:*")),
        ("arn:*:s3:::*", Arn("*", "s3", "", "", "*")),
        ("arn:aws:s3:::${aws:username}/*", Arn("aws", "s3", "", "", "${aws:username}/*")),
        ("arn:aws:iam::${aws:PrincipalAccount}:role/x", Arn("aws", "iam", "", "${aws:PrincipalAccount}", "role/x")),
        ("*", None),
        ("arn:aws:s3", None),
        ("arn:aws:s3:::", None),
        ("arn::s3:::bucket", None),
        (" arn:aws:s3:::bucket", None),
        ("urn:aws:s3:::bucket", None),
    ],
)
def test_parse(text: str, parsed: Arn | None) -> None:
    assert arn.parse(text) == parsed
    assert arn.is_arn(text) is (parsed is not None)


def shown(text: str) -> str:
    """How a text is written: traversals in angle brackets."""
    if not isinstance(text, Expr):
        return text
    return "".join(f"<{part}>" if isinstance(part, Traversal) else part for part in text.parts)


P, A, R = "<var.partition>", "<var.account_id>", "<var.region>"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("arn:aws:s3:::bucket/*", f"arn:{P}:s3:::bucket/*"),
        ("arn:aws:iam::123456789012:role/etl", f"arn:{P}:iam::{A}:role/etl"),
        ("arn:aws:dms:us-west-1:123456789012:rep:*", f"arn:{P}:dms:{R}:{A}:rep:*"),
        ("arn:aws:dms:us-east-1:123456789012:rep:*", f"arn:{P}:dms:us-east-1:{A}:rep:*"),
        ("arn:aws:iam::999999999999:role/etl", f"arn:{P}:iam::999999999999:role/etl"),
        ("arn:aws:dms:*:*:rep:*", f"arn:{P}:dms:*:*:rep:*"),
        ("arn:*:iam::123456789012:root", f"arn:*:iam::{A}:root"),
        ("arn:aws-cn:iam::123456789012:root", "arn:aws-cn:iam::123456789012:root"),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", f"arn:{P}:iam::aws:policy/ReadOnlyAccess"),
        ("arn:aws:s3:::logs-us-west-1-123456789012/*", f"arn:{P}:s3:::logs-{R}-{A}/*"),
        ("arn:aws:s3:::logs-us-west-10-1234567890123", f"arn:{P}:s3:::logs-us-west-10-1234567890123"),
        ("123456789012", A),
        ("999999999999", "999999999999"),
        ("a bucket of 123456789012", "a bucket of 123456789012"),
        ("arn:aws:s3:::${aws:username}", f"arn:{P}:s3:::${{aws:username}}"),
        ("*", "*"),
    ],
)
def test_express_replaces_what_is_the_own_accounts(text: str, written: str) -> None:
    assert shown(arn.express(text, OWN)) == written


def test_express_knows_other_partitions() -> None:
    text = "arn:aws-cn:sqs:cn-north-1:123456789012:q"
    assert shown(arn.express(text, CHINA)) == f"arn:{P}:sqs:{R}:{A}:q"
    assert shown(arn.express("arn:aws:s3:::b", CHINA)) == "arn:aws:s3:::b"


def test_express_leaves_expressions_alone() -> None:
    reference = Expr("arn:aws:iam::123456789012:role/etl", Traversal("aws_iam_role.etl.arn"))
    arn.express(str(reference), OWN)
    assert arn.express(reference, OWN) is reference


FIELDS = st.sampled_from(
    ["", "*", "aws", "aws-cn", "us-west-1", "123456789012", "999999999999", "${aws:username}", "x"]
)
RESOURCES = st.text(alphabet="ab-1/:*{}$ é\n", min_size=1) | st.lists(FIELDS, min_size=1).map("-".join)


@given(st.lists(FIELDS, min_size=4, max_size=4), RESOURCES)
def test_express_never_changes_the_text(fields: list[str], resource: str) -> None:
    text = ":".join(("arn", *fields, resource))
    written = arn.express(text, OWN)
    meanings = {"var.partition": "aws", "var.account_id": "123456789012", "var.region": "us-west-1"}
    parts = written.parts if isinstance(written, Expr) else (written,)
    assert written == text
    assert "".join(meanings[part] if isinstance(part, Traversal) else part for part in parts) == text


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (arn.role_arn(OWN, "/", "etl"), "arn:aws:iam::123456789012:role/etl"),
        (arn.role_arn(OWN, "/app/", "etl"), "arn:aws:iam::123456789012:role/app/etl"),
        (arn.policy_arn(OWN, "/", "p"), "arn:aws:iam::123456789012:policy/p"),
        (arn.saml_provider_arn(OWN, "okta"), "arn:aws:iam::123456789012:saml-provider/okta"),
        (arn.oidc_provider_arn(OWN, "https://a.example/b/"), "arn:aws:iam::123456789012:oidc-provider/a.example/b"),
        (arn.root_arn(OWN), "arn:aws:iam::123456789012:root"),
    ],
)
def test_arns_of_the_own_account_are_expressions(made: Expr, text: str) -> None:
    assert made == text
    assert shown(made) == text.replace("arn:aws:", f"arn:{P}:").replace("123456789012", A)
