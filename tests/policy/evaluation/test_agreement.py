"""Another reading of IAM's rules, written on its own for what the emitted Terraform means, agrees with this one."""

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from landbridge.policy.evaluation.decision import Answer, Policies, Policy, decide
from landbridge.policy.evaluation.request import Request
from tests.policy.evaluation.documents import ROLE, USER, document
from tests.policy.evaluation.strategies import ACTIONS, BUCKET, CONTEXT, statements
from tests.terraform.meaning import decisions


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.lists(statements(), max_size=3), max_size=2),
    st.sampled_from([ROLE, USER]),
    st.sampled_from(ACTIONS),
    st.sampled_from(["a", "jane", "b/c", ""]),
    st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in CONTEXT.items()}),
)
def test_both_give_the_same_answer(
    documents: list[list[dict[str, Any]]], caller: str, action: str, name: str, context: dict[str, str]
) -> None:
    given = {key: (context[key],) if key in context else () for key in CONTEXT}
    ours = decide(
        Request(caller, action, f"{BUCKET}/{name}", "123456789012", given=given),
        Policies(identity=tuple(Policy(name=str(i), document=document(*each)) for i, each in enumerate(documents))),
    )
    assume(not ours.missing.doubts)  # the other reading has none
    who = {"aws:username": caller.rpartition("/")[2]} if caller == USER else {}
    theirs = decisions.allowed(
        [{"Statement": each} for each in documents], decisions.Request(action, f"{BUCKET}/{name}", context | who)
    )
    assert ours.answer is (Answer.ALLOW if theirs else Answer.DENY)
