"""Whom the roles of a config trust comes into the spec, in whatever form the config says it."""

import textwrap
from pathlib import Path

import pytest

from landbridge.starter.conversion import Conversion, convert
from tests.starter.test_conversion import notes, spec

ONE, TWO = "210987654321", "310987654321"
ARN = f"arn:aws:iam::{TWO}:role/ci"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Where the config stands."""
    return tmp_path / "config.yaml"


def converted(config: Path, section: str, words: str) -> Conversion:
    """Convert a config with one role of these words."""
    config.write_text(f"security:\n  {section}:\n    a:\n{textwrap.indent(words, ' ' * 6)}\n")
    conversion, findings = convert(config)
    assert conversion is not None, findings
    return conversion


@pytest.mark.parametrize(
    ("words", "role"),
    [
        (f"account_id: {ONE}", {"account_ids": [ONE]}),
        (f'account_id: "{ONE}"', {"account_ids": [ONE]}),
        (f"account_ids: {ONE}", {"account_ids": [ONE]}),
        (f"trusted_accounts: [{ONE}, '{TWO}']", {"account_ids": [ONE, TWO]}),
        (f"trusted_account_ids: '{ONE}'", {"account_ids": [ONE]}),
        (f"account_id: {ONE}\naccount_ids: ['{ONE}', '{TWO}']", {"account_ids": [ONE, TWO]}),
        (f"account_id: {ONE}\ntrusted_accounts: [{TWO}]", {"account_ids": [ONE, TWO]}),
        (f"trusted_accounts: [{ONE}, '{ARN}']", {"account_ids": [ONE], "principals": [ARN]}),
        (f"principals: {ARN}", {"principals": [ARN]}),
        (f"account_id: {ONE}\nexternal_id: x-1", {"account_ids": [ONE], "external_id": "x-1"}),
    ],
)
def test_the_accounts_that_a_role_trusts_are_kept(words: str, role: object, config: Path) -> None:
    assert spec(converted(config, "cross_account_roles", words))["security"]["cross_account_roles"] == {"a": role}


@pytest.mark.parametrize(
    ("words", "assumable_by"),
    [
        ("assumable_by: [data-scientists, ops]", {"groups": ["data_scientists", "ops"]}),
        ("assumable_by: data-scientists", {"groups": ["data_scientists"]}),
        ("assumable_by: {groups: data-scientists}", {"groups": ["data_scientists"]}),
        ("assumable_by: {groups: [ops], require_mfa: true}", {"groups": ["ops"], "require_mfa": True}),
        (f"assumable_by: {ARN}", {"principals": [ARN]}),
        (f"assumable_by: [ops, {ONE}]", {"groups": ["ops"], "principals": [ONE]}),
    ],
)
def test_who_may_assume_a_role_is_kept(words: str, assumable_by: object, config: Path) -> None:
    roles = spec(converted(config, "assumable_roles", words))["security"]["assumable_roles"]
    assert roles == {"a": {"assumable_by": assumable_by}}


def test_the_new_words_are_told(config: Path) -> None:
    account = "security.cross_account_roles.a.account_id"
    assert notes(converted(config, "cross_account_roles", f"account_id: {ONE}")) == [
        f"4:7 {account} is now account_ids",
        f"4:7 {account}s[0] is in quotes now: the id of an account is text",
    ]
    assert notes(converted(config, "assumable_roles", f"assumable_by: [ops, {ARN}]")) == [
        "4:7 security.assumable_roles.a.assumable_by names groups and principals now",
    ]


def test_comments_stay_with_what_they_are_about(config: Path) -> None:
    words = f"# Our auditors\naccount_id: {ONE} # agreed"
    text = converted(config, "cross_account_roles", words).text()
    assert f'      # Our auditors\n      account_ids: ["{ONE}"] # agreed\n' in text


@pytest.mark.parametrize("words", ["account_id: {number: 1}", "trusted_accounts: [{id: 1}]", "account_id: []"])
def test_what_has_no_form_in_a_spec_is_told_to_be_left_out(words: str, config: Path) -> None:
    conversion = converted(config, "cross_account_roles", words)
    assert [note.message.split(" ", 1)[1] for note in conversion.notes] == ["is left out: Landbridge has no such key"]
