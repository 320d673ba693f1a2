"""To whom the statements of a resource's policy speak."""

import pytest

from landbridge.policy.evaluation.decision import Answer, Doubt, Missing, Policies, Policy, decide
from landbridge.policy.evaluation.request import ANONYMOUS, Request
from tests.policy.evaluation.documents import (
    INDEX,
    KEY,
    OTHER,
    READ,
    ROLE,
    ROOT,
    SESSION,
    USER,
    document,
    identity,
    resource,
)

SAML = "arn:aws:iam::123456789012:saml-provider/idp"
ADMIN = "arn:aws:iam::123456789012:role/admin"
EVERYBODY_ELSE = {"Effect": "Deny", "Action": "es:*"}


@pytest.mark.parametrize(
    ("caller", "principal", "answer"),
    [
        (ROLE, {"AWS": [USER, ROLE]}, "allow"),
        (ROLE, {"AWS": ROLE.upper()}, "deny"),
        (ROLE, {"AWS": "arn:aws:iam::123456789012:role/*"}, "deny"),
        (SESSION, {"AWS": ROLE}, "allow"),
        (SESSION, {"AWS": SESSION}, "allow"),
        (SESSION, {"AWS": SESSION.replace("run", "other")}, "deny"),
        (ROLE, {"AWS": "{var:who}"}, "unknown"),
        (ROLE, {"Service": "es.amazonaws.com"}, "deny"),
        ("es.amazonaws.com", {"Service": ["dms.amazonaws.com", "es.amazonaws.com"]}, "allow"),
        ("es.amazonaws.com", {"Service": "dms.amazonaws.com"}, "deny"),
        ("es.amazonaws.com", {"AWS": ROOT}, "deny"),
        (SAML, {"Federated": SAML}, "allow"),
        (SAML, {"AWS": ROOT}, "deny"),
        (ROLE, {"Federated": ROLE}, "deny"),
        (ANONYMOUS, {"AWS": "{var:who}"}, "deny"),
        (ROOT, {"AWS": ROOT}, "allow"),
    ],
)
def test_principals(caller: str, principal: object, answer: str) -> None:
    policies = Policies(resource=resource({**READ, "Principal": principal}))
    decision = decide(Request(caller, "es:ESHttpGet", INDEX), policies)
    assert decision.answer is Answer(answer)
    assert decision.missing == (Missing(values=("{var:who}",)) if answer == "unknown" else Missing())


IN_PATH = "arn:aws:iam::123456789012:role/data/etl"


@pytest.mark.parametrize(
    ("named", "session_of", "answer"),
    [
        (IN_PATH, "", "allow"),  # an account has the name once, so it can be no other role
        (IN_PATH, IN_PATH, "allow"),
        (IN_PATH, ROLE, "deny"),
        (IN_PATH.replace("123456789012", "210987654321"), "", "deny"),
        (IN_PATH.replace("etl", "etl2"), "", "deny"),
        (IN_PATH.replace(":role/", ":user/"), "", "deny"),
    ],
)
def test_a_session_is_one_of_its_role_wherever_that_is(named: str, session_of: str, answer: str) -> None:
    policies = Policies(resource=resource({**READ, "Principal": {"AWS": named}}))
    request = Request(SESSION, "es:ESHttpGet", INDEX, session_of=session_of)
    assert decide(request, policies).answer is Answer(answer)


def test_the_path_of_a_sessions_role_is_not_guessed() -> None:
    for_role = {**READ, "Principal": "*", "Condition": {"ArnEquals": {"aws:PrincipalArn": ROLE}}}
    policies = Policies(resource=resource(for_role))
    decision = decide(Request(SESSION, "es:ESHttpGet", INDEX), policies)
    assert (decision.answer, decision.missing.keys) == (Answer.UNKNOWN, ("aws:PrincipalArn",))
    assert decide(Request(SESSION, "es:ESHttpGet", INDEX, session_of=ROLE), policies).answer is Answer.ALLOW


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_statement_for_one_session_leaves_it_open_what_its_role_may(effect: str) -> None:
    for_session = {**READ, "Effect": effect, "Principal": {"AWS": SESSION}}
    own = (identity(READ),) if effect == "Deny" else ()
    policies = Policies(identity=own, resource=resource(for_session))
    decision = decide(Request(ROLE, "es:ESHttpGet", INDEX), policies)
    about = "which session of the role it is, and it names single ones: ask about one, by its ARN"
    assert (decision.answer, decision.missing) == (Answer.UNKNOWN, Missing(doubts=(Doubt("resource", about),)))


