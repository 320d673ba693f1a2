"""What a state marks as sensitive in one place is kept out of the inventory wherever else it stands."""

import json
import time
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.estate.file import dump
from landbridge.estate.inventory import Inventory, Object, Source
from landbridge.estate.secrets import Secrets
from landbridge.findings import Severity
from tests.estate.states import instance, resource, source_of, state, told
from tests.estate.test_secrets import as_shown, said, step

LONG = "My\\Secret-P4ss\"word'-123456"
SHORT = "hunter2-2024!"
ARN = "arn:aws:iam::123456789012:role/r"


def policy(**condition: Any) -> str:
    """A trust policy with conditions."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "123456789012"}}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Condition": {"StringEquals": condition}}]})


def marked(secret: Any) -> dict[str, Any]:
    """A resource that marks a value."""
    return resource("aws_db_instance", "d", instance({"password": secret}, sensitive_attributes=[step("password")]))


def role(**attributes: Any) -> dict[str, Any]:
    """A role that marks nothing."""
    return resource("aws_iam_role", "r", instance({"name": "r", "path": "/", **attributes}))


def kept(*blocks: dict[str, Any], **more: Any) -> Object:
    """What is kept of the role among the resources of a state."""
    source, _ = told(state(*blocks, **more))
    assert source is not None
    return next(each for each in source.objects if each.type == "aws_iam_role")


WHERE: list[dict[str, Any]] = [
    {"description": LONG},
    {"description": f"its password is {LONG}."},
    {"tags": {"note": f"x {LONG}"}},
    {"tags": {f"x {LONG}": "note"}},
    {"tags": {}, "tags_all": {"note": LONG}},
    {"tags": {"note": LONG}, "tags_all": {"note": LONG}},
    {"assume_role_policy": policy(**{"sts:ExternalId": LONG})},
    {"inline_policy": [{"name": "x", "policy": policy(**{"aws:Referer": [f"{LONG}!"]})}]},
    {"managed_policy_arns": ["a", LONG]},
    {"description": json.dumps({"a": [LONG]})},
    {"description": json.dumps(json.dumps({LONG: 1}))},
    {"description": f"broken JSON: {json.dumps(LONG)[:-1]}"},
]


@pytest.mark.parametrize("attributes", WHERE, ids=range(len(WHERE)))
@pytest.mark.parametrize("shown", [False, True], ids=["state", "show"])
def test_a_long_secret_is_found_within_other_texts(attributes: dict[str, Any], shown: bool) -> None:
    content = state(marked(LONG), role(**attributes))
    source, findings = told(as_shown(content) if shown else content)
    assert source is not None
    held = next(each for each in source.objects if each.type == "aws_iam_role")
    assert held.attributes == {"path": "/"}
    assert "P4ss" not in dump(Inventory({"legacy": source})) + said(findings)
    assert [(each.id, each.severity) for each in findings] == [("LB038", Severity.WARNING)]


@pytest.mark.parametrize(
    ("attributes", "rest"),
    [
        ({"description": SHORT}, {}),
        ({"tags": {"note": SHORT, "a": "b"}}, {}),
        ({"assume_role_policy": policy(**{"sts:ExternalId": SHORT})}, {}),
        ({"description": f"x {SHORT}"}, {"description": f"x {SHORT}"}),
    ],
)
def test_a_short_secret_is_found_where_it_is_the_whole_text(attributes: dict[str, Any], rest: dict[str, Any]) -> None:
    assert kept(marked(SHORT), role(**attributes)).attributes == {"path": "/"} | rest


@pytest.mark.parametrize("secret", ["abc", "true", "false", "null", "", None, True, 123, 1.5, [], {}])
def test_what_stands_in_every_state_is_no_secret(secret: object) -> None:
    found = kept(marked(secret), role(description=secret if isinstance(secret, str) else "abc", max_session_duration=1))
    assert {"description", "max_session_duration"} <= found.attributes.keys()


def test_a_number_is_a_secret_too() -> None:
    assert kept(marked(4711), role(tags={"pin": "4711"}, max_session_duration=4711)).attributes == {"path": "/"}


@pytest.mark.parametrize("turned", [False, True])
def test_the_forms_of_unicode_do_not_hide_a_secret(turned: bool) -> None:
    composed, decomposed = (unicodedata.normalize(form, "pässwörd") for form in ("NFC", "NFD"))
    secret, text = (composed, decomposed) if turned else (decomposed, composed)
    assert kept(marked(secret), role(description=text)).attributes == {"path": "/"}


def test_blanks_round_a_secret_do_not_hide_it() -> None:
    assert kept(marked(f" {SHORT}\n"), role(description=SHORT)).attributes == {"path": "/"}


def test_characters_that_nobody_sees_do_not_hide_a_secret() -> None:
    assert kept(marked("hün\u200bter2"), role(description="hün\\u200bter2")).attributes == {"path": "/"}


def test_a_name_that_is_a_secret_makes_no_id() -> None:
    found = kept(marked(SHORT), role(name=SHORT, arn=ARN))
    assert (found.id, found.identity) == ("", {"arn": ARN})


def test_an_id_that_would_lack_a_part_is_none() -> None:
    rule = {"security_group_id": "sg-1", "type": "ingress", "protocol": "tcp", "from_port": 1, "to_port": 1}
    rule |= {"self": True, "cidr_blocks": ["10.11.12.13/32"]}
    whole = resource("aws_security_group_rule", "r", instance(rule))
    assert source_of(state(whole)).objects[0].id == "sg-1_ingress_tcp_1_1_self_10.11.12.13/32"
    source, _ = told(state(marked("10.11.12.13/32"), whole))
    assert source is not None
    assert [each.id for each in source.objects if each.type == "aws_security_group_rule"] == [""]


class TestWhatMarks:
    """Everything in a state can mark a value, for everything else in it."""

    @pytest.mark.parametrize(
        "block",
        [
            resource("random_password", "p", instance({"result": SHORT}, sensitive_attributes=[step("result")])),
            resource("external", "p", instance({"r": SHORT}, sensitive_attributes=[step("r")]), mode="data"),
            resource(
                "aws_x", "p", instance({"r": SHORT}, sensitive_attributes=[step("r")], deposed="deadbeef"), instance()
            ),
            marked([{"user": "u", "password": SHORT}]),
            marked(json.dumps({"user": "u", "password": SHORT})),
            marked(policy(**{"sts:ExternalId": SHORT})),
        ],
        ids=["another provider", "data", "deposed", "within lists", "within JSON", "an external id"],
    )
    @pytest.mark.parametrize("shown", [False, True], ids=["state", "show"])
    def test_a_resource(self, block: dict[str, Any], shown: bool) -> None:
        content = state(block, role(description=SHORT))
        source, _ = told(as_shown(content) if shown else content)
        assert source is not None
        assert SHORT not in dump(Inventory({"legacy": source}))

    @pytest.mark.parametrize("shown", [False, True], ids=["state", "show"])
    @pytest.mark.parametrize("sensitive", [True, False])
    def test_an_output(self, sensitive: bool, shown: bool) -> None:
        content = state(role(description=SHORT), outputs={"x": {"value": {"a": [SHORT]}, "sensitive": sensitive}})
        source, _ = told(as_shown(content) if shown else content)
        assert source is not None
        assert ("description" in source.objects[0].attributes) is not sensitive

    def test_only_what_is_marked_in_an_attribute_is_looked_for_elsewhere(self) -> None:
        options = [{"master_user_options": [{"master_user_arn": ARN, "master_user_password": SHORT}]}]
        indices = [{"type": "index", "value": {"value": 0, "type": "number"}}]
        names = ("advanced_security_options", "master_user_options", "master_user_password")
        path = [*step(names[0]), *indices, *step(names[1]), *indices, *step(names[2])]
        domain = instance({names[0]: options}, sensitive_attributes=[path])
        found = kept(resource("aws_opensearch_domain", "d", domain), role(arn=ARN, description=SHORT))
        assert (found.identity["arn"], found.attributes) == (ARN, {"path": "/"})

    def test_a_path_that_leads_to_nothing_marks_what_it_leads_to_last(self) -> None:
        block = instance({"settings": {"a": SHORT}}, sensitive_attributes=[[*step("settings"), *step("b")]])
        assert kept(resource("aws_x", "x", block), role(description=SHORT)).attributes == {"path": "/"}

    @pytest.mark.parametrize("mode", ["managed", "data"])
    def test_marks_that_cannot_be_read_are_refused(self, mode: str) -> None:
        block = resource("aws_x", "x", instance({"a": SHORT}, sensitive_attributes=[["a"]]), mode=mode)
        source, findings = told(state(block, role(description=SHORT)))
        assert source is None
        assert [each.id for each in findings] == ["LB032"]

    def test_the_words_of_a_policy_are_no_secrets(self) -> None:
        other = policy(**{"aws:SourceAccount": "123456789012"})
        found = kept(marked(policy(**{"sts:ExternalId": SHORT})), role(assume_role_policy=other))
        assert "assume_role_policy" in found.attributes

    def test_the_whole_of_a_policy_is_one(self) -> None:
        text = policy(**{"aws:SourceAccount": "123456789012"})
        assert kept(marked(text), role(assume_role_policy=text)).attributes == {"path": "/"}


def test_the_warning_lists_what_is_left_out_up_to_a_limit() -> None:
    blocks = [resource("aws_iam_user", f"u{number}", instance({"name": "x", "path": SHORT})) for number in range(7)]
    _, findings = told(state(marked(SHORT), *blocks))
    assert [each.message for each in findings] == [
        "left out, for the state marks what stands in it as sensitive elsewhere: "
        + ", ".join(f'"aws_iam_user.u{number}" (path)' for number in range(5))
        + ", and 2 more"
    ]


def test_what_is_marked_where_it_stands_needs_no_warning() -> None:
    block = resource("aws_iam_role", "r", instance({"description": SHORT}, sensitive_attributes=[step("description")]))
    assert source_of(state(block)).objects == (Object(address="aws_iam_role.r", type="aws_iam_role"),)


def test_more_secrets_than_anybody_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("secrets", "gathering"):
        monkeypatch.setattr(f"landbridge.estate.{room}.MAX_SECRETS", 3)
    source, findings = told(state(marked([f"secret {number}" for number in range(7)])))
    assert source is None
    assert [each.message for each in findings] == ["it marks more than 3 texts as sensitive, which is the limit"]


letters = st.text("ab", max_size=40)


@given(secrets=st.lists(letters, max_size=6), before=letters, after=letters, text=letters)
def test_a_secret_is_found_wherever_it_stands(secrets: list[str], before: str, after: str, text: str) -> None:
    found = Secrets(secrets)
    for each in (text, *(f"{before}{secret}{after}" for secret in secrets)):
        whole = any(len(secret) >= 4 and secret == each for secret in secrets)
        within = any(len(secret) >= 16 and secret in each for secret in secrets)
        assert found.stand_in(each) == (whole or within)


@pytest.mark.parametrize("before", range(12))
@pytest.mark.parametrize("length", [16, 17, 30])
def test_no_place_in_a_text_hides_a_secret(before: int, length: int) -> None:
    secret = "".join(chr(ord("a") + number % 26) for number in range(length))
    assert Secrets([secret]).stand_in(f"{'-' * before}{secret}")
    assert not Secrets([secret]).stand_in(f"{'-' * before}{secret[:-1]}-")


def test_a_longer_secret_does_not_hide_one_that_it_begins_with() -> None:
    assert Secrets(["a" * 16, "a" * 16 + "b"]).stand_in("a" * 16 + "c")


def test_of_a_very_long_secret_the_beginning_is_enough() -> None:
    secret = "".join(f"{number:04}" for number in range(1000))
    assert Secrets([secret]).stand_in(f"x{secret[:1024]}")
    assert not Secrets([secret]).stand_in(f"x{secret[:1023]}")


def test_many_secrets_that_begin_alike_take_no_time() -> None:
    secrets = Secrets([f"arn:aws:iam::123456789012:role/prod/{number:06}-secret" for number in range(5_000)])
    started = time.process_time()
    found = [secrets.stand_in(f"arn:aws:iam::123456789012:role/prod/{number:06}-public" * 3) for number in range(5_000)]
    assert not any(found)
    assert time.process_time() - started < 5  # 25 million comparisons take longer


def test_a_source_without_marks_is_kept_whole() -> None:
    source = source_of(state(role(description=SHORT)))
    assert isinstance(source, Source)
    assert source.objects[0].attributes == {"description": SHORT, "path": "/"}
