"""What small specs render to, as the reviewer of a pull request would read it, and the pages for people."""

import re
import subprocess

import pytest
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from tests.areas.migration_assistant.specs import (
    ALL_SERVICES,
    DOMAINS,
    EKS,
    KMS,
    MSK,
    NETWORK,
    SECRET,
    THEIR_DOMAIN,
    WITH_PASSWORD,
    assistant,
    deployment,
    domains,
    one,
)
from tests.scripts import shellcheck
from tests.specs import compiled

MARKDOWN = MarkdownIt("commonmark").enable("table")
THEIRS = f"{{domain: {THEIR_DOMAIN}, security_group: their_domain, reason: the search team moves to our platform}}"
COLLECTION = "{serverless: {collection: logs, id: abc123, indexes: [logs-*], security_group: new_domain}}"
AUTHORITY = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555"

THINGS = {
    "classic between two domains, with its own snapshot role": one(
        snapshot="{role: own, kms_key: snapshots}",
        services=ALL_SERVICES,
        service_security_group="os_services",
        msk_cluster=MSK,
        rest=DOMAINS + NETWORK + KMS,
    ),
    "a self-managed cluster to a collection, on EKS": one(
        base=EKS, source=WITH_PASSWORD, target=COLLECTION, certificate_authority=AUTHORITY, rest=DOMAINS + NETWORK + KMS
    ),
    "an open policy": one(
        services="[console]", source="{domain: old, security_group: old_domain, open_policy: the VPC says from where}"
    ),
}
PAGES = {
    "granted": one(snapshot="{role: own}"),
    "removed": one(access="removed"),
    "printed": one(policies="print", services="[reindex]", source=None),
    "another account's domain": one(source=THEIRS, services="[console]", snapshot="{role: theirs}"),
    "another account's domain, removed": one(
        source=THEIRS, services="[console]", snapshot="{role: theirs}", access="removed"
    ),
    "another account's domain, with a password and a key": one(
        source=THEIRS[:-1] + f", auth: basic, secret: '{SECRET}'}}",
        services="[console]",
        snapshot="{role: theirs, role_name: ours-snapshots, kms_key: snapshots}",
        rest=DOMAINS + NETWORK + KMS,
    ),
    "printed, with values of others": one(
        base=EKS,
        policies="print",
        target=COLLECTION.replace("abc123", '"{var:collection_id}"'),
        source=None,
    ),
    "granted, with a bucket, a key of others and a group that is made here": one(
        services="[console]",
        target=None,
        snapshot="{bucket: edge-snapshots, kms_key: 'arn:aws:kms:eu-west-1:111111111111:key/0b7c6f3e'}",
        rest=DOMAINS + NETWORK.replace("{id: sg-0123456789abcdef0}", "{vpc: vpc-0123456789abcdef0, description: ours}"),
    ),
    "printed, removed": one(policies="print", services="[console]", source=None, access="removed"),
    "what others opened, removed": one(
        services="[console]",
        source="{self_managed: {cidrs: [10.20.0.0/28], owner: the data centre}, seen_as: [10.0.1.0/24, 'fd00::/64']}",
        target="{self_managed: {security_group: their_domain}}",
        access="removed",
        rest=NETWORK.replace("{id: sg-0123456789abcdef0}", '{id: "{var:access_group}", owner: the platform team}'),
    ),
    "EKS, to a collection": one(base=EKS, source=WITH_PASSWORD, target=COLLECTION, rest=DOMAINS + NETWORK + KMS),
    "EKS, removed": one(
        base=EKS, source=WITH_PASSWORD, target=COLLECTION, access="removed", rest=DOMAINS + NETWORK + KMS
    ),
}


def shown(files: dict[str, str], *ends: str) -> str:
    """Files of the area's module, and what it adds to those of others."""
    own = [path for path in files if path.startswith("modules/migration_assistant/") and path.endswith(ends)]
    return "\n".join(f"===== {path}\n{files[path]}" for path in own)


@pytest.mark.parametrize("name", THINGS)
def test_a_small_spec_renders_to(name: str, snapshot: SnapshotAssertion) -> None:
    files = compiled(THINGS[name])
    others = [f"===== {path}\n{files[path]}" for path in ("modules/opensearch/main.tf", "modules/network/main.tf")]
    assert shown(files, "main.tf", "snapshots.tf", "serverless.tf") + "\n".join(others) == snapshot


@pytest.mark.parametrize("name", PAGES)
def test_people_read(name: str, snapshot: SnapshotAssertion) -> None:
    assert shown(compiled(PAGES[name]), "RUNBOOK.md", "FOR-OTHERS.md", "POLICIES.md") == snapshot


def commands(name: str) -> list[str]:
    """The blocks of commands of a runbook."""
    page = compiled(PAGES[name])["modules/migration_assistant/RUNBOOK.md"]
    return [token.content for token in MARKDOWN.parse(page) if token.type == "fence"]


@pytest.mark.parametrize("name", PAGES)
def test_every_command_of_the_runbook_is_one_that_a_shell_reads(name: str) -> None:
    blocks = commands(name)
    assert blocks
    for block in blocks:
        done = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", PAGES)
def test_every_command_of_the_runbook_is_clean_to_shellcheck(name: str) -> None:
    for block in commands(name):
        done = shellcheck(block, "--shell=bash", "--exclude=SC2043")  # a loop over one role
        assert done.returncode == 0, done.stdout


def test_each_deployment_has_its_part_of_the_runbook() -> None:
    text = assistant(deployment("blue"), deployment("green", stage="test", access="removed"))
    page = compiled(text)["modules/migration_assistant/RUNBOOK.md"]
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == ["blue (classic, stage dev)", "green (classic, stage test)"]


def test_no_other_partition_is_written_as_aws() -> None:
    text = one(rest=domains() + NETWORK).replace("eu-west-1", "us-gov-west-1")
    for path, content in compiled(text).items():
        assert "arn:aws:" not in content, path
