"""What the scripts of a hand-over are given: by what objects are known, and what a plan may make of them."""

import json
import shlex

import pytest

from landbridge.estate.inventory import Object
from landbridge.pipeline import compile_tree
from tests.handover.estates import SECURITY, TRUST, arn, found, group, inventory, membership, role, spec
from tests.specs import analysed, in_full

ETL = "module.iam.aws_iam_role.etl"
STATEMENTS = """\
    statements:
      - {sid: Own, actions: ["s3:GetObject"], resources: ["arn:aws:s3:::lake/${aws:username}/*"]}
"""
ALLOWED = "decisions:\n  - {{addresses: {0}, decide: adopt, changes: {1}, reason: as agreed}}"
OLD_POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Old", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::lake/*"}],
    }
)


def data(files: dict[str, str], script: str, name: str, words: int) -> list[tuple[str, ...]]:
    """The words of an array of a script, so many at a time."""
    part = "\n" + files[f"handover/{script}"].partition(f"\n{name}=(\n")[2]
    told = shlex.split(part.partition("\n)\n")[0])
    return [tuple(told[at : at + words]) for at in range(0, len(told), words)]


def tree(phase: str, *objects: Object, decisions: str = "", security: str = SECURITY, more: str = "") -> dict[str, str]:
    """The files of a phase."""
    text = spec(f"phase: {phase}\nunmatched: leave\n{decisions}", security, more)
    analysis = analysed(text, inventory_yaml=inventory(*objects))
    assert analysis.root is not None, in_full(analysis.findings)
    files, broken = compile_tree(analysis.root)
    assert broken == []
    return files


def changes(*objects: Object, **more: str) -> dict[tuple[str, str], str]:
    """What the gate lets change, with the value that it has to get."""
    return {(a, b): c for a, b, c in data(tree("import", *objects, **more), "2-import-gate.sh", "CHANGES", 3)}


class TestWhatAPlanMayChange:
    """An argument may become what the ledger says, and nothing else."""

    def test_a_policy_stands_there_whole_and_without_sids(self) -> None:
        old = role(assume_role_policy=TRUST.replace('"Effect"', '"Sid":"Old","Effect"'))
        value = changes(old)[ETL, "assume_role_policy"]
        assert json.loads(value) == json.loads(TRUST)

    def test_tags_stand_there_with_those_of_the_provider(self) -> None:
        found = changes(
            role(tags_all={"Old": "x"}),
            security=SECURITY.replace("service: lambda", "service: lambda\n    tags: {Team: data}"),
        )
        assert found[ETL, "tags"] == found[ETL, "tags_all"]
        assert json.loads(found[ETL, "tags"])["Team"] == "data"

    def test_a_number_and_nothing(self) -> None:
        found = changes(
            role(max_session_duration=7200, permissions_boundary=arn("policy", "b")),
            decisions=ALLOWED.format("aws_iam_role.etl", "[max_session_duration, permissions_boundary]"),
        )
        assert found[ETL, "max_session_duration"] == "3600"
        assert json.loads(found[ETL, "permissions_boundary"]) in (None, "")

    def test_a_variable_of_a_policy_is_known_now(self) -> None:
        policy = found("aws_iam_role_policy.etl", role="etl", name="statements", policy=OLD_POLICY)
        value = changes(
            role(),
            policy,
            security=SECURITY + STATEMENTS,
            decisions=ALLOWED.format("aws_iam_role_policy.etl", "policy"),
        )["module.iam.aws_iam_role_policy.etl__statements", "policy"]
        assert json.loads(value)["Statement"][0]["Resource"] == "arn:aws:s3:::lake/${aws:username}/*"

    @pytest.mark.parametrize("phase", ["import", "forget"])
    def test_what_reads_something_that_is_made_anew_is_known_once_that_is_there(self, phase: str) -> None:
        """A key's policy that names a role, whose ARN no plan knows before there is the role."""
        decision = "decisions:\n  - {addresses: aws_kms_key.lake, decide: adopt, becomes: module.kms.aws_kms_key.lake,"
        keys = "\nkms:\n  keys:\n    lake: {description: Lake, users: ['{role:etl}']}\n"
        arn_of_key = "arn:aws:kms:eu-west-1:123456789012:key/k-1"
        key = found("aws_kms_key.lake", key_id="k-1", arn=arn_of_key, policy=OLD_POLICY, description="Lake")
        files = tree(phase, key, decisions=decision + " changes: policy, reason: as agreed}", more=keys)
        policy = ("module.kms.aws_kms_key_policy.lake", "policy")
        assert data(files, "2-import-gate.sh", "UNSETTLED", 2) == [policy]
        values = {(a, b): c for a, b, c in data(files, "2-import-gate.sh", "CHANGES", 3)}
        assert arn("role", "etl") in values[policy]

    def test_once_the_old_roots_forget_nothing_may_change_or_be_made(self) -> None:
        files = tree("forget", role(tags_all={"Old": "x"}))
        for name in ("CHANGES", "CREATES", "UNSETTLED", "FORGETS", "MOVES"):
            assert data(files, "2-import-gate.sh", name, 1) == [], name
        assert data(files, "2-import-gate.sh", "IMPORTS", 3) == [(ETL, "aws_iam_role", "etl")]


