"""What AWS answers, as the tables of its documentation have it."""

from collections.abc import Mapping
from typing import Any

import pytest

from landbridge.policy.document import PolicyDocument, from_json
from landbridge.policy.evaluation.decision import Answer, Policies, Policy, decide
from landbridge.policy.evaluation.request import ANONYMOUS, Request

ROLE = "arn:aws:iam::123456789012:role/etl"
USER = "arn:aws:iam::123456789012:user/jane"
OTHER = "arn:aws:iam::210987654321:role/partner"
ROOT = "arn:aws:iam::123456789012:root"
INDEX = "arn:aws:es:eu-west-1:123456789012:domain/orders/index/_search"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/0000"

Words = Mapping[str, Any]


def document(*statements: Words) -> PolicyDocument:
    """A policy of statements as AWS writes them; Effect is Allow where none is given."""
    found = from_json({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in statements]})
    assert found is not None
    return found


def identity(*statements: Words, name: str = "identity") -> Policy:
    return Policy(name=name, document=document(*({"Resource": "*", **each} for each in statements)))


def resource(*statements: Words) -> Policy:
    whole = ({"Resource": "*", "Principal": {"AWS": ROLE}, **each} for each in statements)
    return Policy(name="resource", document=document(*whole))


READ = {"Action": "es:ESHttpGet"}
NO_READ = {**READ, "Effect": "Deny"}
OTHERWISE = {"Action": "es:ESHttpPut"}


@pytest.mark.parametrize(
    ("by_identity", "by_resource", "answer"),
    [
        (READ, READ, "allow"),
        (READ, NO_READ, "deny"),
        (READ, OTHERWISE, "allow"),
        (NO_READ, READ, "deny"),
        (NO_READ, NO_READ, "deny"),
        (NO_READ, OTHERWISE, "deny"),
        (OTHERWISE, READ, "allow"),
        (OTHERWISE, NO_READ, "deny"),
        (OTHERWISE, OTHERWISE, "deny"),
    ],
)
def test_when_policies_of_one_account_collide(by_identity: Words, by_resource: Words, answer: str) -> None:
    policies = Policies(identity=(identity(by_identity),), resource=resource(by_resource))
    assert decide(Request(ROLE, "es:ESHttpGet", INDEX), policies).answer is Answer(answer)


PARTNER = {"Principal": {"AWS": OTHER}}


@pytest.mark.parametrize(
    ("by_identity", "by_resource", "answer"),
    [
        (READ, {**READ, **PARTNER}, "allow"),
        (READ, {**READ, "Principal": {"AWS": "210987654321"}}, "allow"),
        (READ, {**READ, "Principal": "*"}, "allow"),
        (READ, {**NO_READ, **PARTNER}, "deny"),
        (READ, {**OTHERWISE, **PARTNER}, "deny"),
        (READ, READ, "deny"),
        (NO_READ, {**READ, **PARTNER}, "deny"),
        (OTHERWISE, {**READ, **PARTNER}, "deny"),
        (OTHERWISE, {**NO_READ, **PARTNER}, "deny"),
        (OTHERWISE, {**OTHERWISE, **PARTNER}, "deny"),
    ],
)
def test_across_accounts_both_halves_have_to_allow(by_identity: Words, by_resource: Words, answer: str) -> None:
    policies = Policies(identity=(identity(by_identity),), resource=resource(by_resource))
    assert decide(Request(OTHER, "es:ESHttpGet", INDEX), policies).answer is Answer(answer)


USE = {"Action": "kms:Decrypt"}
LET_ACCOUNT = {"Action": "kms:*", "Principal": {"AWS": ROOT}}


@pytest.mark.parametrize(
    ("by_identity", "by_key", "answer"),
    [
        (USE, LET_ACCOUNT, "allow"),
        (READ, LET_ACCOUNT, "deny"),
        (READ, USE, "allow"),
        (USE, {**USE, "Principal": {"AWS": USER}}, "deny"),
        (USE, {"Action": "kms:Encrypt", "Principal": {"AWS": ROOT}}, "deny"),
        (USE, {**USE, "Effect": "Deny"}, "deny"),
    ],
)
def test_a_keys_policy_decides_whether_identity_policies_count(by_identity: Words, by_key: Words, answer: str) -> None:
    policies = Policies(identity=(identity(by_identity),), resource=resource(by_key), resource_decides=True)
    assert decide(Request(ROLE, "kms:Decrypt", KEY), policies).answer is Answer(answer)


BOUND = Policy(name="boundary", document=document({"Action": "s3:*", "Resource": "*"}))


