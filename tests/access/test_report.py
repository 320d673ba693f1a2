"""The report: what a reviewer reads first, as text, Markdown and data."""

import json
import re

import pytest
from syrupy.assertion import SnapshotAssertion

from landbridge.access import as_data, compare, report
from landbridge.access.report import _COMMENT_SIZE
from landbridge.ir import Root
from tests.access.models import (
    allow,
    arn_of,
    by,
    deny,
    egress,
    endpoint,
    grant,
    group,
    group_id,
    ingress,
    key,
    key_arn,
    member,
    policy,
    role,
    root,
    security_group,
    trust,
)

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.fixture
def models() -> tuple[Root, Root]:
    """Two models with a bit of everything."""
    objects = "arn:aws:s3:::edge-prod-b001-*/*"
    old = root(
        group("data-scientists", allow("s3:GetObject", objects), managed=[READ_ONLY]),
        group("auditors", deny("s3:DeleteBucket")),
        role("etl", allow("glue:StartJobRun"), permissions_boundary=arn_of("fence")),
        role("old", allow("s3:*")),
        member("jane.doe", "data-scientists"),
    )
    new = root(
        group(
            "data-scientists",
            allow("s3:GetObject s3:PutObject s3:DeleteObject s3:AbortMultipartUpload s3:RestoreObject", objects),
            allow("kms:Decrypt", StringEquals="kms:ViaService=s3.eu-west-1.amazonaws.com|glue.eu-west-1.amazonaws.com"),
        ),
        group("auditors"),
        role("etl", allow("glue:StartJobRun")),
        role("audit", trusts=[trust("arn:aws:iam::999999999999:root", StringEquals="sts:ExternalId=two words")]),
        policy("notes", allow("sns:Publish")),
        member("jane.doe", "data-scientists"),
        *(member(f"user{number}", "data-scientists") for number in range(7)),
    )
    return old, new


def test_text(models: tuple[Root, Root], snapshot: SnapshotAssertion) -> None:
    assert report(compare(*models)) == snapshot


def test_markdown(models: tuple[Root, Root], snapshot: SnapshotAssertion) -> None:
    assert report(compare(*models), markdown=True) == snapshot


def test_data(snapshot: SnapshotAssertion) -> None:
    old = root(group("ops", allow("s3:GetObject"), managed=[READ_ONLY]), member("jane", "ops"))
    new = root(group("ops", allow("s3:GetObject s3:PutObject", StringEquals="aws:x=1")), member("jane", "ops"))
    assert json.dumps(as_data(compare(old, new)), indent=2) == snapshot


@pytest.fixture
def resources() -> tuple[Root, Root]:
    """Two models with keys, a VPC endpoint and security groups."""
    etl = "arn:aws:iam::123456789012:role/etl"
    db, replication = group_id("orders_db"), group_id("replication")
    old = root(
        key("storage", by("kms:Decrypt kms:Encrypt", etl)),
        key("lake"),
        key("sealed"),
        security_group("replication"),
        ingress("sg-0a1b2c3d", replication, "1521"),
        egress(replication, "10.0.0.0/16", "1521"),
        role("etl", allow("kms:Decrypt", key_arn("storage"))),
    )
    new = root(
        key("storage", by("kms:Decrypt kms:Encrypt", etl, "arn:aws:iam::210987654321:role/reader")),
        key("lake", prevent_destroy=False, enable_key_rotation=False),
        key("logs", aliases=["edge-prod-logs"]),
        grant(key_arn("sealed"), etl, "Decrypt", "DescribeKey"),
        security_group("replication"),
        security_group("orders_db"),
        key("sealed"),
        ingress(db, "0.0.0.0/0", "5432"),
        ingress(db, replication, "5432"),
        egress(replication, "10.0.1.0/24", "1521"),
        egress(replication, db, "5432"),
        endpoint("dms", by("dms:*", etl), security_group_ids=(group_id("replication"),)),
        role("etl", allow("kms:Decrypt", f"{key_arn('storage')} {key_arn('lake')}")),
    )
    return old, new


def test_resources_as_text(resources: tuple[Root, Root], snapshot: SnapshotAssertion) -> None:
    assert report(compare(*resources)) == snapshot


def test_resources_as_markdown(resources: tuple[Root, Root], snapshot: SnapshotAssertion) -> None:
    assert report(compare(*resources), markdown=True) == snapshot


def test_resources_as_data(snapshot: SnapshotAssertion) -> None:
    old = root(key("storage"), security_group("db"))
    new = root(
        key("storage", by("kms:Decrypt", "arn:aws:iam::210987654321:root"), prevent_destroy=False),
        security_group("db"),
        ingress(group_id("db"), group_id("clients"), "1521-1522"),
    )
    assert json.dumps(as_data(compare(old, new)), indent=2) == snapshot