@pytest.mark.parametrize(("caller", "answer"), [(ROLE, "unknown"), (ANONYMOUS, "deny"), ("es.amazonaws.com", "deny")])
def test_whose_a_canonical_user_is_is_not_guessed(caller: str, answer: str) -> None:
    named = {**READ, "Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}}
    policies = Policies(
        identity=(identity(READ),) if caller == ROLE else (), resource=resource({**named, "Effect": "Deny"})
    )
    assert decide(Request(caller, "es:ESHttpGet", INDEX), policies).answer is Answer(answer)


def test_a_provider_of_web_identities_goes_by_its_name() -> None:
    trust = document(
        {"Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "cognito-identity.amazonaws.com"}}
    )
    policies = Policies(resource=Policy(name="trust", document=trust), resource_decides=True)
    request = Request("cognito-identity.amazonaws.com", "sts:AssumeRoleWithWebIdentity", ADMIN)
    assert decide(request, policies).answer is Answer.ALLOW
    assert decide(Request("dms.amazonaws.com", request.action, ADMIN), policies).answer is Answer.DENY


@pytest.mark.parametrize(
    ("caller", "names", "answer"),
    [
        (ROLE, [ROLE, ROOT], "unknown"),
        (ROLE, [USER], "deny"),
        (ROLE, [ROLE], "unknown"),
        (ROLE, [ROOT], "unknown"),
        (USER, [USER, "123456789012"], "allow"),
        (SESSION, [SESSION, ROLE, ROOT], "allow"),
        (SESSION, [ROLE, ROOT], "unknown"),
        (ANONYMOUS, [ROLE, ROOT], "deny"),
    ],
)
def test_an_exception_from_a_deny_has_to_name_the_account_too(caller: str, names: list[str], answer: str) -> None:
    except_for = document(
        {**READ, "Principal": "*", "Resource": "*"},
        {**EVERYBODY_ELSE, "NotPrincipal": {"AWS": names}, "Resource": "*"},
    )
    decision = decide(
        Request(caller, "es:ESHttpGet", INDEX), Policies(resource=Policy(name="domain", document=except_for))
    )
    assert decision.answer is Answer(answer)
    assert [doubt.policy for doubt in decision.missing.doubts] == (["domain"] if answer == "unknown" else [])


def test_an_exception_from_a_deny_is_none_for_who_has_a_boundary() -> None:
    except_for = resource(
        {**READ, "Principal": "*"}, {**EVERYBODY_ELSE, "Principal": {}, "NotPrincipal": {"AWS": [USER, ROOT]}}
    )
    wide = Policy(name="boundary", document=document({"Action": "*", "Resource": "*"}))
    request = Request(USER, "es:ESHttpGet", INDEX)
    assert decide(request, Policies(resource=except_for)).answer is Answer.ALLOW
    assert decide(request, Policies(resource=except_for, boundary=wide)).answer is Answer.DENY


def test_everybody_but_some_is_everybody_else() -> None:
    policies = Policies(resource=resource({**READ, "Principal": {}, "NotPrincipal": {"AWS": [USER, ROOT]}}))
    answers = [decide(Request(who, "es:ESHttpGet", INDEX), policies).answer.value for who in (USER, OTHER, ANONYMOUS)]
    assert answers == ["deny", "deny", "allow"]  # the other account's own half is missing


def test_a_role_is_assumed_by_whom_its_trust_names() -> None:
    trust = Policy(
        name="trust", document=document({"Action": "sts:AssumeRole", "Principal": {"AWS": USER}}, {"Action": "sts:*"})
    )
    policies = Policies(resource=trust, resource_decides=True)
    answers = [decide(Request(who, "sts:AssumeRole", ADMIN), policies).answer.value for who in (USER, ROLE, ROOT)]
    assert answers == ["allow", "deny", "deny"]


def test_who_calls_is_known_to_conditions() -> None:
    grant = {"Action": "kms:*", "Principal": "*", "Condition": {"StringEquals": {"kms:CallerAccount": "123456789012"}}}
    policies = Policies(resource=resource(grant), resource_decides=True)
    assert decide(Request(ROLE, "kms:Decrypt", KEY), policies).answer is Answer.ALLOW
