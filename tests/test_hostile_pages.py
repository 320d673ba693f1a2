"""Texts that stand in comments, READMEs and pages only: nothing gets out of a comment, a cell or a shell word."""

import json
import subprocess
from collections.abc import Iterator

import hcl2
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.hostile import read_by_hcl2, tree_of
from tests.specs import HEAD, analysed, compiled
from tests.test_hostile import code, remarks

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-a1B2c3"
INERT = """
kms:
  external_principals: ["arn:aws:iam::123456789012:role/Admin"]
  keys:
    storage:
      purpose: dms_storage
      administrators: ["arn:aws:iam::123456789012:role/Admin"]
      users: [{principal: "arn:aws:iam::123456789012:role/Admin", reason: TEXT}]
      other_accounts:
        - {principals: ["arn:aws:iam::210987654321:role/x"], reason: TEXT}
        - {accounts: ["310987654321"], reason: TEXT}
      statements: [{effect: Deny, actions: kms:ScheduleKeyDeletion, principals: {AWS: "*"}, reason: TEXT}]
      without_rotation: TEXT
      destroyable: TEXT
network:
  security_groups:
    replication: {vpc: vpc-0123456789abcdef0, egress: [{to: 0.0.0.0/0, port: 443, reason: TEXT}]}
    mgn_replication: {vpc: vpc-0123456789abcdef0}
    orders_db: {id: sg-0123456789abcdef0, owner: TEXT}
    partner_db: {id: sg-0fedcba9876543210, account_id: "210987654321", owner: TEXT}
  flows:
    - {from: replication, to: orders_db, port: 5432, reason: TEXT}
    - {from: replication, to: partner_db, port: 5432, reason: TEXT}
    - {from: replication, to: 10.20.0.0/24, port: 1521, owner: TEXT, reason: TEXT}
dms:
  permissions_boundary: none
  account_roles: {vpc: reference, cloudwatch_logs: reference}
  replication_instances:
    main:
      security_group: replication
      public_ips: [198.51.100.9]
      publicly_accessible: TEXT
      https_anywhere: TEXT
      kms_key: storage
  endpoints:
    orders:
      engine: postgres
      direction: source
      description: TEXT
      scenario: internet
      cidrs: [192.0.2.0/24]
      owner: TEXT
      ssl_mode: none
      unencrypted: TEXT
      secret: SECRET
    lake: {engine: s3, direction: target, bucket: edge-lake, description: TEXT}
  operators:
    team:
      all_regions: TEXT
      sections: {create_roles: TEXT, redshift_console: TEXT}
      allow: [{types: [rep], reason: TEXT}]
      deny: [{types: [task], reason: TEXT}]
opensearch:
  domains:
    logs:
      network: vpc
      fine_grained: true
      current_policy: none
      access:
        loader: {who: ["arn:aws:iam::123456789012:role/Admin"], may: administer, reason: TEXT}
        partner: {who: ["210987654321"], may: read, reason: TEXT}
      role_mappings:
        readall: {roles: ["arn:aws:iam::123456789012:role/Admin"], reason: TEXT}
migration_assistant:
  permissions_boundary: none
  deployments:
    main:
      product: classic
      stage: dev
      access_security_group: replication
      source: {self_managed: {cidrs: [10.20.0.0/24], owner: TEXT}, reason: TEXT}
      target: {domain: logs, security_group: orders_db, open_policy: TEXT}
      file_system: fs-0123456789abcdef0
      reason: TEXT
    other:
      product: classic
      stage: test
      services: [console]
      access_security_group: replication
      source:
        domain: arn:aws:es:eu-west-1:210987654321:domain/their-logs
        security_group: partner_db
        reason: TEXT
      snapshot: {role: theirs}
      file_system: fs-0123456789abcdef0
      reason: TEXT
    gone:
      product: classic
      stage: gone
      services: [console]
      access_security_group: replication
      source: {self_managed: {cidrs: [10.40.0.0/24], owner: TEXT}, reason: TEXT}
      target: {self_managed: {security_group: partner_db}}
      file_system: fs-0123456789abcdef0
      access: removed
      reason: TEXT
mgn:
  source_servers:
    orders: {cidrs: [10.30.0.0/15], description: TEXT, reason: TEXT}
  staging_area:
    vpc: vpc-0123456789abcdef0
    subnets: [subnet-0123456789abcdef0]
    routing: private
    ebs_encryption: default
    replication_servers: mgn_replication
    internet: TEXT
    public_ip: TEXT
    agents_through: elsewhere
  agent_installers:
    field: {reason: TEXT}
  operators:
    movers: {may: [test], reason: TEXT}
  allowed_after_migration: [{from: 0.0.0.0/0, port: 443, reason: TEXT}]
"""
PAGES = ("FOR-OTHERS.md", "LANDBRIDGE.md", "POLICY-CHANGES.md", "README.md", "RUNBOOK.md")


