"""Rules never raise, whatever stands where they look; what compiles came through unharmed."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.findings import Finding
from landbridge.pipeline import compile_tree
from tests.areas.kms.specs import kms
from tests.specs import analysed

TEXTS = st.one_of(
    st.sampled_from(
        [
            *(
                "*",
                "?",
                "kms:*",
                "kms:",
                ":",
                "kms:Decrypt",
                "s3:GetObject",
                "{role:etl}",
                "{role:}",
                "{key:data}",
                "{",
            ),
            *("arn:", "arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:root", "arn:*:*:*:*:*", "123456789012"),
            *(
                "${",
                "${aws:username}",
                "{var:x}",
                "{ssm:/x}",
                '"',
                "\\",
                "$(id)",
                "`id`",
                "%{",
                "{{",
                "AROAJQABLZS4A3QDU576Q",
            ),
            *("dms.amazonaws.com", "\u2192\x7f", "</script>", "|"),
        ]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12),
)
LISTS = st.lists(TEXTS, min_size=1, max_size=3)
OPERATORS = st.sampled_from(["StringEquals", "ArnNotLike", "Bool", "Null", "ForAllValues:StringLike", "x", ""])
CONDITIONS = st.dictionaries(OPERATORS, st.dictionaries(TEXTS, LISTS, min_size=1, max_size=2), max_size=2)
STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "effect": st.sampled_from(["Allow", "Deny"]),
            "actions": LISTS,
            "principals": st.dictionaries(st.sampled_from(["AWS", "Service"]), LISTS, min_size=1),
            "conditions": CONDITIONS,
        }
    ),
    max_size=2,
)
USERS = st.lists(
    st.one_of(TEXTS, st.fixed_dictionaries({"principal": TEXTS, "encryption_context": st.dictionaries(TEXTS, LISTS)})),
    max_size=2,
)


@settings(max_examples=60)
@given(STATEMENTS, USERS, LISTS, LISTS, TEXTS)
def test_hostile_policies_are_findings_or_nothing(
    statements: object, users: object, texts: list[str], others: list[str], text: str
) -> None:
    key = {
        "statements": statements,
        "users": users,
        "administrators": texts,
        "grant_creators": others,
        "other_accounts": [{"principals": others, "reason": "agreed upon"}],
        "description": text,
        "without_root": f"agreed {text}",
    }
    part = {"external_principals": texts, "keys": {"data": key}}
    found = analysed(kms(f"keys: {json.dumps(part['keys'])}\nexternal_principals: {json.dumps(texts)}"))
    assert all(isinstance(each, Finding) and each.place and each.message.isprintable() for each in found.findings)
    if found.root is not None:
        assert compile_tree(found.root)[1] == []


@settings(max_examples=60)
@given(LISTS, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=2), TEXTS)
def test_hostile_names_are_findings_or_nothing(
    aliases: list[str], description: str, tags: dict[str, str], group: str
) -> None:
    keys = {
        "data": {"aliases": aliases, "description": description, "tags": tags, "destroyable": f"yes, {description}"},
        "logs": {"purpose": "cloudwatch_logs", "log_groups": [group]},
    }
    grants = {"one": {"key": group, "service_linked_role": description, "operations": ["Decrypt"]}}
    found = analysed(kms(f"keys: {json.dumps(keys)}\ngrants: {json.dumps(grants)}"))
    assert all(isinstance(each, Finding) and each.place and each.message.isprintable() for each in found.findings)
    if found.root is not None:
        assert compile_tree(found.root)[1] == []
