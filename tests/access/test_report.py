"""The report: what a reviewer reads first, as text, Markdown and data."""

import json
import re

import pytest
from syrupy.assertion import SnapshotAssertion

from landbridge.access import as_data, compare, report
from landbridge.access.report import _COMMENT_SIZE
from landbridge.ir import Root
from tests.access.models import allow, arn_of, deny, group, member, policy, role, root, trust

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
    ],
)
def test_the_first_line_says_whose_access_grew(old: list[object], new: list[object], summary: str) -> None:
    changes = compare(root(*old), root(*new))  # type: ignore[arg-type]
    assert report(changes).splitlines()[0] == summary
    assert report(changes, markdown=True).splitlines()[0] == f"**{summary}**"


def test_the_account_is_told_only_where_it_differs() -> None:
    one, other = root(group("a", allow("s3:*"))), root(group("a", allow("s3:*")), account="999999999999")
    assert "account" not in report(compare(None, one))
    assert "group a in account 999999999999 (new): access grew" in report(compare(one, other))


HOSTILE = "a|b`c`<img src=x>@team\n```\n</details># [x](y)"


def test_nothing_of_a_spec_is_markup_in_markdown() -> None:
    old = root(member(HOSTILE, "g"), group("g", allow("s3:*")), group(HOSTILE))
    new = root(
        member(HOSTILE),
        group("g", allow("s3:*")),
        group(HOSTILE, allow(HOSTILE, HOSTILE, StringEquals=f"{HOSTILE}={HOSTILE}")),
    )
    text = report(compare(old, new), markdown=True)
    outside = re.sub(r"^```diff\n.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert not re.search(r"(?<!\\)<img", outside)
    assert outside.count("<details>") == outside.count("</details>") == 2
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
        r"\*\*Access grew for 1 principal, shrank for 800\.\*\*\n\n"
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
    ],
    ids=["tag", "path", "assumed role", "group", "kept boundary"],
)
@pytest.mark.parametrize("markdown", [False, True])
def test_it_says_why_what_is_no_statement_counts(old: Root, new: Root, reason: str, markdown: bool) -> None:
    text = report(compare(old, new), markdown=markdown)
    assert "Access grew for 1 principal." in text
    assert reason in text


def test_a_group_joined_needs_no_reason_beside_what_it_gives() -> None:
    ops = group("ops", allow("s3:*"))
    assert "a group may have more" not in report(compare(root(ops, member("j")), root(ops, member("j", "ops"))))
