"""Whose access differs between two models: every kind of change, in both directions."""

from dataclasses import dataclass
from typing import Any

import pytest

from landbridge.access import HolderChange, compare
from landbridge.access.wording import line
from landbridge.ir import Resource
from tests.access.models import (
    GLUE,
    allow,
    arn_of,
    deny,
    group,
    member,
    policy,
    profile,
    role,
    root,
    trust,
    user,
)

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
AUDIT = "arn:aws:iam::aws:policy/SecurityAudit"
FOREIGN = "arn:aws:iam::999999999999:policy/shared"
PARTNER = "arn:aws:iam::999999999999:root"

BOUNDARY: dict[str, Any] = {"permissions_boundary": arn_of("fence")}
OTHER_BOUNDARY: dict[str, Any] = {"permissions_boundary": FOREIGN}
KEPT: dict[str, Any] = {"keep_boundary": True}

Resources = list[Resource] | Resource


@dataclass(frozen=True)
class Case:
    """Two models that differ for one principal.

    `forth` and `back` tell whether access grows, and whether it shrinks, on the way from old to new and back.
    """

    about: str
    old: tuple[Resources, ...]
    new: tuple[Resources, ...]
    lines: tuple[str, ...]
    forth: str
    back: str


CASES = (
    Case(
        "an action more",
        (group("ops", allow("s3:GetObject")),),
        (group("ops", allow("s3:GetObject s3:PutObject")),),
        ("+ Allow s3:PutObject on *",),
        "grew",
        "shrank",
    ),
    Case(
        "a resource more",
        (role("etl", allow("s3:GetObject", "arn:aws:s3:::a/*")),),
        (role("etl", allow("s3:GetObject", "arn:aws:s3:::a/* arn:aws:s3:::b/*")),),
        ("+ Allow s3:GetObject on arn:aws:s3:::b/*",),
        "grew",
        "shrank",
    ),
    Case(
        "a resource inside a wildcard that was there",
        (group("ops", allow("s3:GetObject", "arn:aws:s3:::a-*")),),
        (group("ops", allow("s3:GetObject", "arn:aws:s3:::a-1")),),
        ("+ Allow s3:GetObject on arn:aws:s3:::a-1", "- Allow s3:GetObject on arn:aws:s3:::a-*"),
        "shrank",
        "grew",
    ),
    Case(
        "a condition less",
        (group("ops", allow("s3:GetObject", StringEquals="aws:ResourceAccount=1")),),
        (group("ops", allow("s3:GetObject")),),
        ("+ Allow s3:GetObject on *", "- Allow s3:GetObject on * if StringEquals aws:ResourceAccount = 1"),
        "grew",
        "shrank",
    ),
    Case(
        "a Deny less",
        (group("ops", allow("s3:*"), deny("s3:DeleteBucket")),),
        (group("ops", allow("s3:*")),),
        ("- Deny s3:DeleteBucket on *",),
        "grew",
        "shrank",
    ),
    Case(
        "a statement that another one covers",
        (group("ops", allow("s3:*"), allow("s3:GetObject")),),
        (group("ops", allow("s3:*")),),
        ("- Allow s3:GetObject on *",),
        "",
        "",
    ),
    Case(
        "an AWS-managed policy",
        (group("ops", managed=[AUDIT]),),
        (group("ops", managed=[AUDIT, READ_ONLY]),),
        ("+ AWS-managed policy ReadOnlyAccess",),
        "grew",
        "shrank",
    ),
    Case(
        "a policy of another account",
        (role("etl"),),
        (role("etl", managed=[FOREIGN]),),
        (f"+ policy {FOREIGN}",),
        "grew",
        "shrank",
    ),
    Case(
        "an attached policy of the spec",
        (group("ops"), policy("notes", allow("sns:Publish"))),
        (group("ops", managed=[arn_of("notes")]), policy("notes", allow("sns:Publish"))),
        ("+ Allow sns:Publish on *",),
        "grew",
        "shrank",
    ),
    Case(
        "an action more in an attached policy of the spec",
        (group("ops", managed=[arn_of("notes")]), policy("notes", allow("sns:Publish"))),
        (group("ops", managed=[arn_of("notes")]), policy("notes", allow("sns:*"))),
        ("+ Allow sns:* on *", "- Allow sns:Publish on *"),
        "grew",
        "shrank",
    ),
    Case(
        "an action more in a policy that nobody has",
        (policy("notes", allow("sns:Publish")),),
        (policy("notes", allow("sns:Publish sns:Subscribe")),),
        ("+ Allow sns:Subscribe on *",),
        "grew",
        "shrank",
    ),
    Case(
        "somebody more who may assume a role",
        (role("audit", trusts=[GLUE]),),
        (role("audit", trusts=[GLUE, trust(PARTNER)]),),
        (f"+ trust: Allow sts:AssumeRole by AWS {PARTNER}",),
        "grew",
        "shrank",
    ),
    Case(
        "a trust without MFA",
        (role("audit", trusts=[trust(PARTNER, Bool="aws:MultiFactorAuthPresent=true")]),),
        (role("audit", trusts=[trust(PARTNER)]),),
        (
            f"+ trust: Allow sts:AssumeRole by AWS {PARTNER}",
            f"- trust: Allow sts:AssumeRole by AWS {PARTNER} if Bool aws:MultiFactorAuthPresent = true",
        ),
        "grew",
        "shrank",
    ),
    Case(
        "an instance profile",
        (role("app"),),
        (role("app"), profile("app")),
        ("+ instance profile app",),
        "grew",
        "shrank",
    ),
    Case(
        "a group joined",
        (group("ops", allow("s3:GetObject"), managed=[READ_ONLY]), member("jane")),
        (group("ops", allow("s3:GetObject"), managed=[READ_ONLY]), member("jane", "ops")),
        ("+ member of group ops", "+ AWS-managed policy ReadOnlyAccess", "+ Allow s3:GetObject on *"),
        "grew",
        "shrank",
    ),
    Case(
        "a group for another one that has the same",
        (group("a", allow("s3:GetObject")), group("b", allow("s3:GetObject")), member("jane", "a")),
        (group("a", allow("s3:GetObject")), group("b", allow("s3:GetObject")), member("jane", "b")),
        ("+ member of group b", "- member of group a"),
        "grew",
        "grew",
    ),
    Case(
        "out of a group that denies",
        (group("a", allow("s3:*")), group("b", deny("s3:DeleteBucket")), member("jane", "a", "b")),
        (group("a", allow("s3:*")), group("b", deny("s3:DeleteBucket")), member("jane", "a")),
        ("- member of group b", "- Deny s3:DeleteBucket on *"),
        "grew",
        "grew shrank",
    ),
    Case(
        "a boundary less",
        (role("etl", **BOUNDARY),),
        (role("etl"),),
        (f"- permissions boundary {arn_of('fence')}",),
        "grew",
        "shrank",
    ),
    Case(
        "another boundary",
        (role("etl", **BOUNDARY),),
        (role("etl", **OTHER_BOUNDARY),),
        (f"+ permissions boundary {FOREIGN}", f"- permissions boundary {arn_of('fence')}"),
        "grew shrank",
        "grew shrank",
    ),
    Case(
        "a boundary that allows more",
        (role("etl", **BOUNDARY), policy("fence", allow("s3:*"))),
        (role("etl", **BOUNDARY), policy("fence", allow("s3:* sns:*"))),
        ("+ permissions boundary: Allow sns:* on *",),
        "grew",
        "shrank",
    ),
    Case(
        "a wider boundary of the spec in the place of another",
        (role("etl", **BOUNDARY), policy("fence", allow("s3:Get*")), policy("wall", allow("s3:*"))),
        (
            role("etl", permissions_boundary=arn_of("wall")),
            policy("fence", allow("s3:Get*")),
            policy("wall", allow("s3:*")),
        ),
        (
            f"+ permissions boundary {arn_of('wall')}",
            f"- permissions boundary {arn_of('fence')}",
            "+ permissions boundary: Allow s3:* on *",
            "- permissions boundary: Allow s3:Get* on *",
        ),
        "grew",
        "shrank",
    ),
    Case(
        "whatever boundary there is taken away, or kept as it is: none",
        (role("etl", **KEPT),),
        (role("etl"),),
        ("- permissions boundary left as it is in AWS",),
        "grew",
        "",
    ),
    Case(
        "an unknown boundary replaced, or kept as it is: a known one",
        (user("jane", **KEPT),),
        (user("jane", **BOUNDARY),),
        (f"+ permissions boundary {arn_of('fence')}", "- permissions boundary left as it is in AWS"),
        "grew shrank",
        "grew",
    ),
    Case(
        "into a group that has nothing here",
        (group("ops"), member("jane")),
        (group("ops"), member("jane", "ops")),
        ("+ member of group ops",),
        "grew",
        "",
    ),
    Case(
        "another tag of a role",
        (role("etl", tags={"team": "a", "env": "x"}),),
        (role("etl", tags={"team": "b", "env": "x"}),),
        ("+ tag team=b", "- tag team=a"),
        "grew",
        "grew",
    ),
    Case("a tag of a user", (user("jane"),), (user("jane", tags={"team": "a"}),), ("+ tag team=a",), "grew", "grew"),
    Case(
        "another path of a role",
        (role("etl"),),
        (role("etl", path="/jobs/"),),
        ("+ path /jobs/", "- path /"),
        "grew",
        "grew",
    ),
    Case(
        "another path of a user",
        (user("jane", **KEPT),),
        (user("jane", path="/svc/", **KEPT),),
        ("+ path /svc/", "- path /"),
        "grew",
        "grew",
    ),
    Case(
        "another path of a group",
        (group("ops"),),
        (group("ops", path="/x/"),),
        ("+ path /x/", "- path /"),
        "grew",
        "grew",
    ),
    Case(
        "another path of a policy that nobody has",
        (policy("notes"),),
        (policy("notes", path="/x/"),),
        ("+ path /x/", "- path /"),
        "grew",
        "grew",
    ),
    Case(
        "another path of a policy that a group has",
        (group("ops", managed=[arn_of("notes")]), policy("notes", allow("sns:Publish"))),
        (group("ops", managed=[arn_of("x/notes")]), policy("notes", allow("sns:Publish"), path="/x/")),
        ("+ path /x/", "- path /"),
        "grew",
        "grew",
    ),
    Case(
        "longer sessions",
        (role("etl"),),
        (role("etl", max_session_duration=43_200),),
        ("+ sessions of up to 720 minutes", "- sessions of up to 60 minutes"),
        "grew",
        "shrank",
    ),
    Case(
        "a role that is new",
        (),
        (role("etl", allow("s3:GetObject"), **BOUNDARY),),
        (
            "+ trust: Allow sts:AssumeRole by Service glue.amazonaws.com",
            f"+ permissions boundary {arn_of('fence')}",
            "+ Allow s3:GetObject on *",
        ),
        "grew",
        "shrank",
    ),
    Case("a group that is new and has nothing", (), (group("ops"),), (), "", ""),
    Case(
        "a group that only denies",
        (),
        (group("ops", deny("s3:DeleteBucket")),),
        ("+ Deny s3:DeleteBucket on *",),
        "",
        "",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
@pytest.mark.parametrize("forth", [True, False], ids=["forth", "back"])
def test_a_change_is_told_with_what_it_means(case: Case, forth: bool) -> None:
    old, new = (case.old, case.new) if forth else (case.new, case.old)
    (change,) = _of_one(compare(root(*old), root(*new)))
    lines = [text for text in told(change) if text[0] != "!"]
    flipped = {"+": "-", "-": "+"}
    assert sorted(lines) == sorted(case.lines if forth else [flipped[text[0]] + text[1:] for text in case.lines])
    verdict = ["grew"] * change.grew + ["shrank"] * change.shrank
    assert " ".join(verdict) == (case.forth if forth else case.back)


def _of_one(changes: list[HolderChange]) -> list[HolderChange]:
    assert len(changes) == 1, changes
    return changes


@pytest.mark.parametrize(
    ("about", "old", "new"),
    [
        ("the same", (role("etl", allow("s3:GetObject")),), (role("etl", allow("s3:GetObject")),)),
        (
            "another form of the same",
            (group("ops", allow("s3:PutObject s3:GetObject")),),
            (group("ops", allow("s3:getobject"), allow("s3:PutObject")),),
        ),
        (
            "another label, as after renamed_from",
            (role("etl", allow("s3:GetObject")),),
            (role("etl", allow("s3:GetObject"), label="nightly", moved_from="etl"),),
        ),
        (
            "statements that moved from an inline policy to an attached one",
            (group("ops", allow("s3:GetObject")),),
            (group("ops", managed=[arn_of("more")]), policy("more", allow("s3:GetObject"))),
        ),
        ("what people read", (group("ops", description="Ops"),), (group("ops", description="Operations"),)),
        ("a user without groups", (), (member("jane"),)),
        ("the session that is default", (role("etl"),), (role("etl", max_session_duration=3600),)),
        ("tags of what has no access", (profile("etl"),), (profile("etl"),)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_changes_no_access_is_not_told(about: str, old: tuple[Resources, ...], new: tuple[Resources, ...]) -> None:
    assert compare(root(*old), root(*new)) == []


def test_none_is_a_model_without_anybody() -> None:
    new = root(role("etl", allow("s3:GetObject")))
    assert compare(None, new) == compare(root(), new)
    assert compare(None, None) == []


def test_a_principal_of_another_account_is_another_one() -> None:
    before, after = (root(group("ops", managed=[READ_ONLY]), account=account) for account in ("1" * 12, "2" * 12))
    found = [(change.holder.account_id, change.status) for change in compare(before, after)]
    assert found == [("2" * 12, "new"), ("1" * 12, "gone")]


def test_those_whose_access_grew_come_first_then_groups_roles_users_by_name() -> None:
    before = root(role("a", allow("s3:GetObject")), role("b"), group("c"), group("d"), member("e"))
    after = root(role("a"), role("b", allow("s3:*")), group("c", allow("s3:*")), group("d"), member("e", "c"))
    found = [(change.holder.kind, change.holder.name) for change in compare(before, after)]
    assert found == [("group", "c"), ("role", "b"), ("user", "e"), ("role", "a")]


def test_a_change_of_a_group_is_told_of_the_group_with_its_members_and_not_of_each_member() -> None:
    before = root(group("ops"), member("jane", "ops"), member("joe", "ops"))
    after = root(group("ops", allow("s3:GetObject")), member("jane", "ops"), member("joe", "ops"))
    (change,) = compare(before, after)
    assert (change.holder.kind, change.members) == ("group", ("jane", "joe"))


def test_who_leaves_with_a_group_that_is_gone_loses_what_it_had() -> None:
    before = root(group("ops", allow("s3:GetObject")), member("jane", "ops"))
    changes = {change.holder.name: change for change in compare(before, root())}
    assert [line(each) for each in changes["jane"].changes] == ["member of group ops", "Allow s3:GetObject on *"]
    assert changes["ops"].status == "gone"


def test_what_is_gone_has_no_access_even_where_it_only_denied() -> None:
    (change,) = compare(root(group("ops", deny("s3:*"))), root())
    assert not change.grew


def told(change: HolderChange) -> list[str]:
    return [f"{each.sign} {line(each)}" for each in change.changes]


def test_a_tag_of_everything_is_a_tag_of_each_role_and_user_that_has_none_of_its_own() -> None:
    resources = (role("a"), role("b", tags={"team": "own"}), user("c"), group("d"))
    found = compare(root(*resources, tags={"team": "x"}), root(*resources, tags={"team": "y"}))
    assert [(change.holder.name, change.grew, told(change)) for change in found] == [
        (name, True, ["+ tag team=y", "- tag team=x"]) for name in ("a", "c")
    ]


@pytest.mark.parametrize("old", [None, PARTNER], ids=["none", "another"])
@pytest.mark.parametrize("forth", [True, False], ids=["forth", "back"])
def test_another_role_that_terraform_applies_with_counts_as_growth(old: str | None, forth: bool) -> None:
    roots = [root(assume_role=old), root(assume_role=FOREIGN)]
    (change,) = compare(*(roots if forth else roots[::-1]))
    assert (change.holder.kind, change.status, change.grew) == ("terraform", "changed", True)
    lines = [f"+ applies everything as role {FOREIGN}"] + [f"- applies everything as role {old}"] * (old is not None)
    assert told(change) == (lines if forth else sorted(f"{'-+'[text[0] == '-']}{text[1:]}" for text in lines))


@pytest.mark.parametrize("new", [role("etl", **KEPT), [user("jane", **KEPT)]], ids=["role", "user"])
def test_who_is_new_under_keep_has_no_boundary_and_counts_as_growth(new: list[Resource]) -> None:
    (change,) = compare(root(), root(*new))
    assert change.grew
    assert "+ permissions boundary missing: `keep` leaves what AWS has, and who is new there has none" in told(change)


def test_a_user_that_is_created_from_now_on_under_keep_has_no_boundary() -> None:
    group_and_member = (group("ops"), member("jane", "ops"))
    (change,) = compare(root(*group_and_member), root(*group_and_member, user("jane", **KEPT)))
    assert change.grew


def test_a_role_with_another_name_under_keep_is_a_new_one() -> None:
    new, gone = compare(root(role("a", label="x", **KEPT)), root(role("b", label="x", **KEPT)))
    assert (new.status, gone.status, new.grew) == ("new", "gone", True)
    assert any("who is new there has none" in text for text in told(new))


def test_a_role_with_another_path_loses_the_boundary_that_keep_left() -> None:
    (change,) = compare(root(role("etl", **KEPT)), root(role("etl", path="/jobs/", **KEPT)))
    assert change.grew
    assert told(change) == [
        "+ path /jobs/",
        "- path /",
        "- permissions boundary that AWS has: a new path makes it a new role, and `keep` gives that one none",
    ]


def test_of_who_is_new_the_path_tags_and_session_are_told() -> None:
    (change,) = compare(root(), root(role("etl", path="/jobs/", tags={"a b": "c"}, max_session_duration=7200)))
    assert told(change)[1:] == [
        "+ path /jobs/",
        '+ tag "a b=c"',
        "+ sessions of up to 120 minutes",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([group("ops")], []),
        ([user("jane")], []),
        ([user("jane"), member("jane", "ops")], [member("jane", "ops")]),
        ([policy("notes", allow("sns:Publish"))], []),
        ([role("etl")], []),
    ],
    ids=["a group", "a user", "a user who stays a member", "a policy", "a role"],
)
def test_of_what_the_model_no_longer_makes_it_is_said_that_apply_destroys_it(old: list[Any], new: list[Any]) -> None:
    (change,) = compare(root(*old), root(*new))
    assert (change.ends, told(change)[-1]) == ("destroyed", "! apply destroys it")


@pytest.mark.parametrize("name", ["dms-vpc-role", "dms-cloudwatch-logs-role", "dms-access-for-endpoint"])
def test_a_role_that_dms_finds_by_its_name_is_missed_in_every_region(name: str) -> None:
    (change,) = compare(root(role(name)), root())
    assert told(change)[-1] == "! apply destroys it: every region of the account depends on it"


def test_a_model_of_another_account_or_region_destroys_nothing() -> None:
    elsewhere = (root(account="999999999999"), root(region="us-east-1"))
    assert [change.ends for new in elsewhere for change in compare(root(role("etl")), new)] == ["", ""]
