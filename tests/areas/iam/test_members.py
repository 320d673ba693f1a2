"""Members: one resource per user, from the spec and from an export of the old groups; users only where asked."""

import pytest

from landbridge.areas.identities import IamUser, IamUserGroupMembership
from landbridge.ir import Expr, Module
from tests.specs import analysed, findings, spec

GROUPS = """
    permissions_boundary: none
    iam_groups:
      ops: {managed_policies: [ReadOnlyAccess], members: [jane.doe]}
      data: {managed_policies: [SecurityAudit], members: [jane.doe, joe]}
"""
MAPPED = """
    permissions_boundary: none
    iam_groups:
      ops: {managed_policies: [ReadOnlyAccess], members: [jane.doe]}
      data: {managed_policies: [SecurityAudit]}
    user_group_mappings:
      file: old.txt
      groups: {Ops: ops, Data-Team: data, Reports: data}
      left_behind: [Contractors]
"""
EXPORT = "Ops: jane.doe joe\nData-Team: ann\nReports: ann\nContractors: max\n"


def module(security: str, **files: str) -> Module:
    analysis = analysed(spec(security), **files)
    assert analysis.root is not None, analysis.findings
    (made,) = analysis.root.modules
    return made


def memberships(security: str, **files: str) -> dict[str, list[str]]:
    """The keys of the groups that each user is put into."""
    return {
        str(resource.user): [str(group).rpartition("-")[2] for group in resource.groups]
        for resource in module(security, **files).resources
        if isinstance(resource, IamUserGroupMembership)
    }


def told(security: str, export: str) -> list[tuple[str, str]]:
    """The findings in an export: place and message."""
    found = findings(spec(security), old_txt=export)
    assert {finding.id for finding in found} <= {"LB107"}
    return [(str(finding.place), finding.message) for finding in found]


def test_there_is_one_resource_for_each_user_with_all_groups_sorted() -> None:
    assert memberships(GROUPS) == {"jane.doe": ["data", "ops"], "joe": ["data"]}


def test_groups_are_referred_to() -> None:
    (first, _) = (r for r in module(GROUPS).resources if isinstance(r, IamUserGroupMembership))
    assert [expression.parts for expression in first.groups] == [
        ("aws_iam_group.data.name",),
        ("aws_iam_group.ops.name",),
    ]


def test_a_user_that_exists_elsewhere_is_named_and_not_created() -> None:
    made = module(GROUPS)
    assert not [resource for resource in made.resources if isinstance(resource, IamUser)]
    assert all(
        not isinstance(resource.user, Expr)
        for resource in made.resources
        if isinstance(resource, IamUserGroupMembership)
    )


def test_a_user_that_is_created_is_referred_to() -> None:
    made = module(GROUPS + "    users: {joe: {path: /svc/, tags: {b: x, a: y}}}\n")
    (user,) = (resource for resource in made.resources if isinstance(resource, IamUser))
    assert (user.name, user.path, list(user.tags), user.force_destroy) == ("joe", "/svc/", ["a", "b"], False)
    (joe,) = (r for r in made.resources if isinstance(r, IamUserGroupMembership) and r.user == "joe")
    assert isinstance(joe.user, Expr)
    assert joe.user.parts == ("aws_iam_user.joe.name",)


@pytest.mark.parametrize(
    ("choice", "own", "boundary", "keep"),
    [
        ("none", "", None, False),
        ("keep", "", None, True),
        ("keep", "permissions_boundary: none", None, False),
        ("none", "permissions_boundary: keep", None, True),
        (
            "none",
            'permissions_boundary: "arn:{partition}:iam::{account_id}:policy/x"',
            "arn:aws:iam::123456789012:policy/x",
            False,
        ),
    ],
)
def test_a_created_user_gets_its_own_boundary_or_the_specs(
    choice: str, own: str, boundary: str | None, keep: bool
) -> None:
    made = module(f"permissions_boundary: {choice}\nusers: {{joe: {{{own}}}}}")
    (user,) = (resource for resource in made.resources if isinstance(resource, IamUser))
    assert (user.permissions_boundary, user.keep_boundary) == (boundary, keep)


def test_an_export_of_the_old_groups_adds_members() -> None:
    assert memberships(MAPPED, old_txt=EXPORT) == {"jane.doe": ["ops"], "joe": ["ops"], "ann": ["data"]}


@pytest.mark.parametrize(
    "export",
    [
        EXPORT.replace("\n", "\r\n"),
        EXPORT.replace("\n", "\n\n"),
        EXPORT.replace(": ", ":\t  "),
        EXPORT.replace("Ops:", "  Ops :"),
        EXPORT + "Ops: joe\n",
        EXPORT.rstrip("\n"),
    ],
    ids=["CRLF", "empty lines", "tabs", "indented", "a group twice", "no last line end"],
)
def test_an_export_may_be_written_so(export: str) -> None:
    assert memberships(MAPPED, old_txt=export) == memberships(MAPPED, old_txt=EXPORT)


def test_an_old_group_without_members_is_fine() -> None:
    assert told(MAPPED, EXPORT.replace("Data-Team: ann", "Data-Team:")) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Ops jane", "line 5 is not a line of `group: user user`: it has no colon"),
        (": jane", "line 5 is not a line of `group: user user`: no group before the colon"),
        ("My Ops: jane", "line 5 is not a line of `group: user user`: white space in the name of the group"),
        ("ops: jane", "the old group of line 5 is not mapped, so its members would lose access unnoticed"),
        ("Ops: jane/doe", "user 1 of line 5 has no IAM user name"),
        ("Ops: joe jane,\u00e9", "user 2 of line 5 has no IAM user name"),
        ("Ops: " + "x" * 65, "user 1 of line 5 has no IAM user name"),
    ],
)
def test_a_line_that_says_nothing_is_told_at_its_place(line: str, message: str) -> None:
    assert told(MAPPED, f"{EXPORT}{line}\n") == [("old.txt:5:1", message)]


@pytest.mark.parametrize(
    "line",
    ["SECRET", ": SECRET", "SECRET SECRET: x", "SECRET:", "SECRET: x", "url=SECRET://x:SECRET@x", "Ops: /SECRET"],
)
def test_nothing_of_the_file_is_printed_for_it_may_be_no_export_at_all(line: str) -> None:
    (finding,) = findings(spec(MAPPED), old_txt=f"{EXPORT}{line}\n")
    assert "SECRET" not in finding.message + finding.hint


def test_an_old_group_that_is_not_mapped_comes_with_where_to_add_it() -> None:
    (finding,) = findings(spec(MAPPED), old_txt=EXPORT + "Opps: jane\n")
    assert "security.user_group_mappings.groups, or put it under left_behind" in finding.hint


@pytest.mark.parametrize(
    ("gone", "place"),
    [("Data-Team: ann\n", "spec.yaml:11:24"), ("Contractors: max\n", "spec.yaml:12:5")],
    ids=["mapped", "left behind"],
)
def test_an_old_group_that_the_export_lacks_is_a_warning(gone: str, place: str) -> None:
    ((where, message),) = told(MAPPED, EXPORT.replace(gone, ""))
    assert where == place
    assert message.endswith("is not in old.txt")


def test_a_mapping_to_a_group_that_is_none_is_told_once_and_in_the_spec() -> None:
    (finding,) = findings(spec(MAPPED.replace("Data-Team: data", "Data-Team: dato")), old_txt=EXPORT)
    assert (finding.id, str(finding.place), finding.hint) == ("LB104", "spec.yaml:11:35", "did you mean data?")