@pytest.mark.parametrize(
    ("principal", "by_resource", "answer"),
    [
        (ROLE, {**READ, "Principal": {"AWS": ROLE}}, "deny"),
        (USER, {**READ, "Principal": {"AWS": USER}}, "allow"),
        ("arn:aws:sts::123456789012:assumed-role/etl/run", {**READ, "Principal": {"AWS": ROLE}}, "deny"),
        (
            "arn:aws:sts::123456789012:assumed-role/etl/run",
            {**READ, "Principal": {"AWS": "arn:aws:sts::123456789012:assumed-role/etl/run"}},
            "allow",
        ),
        (ROLE, OTHERWISE, "deny"),
    ],
)
def test_a_boundary_limits_roles_but_not_what_names_a_user_or_session(
    principal: str, by_resource: Words, answer: str
) -> None:
    policies = Policies(identity=(identity(READ),), resource=resource(by_resource), boundary=BOUND)
    assert decide(Request(principal, "es:ESHttpGet", INDEX), policies).answer is Answer(answer)


def test_a_statement_that_names_the_account_leaves_the_decision_to_it() -> None:
    policies = Policies(resource=resource({**READ, "Principal": {"AWS": ROOT}}))
    assert decide(Request(ROLE, "es:ESHttpGet", INDEX), policies).answer is Answer.DENY


@pytest.mark.parametrize(("principal", "answer"), [("*", "allow"), ({"AWS": "*"}, "allow"), ({"AWS": ROLE}, "deny")])
def test_nobody_is_let_in_by_everybody_alone(principal: object, answer: str) -> None:
    policies = Policies(identity=(), resource=resource({**READ, "Principal": principal}))
    assert decide(Request(ANONYMOUS, "es:ESHttpGet", INDEX), policies).answer is Answer(answer)


FROM_OFFICE = {**READ, "Principal": "*", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"aws:SourceIp": ("192.0.2.7",)}, "allow"),
        ({"aws:SourceIp": ("198.51.100.1",)}, "deny"),
        ({"aws:sourceip": ("192.0.2.7",)}, "allow"),
        ({"aws:SourceIp": ()}, "deny"),
        ({}, "unknown"),
    ],
)
def test_a_context_key_that_is_not_given_is_not_guessed(given: Mapping[str, tuple[str, ...]], answer: str) -> None:
    decision = decide(Request(ANONYMOUS, "es:ESHttpGet", INDEX, given=given), Policies(resource=resource(FROM_OFFICE)))
    assert decision.answer is Answer(answer)
    assert decision.missing == (("aws:SourceIp",) if answer == "unknown" else ())


@pytest.mark.parametrize(
    ("by_identity", "answer", "missing"),
    [(READ, "unknown", ("domain policy",)), (NO_READ, "deny", ()), (OTHERWISE, "unknown", ("domain policy",))],
)
def test_a_policy_that_is_not_given_is_not_guessed(by_identity: Words, answer: str, missing: tuple[str, ...]) -> None:
    unseen = Policy(name="domain policy", document=None)
    decision = decide(
        Request(ROLE, "es:ESHttpGet", INDEX), Policies(identity=(identity(by_identity),), resource=unseen)
    )
    assert (decision.answer, decision.missing) == (Answer(answer), missing)


def test_a_deny_that_may_apply_leaves_it_open() -> None:
    maybe = {**NO_READ, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}
    decision = decide(Request(ROLE, "es:ESHttpGet", INDEX), Policies(identity=(identity(READ, maybe),)))
    assert (decision.answer, decision.missing) == (Answer.UNKNOWN, ("aws:MultiFactorAuthPresent",))


def test_the_statements_that_decided_are_named() -> None:
    policies = Policies(
        identity=(identity({**READ, "Sid": "Reads"}, {**OTHERWISE, "Sid": "Writes"}, name="inline"),),
        resource=resource({**READ, "Sid": "Domain"}),
    )
    decision = decide(Request(ROLE, "es:ESHttpGet", INDEX), policies)
    assert [(said.policy, said.statement.sid) for said in decision.decided] == [
        ("inline", "Reads"),
        ("resource", "Domain"),
    ]
    assert decision.because == "the identity and the resource policies allow it"


def test_policy_variables_are_filled_from_the_request() -> None:
    own = Policies(identity=(identity({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}/*"}),))
    answers = [
        decide(Request(USER, "s3:GetObject", f"arn:aws:s3:::b/{who}/x"), own).answer.value for who in ("jane", "bob")
    ]
    assert answers == ["allow", "deny"]


@pytest.mark.parametrize(
    ("action", "resource_arn", "answer"),
    [
        ("es:eshttpget", INDEX, "allow"),
        ("es:ESHttpGet", INDEX.replace("orders", "orders2"), "deny"),
        ("es:ESHttpHead", INDEX, "deny"),
    ],
)
def test_actions_take_no_account_of_case_and_resources_do(action: str, resource_arn: str, answer: str) -> None:
    only = Policies(identity=(identity({**READ, "Resource": "arn:aws:es:*:*:domain/orders/*"}),))
    assert decide(Request(ROLE, action, resource_arn), only).answer is Answer(answer)
