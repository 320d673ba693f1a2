"""RUNBOOK.md: the commands that take something away are run for real, against an `aws` that keeps roles in files."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.areas.migration_assistant.specs import DOMAINS, EKS, KMS, NETWORK, one
from tests.specs import compiled

CONSOLE = "OSMigrations-dev-eu-west-1-migration-console-task"
OURS = "edge-prod-b001-policy-migration-main-console"
FOREIGN_KEY = "arn:aws:kms:eu-west-1:111111111111:key/0b7c6f3e-52d1-4f0a-9c1e-7d2f4a8b6c35"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:old-a1B2c3"
# A role is a folder: `inline/NAME` has the text of a policy, `attached` the names of others.
AWS = """\
#!/usr/bin/env bash
set -euo pipefail
echo "$*" >> calls
option() {
  local wanted="$1" before=''
  shift
  for word in "$@"; do
    [[ "$before" != "$wanted" ]] || printf '%s' "$word"
    before="$word"
  done
}
role="$(option --role-name "$@")" policy="$(option --policy-name "$@")"
case "$1 $2" in
  'sts get-caller-identity') cat account ;;
  'iam list-attached-role-policies') tr '\n' '\t' < "$role/attached" ;;
  'iam list-role-policies') ls "$role/inline" | tr '\n' '\t' ;;
  'iam get-role-policy') cat "$role/inline/$policy" ;;
  'iam delete-role-policy') rm "$role/inline/$policy" ;;
  *) exit 1 ;;
esac
"""


def page(text: str, name: str = "RUNBOOK.md") -> str:
    """A page of the area's module."""
    return compiled(text)[f"modules/migration_assistant/{name}"]


def commands(text: str, word: str) -> str:
    """The only block of commands of a runbook that has a word."""
    (found,) = (
        each.content
        for each in MarkdownIt("commonmark").parse(page(text))
        if each.type == "fence" and word in each.content
    )
    return found


class Account:
    """The role of the console in an account, and the commands that take its inline policies away.

    Attributes:
        folder: where the account's files are.
    """

    def __init__(self, folder: Path, *, number: str = "123456789012", attached: str = OURS) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        (folder / "bin/aws").write_text(AWS)
        (folder / "bin/aws").chmod(0o755)
        (folder / "account").write_text(f"{number}\n")
        self.inline = folder / CONSOLE / "inline"
        self.inline.mkdir(parents=True)
        (folder / CONSOLE / "attached").write_text(f"Other\n{attached}\n")
        for name in ("Wide", "taskPolicy1", OURS):
            (self.inline / name).write_text('{"Statement": []}')

    def strip(self) -> None:
        """Run the commands."""
        block = commands(one(services="[console]"), "strip()")
        environment = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}"}
        subprocess.run(
            ["bash"], input=block, text=True, cwd=self.folder, env=environment, capture_output=True, check=False
        )

    @property
    def left(self) -> set[str]:
        """The inline policies that the role still has."""
        return {path.name for path in self.inline.iterdir()}

    @property
    def kept(self) -> dict[str, object]:
        """The copies."""
        return {path.name: json.loads(path.read_text()) for path in self.folder.glob("role-policies-*/*.json")}


class TestTakingTheProductsOwnPoliciesAway:
    """Each goes when its text is kept, and never that of this spec."""

    def test_they_go_and_their_text_is_kept(self, tmp_path: Path) -> None:
        account = Account(tmp_path)
        account.strip()
        assert account.left == {OURS}
        assert set(account.kept) == {f"{CONSOLE}.Wide.json", f"{CONSOLE}.taskPolicy1.json"}

    def test_what_cannot_be_read_stays(self, tmp_path: Path) -> None:
        account = Account(tmp_path)
        (account.inline / "Wide").write_text("Statement\tAllow\t*")  # as another format of output prints it
        account.strip()
        assert account.left == {OURS, "Wide"}

    def test_in_another_account_nothing_is_touched(self, tmp_path: Path) -> None:
        account = Account(tmp_path, number="210987654321")
        account.strip()
        assert account.left == {OURS, "Wide", "taskPolicy1"}
        assert (tmp_path / "calls").read_text() == "sts get-caller-identity --query Account --output text\n"

    def test_a_role_without_the_policies_of_this_spec_keeps_its_own(self, tmp_path: Path) -> None:
        account = Account(tmp_path, attached=f"{OURS}-2")
        account.strip()
        assert account.left == {OURS, "Wide", "taskPolicy1"}


