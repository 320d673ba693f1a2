"""Rules never raise, whatever stands where they look; what compiles came through unharmed."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.areas.hostile import conditions, lists, statements, texts, unharmed
from tests.areas.opensearch.specs import LOGS, described, domain

TEXTS = texts(
    *("es:*", "es:", "es:ESHttpGet", "{domain:logs}", "anonymous"),
    *(LOGS, f"{LOGS}/", f"{LOGS}/*", f"{LOGS}*", "arn:aws:es:::domain/"),
    *("0.0.0.0/0", "10.0.0.0/8", "::/0", "192.0.2.1/24", "_all", "/", "//*", "_bulk", "a/b/*"),
)
LISTS = lists(TEXTS)
PATHS = st.lists(
    st.sampled_from(["*", "a", "a/*", "*/a", "_bulk", "_all/_search", "?", "a*b/c", "%2A", "a,b"]), min_size=1
)
KEYS = st.sampled_from(["aws:SourceIp", "aws:PrincipalTag/x", "aws:tagkeys", "aws:PrincipalOrgID", "x", ""])
OPERATORS = st.sampled_from(["IpAddress", "NotIpAddress", "StringEquals", "Null", "ForAllValues:StringLike", "x", ""])
CONDITIONS = conditions(OPERATORS, KEYS, LISTS)
STATEMENTS = statements(LISTS, CONDITIONS, reason=st.just("agreed upon"))


@settings(max_examples=80, deadline=None)
@given(STATEMENTS, st.one_of(LISTS, PATHS), st.booleans(), LISTS, CONDITIONS, st.sampled_from(["vpc", "public"]))
def test_hostile_policies_are_findings_or_nothing(
    some: list[dict[str, object]], where: list[str], arns: bool, who: list[str], conditions: object, network: str
) -> None:
    written = [{**each, "resources" if arns else "paths": where} for each in some]
    access = {"one": {"who": who, "actions": who, "from": where, "conditions": conditions}}
    text = domain(f"statements: {json.dumps(written)}", f"access: {json.dumps(access)}", facts=f"network: {network}")
    unharmed(text)


@settings(max_examples=60, deadline=None)
@given(LISTS, TEXTS, CONDITIONS, st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=2), TEXTS)
def test_hostile_names_are_findings_or_nothing(
    who: list[str], name: str, conditions: object, tags: dict[str, str], sid: str
) -> None:
    effect = "Allow" if "*" in who else "Deny"
    statement = {"Sid": sid, "Effect": effect, "Principal": {"AWS": who}, "Action": who, "Resource": "*"}
    before = {"Version": name, "Statement": [{**statement, "Condition": conditions} if conditions else statement]}
    text = domain(
        "current_policy: policy.json",
        f"drop: [{{sid: {json.dumps(name)}, reason: {json.dumps(f'agreed {name}')}}}]",
    ).replace("name: edge-logs", f"name: {json.dumps(name)}")
    grant = {"groups": ["analysts"], "domain": "*", "may": "read", "tags": tags, "name": name, "reason": f"yes {sid}"}
    unharmed(f"{text}  grants: {{one: {json.dumps(grant)}}}\n", policy_json=described(before))


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.sampled_from(["logs", "*", LOGS, f"{LOGS}*", "{var:x}", "arn:aws:es:*:*:domain/*"]), TEXTS),
    LISTS,
    LISTS,
    CONDITIONS,
    st.booleans(),
)
def test_hostile_grants_are_findings_or_nothing(
    to: str, actions: list[str], networks: list[str], conditions: object, narrow: bool
) -> None:
    grant = {"roles": ["etl"], "domain": to, "actions": actions, "from": networks, "conditions": conditions}
    deny = '{effect: Deny, principals: {AWS: "*"}, actions: "es:ESHttp*", paths: ["secrets*"], reason: agreed upon}'
    grant |= {"indexes": ["orders", "app-*"], "reason": "agreed upon"} if narrow else {}
    unharmed(f"{domain(f'statements: [{deny}]')}  grants: {{one: {json.dumps(grant)}}}\n")
