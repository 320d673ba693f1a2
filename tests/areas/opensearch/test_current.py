"""What a domain had before: read in every shape that AWS prints, and never lost."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.findings import Finding
from landbridge.policy.canonical import same
from landbridge.policy.document import PolicyDocument, Statement, from_json
from tests.areas.opensearch.specs import ETL, LEGACY, LOGS, allow, described, document, domain, policy, statements
from tests.specs import analysed, compiled, findings

FILE = "current_policy: policy.json"
ONE = allow()
TWO = allow(
    "*",
    "_search",
    ["es:ESHttpPost", "es:ESHttpGet"],
    Sid="Ips",
    Condition={"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "192.0.2.9/32"]}},
)
SHAPES = {
    "describe-domain-config": described(document(ONE, TWO)),
    "describe-domain": json.dumps(
        {"DomainStatus": {"DomainName": "edge-logs", "AccessPolicies": json.dumps(document(ONE, TWO))}}
    ),
    "the bare document": json.dumps(document(ONE, TWO)),
}


def told(current: str, *lines: str) -> list[Finding]:
    return [f for f in findings(domain(FILE, *lines), policy_json=current) if f.id.startswith("LB60")]


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_read_as_aws_prints_it_and_kept_in_its_order_and_words(shape: str) -> None:
    first, second = statements(domain(FILE), policy_json=SHAPES[shape])
    assert first == ONE
    assert second == {name: value for name, value in TWO.items() if name != "Sid"}


def test_what_the_spec_adds_comes_behind() -> None:
    text = domain(FILE, 'access: {etl: {who: ["{role:etl}"], may: read}}')
    *before, last = statements(text, policy_json=SHAPES["the bare document"])
    assert len(before) == 2
    assert last["Principal"] == {"AWS": ETL}


@pytest.mark.parametrize("empty", ["", " "])
def test_a_domain_without_a_policy_has_nothing_to_keep(empty: str) -> None:
    current = json.dumps({"DomainConfig": {"AccessPolicies": {"Options": empty}}})
    text = domain(FILE, 'access: {etl: {who: ["{role:etl}"], may: read}}')
    assert len(statements(text, policy_json=current)) == 1


def test_no_policy_is_written_where_there_is_nothing_to_say() -> None:
    assert "aws_opensearch_domain_policy" not in compiled(domain())["modules/opensearch/main.tf"]


def test_it_is_written_even_where_the_spec_adds_nothing() -> None:
    assert statements(domain(FILE), policy_json=described(document(ONE))) == [ONE]


def test_above_each_statement_stands_that_it_was_there_and_how_to_name_it() -> None:
    main = compiled(domain(FILE), policy_json=SHAPES["the bare document"])["modules/opensearch/main.tf"]
    assert main.count("# The domain had this before (") == 2
    assert ', Sid "Ips")' in main


def test_the_own_account_is_no_literal_in_the_module() -> None:
    main = compiled(domain(FILE), policy_json=described(document(ONE)))["modules/opensearch/main.tf"]
    assert "123456789012" not in main
    assert 'AWS = "arn:${var.partition}:iam::${var.account_id}:role/legacy"' in main


def test_a_statement_that_the_spec_has_too_is_written_once_and_told() -> None:
    text = domain(FILE, f'access: {{x: {{who: ["{LEGACY}"], actions: es:ESHttpGet}}}}')
    assert statements(text, policy_json=described(document(ONE))) == [ONE]
    assert [f.id for f in findings(text, policy_json=described(document(ONE)))] == ["LB612"]


def test_what_the_domain_had_is_not_given_back_without_saying_what_stays_of_the_spec() -> None:
    text = domain(FILE, "takeover: release", f'access: {{x: {{who: ["{LEGACY}"], actions: es:ESHttpGet}}}}')
    assert [f.id for f in findings(text, policy_json=described(document(ONE)))] == ["LB612"]


# The file taken again after an apply: what the spec wrote is in it, and what somebody added.

ACCESS = 'access: {etl: {who: ["{role:etl}"], may: read}}'
COLLEAGUES = allow(path="stock/_search")


def after_an_apply() -> str:
    """The live policy after an apply of the spec, and after somebody added to it by hand."""
    written = statements(domain(FILE, ACCESS), policy_json=described(document(ONE)))
    return described(document(*written, COLLEAGUES))


def test_a_file_from_later_is_told_with_the_line_that_makes_a_statement_the_specs_again() -> None:
    (finding,) = findings(domain(FILE, ACCESS), policy_json=after_an_apply())
    assert finding.id == "LB612"
    assert re.search(r'let this one stand for it: drop: \[\{statement: "[0-9a-f]{16}", reason: …\}\]', finding.hint)
    assert finding.hint.endswith("if the domain had it before this spec, do nothing")


def test_with_that_line_nothing_is_lost_and_nothing_is_told() -> None:
    current = after_an_apply()
    (finding,) = findings(domain(FILE, ACCESS), policy_json=current)
    drop = re.sub("…", "it is this spec's", re.findall(r"drop: \[.*?\]", finding.hint)[0])
    assert findings(domain(FILE, ACCESS, drop), policy_json=current) == []
    live = json.loads(json.loads(current)["DomainConfig"]["AccessPolicies"]["Options"])
    assert same(policy(domain(FILE, ACCESS, drop), policy_json=current), from_json(live))
    assert statements(domain(FILE, "takeover: release", ACCESS, drop), policy_json=current) == [ONE, COLLEAGUES]
    assert statements(domain(FILE, drop), policy_json=current) == [ONE, COLLEAGUES]


def test_a_drop_that_has_done_its_work_is_told() -> None:
    (finding,) = told(described(document(ONE)), "drop: [{sid: Ips, reason: nobody uses it}]")
    assert finding.hint.endswith("where an apply has taken it away and the file is from later, leave this out")


def test_old_versions_of_the_policy_language_keep_their_meaning() -> None:
    old = {"Version": "2008-10-17", "Statement": allow(path="${aws:username}/*")}
    (found,) = statements(domain(FILE), policy_json=json.dumps(old))
    assert found["Resource"] == f"{LOGS}/${{$}}{{aws:username}}/*"


# What goes.

MARK = "0" * 16


def test_a_statement_is_dropped_by_its_sid_or_by_its_fingerprint() -> None:
    current = SHAPES["the bare document"]
    assert statements(domain(FILE, "drop: [{sid: Ips, reason: nobody uses it}]"), policy_json=current) == [ONE]
    (finding,) = told(current, f'drop: [{{statement: "{MARK}", reason: nobody uses it}}]')
    mark = finding.hint.removeprefix("it has: ").partition(":")[0]
    (left,) = statements(domain(FILE, f'drop: [{{statement: "{mark}", reason: unused}}]'), policy_json=current)
    assert left["Action"] == ["es:ESHttpPost", "es:ESHttpGet"]


def test_the_fingerprint_does_not_depend_on_the_order_of_what_is_said() -> None:
    turned = {**TWO, "Action": TWO["Action"][::-1]}
    marks = {
        told(described(document(each)), "drop: [{sid: Nothing, reason: nobody uses it}]")[0].hint.partition(" (Sid")[0]
        for each in (TWO, turned)
    }
    assert len(marks) == 1


# What cannot be kept whole is refused.

UNFIT: dict[str, tuple[str, str]] = {
    "no JSON": ("{", "is no JSON"),
    "a list": ("[]", "it is no object"),
    "nothing of a policy": ('{"a": 1}', "no DomainConfig"),
    "no policy in it": ('{"DomainConfig": {}}', "has no AccessPolicies"),
    "no options": ('{"DomainConfig": {"AccessPolicies": {}}}', "has no Options"),
    "an object where AWS prints text": ('{"DomainStatus": {"AccessPolicies": {}}}', "is no text"),
    "broken JSON inside": ('{"DomainStatus": {"AccessPolicies": "{"}}', "is no JSON"),
    "a list inside": ('{"DomainStatus": {"AccessPolicies": "[]"}}', "is no object"),
    "an unknown element": (json.dumps({**document(ONE), "Owner": "x"}), "no policy has the element"),
    "an unknown element of a statement": (json.dumps(document({**ONE, "Ressource": "x"})), 'element "Ressource"'),
    "a statement that is none": (json.dumps(document({**ONE, "Effect": "allow"})), "not of the form"),
    "text for a statement": ('{"Statement": ["x"]}', "is no object"),
    "an element that says nothing": (json.dumps(document({**ONE, "Resource": []})), "not of the form"),
    "a condition that says nothing": (json.dumps(document({**ONE, "Condition": {"Bool": {}}})), "not of the form"),
    "nobody": (json.dumps(document({k: v for k, v in ONE.items() if k != "Principal"})), "has no Principal"),
    "a key twice": ('{"Statement": [], "Statement": []}', "stands twice"),
    "depth": ("[" * 100_000, "nested too deeply"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_file_that_cannot_be_kept_whole_is_refused(name: str) -> None:
    text, message = UNFIT[name]
    (finding,) = told(text)
    assert (finding.id, finding.place.file if finding.place else "") == ("LB601", "policy.json")
    assert message in finding.message


def test_a_missing_file_is_told_at_the_place_that_names_it() -> None:
    (finding,) = findings(domain(FILE))
    assert finding.id == "LB001"


def test_of_a_missing_file_the_command_is_told_that_makes_it() -> None:
    (finding,) = findings(domain(FILE))
    command = "aws opensearch describe-domain-config --region eu-west-1 --domain-name edge-logs > policy.json"
    assert finding.hint == f"it has to lie beside the spec: {command}; or write none, if the domain has no policy"


@pytest.mark.parametrize("word", ["None", "NONE", "nonE"])
def test_none_has_one_spelling(word: str) -> None:
    (finding,) = findings(domain(f"current_policy: {word}"))
    assert (finding.id, finding.hint) == ("LB102", "did you mean none?")


@pytest.mark.parametrize("name", ["a b.json", "a`b", '"a\\nb"', "a$b", "a'b", "(a)", "ä.json"])
def test_a_file_has_a_name_that_is_a_word_of_a_command(name: str) -> None:
    (finding,) = findings(domain(f"current_policy: {name}"))
    assert finding.id == "LB102"
    assert "the name of a file beside the spec" in finding.message


def test_what_is_in_the_file_is_not_printed_where_it_is_no_policy() -> None:
    (finding,) = told('{"password": "hunter2"}')
    assert "hunter2" not in finding.message + finding.hint


# Whatever it says and whatever the spec adds, nothing of it is lost.

_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=10)
_ACTIONS = st.sampled_from(["es:ESHttpGet", "es:eshttpput", "es:*", "*", "es:DescribeDomain", "s3:GetObject"])
_RESOURCES = st.one_of(
    st.just("*"), st.builds(lambda path: f"{LOGS}/{path}", _TEXTS), st.just("arn:aws:es:*:*:domain/*")
)
_WHO = st.one_of(
    st.just("*"),
    st.dictionaries(
        st.sampled_from(["AWS", "Service", "Federated"]),
        st.one_of(
            _TEXTS, st.lists(st.sampled_from(["*", LEGACY, ETL, "210987654321", "AIDAX"]), min_size=1, max_size=3)
        ),
        min_size=1,
    ),
)
_VALUES = st.one_of(_TEXTS, st.booleans(), st.integers(), st.lists(_TEXTS, min_size=1, max_size=3))
_CONDITIONS = st.dictionaries(
    st.sampled_from(["IpAddress", "StringEquals", "Bool", "ForAnyValue:StringLike", "Null"]),
    st.dictionaries(st.sampled_from(["aws:SourceIp", "aws:sourceip", "es:x", "aws:username"]), _VALUES, min_size=1),
    max_size=2,
)


def _some(values: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    return st.one_of(values, st.lists(values, min_size=1, max_size=4))


_STATEMENTS = st.builds(
    lambda who, what, where, conditions, sid, effect: {
        **sid,
        "Effect": effect,
        **who,
        **what,
        **where,
        **({"Condition": conditions} if conditions else {}),
    },
    st.one_of(_WHO.map(lambda w: {"Principal": w}), _WHO.map(lambda w: {"NotPrincipal": w})),
    st.one_of(_some(_ACTIONS).map(lambda a: {"Action": a}), _some(_ACTIONS).map(lambda a: {"NotAction": a})),
    st.one_of(_some(_RESOURCES).map(lambda r: {"Resource": r}), _some(_RESOURCES).map(lambda r: {"NotResource": r})),
    _CONDITIONS,
    st.one_of(st.just({}), _TEXTS.map(lambda text: {"Sid": text})),
    st.sampled_from(["Allow", "Deny"]),
)
_ADDED = st.sampled_from(
    [
        (),
        ("takeover: release",),
        ('access: {etl: {who: ["{role:etl}"], may: read}}',),
        (f'access: {{same: {{who: ["{LEGACY}"], actions: ["es:ESHttpGet"]}}}}',),
        ("statements: [{principals: {AWS: '*'}, actions: '*', paths: ['*'], effect: Deny}]",),
    ]
)


def _in_order(found: tuple[Statement, ...], wanted: list[Statement]) -> bool:
    """Whether each statement that is wanted is found, in the same order, with the same meaning."""
    rest = iter(found)
    return all(any(same(PolicyDocument((each,)), PolicyDocument((one,))) for each in rest) for one in wanted)


@settings(max_examples=150, deadline=None)
@given(st.lists(_STATEMENTS, min_size=1, max_size=4), st.sampled_from(["2012-10-17", "2008-10-17", None]), _ADDED)
def test_nothing_of_the_current_policy_is_ever_lost(
    current: list[dict[str, Any]], version: str | None, added: tuple[str, ...]
) -> None:
    whole = {**({"Version": version} if version else {}), "Statement": current}
    analysis = analysed(domain(FILE, *added), policy_json=described(whole))
    if any(found.id == "LB604" for found in analysis.findings):
        return  # no resource of it is this domain's: it is refused, and nothing written
    model = analysis.draft
    assert model is not None, [f"{f.id} {f.message}" for f in analysis.findings]
    (policy,) = (
        each.access_policies
        for module in model.modules
        for each in module.resources
        if hasattr(each, "access_policies")
    )
    before = from_json(whole)
    assert before is not None
    assert _in_order(policy.statements, list(before.statements))


def test_of_two_statements_that_say_the_same_only_the_one_that_is_named_goes() -> None:
    twins = described(document(allow(Sid="One"), allow(Sid="Other")))
    text = domain("current_policy: policy.json", "drop: [{sid: One, reason: nobody uses it}]")
    assert statements(text, policy_json=twins) == [allow()]
    page = compiled(text, policy_json=twins)["modules/opensearch/POLICY-CHANGES.md"]
    assert (page.count("| One |"), page.count("| Other |")) == (1, 1)


@pytest.mark.parametrize("value", ["NaN", "-Infinity", '"\\ud800"'])
def test_what_no_file_can_hold_again_is_refused(value: str) -> None:
    text = document(allow(Condition={"StringEquals": {"aws:x": "VALUE"}}))
    whole = json.dumps(text).replace('"VALUE"', value)
    assert [f.id for f in findings(domain("current_policy: policy.json"), policy_json=whole)] == ["LB601"]