class TestPoliciesThatOthersAttach:
    """`policies: print`: what is attached by hand goes by hand."""

    def test_the_page_has_the_commands_that_attach_them(self) -> None:
        text = page(one(services="[console]", policies="print"), "POLICIES.md")
        assert f"create-policy --policy-name {OURS}" in text
        assert f"attach-role-policy --role-name {CONSOLE}" in text

    def test_they_can_be_checked(self) -> None:
        assert "simulate-principal-policy" in page(one(services="[console]", policies="print"))

    def test_the_way_back_takes_them_away(self) -> None:
        text = page(one(services="[console]", policies="print", access="removed"))
        arn = f"arn:aws:iam::123456789012:policy/{OURS}"
        assert commands(one(services="[console]", policies="print", access="removed"), "detach-role-policy") == (
            f"aws iam detach-role-policy --role-name {CONSOLE} \\\n  --policy-arn {arn}\n"
            f"aws iam delete-policy --policy-arn {arn}\n"
        )
        assert "destroys the policies" not in text

    def test_what_terraform_attached_terraform_takes_away(self) -> None:
        text = page(one(access="removed"))
        assert "destroys the policies" in text
        assert "detach-role-policy" not in text


class TestKeysOfOthers:
    """Nothing here writes their policies."""

    @pytest.mark.parametrize("access", ["granted", "removed"])
    def test_that_of_the_bucket_names_who_uses_it(self, access: str) -> None:
        text = page(one(snapshot=f"{{role: own, kms_key: '{FOREIGN_KEY}'}}", access=access))
        part = text[text.index(FOREIGN_KEY) :]
        for role in (CONSOLE, "edge-prod-b001-role-migration-main-snapshot"):
            assert f"- `arn:aws:iam::123456789012:role/{role}`" in part

    @pytest.mark.parametrize("access", ["granted", "removed"])
    def test_that_of_a_secret_names_who_reads_it(self, access: str) -> None:
        secret = f"{{arn: '{SECRET}', kms_key: '{FOREIGN_KEY}'}}"
        source = f"{{self_managed: {{security_group: old_domain}}, auth: basic, secret: {secret}}}"
        text = page(one(source=source, access=access))
        assert "the secret of the source" in text
        assert f"- `arn:aws:iam::123456789012:role/{CONSOLE}`" in text[text.index("the secret of the source") :]

    def test_one_of_this_spec_is_not_mentioned(self) -> None:
        text = page(one(snapshot="{kms_key: snapshots}", access="removed", rest=DOMAINS + NETWORK + KMS))
        assert "Whoever has the key" not in text


class TestABucketThatIsNotTheProducts:
    """Somebody makes it, and the product is told."""

    def test_it_is_private_and_encrypted_with_its_key(self) -> None:
        block = commands(
            one(snapshot="{bucket: '{stem}-snapshots', kms_key: snapshots}", rest=DOMAINS + NETWORK + KMS),
            "create-bucket",
        )
        assert "--bucket edge-prod-b001-snapshots" in block
        assert "RestrictPublicBuckets=true" in block
        assert "kms_key_arns | jq -er .snapshots" in block

    def test_the_product_is_told_by_both_of_its_words(self) -> None:
        text = page(one(snapshot="{bucket: edge-snapshots}"))
        for word in ("snapshot.s3.repo_uri", "reindexFromSnapshotExtraArgs", "s3://edge-snapshots/rfs-snapshot-repo"):
            assert word in text

    def test_one_of_another_account_is_its_owners_to_open(self) -> None:
        text = page(one(snapshot='{bucket: edge-snapshots, bucket_account: "210987654321"}'))
        assert "belongs to account 210987654321" in text
        assert "create-bucket" not in text

    def test_the_products_own_needs_nothing(self) -> None:
        text = page(one())
        assert "repo_uri" not in text
        assert "create-bucket" not in text

    def test_on_eks_the_workflow_names_it(self) -> None:
        text = page(one(base=EKS, snapshot="{bucket: edge-snapshots}"))
        assert "workflow's configuration" in text
        assert "reindexFromSnapshotExtraArgs" not in text


def test_a_group_that_is_made_here_is_given_to_the_services() -> None:
    groups = NETWORK.replace("{id: sg-0123456789abcdef0}", "{vpc: vpc-0123456789abcdef0, description: the services}")
    block = commands(one(services="[console]", rest=DOMAINS + groups), "--network-configuration")
    assert "security_group_ids | jq -er .os_access" in block
    assert "--service migration-dev-migration-console" in block


def test_a_service_that_leaves_takes_its_entries_along() -> None:
    text = page(one())
    assert "### When a service is no longer needed" in text
    assert "role-mapping-new.sh --remove" in text
