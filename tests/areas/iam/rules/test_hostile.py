"""Rules never raise, whatever stands where they look."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.findings import Finding
from tests.areas.iam.specs import security
from tests.specs import findings

TEXTS = st.one_of(
    st.sampled_from(
        [
            *("*", "?", "*:*", ":", "s3:", ":*", "s3:*", "iam:Pass*", "iam:PassRole", "sts:AssumeRole", "s3:GetObject"),
            *("arn:aws:s3:::*", "arn:", "arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:group/x", "arn:*:*:*:*:*"),
            *("${", "${}", "${aws:username}", "${*}", "{stem}", "{role:etl}", "{role:}", "{", "AROAJQABLZS4A3QDU576Q"),
            *(
                "0.0.0.0/0",
                "::/0",
                "10.0.0.0/33",
                "true",
                "repo:*",
                "repo:a/b:*",
                "system:serviceaccount:",
                "\u2192\x7f",
            ),
        ]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12),
)
KEYS = st.one_of(
    st.sampled_from(
        [
            "aws:MultiFactorAuthPresent",
            "aws:TagKeys",
            "aws:ResourceTag/",
            "iam:PassedToService",
            "s3:prefix",
            ":",
            "sts:ExternalId",
        ]
    ),
    TEXTS,
)
OPERATORS = st.one_of(
    st.sampled_from(
        [
            "Bool",
            "BoolIfExists",
            "StringEquals",
            "ForAllValues:StringLike",
            "IpAddress",
            "Null",
            "ArnLike",
            "DateEquals",
        ]
    ),
    TEXTS,
)
LISTS = st.lists(TEXTS, min_size=1, max_size=3)
CONDITIONS = st.dictionaries(OPERATORS, st.dictionaries(KEYS, LISTS, min_size=1, max_size=2), max_size=2)
STATEMENTS = st.fixed_dictionaries(
    {"effect": st.sampled_from(["Allow", "Deny"]), "conditions": CONDITIONS},
).flatmap(
    lambda base: st.tuples(
        st.sampled_from(["actions", "not_actions"]), LISTS, st.sampled_from(["resources", "not_resources"]), LISTS
    ).map(lambda parts: {**base, parts[0]: parts[1], parts[2]: parts[3]})
)
TRUST = st.fixed_dictionaries(
    {
        "effect": st.sampled_from(["Allow", "Deny"]),
        "actions": LISTS,
        "conditions": CONDITIONS,
        "principals": st.dictionaries(st.sampled_from(["AWS", "Service", "Federated"]), LISTS, min_size=1),
    }
)


@settings(max_examples=60)
@given(st.lists(STATEMENTS, min_size=1, max_size=3), st.lists(TRUST, max_size=2), LISTS, CONDITIONS)
def test_hostile_statements_are_findings_or_nothing(
    statements: list[object], trust: list[object], services: list[str], conditions: object
) -> None:
    role = {"service": services, "conditions": conditions, "statements": statements, "trust": trust}
    oidc = {"oidc": {"provider": services[0], "subjects": services, "audiences": services}, "conditions": conditions}
    text = security(f"service_roles:\n  etl: {json.dumps(role)}\nfederated_roles:\n  deploy: {json.dumps(oidc)}")
    assert all(isinstance(found, Finding) and found.place for found in findings(text))


NAMES = st.one_of(TEXTS, st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=200))


@settings(max_examples=40)
@given(NAMES, NAMES, NAMES, st.dictionaries(NAMES, NAMES, max_size=3), st.lists(NAMES, max_size=3))
def test_hostile_names_are_findings_or_nothing(
    name: str, path: str, description: str, tags: dict[str, str], policies: list[str]
) -> None:
    role = {
        "service": "ec2",
        "name": name,
        "path": path,
        "description": description,
        "tags": tags,
        "managed_policies": policies,
    }
    partner = {"account_ids": ["210987654321"], "external_id": name, "permissions_boundary": path, "name": description}
    users = {name[:64]: {"path": path, "tags": tags}}
    text = security(
        f"service_roles:\n  etl: {json.dumps(role)}\ncross_account_roles:\n  partner:"
        f" {json.dumps(partner)}\nusers: {json.dumps(users)}"
    )
    assert all(isinstance(found, Finding) and found.place for found in findings(text))
