"""Rules never raise, whatever stands where they look."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.areas.hostile import conditions, lists, short_texts, statements, texts, unharmed
from tests.areas.iam.specs import security

TEXTS = texts(
    *("*:*", "s3:", ":*", "s3:*", "iam:Pass*", "iam:PassRole", "sts:AssumeRole", "arn:aws:s3:::*"),
    *("arn:aws:iam::123456789012:group/x", "${}", "${*}", "{stem}", "0.0.0.0/0", "::/0", "10.0.0.0/33", "true"),
    *("repo:*", "repo:a/b:*", "system:serviceaccount:"),
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
LISTS = lists(TEXTS)
CONDITIONS = conditions(OPERATORS, KEYS, LISTS)
STATEMENTS = st.fixed_dictionaries(
    {"effect": st.sampled_from(["Allow", "Deny"]), "conditions": CONDITIONS},
).flatmap(
    lambda base: st.tuples(
        st.sampled_from(["actions", "not_actions"]), LISTS, st.sampled_from(["resources", "not_resources"]), LISTS
    ).map(lambda parts: {**base, parts[0]: parts[1], parts[2]: parts[3]})
)
TRUST = statements(LISTS, CONDITIONS, ("AWS", "Service", "Federated"))


@settings(max_examples=60)
@given(st.lists(STATEMENTS, min_size=1, max_size=3), TRUST, LISTS, CONDITIONS)
def test_hostile_statements_are_findings_or_nothing(
    some: list[object], trust: list[object], services: list[str], conditions: object
) -> None:
    role = {"service": services, "conditions": conditions, "statements": some, "trust": trust}
    oidc = {"oidc": {"provider": services[0], "subjects": services, "audiences": services}, "conditions": conditions}
    text = security(f"service_roles:\n  etl: {json.dumps(role)}\nfederated_roles:\n  deploy: {json.dumps(oidc)}")
    unharmed(text)


NAMES = st.one_of(TEXTS, short_texts(200))


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
    unharmed(text)