@pytest.mark.parametrize("markdown", [False, True])
def test_no_changes(markdown: bool) -> None:
    assert report([], markdown=markdown) == "No access changes."


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        ([group("a")], [group("a", allow("s3:*"))], "Access grew for 1 principal."),
        ([group("a", allow("s3:*"))], [group("a")], "Access shrank for 1 principal."),
        (
            [group("a"), group("b"), group("c", allow("s3:*"))],
            [group("a", allow("s3:*")), group("b", allow("s3:*")), group("c")],
            "Access grew for 2 principals, shrank for 1.",
        ),
        ([], [group("a"), group("b")], "Access stays the same for 2 principals."),
        ([key("a"), key("b")], [key("a", by("kms:*", "x")), key("b", by("kms:*", "x"))], "Access grew for 2 keys."),
        ([], [endpoint("a"), endpoint("b")], "Access stays the same for 2 vpc endpoints."),
        (
            [key("a", by("kms:*", "x")), group("b", allow("s3:*")), group("c")],
            [key("a"), group("b"), group("c", allow("s3:*")), security_group("d")],
            "Access grew for 1 principal, shrank for 1 principal and 1 key, stays the same for 1 security group.",
        ),
        (
            [key("a"), key("b")],
            [key("a", prevent_destroy=False), key("b", enable_key_rotation=False)],
            "Access stays the same for 2 keys. 2 keys lost a safeguard.",
        ),
        (
            [group("a"), key("b"), security_group("c")],
            [security_group("c", description="d")],
            "Access shrank for 1 key, stays the same for 1 principal and 1 security group."
            " Apply destroys 1 principal and 1 key. Apply replaces 1 security group.",
        ),
    ],
)
def test_the_first_line_says_whose_access_grew(old: list[object], new: list[object], summary: str) -> None:
    changes = compare(root(*old), root(*new))  # type: ignore[arg-type]
    assert report(changes).splitlines()[0] == summary
    assert report(changes, markdown=True).splitlines()[0] == f"**{summary}**"


MFA = "aws:MultiFactorAuthPresent=true"
TAG = "dms:task-tag/Team=dba"


def test_statements_of_which_only_conditions_changed_stand_once_under_them() -> None:
    old = root(
        group("a", allow("dms:*", "x", Bool=MFA, StringEquals=TAG), allow("kms:Decrypt", "y", Bool=MFA), allow("s3:*"))
    )
    new = root(group("a", allow("dms:*", "x", StringEquals=TAG), allow("kms:Decrypt", "y"), allow("sns:*")))
    changes = compare(old, new)
    assert report(changes).splitlines()[3:] == [
        "  ~ no longer only if Bool aws:MultiFactorAuthPresent = true:",
        "      Allow dms:* on x if StringEquals dms:task-tag/Team = dba",
        "      Allow kms:Decrypt on y",
        "  + Allow sns:* on *",
        "  - Allow s3:* on *",
    ]
    assert "| grew and shrank | group `a` | 1 action | 1 condition, 1 action |" in report(changes, markdown=True)
    assert "~   Allow kms:Decrypt on y\n" in report(changes, markdown=True)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ({}, {"Bool": MFA}, "now only if Bool aws:MultiFactorAuthPresent = true:"),
        (
            {"StringEquals": "aws:x=1"},
            {"StringEquals": "aws:x=2"},
            "no longer only if StringEquals aws:x = 1, now only if StringEquals aws:x = 2:",
        ),
    ],
)
def test_conditions_that_came_are_told_as_such(old: dict[str, str], new: dict[str, str], words: str) -> None:
    changes = compare(root(group("a", allow("s3:*", **old))), root(group("a", allow("s3:*", **new))))
    assert report(changes).splitlines()[3:] == [f"  ~ {words}", "      Allow s3:* on *"]


def test_the_account_is_told_only_where_it_differs() -> None:
    one, other = root(group("a", allow("s3:*"))), root(group("a", allow("s3:*")), account="999999999999")
    assert "account" not in report(compare(None, one))
    assert "group a in account 999999999999 (new): access grew" in report(compare(one, other))


def test_the_region_is_told_only_where_it_differs() -> None:
    one, other = root(key("a")), root(key("a"), region="us-east-1")
    assert "eu-west-1" not in report(compare(None, one))
    assert "key a in us-east-1 (new): access grew" in report(compare(one, other))


