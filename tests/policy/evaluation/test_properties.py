"""What holds of every decision, whatever the policies are."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.policy.evaluation.decision import Answer, Policies, Policy, decide
from landbridge.policy.evaluation.request import Request
from tests.policy.evaluation.documents import ROLE, document
from tests.policy.evaluation.strategies import CONTEXT, POLICIES, policies_of, requests, statements, values_of

quick = settings(deadline=None, max_examples=60)
KINDS = st.sampled_from(["identity", "resource", "boundary"])


def _with(policies: Policies, kind: str, policy: Policy) -> Policies:
    """The policies, and in place of a kind one with more statements."""
    if kind == "identity":
        return replace(policies, identity=(*policies.identity, policy))
    former = getattr(policies, kind)
    assert policy.document is not None
    more = policy.document.statements + (former.document.statements if former else ())
    return replace(policies, **{kind: replace(policy, document=replace(policy.document, statements=more))})


@quick
@given(requests(), POLICIES, KINDS)
def test_an_explicit_deny_wins(request: Request, policies: Policies, kind: str) -> None:
    everybody = {"Principal": "*"} if kind == "resource" else {}
    deny = Policy(name="mine", document=document({"Effect": "Deny", "Action": "*", "Resource": "*", **everybody}))
    decision = decide(request, _with(policies, kind, deny))
    assert decision.answer is Answer.DENY
    assert "mine" in {said.policy for said in decision.decided}
    assert all(said.statement.effect == "Deny" for said in decision.decided)


@quick
@given(requests(), POLICIES, statements(effects=("Allow",)))
def test_another_allow_turns_no_allow_into_something_else(
    request: Request, policies: Policies, allow: dict[str, Any]
) -> None:
    if decide(request, policies).answer is Answer.ALLOW:
        more = Policy(name="more", document=document(allow))
        assert decide(request, _with(policies, "identity", more)).answer is Answer.ALLOW
        assert decide(request, _with(policies, "resource", _named(allow))).answer is Answer.ALLOW


@quick
@given(requests(), POLICIES, statements(effects=("Deny",)))
def test_another_deny_opens_nothing(request: Request, policies: Policies, deny: dict[str, Any]) -> None:
    before = decide(request, policies).answer
    after = decide(request, _with(policies, "identity", Policy(name="more", document=document(deny)))).answer
    assert before is not Answer.DENY or after is Answer.DENY
    assert after is not Answer.ALLOW or before is Answer.ALLOW


@quick
@given(requests(), POLICIES)
def test_an_unknown_names_what_is_missing_and_nothing_else_does(request: Request, policies: Policies) -> None:
    decision = decide(request, policies)
    assert bool(decision.missing) == (decision.answer is Answer.UNKNOWN)


@quick
@given(requests(), POLICIES, st.data())
def test_what_was_missing_settles_it(request: Request, policies: Policies, data: st.DataObject) -> None:
    missing = decide(request, policies).missing
    assert set(missing.keys) <= {*CONTEXT}
    new = {key: data.draw(values_of(key)) for key in missing.keys}
    settled = decide(replace(request, given={**request.given, **new}), policies)
    assert settled.missing.keys == ()
    assert settled.answer is not Answer.UNKNOWN or settled.missing.doubts


@quick
@given(requests(), POLICIES, requests(complete=True))
def test_an_answer_outlives_whatever_is_learnt_later(request: Request, policies: Policies, later: Request) -> None:
    before = decide(request, policies).answer
    after = decide(replace(request, given={**later.given, **request.given}), policies).answer
    assert before is Answer.UNKNOWN or after is before


@quick
@given(requests(), POLICIES, policies_of("unseen"), KINDS)
def test_a_policy_that_is_not_given_leaves_room_for_whatever_it_says(
    request: Request, policies: Policies, unseen: Policy, kind: str
) -> None:
    hidden: Any = replace(unseen, document=None)
    shown: Any = unseen
    if kind == "identity":
        hidden, shown = (*policies.identity, hidden), (*policies.identity, shown)
    without = decide(request, replace(policies, **{kind: hidden})).answer
    assert without is Answer.UNKNOWN or decide(request, replace(policies, **{kind: shown})).answer is without


@quick
@given(requests(), POLICIES)
def test_an_allow_rests_on_statements_that_allow_for_sure(request: Request, policies: Policies) -> None:
    decision = decide(request, policies)
    if decision.answer is Answer.ALLOW:
        assert decision.decided
        assert all(said.certain and said.statement.effect == "Allow" for said in decision.decided)


def _named(statement: dict[str, Any]) -> Policy:
    return Policy(name="more", document=document({**statement, "Principal": {"AWS": ROLE}}))