def remarked(text: str, secret: str = SECRET) -> str:
    return HEAD + INERT.replace("TEXT", json.dumps(text)).replace("SECRET", json.dumps(secret))


def sound(text: str) -> dict[str, str]:
    """What a spec compiles to; specs that are refused are no examples."""
    return tree_of(analysed(remarked(text))) or reject()


@pytest.fixture(scope="module")
def plain() -> dict[str, str]:
    """What comes out with a text of plain words."""
    return compiled(remarked("agreed by all"))


def test_the_spec_has_every_page(plain: dict[str, str]) -> None:
    assert {path.rpartition("/")[2] for path in plain if path.endswith(".md")} == set(PAGES)


@settings(max_examples=20)
@given(text=remarks)
def test_nothing_of_a_remark_becomes_terraform(plain: dict[str, str], text: str) -> None:
    files = sound(text)
    assert read_by_hcl2(files) == read_by_hcl2(plain)
    assert {path: code(body) for path, body in files.items() if path.endswith(".tf")} == {
        path: code(body) for path, body in plain.items() if path.endswith(".tf")
    }


@settings(max_examples=15)
@given(text=remarks)
def test_every_remark_of_a_resource_is_in_a_comment(text: str) -> None:
    files = sound(text)
    for path in ("modules/kms/main.tf", "modules/network/main.tf", "modules/dms/operators.tf"):
        comments = hcl2.loads(files[path])["__comments__"]
        shown = " ".join("".join(comment["value"] for comment in comments).split())
        assert " ".join(text.split())[:20].split()[0] in shown


@settings(max_examples=25)
@given(text=remarks)
def test_pages_have_the_structure_that_they_have_with_plain_words(plain: dict[str, str], text: str) -> None:
    files = sound(text)
    assert files.keys() == plain.keys()
    for path in files:
        if path.endswith(".md"):
            assert list(structure(files[path])) == list(structure(plain[path])), path


def structure(page: str) -> Iterator[str]:
    """The tokens of a page, without what its texts say; a picture is its lines' beginnings."""
    for token in _tokens(page):
        if token.type == "fence":
            yield f"{token.info}: {commands(token.content) if token.info == 'bash' else token.content.count(chr(10))}"
        elif token.type == "inline":
            kinds = [child.type.removesuffix("_special") for child in token.children or []]
            yield " ".join(kind for kind, last in zip(kinds, [None, *kinds], strict=False) if kind != last)
        else:
            yield token.type


def _tokens(page: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page)


# A program that is asked for where there is none ends the shell, and so does a command that is not finished.
_SHELL = "set -eu\naws() { printf '%s\\0' \"$@\"; printf '\\0'; }\n"


def commands(script: str) -> list[list[str]]:
    """The arguments of every call of the AWS CLI, as the shell has them; nothing else may be called."""
    done = subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-c", _SHELL + script],
        env={"PATH": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), script
    return [call.split("\0") for call in done.stdout.removesuffix("\0\0").split("\0\0")]


names = st.lists(
    st.sampled_from(
        [*"ab/_+=.@-", "$(id)", "`id`", "';id;'", '";id;"', "$HOME", "${x}", "\\", "#", "|", "&&id", "*", "'"]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@settings(max_examples=60)
@given(name=names)
def test_the_name_of_a_secret_is_refused_or_one_word_of_a_command(name: str) -> None:
    secret = f"arn:aws:secretsmanager:eu-west-1:123456789012:secret:{name}-a1B2c3"
    files = tree_of(analysed(remarked("agreed by all", secret)))
    if files is not None:
        fences = (token for token in _tokens(files["modules/dms/RUNBOOK.md"]) if token.type == "fence")
        calls = [call for fence in fences if fence.info == "bash" for call in commands(fence.content)]
        found = [call[call.index("--secret-id") + 1] for call in calls if "--secret-id" in call]
        assert found
        assert set(found) == {secret}