class TestByWhatObjectsAreKnown:
    """All that AWS tells them apart by, before and after."""

    @pytest.mark.parametrize(
        ("made", "address", "known"),
        [
            (role(), ETL, {"arn": arn("role", "etl"), "name": "etl"}),
            (group(), "module.iam.aws_iam_group.analysts", {"arn": arn("group", "analysts"), "name": "analysts"}),
            (
                membership("aws_iam_user_group_membership.jane", "jane.doe", "analysts"),
                "module.iam.aws_iam_user_group_membership.jane_doe",
                {"user": "jane.doe"},
            ),
            (
                found("aws_iam_group_membership.all", group="analysts", users=["jane.doe", "joe.new"]),
                "module.iam.aws_iam_user_group_membership.jane_doe",
                {"user": "jane.doe"},
            ),
            (
                found(
                    "aws_iam_group_policy_attachment.logs",
                    group="analysts",
                    policy_arn="arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess",
                ),
                "module.iam.aws_iam_group_policy_attachment.analysts__CloudWatchLogsReadOnlyAccess",
                {"group": "analysts", "policy_arn": "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"},
            ),
        ],
        ids=lambda value: getattr(value, "type", None),
    )
    def test_once_they_are_imported(self, made: Object, address: str, known: dict[str, str]) -> None:
        files = tree("forget", made)
        for script, name in (("2-import-gate.sh", "KNOWN"), ("legacy/3-state-rm.sh", "TAKEN")):
            told = data(files, script, name, 3)
            assert {attribute: value for each, attribute, value in told if each == address} == known, name

    @pytest.mark.parametrize("script", ["legacy/1-preflight.sh", "legacy/3-state-rm.sh"])
    def test_in_the_old_state(self, script: str) -> None:
        attachment = found(
            "aws_iam_group_policy_attachment.logs",
            group="analysts",
            policy_arn="arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess",
        )
        assert data(tree("forget", attachment, role("aws_iam_role.other", "other")), script, "OBJECTS", 3) == [
            (attachment.address, "group", "analysts"),
            (attachment.address, "policy_arn", "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"),
        ]

    def test_what_stays_of_the_same_blocks_is_nothing_new(self) -> None:
        objects = (
            role('aws_iam_role.all["etl"]'),
            role('aws_iam_role.all["other"]', "other"),
            role("aws_iam_role.x", "x"),
        )
        files = tree("prepare", *objects)
        assert data(files, "legacy/1-preflight.sh", "STAYING", 1) == [('aws_iam_role.all["other"]',)]


@pytest.mark.parametrize(("phase", "moves"), [("import", 1), ("forget", 0)])
def test_what_the_spec_renames_may_move_while_it_is_imported(phase: str, moves: int) -> None:
    """What is adopted is imported by its new address, so only what the new root has already can move."""
    renamed = SECURITY + "  load: {name: load, service: lambda, renamed_from: loader}\n"
    files = tree(phase, role(), security=renamed)
    assert (
        data(files, "2-import-gate.sh", "MOVES", 2)
        == [("module.iam.aws_iam_role.loader", "module.iam.aws_iam_role.load")] * moves
    )
    assert "module.iam.aws_iam_role.load" not in {words[0] for words in data(files, "2-import-gate.sh", "CREATES", 1)}