def test_to_whom_it_opens_stands_in_the_first_line_of_all_and_of_each() -> None:
    new = root(key("a", by("kms:*", "arn:aws:iam::210987654321:root")))
    assert "key a: access grew, opens to account 210987654321\n" in report(compare(root(key("a")), new))
    assert "Opens to account 210987654321." in report(compare(root(key("a")), new)).splitlines()[0]
    row = "| grew | key `a` | 1 action, **opens to account 210987654321** |  |"
    assert row in report(compare(root(key("a")), new), markdown=True)


def test_resources_for_which_the_same_changed_stand_together() -> None:
    old = root(key("a"), key("b"))
    text = report(compare(old, root(key("a", prevent_destroy=False), key("b", prevent_destroy=False))))
    assert "keys a, b: access stays the same\n  ! prevent_destroy is off" in text


HOSTILE = "a|b`c`<img src=x>@team\n```\n</details># [x](y)"


def test_nothing_of_a_spec_is_markup_in_markdown() -> None:
    old = root(member(HOSTILE, "g"), group("g", allow("s3:*")), group(HOSTILE))
    new = root(
        member(HOSTILE),
        group("g", allow("s3:*")),
        group(HOSTILE, allow(HOSTILE, HOSTILE, StringEquals=f"{HOSTILE}={HOSTILE}")),
        grant(HOSTILE, HOSTILE, HOSTILE),
        ingress(HOSTILE, f"sg-{HOSTILE}"),
    )
    text = report(compare(old, new), markdown=True)
    outside = re.sub(r"^```diff\n.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert not re.search(r"(?<!\\)<img", outside)
    assert outside.count("<details>") == outside.count("</details>") == 4
    assert all(line.count("|") - line.count(r"\|") == 5 for line in outside.splitlines() if line.startswith("| "))
    blocks = re.findall(r"^```diff\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    assert all(line[0] in "+-#" for block in blocks for line in block.splitlines())


def test_markdown_is_never_longer_than_a_comment_and_says_what_it_leaves_out() -> None:
    many = root(*(group(f"group-{number}", allow(f"s3:Get{number}")) for number in range(800)))
    text = report(compare(None, many), markdown=True)
    assert len(text) <= _COMMENT_SIZE + 300
    head, empty, note, *_ = text.splitlines()
    assert (head, empty) == ("**Access grew for 800 principals.**", "")
    shown = text.count("<details>")
    assert f"details of {800 - shown} principals left out.** The text report" in note


def test_markdown_says_first_how_many_principals_it_leaves_out_and_shows_those_that_grew() -> None:
    old = root(*(group(f"{'a' * 100}-{number}", allow(f"s3:Get{number}")) for number in range(800)))
    new = root(group("grew", allow("s3:*")))
    text = report(compare(old, new), markdown=True)
    assert re.match(
        r"\*\*Access grew for 1 principal, shrank for 800\. Apply destroys 800 principals\.\*\*\n\n"
        r"\*\*Cut to the length of a comment: \d+ principals left out, details of \d+ principals left out\.\*\*",
        text,
    )
    assert "| grew | group `grew` (new) |" in text


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            root(role("a")),
            root(role("a"), tags={"t": "x"}),
            "# policies, here or elsewhere, can allow and deny by tags",
        ),
        (root(role("a")), root(role("a", path="/x/")), "# policies, here or elsewhere, can name it by its path"),
        (root(), root(assume_role=READ_ONLY), "# everything is applied with the rights of that role"),
        (root(group("a"), member("j")), root(group("a"), member("j", "a")), "# a group may have more than the spec"),
        (
            root(role("a", permissions_boundary=arn_of("fence"))),
            root(role("a", keep_boundary=True)),
            "# the spec no longer says which boundary it has",
        ),
        (root(key("a")), root(key("a", aliases=["b"])), "# policies, here or elsewhere, can allow and deny by the al"),
        (root(security_group("a")), root(security_group("a", vpc_id="vpc-2")), "# in another VPC the same addresses"),
        (root(endpoint("a")), root(endpoint("a", service_name="x")), "# what its rules and policy let through now"),
    ],
    ids=["tag", "path", "assumed role", "group", "kept boundary", "alias", "vpc", "service"],
)
@pytest.mark.parametrize("markdown", [False, True])
def test_it_says_why_what_is_no_statement_counts(old: Root, new: Root, reason: str, markdown: bool) -> None:
    text = report(compare(old, new), markdown=markdown)
    assert re.search(r"Access grew for 1 (principal|key|vpc endpoint|security group)\.", text)
    assert reason in text


def test_a_group_joined_needs_no_reason_beside_what_it_gives() -> None:
    ops = group("ops", allow("s3:*"))
    assert "a group may have more" not in report(compare(root(ops, member("j")), root(ops, member("j", "ops"))))
