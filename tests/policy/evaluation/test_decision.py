"""What AWS answers, as the tables of its documentation have it."""

from collections.abc import Mapping

import pytest

from landbridge.policy.evaluation.decision import Answer, Missing, Policies, Policy, decide
from landbridge.policy.evaluation.request import ANONYMOUS, Request
from tests.policy.evaluation.documents import (
    INDEX,
    KEY,
    NO_READ,
    OTHER,
    OTHERWISE,
    READ,
    ROLE,
    ROOT,
    SESSION,
    USER,
    Words,
    document,
    identity,
    resource,
)


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
FOR_ROLES = {**READ, "Principal": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/etl"}}}


@pytest.mark.parametrize(
    ("principal", "by_resource", "answer"),
    [
        (ROLE, {**READ, "Principal": {"AWS": ROLE}}, "deny"),
        (USER, {**READ, "Principal": {"AWS": USER}}, "allow"),
        (SESSION, {**READ, "Principal": {"AWS": ROLE}}, "deny"),
        (SESSION, {**READ, "Principal": {"AWS": SESSION}}, "allow"),
        (SESSION, {**READ, "Principal": {"AWS": [ROLE, SESSION]}}, "allow"),
        (ROLE, {**READ, "Principal": "*"}, "allow"),
        (SESSION, FOR_ROLES, "allow"),
        (USER, FOR_ROLES, "deny"),
        (ROLE, OTHERWISE, "deny"),
    ],
)
def test_a_boundary_limits_what_a_role_is_granted_by_name_and_nothing_else(
    principal: str, by_resource: Words, answer: str
) -> None:
    policies = Policies(identity=(identity(READ),), resource=resource(by_resource), boundary=BOUND)
    request = Request(principal, "es:ESHttpGet", INDEX, session_of=ROLE if principal == SESSION else "")
    assert decide(request, policies).answer is Answer(answer)


@pytest.mark.parametrize("principal", [ROLE, USER, SESSION])
def test_to_assume_a_role_a_boundary_has_to_let_it_pass_whoever_is_named(principal: str) -> None:
    trust = resource({"Action": "sts:AssumeRole", "Principal": {"AWS": [principal, ROLE]}, "Resource": []})
    policies = Policies(resource=trust, boundary=BOUND, resource_decides=True)
    decision = decide(Request(principal, "sts:AssumeRole", "arn:aws:iam::123456789012:role/admin"), policies)
    assert (decision.answer, decision.because) == (Answer.DENY, "the boundary does not let it pass (boundary)")


def test_a_boundary_alone_grants_nothing_and_its_deny_counts() -> None:
    wide = Policy(name="boundary", document=document({"Action": "*", "Resource": "*"}))
    assert decide(Request(ROLE, "es:ESHttpGet", INDEX), Policies(boundary=wide)).answer is Answer.DENY
    denies = Policy(name="boundary", document=document({"Action": "*", "Resource": "*", "Effect": "Deny"}))
    by_name = resource({**READ, "Principal": {"AWS": USER}})
    decision = decide(Request(USER, "es:ESHttpGet", INDEX), Policies(resource=by_name, boundary=denies))
    assert (decision.answer, [said.policy for said in decision.decided]) == (Answer.DENY, ["boundary"])


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
    assert decision.missing == (Missing(keys=("aws:SourceIp",)) if answer == "unknown" else Missing())


@pytest.mark.parametrize(
    ("by_identity", "answer"),
    [(READ, "unknown"), (NO_READ, "deny"), (OTHERWISE, "unknown")],
)
def test_a_policy_that_is_not_given_is_not_guessed(by_identity: Words, answer: str) -> None:
    unseen = Policy(name="domain policy", document=None)
    decision = decide(
        Request(ROLE, "es:ESHttpGet", INDEX), Policies(identity=(identity(by_identity),), resource=unseen)
    )
    assert decision.answer is Answer(answer)
    assert decision.missing.policies == (("domain policy",) if answer == "unknown" else ())


def test_a_deny_that_may_apply_leaves_it_open() -> None:
    maybe = {**NO_READ, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}
    decision = decide(Request(ROLE, "es:ESHttpGet", INDEX), Policies(identity=(identity(READ, maybe),)))
    assert (decision.answer, decision.missing.keys) == (Answer.UNKNOWN, ("aws:MultiFactorAuthPresent",))


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
    assert decision.because == "an identity policy and the resource's policy allow it"


def test_policy_variables_are_filled_from_the_request() -> None:
    own = Policies(identity=(identity({"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}/*"}),))
    answers = [
        decide(Request(USER, "s3:GetObject", f"arn:aws:s3:::b/{who}/x", "123456789012"), own).answer.value
        for who in ("jane", "bob")
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


def test_where_nothing_allows_it_what_comes_near_is_named() -> None:
    from_office = {**READ, "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}
    policies = Policies(
        identity=(identity(from_office, {**READ, "Resource": "arn:aws:s3:::b"}, OTHERWISE),),
        resource=resource({**READ, "Principal": {"AWS": USER}}),
    )
    request = Request(ROLE, "es:ESHttpGet", INDEX, given={"aws:SourceIp": ("198.51.100.7",)})
    assert [(near.policy, *near.lacks) for near in decide(request, policies).nearly] == [
        ("identity", "IpAddress aws:SourceIp does not hold"),
        ("identity", "it is about other resources"),
    ]


def test_statements_for_others_are_named_where_nothing_else_comes_near() -> None:
    policies = Policies(identity=(identity(OTHERWISE),), resource=resource({**READ, "Principal": {"AWS": USER}}))
    (near,) = decide(Request(ROLE, "es:ESHttpGet", INDEX), policies).nearly
    assert (near.policy, near.lacks) == ("resource", ("it is for other principals",))


def test_a_boundary_that_does_not_let_it_pass_is_named_with_all_that_it_allows() -> None:
    for_others = [{**READ, "Principal": {"AWS": f"{USER}{number}"}} for number in range(3)]
    boundary = Policy(
        name="limit", document=document({"NotAction": "es:*", "Resource": "*"}, {**NO_READ, "Action": "s3:*"})
    )
    policies = Policies(identity=(identity(READ),), resource=resource(*for_others), boundary=boundary)
    decision = decide(Request(ROLE, "es:ESHttpGet", INDEX), policies)
    assert decision.because == "the boundary does not let it pass (limit)"
    assert [(near.policy, near.lacks) for near in decision.nearly] == [
        ("limit", ("it is about other actions",)),
        ("identity", ()),
    ]


def test_one_half_across_accounts_is_near_and_not_enough() -> None:
    policies = Policies(identity=(identity(READ),), resource=resource(READ))
    found = decide(Request(OTHER, "es:ESHttpGet", INDEX), policies)
    assert [(near.policy, near.lacks) for near in found.nearly] == [
        ("identity", ()),
        ("resource", ("it is for other principals",)),
    ]
