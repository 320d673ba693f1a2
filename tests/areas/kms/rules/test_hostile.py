"""Rules never raise, whatever stands where they look; what compiles came through unharmed."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.areas.hostile import conditions, lists, statements, texts, unharmed
from tests.areas.kms.specs import kms

TEXTS = texts("kms:*", "kms:", "kms:Decrypt", "{key:data}", "dms.amazonaws.com")
LISTS = lists(TEXTS)
OPERATORS = st.sampled_from(["StringEquals", "ArnNotLike", "Bool", "Null", "ForAllValues:StringLike", "x", ""])
STATEMENTS = statements(LISTS, conditions(OPERATORS, TEXTS, LISTS))
USERS = st.lists(
    st.one_of(TEXTS, st.fixed_dictionaries({"principal": TEXTS, "encryption_context": st.dictionaries(TEXTS, LISTS)})),
    max_size=2,
)


@settings(max_examples=60)
@given(STATEMENTS, USERS, LISTS, LISTS, TEXTS)
def test_hostile_policies_are_findings_or_nothing(
    written: object, users: object, some: list[str], others: list[str], text: str
) -> None:
    key = {
        "statements": written,
        "users": users,
        "administrators": some,
        "grant_creators": others,
        "other_accounts": [{"principals": others, "reason": "agreed upon"}],
        "description": text,
        "without_root": f"agreed {text}",
    }
    unharmed(kms(f"keys: {json.dumps({'data': key})}\nexternal_principals: {json.dumps(some)}"))


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
    unharmed(kms(f"keys: {json.dumps(keys)}\ngrants: {json.dumps(grants)}"))
